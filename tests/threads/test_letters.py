"""Which spellings are one, in which degree, and that making a form of a form changes nothing."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threads.letters import caseless, fold, tag_form

MARKED = st.text(
    st.sampled_from("aeæøǽιοαᾼЙёии\u0306\u0301\u0308\u0345\u0653\u0654\u064b\u0640\u200c\u200dیيىےۀہةٱآ漢か\u3099")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ångström", "angstrom"),
        ("STRASSE", "straße"),
        ("ǽon", "aeon"),
        ("Ǿre", "ore"),
        ("Đường", "duong"),
        ("Θάλασσας", "θαλασσασ"),
        ("Ёлка", "елка"),
        ("شُكْرًا", "شكرا"),
        ("أحمد", "احمد"),
        ("ٱلشمس", "الشمس"),
        ("مدرسة", "مدرسه"),
        ("سـلام", "سلام"),
        ("کتابی", "كتابي"),
        ("خانۀ", "خانهٔ"),
        ("می\u200cروم", "میروم"),
        ("שָׁלוֹם", "שלום"),
        ("क़लम", "क\u093cलम"),
        ("१२३ ૧૨૩ ௧௨௩", "123 123 123"),
        ("٢٠٢٤ ۲۰۲۴", "2024 2024"),
        ("๒๐ ໒໐ ២០ ၂၀ ༢༠", "20 20 20 20 20"),
        ("ﾌｪﾘｰ", "フェリー"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("น้ำ", "น้\u0e4dา"),
        ("ａ\u00adｂ\u200b\ufe0f", "ab"),
    ],
)
def test_spellings_that_find_each_other(one: str, other: str) -> None:
    """Case, width, accents, points, forms of a letter, digits and what is never seen do not part words."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("йод", "иод"), ("पानी", "पन"), ("が", "か"), ("น้า", "นา"), ("กา", "ก"), ("þing", "thing"), ("한", "하")],
)
def test_spellings_that_are_different_words(one: str, other: str) -> None:
    """Marks that make another letter, vowel signs and tones among them, stay."""
    assert fold(one) != fold(other)


def test_tags_keep_accents_and_words_do_not() -> None:
    """The three degrees: the same text, the same tag, found alike."""
    assert tag_form("Café") != tag_form("Cafe")
    assert fold("Café") == fold("Cafe")
    assert caseless("کتاب") != caseless("كتاب")
    assert tag_form("کتاب") == tag_form("كتاب")
    assert tag_form("أمل") != tag_form("امل")


def test_a_label_of_dropped_signs_alone_keeps_them() -> None:
    """No tag has an empty form."""
    assert tag_form("ـ\u064b") == "ـ\u064b"


@given(st.text() | MARKED)
@example("ǽǿۂۓﮰ")
@example("e\u200c\u0301")
@example("ی\u0654")
def test_a_form_of_a_form_is_itself(text: str) -> None:
    """Each degree is its own form, and the wider ones take in the narrower."""
    for form in (caseless, tag_form, fold):
        assert form(form(text)) == form(text)
    assert fold(caseless(text)) == fold(text)


@pytest.mark.parametrize("form", [caseless, tag_form, fold])
def test_every_letter_has_one_form(form: type[str]) -> None:
    """For each character there is, its form is its own, composed or not."""
    for letter in (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000):
        found = form(letter)
        assert form(found) == found, hex(ord(letter))
        assert form(unicodedata.normalize("NFD", letter)) == found, hex(ord(letter))
