"""The ids under which Telegram keeps pictures and films it has been sent once, for one bot.

An id is looked up in memory first: a tap asks the database only about a picture that this process has not sent. The
same question tells what is kept of the picture, so that one query answers how it can be sent.
"""

from collections import OrderedDict
from dataclasses import dataclass

from storage.database import Database
from storage.media import Kept, kept_of
from threads.model import MediaKind

CACHED = 20_000
"""Addresses kept in memory, about 10 MB."""

_GET = """
SELECT f.file_id, c.hash, c.type, c.size, c.width, c.height FROM (SELECT $2 AS url) asked
LEFT JOIN file f ON f.bot_id = $1 AND f.url = asked.url AND f.kind = $3
LEFT JOIN medium m ON m.url = asked.url LEFT JOIN content c ON c.hash = m.hash
"""
_KEEP = """
INSERT INTO file (bot_id, url, kind, file_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (bot_id, url, kind) DO UPDATE SET file_id = excluded.file_id
"""
_FORGET = "DELETE FROM file WHERE bot_id = $1 AND url = $2 AND kind = $3"


@dataclass(frozen=True, slots=True)
class Known:
    """How a picture or film can be sent: under which id Telegram has it, and what is kept of it.

    What is kept is not told where the id was known already.
    """

    file_id: str | None
    kept: Kept | None = None


class Files:
    """Reads and writes the file ids of one bot, by its Telegram id."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self._known: OrderedDict[tuple[str, MediaKind], str] = OrderedDict()

    async def get(self, url: str, kind: MediaKind) -> Known:
        """What is known of an address: an id only when Telegram has been sent it as this kind."""
        if file_id := self.remembered(url, kind):
            return Known(file_id)
        ((file_id, *content),) = await self._database.fetch(_GET, self._bot, url, kind)
        if file_id:
            self._cache(url, kind, file_id)
        return Known(file_id, kept_of(content) if content[0] else None)

    def remembered(self, url: str, kind: MediaKind) -> str | None:
        """The id that is known without asking the database."""
        return self._known.get((url, kind))

    async def keep(self, url: str, kind: MediaKind, file_id: str) -> None:
        """Remember an id; one that is known already costs nothing."""
        if self._known.get((url, kind)) != file_id:
            self._cache(url, kind, file_id)
            await self._database.write(_KEEP, self._bot, url, kind, file_id)

    async def forget(self, url: str, kind: MediaKind) -> None:
        """Forget an id that Telegram no longer takes."""
        self._known.pop((url, kind), None)
        await self._database.write(_FORGET, self._bot, url, kind)

    def _cache(self, url: str, kind: MediaKind, file_id: str) -> None:
        self._known[url, kind] = file_id
        self._known.move_to_end((url, kind))
        if len(self._known) > CACHED:
            self._known.popitem(last=False)
