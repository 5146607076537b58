"""Cleaning, lengths, openings, reading time, keys and direction, in every script."""

import os
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from threads.text import (
    clean,
    cluster_ends,
    graphemes,
    is_rtl,
    match_key,
    opening,
    reading_minutes,
    utf16_length,
    weighted_length,
)

SCALARS = st.characters(exclude_categories=["Cs"])
ANY_CODE_POINTS = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\ud83d\ude00\r\n\ufeff\x00\t\uffff"))
CLUSTERED = st.text(
    st.sampled_from("ae \n\r\u0301\u200d\ufe0f\u20e3🇩🇪🇫👩🏾क्ष\u0e33\u1100\u1161\U000e0065漢,."), max_size=40
)
FAMILY = "👩\u200d👩\u200d👧"


def conformance(section: str) -> list[dict[str, Any]]:
    """One section of twitter-text's validation suite; the test is skipped when the samples are not there."""
    path = Path(os.environ.get("SPOOL_SAMPLES", "samples")) / "twitter_text" / "conformance" / "validate.yml"
    if not path.exists():
        pytest.skip("SPOOL_SAMPLES does not hold the twitter-text conformance suite")
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"][section]
    return cases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\n\rfour", "one\ntwo\nthree\n\nfour"),
        ("\ufeffone\ufefftwo", "one\ufefftwo"),
        ("\x00\ufeff\ufeffone", "one"),
        ("a\ud83db\udc00", "a\ufffdb\ufffd"),
        ("\ud83d\x00\udc00", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("a\x00\x08\x1f\x7f\ufffe\uffffb", "ab"),
        ("one\vtwo\fthree", "one\ntwo three"),
        ("a\tb\nc", "a\tb\nc"),
        ("e\u0301 ﬁ", "e\u0301 ﬁ"),
        *((kept, kept) for kept in "\u0085\u2028\u200b\u200d\ufe0f\u202f\u2060\u202e\u00ad "),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """Line ends, BOM, surrogates and controls are put right, and nothing else is touched."""
    assert clean(text) == expected


@given(ANY_CODE_POINTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """A clean text stays as it is, and can be written as UTF-8."""
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@given(st.text(SCALARS))
def test_clean_takes_only_what_it_names(text: str) -> None:
    """Every other character is there afterwards, in order, but for the spaces that form feeds become."""
    named = {*map(chr, range(0x21)), "\x7f", "\ufffe", "\uffff", "\ufeff"}
    assert [c for c in clean(text) if c not in named] == [c for c in text if c not in named]


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("é漢", 2), ("😀", 2), ("a𠀡b", 4), ("\ud83d", 1)])
def test_utf16_length(text: str, units: int) -> None:
    """A character beyond the basic plane takes two units, any other one."""
    assert utf16_length(text) == units


@given(ANY_CODE_POINTS)
def test_utf16_length_is_a_count(text: str) -> None:
    """The length is the code points and the astral ones once more."""
    assert utf16_length(text) == len(text) + sum(character > "\uffff" for character in text)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("sea 12", 6),
        ("מים море", 8),
        ("海", 2),
        ("‘sea’ – “land”…", 16),
        ("e\u0301", 1),
        ("https://sea.example/a/very/long/path?with=more", 23),
        ("x http://a.example y http://b.example", 23 * 2 + 5),
        ("sea.example", 11),
        ("😀", 2),
        (FAMILY, 2),
        ("👍🏾👍", 4),
        ("🇮🇸🇮🇸🇮", 6),
        ("5\ufe0f\u20e3#\u20e3", 4),
        ("🏴\U000e0067\U000e0062\U000e007f", 2),
        ("☀ ☀\ufe0f ☀\ufe0e", 2 + 1 + 2 + 1 + 4),
        ("©\ufe0f©", 3),
        ("🏃🏽\u200d♀\ufe0f", 2),
        ("👩\u200dx", 4),
    ],
)
def test_weighted_length(text: str, weight: int) -> None:
    """Light characters count one, heavy ones and whole emoji two, links 23, over composed text."""
    assert weighted_length(text) == weight


@pytest.mark.parametrize(
    "section", ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"]
)
def test_the_conformance_suite_weighs_the_same(section: str) -> None:
    """Every length of the public suite's current configuration is met."""
    for case in conformance(section):
        assert weighted_length(case["text"]) == case["expected"]["weightedLength"], case["description"]


def test_graphemes_are_what_a_person_sees() -> None:
    """Families, flags, keycaps, marks, syllables and line ends are one each."""
    seen = [FAMILY, "🇮🇸", "🇳🇴", "🇫", "5\ufe0f\u20e3", "e\u0301", "क्षि", "각", "\r\n", "👍🏾", "a"]
    assert graphemes("".join(seen)) == seen


@given(CLUSTERED)
def test_graphemes_agree_with_the_plain_rule(text: str) -> None:
    """The quick path over flags changes no boundary, and joining gives the text."""
    assert graphemes(text) == regex.findall(r"\X", text)
    assert "".join(graphemes(text)) == text


