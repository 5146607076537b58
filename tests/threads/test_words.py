"""How texts of every script are cut into words, and that whatever part one looks for is among them."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threads.letters import fold
from threads.words import LONGEST, is_running, phrase, pieces, wanted, words

PIECES = [
    "pier",
    "l'eau",
    "don't",
    "гавань",
    "ميناء",
    "می\u200cرود",
    "נמל",
    "बंदरगाह",
    "港町",
    "フェリー",
    "항구",
    "ท่าเรือ",
    "ທ່າເຮືອ",
    "កំពង់ផែ",
    "၂၀",
    "။",
    "x" * 50,
    "a東b",
    "3月",
    "É",
    "e\u0301",
    "か\u3099",
    "’",
    " ",
    ". ",
    "_",
    "🙂",
    "https://sea.example/a",
]
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The old Pier, burning!", "the old pier burning"),
        ("don't Don’t l'eau L’École qu’il aujourd’hui dell'arte", "dont dont l eau l ecole qu il aujourdhui dell arte"),
        ("rock 'n' roll", "rock n roll"),
        ("https://sea.example/a_b", "sea example a b"),
        ("Старый причал", "старый причал"),
        ("کتاب‌هایِ من", "كتابهاي من"),
        ("الميناءُ القديم", "الميناء القديم"),
        ("הנמל הַיָּשָׁן", "הנמל הישן"),
        ("पुराना घाट।", "पुराना घाट"),
        ("港町の夜", "港町 町の の夜 夜"),
        ("東京。京都", "東京 京 京都 都"),
        ("〆切", "〆切 切"),
        ("iPhone手机", "iphone 手机 机"),
        ("항구", "항구 구"),
        ("เรือ", "เร รื ือ อ"),
        ("ເຮືອ", "ເຮ ຮື ືອ ອ"),
        ("ផែ។ផែ", "ផែ ែ ផែ ែ"),
        ("๑๒ เรือ", "12 เร รื ือ อ"),
        ("x" * 45, f"{'x' * 40} {'x' * 5}"),
        ("!?… 🙂 ។ 。", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    """Folded words where there are spaces, pairs of characters and the last alone where there are none."""
    assert words(text) == expected.split()


def test_what_is_looked_for() -> None:
    """Runs without spaces by their pairs alone; in a phrase every run but the last is whole."""
    assert wanted("東京 sea 港") == [["東京"], ["sea"], ["港"]]
    assert phrase("東京 sea") == ["東京", "京", "sea"]
    assert phrase("sea 東京都") == ["sea", "東京", "京都"]
    assert phrase("") == []


@given(TEXTS)
@example("ﷺ’é")
def test_words_are_as_the_index_takes_them(text: str) -> None:
    """No word is empty, long, or holds what the index would cut it at; folding it changes nothing."""
    for word in words(text):
        assert 0 < len(word) <= LONGEST
        assert all(not sign.isascii() or (sign.isalnum() and sign == sign.lower()) for sign in word)
    assert words(fold(text)) == words(fold(fold(text)))


@given(TEXTS)
def test_every_two_neighbours_of_a_run_are_found(text: str) -> None:
    """Any two characters side by side in a script without spaces are a word of the text."""
    folded = fold(text)
    held = words(text)
    for one, other in pairwise(folded):
        if is_running(one) and is_running(other):
            assert one + other in held


@given(TEXTS, TEXTS, TEXTS)
def test_a_quoted_part_is_found_between_spaces(before: str, part: str, after: str) -> None:
    """The phrase of a part stands in the text's words as it is, and its last word may go on."""
    line = " ".join(["", *words(f"{before} {part} {after}"), ""])
    assert " ".join(["", *phrase(part)]) in line


@given(st.text(st.sampled_from("港町のフェ항구ท่าเรือកំពង់"), min_size=3), st.data())
def test_any_stretch_of_a_run_is_found(run: str, data: st.DataObject) -> None:
    """A part of two characters or more is found wherever it begins and ends."""
    start = data.draw(st.integers(0, len(run) - 2))
    part = run[start : data.draw(st.integers(start + 2, len(run)))]
    assert f" {' '.join(phrase(part))} " in f" {' '.join(words(run))} "


@given(st.lists(st.sampled_from([piece for piece in PIECES if "/" not in piece]), max_size=8))
def test_the_pieces_of_a_text_have_its_words(parts: list[str]) -> None:
    """Cut piece by piece a text has the same words, so that they can be placed in it."""
    text = " ".join(parts)
    assert [word for piece in pieces(text) for word in words(piece[0])] == words(text)


@pytest.mark.parametrize(
    "piece", ["a", "'a", "https://", "漢a", "क्", "a\u0301", "\u200d", "ﷺ", "l'é", "qu'", "か\u3099"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """A hundred thousand characters are cut in well under a second, whatever they are."""
    started = time.perf_counter()
    text = (piece * 100_000)[:100_000]
    assert words(text) is not None and wanted(text) is not None and list(pieces(text)) is not None
    assert time.perf_counter() - started < 30
