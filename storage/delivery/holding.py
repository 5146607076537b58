"""What is held back while a chat pauses or until its hour, and the one digest of it that comes then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, Transaction
from storage.delivery.ledger import State, adjust, move
from storage.delivery.subscribers import Address, SubscriberId
from storage.delivery.timing import FOLLOWED, quiet_and_silent
from storage.threads import PAGE, Summary, milliseconds_of, summary_of

AWAKENED = 500
"""Subscribers whose pause is ended, or to whom a digest is planned, in one transaction."""
FOREVER = 2**62
"""When somebody wakes who pauses until they return."""

_PAUSE = "UPDATE subscriber SET wakes_at = $3 WHERE chat_id = $1 AND topic_id = $2 RETURNING id"
_RESUME = """
UPDATE subscriber SET wakes_at = $3 WHERE chat_id = $1 AND topic_id = $2 AND wakes_at IS NOT NULL RETURNING id
"""
_RETURN = "UPDATE subscriber SET wakes_at = $2 WHERE chat_id = $1 AND wakes_at = $3 RETURNING id"
_WAKES_AT = "SELECT wakes_at FROM subscriber WHERE chat_id = $1 AND topic_id = $2 AND wakes_at > $3"
_WAKING = "SELECT id FROM subscriber WHERE wakes_at <= $1 ORDER BY wakes_at LIMIT $2"
_AWAKE = """
UPDATE subscriber SET wakes_at = NULL, tells_at = (
  SELECT min(coalesce(d.tell_at, 0)) FROM delivery d WHERE d.subscriber_id = subscriber.id AND d.state = 'held')
WHERE id = $1
"""
_TELLING = """
SELECT s.id, EXISTS (
  SELECT 1 FROM delivery d WHERE d.subscriber_id = s.id AND d.state = 'held' AND coalesce(d.tell_at, 0) <= $1)
FROM subscriber s WHERE s.tells_at <= $1 AND s.wakes_at IS NULL ORDER BY s.tells_at LIMIT $2
"""
_NEXT_TIME = """
UPDATE subscriber SET tells_at = (SELECT min(d.tell_at) FROM delivery d
  WHERE d.subscriber_id = subscriber.id AND d.state = 'held' AND d.tell_at > $2)
WHERE id = $1
"""
_NOT_YET = "UPDATE subscriber SET tells_at = $2 WHERE id = $1"
_DIGEST = """
INSERT INTO publication (kind, state, published_at, hears) VALUES ('digest', 'sending', $1, $2) RETURNING id
"""
_ROW = "INSERT INTO delivery (publication_id, subscriber_id, state, due_at) VALUES ($1, $2, 'planned', $3)"
_REST = """subscriber_id = $1 AND due_at IS NOT NULL AND state = 'planned'
  AND publication_id IN (SELECT id FROM publication WHERE thread_id IS NOT NULL)"""
_DUE = """
FROM delivery d JOIN publication p ON p.id = d.publication_id JOIN thread t ON t.id = p.thread_id
JOIN author a ON a.id = t.author_id JOIN subscriber s ON s.id = d.subscriber_id
WHERE d.subscriber_id = $1 AND d.state = 'held' AND coalesce(d.tell_at, 0) <= $2
"""
# What was withdrawn, cancelled or is followed no longer is not told. A growth that they have read meanwhile is no news.
_WANTED = f"""t.status = 'published' AND p.state <> 'cancelled' AND CASE WHEN p.first_new IS NULL
  THEN EXISTS (SELECT 1 FROM subscription u WHERE u.subscriber_id = d.subscriber_id AND {FOLLOWED})
  ELSE NOT EXISTS (SELECT 1 FROM progress r
    WHERE r.reader_id = s.chat_id AND r.thread_id = t.id AND r.finished_next >= t.next_number) END"""
# The best first: what most people have read to its end. A story that came and grew is one.
_HELD = f"""
SELECT min(coalesce(p.first_new, 0)), t.id, t.headline, a.id, a.handle, a.name, t.written, t.written_precision,
  t.tweet_count, t.minutes
{_DUE} AND {_WANTED}
GROUP BY t.id, a.id
ORDER BY (SELECT count(*) FROM progress r WHERE r.thread_id = t.id AND r.finished_next IS NOT NULL) DESC,
  max(p.id) DESC
