"""The delivery ledger at work: rows that are due are claimed by lease, sent by somebody, and recorded one by one.

Within a chat publications go out in their order: a row is not claimed while an earlier one of the same subscriber is
open. Of several publications the one with the least left to send comes first, so that an author's ten followers do
not wait for a million others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage.database import Database, Row, Transaction
from storage.delivery.ledger import WAITING, Changes, State, Why, adjust, move
from storage.delivery.publications import PublicationId, PublicationKind
from storage.delivery.subscribers import SubscriberId
from storage.delivery.timing import SOONER, quiet_and_silent
from storage.threads import milliseconds_of
from threads.model import ThreadId

HEAD = 200
"""Rows of a publication looked at in one claim: those at its head may wait for an earlier publication."""
CLOSED = 5_000
"""Rows of a cancelled or old publication that one transaction closes or folds."""

_DUE = """
SELECT p.id, p.kind, p.thread_id, p.first_new, p.up_to,
  EXISTS (SELECT 1 FROM publication q WHERE q.thread_id = p.thread_id AND q.id <> p.id)
FROM publication p
WHERE p.state IN ('planning', 'sending') AND p.paused = 0
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.publication_id = p.id AND d.due_at <= $1)
ORDER BY p.waiting, p.id LIMIT 10
"""
# Rows that are due, of the head of a publication, those that wait for no earlier one of their chat.
_FREE = """SELECT head.subscriber_id FROM (
    SELECT subscriber_id FROM delivery WHERE publication_id = $1 AND due_at <= $2
    ORDER BY due_at, subscriber_id LIMIT $3) AS head
  WHERE NOT EXISTS (
    SELECT 1 FROM delivery e JOIN publication q ON q.id = e.publication_id
    WHERE e.subscriber_id = head.subscriber_id AND e.publication_id < $1 AND e.due_at IS NOT NULL
      AND q.state IN ('planning', 'sending') AND q.paused = 0)
  LIMIT $4"""
_CLAIM = f"""
UPDATE delivery SET state = 'leased', due_at = $5
WHERE publication_id = $1 AND subscriber_id IN ({_FREE})
RETURNING subscriber_id, tries, lost,
  (SELECT chat_id FROM subscriber s WHERE s.id = subscriber_id),
  (SELECT topic_id FROM subscriber s WHERE s.id = subscriber_id),
  (SELECT coalesce(r.language, s.language, r.client) FROM subscriber s LEFT JOIN reader r ON r.id = s.chat_id
   WHERE s.id = subscriber_id),
  (SELECT r.plain FROM subscriber s JOIN reader r ON r.id = s.chat_id WHERE s.id = subscriber_id),
  (SELECT channel FROM subscriber s WHERE s.id = subscriber_id)
"""
_RECORD = """
UPDATE delivery SET state = $4, due_at = $5, why = $6, message_id = $7, tries = $8, lost = $9, up_to = $10
WHERE publication_id = $1 AND subscriber_id = $2 AND state = 'leased' AND due_at = $3
RETURNING due_at
"""
_TOLD = """
UPDATE delivery SET state = $4, message_id = $3, why = $5, up_to = (
  SELECT t.next_number FROM publication p JOIN thread t ON t.id = p.thread_id WHERE p.id = $1)
WHERE publication_id = $1 AND subscriber_id = $2 AND state = 'held' RETURNING state
"""
_TELL_AT = """
UPDATE delivery SET tell_at = $3 WHERE publication_id = $1 AND subscriber_id = $2 AND state = 'held'
"""
_OPEN = "SELECT id, published_at FROM publication WHERE state IN ('planning', 'sending')"
_LEASED = "publication_id = $1 AND due_at > $2 AND state = 'leased'"
# Asked every second: the first two conditions are those of the index that holds only what ended lately.
_CANCELLED = """
SELECT id FROM publication WHERE folded = 0 AND finished_at IS NOT NULL AND state = 'cancelled' AND waiting > 0 LIMIT 1
"""
_HEAD_OF_CANCELLED = f"""publication_id = $1 AND subscriber_id IN (
  SELECT subscriber_id FROM delivery WHERE publication_id = $1 AND due_at IS NOT NULL
    AND (state <> 'leased' OR due_at <= $2) ORDER BY due_at, subscriber_id LIMIT {CLOSED})"""
_OLD = "SELECT id FROM publication WHERE folded = 0 AND finished_at < $1 ORDER BY finished_at LIMIT 1"
_FOLD = f"""
DELETE FROM delivery WHERE publication_id = $1 AND subscriber_id IN (
  SELECT subscriber_id FROM delivery WHERE publication_id = $1 AND state <> 'held' AND due_at IS NULL LIMIT {CLOSED})
