"""English sentences known again by their pattern, and said in the reader's language.

Errors and drafts bring whole sentences, with names and numbers in them, from where nobody knows who will read them.
They may also come from a stranger's file: what is not known is shown as it is, and nothing here takes longer for a
hostile sentence than for another.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from handlers.catalogue import ENGLISH, Words
from handlers.views.html import isolated
from handlers.views.reasons import PHRASES, REASONS

LONGEST = 1_000
"""Characters of a sentence that is looked at; those that Spool gives have fewer, unless a name in them is longer."""
DEEPEST = 4
"""Sentences inside sentences: `3 posts can't be read, the first is line 2: …`."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"[0-9][0-9,]{0,20}")
_COUNTED = re.compile(r"([0-9][0-9,]{0,20}) ([a-z]+)")
_NUMBERS = frozenset(("count", "least", "mebibytes", "minutes", "most", "number", "seconds"))
_COUNTS = frozenset(("blocks", "parts", "posts", "tweets"))
_WITH_COLONS = frozenset(("error", "form"))

_NOUNS: Mapping[str, Callable[[Words, int], str]] = {
    "tweet": lambda words, n: words.count("{n} tweet", "{n} tweets", n),
    "story": lambda words, n: words.count("{n} story", "{n} stories", n),
    "block": lambda words, n: words.count("{n} block of text", "{n} blocks of text", n),
    "post": lambda words, n: words.count("{n} post", "{n} posts", n),
    "part": lambda words, n: words.count("{n} part", "{n} parts", n),
    "entry": lambda words, n: words.count("{n} entry", "{n} entries", n),
    "thread": lambda words, n: words.count("{n} thread", "{n} threads", n),
    "file": lambda words, n: words.count("{n} file", "{n} files", n),
}


def in_words(why: str, words: Words, also: Sequence[str] = ()) -> str:
    """A reason in the reader's language, where Spool gives it or it is one of those `also` known; else as it is."""
    if words.language is ENGLISH or len(why) > LONGEST:
        return why
    return _recognised(why, (*also, *REASONS), words, DEEPEST) or why


def _recognised(said: str, patterns: Sequence[str], words: Words, depth: int) -> str | None:
    for pattern in patterns if depth else ():
        found = _values(pattern, said)
        if found is None:
            continue
        shown = {name: _shown(name, value, words, depth - 1) for name, value in found.items()}
        values = {name: value for name, value in shown.items() if value is not None}
        if len(values) == len(shown):
            return words.say(pattern, **values)
    return None


def _values(pattern: str, said: str) -> dict[str, str] | None:
    """What stands for each placeholder, never nothing; None when the sentence is another."""
    begin, *pieces = _PLACEHOLDER.split(pattern)
    if not pieces:
        return {} if said == pattern else None
    names, literals = pieces[::2], pieces[1::2]
    end = len(said) - len(literals[-1])
    place = len(begin)
    if not said.startswith(begin) or not said.endswith(literals[-1]):
        return None
    values: dict[str, str] = {}
    for name, literal in zip(names, literals, strict=True):
        until = end if len(values) == len(names) - 1 else said.find(literal, place, end)
        if until <= place:
            return None
        values[name] = said[place:until]
        place = until + len(literal)
    return values


def _shown(name: str, value: str, words: Words, depth: int) -> str | None:
    """A value in the reader's language; None when it can't be one of this name."""
    if name in _NUMBERS:
        return words.number(_number(value)) if _NUMBER.fullmatch(value) else None
    if name in _COUNTS:
        return _counted(value, words)
    if name == "why":
        return _recognised(value, REASONS, words, depth)
    if ": " in value and name not in _WITH_COLONS:
        return None  # The colon of a sentence around this one.
    return _recognised(value, PHRASES, words, depth) or isolated(value)


def _counted(value: str, words: Words) -> str | None:
    found = _COUNTED.fullmatch(value)
    said = _NOUNS.get(_singular(found[2])) if found else None
    return said(words, _number(found[1])) if found and said else None


def _singular(noun: str) -> str:
    return noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _number(value: str) -> int:
    return int(value.replace(",", ""))
