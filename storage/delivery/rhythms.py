"""The rhythms that chats have chosen, changed at any time: what is held then goes by the new one, nothing twice."""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, Transaction
from storage.delivery import timing
from storage.delivery.subjects import Subject
from storage.delivery.subscribers import TELLS_AT, Address, SubscriberId, known
from storage.threads import milliseconds_of
from threads.rhythm import Pace, Rhythm

_GET = f"""
SELECT {timing.COLUMNS} FROM rhythm h JOIN subscriber s ON s.id = h.subscriber_id
WHERE s.chat_id = $1 AND s.topic_id = $2
"""
_SET = """
INSERT INTO rhythm (subscriber_id, pace, minute, weekday, quiet_from, quiet_until, silent)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (subscriber_id) DO UPDATE SET pace = excluded.pace, minute = excluded.minute, weekday = excluded.weekday,
  quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, silent = excluded.silent
"""
_BEGIN = """
INSERT INTO rhythm (subscriber_id, pace, minute, weekday, silent) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING
"""
_FIND = "SELECT id FROM subscriber WHERE chat_id = $1 AND topic_id = $2"
_OWN = "SELECT count(*) FROM subscription WHERE subscriber_id = $1 AND pace IS NOT NULL"
_SET_PACE = "UPDATE subscription SET pace = $4 WHERE subscriber_id = $1 AND kind = $2 AND subject_id = $3"
_DEFAULT = Rhythm()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chat's rhythm, and how many subscriptions have a pace of their own."""

    rhythm: Rhythm
    own: int


class Rhythms:
    """Reads and changes rhythms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, address: Address) -> Chosen:
        """What a chat has chosen; at once, at any hour and with a sound for whoever has not."""
        found = await self._database.fetch(_FIND, address.chat, address.topic)
        if not found:
            return Chosen(_DEFAULT, 0)
        rows = await self._database.fetch(_GET, address.chat, address.topic)
        own = await self._database.fetch(_OWN, found[0][0])
        return Chosen(timing.rhythm_of(rows[0]) if rows else _DEFAULT, int(own[0][0]))

    async def choose(
        self, address: Address, rhythm: Rhythm, now: datetime, *, set_by: int | None, language: str | None
    ) -> None:
        """Choose a rhythm. What waits or is held goes by it from now on."""
        async with self._database.transaction() as transaction:
            subscriber = await known(transaction, address, set_by, language)
            quiet = rhythm.quiet or (None, None)
            given = (rhythm.pace, rhythm.minute, rhythm.weekday, *quiet, int(rhythm.silent))
            await transaction.fetch(_SET, subscriber, *given)
            await _renew(transaction, subscriber, milliseconds_of(now))

    async def pace(self, address: Address, subject: Subject, pace: Pace | None, now: datetime) -> None:
        """Hear of one thing that is followed at a pace of its own; None for the chat's. Nothing when it is not."""
        async with self._database.transaction() as transaction:
            for (subscriber,) in await transaction.fetch(_FIND, address.chat, address.topic):
                await transaction.fetch(_BEGIN, subscriber, _DEFAULT.pace, _DEFAULT.minute, _DEFAULT.weekday)
                await transaction.fetch(_SET_PACE, subscriber, subject.kind, subject.id, pace)
                await _renew(transaction, subscriber, milliseconds_of(now))

    async def renew(self, address: Address, now: datetime) -> None:
        """Go by another clock: what waits or is held is put to its time anew."""
        async with self._database.transaction() as transaction:
            for (subscriber,) in await transaction.fetch(_FIND, address.chat, address.topic):
                await _renew(transaction, subscriber, milliseconds_of(now))


async def _renew(transaction: Transaction, subscriber: SubscriberId, now: int) -> None:
    for rows in (timing.OPEN, timing.HELD):
        await timing.put_to_their_time(transaction, rows, (subscriber,), now)
    await transaction.fetch(TELLS_AT, subscriber)
