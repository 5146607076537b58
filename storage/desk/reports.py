"""What readers report: each of them a story once, so many a day; and what admins decide, once for all who reported it.

Admins never learn who reported: only the sentence, if there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from storage.database import Database, Row, Transaction
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.readers import ReaderId
from storage.threads import Status, milliseconds_of
from storage.writing import Writing
from threads.model import ThreadId

ReportId = NewType("ReportId", int)

A_DAY = 5
"""Stories that one reader can report in a day."""
TOLD = 3
"""Reports of a story of which admins hear before they have decided; more are only counted."""

_KNOWN = "SELECT 1 FROM report WHERE thread_id = $1 AND reader_id = $2"
_LATELY = "SELECT count(*) FROM report WHERE reader_id = $1 AND reported_at > $2"
_WRITE = """
INSERT INTO report (thread_id, reader_id, said, reported_at) VALUES ($1, $2, $3, $4) RETURNING id
"""
_OPEN = "SELECT count(*) FROM report WHERE thread_id = $1 AND verdict IS NULL"
_GET = """
SELECT r.id, r.thread_id, t.headline, a.handle, a.name, r.said, r.verdict,
  (SELECT count(*) FROM report o WHERE o.thread_id = r.thread_id)
FROM report r JOIN thread t ON t.id = r.thread_id JOIN author a ON a.id = t.author_id WHERE r.id = $1
"""
_STORY = "SELECT r.thread_id, t.status FROM report r JOIN thread t ON t.id = r.thread_id WHERE r.id = $1"
_SETTLE = "UPDATE report SET verdict = $2 WHERE thread_id = $1 AND verdict IS NULL RETURNING id"

_FORGET = "UPDATE report SET said = '' WHERE reader_id = $1"


class Verdict(StrEnum):
    """What an admin decided."""

    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"


class Unfiled(StrEnum):
    """Why a report was not taken."""

    AGAIN = "again"
    """This reader has reported the story already."""
    TOO_MANY = "too many"
    """This reader has reported enough for a day."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was taken, and whether admins are to hear of it."""

    id: ReportId
    tell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as admins see it. `reports` is how many readers have reported the story, with this one."""

    id: ReportId
    thread: ThreadId
    headline: str
    author: str
    said: str
    verdict: Verdict | None
    reports: int


class Reports:
    """Takes reports, and what is decided of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(self, thread: ThreadId, reader: ReaderId, said: str, now: datetime) -> Filed | Unfiled:
        """Take a report, from somebody who has opened the bot; `said` is their sentence, which may be empty."""
        day = timedelta(days=1)
        async with self._database.transaction() as transaction:
            if await transaction.fetch(_KNOWN, thread, reader):
                return Unfiled.AGAIN
            if await _count(transaction, _LATELY, reader, milliseconds_of(now - day)) >= A_DAY:
                return Unfiled.TOO_MANY
            before = await _count(transaction, _OPEN, thread)
            rows = await transaction.fetch(_WRITE, thread, reader, said, milliseconds_of(now))
        return Filed(ReportId(rows[0][0]), tell=not before or (bool(said) and before < TOLD))

    async def get(self, report: ReportId) -> Report | None:
        """One report as it stands; None when there is none of this id."""
        rows = await self._database.fetch(_GET, report)
        return _report(rows[0]) if rows else None

    async def forget(self, reader: ReaderId) -> None:
        """Keep nothing of what a reader said; that somebody has reported stays, once the reader is deleted."""
        await self._database.write(_FORGET, reader)

    async def settle(self, report: ReportId, verdict: Verdict, now: datetime, *, by: AdminId) -> bool:
        """Decide all open reports of its story, and withdraw the story when that is the verdict.

        False when there is nothing to decide any more: somebody else was first.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_STORY, report)
            settled = await transaction.fetch(_SETTLE, rows[0][0], verdict) if rows else []
            if not settled:
                return False
            if verdict is Verdict.DISMISSED:
                await audit(transaction, by, Act.DISMISS, What(Noun.REPORT, report), now)
            elif rows[0][1] == Status.PUBLISHED:
                await _withdraw(transaction, rows[0], now, by)
        return True


async def _withdraw(transaction: Transaction, row: Sequence[int], now: datetime, by: AdminId) -> None:
    work = Writing(transaction, now, by)
    await work.begin()
    await work.withdraw(ThreadId(row[0]))
    await work.flush()


async def _count(transaction: Transaction, sql: str, *values: int) -> int:
    return int((await transaction.fetch(sql, *values))[0][0])


def _report(row: Row) -> Report:
    identity, thread, headline, handle, name, said, verdict, reports = row
    return Report(
        id=ReportId(identity),
        thread=ThreadId(thread),
        headline=headline,
        author=name or handle,
        said=said,
        verdict=Verdict(verdict) if verdict else None,
        reports=reports,
    )
