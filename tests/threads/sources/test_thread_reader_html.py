"""Saved Thread Reader pages: header, tweets, links, pictures, films, quotes, and what the site adds."""

from datetime import UTC, date, datetime

import pytest

from threads.errors import UnreadableSource
from threads.model import Author, Gap, Media, MediaKind, Moment, Quote, Thread, Tweet
from threads.sources import thread_reader_html
from threads.sources.document import Document

TODAY = date(2026, 3, 14)
FIRST = 1500000000000000001

HEADER = """<!doctype html><html><head><title>Thread by @mapmaker</title>
<script>if (1 < 2) document.write("<div class='content-tweet' id='tweet_9'>no</div>")</script></head><body>
<div class="prof-image"><a href=/user/mapmaker><img src="/images/1px.png" data-src="https://pics.example/me.jpg"
alt="Iris &amp; Chart Profile picture" data-action="error->twitter-profile#error" ></a></div>
<h4 class="twitter_name"><a href="/user/mapmaker">Iris &amp;
 Chart</a></h4><div class="screenName tw-follow"><a href="//twitter.com/mapmaker">@mapmaker</a></div>
<div class="thread-info">
<a href="https://twitter.com/mapmaker/status/1500000000000000001" class="time"data-time="1646500000"title="x">Mar 5</a>
&bull; {count} tweets &bull; 2 min read</div>
"""


def box(number: int, content: str, status: int | None = None) -> str:
    """A tweet's element as the site writes it."""
    return (
        f'<div id="tweet_{number}" class="content-tweet allow-preview" data-controller="thread" '
        f'data-action="click->thread#showTweet" data-screenname="mapmaker" data-tweet="{status or FIRST + number - 1}" '
        f'dir="auto">\n        {content}\n        <sup class="tw-permalink"><i class="fas"></i>5</sup>\n      </div>'
    )


def page(*contents: str, count: int | None = None) -> str:
    """A page with tweets of these contents, and an advertisement between them."""
    boxes = [box(number, content) for number, content in enumerate(contents, 1)]
    advertisement = '<div><ins class="adsbygoogle">Buy!</ins><script>ads()</script></div>\n'
    return HEADER.format(count=len(contents) if count is None else count) + advertisement.join(boxes) + "</body></html>"


def story(markup: str) -> Thread:
    """The one story of a page; the page must be detected as one."""
    document = Document.of("page.html", markup.encode())
    assert thread_reader_html.detects(document)
    (thread,) = thread_reader_html.read(document, TODAY)
    return thread


def tweet(content: str) -> Tweet:
    """The only tweet of a page, of this content."""
    return story(page(content)).tweets[0]


def refusal(markup: str) -> str:
    """Why the page is refused."""
    with pytest.raises(UnreadableSource) as caught:
        list(thread_reader_html.read(Document.of("page.html", markup.encode()), TODAY))
    return str(caught.value)


def test_a_saved_page() -> None:
    """The header gives author, second and count; each tweet has its id and address; advertising is gone."""
    thread = story(page("The coast &lt;is&gt; drawn last.", "And first."))
    assert thread.author == Author(handle="mapmaker", name="Iris & Chart", avatar_url="https://pics.example/me.jpg")
    assert thread.written == Moment(at=datetime(2022, 3, 5, 17, 6, 40, tzinfo=UTC))
    assert (thread.source, thread.source_id, thread.declared_count, thread.review) == ("x", str(FIRST), 2, ())
    assert thread.source_url == f"https://x.com/mapmaker/status/{FIRST}"
    assert [(each.number, each.text, each.source_id) for each in thread] == [
        (1, "The coast <is> drawn last.", str(FIRST)),
        (2, "And first.", str(FIRST + 1)),
    ]
    assert thread.tweets[1].source_url == f"https://x.com/mapmaker/status/{FIRST + 1}"


def test_a_count_that_does_not_fit_wants_a_look() -> None:
    """A page saved before it was whole says so."""
    thread = story(page("One.", count=3))
    assert thread.review == ("The page says 3 tweets and 1 are in it: look whether it was saved whole.",)


def test_an_older_page_without_ids() -> None:
    """Numbers alone make tweets, and the header's link gives the id of the first."""
    markup = (
        HEADER.format(count=2)
        + '<div class="content-tweet" id="tweet_1">One.</div><div class=content-tweet id=tweet_2>Two.'
    )
    thread = story(markup)
    assert [(each.text, each.source_id, each.source_url) for each in thread] == [
        ("One.", None, None),
        ("Two.", None, None),
    ]
    assert (thread.source_id, thread.author.handle) == (str(FIRST), "mapmaker")


