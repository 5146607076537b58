"""Archives of Mastodon accounts: which posts are a thread, and what a post says."""

import gzip
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.threads.sources.mastodon_archives import (
    FOLLOWERS,
    MIRA,
    PUBLIC,
    actor,
    boost,
    create,
    note_id,
    outbox,
    tarred,
    zipped,
)
from tests.threads.sources.reading import TODAY, texts
from tests.threads.sources.saved_posts import toot
from threads.errors import UnreadableSource
from threads.model import Gap, MediaKind, Thread
from threads.sources import registry
from threads.sources.document import Document
from threads.sources.mastodon_status import PRIVATE

PAIR = (create(1), create(2, to=1))


def read(data: bytes) -> list[Thread]:
    """The stories of an archive."""
    return list(registry.read(Document.of("archive", data), today=TODAY))


def of(*activities: dict[str, Any]) -> list[Thread]:
    """The stories of an outbox of these."""
    return read(outbox(*activities))


def refusal(data: bytes) -> str:
    """Why an archive is refused."""
    with pytest.raises(UnreadableSource) as refused:
        read(data)
    return str(refused.value)


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("folder", ["", "archive-2024/"])
def test_the_outbox_is_found_in_an_archive(pack: Callable[[Mapping[str, bytes]], bytes], folder: str) -> None:
    """With its owner's name and bio; of a tar.gz and of a zip, whatever else lies in it."""
    others = {f"{folder}media_attachments/files/1/a.jpg": b"\xff\xd8" * 500, f"{folder}likes.json": b"[]"}
    (story,) = read(pack(others | {f"{folder}outbox.json": outbox(*PAIR), f"{folder}actor.json": actor()}))
    assert texts(story) == ["Lamp 1 is lit.", "Lamp 2 is lit."]
    assert (story.author.handle, story.author.name, story.author.bio) == ("mira@sea.example", "Mira Tides", "Tides.")
    assert story.author.avatar_url is None


def test_the_outbox_alone_knows_the_handle() -> None:
    """From the address of its owner."""
    (story,) = of(*PAIR)
    assert (story.author.handle, story.author.name) == ("mira@sea.example", "")
    assert (story.source, story.source_id, story.lang) == ("mastodon", "https://sea.example/@mira/100001", "en")


def test_it_is_the_same_story_as_saved_from_the_server() -> None:
    """Word for word, with the same ids: importing both gives one story."""
    (one,) = of(*PAIR)
    saved = json.dumps([toot(1), toot(2, to=1)]).encode()
    (other,) = read(saved)
    assert [(tweet.text, tweet.source_id) for tweet in one] == [(tweet.text, tweet.source_id) for tweet in other]
    assert one.source_id == other.source_id


def test_threads_are_told_by_who_answers_whom() -> None:
    """In any order; boosts, lone posts, letters and answers to others are none."""
    letter, more = create(8, "<p>Secret.</p>"), create(9, "<p>More of it.</p>", to=8)
    for each in (letter, more):
        each["object"] |= {"to": ["https://other.example/users/joe"], "cc": []}
    elsewhere = create(7)
    elsewhere["object"]["inReplyTo"] = "https://other.example/users/joe/statuses/1"
    stories = of(create(5, to=4), boost(1), create(2, to=1), letter, more, create(4), elsewhere, create(1), create(6))
    assert [texts(story) for story in stories] == [
        ["Lamp 1 is lit.", "Lamp 2 is lit."],
        ["Lamp 4 is lit.", "Lamp 5 is lit."],
    ]


def test_a_thread_below_somebody_elses_post() -> None:
    """The owner's own run is the thread."""
    first = create(1)
    first["object"]["inReplyTo"] = "https://other.example/users/joe/statuses/1"
    (story,) = of(first, create(2, to=1))
    assert len(story) == 2


def test_a_post_that_is_gone_leaves_a_gap() -> None:
    """Its address says that it was the owner's; the story is to be looked at."""
    (story,) = of(create(2, to=1), create(3, to=2))
    assert [tweet.gap for tweet in story] == [Gap.DELETED, None, None]
    assert story.review


