"""Stories as one HTML file: everything in it, nothing outside it, nothing that runs."""

import base64
import re
from xml.etree import ElementTree

from hypothesis import given

from tests.builders import story, threads
from tests.threads.exports.editions import HOSTILE, PICTURES, PNG, edition, full_story
from threads.exports import html_page
from threads.exports.edition import Edition
from threads.model import Author, Media, MediaKind, Thread, Tweet, TweetNumber

RTL = story("ثلاث ساعات على الرصيف. #ميناء", "One of the three was mine.", "123", lang="ar")


def page_of(made: Edition) -> str:
    """The page as text."""
    return html_page.write(made).decode()


def articles(page: str) -> list[str]:
    """The tweets' markup, in order."""
    return re.findall(r"<article.*?</article>", page, re.DOTALL)


def parsed(page: str) -> ElementTree.Element:
    """The page as XML, which it is too."""
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314  # our own bytes


def test_everything_of_a_story_is_on_the_page() -> None:
    """Who, when, where from, tags; each tweet with its links, pictures, quote, poll, gap and warning."""
    made = edition(
        full_story(), pictures=PICTURES, link="https://t.me/b?start=t_1", tag_links={"harbour": "https://t.me/h"}
    )
    page = page_of(made)
    text = "".join(parsed(page).itertext())
    for words in ("Mira Tides", "@mira_tides", "Tide tables and ghosts.", "Mar 9, 2024", "5 tweets", "I was not"):
        assert words in text
    assert '<a href="https://x.com/mira_tides/status/1">Source</a>' in page
    assert '<a href="https://t.me/b?start=t_1">Read in Telegram</a>' in page
    assert page.count('<a href="https://t.me/h">#harbour</a>') == 2
    first, second, third, fourth, fifth, sixth = articles(page)
    assert '<a href="https://x.com/otto">@otto</a>' in first
    assert '<a href="https://sea.example/kettle?a=1&amp;b=2">https://sea.example/kettle?a=1&amp;b=2</a>' in first
    assert first.count('<p class="text">') == 2
    assert '<time datetime="2024-03-09T00:00:00Z">Mar 9, 2024, 00:00 UTC</time>' in second
    assert f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A [red] kettle."/>' in second
    assert '<p class="medium"><a href="https://sea.example/lost.png">Picture</a></p>' in second
    assert '<a href="https://sea.example/film.mp4">Video</a>' in second
    assert "data:image/webp" in second
    assert "<summary>Sensitive picture</summary>" in second
    assert "<summary>Content warning: Ghosts</summary>" in third
    assert "it was deleted at its source" in fourth
    assert "<bdi>The wind</bdi> — 3 (75%)" in fifth
    assert "I was not<br/>there." in fifth
    assert '<a href="https://x.com/otto/status/10">Quoted tweet</a>' in sixth
    assert "<bdi>Yes</bdi></li>" in sixth


def test_nothing_is_loaded_and_nothing_runs() -> None:
    """A policy forbids it, and no markup of a story's own gets through."""
    for thread in (HOSTILE, full_story()):
        page = page_of(edition(thread, pictures=PICTURES))
        assert "default-src 'none'" in page
        tree = parsed(page)
        assert {element.tag for element in tree.iter()}.isdisjoint({"script", "link", "iframe", "object", "form"})
        for element in tree.iter():
            assert element.get("src", "data:").startswith("data:")
            assert element.get("href", "https://").startswith(("https://", "http://"))
            assert not any(name.startswith("on") for name in element.attrib)


def test_each_tweet_runs_as_its_words_do() -> None:
    """The page as most of its tweets, one without letters as the page."""
    tweets = (*RTL.tweets, Tweet(number=TweetNumber(9), text="والثالثة للبحر."))
    page = page_of(edition(story(*tweets, lang="ar")))
    assert '<html lang="ar" xml:lang="ar" dir="rtl">' in page
    found = [re.match(r'<article id="t\d" class="tweet" dir="(\w+)"', article) for article in articles(page)]
    assert [match and match[1] for match in found] == ["rtl", "ltr", "rtl", "rtl"]
    assert '<bdi dir="ltr">1/4</bdi>' in page


def test_a_picture_that_is_none_is_not_embedded() -> None:
    """What came back for its address is looked at by its first bytes."""
    media = Media(kind=MediaKind.PHOTO, url="https://sea.example/a.png")
    thread = story(Tweet(number=TweetNumber(1), media=(media,)), author=Author(avatar_url="https://sea.example/b.png"))
    page = page_of(edition(thread, pictures={media.url: b"<svg onload='x'>", "https://sea.example/b.png": b""}))
    assert "<img" not in page
    assert "<h1" in page


@given(threads())
def test_any_story_is_well_formed(thread: Thread) -> None:
    """As XML, with every tweet under its own id; and the same bytes each time."""
    made = edition(thread, pictures=dict.fromkeys((media.url for tweet in thread for media in tweet.media), PNG))
    page = page_of(made)
    ids = [element.get("id") for element in parsed(page).iter("article")]
    assert ids == [f"t{tweet.number}" for tweet in thread]
    assert page == page_of(made)


def test_a_hostile_story_is_well_formed() -> None:
    """Control characters are left out, and what looks like markup is text."""
    page = page_of(edition(HOSTILE, pictures=PICTURES))
    text = "".join(parsed(page).itertext())
    assert "ab ]]> <script>alert(1)</script> & " in text
    assert "<b>warned</b>" in text
    assert "https://::1/" in text
