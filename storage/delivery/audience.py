"""Who is to hear of a story: walked by a cursor over the subscribers' ids, a few thousand at a time.

A slice costs the same wherever the cursor stands and however many there are in all, so neither counting a million
subscribers nor writing their rows ever holds a reader's tap.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from storage.database import Fetch, Row
from storage.delivery.subjects import Subject
from threads.leaving_out import leaves_out
from threads.model import Thread

SLICE = 5_000
"""Subscribers looked at in one step: some ten milliseconds."""

# The smallest ids of a union are among the smallest ids of its parts.
_ARM = """SELECT subscriber_id FROM (SELECT subscriber_id FROM subscription
  WHERE kind = ${kind} AND subject_id = ${subject} AND subscriber_id > $1 ORDER BY subscriber_id LIMIT $2) AS arm"""
_REACHED = """
SELECT count(*), max(subscriber_id), count(CASE WHEN s.unreachable_since IS NULL THEN 1 END)
FROM ({slice}) AS slice JOIN subscriber s ON s.id = slice.subscriber_id
"""
_LEFT_OUT = "SELECT subscriber_id, word FROM left_out WHERE subscriber_id > $1 AND subscriber_id <= $2"
_FIRST = 3
"""The number of the first parameter that names a subject: the cursor and the limit come before."""


@lru_cache(maxsize=200)
def slice_sql(subjects: int) -> str:
    """The next subscribers of one of so many subjects, each once: $1 is the cursor, $2 the limit, then the subjects."""
    places = range(_FIRST, _FIRST + 2 * subjects, 2)
    arms = " UNION ".join(_ARM.format(kind=place, subject=place + 1) for place in places)
    return f"{arms} ORDER BY subscriber_id LIMIT $2"


def parameters_of(subjects: Sequence[Subject]) -> list[Any]:
    """The subjects as the parameters behind cursor and limit."""
    return [value for subject in subjects for value in (subject.kind, subject.id)]


async def reach(fetch: Fetch, subjects: Sequence[Subject], cursor: int) -> tuple[int, int] | None:
    """The next slice: how many of it can be written to, and where the next one begins; None at the end."""
    sql = _REACHED.format(slice=slice_sql(len(subjects)))
    found, last, reached = (await fetch(sql, cursor, SLICE, *parameters_of(subjects)))[0]
    return (int(reached), int(last)) if found else None


async def unwilling(fetch: Fetch, thread: Thread, tags: Collection[str], first: int, last: int) -> list[int]:
    """Of the subscribers after `first` up to `last` those who leave out a word or tag of the story."""
    return leaving_out(await fetch(_LEFT_OUT, first, last), thread, tags)


def leaving_out(rows: Iterable[Row], thread: Thread, tags: Collection[str]) -> list[int]:
    """Of subscribers with each of their words those of whose words one stands in the story."""
    words: dict[int, list[str]] = {}
    for subscriber, word in rows:
        words.setdefault(subscriber, []).append(word)
    return [subscriber for subscriber, left_out in words.items() if leaves_out(left_out, thread, tags)]


async def count(fetch: Fetch, subjects: Sequence[Subject]) -> int:
    """How many subscribers there are that can be written to, each counted once."""
    total, cursor = 0, 0
    while found := await reach(fetch, subjects, cursor):
        total, cursor = total + found[0], found[1]
    return total