RETURNING 1
"""
_FOLDED = "UPDATE publication SET folded = 1 WHERE id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row that is this worker's until `lease` (milliseconds since 1970), and where it is to be sent.

    `thread` is None for a digest of what was held; `first_new` and `up_to` are the publication's. `again` says that the
    story was told of before or since, so that this subscriber may know already. `chat` is None when the subscriber is
    gone. `quiet_until` (milliseconds since 1970) says that the chat is in its quiet hours, `silent` that it hears
    without a sound.
    """

    publication: PublicationId
    kind: PublicationKind
    thread: ThreadId | None
    first_new: int | None
    up_to: int
    again: bool
    subscriber: SubscriberId
    lease: int
    tries: int
    lost: int
    chat: int | None
    topic: int
    language: str | None
    plain: bool
    channel: bool = False
    quiet_until: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of a claim. `due` says when it is to be sent again; None when nothing more is to be done.

    `told` are the publications whose held rows a digest has told of, `gone` those of which it has nothing to tell any
    more; `up_to` is the story's next number as it was told. `tell_at` is when to tell what is now held; of a digest,
    when to try it again.
    """

    claim: Claim
    state: State
    due: int | None = None
    why: Why | None = None
    message: int | None = None
    tries: int = 0
    lost: int = 0
    told: Sequence[int] = ()
    up_to: int | None = None
    gone: Sequence[int] = ()
    tell_at: int | None = None


class Deliveries:
    """The ledger, for whoever sends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, until: datetime, limit: int) -> list[Claim]:
        """Claim at most so many rows that are due, leased `until`: after that time they can be claimed again."""
        at, lease = milliseconds_of(now), milliseconds_of(until)
        due = await self._database.fetch(_DUE, at)
        claims: list[Claim] = []
        for publication in due:
            if len(claims) < limit:
                rows = await self._database.write(_CLAIM, publication[0], at, HEAD, limit - len(claims), lease)
                claims += [_claim(publication, lease, row) for row in rows]
        quiet = await quiet_and_silent(self._database.fetch, [claim.subscriber for claim in claims], now)
        return [_in_its_manner(claim, *quiet.get(claim.subscriber, (None, False))) for claim in claims]

    async def claimable(self, now: datetime) -> bool:
        """Whether there is a row that a worker would claim."""
        at = milliseconds_of(now)
        for publication in await self._database.fetch(_DUE, at):
            if await self._database.fetch(_FREE, publication[0], at, HEAD, 1):
                return True
        return False

    async def record(self, entries: Sequence[Entry], now: datetime) -> None:
        """Record what became of claims; one that is no longer the worker's changes nothing."""
        changes: Changes = {}
        async with self._database.transaction() as transaction:
            for entry in entries:
                claim = entry.claim
                row = (entry.state, entry.due, entry.why, entry.message, entry.tries, entry.lost, entry.up_to)
                taken = await transaction.fetch(_RECORD, claim.publication, claim.subscriber, claim.lease, *row)
                if taken and entry.due is None:
                    change = changes.setdefault(claim.publication, Counter())
                    change[WAITING] -= 1
                    change[entry.state] += 1
                    await _tell(transaction, entry, changes)
                if taken and entry.tell_at is not None:
                    await _put_off(transaction, entry)
            await adjust(transaction, changes, milliseconds_of(now))

    async def recover(self, now: datetime) -> int:
        """Take back what a process that is gone had leased: it is due before all else. How many rows there were.

        What was in flight may have been lost, and must not wait behind the million that come after it. Only for the one
        process that delivers, before it begins: with one database there is no other.
        """
        at, recovered = milliseconds_of(now), 0
        for publication, published_at in await self._database.fetch(_OPEN):
            due = min(at, published_at)
            async with self._database.transaction() as transaction:
                recovered += await move(transaction, _LEASED, (publication, at), State.PLANNED, at, due=due)
        return recovered

    async def close_cancelled(self, now: datetime) -> bool:
        """Skip what a cancelled publication leaves open, a slice of it; whether there was anything."""
        rows = await self._database.fetch(_CANCELLED)
        if not rows:
            return False
        at = milliseconds_of(now)
        async with self._database.transaction() as transaction:
            given = (rows[0][0], at)
            moved = await move(transaction, _HEAD_OF_CANCELLED, given, State.SKIPPED, at, why=Why.CANCELLED)
        return bool(moved)

    async def fold(self, before: datetime) -> bool:
        """Drop a slice of the rows of a publication that ended before then: its counts stay. Whether there was one."""
        rows = await self._database.fetch(_OLD, milliseconds_of(before))
        if not rows:
            return False
        async with self._database.transaction() as transaction:
            if len(await transaction.fetch(_FOLD, rows[0][0])) < CLOSED:
                await transaction.fetch(_FOLDED, rows[0][0])
        return True


async def _tell(transaction: Transaction, entry: Entry, changes: Changes) -> None:
    """What a digest has told of is held no longer, nor what is not to be told any more."""
    sent = [(publication, State.SENT, entry.message, None) for publication in entry.told]
    skipped = [(publication, State.SKIPPED, None, Why.WITHDRAWN) for publication in entry.gone]
    for publication, state, message, why in (*sent, *skipped):
        if await transaction.fetch(_TOLD, publication, entry.claim.subscriber, message, state, why):
            change = changes.setdefault(publication, Counter())
            change[State.HELD] -= 1
            change[state] += 1


async def _put_off(transaction: Transaction, entry: Entry) -> None:
    """What came in the quiet hours is held until they end."""
    claim = entry.claim
    await transaction.fetch(_TELL_AT, claim.publication, claim.subscriber, entry.tell_at)
    await transaction.fetch(SOONER, claim.subscriber, entry.tell_at)


def _in_its_manner(claim: Claim, quiet_until: int | None, silent: bool) -> Claim:
    return replace(claim, quiet_until=quiet_until, silent=silent) if quiet_until or silent else claim


def _claim(publication: Row, lease: int, row: Row) -> Claim:
    identity, kind, thread, first_new, up_to, again = publication
    subscriber, tries, lost, chat, topic, language, plain, channel = row
    return Claim(
        publication=PublicationId(identity),
        kind=PublicationKind(kind),
        thread=None if thread is None else ThreadId(thread),
        first_new=first_new,
        up_to=up_to,
        again=bool(again),
        subscriber=SubscriberId(subscriber),
        lease=lease,
        tries=tries,
        lost=lost,
        chat=chat,
        topic=topic or 0,
        language=language,
        plain=bool(plain),
        channel=bool(channel),
    )
