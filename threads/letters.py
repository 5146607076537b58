"""When two spellings are one: case, width, accents, vowel points, and the forms that one letter has.

Three degrees: `caseless` for what must be the same text, `tag_form` for hashtags, `fold` for finding. Whoever changes
what `fold` gives raises VERSION in `words.py`.
"""

from unicodedata import category, decomposition, is_normalized, normalize

import regex

# Accents on Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic: not the vowel signs of other scripts.
_MARKS = regex.compile(
    r"[\u0300-\u036F\u0591-\u05BD\u05BF-\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06ED]"
)
_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\u0640]")
_DIGITS = (0x660, 0x6F0, *range(0x966, 0xE00, 0x80), 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0)
"""The zeros of Arabic, Persian, the scripts of India, Thai, Lao, Tibetan, Myanmar and Khmer."""
_CHANGED = (
    *(range(0xA0, 0x700), range(0x1E00, 0x2070), range(0xFE00, 0xFE10), range(0xE0000, 0xE01F0)),
    *(range(0x115F, 0x1161), range(0x17B4, 0x17B6), range(0x180B, 0x1810), (0x3164, 0xFEFF, 0xFFA0)),
)
"""Where the characters stand that have an accent, are one, or are never seen."""
_OF_THEIR_OWN = "йЙ"
"""Letters that their readers do not take for accented ones."""

_ONE_LETTER = str.maketrans(dict.fromkeys("یىے", "ي") | dict.fromkeys("کڪ", "ك") | dict.fromkeys("ہەۀۂ", "ه"))
"""Forms of one letter in Arabic and in Persian."""
_NOT_IN_TAGS = regex.compile(r"[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06ED\u0640\u200C\u200D]")
"""Vowel points, tatweel, joiners: with and without them a word is the same."""
_ALIKE = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ة": "ه", "ٱ": "ا"}
)


def _base(letter: str) -> str:
    """A letter without its accents; nothing for an accent alone, and for what is never seen."""
    if _UNSEEN.match(letter) or (_MARKS.match(letter) and category(letter) == "Mn"):
        return ""
    first = decomposition(letter).partition(" ")[0]
    return letter if not first or first.startswith("<") or letter in _OF_THEIR_OWN else _base(chr(int(first, 16)))


def _table() -> dict[int, str]:
    """Everything that `fold` changes in a text whose case and width are settled."""
    alike = _ONE_LETTER | _ALIKE
    table = {code: _base(chr(code)).translate(alike) for codes in _CHANGED for code in codes}
    table |= {zero + digit: str(digit) for zero in _DIGITS for digit in range(10)}
    return {code: base for code, base in table.items() if base != chr(code)}


_FOLDED = _table()


def caseless(text: str) -> str:
    """The text in one case and width: NFKC and case folded. Doing it twice changes nothing."""
    return text.lower() if text.isascii() else _normal(_normal(text).casefold())


def tag_form(label: str) -> str:
    """A hashtag's label in one case, width and form of each letter, without vowel points; accents stay.

    Doing it twice changes nothing. A label of nothing but signs that are dropped keeps them.
    """
    form = caseless(label)
    if form.isascii():
        return form
    return _normal(_NOT_IN_TAGS.sub("", form).translate(_ONE_LETTER)) or form


def fold(text: str) -> str:
    """The text as it is compared in searches: `tag_form`, and without accents, digits in one form.

    Doing it twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    return _normal(caseless(text).translate(_FOLDED))


def _normal(text: str) -> str:
    return text if is_normalized("NFKC", text) else normalize("NFKC", text)
