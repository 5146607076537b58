"""Subscriptions: what each chat follows and leaves out. A removed one can be brought back for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, Row, Transaction
from storage.delivery.subjects import Kind, Subject, all_of
from storage.delivery.subscribers import Address, SubscriberId, known
from storage.threads import PAGE, StoredThread, milliseconds_of
from threads.rhythm import Pace
from threads.text import match_key

KEPT = timedelta(days=1)
"""How long a removed subscription can be brought back."""

_FOLLOW = """
INSERT INTO subscription (kind, subject_id, subscriber_id, since) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING since
"""
_MINE = "subscriber_id = (SELECT id FROM subscriber WHERE chat_id = $1 AND topic_id = $2)"
_KEEP = f"""
INSERT INTO unsubscribed (subscriber_id, removed_at, kind, subject_id, since, pace)
SELECT subscriber_id, $3, kind, subject_id, since, pace FROM subscription WHERE {_MINE}{{which}}
ON CONFLICT (subscriber_id, kind, subject_id) DO UPDATE SET removed_at = excluded.removed_at, since = excluded.since,
  pace = excluded.pace
RETURNING kind
"""
_REMOVE = f"DELETE FROM subscription WHERE {_MINE}{{which}}"
_ONE = " AND kind = ${kind} AND subject_id = ${subject}"
_OLD = f"DELETE FROM unsubscribed WHERE {_MINE} AND removed_at < $3"
_RESTORE = f"""
INSERT INTO subscription (kind, subject_id, subscriber_id, since, pace)
SELECT kind, subject_id, subscriber_id, since, pace FROM unsubscribed WHERE {_MINE} AND removed_at = $3
ON CONFLICT DO NOTHING RETURNING kind
"""
_RESTORED = f"DELETE FROM unsubscribed WHERE {_MINE} AND removed_at = $3"
_LAST_REMOVED = f"SELECT max(removed_at), count(*) FROM unsubscribed WHERE {_MINE}"
_LABELLED = f"""
SELECT s.kind, s.subject_id, CASE s.kind WHEN 'author' THEN CASE a.name WHEN '' THEN a.handle ELSE a.name END
  WHEN 'tag' THEN g.label ELSE '' END, coalesce(a.handle, ''), s.pace
FROM subscription s LEFT JOIN author a ON s.kind = 'author' AND a.id = s.subject_id
LEFT JOIN tag g ON s.kind = 'tag' AND g.id = s.subject_id WHERE s.{_MINE}
"""
_NEWEST = f"{_LABELLED} ORDER BY s.since DESC, s.kind, s.subject_id"
_PAGE = f"{_NEWEST} LIMIT $3 OFFSET $4"
_COUNT = f"SELECT count(*) FROM subscription WHERE {_MINE}"
_AMONG = f"SELECT kind, subject_id FROM subscription WHERE {_MINE} AND ({{which}})"
_HEARS = """
SELECT (SELECT revision FROM thread WHERE id = $2),
  EXISTS (SELECT 1 FROM subscription WHERE subscriber_id = $1 AND ({which}))
"""
_PACE = f"SELECT pace FROM subscription WHERE {_MINE} AND kind = $3 AND subject_id = $4"
_LEAVE_OUT = "INSERT INTO left_out (subscriber_id, word) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING word"
_TAKE_BACK = f"DELETE FROM left_out WHERE {_MINE} AND word = $3 RETURNING word"
_LEFT_OUT = f"SELECT word FROM left_out WHERE {_MINE} ORDER BY word"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Something followed, and what it is called: a name or handle, a hashtag; empty for everything.

    `pace` is its own, None where it comes at the chat's.
    """

    subject: Subject
    label: str
    pace: Pace | None = None


