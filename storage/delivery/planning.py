"""From a publication to its rows: one for each subscriber, written by a stored cursor in short transactions.

A process that dies goes on at the cursor; a row is never written twice, however many subscriptions of a chat match.
When a story has grown, those who finished it come after its followers, with a cursor of their own.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from time import perf_counter
from typing import Any

import orjson

from storage.database import Database, Transaction
from storage.delivery import finishers, timing
from storage.delivery.absence import hold_if_late
from storage.delivery.audience import parameters_of, slice_sql, unwilling
from storage.delivery.ledger import State, Why, adjust, move
from storage.delivery.publications import PublicationKind
from storage.delivery.slicing import Slices
from storage.delivery.subjects import Subject, subjects_of
from storage.delivery.timing import put_to_their_time
from storage.threads import StoredThread, Threads, milliseconds_of
from threads.model import ThreadId

# Asked every second: the first condition is the one of the index that holds only what is open.
_NEXT = """
SELECT id, thread_id FROM publication WHERE state IN ('planning', 'sending') AND state = 'planning' ORDER BY id LIMIT 1
"""
_CURSOR = "SELECT cursor, kind, finisher_cursor FROM publication WHERE id = $1 AND state = 'planning'"
_LAST = "SELECT max(subscriber_id) FROM ({slice}) AS slice"
# Behind the subjects come the publication and the time.
_WRITE = """
INSERT INTO delivery (publication_id, subscriber_id, state, due_at)
SELECT {publication}, s.id, CASE WHEN s.wakes_at IS NULL THEN 'planned' ELSE 'held' END,
  CASE WHEN s.wakes_at IS NULL THEN {now} END
FROM ({slice}) AS slice JOIN subscriber s ON s.id = slice.subscriber_id
WHERE s.unreachable_since IS NULL
ON CONFLICT (publication_id, subscriber_id) DO NOTHING
"""
_WRITTEN = """
SELECT CASE WHEN due_at IS NOT NULL THEN 'waiting' ELSE state END, count(*) FROM delivery
WHERE publication_id = $1 AND subscriber_id > $2 AND subscriber_id <= $3 GROUP BY 1
"""
_ADVANCE = "UPDATE publication SET cursor = $2 WHERE id = $1"
# The publication and the time come behind the story and the slice of its readers.
_WRITE_FINISHERS = f"""{_WRITE.format(slice=finishers.SLICE_SQL, publication="$4", now="$5")}
RETURNING subscriber_id, CASE WHEN due_at IS NOT NULL THEN 'waiting' ELSE state END
"""
_ADVANCE_READERS = "UPDATE publication SET finisher_cursor = $2 WHERE id = $1"
_PLANNED = "UPDATE publication SET state = 'sending' WHERE id = $1 AND state = 'planning'"
_UNWILLING = "publication_id = $1 AND subscriber_id = $2 AND state IN ('planned', 'held')"


class Planning:
    """Writes the rows of publications, the oldest publication first."""

    def __init__(self, database: Database, threads: Threads) -> None:
        self._database = database
        self._threads = threads
        self._slices = Slices()

    async def step(self, now: datetime) -> bool:
        """Write the next slice of rows, about 5,000 or what takes some 20 ms; whether there was anything to write."""
        rows = await self._database.fetch(_NEXT)
        if rows:
            publication, thread = rows[0]
            await self._slice(publication, thread, milliseconds_of(now))
        return bool(rows)

    async def _slice(self, publication: int, thread: ThreadId, now: int) -> None:
        subjects = await subjects_of(self._database.fetch, thread)
        story = await self._threads.fresh(thread)
        async with self._database.transaction() as transaction:
            began = perf_counter()
            await _write_slice(transaction, publication, subjects, story, now, self._slices.rows)
            self._slices.took(perf_counter() - began)


async def _write_slice(
    transaction: Transaction,
    publication: int,
    subjects: Sequence[Subject],
    story: StoredThread | None,
    now: int,
    size: int,
) -> None:
    """Write a slice of followers, or behind the last of them one of finishers; behind those nothing is left to plan."""
    cursors = await transaction.fetch(_CURSOR, publication)
    if not cursors:
        return
    first, kind, reader = cursors[0]
    if await _followers(transaction, publication, subjects, story, first, now, size):
        return
    if kind == PublicationKind.GROWTH and await _finishers(transaction, publication, story, reader, now, size):
        return
    await transaction.fetch(_PLANNED, publication)
    await adjust(transaction, {publication: Counter()}, now)


async def _followers(
    transaction: Transaction,
    publication: int,
    subjects: Sequence[Subject],
    story: StoredThread | None,
    first: int,
    now: int,
    size: int,
) -> bool:
    """Write the rows of the slice of subscribers behind `first`; whether there was one."""
    given = parameters_of(subjects)
    sql = slice_sql(len(subjects))
    last = await _end_of_slice(transaction, sql, first, size, given)
    if last is not None and size > timing.FEWER and await timing.crowded(transaction.fetch, first, last):
        size, last = timing.FEWER, await _end_of_slice(transaction, sql, first, timing.FEWER, given)
    if last is None:
        return False
    place = len(given) + 3
    write = _WRITE.format(slice=sql, publication=f"${place}", now=f"${place + 1}")
    await transaction.fetch(write, first, size, *given, publication, now)
    await transaction.fetch(_ADVANCE, publication, last)
    written = await transaction.fetch(_WRITTEN, publication, first, last)
    await adjust(transaction, {publication: Counter(dict(written))}, now)
    if story:
        unwished = await unwilling(transaction.fetch, story.thread, _keys(story), first, last)
        await _skip(transaction, publication, unwished, now)
    await put_to_their_time(transaction, timing.WRITTEN, (publication, first, last), now)
    await hold_if_late(transaction, publication, first, last, now)
    return True


async def _end_of_slice(
    transaction: Transaction, sql: str, first: int, size: int, subjects: Sequence[Any]
) -> int | None:
    last: int | None = (await transaction.fetch(_LAST.format(slice=sql), first, size, *subjects))[0][0]
    return last


async def _finishers(
    transaction: Transaction, publication: int, story: StoredThread | None, first: int, now: int, size: int
) -> bool:
    """Write the rows of the slice of readers behind `first` that have none yet; whether there was a slice."""
    last = await finishers.end_of_slice(transaction.fetch, story.id, first, size) if story else None
    if story is None or last is None:
        return False
    await finishers.make_known(transaction, story.id, first, last)
    written = await transaction.fetch(_WRITE_FINISHERS, story.id, first, last, publication, now)
    await transaction.fetch(_ADVANCE_READERS, publication, last)
    await adjust(transaction, {publication: Counter(standing for _, standing in written)}, now)
    told = [subscriber for subscriber, _ in written]
    unwished = await finishers.unwilling(transaction.fetch, story.thread, _keys(story), told)
    await _skip(transaction, publication, unwished, now)
    await put_to_their_time(transaction, timing.WRITTEN_FOR, (publication, orjson.dumps(told).decode()), now)
    return True


def _keys(story: StoredThread) -> set[str]:
    return {tag.key for tag in story.tags}


async def _skip(transaction: Transaction, publication: int, subscribers: list[int], now: int) -> None:
    for subscriber in subscribers:
        await move(transaction, _UNWILLING, (publication, subscriber), State.SKIPPED, now, why=Why.LEFT_OUT)
