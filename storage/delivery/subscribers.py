"""The chats that hear of stories: private ones, groups, channels, single topics of a forum; and who can be reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from storage.database import Database, Transaction
from storage.delivery.ledger import LATELY, State, Why, move
from storage.threads import milliseconds_of

SubscriberId = NewType("SubscriberId", int)

_KNOWN = """
INSERT INTO subscriber (chat_id, topic_id, set_by, language) VALUES ($1, $2, $3, $4)
ON CONFLICT (chat_id, topic_id) DO UPDATE SET set_by = coalesce(excluded.set_by, subscriber.set_by),
  language = excluded.language,
  unreachable_since = CASE WHEN subscriber.chat_id > 0 THEN NULL ELSE subscriber.unreachable_since END
RETURNING id
"""
_FIND = "SELECT id FROM subscriber WHERE chat_id = $1 AND topic_id = $2"
_OF_CHAT = "SELECT id, topic_id FROM subscriber WHERE chat_id = $1"
# What a person misses is told when they return (`absence.py`); a group goes on with what is new.
_LOST = """
UPDATE subscriber SET unreachable_since = $2,
  missed_since = CASE WHEN chat_id > 0 THEN coalesce(missed_since, $2) END
WHERE chat_id = $1 AND unreachable_since IS NULL
"""
# A topic that is closed is not opened by what becomes of the bot.
_BACK = """
UPDATE subscriber SET unreachable_since = NULL, barrier = NULL
WHERE chat_id = $1 AND unreachable_since IS NOT NULL AND (barrier IS NULL OR barrier = 'rights') RETURNING id
"""
_REACH = "SELECT count(CASE WHEN unreachable_since IS NULL THEN 1 END), count(*) FROM subscriber"
_MOVE = "UPDATE subscriber SET chat_id = $2 WHERE id = $1"
_JOIN = """
INSERT INTO subscription (kind, subject_id, subscriber_id, since, pace)
SELECT kind, subject_id, $2, since, pace FROM subscription WHERE subscriber_id = $1 ON CONFLICT DO NOTHING
"""
_JOIN_LEFT_OUT = """
INSERT INTO left_out (subscriber_id, word) SELECT $2, word FROM left_out WHERE subscriber_id = $1
ON CONFLICT DO NOTHING
"""
_JOIN_REMOVED = """
INSERT INTO unsubscribed (subscriber_id, removed_at, kind, subject_id, since, pace)
SELECT $2, removed_at, kind, subject_id, since, pace FROM unsubscribed WHERE subscriber_id = $1 ON CONFLICT DO NOTHING
"""
_JOIN_ADMINS = """
INSERT INTO managed (admin_id, subscriber_id) SELECT admin_id, $2 FROM managed WHERE subscriber_id = $1
ON CONFLICT DO NOTHING
"""
_JOIN_RHYTHM = """
INSERT INTO rhythm (subscriber_id, pace, minute, weekday, quiet_from, quiet_until, silent)
SELECT $2, pace, minute, weekday, quiet_from, quiet_until, silent FROM rhythm WHERE subscriber_id = $1
ON CONFLICT DO NOTHING
"""
# What is held comes along, so it is told no later than it would have been.
_JOIN_TIMES = """
UPDATE subscriber SET wakes_at = coalesce(subscriber.wakes_at, o.wakes_at),
  set_by = coalesce(subscriber.set_by, o.set_by),
  tells_at = CASE WHEN subscriber.tells_at < o.tells_at THEN subscriber.tells_at
    ELSE coalesce(o.tells_at, subscriber.tells_at) END
FROM subscriber AS o WHERE o.id = $1 AND subscriber.id = $2
"""
_JOIN_RHYTHM = """
INSERT INTO rhythm (subscriber_id, pace, minute, weekday, quiet_from, quiet_until, silent)
SELECT $2, pace, minute, weekday, quiet_from, quiet_until, silent FROM rhythm WHERE subscriber_id = $1
ON CONFLICT DO NOTHING
"""
_JOINED = (_JOIN, _JOIN_RHYTHM, _JOIN_LEFT_OUT, _JOIN_REMOVED, _JOIN_ADMINS, _JOIN_RHYTHM, _JOIN_TIMES)
# A supergroup counts its messages anew: a number of the group's would be another message there.
_FORGET_MESSAGES = f"""
UPDATE delivery SET message_id = NULL
WHERE publication_id IN ({LATELY}) AND subscriber_id = $1 AND message_id IS NOT NULL
"""
# What the one that stays has a row for already is not told twice.
_HAND_OVER = """
UPDATE delivery SET subscriber_id = $2 WHERE subscriber_id = $1 AND (due_at IS NOT NULL OR state = 'held')
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.publication_id = delivery.publication_id AND d.subscriber_id = $2)
"""
TELLS_AT = """
UPDATE subscriber SET tells_at = (
  SELECT min(coalesce(d.tell_at, 0)) FROM delivery d WHERE d.subscriber_id = subscriber.id AND d.state = 'held')
