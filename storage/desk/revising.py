"""Corrections of stories, each in one transaction, and only on the version that was looked at.

Who has looked at an older version, and has changed it to the present one alone, may go on: nobody else's work is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.database import Database, Fetch, Transaction
from storage.desk.audit import Act, AdminId
from storage.desk.wishes import check_wanted
from storage.threads import Status, StoredThread, load, milliseconds_of
from storage.writing import Writing
from threads.model import Thread, ThreadId

Change = Callable[[StoredThread], Thread]
"""Gives the story as it is to be. May raise InvalidThread."""

_SINCE = """
SELECT person_id, name, what, number, revision FROM change WHERE thread_id = $1 AND revision > $2 ORDER BY revision
"""
_RECORD = """
INSERT INTO change (thread_id, revision, person_id, name, what, number, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_REVISION = "SELECT revision FROM thread WHERE id = $1"


class Changed(StrEnum):
    """What was changed."""

    TEXT = "text"
    SPLIT = "split"
    JOIN = "join"
    MOVE = "move"
    REMOVE = "remove"
    WARNING = "warning"
    AUTHOR = "author"
    DATE = "date"
    SOURCE = "source"
    LANGUAGE = "language"
    TAGS = "tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Who corrects, by which name others are told of it."""

    id: AdminId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is done to a story, and to which tweet of it (0 for the whole).

    `exact` is for steps that mean another thing when they are done twice.
    """

    what: Changed
    number: int
    change: Change
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Revised:
    """It was done, and this is the story's revision now."""

    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """Nothing was done: somebody has changed the story meanwhile. `what` is None when it was no correction.

    `own` when it was the same person.
    """

    name: str = ""
    what: Changed | None = None
    number: int = 0
    own: bool = False


class Missing:
    """There is no such story any more."""


class Revising:
    """Corrects drafts and published stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def revise(
        self, thread: ThreadId, revision: int, correction: Correction, now: datetime, *, by: Editor
    ) -> Revised | Overtaken | Missing:
        """Correct a story of which this revision was looked at.

        Raises InvalidThread, and OptedOut for an author who does not want it here; then nothing was done.
        """
        async with self._database.transaction() as transaction:
            story = await load(transaction.fetch, thread)
            if story is None or story.status is Status.WITHDRAWN:
                return Missing()
            overtaken = await overtaking(transaction.fetch, story, revision, by.id)
            if overtaken and (correction.exact or not overtaken.own):
                return overtaken
            new = correction.change(story)
            if new == story.thread:
                return Revised(story.revision)
            if new.author != story.thread.author:
                await check_wanted(transaction, new)
            work = Writing(transaction, now, by.id)
            await work.begin()
            await work.restore(story, new, story.status)
            await work.note(Act.EDIT, thread)
            await work.flush()
            return await _recorded(transaction, thread, correction, now, by)


async def overtaking(fetch: Fetch, story: StoredThread, revision: int, person: int) -> Overtaken | None:
    """What was done to a story since a revision of it; None when nothing was."""
    if story.revision == revision:
        return None
    changes = await fetch(_SINCE, story.id, revision)
    others = [(name, what, number) for who, name, what, number, _ in changes if who != person]
    if others:
        name, what, number = others[-1]
        return Overtaken(name=name, what=Changed(what), number=number)
    # What is no correction, as an import is, leaves a revision that no correction has.
    return Overtaken(own=bool(changes) and changes[-1][4] == story.revision)


async def _recorded(
    transaction: Transaction, thread: ThreadId, correction: Correction, now: datetime, by: Editor
) -> Revised:
    revision = int((await transaction.fetch(_REVISION, thread))[0][0])
    given = by.id, by.name, correction.what, correction.number, milliseconds_of(now)
    await transaction.fetch(_RECORD, thread, revision, *given)
    return Revised(revision)
