"""Saved answers of Mastodon: contexts without their status, caps, markup, warnings, quotes, and who may see it."""

from typing import Any

import pytest

from tests.threads.sources.reading import refusal, stories, story, texts
from tests.threads.sources.saved_posts import account, context, toot
from threads.model import Gap, MediaKind, Tweet


def read(content: str, **fields: Any) -> Tweet:
    """The tweet that a status with this content becomes."""
    return story(toot(1, content, **fields)).tweets[0]


def test_a_status_with_its_context_is_a_story() -> None:
    """Side by side in a list or on two lines; strangers and the author's answers to them left out."""
    under = [toot(2, to=1), toot(9, to=1, by="otto"), toot(10, to=9, whom="otto"), toot(3, to=2)]
    for values in ([[toot(1), context([], under)]], [toot(1), context([], under)], [context([], [toot(1), *under])]):
        thread = story(*values)
        assert texts(thread) == ["Lamp 1 is lit.", "Lamp 2 is lit.", "Lamp 3 is lit."]
    assert (thread.source, thread.source_id, thread.lang) == ("mastodon", "https://sea.example/@mira/100001", "en")
    assert (thread.author.handle, thread.author.name, thread.author.bio) == ("mira@sea.example", "Mira", "Tides.")
    assert thread.source_url == thread.source_id
    assert thread.review == ()


def test_the_parents_own_author_decides() -> None:
    """What a status says of the account it answers is sometimes wrong."""
    assert texts(story([toot(1), toot(2, to=1, whom="stranger"), toot(3, to=2)])) == [
        f"Lamp {n} is lit." for n in (1, 2, 3)
    ]


def test_a_context_alone_lacks_its_status() -> None:
    """The status is a gap where the file proves it: between what is above and below, or at the beginning."""
    middle = story(context([toot(1)], [toot(3, to=2)]))
    assert [tweet.gap for tweet in middle] == [None, Gap.UNAVAILABLE, None]
    beginning = story(context([], [toot(2, to=1), toot(3, to=2)]))
    assert [tweet.gap for tweet in beginning] == [Gap.UNAVAILABLE, None, None]
    assert "beginning is missing" in beginning.review[0]
    assert texts(story(context([toot(1), toot(2, to=1)], []))) == ["Lamp 1 is lit.", "Lamp 2 is lit."]


@pytest.mark.parametrize("count", [20, 21, 60])
def test_full_contexts_may_be_cut(count: int) -> None:
    """At the depth or number at which servers stop, a last post that says it has replies is looked at."""
    under = [toot(n, to=n - 1) for n in range(2, count + 1)] + [toot(count + 1, to=count, replies_count=1)]
    thread = story(toot(1), context([], under))
    assert len(thread) == count + 1
    assert "as many posts as servers show" in thread.review[0]
    assert story(toot(1), context([], [toot(2, to=1, replies_count=9)])).review == ()
    above = [toot(n, to=n - 1 if n > 1 else None) for n in range(1, 41)]
    assert story(context(above, [toot(41, to=40, replies_count=1)])).review
    wide = [toot(2, to=1, replies_count=1), *(toot(n, to=1, by="otto") for n in range(3, 70))]
    assert story(toot(1), context([], wide)).review


def test_paragraphs_and_breaks() -> None:
    """A blank line between paragraphs, a line end for each break; lists, quotations and code are read."""
    markup = (
        "<p>One.<br>Two.<br />Three.</p><p>Four\n five.</p><ul><li>six</li><li>seven</li></ul><blockquote><p>"
        "eight</p></blockquote><pre><code>a\n  b</code></pre><h2>Nine</h2>"
    )
    assert read(markup).text == "One.\nTwo.\nThree.\n\nFour five.\n\n• six\n• seven\n\neight\n\na\n  b\n\nNine"
    assert read("<p>a &#39;b&#39; &quot;c&quot; &amp;amp; &lt;i&gt;&nbsp;d</p>").text == "a 'b' \"c\" &amp; <i>\u00a0d"
    assert read("words alone").text == "words alone"


def test_links_by_their_address_and_names_by_their_name() -> None:
    """Parts of a link are hidden on the page; mentions and tags lead to servers."""
    link = (
        '<a href="https://lamp.example/a/long/way"><span class="invisible">https://</span>'
        '<span class="ellipsis">lamp.example/a/lo</span><span class="invisible">ng/way</span></a>'
    )
    tag = '<a class="mention hashtag" href="https://sea.example/tags/lamplight">#<span>LampLight</span></a>'
    name = '<span class="h-card"><a class="u-url mention" href="https://x.example/@otto">@<span>otto</span></a></span>'
    words = '<a href="https://lamp.example/b">the log</a> <a href="https://lamp.example/c">lamp.example/…</a> <a>x</a>'
    tweet = read(f"<p>{name} see {link} {tag} and {words}</p>", tags=[{"name": "lamplight"}, {"name": "hidden"}])
    assert tweet.text == (
        "@otto see https://lamp.example/a/long/way #LampLight and the log (https://lamp.example/b) "
        "https://lamp.example/c x"
    )
    assert tweet.tags == ("LampLight", "hidden")
    assert read("<p>#a</p>", tags=None).tags is None


def test_own_mentions_go() -> None:
    """From answers to oneself, not from a first post nor from answers to others."""
    first, second = toot(1, "<p>@mira is me</p>"), toot(2, "<p>@mira Second.</p>", to=1)
    assert texts(story([first, second])) == ["@mira is me", "Second."]
    assert texts(story([toot(1, "<p>@otto Second.</p>", to=9, whom="otto")])) == ["@otto Second."]