WHERE id = $1
"""
"""Look anew when something held is to be told to a subscriber."""
_FORGET = "DELETE FROM subscriber WHERE id = $1"
# Whoever has set a group or channel is not to be found there any more; what it hears stays.
_FORGET_ADMIN = (
    "UPDATE subscriber SET set_by = NULL WHERE set_by = $1 "
    "AND id IN (SELECT subscriber_id FROM managed WHERE admin_id = $1)",
    "DELETE FROM managed WHERE admin_id = $1",
)
_REST = "subscriber_id = $1 AND due_at IS NOT NULL"
_HELD = "subscriber_id = $1 AND state = 'held'"
REACH_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where notifications go: a chat, or one topic of a forum (0: none)."""

    chat: int
    topic: int = 0


class Barrier(StrEnum):
    """Why a place in a chat that the bot is in takes no message from it."""

    CLOSED = "closed"
    """The topic was closed."""
    DELETED = "deleted"
    """The topic was deleted."""
    RIGHTS = "rights"
    """The bot may not write there."""


async def known(transaction: Transaction, address: Address, set_by: int | None, language: str | None) -> SubscriberId:
    """The subscriber of an address, made when there is none: whoever sets something can be written to."""
    rows = await transaction.fetch(_KNOWN, address.chat, address.topic, set_by, language)
    return SubscriberId(rows[0][0])


class Subscribers:
    """Reads and writes who hears of stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, address: Address) -> SubscriberId | None:
        """The subscriber of an address; None when nothing was ever followed there."""
        rows = await self._database.fetch(_FIND, address.chat, address.topic)
        return SubscriberId(rows[0][0]) if rows else None

    async def lost(self, chat: int, now: datetime) -> None:
        """The chat can't be written to any more: what waits for it is skipped, and nothing new is planned."""
        at = milliseconds_of(now)
        async with self._database.transaction() as transaction:
            await transaction.fetch(_LOST, chat, at)
            for subscriber, _ in await transaction.fetch(_OF_CHAT, chat):
                await skip_rest(transaction, subscriber, Why.UNREACHABLE, at)

    async def returned(self, chat: int) -> bool:
        """The chat can be written to again; whether it could not before."""
        return bool(await self._database.write(_BACK, chat))

    async def moved(self, old: int, new: int, now: datetime) -> None:
        """A group became a supergroup with another id: everything of it goes on under that. Can be told twice."""
        async with self._database.transaction() as transaction:
            for subscriber, topic in await transaction.fetch(_OF_CHAT, old):
                there = await transaction.fetch(_FIND, new, topic)
                if there:
                    for join in _JOINED:
                        await transaction.fetch(join, subscriber, there[0][0])
                    await transaction.fetch(_HAND_OVER, subscriber, there[0][0])
                    await transaction.fetch(TELLS_AT, there[0][0])
                    await skip_rest(transaction, subscriber, Why.UNREACHABLE, milliseconds_of(now))
                    await transaction.fetch(_FORGET, subscriber)
                else:
                    await transaction.fetch(_FORGET_MESSAGES, subscriber)
                    await transaction.fetch(_MOVE, subscriber, new)

    async def forget(self, chat: int, now: datetime) -> None:
        """Delete what is kept of a person or a chat; what waits for it is skipped.

        The ledger keeps numbers without a name, and groups that a person has set go on without theirs.
        """
        async with self._database.transaction() as transaction:
            for forget in _FORGET_ADMIN:
                await transaction.fetch(forget, chat)
            for subscriber, _ in await transaction.fetch(_OF_CHAT, chat):
                await skip_rest(transaction, subscriber, Why.UNSUBSCRIBED, milliseconds_of(now))
                await transaction.fetch(_FORGET, subscriber)

    async def reach(self) -> tuple[int, int]:
        """How many subscribers can be written to, and how many there are.

        A million of them take a tenth of a second to count, on a connection on which no tap waits.
        """
        rows = await self._database.scan(_REACH, seconds=REACH_SECONDS)
        return (int(rows[0][0]), int(rows[0][1])) if rows else (0, 0)


async def skip_rest(transaction: Transaction, subscriber: int, why: Why, now: int) -> None:
    """Skip whatever still waits for a subscriber or is held for it. `now` in milliseconds."""
    for rows in (_REST, _HELD):
        await move(transaction, rows, (subscriber,), State.SKIPPED, now, why=why)
