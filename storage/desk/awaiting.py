"""What the next message of a person is taken for, when they were asked for something: kept, so that a restart between
the question and the answer loses nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.database import Database
from storage.threads import milliseconds_of

PATIENCE = timedelta(hours=1)
"""After so long a message is a search again, and no answer to what was asked."""
SHORT_PATIENCE = timedelta(minutes=10)
"""The same of what may be left unanswered: the next message may well be a search."""

_EXPECT = """
INSERT INTO awaited (person_id, what, thread_id, number, revision, asked_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id) DO UPDATE SET what = excluded.what, thread_id = excluded.thread_id,
  number = excluded.number, revision = excluded.revision, asked_at = excluded.asked_at
"""
_GET = """
SELECT what, thread_id, number, revision FROM awaited
WHERE person_id = $1 AND asked_at >= CASE what WHEN 'report' THEN $3 ELSE $2 END
"""
_FORGET = "DELETE FROM awaited WHERE person_id = $1"


class Asked(StrEnum):
    """What somebody was asked for."""

    STORY = "story"
    REPORT = "report"
    """What is wrong with a story."""
    SUGGESTION = "suggestion"
    TIME = "time"
    """When a draft is to go out."""
    TEXT = "text"
    SPLIT = "split"
    WARNING = "warning"
    AUTHOR = "author"
    DATE = "date"
    SOURCE = "source"
    LANGUAGE = "language"
    TAGS = "tags"
    """These are what a correction is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What is waited for: of which story and tweet (0 for none), and the story's revision when it was asked for."""

    what: Asked
    thread: int = 0
    number: int = 0
    revision: int = 0


class Awaiting:
    """Remembers for each person what they were asked for last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def expect(self, person: int, awaited: Awaited, now: datetime) -> None:
        """Take the person's next message for the answer to this."""
        given = awaited.what, awaited.thread, awaited.number, awaited.revision, milliseconds_of(now)
        await self._database.write(_EXPECT, person, *given)

    async def get(self, person: int, now: datetime) -> Awaited | None:
        """What the person is asked for now."""
        since = milliseconds_of(now - PATIENCE), milliseconds_of(now - SHORT_PATIENCE)
        rows = await self._database.fetch(_GET, person, *since)
        if not rows or rows[0][0] not in set(Asked):
            return None
        what, thread, number, revision = rows[0]
        return Awaited(what=Asked(what), thread=thread, number=number, revision=revision)

    async def forget(self, person: int) -> None:
        """Take the person's next message as any other."""
        await self._database.write(_FORGET, person)
