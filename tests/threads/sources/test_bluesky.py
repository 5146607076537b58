"""Saved answers of Bluesky: threads cut at a depth, bytes that are no characters, and all that can be embedded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.threads.sources.reading import refusal, stories, story, texts
from tests.threads.sources.saved_posts import DID, OTHER, below, bsky, uri
from threads.model import Gap, MediaKind, Tweet


def feed(*posts: dict[str, Any]) -> dict[str, Any]:
    """An author's feed."""
    return {"feed": [{"post": post} for post in posts]}


def first(post: dict[str, Any]) -> Tweet:
    """The tweet that a post alone becomes."""
    return story(feed(post)).tweets[0]


def facet(text: str, part: str, **feature: str) -> dict[str, Any]:
    """A feature on the first occurrence of a part of a text, in bytes."""
    start = len(text[: text.index(part)].encode())
    kind = "tag" if "tag" in feature else "link" if "uri" in feature else "mention"
    return {
        "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **feature}],
    }


def test_a_thread_is_a_story() -> None:
    """The author's own branch among strangers' answers; whose it is and when."""
    strangers = below(bsky(7, to=1, did=OTHER), below(bsky(8, to=7, whose=OTHER)))
    thread = story({"thread": below(bsky(1), strangers, below(bsky(2, to=1), below(bsky(3, to=2))))})
    assert texts(thread) == ["Lamp 1 is lit.", "Lamp 2 is lit.", "Lamp 3 is lit."]
    assert (thread.source, thread.source_id, thread.author.handle) == ("bluesky", uri(1), "mira.example")
    assert thread.source_url == f"https://bsky.app/profile/mira.example/post/{uri(1).rpartition('/')[2]}"
    assert thread.written
    assert thread.written.at.isoformat() == "2024-03-02T09:00:00+00:00"
    assert (thread.lang, thread.review) == ("en", ())


def test_the_depth_trap_is_seen() -> None:
    """A last post that has replies which are not there may not be the last; in a feed nobody's replies are there."""
    cut = bsky(2, to=1, replyCount=1)
    assert "may end before the thread" in story({"thread": below(bsky(1), below(cut))}).review[0]
    missing = below(cut)
    del missing["replies"]
    assert "may end before the thread" in story({"thread": below(bsky(1), missing)}).review[0]
    assert story(feed(bsky(1, replyCount=3), cut)).review == ()


def test_a_deleted_middle_is_a_gap() -> None:
    """In a feed both halves name one root; from below the missing parent is marked."""
    joined = story(feed(bsky(5, to=4), bsky(4, to=3), bsky(2, to=1), bsky(1)))
    assert [tweet.gap for tweet in joined] == [None, None, Gap.UNAVAILABLE, None, None]
    assert joined.tweets[2].source_id == uri(3)
    for mark, gap in ({"notFound": True}, Gap.DELETED), ({"blocked": True, "author": {"did": DID}}, Gap.BLOCKED):
        parent = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(3), **mark}
        from_below = story({"thread": below(bsky(4, to=3), below(bsky(5, to=4)), parent=parent)})
        assert [tweet.gap for tweet in from_below] == [gap, None, None]
        assert "beginning is missing" in from_below.review[0]


def test_parents_are_walked_up() -> None:
    """An answer that was asked for from its end has the thread above it."""
    above = {"post": bsky(2, to=1), "parent": {"post": bsky(1)}}
    assert texts(story({"thread": below(bsky(3, to=2), parent=above)})) == [f"Lamp {n} is lit." for n in (1, 2, 3)]


def test_reposts_and_pins_are_not_said_anew() -> None:
    """Nor are quoted posts."""
    quoted = {
        "record": {"uri": uri(9, OTHER), "author": {"did": OTHER, "handle": "otto.example"}, "value": {"text": "Who?"}}
    }
    value = feed(bsky(1), bsky(2, embed=quoted))
    value["feed"] += [
        {"post": bsky(9, did=OTHER), "reason": {"$type": "#reasonRepost"}},
        {"post": bsky(3), "reason": {}},
    ]
    assert [texts(thread) for thread in stories(value)] == [["Lamp 1 is lit."], ["Lamp 2 is lit."]]
    assert len(stories({"posts": [bsky(1), bsky(2), 5]})) == 2


