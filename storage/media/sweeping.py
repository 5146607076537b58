"""Throws away pictures and films that no story names any more: after a while their rows, and then their files.

A story that was withdrawn names nothing. Files that the database does not know are let be: they may be another one's.
Everything is done in small steps, so that taps find the write lock free.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import orjson

from storage.database import Database
from storage.media.content_files import ContentFiles
from storage.media.missing import NAMED
from storage.threads import seconds_of
from threads.content import Type

KEPT = timedelta(days=30)
"""How long what no story names stays: a story that was withdrawn by mistake comes back with its pictures."""
STEP = 200
"""Rows looked at in one transaction."""
GIVE_WAY = 0.02
"""Seconds between two steps."""

_SLICE = "SELECT max(url), count(*) FROM (SELECT url FROM medium WHERE url > $1 ORDER BY url LIMIT $2)"
_UNNAMED = f"UPDATE medium SET unnamed_at = $3 WHERE url > $1 AND url <= $2 AND unnamed_at IS NULL AND NOT {NAMED}"
_NAMED_AGAIN = f"UPDATE medium SET unnamed_at = NULL WHERE unnamed_at IS NOT NULL AND {NAMED}"
_DROP = """
DELETE FROM medium WHERE url IN (SELECT url FROM medium WHERE unnamed_at <= $1 ORDER BY unnamed_at LIMIT $2)
RETURNING url
"""
_DROP_IDS = "DELETE FROM file WHERE bot_id = $1 AND url IN (SELECT value FROM json_each($2))"
_UNUSED = """
SELECT hash, type FROM content c WHERE hash > $1 AND NOT EXISTS (SELECT 1 FROM medium m WHERE m.hash = c.hash)
ORDER BY hash LIMIT $2
"""
_DROP_UNUSED = """
DELETE FROM content WHERE hash IN (SELECT value FROM json_each($1))
  AND NOT EXISTS (SELECT 1 FROM medium m WHERE m.hash = content.hash)
"""


class Sweeping:
    """Sweeps. `bot` is the Telegram id of the bot whose file ids go too."""

    def __init__(self, database: Database, files: ContentFiles, bot: int) -> None:
        self._database = database
        self._files = files
        self._bot = bot

    async def round(self, now: datetime) -> int:
        """Go through everything once; how many files were removed."""
        await self._mark(now)
        await _fully(partial(self._drop, now))
        return await self._remove_unused() + await asyncio.to_thread(self._files.remove_unfinished)

    async def _mark(self, now: datetime) -> None:
        """Note since when an address is named by no story."""
        await self._database.write(_NAMED_AGAIN)
        last = ""
        while True:
            ((up_to, count),) = await self._database.fetch(_SLICE, last, STEP)
            if not count:
                return
            await self._database.write(_UNNAMED, last, up_to, seconds_of(now))
            last = up_to
            await asyncio.sleep(GIVE_WAY)

    async def _drop(self, now: datetime) -> bool:
        dropped = await self._database.write(_DROP, seconds_of(now - KEPT), STEP)
        urls = orjson.dumps([url for (url,) in dropped]).decode()
        if dropped:
            await self._database.write(_DROP_IDS, self._bot, urls)
        return bool(dropped)

    async def _remove_unused(self) -> int:
        """Remove files that no address has, and then their rows: a kill in between leaves a row, which is met again."""
        last, removed = "", 0
        while unused := await self._database.scan(_UNUSED, last, STEP):
            gone = [hash for hash, type in unused if await asyncio.to_thread(self._files.remove, hash, Type(type))]
            if gone:
                await self._database.write(_DROP_UNUSED, orjson.dumps(gone).decode())
            last, removed = unused[-1][0], removed + len(gone)
            await asyncio.sleep(GIVE_WAY)
        return removed


async def _fully(step: Callable[[], Awaitable[bool]]) -> None:
    """Do a step until there is nothing more to do."""
    worked = True
    while worked:
        worked = await step()
        await asyncio.sleep(GIVE_WAY)
