"""Posts of X by their link: only through a service that a setting names, which speaks as FxTwitter does."""

from typing import Any

import pytest
from aiohttp import web

from tests.networks.serving import Asked, read_one, serving
from tests.threads.sources.reading import refusal, stories, texts
from tests.threads.sources.saved_posts import FX_AUTHOR, x_post
from threads.errors import SpoolError
from threads.model import MediaKind, Thread
from threads.sources import refusals
from threads.sources.live.bases import Bases
from threads.sources.status_links import tweet_of

LINK = "https://x.com/mira_tides/status/1500000000000000001"


def answer(*posts: dict[str, Any], code: int = 200) -> dict[str, Any]:
    """What comes back for a thread."""
    return {"code": code, "status": posts[0] if posts else None, "thread": list(posts), "author": FX_AUTHOR}


RICH = answer(
    x_post(
        1,
        media={
            "photos": [{"url": "https://pbs.example/1.jpg", "altText": "A lamp.", "width": 9}, {"type": "photo"}],
            "videos": [
                {"type": "video", "url": "https://video.example/1.mp4", "thumbnail_url": "https://pbs.example/t.jpg"},
                {"type": "gif", "url": "https://video.example/2.mp4"},
                {"type": "video"},
            ],
        },
    ),
    x_post(
        2,
        "@mira_tides Which?",
        to=1,
        poll={"choices": [{"label": "Oil", "count": 3}, {"label": "Gas"}], "ends_at": "2022-03-03T09:00:00Z"},
    ),
    x_post(3, to=2, quote=x_post(90, "An older lamp.")),
    x_post(4, to=3, quote={"tombstone": {"reason": "deleted"}, "url": "https://x.com/i/status/1"}),
    x_post(5, to=4, quote={"type": "tombstone"}),
)


async def told(answered: Any, link: str = LINK, status: int = 200) -> Thread:
    """The story behind a link when the service answers so."""

    async def give(request: web.Request) -> web.Response:
        return web.json_response(answered, status=status)

    asked = Asked()
    async with serving(asked, {"/2/thread/1500000000000000001": give}) as base:
        return await read_one(link, Bases(fxtwitter=base))


async def test_a_link_gives_the_same_story_as_the_saved_answer() -> None:
    """With photos, films, polls and quotes; a quoted tweet is no tweet of the story's own."""
    story = await told(RICH)
    assert [story] == stories(RICH)
    assert texts(story)[:2] == ["Lamp 1 is lit.", "Which?"]
    assert (story.source, story.source_id, story.author.handle) == ("x", "1500000000000000001", "mira_tides")
    kinds = [media.kind for media in story.tweets[0].media]
    assert kinds == [MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.GIF]
    assert story.tweets[0].media[0].alt == "A lamp."
    poll = story.tweets[1].poll
    assert poll is not None
    assert [(option.label, option.votes) for option in poll.options] == [("Oil", 3), ("Gas", None)]
    quotes = [tweet.quote for tweet in story.tweets[2:]]
    assert quotes[0] is not None
    assert quotes[0].text == "An older lamp."
    assert quotes[1] is not None
    assert quotes[1].url == "https://x.com/i/status/1"
    assert quotes[2] is None


def test_the_older_form_is_read_too() -> None:
    """One tweet under `tweet`, which says beside each other whom and what it answers."""
    first = x_post(1)
    second = x_post(2, replying_to="mira_tides", replying_to_status=first["id"], created_at="2022-03-02T09:00:00Z")
    story = stories({"code": 200, "tweet": first}, {"code": 200, "tweet": second})
    assert len(story[0]) == 2


def test_what_is_no_tweet_is_passed_over() -> None:
    """And told, after the others came in."""
    assert "id of a tweet" in refusal(answer(x_post(1), x_post(2, to=1) | {"id": "abc"}))


@pytest.mark.parametrize(
    ("answered", "status", "why"),
    [
        (answer(code=404), 200, refusals.NotThere),
        (answer(code=401), 200, refusals.NotForAll),
        (answer(code=500), 200, refusals.Failing),
        ({"code": 200}, 429, refusals.Limited),
        ([], 200, refusals.WrongKind),
    ],
)
async def test_what_can_not_be_had_says_why(answered: Any, status: int, why: type[SpoolError]) -> None:
    """The service says 200 itself, and in its answer what X said."""
    with pytest.raises(SpoolError) as error:
        await told(answered, status=status)
    assert type(error.value) is why


async def test_without_a_service_links_to_x_are_refused_with_the_ways_there_are() -> None:
    """Nothing is asked; with one, every spelling of such a link is known, and no other site's."""
    with pytest.raises(refusals.NotOffered):
        await read_one(LINK, Bases())
    for link in (LINK, LINK.replace("x.com", "mobile.twitter.com"), "http://www.twitter.com/i/web/status/12?s=20"):
        assert tweet_of(link)
    for link in (f"https://evil.example/{LINK}", "http://[/https://x.com/a/status/1", "https://x.com/mira_tides"):
        assert tweet_of(link) is None
