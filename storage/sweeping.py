"""Throws away pictures and films that no story names any more: first their rows, after a while, then files without one.

A story that was withdrawn names nothing. Everything is done in small steps, so that taps find the write lock free.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import orjson

from storage.content_files import ContentFiles
from storage.database import Database
from storage.missing import NAMED
from storage.threads import seconds_of

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
_UNUSED = "SELECT hash FROM content c WHERE NOT EXISTS (SELECT 1 FROM medium m WHERE m.hash = c.hash) LIMIT $1"
_DROP_UNUSED = """
DELETE FROM content WHERE hash IN (SELECT value FROM json_each($1))
  AND NOT EXISTS (SELECT 1 FROM medium m WHERE m.hash = content.hash)
"""
_WITH_ROWS = "SELECT hash FROM content WHERE hash IN (SELECT value FROM json_each($1))"


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
        await _fully(self._drop_unused)
        return await self._remove_files()

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

    async def _drop_unused(self) -> bool:
        unused = await self._database.scan(_UNUSED, STEP) or []
        if unused:
            await self._database.write(_DROP_UNUSED, orjson.dumps([hash for (hash,) in unused]).decode())
        return bool(unused)

    async def _remove_files(self) -> int:
        """Remove files without a row, those that a kill left unfinished among them."""
        removed = 0
        for folder in await asyncio.to_thread(self._files.folders):
            names = await asyncio.to_thread(self._files.names, folder)
            known = await self._database.fetch(_WITH_ROWS, orjson.dumps(list(names)).decode())
            for name in names.keys() - {hash for (hash,) in known}:
                removed += await asyncio.to_thread(self._files.remove, folder, names[name])
            await asyncio.sleep(GIVE_WAY)
        return removed


async def _fully(step: Callable[[], Awaitable[bool]]) -> None:
    """Do a step until there is nothing more to do."""
    worked = True
    while worked:
        worked = await step()
        await asyncio.sleep(GIVE_WAY)