def test_links_are_in_full_and_offsets_are_bytes() -> None:
    """An emoji and letters of two bytes stand before; shortened links become what they lead to."""
    text = "🚀 Éclair: see lamp.example/lo... and #rstats, @otto"
    facets = [
        facet(text, "#rstats", tag="rstats"),
        facet(text, "lamp.example/lo...", uri="https://lamp.example/log"),
        facet(text, "@otto", did=OTHER),
    ]
    read = first(bsky(1, text, record={"facets": facets, "tags": ["hidden"]}))
    assert read.text == "🚀 Éclair: see https://lamp.example/log and #rstats, @otto"
    assert read.tags == ("rstats", "hidden")


@pytest.mark.parametrize("span", [(0, 2), (2, 9), (5, 5), (6, 4), (None, 3), (0, 999), (-1, 3), ("0", "x")])
def test_bad_facets_are_passed_over(span: tuple[Any, Any]) -> None:
    """Out of range, turned round, empty, or within a character."""
    bad = {"index": {"byteStart": span[0], "byteEnd": span[1]}, "features": [{"uri": "https://lamp.example"}]}
    assert first(bsky(1, "🚀 lamp", record={"facets": [bad]})).text == "🚀 lamp"
    assert first(bsky(1, "lamp", record={"facets": None})).text == "lamp"
    assert first(bsky(1, "lamp", record={"facets": "none"})).text == "lamp"


def test_overlapping_facets_never_tear_a_text() -> None:
    """Of two links over the same words one is written out; several features may share a span."""
    whole, part = (
        facet("a lamp lit", "lamp lit", uri="https://a.example"),
        facet("a lamp lit", "lit", uri="https://b.example"),
    )
    assert first(bsky(1, "a lamp lit", record={"facets": [whole, part]})).text == "a lamp https://b.example"
    both = facet("a lamp", "lamp", uri="https://a.example")
    both["features"].append({"tag": "lamp"})
    read = first(bsky(1, "a lamp", record={"facets": [both]}))
    assert (read.text, read.tags) == ("a https://a.example", ("lamp",))


@given(
    parts=st.lists(st.tuples(st.text("a é🚀👩‍🚀\u200f漢", max_size=5), st.booleans()), max_size=6),
    noise=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
)
def test_words_between_links_stay_whole(parts: list[tuple[str, bool]], noise: list[tuple[int, int]]) -> None:
    """Any text with links at any place: each is written out, and no word around it is touched."""
    text, facets, wanted = "x", [], "x"
    for words, is_link in parts:
        if is_link and words.strip():
            begin = len(text.encode())
            span = {"byteStart": begin, "byteEnd": begin + len(words.encode())}
            facets.append({"index": span, "features": [{"uri": "https://lamp.example"}]})
        text += words
        wanted += "https://lamp.example" if is_link and words.strip() else words
    bad = [{"index": {"byteStart": a + 999, "byteEnd": b}, "features": []} for a, b in noise]
    assert first(bsky(1, text, record={"facets": [*bad, *facets]})).text == wanted


def picture(name: str, thumb: str = "thumb") -> dict[str, Any]:
    """A picture of an embed's view."""
    return {
        thumb: f"https://cdn.example/t{name}",
        "fullsize": f"https://cdn.example/{name}",
        "alt": name,
        "aspectRatio": {"width": 4, "height": 3},
    }


def test_pictures_galleries_and_films() -> None:
    """Each with its description and size; an empty text is no fault."""
    images = first(
        bsky(
            1, "", embed={"$type": "app.bsky.embed.images#view", "images": [picture("a"), picture("b"), {"alt": "no"}]}
        )
    )
    assert [(item.url[-1], item.alt, item.width, item.preview_url) for item in images.media] == [
        ("a", "a", 4, "https://cdn.example/ta"),
        ("b", "b", 4, "https://cdn.example/tb"),
    ]
    gallery = first(bsky(1, embed={"items": [picture(str(n), "thumbnail") for n in range(20)]}))
    assert (len(gallery.media), gallery.media[7].preview_url) == (20, "https://cdn.example/t7")
    for presentation, kind in ("default", MediaKind.VIDEO), ("gif", MediaKind.GIF):
        film = {
            "playlist": "https://video.example/a.m3u8",
            "thumbnail": "https://video.example/a.jpg",
            "alt": "A tide.",
        }
        read = first(bsky(1, embed=film | {"presentation": presentation}))
        assert [(item.kind, item.alt, item.preview_url) for item in read.media] == [
            (kind, "A tide.", "https://video.example/a.jpg")
        ]


