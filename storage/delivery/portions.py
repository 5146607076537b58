"""Stories in portions: who gets which story at which hour, and the rows of the ledger by which each portion comes.

A portion is a publication like a digest, so that a lost answer, a 429 and a block are met by the same rules. Where in
the story a reader is, is their place, as ever.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, Row, Transaction
from storage.delivery.ledger import adjust
from storage.delivery.publications import PublicationId
from storage.delivery.timing import moment_of
from storage.readers import ReaderId
from storage.threads import milliseconds_of
from threads.daytime import next_time
from threads.model import ThreadId
from threads.zones import zone_of

HALF_A_DAY = timedelta(hours=12)
PLANNED = 500
"""Portions that are planned in one transaction."""

_SUBSCRIBER = """
INSERT INTO subscriber (chat_id, topic_id, set_by, language) VALUES ($1, 0, $1, $2) ON CONFLICT DO NOTHING
"""
_SET = """
INSERT INTO portion (reader_id, thread_id, tweets, minute, next_at)
SELECT r.id, t.id, $3, $4, $5 FROM reader r, thread t WHERE r.id = $1 AND t.id = $2
ON CONFLICT (reader_id, thread_id) DO UPDATE SET
  tweets = excluded.tweets, minute = excluded.minute, next_at = excluded.next_at, begun = 0
"""
_ZONE = "SELECT zone FROM reader WHERE id = $1"
_GET = "SELECT tweets, minute FROM portion WHERE reader_id = $1 AND thread_id = $2"
_STOP = "DELETE FROM portion WHERE reader_id = $1 AND thread_id = $2 RETURNING tweets"
_OF_PUBLICATION = "SELECT thread_id, tweets, begun FROM portion WHERE reader_id = $1 AND publication_id = $2"
_BEGUN = "UPDATE portion SET begun = 1 WHERE reader_id = $1 AND thread_id = $2"
_OF_READER = """
SELECT p.thread_id, p.minute, p.next_at, r.zone FROM portion p JOIN reader r ON r.id = p.reader_id
WHERE p.reader_id = $1
"""
_AT = "UPDATE portion SET next_at = $3 WHERE reader_id = $1 AND thread_id = $2"
# Whoever pauses or can't be reached gets none, and goes on where they are when they are back.
_DUE = """
SELECT p.reader_id, p.thread_id, p.minute, r.zone, s.id, s.wakes_at IS NOT NULL OR s.unreachable_since IS NOT NULL
FROM portion p JOIN reader r ON r.id = p.reader_id JOIN subscriber s ON s.chat_id = p.reader_id AND s.topic_id = 0
WHERE p.next_at <= $1 ORDER BY p.next_at LIMIT $2
"""
_NEXT = "UPDATE portion SET next_at = $3, publication_id = $4 WHERE reader_id = $1 AND thread_id = $2"
_PUBLICATION = """
INSERT INTO publication (kind, state, published_at, hears) VALUES ('portion', 'sending', $1, $2) RETURNING id
"""
_ROW = "INSERT INTO delivery (publication_id, subscriber_id, state, due_at) VALUES ($1, $2, 'planned', $3)"


@dataclass(frozen=True, slots=True)
class Planned:
    """A portion on its way; `begun` says that there was one before it."""

    thread: ThreadId
    tweets: int
    begun: bool


@dataclass(frozen=True, slots=True)
class Order:
    """So many tweets at a time, each day at a time of day (minutes after midnight)."""

    tweets: int
    minute: int


class Portions:
    """Reads and writes who gets what in portions, and plans what is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose(
        self, reader: ReaderId, thread: ThreadId, order: Order, now: datetime, *, language: str | None
    ) -> None:
        """Get a story in portions from the next such hour on, by the reader's clock."""
        async with self._database.transaction() as transaction:
            zones = await transaction.fetch(_ZONE, reader)
            at = next_time(now, order.minute, zone_of(zones[0][0] if zones else None))
            await transaction.fetch(_SUBSCRIBER, reader, language)
            await transaction.fetch(_SET, reader, thread, order.tweets, order.minute, milliseconds_of(at))

    async def get(self, reader: ReaderId, thread: ThreadId) -> Order | None:
        """How somebody gets a story in portions; None when they don't."""
        rows = await self._database.fetch(_GET, reader, thread)
        return Order(*rows[0]) if rows else None

    async def stop(self, reader: ReaderId, thread: ThreadId) -> bool:
        """Get no more portions of a story; whether there were to be any."""
        return bool(await self._database.write(_STOP, reader, thread))

    async def planned(self, reader: int, publication: PublicationId) -> Planned | None:
        """The portion that somebody gets by a publication; None when it is not wanted any more."""
        rows = await self._database.fetch(_OF_PUBLICATION, reader, publication)
        return Planned(ThreadId(rows[0][0]), rows[0][1], bool(rows[0][2])) if rows else None

    async def came(self, reader: ReaderId, thread: ThreadId, *, last: bool) -> None:
        """A portion has come; behind the story's last tweet there are no more."""
        await self._database.write(_STOP if last else _BEGUN, reader, thread)

    async def renew(self, reader: ReaderId, now: datetime) -> None:
        """Go by another clock of the reader's: the next ones come when it shows their hours."""
        async with self._database.transaction() as transaction:
            for thread, minute, next_at, zone in await transaction.fetch(_OF_READER, reader):
                # Not on the day of the last one again, for who has gone west.
                at = next_time(max(now, moment_of(next_at) - HALF_A_DAY), minute, zone_of(zone))
                await transaction.fetch(_AT, reader, thread, milliseconds_of(at))

    async def plan(self, now: datetime) -> bool:
        """Plan the portions that are due, some hundreds, at most one for each reader; whether there were any.

        After an absence of days only one comes, not one for each day.
        """
        at = milliseconds_of(now)
        if not await self._database.fetch(_DUE, at, 1):
            return False
        async with self._database.transaction() as transaction:
            due = list(_one_each(await transaction.fetch(_DUE, at, PLANNED)))
            told = [row[4] for row in due if not row[5]]
            publication = await _published(transaction, told, at) if told else None
            await transaction.many(_NEXT, [_next(row, publication, now) for row in due])
        return True


def _one_each(rows: Iterable[Row]) -> Iterable[Row]:
    """The first row of each reader: one publication has one row for a subscriber."""
    return {row[0]: row for row in reversed(list(rows))}.values()


def _next(row: Row, publication: int | None, now: datetime) -> Row:
    reader, thread, minute, zone, _, resting = row
    at = milliseconds_of(next_time(now, minute, zone_of(zone)))
    return (reader, thread, at, None if resting else publication)


async def _published(transaction: Transaction, subscribers: list[int], at: int) -> int:
    publication = int((await transaction.fetch(_PUBLICATION, at, len(subscribers)))[0][0])
    await transaction.many(_ROW, [(publication, subscriber, at) for subscriber in subscribers])
    await adjust(transaction, {publication: Counter(waiting=len(subscribers))}, at)
    return publication
