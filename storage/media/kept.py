"""Pictures and films that are kept, by the address at which stories name them, so that stories outlive their sources.

`KeptMedia` is what everybody uses: the importers of archives and whoever has fetched something give it to `keep`,
whoever shows or exports something asks `find` and `read`. The bytes lie in files by their hash (`content_files.py`),
the rows here say which address has which.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from storage.database import Database
from storage.media.content_files import ContentFiles, Refusal, Stored
from storage.threads import seconds_of
from threads.content import Content, Type

LIMIT = 5_000_000_000
"""Bytes of all files together, where nothing else is set."""
RESERVE = 500_000_000
"""Bytes of the disk that are left to the database and to everything else."""
COUNTED_AGAIN = 100
"""Files kept until all are counted again: another process keeps some too."""

_FIND = """
SELECT c.hash, c.type, c.size, c.width, c.height FROM medium m JOIN content c ON c.hash = m.hash WHERE m.url = $1
"""
_TOTAL = "SELECT coalesce(sum(size), 0) FROM content"
_CONTENT = """
INSERT INTO content (hash, type, size, width, height) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING
"""
_MEDIUM = """
INSERT INTO medium (url, hash, checked_at) VALUES ($1, $2, $3)
ON CONFLICT (url) DO UPDATE SET hash = excluded.hash, why = NULL, checked_at = excluded.checked_at, tries = 0,
  due_at = NULL
"""
_LOST = """
UPDATE medium SET due_at = $2 WHERE hash = $1 AND due_at IS NULL AND tries = 0 AND url LIKE 'http%'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that is kept: `hash` is the SHA-256 of its bytes, `size` their number."""

    hash: str
    size: int
    content: Content


class KeptMedia:
    """Keeps files and gives them back. `limit` is in bytes for all of them together; 0 keeps nothing new.

    `reserve` is how many bytes of the disk are left free. Several processes may do so at once with one database and
    folder.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        now: Callable[[], datetime],
        *,
        limit: int = LIMIT,
        reserve: int = RESERVE,
    ) -> None:
        self._database = database
        self._files = ContentFiles(folder)
        self._now = now
        self._limit = limit
        self._reserve = reserve
        self._total = 0
        self._until_counted = 0

    async def keep(self, url: str, file: bytes | BinaryIO) -> Kept | Refusal:
        """Keep what stands at an address: what it is, or why it was refused.

        The address may be one of any scheme; the next `keep` of the same one replaces what is known of it. A stream is
        read in another thread, in pieces, and no further than 50 MB. Whether the size of a picture suits a photo of
        Telegram is not judged here. Raises what the database raises; a full disk is a refusal.
        """
        if await self.is_full():
            return Refusal.FULL
        try:
            stored = await asyncio.to_thread(self._files.store, file)
        except OSError:
            return Refusal.DISK
        if isinstance(stored, Refusal):
            return stored
        await self._record(url, stored)
        return Kept(hash=stored.hash, size=stored.size, content=stored.content)

    async def find(self, url: str) -> Kept | None:
        """What is kept of an address; None when nothing is."""
        rows = await self._database.fetch(_FIND, url)
        return kept_of(rows[0]) if rows else None

    async def read(self, kept: Kept) -> bytes | None:
        """The bytes of what is kept. None when the file is gone or damaged: then it is fetched again when it can be.

        What is known of it stays: the folder may be away for a while only, and then everything is as it was.
        """
        data = await asyncio.to_thread(self._files.read, kept.hash, kept.content.type, kept.size)
        if data is None:
            await self._database.write(_LOST, kept.hash, seconds_of(self._now()))
        return data

    async def has(self, url: str) -> bool:
        """Whether the file of an address is there: one that was lost may be kept again."""
        kept = await self.find(url)
        if kept is None:
            return False
        return await asyncio.to_thread(self._files.has, kept.hash, kept.content.type, kept.size)

    async def is_full(self) -> bool:
        """Whether there is no room for one more file, within the limit or on the disk."""
        if self._until_counted <= 0 or self._total >= self._limit:
            self._total = int((await self._database.fetch(_TOTAL))[0][0])
            self._until_counted = COUNTED_AGAIN
        return self._total >= self._limit or await asyncio.to_thread(self._files.free) < self._reserve

    async def _record(self, url: str, stored: Stored) -> None:
        content = stored.content
        row = (stored.hash, content.type, stored.size, content.width, content.height)
        async with self._database.transaction() as transaction:
            await transaction.fetch(_CONTENT, *row)
            await transaction.fetch(_MEDIUM, url, stored.hash, seconds_of(self._now()))
        self._total += stored.size
        self._until_counted -= 1


def kept_of(row: Sequence[Any]) -> Kept:
    """What is kept, from the columns of `content`."""
    hash, type, size, width, height = row
    return Kept(hash=hash, size=size, content=Content(type=Type(type), width=width, height=height))