@given(CLUSTERED, st.integers(0, 40))
def test_cluster_ends_know_the_next_character(text: str, end: int) -> None:
    """Looking at a part of a text finds the boundaries of the whole."""
    ends: list[int] = []
    for cluster in graphemes(text):
        ends.append(len(cluster) + (ends[-1] if ends else 0))
    end = min(end, len(text))
    assert cluster_ends(text, 0, end) == [place for place in ends if place <= end]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 5, ""),
        ("The sea", 7, "The sea"),
        ("The \n\n sea\t\u00a0", 7, "The sea"),
        ("The sea was calm", 10, "The sea…"),
        ("The sea was calm", 8, "The sea…"),
        ("The sea was calm", 7, "The…"),
        ("The sea, calm and wide", 12, "The sea…"),
        ("The sea. Calm and wide", 12, "The sea…"),
        ("Really? Calm and wide", 10, "Really?…"),
        ("Unbelievable", 5, "Unbe…"),
        ("A " + "b" * 50, 10, "A…"),
        ("海はとても静かだった", 6, "海はとても…"),
        ("海は、静かだった", 4, "海は…"),
        ("The sea 海はとても静か", 12, "The sea 海はと…"),
        ("The sea海はとても静か", 8, "The sea…"),
        ("海はcalm and wide", 8, "海はcalm…"),
        ("海はcalmly", 5, "海は…"),
        ("ท่าเรืออยู่ไกล", 4, "ท่าเ…"),
        ("... --- ...", 5, "... …"),
        (FAMILY * 5, 3, FAMILY * 2 + "…"),
        ("ab", 1, "…"),
    ],
)
def test_opening(text: str, limit: int, expected: str) -> None:
    """An opening is one line of whole words within the limit, and says by its sign that it was cut."""
    assert opening(text, limit) == expected


@given(CLUSTERED, st.integers(1, 20))
def test_an_opening_fits_and_keeps_clusters(text: str, limit: int) -> None:
    """Whatever the text, the opening fits, and holds whole clusters of its one line."""
    line, shown = " ".join(text.split()), opening(text, limit)
    assert len(graphemes(shown)) <= limit
    if shown != line:
        kept = shown.removesuffix("…")
        assert shown.endswith("…")
        assert any(line.startswith(kept) and len(kept) == end for end in (0, *cluster_ends(line, 0, len(line))))


def test_an_opening_needs_room() -> None:
    """A limit of nothing is a mistake of the caller."""
    with pytest.raises(ValueError, match="room"):
        opening("sea", 0)


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        ([], 1),
        ([""], 1),
        (["sea"], 1),
        (["sea " * 344], 1),
        (["sea " * 345], 2),
        (["sea "] * 460, 2),
        (["- — … " * 5000], 1),
        (["море " * 460], 2),
        (["바다가 " * 460], 2),
        (["海" * 800], 2),
        (["海。" * 800], 2),
        (["海のフェリーー" * 200], 4),
        (["ท่า" * 400], 3),
        (["sea 海 " * 400], 3),
        (["sea海sea海" * 200], 3),
    ],
)
def test_reading_minutes(texts: list[str], minutes: int) -> None:
    """Words and characters add up at their own pace, to the nearest minute and at least one."""
    assert reading_minutes(texts) == minutes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  sea\n", "\tthe\u00a0SEA"),
        ("ｓｅａ", "Sea"),
        ("cafe\u0301", "CAFÉ"),
        ("Straße", "STRASSE"),
    ],
)
def test_match_key_knows_a_tweet_again(one: str, other: str) -> None:
    """Case, width, composition and whitespace do not make another tweet."""
    assert match_key(one) == match_key(other)


def test_match_key_parts_what_differs() -> None:
    """Other words, and words joined, are another tweet."""
    assert len({match_key(text) for text in ("the sea", "thesea", "the seas", "the sea!", "")}) == 5


@given(st.text())
@example("\u00a8 \u0345")
def test_a_match_key_is_its_own_key(text: str) -> None:
    """Making a key of a key changes nothing."""
    assert match_key(match_key(text)) == match_key(text)


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("", False),
        ("sea", False),
        ("море и ים", False),
        ("ים and sea", True),
        ("البحر", True),
        ("3. «ים»", True),
        ("…— 12 👍", False),
        ("#ים sea", True),
        ("#sea ים", False),
        ("@captain ים", True),
        ("@captain@sea.example, https://sea.example/a ים", True),
        ("https://sea.example/ים sea", False),
        ("@captain https://sea.example 海", False),
        ("@captain —", False),
        ("\u200fsea", True),
        ("\u200eים", False),
    ],
)
def test_is_rtl(text: str, rtl: bool) -> None:
    """The first letter that has a direction decides, links and mentions aside."""
    assert is_rtl(text) is rtl


@given(st.text(st.sampled_from("aאم1 #.👍")))
def test_direction_is_that_of_the_first_letter(text: str) -> None:
    """Without links and mentions, the plain rule of the bidirectional algorithm holds."""
    strong = [d for d in map(unicodedata.bidirectional, text) if d in ("L", "R", "AL")]
    assert is_rtl(text) is (strong[:1] in (["R"], ["AL"]))


RULES: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "utf16_length": utf16_length,
    "weighted_length": weighted_length,
    "graphemes": graphemes,
    "opening": lambda text: opening(text, 200),
    "reading_minutes": lambda text: reading_minutes([text]),
    "match_key": match_key,
    "is_rtl": is_rtl,
}


@pytest.mark.parametrize("piece", ["sea. ", "海。", "🇮", FAMILY, "e\u0301", " ", "ים ", "@a ", "- ", "\r"])
@pytest.mark.parametrize("rule", RULES)
def test_long_texts_take_linear_time(rule: str, piece: str) -> None:
    """A hundred thousand characters of anything are done in well under a second."""
    text = (piece * 100_000)[:100_000]
    started = time.perf_counter()
    RULES[rule](text)
    assert time.perf_counter() - started < 30
