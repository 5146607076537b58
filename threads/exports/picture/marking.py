"""What Pango is told about parts of a text: their colours, and where no line may end."""

from collections.abc import Iterable, Iterator
from ctypes import c_void_p, cast
from dataclasses import dataclass
from typing import Any

import regex

from threads.exports.picture.colours import Colour
from threads.exports.picture.native import Held, native

KEPT = 16
"""Characters up to which a tag or a Korean word is kept whole."""

# By the general rules a line may end between any two syllables; readers of Korean expect it between words.
_KOREAN_WORD = regex.compile(r"\p{Hangul}[\p{Hangul}\p{M}\p{P}]*+")
# Noto Naskh Arabic has the Urdu forms of 4, 6 and 7 in every language; its sans serif sister knows Persian.
_PERSIAN_NUMBER = regex.compile(r"[\u06F0-\u06F9]++")
_PERSIAN_DIGITS = b"Noto Sans Arabic"
_LATIN_WORDS = regex.compile(r"[\p{Latin}0-9@_](?:[\p{Latin}\p{M}\p{N}@_./:&'’ -]*[\p{Latin}0-9/])?+")
_URDU_FORMS = ("ur", "sd", "ks")


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of code points in a colour of its own: a tag, a mention, a link."""

    start: int
    end: int
    colour: Colour


def mark_up(layout: Held, text: str, language: str, marks: Iterable[Mark], *, guest: float = 1) -> None:
    """Tell the layout of `text` about its marks, and about the words that stay whole.

    `guest` is the share of the size that Latin words take.
    """
    pango = native()
    marks = tuple(marks)
    attributes = pango.pango_attr_list_new()
    # A hyphen in an address that is broken would seem to belong to it.
    pango.pango_attr_list_insert(attributes, cast(pango.pango_attr_insert_hyphens_new(0), c_void_p))
    for mark in marks:
        colour = pango.pango_attr_foreground_new(*(round(part * 0xFFFF) for part in mark.colour))
        _insert(attributes, colour, text, (mark.start, mark.end))
    if not language.startswith(_URDU_FORMS):
        for number in _PERSIAN_NUMBER.finditer(text):
            _insert(attributes, pango.pango_attr_family_new(_PERSIAN_DIGITS), text, number.span())
    if guest != 1:
        for words in _LATIN_WORDS.finditer(text):
            _insert(attributes, pango.pango_attr_scale_new(guest), text, words.span())
    for span in _kept(text, marks):
        _insert(attributes, pango.pango_attr_allow_breaks_new(0), text, span)
    pango.pango_layout_set_attributes(layout.pointer, attributes)
    pango.pango_attr_list_unref(attributes)


def _insert(attributes: int, attribute: Any, text: str, span: tuple[int, int]) -> None:
    attribute.contents.start, attribute.contents.end = (len(text[:place].encode()) for place in span)
    native().pango_attr_list_insert(attributes, cast(attribute, c_void_p))


def _kept(text: str, marks: Iterable[Mark]) -> Iterator[tuple[int, int]]:
    for mark in marks:
        # Of a long tag at least its sign stays with it: before Han characters a line might end there.
        yield (mark.start, mark.end if mark.end - mark.start <= KEPT else mark.start + 2)
    for word in _KOREAN_WORD.finditer(text):
        if len(word[0]) <= KEPT:
            yield word.span()
