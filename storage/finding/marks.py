"""What the index knows of a story besides its words, each as a word that no text can hold: tags, author, language, day.

So one index answers every query, and its rarest part drives it. The marks begin with a private-use character.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b

from threads.letters import caseless
from threads.model import Thread

ANY = "\ue000"
"""Stands before each tweet: no phrase runs across it, and every story has it."""
PROTECTED = f"{ANY}p"

FIRST_YEAR, LAST_YEAR = 2000, 2049
"""Years that a range names one by one; those before and after it are named by their first digits."""


def of_story(thread: Thread, tag_keys: Iterable[str], language: str) -> Iterator[str]:
    """Every mark of a story."""
    yield from map(of_tag, tag_keys)
    if thread.author.handle:
        yield of_handle(thread.author.handle)
    if language:
        yield of_language(language)
    if thread.protected:
        yield PROTECTED
    if thread.written:
        at = thread.written.at
        day = f"{at.year:04}{at.month:02}{at.day:02}"
        yield from (f"{ANY}y{day[:4]}", f"{ANY}m{day[:6]}", f"{ANY}d{day}")


def of_tag(key: str) -> str:
    """The mark of a tag's key."""
    return f"{ANY}t{_digest(key)}"


def of_handle(handle: str) -> str:
    """The mark of an author's handle, whatever network it is in."""
    return f"{ANY}a{_digest(caseless(handle))}"


def of_language(code: str) -> str:
    """The mark of a language's code."""
    return f"{ANY}l{code}"


def from_day(day: date) -> list[str]:
    """Marks of which a story has one that was written on this day or later; `*` ends one that may go on."""
    months = [f"{ANY}m{day.year:04}{month:02}" for month in range(day.month + 1, 13)]
    days = [f"{ANY}d{day.year:04}{day.month:02}{number:02}" for number in range(day.day, 32)]
    return [*_years(day.year + 1, 10_000), *months, *days]


def before_day(day: date) -> list[str]:
    """Marks of which a story has one that was written before this day; `*` ends one that may go on."""
    months = [f"{ANY}m{day.year:04}{month:02}" for month in range(1, day.month)]
    days = [f"{ANY}d{day.year:04}{day.month:02}{number:02}" for number in range(1, day.day)]
    return [*_years(0, day.year), *months, *days]


def _years(start: int, end: int) -> list[str]:
    """The years from `start` and before `end`: those of this century by name, others by whole centuries and decades."""
    marks = []
    year = start
    while year < end:
        spans = (1,) if FIRST_YEAR <= year <= LAST_YEAR else (1000, 100, 10, 1)
        span = next(span for span in spans if year % span == 0 and year + span <= end)
        digits = 4 - len(str(span)) + 1
        marks.append(f"{ANY}y{year:04}"[: 2 + digits] + ("*" if span > 1 else ""))
        year += span
    return marks


def _digest(text: str) -> str:
    """Ten characters that stand for a text of any length and content."""
    return blake2b(text.encode(), digest_size=5).hexdigest()
