"""Feeds: RSS, RDF, Atom and JSON Feed, and those that sites make of tweets."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.threads.sources.reading import refusal, stories, story, texts
from threads.model import MediaKind, Moment, Precision, Thread

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:odd="http://odd.example/"'
)


def rss(*items: str, channel: str = "<title>The Log</title>") -> list[Thread]:
    """The stories of an RSS feed with these items."""
    return stories(document(*items, channel=channel))


def document(*items: str, channel: str = "<title>The Log</title>") -> str:
    """An RSS feed."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    top = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made -->\n<rss version="2.0" {SPACES}>'
    return f"{top}<channel>{channel}{inner}</channel></rss>"


def test_each_entry_is_a_story_the_oldest_first() -> None:
    """Feeds are newest first; where, when, by whom and under which title."""
    item = (
        "<title>A lamp</title><link>https://lamp.example/{n}</link><guid>https://lamp.example/{n}</guid>"
        "<dc:creator>Mira Tides</dc:creator><pubDate>Wed, 05 Dec 2012 00:58:26 +0700</pubDate>"
        "<description><![CDATA[<p>Lamp {n} &amp; log.</p><p>Lit.</p>]]></description><category>"
        "lamp</category><category>two words</category>"
    )
    one, two = rss(item.format(n=2), item.format(n=1))
    assert texts(one) == ["Lamp 1 & log.\n\nLit."]
    assert (one.source, one.source_id, one.source_url, one.title) == (
        "feed",
        "https://lamp.example/1",
        "https://lamp.example/1",
        "A lamp",
    )
    assert (one.author.name, one.written) == ("Mira Tides", Moment(at=datetime(2012, 12, 4, 17, 58, 26, tzinfo=UTC)))
    assert one.tweets[0].tags == ("lamp",)
    assert two.source_id == "https://lamp.example/2"


def test_the_whole_content_counts_and_titles_that_repeat_it_do_not() -> None:
    """`content:encoded` over the description; a title that begins the text is none; a title alone is the text."""
    (whole,) = rss(
        "<title>Cut</title><description>Cut…</description><content:encoded>&lt;b&gt;All&lt;/b&gt; of "
        "it</content:encoded>"
    )
    assert (texts(whole), whole.title) == (["All of it"], "Cut")
    (repeated,) = rss("<title>One two…</title><description>One\n two three</description>")
    assert (texts(repeated), repeated.title) == (["One two three"], "")
    (alone,) = rss("<title>Only this</title>")
    assert (texts(alone), alone.title) == (["Only this"], "")


@pytest.mark.parametrize(
    ("said", "author", "handle"),
    [
        ("<author>mira@lamp.example (Mira)</author>", "Mira", ""),
        ("<author>mira@lamp.example</author>", "The Log", ""),
        ("<dc:creator>@mira_tides</dc:creator>", "", "mira_tides"),
        ("", "The Log", ""),
    ],
)
def test_authors_by_name_and_never_by_mail(said: str, author: str, handle: str) -> None:
    """Where nobody is named, the feed is."""
    (thread,) = rss(f"<description>Lit.</description>{said}")
    assert (thread.author.name, thread.author.handle) == (author, handle)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            "<pubDate>Tue, 04 Dec 2012 00:00:00 -0000</pubDate>",
            Moment(at=datetime(2012, 12, 4, tzinfo=UTC), precision=Precision.DAY),
        ),
        ("<dc:date>2012-12-04</dc:date>", Moment(at=datetime(2012, 12, 4, tzinfo=UTC), precision=Precision.DAY)),
        ("<pubDate>soon</pubDate>", None),
        ("<pubDate>Tue, 99 Dec 2012 00:00:00 +0000</pubDate>", None),
        ("", None),
    ],
)
def test_dates_of_all_kinds(said: str, wanted: Moment | None) -> None:
    """A time without a zone is a day; what is no date is nothing."""
    assert rss(f"<description>Lit.</description>{said}")[0].written == wanted


def test_media_and_sounds() -> None:
    """Pictures in the text and enclosed, each once; films; sounds as links, as nothing may be lost."""
    (thread,) = rss(
        '<description>&lt;p&gt;Hear&lt;img src="https://a.example/1.jpg" alt="A lamp"&gt;&lt;img '
        'class="emoji" alt="🪔" src="x"&gt;&lt;img src="x.png"&gt;'
        '&lt;video poster="https://a.example/p.jpg"&gt;&lt;source '
        'src="https://a.example/v.mp4"&gt;&lt;/video&gt;&lt;video&gt;&lt;/video&gt;'
        '&lt;audio src="https://a.example/s.mp3"&gt;x&lt;/audio&gt;&lt;/p&gt;</description>'
        '<enclosure url="https://a.example/1.jpg" type="image/jpeg"/><enclosure '
        'url="https://a.example/s.mp3" type="audio/mpeg"/>'
        '<enclosure url="a.jpg" type="image/jpeg"/><enclosure url="https://a.example/x.pdf" type="application/pdf"/>'
        '<media:group><media:content url="https://a.example/2.jpg" medium="image"><media:description>'
        "Two</media:description></media:content></media:group>"
        '<media:content url="https://a.example/3.jpg"/>'
    )
    assert [(item.kind, item.url[18:], item.alt) for item in thread.tweets[0].media] == [
        (MediaKind.PHOTO, "1.jpg", "A lamp"),
        (MediaKind.VIDEO, "v.mp4", ""),
        (MediaKind.PHOTO, "2.jpg", "Two"),
    ]
    assert texts(thread) == ["Hear🪔\n\nhttps://a.example/s.mp3"]


