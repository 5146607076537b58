"""How a text is cut into the words under which it is found: folded, and in pairs where scripts have no spaces.

What is indexed and what is looked for go through the same functions; whoever changes what they give raises VERSION, so
that an index made by the older ones is made anew. Nothing here knows the index.
"""

import re
from collections.abc import Iterator
from unicodedata import unidata_version

import regex

from threads.letters import fold

VERSION = f"1 {unidata_version} {regex.__version__}"
"""Changes with every change of what `words` may give for a text, the Unicode tables' changes among them."""

LONGEST = 40
"""Characters of a word: a longer run of letters is cut into several, each a word of its own."""

# Written without spaces between words; Korean has them, but hangs its particles on the words. Not their full
# stops and digits.
_RUNNING = (
    r"[[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    r"\u3005\u3006\u3007\u30FC]&&[\p{L}\p{M}\p{Nl}]]"
)
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{_RUNNING}]"
_IS_RUNNING = regex.compile(rf"(?V1){_RUNNING}")
_WORD = regex.compile(rf"[\p{{L}}\p{{M}}\p{{N}}]{{1,{LONGEST}}}+")
_RUN = regex.compile(rf"(?V1){_RUNNING}++|{_LETTER}{{1,{LONGEST}}}+")
_IGNORED = r"\p{Cf}\uFF70\uFF9E\uFF9F"
_PIECE = regex.compile(
    rf"(?V1){_RUNNING}[{_RUNNING}\p{{M}}{_IGNORED}]*+"
    rf"|{_LETTER}[{_LETTER}\p{{Cf}}]*+(?:['\u2018\u2019][{_LETTER}\p{{Cf}}]++)*+"
)
_ASCII_WORD = re.compile(rf"[a-z0-9]{{1,{LONGEST}}}")
_PROTOCOL = re.compile(r"https?://", re.IGNORECASE)
_APOSTROPHES = "'\u2018\u2019\u02bc"
# Inside a word these join: `don't` is `dont`, as people type it.
_APOSTROPHE = re.compile(r"['\u2018\u2019\u02BC](?<=\w.)(?=\w)")
# But in French, Italian and Catalan a word begins behind one: `l'eau` is found by `eau`.
_ELISION = regex.compile(
    r"['\u2019](?<=(?<!\w)(?:[cdjlmnst]|(?:jus|lors|puis)?qu|(?:d?[ae]|co|ne|que|su)?ll).)"
    r"(?=[aeiouyhàáâäæèéêëíîïòóôöœùúûü])",
    regex.IGNORECASE,
)


def words(text: str) -> list[str]:
    """The words of a text in order, folded, as they are indexed.

    A run of a script without spaces gives every pair of neighbouring characters and its last character alone: so two
    characters are found anywhere, and one is found as the beginning of a pair.
    """
    folded = _cleared(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    if not is_running(folded):
        return _WORD.findall(folded)
    return [word for run in _RUN.findall(folded) for word in (_pairs(run) if _IS_RUNNING.match(run) else (run,))]


def wanted(text: str) -> list[list[str]]:
    """What to look for to find a text: a phrase of words for each run of it.

    As `words`, but a run of a script without spaces is looked for by its pairs alone, since it may go on where it is
    found; one character has no pair.
    """
    runs = _RUN.findall(_cleared(text))
    return [_pairs(run)[: max(len(run) - 1, 1)] if _IS_RUNNING.match(run) else [run] for run in runs]


def phrase(text: str) -> list[str]:
    """The words of a text as they follow one another where it stands, whatever comes before it and after it."""
    runs = wanted(text)
    return [word for run in runs[:-1] for word in (*run, *_last(run))] + (runs[-1] if runs else [])


def pieces(text: str) -> Iterator["regex.Match[str]"]:
    """The text's stretches of letters as they are written, each in scripts without spaces or in others alone.

    The words of the pieces, one after another, are those of the text, but for what a link begins with and for an
    apostrophe beside a script without spaces.
    """
    return _PIECE.finditer(text)


def is_running(text: str) -> bool:
    """Whether there is a script without spaces in the text."""
    return _IS_RUNNING.search(text) is not None


def _cleared(text: str) -> str:
    """The text folded, without what would make words of its own."""
    if "://" in text:
        text = _PROTOCOL.sub(" ", text)
    if any(sign in text for sign in _APOSTROPHES):
        text = _APOSTROPHE.sub("", _ELISION.sub(" ", text))
    return fold(text)


def _last(run: list[str]) -> list[str]:
    """What the index has behind the pairs of a run: its last character alone."""
    return [run[-1][1]] if len(run[-1]) > 1 and is_running(run[-1]) else []


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run))]