def test_warnings_and_sensitive_media() -> None:
    """What stands before a post, and media hidden without a word of why."""
    media = [
        {
            "type": "image",
            "url": "https://sea.example/a.jpg",
            "description": "A lamp.",
            "meta": {"original": {"width": 4, "height": 3}},
        }
    ]
    warned = read("<p>Deep.</p>", spoiler_text="the sea", sensitive=True, media_attachments=media)
    assert (warned.content_warning, warned.media[0].sensitive, warned.media[0].alt) == ("the sea", True, "A lamp.")
    assert (warned.media[0].width, warned.media[0].kind) == (4, MediaKind.PHOTO)


def test_media_of_every_kind() -> None:
    """Files at their origin; sounds as links; one without an address is nowhere."""
    items = [
        {
            "type": "gifv",
            "url": "https://sea.example/b.mp4",
            "remote_url": "https://far.example/b.mp4",
            "preview_url": "https://sea.example/b.png",
        },
        {"type": "video", "url": "https://sea.example/c.mp4"},
        {"type": "audio", "url": "https://sea.example/d.mp3"},
        {"type": "unknown", "url": None, "remote_url": "https://far.example/e.bin"},
        {"type": "image", "url": None},
        {"type": "unknown"},
    ]
    tweet = read("<p>Hear.</p>", media_attachments=items)
    assert [(item.kind, item.url) for item in tweet.media] == [
        (MediaKind.GIF, "https://far.example/b.mp4"),
        (MediaKind.VIDEO, "https://sea.example/c.mp4"),
    ]
    assert tweet.text == "Hear.\n\nhttps://sea.example/d.mp3\n\nhttps://far.example/e.bin"


def test_quotes_by_their_state() -> None:
    """An accepted one has its words and leaves the stand-in of the text out; any other is not shown."""
    stand_in = '<p class="quote-inline">RE: <a href="https://sea.example/@otto/1">link</a></p><p>Hm.</p>'
    quoted = toot(9, "<p>Who lit it?</p>", by="otto")
    tweet = read(stand_in, quote={"state": "accepted", "quoted_status": quoted})
    assert tweet.quote
    assert (tweet.text, tweet.quote.text, tweet.quote.author.handle) == ("Hm.", "Who lit it?", "otto@sea.example")
    older = read('<p>Hm.<span class="quote-inline"><br><br>RE: x</span></p>', quote=quoted)
    assert older.quote
    assert (older.text, older.quote.url) == ("Hm.", "https://sea.example/@otto/100009")
    warned = read(stand_in, quote={"state": "accepted", "quoted_status": toot(9, spoiler_text="the sea")})
    assert warned.quote
    assert warned.quote.text == "the sea"
    for quote in (
        {"state": "revoked", "quoted_status": None},
        {"state": "muted", "quoted_status": quoted},
        {"state": "accepted", "quoted_status_id": "9"},
    ):
        assert read(stand_in, quote=quote).quote is None
    assert "RE: " in read(stand_in).text
    blank = toot(9, "<p></p>") | {"url": None, "uri": None}
    assert read(stand_in, quote={"state": "accepted", "quoted_status": blank}).quote is None


def test_polls() -> None:
    """Votes may be hidden until the end."""
    poll = {
        "options": [{"title": "Red", "votes_count": None}, {"title": "Green", "votes_count": 3}],
        "multiple": True,
        "expires_at": "2024-03-03T09:00:00Z",
    }
    tweet = read("<p>Which?</p>", poll=poll)
    assert tweet.poll
    assert ([option.votes for option in tweet.poll.options], tweet.poll.multiple) == ([None, 3], True)
    assert read("<p>Which?</p>", poll={"options": []}).poll is None


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_posts_for_some_make_protected_drafts(visibility: str) -> None:
    """Who saved them may be the author; a person says so."""
    thread = story(toot(1, visibility=visibility))
    assert (thread.protected, "Not everybody" in thread.review[0]) == (True, True)
    assert story(toot(1, visibility="unlisted")).review == ()


def test_boosts_are_left_out() -> None:
    """What somebody else wrote is no post of the author."""
    assert len(stories([toot(1), toot(2, reblog=toot(9, by="otto"))])) == 1


def test_remote_authors_and_odd_ids() -> None:
    """A host that is told stays; ids need not be numbers; without an address the id is the last resort."""
    remote = toot(1) | {"id": "a1b2", "account": account(acct="mira@far.example")}
    assert story(remote).author.handle == "mira@far.example"
    bare = toot(1) | {
        "url": None,
        "uri": None,
        "edited_at": "2024-03-02T10:00:00Z",
        "account": account(url=None, note=""),
    }
    thread = story(bare)
    assert (thread.source_id, thread.source_url, thread.author.handle) == ("100001", None, "mira")
    assert thread.tweets[0].edited


def test_what_cannot_be_read_is_named() -> None:
    """The rest comes in first."""
    assert '"id" has to be the id of a status' in refusal([toot(1), toot(2) | {"id": None}])
    assert "no posts that can be a story" in refusal(
        {"ancestors": [], "descendants": [], "spoiler_text": "", "content": ""}
    )
    assert "nested or crowded" in refusal(toot(1, "<b>" * 2_000))
