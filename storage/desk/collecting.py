"""Messages that are collected for one story, until their sender says that they are all: kept, so that a restart in the
middle loses none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from storage.database import Database, Row
from storage.threads import milliseconds_of

CollectionId = NewType("CollectionId", int)

TOGETHER = timedelta(minutes=2)
"""Messages that come closer to each other than this, without anybody having asked for them, belong together."""
PATIENCE = timedelta(hours=1)
"""After so long without a message, one that was asked for takes no more."""
KEPT = timedelta(days=3)

_COLUMNS = "id, asked, card_id, (SELECT count(*) FROM collected WHERE collection_id = collection.id)"
_OPEN = f"""
SELECT {_COLUMNS} FROM collection
WHERE person_id = $1 AND last_at >= CASE WHEN asked = 1 THEN $2 ELSE $3 END ORDER BY id DESC LIMIT 1
"""
_GET = f"SELECT {_COLUMNS} FROM collection WHERE id = $1 AND person_id = $2"
_BEGIN = "INSERT INTO collection (person_id, asked, last_at) VALUES ($1, $2, $3) RETURNING id"
_DROP_OLD = "DELETE FROM collection WHERE last_at < $1"
_ADD = """
INSERT INTO collected (collection_id, message_id, sent) VALUES ($1, $2, $3)
ON CONFLICT (collection_id, message_id) DO NOTHING
"""
_TOUCH = "UPDATE collection SET last_at = $2 WHERE id = $1"
_CLOSE = "UPDATE collection SET last_at = $2 WHERE person_id = $1 AND last_at > $2"
_CARD = "UPDATE collection SET card_id = $2 WHERE id = $1"
_ALL = """
SELECT d.sent FROM collected d JOIN collection c ON c.id = d.collection_id
WHERE c.id = $1 AND c.person_id = $2 ORDER BY d.message_id
"""
_DROP = "DELETE FROM collection WHERE id = $1 AND person_id = $2 RETURNING id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection under way: whether it was asked for, the message that counts it, and how many there are."""

    id: CollectionId
    asked: bool
    card: int | None
    count: int


class Collecting:
    """Keeps messages, as JSON that only the conversation understands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, person: int, now: datetime) -> Collection | None:
        """The collection to which the person's next message belongs."""
        given = milliseconds_of(now - PATIENCE), milliseconds_of(now - TOGETHER)
        rows = await self._database.fetch(_OPEN, person, *given)
        return _collection(rows[0]) if rows else None

    async def get(self, collection: CollectionId, person: int) -> Collection | None:
        """A collection of this person as it stands; None when it is done or dropped."""
        rows = await self._database.fetch(_GET, collection, person)
        return _collection(rows[0]) if rows else None

    async def begin(self, person: int, now: datetime, *, asked: bool) -> CollectionId:
        """Begin a collection; those that are too old go."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(_DROP_OLD, milliseconds_of(now - KEPT))
            rows = await transaction.fetch(_BEGIN, person, int(asked), milliseconds_of(now))
        return CollectionId(rows[0][0])

    async def add(self, collection: CollectionId, message: int, sent: str, now: datetime) -> None:
        """Add a message; they stay in the order in which they stand in the chat."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(_ADD, collection, message, sent)
            await transaction.fetch(_TOUCH, collection, milliseconds_of(now))

    async def close(self, person: int, now: datetime) -> None:
        """Let the person's next message begin a new collection; what there is waits until it is done or too old."""
        await self._database.write(_CLOSE, person, milliseconds_of(now - PATIENCE) - 1)

    async def counted_by(self, collection: CollectionId, card: int) -> None:
        """Remember which message counts it."""
        await self._database.write(_CARD, collection, card)

    async def all(self, collection: CollectionId, person: int) -> list[str]:
        """Every message of a collection of this person, in order."""
        return [str(row[0]) for row in await self._database.fetch(_ALL, collection, person)]

    async def drop(self, collection: CollectionId, person: int) -> bool:
        """Forget a collection; whether there was one."""
        return bool(await self._database.write(_DROP, collection, person))


def _collection(row: Row) -> Collection:
    identity, asked, card, count = row
    return Collection(id=CollectionId(identity), asked=bool(asked), card=card, count=count)
