"""Threads of Bluesky by their link, asked for over HTTP: whole, however the network cuts its answers."""

import pytest
from aiohttp import web

from tests.networks.bluesky import Bluesky
from tests.networks.serving import read_one, status
from tests.threads.sources.reading import stories, texts
from tests.threads.sources.saved_posts import DID, OTHER, bsky, uri
from threads.errors import SpoolError, UnreadableSource
from threads.model import Gap, Thread
from threads.sources import refusals
from threads.sources.live import bluesky
from threads.sources.live.bases import Bases

PICTURE = {
    "$type": "app.bsky.embed.images#view",
    "images": [{"thumb": "https://a.example/t", "fullsize": "https://a.example/f", "alt": "A lamp."}],
}


def thread(length: int, first: int = 1) -> list[dict[str, object]]:
    """A thread of so many posts, each below the one before."""
    return [bsky(n, to=n - 1 if n > first else None, root=first) for n in range(first, first + length)]


async def told(network: Bluesky, number: int, actor: str = "mira.example") -> Thread:
    """The story behind the link to a post."""
    async with network.open():
        return await read_one(network.link(number, actor), Bases(bluesky=network.base))


async def refused(network: Bluesky, number: int, actor: str = "mira.example") -> SpoolError:
    """Why there is no story behind it."""
    with pytest.raises(SpoolError) as error:
        await told(network, number, actor)
    return error.value


async def test_a_link_gives_the_same_story_as_the_saved_answer() -> None:
    """Text, pictures, strangers' replies and side branches: one `parse` reads both."""
    posts = [
        bsky(1, "Lamps 🕯️ #harbour", record={"tags": ["harbour"]}),
        bsky(2, to=1, embed=PICTURE),
        bsky(3, to=2),
        bsky(4, "Beautiful!", to=2, did=OTHER),
        bsky(5, "Thank you.", to=4, whose=OTHER),
        bsky(6, "An aside.", to=1),
    ]
    network = Bluesky(*posts)
    live = await told(network, 1)
    assert [live] == stories(network.saved(1))
    assert len(live) == 3
    assert live.source_id == uri(1)
    assert "left out" in live.review[0]


@pytest.mark.parametrize("asked", [1, 20, 40])
@pytest.mark.parametrize("by", ["mira.example", DID])
async def test_a_thread_that_is_longer_than_an_answer_is_asked_on_for(asked: int, by: str) -> None:
    """From whichever post, by handle or DID, with an answer cut at six down and five up: all forty come, in order."""
    network = Bluesky(*thread(40), deepest=6, highest=5)
    story = await told(network, asked, by)
    assert texts(story) == [f"Lamp {n} is lit." for n in range(1, 41)]
    assert story.review == ()


async def test_replies_that_never_come_are_asked_for_once() -> None:
    """A count may be higher than what there is, for good: then the thread ends there, without a doubt."""
    network = Bluesky(bsky(1), bsky(2, to=1, replyCount=7))
    story = await told(network, 1)
    assert (len(story), story.review) == (2, ())
    assert network.asked.count("getPostThread") == 2


@pytest.mark.parametrize("asked", [1, 3, 5])
async def test_a_deleted_post_leaves_a_gap_and_what_is_below_it_comes(asked: int) -> None:
    """From above and from below, with answers cut short; the author's list leads over it."""
    network = Bluesky(*thread(12), deepest=3, listed=5)
    network.delete(4)
    story = await told(network, asked)
    assert len(story) == 12
    assert [tweet.gap for tweet in story if tweet.gap] == [Gap.DELETED]
    assert story.tweets[3].gap is Gap.DELETED
    assert story.tweets[3].source_id == uri(4)


async def test_the_search_behind_gaps_ends_where_the_thread_began() -> None:
    """Older posts of the author are not paged through, pinned ones count for nothing."""
    old = [bsky(n, indexedAt="2023-01-01T00:00:00Z") for n in range(1, 40)]
    network = Bluesky(*old, *thread(3, first=50), listed=4)
    story = await told(network, 50)
    assert len(story) == 3
    assert network.asked.count("getAuthorFeed") == 1


async def test_an_author_without_a_list_has_threads_all_the_same() -> None:
    """Some accounts show posts and no list of them."""
    network = Bluesky(*thread(3))
    network.has_list = False
    assert len(await told(network, 2)) == 3


async def test_a_deleted_beginning_is_told() -> None:
    """What is left comes as a draft that says so."""
    network = Bluesky(*thread(4))
    network.delete(1)
    story = await told(network, 3)
    assert [tweet.gap for tweet in story] == [Gap.DELETED, None, None, None]
    assert "beginning is missing" in story.review[0]


async def test_a_thread_below_somebody_elses_post_begins_with_its_author() -> None:
    """The link to one of its posts gives that thread, not the conversation's."""
    posts = [
        bsky(1, "Who keeps a lamp?", did=OTHER),
        bsky(2, "I do.", to=1, did=OTHER, whose=OTHER),
        bsky(3, "Mine is old.", to=1, whose=OTHER),
        bsky(4, "It smokes.", to=3, record={"reply": {"parent": {"uri": uri(3)}, "root": {"uri": uri(1, OTHER)}}}),
    ]
    assert texts(await told(Bluesky(*posts), 4)) == ["Mine is old.", "It smokes."]


async def test_a_single_post_is_a_story_of_one_tweet() -> None:
    """A reply to somebody else too, when it is what the link leads to."""
    network = Bluesky(bsky(1, did=OTHER), bsky(2, "Only this.", to=1, whose=OTHER))
    assert texts(await told(network, 2)) == ["Only this."]


async def test_what_can_not_be_had_says_why() -> None:
    """Deleted, blocked, unknown handle: each its sentence."""
    network = Bluesky(bsky(1))
    network.blocked.add(uri(9))
    assert isinstance(await refused(network, 8), refusals.NotThere)
    assert isinstance(await refused(network, 9, DID), refusals.NotForAll)
    assert isinstance(await refused(network, 1, "nobody.example"), refusals.NotThere)


async def test_the_networks_own_trouble_is_told() -> None:
    """Too many questions with when to come back, failures, answers of another kind."""
    network = Bluesky(bsky(1))
    network.asked.refuse = status(429, Retry_After="600")
    assert str(await refused(network, 1)) == "127.0.0.1 takes no more requests for now: try again in 10 minutes."
    network.asked.refuse = status(502)
    assert "trouble of its own (HTTP 502)" in str(await refused(network, 1))
    network.asked.refuse = lambda request: web.json_response([1])
    assert isinstance(await refused(network, 1), refusals.WrongKind)
    network.asked.refuse = lambda request: web.Response(body=b"{", content_type="application/json")
    assert isinstance(await refused(network, 1), refusals.Garbled)


async def test_a_thread_without_an_end_is_left() -> None:
    """A hundred questions are enough for any real one."""
    network = Bluesky(*thread(120), deepest=1)
    assert isinstance(await refused(network, 1), UnreadableSource)
    assert network.asked.count("getPostThread") == 100


@pytest.mark.parametrize(
    "link",
    [
        "https://bsky.app/profile/mira.example",
        "https://bsky.app/",
        "https://bsky.app.evil.example/profile/mira.example/post/3k1",
    ],
)
def test_other_pages_of_the_site_are_no_posts(link: str) -> None:
    """The network is not asked for them."""
    assert bluesky.place_of(link) is None