def last_page(total: int) -> int:
    """The last page (counted from 0) of so many subscriptions: a press may be forged, or older than the list."""
    return max(0, (total - 1) // PAGE)


class Subscriptions:
    """Reads and writes what chats follow."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self, address: Address, subject: Subject, now: datetime, *, set_by: int | None, language: str | None
    ) -> bool:
        """Follow something; whether it is new. `language` is the code of the client of whoever set it."""
        async with self._database.transaction() as transaction:
            subscriber = await known(transaction, address, set_by, language)
            given = (subject.kind, subject.id, subscriber, milliseconds_of(now))
            return bool(await transaction.fetch(_FOLLOW, *given))

    async def unfollow(self, address: Address, subjects: Sequence[Subject], now: datetime) -> int:
        """Follow these no longer, or nothing at all when none is given; how many there were."""
        mine = (address.chat, address.topic)
        async with self._database.transaction() as transaction:
            await transaction.fetch(_OLD, *mine, milliseconds_of(now - KEPT))
            if not subjects:
                return await _removed(transaction, mine, milliseconds_of(now))
            return sum([await _removed(transaction, mine, milliseconds_of(now), subject) for subject in subjects])

    async def last_removed(self, address: Address) -> int | None:
        """When something was last removed that can still be brought back (milliseconds since 1970); else None."""
        rows = await self._database.fetch(_LAST_REMOVED, address.chat, address.topic)
        return int(rows[0][0]) if rows[0][1] else None

    async def restore(self, address: Address, removed_at: int) -> int:
        """Bring back what was removed at that time; how many there were."""
        async with self._database.transaction() as transaction:
            given = (address.chat, address.topic, removed_at)
            restored = len(await transaction.fetch(_RESTORE, *given))
            await transaction.fetch(_RESTORED, *given)
        return restored

    async def count(self, address: Address) -> int:
        """How many subscriptions there are."""
        return int((await self._database.fetch(_COUNT, address.chat, address.topic))[0][0])

    async def page(self, address: Address, page: int, words: str = "") -> tuple[list[Subscription], bool]:
        """One page of what is followed, newest first, with these words in its name; and whether another follows."""
        if words:
            rows = [
                row for row in await self._database.fetch(_NEWEST, address.chat, address.topic) if _named(row, words)
            ]
            rows = rows[page * PAGE : (page + 1) * PAGE + 1]
        else:
            rows = await self._database.fetch(_PAGE, address.chat, address.topic, PAGE + 1, page * PAGE)
        return [_subscription(row) for row in rows[:PAGE]], len(rows) > PAGE

    async def among(self, address: Address, subjects: Sequence[Subject]) -> list[Subject]:
        """Which of these are followed."""
        if not subjects:
            return []
        places = range(3, 3 + 2 * len(subjects), 2)
        which = " OR ".join(f"(kind = ${place} AND subject_id = ${place + 1})" for place in places)
        given = [value for subject in subjects for value in (subject.kind, subject.id)]
        rows = await self._database.fetch(_AMONG.format(which=which), address.chat, address.topic, *given)
        return [Subject(Kind(kind), subject) for kind, subject in rows]

    async def hears(self, subscriber: SubscriberId, story: StoredThread) -> tuple[int | None, bool]:
        """The revision that a story has now, None when it is gone, and whether a subscriber follows it as it is given.

        One statement, since it is asked for every message that goes out.
        """
        subjects = all_of(story)
        places = range(3, 3 + 2 * len(subjects), 2)
        which = " OR ".join(f"(kind = ${place} AND subject_id = ${place + 1})" for place in places)
        given = [value for subject in subjects for value in (subject.kind, subject.id)]
        rows = await self._database.fetch(_HEARS.format(which=which), subscriber, story.id, *given)
        return rows[0][0], bool(rows[0][1])

    async def pace(self, address: Address, subject: Subject) -> Pace | None:
        """The pace that a subscription has of its own; None without one, or when there is no such subscription."""
        given = (address.chat, address.topic, subject.kind, subject.id)
        rows = await self._database.fetch(_PACE, *given)
        return None if not rows or rows[0][0] is None else Pace(rows[0][0])

    async def leave_out(self, address: Address, word: str, *, set_by: int | None, language: str | None) -> bool:
        """Be told of no story with this word or `#tag`; whether that is new."""
        async with self._database.transaction() as transaction:
            subscriber = await known(transaction, address, set_by, language)
            return bool(await transaction.fetch(_LEAVE_OUT, subscriber, word))

    async def take_back(self, address: Address, word: str) -> bool:
        """Leave this word out no longer; whether it was left out."""
        return bool(await self._database.write(_TAKE_BACK, address.chat, address.topic, word))

    async def left_out(self, address: Address) -> list[str]:
        """The words and `#tags` that are left out, in their order."""
        return [word for (word,) in await self._database.fetch(_LEFT_OUT, address.chat, address.topic)]


async def _removed(transaction: Transaction, mine: tuple[int, int], now: int, subject: Subject | None = None) -> int:
    """Put aside what is removed, one subscription or all of them; how many there were."""
    one = (subject.kind, subject.id) if subject else ()
    keep = _KEEP.format(which=_ONE.format(kind=4, subject=5) if subject else "")
    remove = _REMOVE.format(which=_ONE.format(kind=3, subject=4) if subject else "")
    removed = await transaction.fetch(keep, *mine, now, *one)
    await transaction.fetch(remove, *mine, *one)
    return len(removed)


def _named(row: Row, words: str) -> bool:
    """Whether the words stand in a subscription's name or handle. In Python: SQLite folds the case of ASCII only."""
    return any(match_key(words) in match_key(name) for name in row[2:4] if name)


def _subscription(row: Row) -> Subscription:
    kind, subject, label, _, pace = row
    return Subscription(Subject(Kind(kind), subject), label or "", None if pace is None else Pace(pace))
