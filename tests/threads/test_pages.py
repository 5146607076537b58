"""Paging: the text comes back whole, pages fit, nothing that belongs together is torn."""

import time
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from threads.hashtag import hashtags, mentions, urls
from threads.pages import split_pages
from threads.text import graphemes, utf16_length

FAMILY = "👩\u200d👩\u200d👧"
LONG_LINK = "http://sea.example/" + "x" * 45
PIECES = [
    *(
        "a",
        "sea ",
        "harbourmaster",
        "x" * 50,
        "! ",
        "...) ",
        '"',
        "(",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        " " * 30,
        "\x1c",
        "\u2003",
    ),
    *("。」", "漢字", "𠀡" * 7, "क्षि", "שלום ", "\u200fבים. ", "e\u0301", "\u0301", "\u200d", FAMILY * 3, "🇮", "👍🏾"),
    *("@captain ", "(@captain", "(#tag", "@captain@sea.example", "#tag", " #" + "t" * 40, " #港町"),
    *(LONG_LINK, " http://sea.example/" + "y" * 44),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)
INKED = st.sampled_from([piece.strip() for piece in PIECES if piece.strip()])
BLANKS = st.text(st.sampled_from(" \n\t\u2003"), min_size=1, max_size=60)
LIMITS = st.sampled_from([64, 65, 80, 200])


def breaks(pages: list[str]) -> list[int]:
    """The places between the pages, in code points of the whole text."""
    return list(accumulate(map(len, pages[:-1])))


def whole_places(text: str, limit: int) -> set[int]:
    """Places outside of every cluster, and of every link, mention and hashtag that fits on a page."""
    places = set(accumulate(map(len, graphemes(text)), initial=0))
    for span in (*urls(text), *mentions(text), *hashtags(text)):
        if utf16_length(text[span.start : span.end]) <= limit:
            places -= set(range(span.start + 1, span.end))
    return places


@given(TEXTS, LIMITS)
def test_pages_join_to_the_text_and_fit(text: str, limit: int) -> None:
    """Nothing is lost, nothing is too long, no page is empty unless the text is."""
    pages = split_pages(text, limit)
    assert "".join(pages) == text
    assert all(utf16_length(page) <= limit for page in pages)
    assert all(pages) or pages == [""]


@given(TEXTS, LIMITS)
def test_pages_tear_nothing(text: str, limit: int) -> None:
    """A break lies between clusters, and never inside a link, a mention or a hashtag that fits on a page."""
    places = whole_places(text, limit)
    ends = sorted(places)
    # Where things that belong together fill more than a page, no rule can hold; the next tests are about them.
    assume(all(utf16_length(text[one:two]) <= limit for one, two in pairwise(ends)))
    assert set(breaks(split_pages(text, limit))) <= places


@given(st.lists(st.tuples(INKED, BLANKS), max_size=40))
def test_no_page_is_blank(parts: list[tuple[str, str]]) -> None:
    """While no thing and no whitespace is longer than a third of a page, no page is mere whitespace."""
    text = "\n \n" + "".join(ink + blank for ink, blank in parts)
    assert all(page.strip() for page in split_pages(text, 200)) or not text.strip()


@pytest.mark.parametrize("text", ["", "sea", "s" * 64, "👍" * 32, " \n "])
def test_a_text_that_fits_is_one_page(text: str) -> None:
    """Up to the limit nothing is split, and an empty text is one empty page."""
    assert split_pages(text, 64) == [text]


def test_a_page_below_64_units_is_refused() -> None:
    """Smaller pages could not hold what must stay whole."""
    with pytest.raises(ValueError, match="64"):
        split_pages("sea", 63)


def run(*lengths: int) -> str:
    """Words of the given lengths."""
    return " ".join("w" * length for length in lengths)


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        (run(20, 24) + "\n\n", "One.\nTwo. Three four five six seven"),
        (run(20, 24) + " \n \n ", "One.\nTwo. Three four five six seven"),
        (run(20, 24) + "\n", "One. Two three four five six seven eight"),
        (run(20, 24) + "\r\n", "One. Two three four five six seven eight"),
        (run(20, 24) + ". ", "One two three four five six seven eight"),
        (run(20, 24) + "?! ", "One two three four five six seven eight"),
        (run(20, 24) + "…”) ", "one two three four five six seven eight"),
        (run(20, 24) + "؟ ", "واحد اثنان ثلاثة أربعة خمسة ستة سبعة"),
        (run(20, 24) + "। ", "एक दो तीन चार पाँच छह सात आठ नौ दस"),
        ("海" * 50 + "。", "海" * 30),
        ("海" * 50 + "！」", "海" * 30),
        ("海" * 50 + "。\u3000", "海" * 30),
        (run(20, 24, 12) + " ", "onetwothreefour"),
        ("海" * 64, "海" * 10),
        ("w" * 64, "w" * 10),
        ("👍" * 32, "👍" * 10),
        ("a" * 63, "👍" * 5),
        (run(20, 24) + " ", LONG_LINK),
        (run(10) + " ", LONG_LINK),
        (run(10) + " ", "(" + LONG_LINK[:-1]),
        (LONG_LINK, " sea"),
        ("x" * 62 + " ", "@captain"),
        ("x" * 62 + " ", "#harbour"),
        ("x" * 60 + "(", "@captain"),
        ("x" * 60 + "(", "#harbour"),
        ("   ", LONG_LINK),
        ("w" * 63, "w sea"),
    ],
)
def test_where_a_page_ends(first: str, rest: str) -> None:
    """The best kind of break wins, the latest of its kind, and whitespace stays before it."""
    assert split_pages(first + rest, 64) == [first, rest]