LIMIT $3
"""
_ALL_HELD = f"SELECT p.id, t.id, {_WANTED} {_DUE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held for a subscriber: the best of it, how many stories in all, and every publication of these.

    `since` is the number of the first new tweet where the best one is a story that has grown, else 0. `gone` are the
    publications of what is not to be told any more.
    """

    best: Sequence[Summary]
    total: int
    since: int
    publications: Sequence[int]
    gone: Sequence[int]


class Holding:
    """Pauses chats, and wakes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pause(self, address: Address, until: datetime | None, now: datetime) -> bool:
        """Hold back what comes until then, or until they return when no time is given; whether anything is followed.

        What is due but not yet sent is held too.
        """
        wakes_at = FOREVER if until is None else milliseconds_of(until)
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_PAUSE, address.chat, address.topic, wakes_at)
            for (subscriber,) in rows:
                await move(transaction, _REST, (subscriber,), State.HELD, milliseconds_of(now))
        return bool(rows)

    async def resume(self, address: Address, now: datetime) -> bool:
        """End a pause: what was held comes as one digest. Whether there was a pause."""
        given = (address.chat, address.topic, milliseconds_of(now))
        return bool(await self._database.write(_RESUME, *given))

    async def returned(self, chat: int, now: datetime) -> bool:
        """End a pause that was to last until they return; whether there was one."""
        return bool(await self._database.write(_RETURN, chat, milliseconds_of(now), FOREVER))

    async def paused_until(self, address: Address, now: datetime) -> int | None:
        """When a pause ends (milliseconds since 1970, `FOREVER` for one without end); None without a pause.

        One that has ended is none, though what it held may not have been looked after yet.
        """
        rows = await self._database.fetch(_WAKES_AT, address.chat, address.topic, milliseconds_of(now))
        return rows[0][0] if rows else None

    async def wake(self, now: datetime) -> bool:
        """End the pauses whose time has come, some hundreds of them; whether there were any.

        What they held is told then, as far as it is due.
        """
        at = milliseconds_of(now)
        if not await self._database.fetch(_WAKING, at, 1):
            return False
        async with self._database.transaction() as transaction:
            waking = await transaction.fetch(_WAKING, at, AWAKENED)
            await transaction.many(_AWAKE, waking)
        return True

    async def tell(self, now: datetime) -> bool:
        """Plan a digest for those to whom something held is due, some hundreds of them; whether there were any.

        Whoever is in their quiet hours is looked at again when these end.
        """
        at = milliseconds_of(now)
        if not await self._database.fetch(_TELLING, at, 1):
            return False
        async with self._database.transaction() as transaction:
            due = await transaction.fetch(_TELLING, at, AWAKENED)
            quiet = await quiet_and_silent(transaction.fetch, [subscriber for subscriber, _ in due], now)
            later = {subscriber: end for subscriber, (end, _) in quiet.items() if end is not None}
            await transaction.many(_NOT_YET, list(later.items()))
            now_due = [(subscriber, held) for subscriber, held in due if subscriber not in later]
            await transaction.many(_NEXT_TIME, [(subscriber, at) for subscriber, _ in now_due])
            await _plan_digests(transaction, [subscriber for subscriber, held in now_due if held], at)
        return True

    async def held(self, subscriber: SubscriberId, now: datetime) -> Held:
        """What is held for a subscriber and due, with a page of the best."""
        at = milliseconds_of(now)
        rows = await self._database.fetch(_HELD, subscriber, at, PAGE)
        every = await self._database.fetch(_ALL_HELD, subscriber, at)
        return Held(
            best=[summary_of(row[1:]) for row in rows],
            total=len({thread for _, thread, wanted in every if wanted}),
            since=rows[0][0] if rows else 0,
            publications=[publication for publication, _, wanted in every if wanted],
            gone=[publication for publication, _, wanted in every if not wanted],
        )


async def _plan_digests(transaction: Transaction, subscribers: Sequence[int], at: int) -> None:
    if subscribers:
        digest = (await transaction.fetch(_DIGEST, at, len(subscribers)))[0][0]
        await transaction.many(_ROW, [(digest, subscriber, at) for subscriber in subscribers])
        await adjust(transaction, {digest: Counter(waiting=len(subscribers))}, at)
