"""Authors and feeds that are followed: when each is to be looked at, and what has come in of it.

What was seen is written before anything is taken in, and that it was taken after: whatever ends the process, the next
one takes the same thread once more, which is the same story and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType

from storage.database import Database, Row
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.threads import milliseconds_of
from threads.sources.live.source import Network, Seen, Source, Version

SourceId = NewType("SourceId", int)

_COLUMNS = "id, network, address, host, name, link, since, looked_at, due, etag, modified, failures, trouble"
_ADD = """
INSERT INTO source (network, address, host, name, link, since, due) VALUES ($1, $2, $3, $4, $5, $6, $6)
ON CONFLICT (network, address) DO NOTHING RETURNING id
"""
_ALL = f"SELECT {_COLUMNS} FROM source ORDER BY id"
_DUE = f"SELECT {_COLUMNS} FROM source WHERE due <= $1 ORDER BY due, id LIMIT 1"
_REMOVE = "DELETE FROM source WHERE id = $1 RETURNING id"
_LOOKED = """
UPDATE source SET looked_at = $2, due = $3, etag = $4, modified = $5, failures = 0, trouble = '' WHERE id = $1
"""
_FAILED = "UPDATE source SET due = $2, failures = failures + 1, trouble = $3 WHERE id = $1"
_PUT_OFF = "UPDATE source SET due = $2 WHERE host = $1 AND due < $2"
_NOTE = """
INSERT INTO source_thread (source_id, key, mark, grown_at, taken) SELECT $1, $2, $3, $4, $5
WHERE EXISTS (SELECT 1 FROM source WHERE id = $1)
ON CONFLICT (source_id, key) DO UPDATE SET mark = excluded.mark, grown_at = excluded.grown_at
WHERE source_thread.mark <> excluded.mark
"""
_WAITING = "SELECT key, mark, grown_at FROM source_thread WHERE source_id = $1 AND mark <> taken ORDER BY grown_at, key"
_TAKEN = "UPDATE source_thread SET taken = $3 WHERE source_id = $1 AND key = $2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Somebody who is followed. `since` is when that began, `looked` the last look that worked.

    `failures` counts looks that failed since, `trouble` says why the last one did.
    """

    id: SourceId
    source: Source
    since: datetime
    looked: datetime | None
    due: datetime
    version: Version
    failures: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread that has grown since it was taken in, or never was. `grown` is when its newest post was written."""

    key: str
    mark: str
    grown: datetime


class Sources:
    """Keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: Source, now: datetime, *, by: AdminId) -> bool:
        """Follow somebody from now on; false when they are followed already."""
        at = milliseconds_of(now)
        given = source.network, source.address, source.host, source.name, source.link
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_ADD, *given, at)
            if rows:
                await audit(transaction, by, Act.FOLLOW, What(Noun.SOURCE, rows[0][0]), now)
        return bool(rows)

    async def remove(self, source: SourceId, now: datetime, *, by: AdminId) -> bool:
        """Follow them no more; the stories stay. False when they are not followed."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(_REMOVE, source)
            if rows:
                await audit(transaction, by, Act.UNFOLLOW, What(Noun.SOURCE, source), now)
        return bool(rows)

    async def all(self) -> list[Followed]:
        """Everybody who is followed, the first ones first."""
        return [_followed(row) for row in await self._database.fetch(_ALL)]

    async def due(self, now: datetime) -> Followed | None:
        """Who has waited longest for a look that is due; None when nobody has."""
        rows = await self._database.fetch(_DUE, milliseconds_of(now))
        return _followed(rows[0]) if rows else None

    async def looked(self, source: SourceId, now: datetime, due: datetime, version: Version) -> None:
        """A look worked; the next one is due then."""
        when = milliseconds_of(now), milliseconds_of(due)
        await self._database.write(_LOOKED, source, *when, version.etag, version.modified)

    async def failed(self, source: SourceId, due: datetime, trouble: str) -> None:
        """A look did not work, for this reason."""
        await self._database.write(_FAILED, source, milliseconds_of(due), trouble)

    async def put_off(self, host: str, until: datetime) -> None:
        """Leave a server alone until then."""
        await self._database.write(_PUT_OFF, host, milliseconds_of(until))

    async def note(self, source: SourceId, seen: Iterable[Seen], now: datetime, *, old: datetime | None) -> None:
        """Keep what somebody has out. On the first look `old` is when that began: what is older is left alone."""
        rows = []
        for each in seen:
            grown = min(each.at, now) if each.at else now
            is_old = old is not None and (each.at is None or each.at < old)
            rows.append((source, each.key, each.mark, milliseconds_of(grown), each.mark if is_old else ""))
        async with self._database.transaction() as transaction:
            await transaction.many(_NOTE, rows)

    async def waiting(self, source: SourceId) -> list[Waiting]:
        """What has grown and was not taken since, the quietest first."""
        rows = await self._database.fetch(_WAITING, source)
        return [Waiting(key, mark, _time(grown)) for key, mark, grown in rows]

    async def taken(self, source: SourceId, waiting: Waiting) -> None:
        """A thread came in as it was then, or is to be left alone as it is."""
        await self._database.write(_TAKEN, source, waiting.key, waiting.mark)


def _followed(row: Row) -> Followed:
    identity, network, address, host, name, link, since, looked, due, etag, modified, failures, trouble = row
    return Followed(
        id=SourceId(identity),
        source=Source(network=Network(network), address=address, host=host, name=name, link=link),
        since=_time(since),
        looked=_time(looked) if looked is not None else None,
        due=_time(due),
        version=Version(etag, modified),
        failures=failures,
        trouble=trouble,
    )


def _time(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
