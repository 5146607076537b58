"""Drafts that go out by themselves at a time. The row goes in the transaction that publishes the draft: so it is
published once, whatever ends the process.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from storage.database import Database, Row
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.threads import milliseconds_of
from threads.model import ThreadId

AT_ONCE = 10
"""Drafts that are due and published in one round."""

_SET = """
INSERT INTO schedule (draft_id, due_at, person_id) SELECT id, $2, $3 FROM thread WHERE id = $1 AND status = 'draft'
ON CONFLICT (draft_id) DO UPDATE SET due_at = excluded.due_at, person_id = excluded.person_id RETURNING draft_id
"""
_GET = "SELECT draft_id, due_at, person_id FROM schedule WHERE draft_id = $1"
_DUE = "SELECT draft_id, due_at, person_id FROM schedule WHERE due_at <= $1 ORDER BY due_at LIMIT $2"
_DROP = "DELETE FROM schedule WHERE draft_id = $1 RETURNING draft_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When a draft goes out, and who has set that."""

    draft: ThreadId
    at: datetime
    by: AdminId


class Schedule:
    """Sets, shows and cancels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, draft: ThreadId, at: datetime, now: datetime, *, by: AdminId) -> bool:
        """Let a draft go out then, in place of any time set before; False when it is no draft any more."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_SET, draft, milliseconds_of(at), by)
            if rows:
                await audit(transaction, by, Act.SCHEDULE, What(Noun.STORY, draft), now)
        return bool(rows)

    async def get(self, draft: ThreadId) -> Appointment | None:
        """When a draft goes out; None when no time is set."""
        rows = await self._database.fetch(_GET, draft)
        return _appointment(rows[0]) if rows else None

    async def cancel(self, draft: ThreadId, now: datetime, *, by: AdminId | None) -> bool:
        """Let a draft wait again; whether a time was set. `by` is who cancels, for the audit log."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_DROP, draft)
            if rows:
                await audit(transaction, by, Act.CANCEL, What(Noun.STORY, draft), now)
        return bool(rows)

    async def due(self, now: datetime) -> list[Appointment]:
        """Some of the drafts whose time has come, the earliest first."""
        return [_appointment(row) for row in await self._database.fetch(_DUE, milliseconds_of(now), AT_ONCE)]


def _appointment(row: Row) -> Appointment:
    draft, due, person = row
    return Appointment(draft=ThreadId(draft), at=datetime.fromtimestamp(due / 1000, UTC), by=AdminId(person))
