"""The ids under which Telegram keeps pictures and films it has been sent once, for one bot.

An id is looked up in memory first: a tap asks the database only about a picture that this process has not sent. The
same question tells what is kept of the picture, so that one query answers how it can be sent.
"""

from collections import OrderedDict
from dataclasses import dataclass

from storage.database import Database
from storage.media.kept import Kept, kept_of

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
    """Reads and writes the file ids of one bot, by its Telegram id.

    The `form` is what was sent: `photo`, `video`, `gif`, `file`. An id can't be sent as another.
    """

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def get(self, url: str, form: str) -> Known:
        """What is known of an address: an id only when Telegram has been sent it in this form."""
        if file_id := self.remembered(url, form):
            return Known(file_id)
        ((file_id, *content),) = await self._database.fetch(_GET, self._bot, url, form)
        if file_id:
            self._cache(url, form, file_id)
        return Known(file_id, kept_of(content) if content[0] else None)

    def remembered(self, url: str, form: str) -> str | None:
        """The id that is known without asking the database."""
        return self._known.get((url, form))

    async def keep(self, url: str, form: str, file_id: str) -> None:
        """Remember an id; one that is known already costs nothing."""
        if self._known.get((url, form)) != file_id:
            self._cache(url, form, file_id)
            await self._database.write(_KEEP, self._bot, url, form, file_id)

    async def forget(self, url: str, form: str) -> None:
        """Forget an id that Telegram no longer takes."""
        self._known.pop((url, form), None)
        await self._database.write(_FORGET, self._bot, url, form)

    def _cache(self, url: str, form: str, file_id: str) -> None:
        self._known[url, form] = file_id
        self._known.move_to_end((url, form))
        if len(self._known) > CACHED:
            self._known.popitem(last=False)