def test_links_that_are_no_addresses_are_not_kept() -> None:
    """A guid that is no permalink is an id."""
    (thread,) = rss('<guid isPermaLink="false">tag:lamp,1</guid><link>lamp/1</link><description>Lit.</description>')
    assert (thread.source_id, thread.source_url) == ("tag:lamp,1", None)
    (guid,) = rss("<guid>https://lamp.example/1</guid><description>Lit.</description>")
    assert guid.source_url == "https://lamp.example/1"


def test_atom() -> None:
    """Its names, its links, its three kinds of content."""
    entry = (
        "<entry><id>tag:lamp,{n}</id>{title}<link rel='self' href='https://self.example'/><link "
        "href='https://lamp.example/{n}'/><link rel='enclosure' type='image/png' "
        "href='https://lamp.example/{n}.png'/><published>2012-12-04T18:30:02Z</published>{content}</entry>"
    )
    contents = (
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One <b title='&lt;'>&amp;lt; "
        "two</b></p></div></content>",
        "<content type='html'>&lt;p&gt;One&lt;/p&gt;</content>",
        "<summary>&lt;b&gt; is bold</summary>",
    )
    entries = "".join(
        entry.format(n=n, title="<title>T</title>", content=content) for n, content in enumerate(contents)
    )
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Log</title><icon>https://lamp.example/i.png</icon>"
        f"<author><name>Mira</name><uri>https://lamp.example</uri></author>{entries}</feed>"
    )
    third, second, first = stories(feed)
    assert [texts(each) for each in (first, second, third)] == [["One &lt; two"], ["One"], ["<b> is bold"]]
    assert (first.author.name, first.author.url, first.source_url) == (
        "Mira",
        "https://lamp.example",
        "https://lamp.example/0",
    )
    assert [len(each.tweets[0].media) for each in (first, second, third)] == [1, 1, 1]
    bare = feed.replace("<author><name>Mira</name><uri>https://lamp.example</uri></author>", "")
    assert stories(bare)[0].author.avatar_url == "https://lamp.example/i.png"


def test_rdf() -> None:
    """The first RSS has its items beside the channel."""
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Log</title></channel><item><title>Lit</title><link>https://lamp.example/1</link>"
        "</item></rdf:RDF>"
    )
    assert story(feed).source_url == "https://lamp.example/1"


def mirrored(number: int, text: str, *, title: str = "", seconds: int = 0, handle: str = "mira_tides") -> str:
    """An item of a feed that a site makes of tweets."""
    identity = 2_000_000_000_000_000_000 + number
    return (
        f"<title>{title or text}</title><dc:creator>@{handle}</dc:creator><description><![CDATA[{text}]]></description>"
        f"<pubDate>Sat, 08 Aug 2026 02:{seconds // 60:02}:{seconds % 60:02} GMT</pubDate>"
        f'<guid isPermaLink="false">{identity}</guid><link>https://mirror.example/{handle}/status/{identity}#m</link>'
    )


def test_feeds_of_tweets_are_guessed_threads() -> None:
    """Answers to oneself within minutes are put together, and a person looks; passed on ones are left out."""
    found = rss(
        mirrored(9, "Other.", title="R to @otto: Other.", seconds=70),
        mirrored(8, "Third.", title="R to @mira_tides: Third.", seconds=60),
        mirrored(7, "Passed on.", title="RT by @mira_tides: Passed on.", handle="otto"),
        mirrored(6, "Second.", title="R to @mira_tides: Second.", seconds=30),
        mirrored(5, "First.", title="Pinned: First."),
        mirrored(3, "Late.", title="R to @mira_tides: Late.", seconds=3500),
    )
    assert [texts(each) for each in found] == [["Late."], ["First.", "Second.", "Third."], ["Other."]]
    thread = found[1]
    assert (thread.source, thread.source_id, thread.author.handle) == ("x", "2000000000000000005", "mira_tides")
    assert thread.source_url == "https://x.com/mira_tides/status/2000000000000000005"
    assert "does not say what answers what" in thread.review[0]
    assert (found[0].review, thread.title) == ((), "")
    undated = mirrored(6, "Second.", title="R to @mira_tides: Second.").replace("Sat,", "?")
    assert len(rss(undated, mirrored(5, "First."))) == 2