def test_a_page_without_header() -> None:
    """What is not there stays unknown; the handle is that of the tweets."""
    thread = story(box(1, "One."))
    assert (thread.author, thread.written, thread.declared_count) == (Author(handle="mapmaker"), None, None)
    bare = story("<div class=content-tweet id=tweet_1>One.</div>")
    assert (bare.author, bare.source_id, bare.source_url, bare.source) == (Author(), None, None, "x")


@pytest.mark.parametrize(
    ("header", "author"),
    [
        ('<h4 class="twitter_name"><a href="/user/iris">Iris</a></h4>', Author(handle="iris", name="Iris")),
        (
            '<div class="prof-image"><a href="/user/iris"><img alt="Iris Profile picture" src="./me.jpg"></a></div>',
            Author(handle="iris", name="Iris"),
        ),
        ('<div class="screenName tw-follow"><a>@iris</a></div>', Author(handle="iris")),
        ('<div class="screenName tw-follow"><a>@not a handle</a></div>', Author()),
    ],
)
def test_authors_of_older_pages(header: str, author: Author) -> None:
    """Whichever part of the header is there gives the author."""
    assert story(f"{header}<div class=content-tweet id=tweet_1>One.</div>").author == author


def test_cards_of_other_threads_are_passed_over() -> None:
    """A preview has neither number nor id; a page of previews alone is refused."""
    preview = '<div class="content-tweet">Another story.</div>'
    assert [each.text for each in story(page("One.") + preview)] == ["One."]
    assert refusal(f"<div>{preview}</div>").startswith("page.html holds only the beginnings of threads")
    assert refusal("<p>threadreaderapp.com/</p>").startswith("page.html holds no Thread Reader tweets")


def test_a_tweet_that_comes_twice_counts_once() -> None:
    """Ids tell it, and ids that are none don't."""
    twice = story(box(1, "One.") + box(2, "One.", FIRST) + box(3, "Three."))
    assert [each.text for each in twice] == ["One.", "Three."]
    assert story('<div class="content-tweet" data-tweet="x" id="tweet_1">One.</div>').tweets[0].source_id is None


@pytest.mark.parametrize("break_", ["<br>", "<br />", "<br/>\n", "<br />\n        ", " <br> "])
def test_breaks(break_: str) -> None:
    """A break is one line end, whatever stands in the file after it."""
    assert tweet(f"One.{break_}{break_}Two,{break_}long.").text == "One.\n\nTwo,\nlong."


def test_white_space() -> None:
    """Line ends and runs of spaces of the file are single spaces; spaces of the text stay."""
    assert tweet("One\n   and\ttwo&nbsp;&nbsp;three.").text == "One and two\xa0\xa0three."
    assert tweet("<div>One.</div><div><p>Two.</p></div>Three.<br><div>Four.</div>").text == "One.\nTwo.\nThree.\nFour."


def test_names_stay_names() -> None:
    """Mentions, tags and the author's numbering are text; mentions that the site hides are left out."""
    content = (
        '<span class="entity-mention-first"><a class="entity-mention" href="/user/a">@a</a> </span>'
        '<span class="nop nop-start">1/n </span>By <a class="entity-mention" href="https://x.com/iris">@iris</a>, '
        '<a class="entity-hashtag" href="/hashtag/coast">#coast</a> '
        '<a class="entity-cashtag" href="https://x.com/s">$MAP</a>'
        '<span class="nop nop-end"><br />\n2/</span>'
    )
    assert tweet(content).text == "1/n By @iris, #coast $MAP\n2/"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            '<a class="entity-url" data-preview="true" href="https://a.example/long/path">a.example/lon…</a>!',
            "https://a.example/long/path!",
        ),
        (
            'At:<a class="entity-url" href="Https://a.example/b" style="display: none;">a.example/b</a>',
            "At: https://a.example/b",
        ),
        (
            '(a.example/b) <a class="entity-url" href="https://a.example/b/" style="display:none">a.example/b</a> end',
            "(a.example/b) end",
        ),
        ('<a href="https://a.example/b">the survey</a>', "the survey (https://a.example/b)"),
        ('<a class="entity-url" href="./page_files/x.html">words</a>', "words"),
        ('<a href="javascript:alert(1)">words</a> <a>more</a>', "words more"),
        ('<a href="//a.example/b">a.example/b</a>', "https://a.example/b"),
        ('<a href="https://www.a.example/b"></a>', "https://www.a.example/b"),
        ('<a href=" https://a.example/b ">a.example/b</a>', "https://a.example/b"),
        ("1 < 2 and <3 </3> end", "1 < 2 and <3 end"),
    ],
)
def test_links(content: str, text: str) -> None:
    """Links are written out in full, hidden ones once and only when the text does not show them."""
    assert tweet(content).text == text


