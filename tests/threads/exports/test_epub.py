"""Stories as books: what stands in the archive, in what order and direction."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests.builders import long_story, story, threads
from tests.threads.exports.editions import HOSTILE, PICTURES, edition, full_story
from threads.exports import cover, epub
from threads.exports.edition import Edition
from threads.model import Author, Gap, Thread, Tweet, TweetNumber


def book_of(made: Edition) -> dict[str, bytes]:
    """The files of the book by name, each of which is XML but for style and pictures."""
    with zipfile.ZipFile(io.BytesIO(epub.write(made))) as archive:
        assert archive.testzip() is None
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    for name, data in files.items():
        if name.endswith((".xhtml", ".opf", ".xml", ".svg")):
            ElementTree.fromstring(data)  # noqa: S314  # our own bytes
    return files


def test_a_book_begins_with_what_it_is() -> None:
    """The first entry is the plain media type, by which systems know an EPUB."""
    data = epub.write(edition(story()))
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_the_same_story_is_the_same_bytes() -> None:
    """Whenever it is made; the archive's dates and the book's own come from no clock."""
    made = edition(full_story(), pictures=PICTURES)
    assert epub.write(made) == epub.write(made)
    with zipfile.ZipFile(io.BytesIO(epub.write(made))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_says_what_the_book_is() -> None:
    """Title, author, language, date, source; the cover; pages that turn as the story runs."""
    package = book_of(edition(full_story(lang="en"), pictures=PICTURES))["EPUB/package.opf"].decode()
    for line in (
        "<dc:title>The kettle on the pier</dc:title>",
        "<dc:creator>Mira Tides</dc:creator>",
        "<dc:language>en</dc:language>",
        "<dc:date>2024-03-09</dc:date>",
        "<dc:source>https://x.com/mira_tides/status/1</dc:source>",
        '<spine page-progression-direction="ltr">',
        'media-type="image/svg+xml" properties="cover-image"/>',
    ):
        assert line in package
    rtl = book_of(edition(story("ثلاث ساعات على الرصيف.", author=Author(), written=None, source_url=None)))
    package = rtl["EPUB/package.opf"].decode()
    assert '<spine page-progression-direction="rtl">' in package
    assert "<dc:language>und</dc:language>" in package
    assert '<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>' in package
    assert "dc:creator" not in package


def test_a_corrected_story_is_the_same_book() -> None:
    """Reading systems know it again by its identifier."""
    found = [
        re.search(rb"urn:uuid:[0-9a-f-]+", book_of(edition(thread))["EPUB/package.opf"])
        for thread in (story("One."), story("One, corrected."), story("One.", source_id="s2"))
    ]
    first, corrected, other = [match and match[0] for match in found]
    assert first == corrected
    assert first != other


@pytest.mark.parametrize(("tweets", "lengths"), [(1, [1]), (20, [20]), (21, [10, 11]), (333, [19] * 7 + [20] * 10)])
def test_chapters_are_runs_of_about_the_same_length(tweets: int, lengths: list[int]) -> None:
    """None longer than twenty tweets; the table of contents names each by its numbers and first words."""
    book = book_of(edition(long_story(tweets)))
    chapters = sorted(name for name in book if "chapter" in name)
    assert sorted(book[name].count(b"<article") for name in chapters) == sorted(lengths)
    contents = book["EPUB/nav.xhtml"].decode()
    last = f"{tweets - lengths[-1] + 1}–{tweets}" if lengths[-1] > 1 else str(tweets)
    assert re.search(rf"{chapters[-1].removeprefix('EPUB/')}\" dir=\"auto\">{last} · Step ", contents)


def test_a_chapter_without_open_words_has_its_numbers() -> None:
    """What stands behind a content warning is not told by the table of contents."""
    hidden = Tweet(number=TweetNumber(1), text="Hidden.", content_warning="Ghosts")
    contents = book_of(edition(story(hidden, Tweet(number=TweetNumber(2), gap=Gap.PRIVATE))))["EPUB/nav.xhtml"]
    assert b'dir="auto">1\xe2\x80\x932</a>' in contents
    assert b"Hidden" not in contents


def test_pictures_are_in_the_book_and_named_in_its_pages() -> None:
    """The author's on the title page; a WebP one has something to fall back to; what could not be had is a link."""
    book = book_of(edition(full_story(), pictures=PICTURES))
    names = sorted(name for name in book if "pictures/" in name)
    assert [name.rpartition("/")[2] for name in names] == ["0001.png", "0002.png", "0003.webp", "0004.gif", "none.png"]
    assert b'src="pictures/0001.png"' in book["EPUB/title.xhtml"]
    chapter = book["EPUB/chapter-001.xhtml"]
    assert b'<img src="pictures/0002.png" alt="A [red] kettle."/>' in chapter
    assert b'<a href="https://sea.example/lost.png">Picture</a>' in chapter
    assert b'fallback="none"' in book["EPUB/package.opf"]
    assert not any("pictures/" in name for name in book_of(edition(full_story())))


def test_the_cover_breaks_its_lines_where_the_script_allows() -> None:
    """Between words; in Chinese anywhere but before a stop; in a word that is too long between characters."""
    assert cover.in_lines("The keeper who got the weather wrong") == ["The keeper who", "got the weather", "wrong"]
    assert cover.in_lines("終点の無人駅に、古い黒電話がある") == ["終点の無人駅に、", "古い黒電話がある"]
    assert cover.in_lines("終点の無人の駅に、ある") == ["終点の無人の駅", "に、ある"]
    assert cover.in_lines("a Donaudampfschifffahrtsgesellschaft") == ["a Donaudampfschi", "fffahrtsgesellsc", "haft"]
    assert cover.in_lines("") == [""]


@settings(max_examples=30)
@given(threads())
def test_any_story_is_a_well_formed_book(thread: Thread) -> None:
    """Every page and the package are XML, whatever the story holds."""
    book = book_of(edition(thread))
    assert book["mimetype"] == b"application/epub+zip"


def test_a_hostile_story_is_a_well_formed_book() -> None:
    """In a language of the interface that runs the other way, too."""
    made = edition(HOSTILE, pictures=PICTURES)
    assert book_of(replace(made, wording=replace(made.wording, rtl=True, digits="۰۱۲۳۴۵۶۷۸۹")))