def test_what_such_feeds_make_of_pictures_and_quotes() -> None:
    """Pictures at X itself; quotes in the two ways that are in use; any other quotation is text."""
    text = (
        '<p>Look<br>\nhere</p><img src="https://mirror.example/pic/media%2FHxA_1.jpg"/><hr/>'
        "<blockquote><b>Otto (@otto)</b><p>Who?</p><footer>x <a "
        "href='https://mirror.example/otto/status/20#m'>x</a></footer></blockquote>"
    )
    (thread,) = rss(mirrored(1, text, title="Look here"))
    (tweet,) = thread
    assert (tweet.text, tweet.media[0].url) == ("Look\nhere", "https://pbs.twimg.com/media/HxA_1.jpg")
    assert tweet.quote
    assert (tweet.quote.text, tweet.quote.author.handle, tweet.quote.url) == (
        "Who?",
        "otto",
        "https://x.com/otto/status/20",
    )
    (other,) = rss(
        mirrored(
            1, 'A<div class="rsshub-quote">Otto: Who?</div><blockquote>B</blockquote><blockquote><b>C</b></blockquote>'
        )
    )
    assert other.tweets[0].quote
    assert (other.tweets[0].text, other.tweets[0].quote.text) == ("A\n\nB\n\nC", "Otto: Who?")
    (empty,) = rss(mirrored(1, 'A<div class="rsshub-quote"></div>'))
    assert empty.tweets[0].quote is None


def test_posts_of_bluesky_are_known_by_their_address() -> None:
    """The same story as the network's own answer gives."""
    (thread,) = rss(
        '<guid isPermaLink="false">at://did:plc:mira/app.bsky.feed.post/3k1</guid><description>Lit.</description>'
    )
    assert (thread.source, thread.source_id) == ("bluesky", "at://did:plc:mira/app.bsky.feed.post/3k1")


def json_feed(*items: Any, **fields: Any) -> dict[str, Any]:
    """A JSON Feed."""
    return {"version": "https://jsonfeed.org/version/1.1", "title": "The Log", "items": list(items)} | fields


def test_json_feeds() -> None:
    """Markup over plain text, authors of the item over the feed's, attachments by type."""
    item = {
        "id": 7,
        "url": "https://lamp.example/7",
        "title": "A lamp",
        "content_html": "<p>Lit.</p>",
        "content_text": "x",
        "date_published": "2012-02-22T20:26:41Z",
        "authors": [{"name": "Mira", "url": "https://mira.example", "avatar": "https://mira.example/a.png"}],
        "image": "https://lamp.example/i.png",
        "tags": ["lamp", "two words"],
        "attachments": [
            {"url": "https://lamp.example/v.mov", "mime_type": "video/quicktime"},
            {"url": "https://lamp.example/s.mp3", "mime_type": "audio/mp3"},
            {"url": "s.mp3", "mime_type": "audio/mp3"},
        ],
    }
    thread = story(json_feed(item))
    assert (texts(thread), thread.title, thread.source_id) == (["Lit.\n\nhttps://lamp.example/s.mp3"], "A lamp", "7")
    assert (thread.author.name, thread.author.url) == ("Mira", "https://mira.example")
    assert [media.kind for media in thread.tweets[0].media] == [MediaKind.PHOTO, MediaKind.VIDEO]
    assert thread.tweets[0].tags == ("lamp",)
    plain = story(json_feed({"id": "1", "content_text": "a <b>"}))
    assert (texts(plain), plain.author.name) == (["a <b>"], "The Log")
    assert story(json_feed({"id": "1", "summary": "Lit."}, author={"name": "Mira"})).author.name == "Mira"


def test_entries_that_cannot_be_read_are_named() -> None:
    """The others come in first."""
    assert '"content_html" has to be text' in refusal(
        json_feed({"id": "1", "content_html": ["a"]}, {"id": "2", "content_text": "b"})
    )
    assert "Tweet 1 is empty" in refusal(json_feed({"id": "1"}))
    assert "without entries" in refusal(json_feed())
    assert "without entries" in refusal(document())
    assert "nested or crowded" in refusal(document("<description>" + "&lt;b&gt;" * 2_000 + "</description>"))
    assert "has to be a JSON object" in refusal([json_feed()])


def test_hostile_xml_is_refused() -> None:
    """Entities, depth, numbers of elements, and what is not well-formed."""
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lamp"><!ENTITY b "&a;&a;">]><rss><channel><title>'
        "&b;</title></channel></rss>"
    )
    assert "declares entities" in refusal(bomb, format="feed")
    assert "nested or crowded" in refusal("<rss>" + "<a>" * 200)
    assert "nested or crowded" in refusal("<rss>" + "<a/>" * 500_001)
    assert "no well-formed feed: line 2 breaks off" in refusal("<rss>\n<channel>")
    assert "no well-formed feed" in refusal("<rss>&nbsp;</rss>")


def test_unknown_elements_change_nothing() -> None:
    """Names of other spaces are no feed's own."""
    (thread,) = rss("<odd:title>Odd</odd:title><odd:link>x</odd:link><description>Lit.</description>")
    assert (texts(thread), thread.title) == (["Lit."], "")
