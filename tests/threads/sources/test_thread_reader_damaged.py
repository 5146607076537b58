"""Scrolly pages copied with too much above them, or too little: no header and no footer becomes a tweet."""

import pytest

from tests.threads.sources.copied_pages import FOOTER, day, scrolly, story, texts
from threads.model import Author
from threads.sources import registry, thread_reader_text
from threads.sources.document import HEAD_BYTES, Document

DOUBT = "The page's header is missing or damaged: look for author, date, and where each tweet begins."
BLOCKS = ["One.", "Share this, he said.\nKeep scrolling", "Two."]


@pytest.mark.parametrize(
    "above", ["Thread Reader\n\n", "Thread Reader\n", "Log in\n\nHelp\nAbout us\n\n\n", "\u2060\n", "\n \nMenu\n \n"]
)
def test_lines_above_the_header_are_no_tweets(above: str) -> None:
    """The site's name and buttons may be copied with the page, which is whole all the same."""
    thread = story(above + scrolly(*BLOCKS))
    assert [tweet.text for tweet in thread] == BLOCKS
    assert thread.author == Author(handle="mapmaker", bio="Maps and their makers.")
    assert (thread.written, thread.review) == (day(2021, 5, 4), ())


@pytest.mark.parametrize("above", ["Button\n\n" * 9, "A long line, " * 10 + "\n\n"])
def test_a_header_below_much_else_is_a_quote(above: str) -> None:
    """Only a few short lines can stand above a page."""
    page = above + scrolly(*BLOCKS).replace(FOOTER, "")
    assert not thread_reader_text.detects(Document.of("paste", page.encode()))


def test_a_header_quoted_in_a_page_without_a_picture() -> None:
    """A paste that begins with the date has its header there."""
    blocks = ["iris Profile picture", "Oct 1, 2020, 1 tweet", "Two."]
    assert texts(scrolly(*blocks).split("\n\n", 1)[1]) == blocks


def test_a_footer_alone_is_cut_and_wants_a_look() -> None:
    """The page's beginning was not copied: author and date are unknown."""
    thread = story("\n\n".join((*BLOCKS, FOOTER)))
    assert [tweet.text for tweet in thread] == BLOCKS
    assert (thread.author, thread.written, thread.declared_count, thread.review) == (Author(), None, None, (DOUBT,))


def test_front_matter_tells_what_the_header_does_not() -> None:
    """Author and day of a page without a header may stand above it."""
    thread = story(f"---\nauthor: '@iris'\ndate: 2021-05-04\n---\nOne.\n\n{FOOTER}")
    assert (thread.author.handle, thread.written, thread.review) == ("iris", day(2021, 5, 4), (DOUBT,))


def test_words_of_a_footer_inside_the_text_are_the_authors() -> None:
    """A text that goes on after them ends with no footer."""
    text = "\n\n".join((BLOCKS[0], FOOTER, BLOCKS[2]))
    assert not thread_reader_text.detects(Document.of("paste", text.encode()))
    assert "\n\n".join(texts(f"{text}\n\n{FOOTER}")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_the_footer_of_a_long_text(encoding: str) -> None:
    """It is found at the end of what detection does not read from the beginning."""
    blocks = ["It is a long way. " * 100] * (HEAD_BYTES // 1_000)
    document = Document.of("paste", "\n\n".join((*blocks, FOOTER)).encode(encoding))
    (thread,) = registry.read(document, today=day(2026, 3, 14).at.date())
    assert [tweet.text for tweet in thread] == [block.strip() for block in blocks]


@pytest.mark.parametrize(
    ("header", "author"),
    [
        ("mapmaker Profile picture\n\n", Author(handle="mapmaker")),
        ("Thread Reader\n\nmapmaker Profile picture\nMaps.\n\n", Author(handle="mapmaker", bio="Maps.")),
        ("Iris Chart Profile picture\nMaps.\nMore.\n\n", Author(name="Iris Chart", bio="Maps.\nMore.")),
    ],
)
def test_a_header_without_its_date(header: str, author: Author) -> None:
    """The picture's line and the lines right below it are the author's, and the story wants a look."""
    thread = story(header + "\n\n".join((*BLOCKS, FOOTER)))
    assert [tweet.text for tweet in thread] == BLOCKS
    assert (thread.author, thread.written, thread.review) == (author, None, (DOUBT,))


@pytest.mark.parametrize("count", [3, 7])
def test_a_date_that_does_not_exist(count: int) -> None:
    """The header's line is no tweet; its count still tells how the text divides."""
    thread = story(scrolly(*BLOCKS, count=count, bio="Maps.\n\nMore.").replace("May 4", "Feb 30"))
    assert [tweet.text for tweet in thread] == BLOCKS
    assert thread.author == Author(handle="mapmaker", bio="Maps.\n\nMore.")
    assert (thread.written, thread.declared_count, thread.review[0]) == (None, count, DOUBT)
    assert len(thread.review) == (1 if count == 3 else 2)
    assert texts(f"Feb 30, 2021, 1 tweet\n\nOne.\n\n{FOOTER}") == ["One."]


@pytest.mark.parametrize(
    "blocks",
    [
        ["One.", "I changed my Profile picture", "Two."],
        ["One.", "Feb 30, 2021, 7 tweets", "Two."],
    ],
)
def test_quoted_header_lines_of_a_page_without_a_header(blocks: list[str]) -> None:
    """Below other text they are the author's."""
    assert texts("\n\n".join((*blocks, FOOTER))) == blocks


def test_a_date_far_below_the_picture_is_no_header() -> None:
    """No bio is so long: nothing of the story is lost to the header."""
    blocks = ["A long line. " * 50 + ".", "Feb 30, 2021, 7 tweets", "Two."]
    assert texts("\n\n".join(("mapmaker Profile picture", *blocks, FOOTER))) == blocks


@pytest.mark.parametrize("block", ["All there is.", "A long line. " * 50 + "."])
def test_lines_below_the_picture_that_are_no_bio(block: str) -> None:
    """What is too long for a bio, or all that the page holds, is the story."""
    rest = [] if block == "All there is." else ["Two."]
    assert texts("\n\n".join((f"mapmaker Profile picture\n{block}", *rest, FOOTER))) == [block, *rest]
