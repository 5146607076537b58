"""Pictures and films that stories name and that are not kept, or lost: which are due to be fetched, what came of it."""

from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.threads import seconds_of

POSTPONED = 500
"""Addresses of one server that are put off at once: more would hold up taps."""

NAMED = """
EXISTS (SELECT 1 FROM thread_medium n JOIN thread t ON t.id = n.thread_id
        WHERE n.url = medium.url AND t.status <> 'withdrawn')
"""
"""That a story which readers or admins can see names the row."""

_DUE = f"SELECT url, tries FROM medium WHERE due_at <= $1 AND {NAMED} ORDER BY due_at DESC, url DESC LIMIT $2"
_FAILED = (
    "UPDATE medium SET why = $2, checked_at = $3, tries = tries + 1, due_at = $4 WHERE url = $1 AND due_at IS NOT NULL"
)
# What stands between a server's slash and the character that follows the slash.
_POSTPONE = """
UPDATE medium SET due_at = $4 WHERE url IN (
  SELECT url FROM medium WHERE url >= $1 AND url < $2 AND due_at <= $3 LIMIT $5)
"""


@dataclass(frozen=True, slots=True)
class Due:
    """An address that is to be fetched, and how often that was tried in vain."""

    url: str
    tries: int


class Missing:
    """Reads and writes what is still to be fetched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> tuple[Due, ...]:
        """What is due by now, the latest first, as that is read most. Not what only withdrawn stories name."""
        rows = await self._database.fetch(_DUE, seconds_of(now), limit)
        return tuple(Due(url, tries) for url, tries in rows)

    async def failed(self, url: str, why: str, now: datetime, again: datetime | None) -> None:
        """Record why an address could not be fetched, and when to try again; None gives it up."""
        due = seconds_of(again) if again else None
        await self._database.write(_FAILED, url, why, seconds_of(now), due)

    async def postpone(self, origin: str, now: datetime, until: datetime) -> None:
        """Let a server be: what is due of it waits. `origin` is how its addresses begin, up to the slash."""
        after = origin.removesuffix("/") + "0"
        await self._database.write(_POSTPONE, origin, after, seconds_of(now), seconds_of(until), POSTPONED)
