"""The ids under which Telegram keeps pictures and films it has been sent once, for one bot.

An address is looked up in memory first: a tap asks the database only about a picture that this process has not met.
Another process may have learned an id meanwhile; then the address is sent once more, and nothing is lost.
"""

from collections import OrderedDict

from storage.database import Database
from threads.model import MediaKind

CACHED = 20_000
"""Addresses kept in memory, about 10 MB."""

_GET = "SELECT file_id FROM file WHERE bot_id = $1 AND url = $2 AND kind = $3"
_KEEP = """
INSERT INTO file (bot_id, url, kind, file_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (bot_id, url, kind) DO UPDATE SET file_id = excluded.file_id
"""
_FORGET = "DELETE FROM file WHERE bot_id = $1 AND url = $2 AND kind = $3"


class Files:
    """Reads and writes the file ids of one bot, by its Telegram id."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self._known: OrderedDict[tuple[str, MediaKind], str | None] = OrderedDict()

    async def get(self, url: str, kind: MediaKind) -> str | None:
        """The id of what stands at an address; None when Telegram has not been sent it as this kind."""
        if (url, kind) in self._known:
            return self._known[url, kind]
        rows = await self._database.fetch(_GET, self._bot, url, kind)
        return self._cached(url, kind, rows[0][0] if rows else None)

    async def keep(self, url: str, kind: MediaKind, file_id: str) -> None:
        """Remember an id; one that is known already costs nothing."""
        if self._known.get((url, kind)) != file_id:
            self._cached(url, kind, file_id)
            await self._database.write(_KEEP, self._bot, url, kind, file_id)

    async def forget(self, url: str, kind: MediaKind) -> None:
        """Forget an id that Telegram no longer takes."""
        self._cached(url, kind, None)
        await self._database.write(_FORGET, self._bot, url, kind)

    def _cached(self, url: str, kind: MediaKind, file_id: str | None) -> str | None:
        self._known[url, kind] = file_id
        self._known.move_to_end((url, kind))
        if len(self._known) > CACHED:
            self._known.popitem(last=False)
        return file_id