@pytest.mark.parametrize("end", ["\n\n", "\n", ". ", " "])
def test_a_good_break_too_early_is_passed_over(end: str) -> None:
    """A paragraph that ends in the first half of the page does not leave the rest of it empty."""
    text = "w" * 20 + end + run(20, 15, 15)
    assert split_pages(text, 64) == ["w" * 20 + end + run(20, 15) + " ", "w" * 15]


def test_a_stop_inside_a_word_is_no_sentence() -> None:
    """Numbers and names with dots are not broken while there is a word end."""
    assert split_pages(run(40) + " 3.14 " + "w" * 30, 64) == [run(40) + " 3.14 ", "w" * 30]


def test_a_quote_that_closes_a_sentence_stays_with_it() -> None:
    """No page begins with a closing quote or a stop: what it closes comes along."""
    assert split_pages("海" * 63 + "。」" + "海" * 9, 64) == ["海" * 62, "海。」" + "海" * 9]
    assert split_pages("海" * 64 + "、" + "海" * 9, 64) == ["海" * 63, "海、" + "海" * 9]


@pytest.mark.parametrize("space", [" ", "\n", "\n\n\n", " " * 40])
def test_whitespace_at_the_end_makes_no_page(space: str) -> None:
    """Trailing whitespace that does not fit takes the last words with it."""
    pages = split_pages("sea " * 16 + space, 64)
    assert len(pages) == 2
    assert all(page.strip() for page in pages)


def test_whitespace_at_the_start_makes_no_page() -> None:
    """A paragraph of nothing is no page."""
    assert split_pages("\n" * 50 + "w" * 40, 64) == ["\n" * 50 + "w" * 14, "w" * 26]


def test_whitespace_longer_than_a_page_is_still_paged() -> None:
    """Where blank pages can't be avoided, the text still comes back whole."""
    text = "sea" + " " * 200 + "land"
    pages = split_pages(text, 64)
    assert "".join(pages) == text
    assert pages[0].strip()
    assert pages[-1].strip()
    assert split_pages(" " * 100, 64) == [" " * 64, " " * 36]


def test_a_link_longer_than_a_page_is_cut() -> None:
    """A link of thousands of characters fills its pages."""
    text = "sea " + "http://sea.example/" + "é" * 5000
    pages = split_pages(text, 100)
    assert "".join(pages) == text
    assert {len(page) for page in pages[:-1]} == {100}


def test_a_cluster_longer_than_a_page_is_cut_at_code_points() -> None:
    """A letter under a tower of marks is paged as it stands."""
    tower = "👍" + "\U0001e944" * 5000
    assert {utf16_length(page) for page in split_pages(tower, 64)[:-1]} == {64}
    assert split_pages("e" + "\u0301" * 100, 64) == ["e" + "\u0301" * 63, "\u0301" * 37]


def test_a_link_that_ends_in_a_joiner_is_cut_between_clusters() -> None:
    """A link that just fits, but not with the joiner stuck to its end, gives way to clusters."""
    assert split_pages(LONG_LINK + "\u200d sea", 64) == [LONG_LINK[:-1], "x\u200d sea"]


@pytest.mark.parametrize("limit", [64, 1024, 4096])
@pytest.mark.parametrize(
    "piece",
    ["sea. ", "海。", "海", "🇮", FAMILY, "\u0301", " ", "\n", "x", ".", '"', "#a ", "@a ", "http://a.co/x ", "𠀡"],
)
def test_paging_takes_linear_time(piece: str, limit: int) -> None:
    """A hundred thousand characters of anything are paged in well under a second."""
    text = ("a" + piece * 100_000)[:100_000]
    started = time.perf_counter()
    split_pages(text, limit)
    assert time.perf_counter() - started < 30