def test_a_picture_without_a_word_is_a_tweet() -> None:
    """Its text is empty, and its thread goes on behind it."""
    picture = {"images": [{"thumb": "https://a.example/t", "fullsize": "https://a.example/f", "alt": "A lamp."}]}
    found = story(feed(bsky(1), bsky(2, "", to=1, record={"text": ""}, embed=picture), bsky(3, to=2)))
    assert [(tweet.text, len(tweet.media)) for tweet in found] == [
        ("Lamp 1 is lit.", 0),
        ("", 1),
        ("Lamp 3 is lit.", 0),
    ]


def test_quotes_of_every_state() -> None:
    """A post with its words, alone and beside pictures; one that is gone as its link; lists and feeds are no posts."""
    view = {
        "uri": uri(9, OTHER),
        "author": {"did": OTHER, "handle": "otto.example", "displayName": "Otto"},
        "value": {"text": "Who?"},
    }
    alone = first(bsky(1, embed={"$type": "app.bsky.embed.record#view", "record": view}))
    beside = first(bsky(1, embed={"media": {"images": [picture("a")]}, "record": {"record": view}}))
    for read in (alone, beside):
        assert read.quote
        assert (read.quote.text, read.quote.author.name) == ("Who?", "Otto")
        assert read.quote.url == f"https://bsky.app/profile/otto.example/post/{uri(9).rpartition('/')[2]}"
    assert len(beside.media) == 1
    gone = first(bsky(1, embed={"record": {"uri": uri(9, OTHER), "notFound": True}}))
    assert gone.quote
    assert (gone.quote.text, gone.quote.url) == (
        "",
        f"https://bsky.app/profile/{OTHER}/post/{uri(9).rpartition('/')[2]}",
    )
    assert (
        first(bsky(1, embed={"record": {"uri": f"at://{OTHER}/app.bsky.graph.list/3k", "name": "Lamps"}})).quote is None
    )


def test_a_card_alone_leaves_its_address() -> None:
    """Beside words it is only an ornament."""
    card = {"external": {"uri": "https://lamp.example/log", "title": "Log", "description": ""}}
    assert first(bsky(1, "", embed=card)).text == "https://lamp.example/log"
    assert first(bsky(1, "See.", embed=card)).text == "See."


def test_labels_warn_and_reserve() -> None:
    """An author's own labels stand before the post; one asks for readers with an account."""
    labelled = bsky(
        1, embed={"images": [picture("a")]}, record={"labels": {"values": [{"val": "nudity"}, {"val": "lamp"}]}}
    )
    read = first(labelled | {"labels": [{"val": "graphic-media"}]})
    assert (read.content_warning, read.media[0].sensitive) == ("Nudity, Graphic media", True)
    reserved = bsky(1)
    reserved["author"]["labels"] = [{"val": "!no-unauthenticated"}]
    thread = story(feed(reserved))
    assert (thread.protected, "with an account alone" in thread.review[0]) == (True, True)


def test_a_handle_that_changed_is_the_same_author() -> None:
    """The DID tells, not the handle."""
    renamed = bsky(2, to=1)
    renamed["author"]["handle"] = "mira.new"
    assert len(story(feed(renamed, bsky(1)))) == 2


def test_odd_posts_keep_nobody_out() -> None:
    """A post without an address of its own is named; one without a time or an author's id is read."""
    odd = bsky(3) | {"uri": "at://did:plc:mira/app.bsky.feed.like/3k"}
    assert '"uri" has to be the address of a post' in refusal(feed(odd, bsky(1)))
    plain = bsky(1, record={"createdAt": "soon", "langs": None})
    plain["author"] = {}
    thread = story(feed(plain))
    assert thread.written
    assert (thread.written.at.second, thread.author.handle, thread.lang) == (1, "", None)
    assert DID in (thread.source_url or "")
    spaced = bsky(1)
    spaced["author"]["handle"] = "a b"
    assert story(feed(spaced)).source_url is None
