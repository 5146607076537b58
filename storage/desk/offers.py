"""What people sent and were asked about: kept for some days, so that a button can still name it after a restart."""

from datetime import datetime, timedelta
from typing import NewType

from storage.database import Database
from storage.threads import milliseconds_of

OfferId = NewType("OfferId", int)

KEPT = timedelta(days=3)
"""How long a message that was sent can still be added."""

_KEEP = "INSERT INTO offer (person_id, sent, sent_at) VALUES ($1, $2, $3) RETURNING id"
_GET = "SELECT sent FROM offer WHERE id = $1 AND person_id = $2"
_DROP_OLD = "DELETE FROM offer WHERE sent_at < $1"


class Offers:
    """Keeps messages, as JSON that only the conversation understands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, person: int, sent: str, now: datetime) -> OfferId:
        """Keep a message; those that are too old go."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(_DROP_OLD, milliseconds_of(now - KEPT))
            rows = await transaction.fetch(_KEEP, person, sent, milliseconds_of(now))
        return OfferId(rows[0][0])

    async def get(self, offer: OfferId, person: int) -> str | None:
        """What this person sent; None when it is not theirs, or kept no longer."""
        rows = await self._database.fetch(_GET, offer, person)
        return str(rows[0][0]) if rows else None