def test_what_a_post_holds() -> None:
    """Warning, pictures with descriptions, tags as they are spelt, language, poll, an edit."""
    picture = {"type": "Document", "mediaType": "image/png", "url": "https://files.example/a.png", "name": "A lamp."}
    film = {"type": "Document", "mediaType": "video/mp4", "url": "https://files.example/a.mp4", "width": 3, "height": 2}
    tags = [{"type": "Hashtag", "name": "#lamp"}, {"type": "Mention", "name": "@joe@other.example"}]
    options = [{"type": "Note", "name": name, "replies": {"totalItems": n}} for n, name in enumerate(("Ebb", "Flow"))]
    poll: dict[str, Any] = {"type": "Question", "anyOf": options, "endTime": "2024-03-03T09:00:00Z"}
    (story,) = of(
        create(1, "<p>A #Lamp &amp; more</p>", summary="dark", attachment=[picture, film], tag=tags, sensitive=True),
        create(2, to=1, updated="2024-03-02T10:00:00Z", **poll),
    )
    one, two = story.tweets
    assert (one.text, one.content_warning, one.tags, one.lang) == ("A #Lamp & more", "dark", ("Lamp",), "en")
    assert [(media.kind, media.alt, media.sensitive) for media in one.media] == [
        (MediaKind.PHOTO, "A lamp.", True),
        (MediaKind.VIDEO, "", True),
    ]
    assert (one.media[1].width, two.edited) == (3, True)
    assert two.poll is not None
    assert ([option.votes for option in two.poll.options], two.poll.multiple) == ([0, 1], True)
    assert story.review == ()


def test_pictures_that_only_the_archive_has_are_looked_at() -> None:
    """Their address is a guess, so the story is a draft that says so."""
    picture = {"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/1/a.png"}
    (story,) = of(create(1, attachment=[picture]), create(2, to=1))
    assert story.tweets[0].media[0].url == "https://sea.example/media_attachments/files/1/a.png"
    assert "Its pictures lie in the archive" in story.review[0]


def test_what_only_followers_may_see_is_protected() -> None:
    """And is to be looked at; what is not listed is public."""
    unlisted = create(1)
    unlisted["object"] |= {"to": [FOLLOWERS], "cc": [PUBLIC]}
    (story,) = of(unlisted, create(2, to=1))
    (closed,) = of(*(_closed(each) for each in PAIR))
    assert (story.protected, closed.protected) == (False, True)
    assert closed.review == (PRIVATE,)


def _closed(activity: dict[str, Any]) -> dict[str, Any]:
    return activity | {"object": activity["object"] | {"to": [FOLLOWERS], "cc": []}}


def test_an_actor_that_says_nothing_or_is_another_counts_for_nothing() -> None:
    """Missing, damaged, or of somebody else: the outbox says whose it is."""
    (story,) = read(zipped({"outbox.json": outbox(*PAIR)}))
    assert story.author.handle == "mira@sea.example"
    for about in (b"{", b"[]", actor(id="https://other.example/users/joe", preferredUsername="joe")):
        (story,) = read(zipped({"outbox.json": outbox(*PAIR), "actor.json": about}))
        assert (story.author.handle, story.author.name) == ("mira@sea.example", "")


def test_what_can_not_be_read_is_told_after_the_rest() -> None:
    """A post without an id, or with one of another kind, an entry that is none."""
    found = registry.read(Document.of("archive", outbox(*PAIR, {"type": "Create", "object": {"type": 5}})), today=TODAY)
    assert len(next(found)) == 2
    with pytest.raises(UnreadableSource, match=r"post 3 of outbox\.json"):
        list(found)
    broken = outbox(*PAIR, boost(3)).replace(b'"Announce"', b"Announce")
    assert "post 3 of outbox.json: this is not valid JSON." in refusal(broken)
    whole = outbox(*PAIR)
    assert "in the middle" in refusal(whole[:-30]) or "outbox" in refusal(whole[:-30])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (outbox(), "holds 0 posts, but no thread"),
        (outbox(create(1)), "holds 1 posts, but no thread"),
        (zipped({"outbox.json": b'{"orderedItems": 5, "type": "OrderedCollection"}'}), "holds no list of posts"),
        (zipped({"outbox.json": b'{"orderedItems": [' + b" " * 900_000 + b"]}"}), "packed as no posts are"),
        (zipped({"deeply/nested/outbox.json": outbox(*PAIR)}), "has no outbox.json"),
        (zipped({"../outbox.json": outbox(*PAIR)}), "has no outbox.json"),
        (zipped({"outbox.json": outbox(*PAIR)})[:-30], "damaged"),
        (tarred({"likes.json": b"[]"}), "has no outbox.json"),
        (tarred({"outbox.json": outbox(*PAIR)})[:-30], "damaged"),
        (gzip.compress(b"no tar at all"), "damaged"),
        (tarred({"a.jpg": bytes(80 * 1024 * 1024), "outbox.json": outbox(*PAIR)}), "packed as no posts are"),
        (b"\x1f\x8b" + b"\x00" * 40, "damaged"),
    ],
)
def test_what_is_no_archive_or_hostile_is_refused(data: bytes, said: str) -> None:
    """In a sentence, and in bounded memory."""
    assert re.search(said, refusal(data))


def test_its_addresses_tell_whose_a_post_is() -> None:
    """Somebody whose name begins alike is somebody else."""
    other = create(3)
    other["object"]["inReplyTo"] = f"{MIRA}2/statuses/1"
    (story,) = of(*PAIR, other)
    assert [tweet.source_id for tweet in story] == [note_id(n).replace("users/mira/statuses", "@mira") for n in (1, 2)]
