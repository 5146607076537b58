"""Which spellings are near: every single slip, and nothing for words of a few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.letters import fold
from threads.spelling import LONGEST, SHORTEST, near

ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіґ",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "ابپتثجچحخدذرزژسشصضطظعغفقكگلمنوهي",
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "अआइकखगघचजटठडतथदधनपफबमयरलवशसहािीुूेो",
]


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A word, and what becomes of it by one slip of the finger."""
    letters = st.sampled_from(fold(draw(st.sampled_from(ALPHABETS))))
    word = draw(st.text(letters, min_size=SHORTEST, max_size=LONGEST))
    place, letter = draw(st.integers(0, len(word) - 1)), draw(letters)
    before, at, behind = word[:place], word[place], word[place + 1 :]
    slipped = [before + behind, before + letter + behind, before + at + letter + behind, before + letter + at + behind]
    if behind:
        slipped.append(before + behind[0] + at + behind[1:])
    return word, draw(st.sampled_from(slipped))


@given(slips())
def test_every_single_slip_is_near(pair: tuple[str, str]) -> None:
    """A letter left out, exchanged, added or two in turn, in each alphabet; never the word itself, none twice."""
    word, slipped = pair
    found = near(word)
    assert slipped == word or slipped in found
    assert word not in found and len(found) == len(set(found))


@pytest.mark.parametrize("word", ["", "sea", "x" * (LONGEST + 1)])
def test_short_and_long_words_have_no_near_ones(word: str) -> None:
    """A word of three letters is near to too many others."""
    assert near(word) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("گفتکو", "گفتگو"),
        ("كفتگو", "گفتگو"),
        ("موزه", "موژه"),
        ("грунт", "ґрунт"),
        ("қазан", "казан"),
        ("abcйd", "abcжd"),
    ],
)
def test_letters_of_the_next_block_are_near(typed: str, meant: str) -> None:
    """Persian, Ukrainian and Kazakh write with letters from two blocks, and some words with two scripts."""
    assert fold(meant) in near(fold(typed))


@pytest.mark.parametrize("word", ["harbourharbourharbourharb", "گفتگوگفتگوگفتگوگفتگوگفت", "ґаваньґаваньґаваньґавань"])
def test_there_are_some_thousand_at_most(word: str) -> None:
    """A block of which a language uses few letters adds those alone."""
    assert len(near(word[:LONGEST])) < 4_000