def test_link_cards_are_left_out() -> None:
    """A card's address is kept only when the text has it nowhere."""
    card = (
        '<div class="entity-url-preview"><a href="HTTPS://a.example/b"><img src="https://a.example/i.png"></a>'
        '<a href="https://a.example/b"><strong>Title</strong> words</a></div>'
    )
    hidden = '<a class="entity-url" href="https://a.example/b" style="display:none">a.example/b</a>'
    assert tweet(f"Look.{card}").text == "Look.\nhttps://a.example/b"
    assert tweet(f"Look at {hidden}<br>now.{card}").text == "Look at https://a.example/b\nnow."
    assert tweet(f"Look at a.example/b.{card}").text == "Look at a.example/b."
    assert tweet('Look.<div class="entity-url-preview">Title</div>').text == "Look."
    assert tweet(f"Look.{card}").media == ()


def photo(url: str, alt: str = "") -> Media:
    """A photo."""
    return Media(kind=MediaKind.PHOTO, url=url, alt=alt)


def test_pictures() -> None:
    """The real address comes before the placeholder, and a real description is kept; each picture once."""
    content = (
        'Look: <span class="entity-image"><a href="https://pbs.twimg.com/media/a.jpg"><img src="/images/1px.png" '
        'data-src="https://pbs.twimg.com/media/a.jpg" alt="Image"></a>'
        '<a href="https://pbs.twimg.com/media/b.jpg"><img src="./p_files/b.jpg" alt="A &quot;map&quot;"></a></span>'
        '<img src="//pics.example/c.png"><img data-src="https://pbs.twimg.com/media/a.jpg" src="https://pics.example/small.png">'
        '<a href="https://a.example/page"><img src="https://a.example/images/1px.png"></a>'
        '<img class="emoji" alt="🌊" src="x">'
    )
    read = tweet(content)
    assert read.text == "Look: 🌊"
    assert read.media == (
        photo("https://pbs.twimg.com/media/a.jpg"),
        photo("https://pbs.twimg.com/media/b.jpg", 'A "map"'),
        photo("https://pics.example/c.png"),
    )


def test_a_tweet_of_only_a_picture() -> None:
    """It has no text, and is no gap."""
    read = tweet('<span class="entity-image"><img src="https://pics.example/a.jpg"></span>')
    assert (read.text, read.gap, len(read.media)) == ("", None, 1)


def test_films() -> None:
    """The widest MP4 is chosen; a film without any address leaves its still."""
    still = "https://pics.example/still.jpg"
    sources = "".join(
        f'<source src="https://video.example/{name}">'
        for name in ("pl/list.m3u8", "vid/480x270/a.mp4?tag=1", "vid/1280x720/b.mp4", "vid/640x360/c.mp4")
    )
    film = tweet(
        f'Film: <span class="entity-video"><video poster="{still}">{sources}<img src="{still}"></video></span>'
    )
    assert film.text == "Film:"
    assert film.media == (
        Media(
            kind=MediaKind.VIDEO,
            url="https://video.example/vid/1280x720/b.mp4",
            preview_url=still,
            width=1280,
            height=720,
        ),
    )
    gif = Media(kind=MediaKind.GIF, url="https://video.example/g.mp4")
    assert tweet('<span class="entity-video-gif"><video src="https://video.example/g.mp4"></video></span>').media == (
        gif,
    )
    assert tweet(f'<video poster="{still}"></video>').media == (photo(still),)
    assert tweet('x <span class="entity-video">gone</span>').media == ()


QUOTED = "https://x.com/iris/status/1400000000000000001"


@pytest.mark.parametrize(
    ("embed", "url"),
    [
        (
            '<blockquote class="twitter-tweet">See <a href="https://x.com/b/status/77">it</a><br />Loading...'
            '<a href="https://twitter.com/iris/status/1400000000000000001?s=20">view original</a></blockquote>',
            QUOTED,
        ),
        ('<div data-tweet-id="1400000000000000001"></div>', "https://x.com/i/status/1400000000000000001"),
        (
            '<iframe src="https://platform.example/Tweet.html?id=1" data-tweet-id="1400000000000000001"></iframe>',
            "https://x.com/i/status/1400000000000000001",
        ),
    ],
)
def test_quotes(embed: str, url: str) -> None:
    """An embedded tweet is a quote by its address, and its text no text of this tweet."""
    read = tweet(f'Agreed: <span class="entity-embed"><span class="twitter-player">{embed}</span></span>')
    assert (read.text, read.quote) == ("Agreed:", Quote(url=url))


