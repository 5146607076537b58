"""After an absence one digest and no flood: of somebody who could not be reached, and of the program itself."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database import Database, Transaction
from storage.delivery.audience import unwilling
from storage.delivery.ledger import WAITING, Changes, State, adjust
from storage.delivery.timing import FOLLOWED, SOONER
from storage.threads import Threads, milliseconds_of

REMEMBERED = timedelta(days=30)
"""Stories published longer ago are not told to whoever returns."""
MOST = 100
"""Stories that are looked up for somebody who returns: the newest."""
RETURNING = 20
"""People who are looked after in one transaction."""
LATE = timedelta(hours=12)
"""A story that was published longer ago and is still to be told comes with the others of which that is true."""
LATELY = timedelta(hours=1)
"""For so long a publication whose rows were held counts as one of several."""
SLICE = 1_000
"""Rows that are held in one transaction."""
GIVE_WAY = 0.004
"""Seconds between two transactions: readers' taps find the write lock free."""

_RETURNED = """
SELECT id FROM subscriber WHERE missed_since IS NOT NULL AND unreachable_since IS NULL LIMIT $1
"""
_LOOKED_AFTER = "UPDATE subscriber SET missed_since = NULL WHERE id = $1"
# A story that was on its way when they went was skipped; of one whose rows were written later they have none.
_MISSED = f"""
SELECT q.id, q.thread_id, d.state FROM publication q JOIN thread t ON t.id = q.thread_id
LEFT JOIN delivery d ON d.publication_id = q.id AND d.subscriber_id = $1
WHERE q.thread_id IS NOT NULL AND q.published_at >= $2 AND q.first_new IS NULL AND q.folded = 0
  AND q.state <> 'cancelled' AND t.status = 'published'
  AND (d.state IS NULL OR (d.state = 'skipped' AND d.why = 'unreachable'))
  AND EXISTS (SELECT 1 FROM subscription u WHERE u.subscriber_id = $1 AND u.since <= q.published_at AND {FOLLOWED})
ORDER BY q.published_at DESC LIMIT $3
"""
_HOLD_MISSED = """
INSERT INTO delivery (publication_id, subscriber_id, state, tell_at) VALUES ($1, $2, 'held', $3)
ON CONFLICT (publication_id, subscriber_id) DO UPDATE SET state = 'held', why = NULL, tell_at = excluded.tell_at
"""
_LATE_ONES = """
SELECT id FROM publication
WHERE state IN ('planning', 'sending') AND thread_id IS NOT NULL AND paused = 0 AND published_at < $1 ORDER BY id
"""
# Rows that are due, and those whose lease has ended: nobody is about to send them.
_DUE = """
SELECT subscriber_id FROM delivery
WHERE publication_id = $1 AND due_at <= $2 AND state IN ('planned', 'leased') ORDER BY due_at, subscriber_id LIMIT $3
"""
# Others that are late are still under way, or were held a moment ago.
_LATE_AMONG_OTHERS = """
SELECT q.id FROM publication q WHERE q.id = $1 AND q.published_at < $2 AND EXISTS (
  SELECT 1 FROM publication p WHERE p.thread_id IS NOT NULL AND p.id <> q.id AND p.published_at < $2
    AND (p.state IN ('planning', 'sending') OR (p.folded = 0 AND p.finished_at > $3)))
"""
_WRITTEN = """
SELECT subscriber_id FROM delivery
WHERE publication_id = $1 AND subscriber_id > $2 AND subscriber_id <= $3 AND state = 'planned'
"""
_HOLD = """
UPDATE delivery SET state = 'held', due_at = NULL, tell_at = $3 WHERE publication_id = $1 AND subscriber_id = $2
"""


class Absence:
    """Looks after those who return, and after what the program left undone while it was away."""

    def __init__(self, database: Database, threads: Threads) -> None:
        self._database = database
        self._threads = threads

    async def catch_up(self, now: datetime) -> bool:
        """Hold what some who can be reached again have missed, for one digest now; whether there were any."""
        returned = await self._database.fetch(_RETURNED, RETURNING)
        for (subscriber,) in returned:
            missed = await self._missed(subscriber, now)
            async with self._database.transaction() as transaction:
                await transaction.fetch(_LOOKED_AFTER, subscriber)
                await _hold_missed(transaction, subscriber, missed, milliseconds_of(now))
        return bool(returned)

    async def _missed(self, subscriber: int, now: datetime) -> list[tuple[int, str | None]]:
        """The publications that a subscriber missed, each with the state of its row, and none they leave out."""
        found = await self._database.fetch(_MISSED, subscriber, milliseconds_of(now - REMEMBERED), MOST)
        wanted = []
        for publication, thread, state in found:
            story = await self._threads.fresh(thread)
            tags = {tag.key for tag in story.tags} if story else set()
            if story and not await unwilling(self._database.fetch, story.thread, tags, subscriber - 1, subscriber):
                wanted.append((publication, state))
        return wanted

    async def gather(self, now: datetime) -> int:
        """Hold the rows that should have been sent long ago, of several publications, for one digest each; how many.

        For a program that was away: what it left undone would come as one message after the other.
        """
        publications = [
            publication for (publication,) in await self._database.fetch(_LATE_ONES, milliseconds_of(now - LATE))
        ]
        gathered = 0
        for publication in publications if len(publications) > 1 else []:
            while held := await self._hold_slice(publication, milliseconds_of(now)):
                gathered += held
                await asyncio.sleep(GIVE_WAY)
        return gathered

    async def _hold_slice(self, publication: int, now: int) -> int:
        async with self._database.transaction() as transaction:
            due = [subscriber for (subscriber,) in await transaction.fetch(_DUE, publication, now, SLICE)]
            await hold(transaction, publication, due, now)
        return len(due)


async def hold_if_late(transaction: Transaction, publication: int, first: int, last: int, now: int) -> None:
    """Hold what was just written of a publication that should have been told long ago, as others should.

    Its rows are those of the subscribers behind `first` up to `last`; `now` is in milliseconds.
    """
    if await transaction.fetch(_LATE_AMONG_OTHERS, publication, now - _ms(LATE), now - _ms(LATELY)):
        written = await transaction.fetch(_WRITTEN, publication, first, last)
        await hold(transaction, publication, [subscriber for (subscriber,) in written], now)


def _ms(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


async def hold(transaction: Transaction, publication: int, subscribers: Sequence[int], now: int) -> None:
    """Hold the open rows of these subscribers, to be told with what else is due. `now` in milliseconds."""
    await transaction.many(_HOLD, [(publication, subscriber, now) for subscriber in subscribers])
    await transaction.many(SOONER, [(subscriber, now) for subscriber in subscribers])
    changed = len(subscribers)
    await adjust(transaction, {publication: Counter({WAITING: -changed, State.HELD: changed})}, now)


async def _hold_missed(
    transaction: Transaction, subscriber: int, missed: Sequence[tuple[int, str | None]], now: int
) -> None:
    changes: Changes = {}
    for publication, state in missed:
        await transaction.fetch(_HOLD_MISSED, publication, subscriber, now)
        changes[publication] = Counter({State.HELD: 1})
        if state is not None:
            changes[publication][state] -= 1
    if missed:
        await transaction.fetch(SOONER, subscriber, now)
        await adjust(transaction, changes, now)
