"""Publications: what subscribers are to be told of, and how far that has come. Their rows are in `deliveries.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from storage.database import Database, Row, Transaction
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.threads import milliseconds_of
from threads.model import ThreadId

PublicationId = NewType("PublicationId", int)

_RECORD = """
INSERT INTO publication (thread_id, state, published_at, hears, up_to, kind, first_new)
VALUES ($1, 'planning', $2, $3, $4, $5, $6) RETURNING id
"""
_COLUMNS = """p.id, p.kind, p.thread_id, t.headline, p.state, p.paused, p.published_at, p.hears,
  p.first_new, p.waiting, p.held, p.sent, p.unknown, p.skipped, p.failed"""
_LATEST = f"""
SELECT {_COLUMNS} FROM publication p JOIN thread t ON t.id = p.thread_id ORDER BY p.id DESC LIMIT $1
"""
_ONE = f"SELECT {_COLUMNS} FROM publication p JOIN thread t ON t.id = p.thread_id WHERE p.id = $1"
_OLDEST_DUE = """
SELECT min((SELECT min(due_at) FROM delivery d WHERE d.publication_id = p.id AND d.due_at IS NOT NULL))
FROM publication p WHERE p.state IN ('planning', 'sending') AND p.paused = 0
"""
_OPEN = """
SELECT count(*), coalesce(sum(sent + unknown + skipped + failed), 0),
  coalesce(sum(waiting + held + sent + unknown + skipped + failed), 0)
FROM publication WHERE state IN ('planning', 'sending') AND paused = 0
"""
_PAUSE = "UPDATE publication SET paused = $2 WHERE id = $1 AND state IN ('planning', 'sending') RETURNING id"
_CANCEL = """
UPDATE publication SET state = 'cancelled', finished_at = $2
WHERE id = $1 AND state IN ('planning', 'sending') RETURNING id
"""


class PublicationKind(StrEnum):
    """What a publication tells of: a new story, one that has grown, or everything that was held for somebody."""

    NEW = "new"
    GROWTH = "growth"
    DIGEST = "digest"
    PORTION = "portion"


class Stage(StrEnum):
    """How far a publication has come."""

    PLANNING = "planning"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many subscribers stand where. `waiting` is what is still open; `unknown` got an answer never, twice."""

    waiting: int = 0
    held: int = 0
    sent: int = 0
    unknown: int = 0
    skipped: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A story that is told of. `hears` is how many were to hear of it when it was published.

    `first_new` is the number of the first new tweet of a story that has grown.
    """

    id: PublicationId
    kind: PublicationKind
    thread: ThreadId
    headline: str
    stage: Stage
    paused: bool
    published_at: int
    hears: int
    first_new: int | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is under way and not stopped: publications, their rows, how many of these are settled.

    `oldest_due` is when the oldest row that is open was due, in milliseconds since 1970; None when nothing is open.
    """

    publications: int
    rows: int
    settled: int
    oldest_due: int | None


async def record_publication(
    transaction: Transaction, thread: ThreadId, now: datetime, hears: int, *, up_to: int, first_new: int | None
) -> None:
    """Record within the transaction that publishes a story, or the next version of one, that people are to be told.

    `first_new` is the least number of a new tweet in a story that has grown, None for a new story; `up_to` is more than
    the number of any tweet: whoever is told of all these hears no more of it.
    """
    kind = PublicationKind.NEW if first_new is None else PublicationKind.GROWTH
    await transaction.fetch(_RECORD, thread, milliseconds_of(now), hears, up_to, kind, first_new)


class Publications:
    """Reads publications, and stops and resumes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, limit: int) -> Sequence[Publication]:
        """The latest publications, newest first."""
        return [_publication(row) for row in await self._database.fetch(_LATEST, limit)]

    async def get(self, publication: PublicationId) -> Publication | None:
        """One publication as it stands; None when there is none of this id."""
        rows = await self._database.fetch(_ONE, publication)
        return _publication(rows[0]) if rows else None

    async def oldest_due(self) -> int | None:
        """When the oldest row that is still open was due, in milliseconds since 1970; None when nothing is open."""
        rows = await self._database.fetch(_OLDEST_DUE)
        return None if rows[0][0] is None else int(rows[0][0])

    async def backlog(self) -> Backlog:
        """What is under way, in few numbers: cheap, however many rows there are."""
        publications, settled, rows = (await self._database.fetch(_OPEN))[0]
        oldest = await self.oldest_due()
        return Backlog(publications=publications, rows=rows, settled=settled, oldest_due=oldest)

    async def pause(
        self, publication: PublicationId, paused: bool, now: datetime, *, by: AdminId | None = None
    ) -> bool:
        """Send no more of it, or go on; whether there was anything to stop or to go on with."""
        async with self._database.transaction() as transaction:
            done = bool(await transaction.fetch(_PAUSE, publication, int(paused)))
            if done:
                act = Act.PAUSE if paused else Act.RESUME
                await audit(transaction, by, act, What(Noun.DELIVERY, publication), now)
        return done

    async def cancel(self, publication: PublicationId, now: datetime, *, by: AdminId | None = None) -> bool:
        """End it for good: what has not been sent is not sent. Whether there was anything to end."""
        async with self._database.transaction() as transaction:
            done = bool(await transaction.fetch(_CANCEL, publication, milliseconds_of(now)))
            if done:
                await audit(transaction, by, Act.CANCEL, What(Noun.DELIVERY, publication), now)
        return done


def _publication(row: Row) -> Publication:
    identity, kind, thread, headline, state, paused, published_at, hears, first_new, *numbers = row
    waiting, held, sent, unknown, skipped, failed = numbers
    counts = Counts(waiting=waiting, held=held, sent=sent, unknown=unknown, skipped=skipped, failed=failed)
    return Publication(
        id=PublicationId(identity),
        kind=PublicationKind(kind),
        thread=ThreadId(thread),
        headline=headline,
        stage=Stage(state),
        paused=bool(paused),
        published_at=published_at,
        hears=hears,
        first_new=first_new,
        counts=counts,
    )