def test_other_embeds_leave_their_address() -> None:
    """A second quote and a film elsewhere are links, but not the quote's own address once more."""
    film = '<span class="entity-embed"><iframe src="https://films.example/embed/1"></iframe></span>'
    quote = '<span class="entity-embed"><a href="{}">x</a></span>'
    second = "https://x.com/b/status/77"
    read = tweet(f"See {quote.format(QUOTED)}{quote.format(second)}{film}")
    assert read.text == f"See\n{second}\nhttps://films.example/embed/1"
    hidden = f'<a class="entity-url" href="{QUOTED}" style="display:none">x</a>'
    assert tweet(f"See {hidden}{quote.format(QUOTED)}").text == "See"


def test_a_tweet_of_which_nothing_is_left_is_a_gap() -> None:
    """It keeps its place."""
    thread = story(page("One.", '<span class="entity-embed">External Tweet loading...</span>', "Three."))
    assert [(each.text, each.gap) for each in thread] == [("One.", None), ("", Gap.UNAVAILABLE), ("Three.", None)]
    unseen = story(page("One.", "&#8203;<br>\u2060", "a\vb\fc"))
    assert [(each.text, each.gap) for each in unseen] == [("One.", None), ("", Gap.UNAVAILABLE), ("a b c", None)]


def test_boxes_in_boxes_are_read_once() -> None:
    """Damaged markup doubles no text."""
    assert [each.text for each in story(box(1, "One. " + box(2, "Two.")))] == ["One.", "Two."]


def test_limits_are_refused_in_a_sentence() -> None:
    """Too many tweets, too long a tweet."""
    assert "more than 2,000 tweets" in refusal("<div class=content-tweet id=tweet_1>a</div>" * 2_001)
    assert len(story("<div class=content-tweet id=tweet_1>a</div>" * 2_000)) == 2_000
    assert "Tweet 1 is longer" in refusal(box(1, "a" * 100_001))


REPOST = """---
title: The Coast
date: 2023-01-04
author: Iris
---
<style>.post {{ width: 1px }}</style>
<blockquote>Originally <a href="https://twitter.com/mapmaker/status/1500000000000000001">posted on X</a></blockquote>
<div id=container>
  The coast<br>
  is drawn last: <a href="https://x.com/other/status/5">before</a>
  <sup class="tw-permalink"><i class="fas fa-link"></i></sup>
  <hr>
  <span class="entity-embed"></span><sup class="tw-permalink"></sup>
  <div>
  </div><hr>
  And first.
  <hr>
  <img src="https://pics.example/coast.png">
  <hr>
  <span class="entity-embed"><a href="https://x.com/iris/status/7">x</a></span>
  <hr>
  <div><ins class="adsbygoogle">Buy!</ins></div>
</div>
"""


def test_a_page_on_the_authors_own_site() -> None:
    """The inside of a page between rules is a story too: title and address come from around it."""
    thread = story(REPOST)
    assert [(each.text, each.gap) for each in thread] == [
        ("The coast\nis drawn last: before (https://x.com/other/status/5)", None),
        ("", Gap.UNAVAILABLE),
        ("And first.", None),
        ("", None),
        ("", None),
    ]
    assert (len(thread.tweets[3].media), thread.tweets[4].quote) == (1, Quote(url="https://x.com/iris/status/7"))
    assert (thread.title, thread.author) == ("The Coast", Author(handle="mapmaker", name="Iris"))
    assert (thread.source, thread.source_id) == ("x", "1500000000000000001")
    assert thread.source_url == "https://x.com/mapmaker/status/1500000000000000001"
    assert thread.written is not None


def test_a_page_on_the_authors_own_site_without_its_address() -> None:
    """Front matter gives what the page does not."""
    thread = story("---\nurl: https://strand.example/\nid: coast\n---\n<div>One.<sup class=tw-permalink></sup></div>")
    assert (thread.source_id, thread.source_url, thread.own_id) == (None, "https://strand.example/", "coast")
    assert "more than 2,000 tweets" in refusal("<div><sup class=tw-permalink></sup>" + "a<hr>" * 2_001)


@pytest.mark.parametrize(
    "text",
    [
        'A tweet about class="content-tweet" on threadreaderapp.com/',
        "<p>Nothing of the kind</p>",
        "mapmaker Profile picture\n\nMay 4, 2021, 1 tweet\n\nclass=tw-permalink",
    ],
)
def test_what_is_no_page(text: str) -> None:
    """Words about a page, and other markup, are not taken for one."""
    assert not thread_reader_html.detects(Document.of("x", text.encode()))
