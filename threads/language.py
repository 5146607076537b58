"""Which language a story is in: as its source says, else as its words look."""

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import regex

from threads.model import Thread

if TYPE_CHECKING:
    from lingua import LanguageDetector

LOOKED_AT = 80
"""Characters of a story that its language is told by."""
_LEAST = 12
"""Characters below which a guess would be no better than none."""

# Codes that X gives where there is no language; old codes, and kinds of one language that nobody searches apart.
_NONE = {"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"}
_SAME = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "nb": "no", "nn": "no", "mo": "ro"}
# Among all languages short texts are taken for rare ones, in twice the time.
_GUESSED = """
ar bg bn ca cs da de el en es et fa fi fr ga he hi hr hu id it ja ka ko lt lv mr nb nl pl pt ro ru sk sl sr sv sw ta te
th tl tr uk ur vi zh
"""
_CODE = regex.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*+")
_NO_WORDS = regex.compile(r"https?://\S++|[@#＃＠]\S++|[^\p{L}\p{M}\s']++")


def code_of(tag: str) -> str:
    """The code under which a language tag is found (`ar` of `ar-EG`, `he` of `iw`); empty when it names none."""
    match = _CODE.fullmatch(tag)
    code = match[1].lower() if match else ""
    return "" if code in _NONE else _SAME.get(code, code)


def language_of(thread: Thread) -> str:
    """The code of the story's language: the source's word for it, else for most of its tweets, else a guess.

    Empty when nothing can be told. Makes the guesser at its first use, which takes half a second and some 70 MB.
    """
    return said_of(thread) or _guess(thread)


def said_of(thread: Thread) -> str:
    """The code of the language that the source names, without a guess; empty when it names none."""
    if thread.lang and (code := code_of(thread.lang)):
        return code
    named = Counter(code for tweet in thread if tweet.lang and (code := code_of(tweet.lang)))
    return named.most_common(1)[0][0] if named else ""


def _guess(thread: Thread) -> str:
    sample = ""
    for tweet in thread:
        sample = f"{sample} {_NO_WORDS.sub(' ', tweet.text[:LOOKED_AT])}".strip()
        if len(sample) >= LOOKED_AT:
            break
    if len(sample) < _LEAST:
        return ""
    found = _guesser().detect_language_of(sample[:LOOKED_AT])
    return code_of(found.iso_code_639_1.name) if found else ""


@cache
def _guesser() -> "LanguageDetector":
    # A bot that only reads stories out need not load it.
    from lingua import IsoCode639_1, Language, LanguageDetectorBuilder

    languages = [Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper())) for code in _GUESSED.split()]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
