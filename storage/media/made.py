"""The ids under which Telegram keeps the files and pictures that were made of stories, for one bot.

The second person who asks gets the same file at once. What was made of an older revision of a story is not found any
more, and replaced when it is made again.
"""

from dataclasses import dataclass
from datetime import datetime

import orjson

from storage.database import Database
from storage.threads import seconds_of
from threads.model import ThreadId

_GET = """
SELECT file_ids FROM made
WHERE bot_id = $1 AND thread_id = $2 AND what = $3 AND language = $4 AND revision = $5 AND (until IS NULL OR until > $6)
"""
_KEEP = """
INSERT INTO made (bot_id, thread_id, what, language, revision, file_ids, until)
SELECT $1, t.id, $3, $4, $5, $6, $7 FROM thread t WHERE t.id = $2
ON CONFLICT (bot_id, thread_id, what, language) DO UPDATE
SET revision = excluded.revision, file_ids = excluded.file_ids, until = excluded.until
"""
_FORGET = "DELETE FROM made WHERE bot_id = $1 AND thread_id = $2 AND what = $3 AND language = $4"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """What was made: of which revision of a story, what, in which language."""

    thread: ThreadId
    revision: int
    what: str
    language: str


class Made:
    """Reads and writes the file ids of one bot, by its Telegram id."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    async def get(self, key: MadeKey, now: datetime) -> tuple[str, ...]:
        """The ids of what was made; none when it was not, or has to be made anew."""
        rows = await self._database.fetch(
            _GET, self._bot, key.thread, key.what, key.language, key.revision, seconds_of(now)
        )
        return tuple(orjson.loads(rows[0][0])) if rows else ()

    async def keep(self, key: MadeKey, files: tuple[str, ...], *, until: datetime | None = None) -> None:
        """Remember the ids, for good or until a time. Nothing is kept of a story that is gone."""
        ends = seconds_of(until) if until else None
        listed = orjson.dumps(files).decode()
        await self._database.write(_KEEP, self._bot, key.thread, key.what, key.language, key.revision, listed, ends)

    async def forget(self, key: MadeKey) -> None:
        """Forget ids that Telegram no longer takes."""
        await self._database.write(_FORGET, self._bot, key.thread, key.what, key.language)
