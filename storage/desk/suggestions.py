"""What readers suggest: a story that waits as a draft, or a link that could not be read; and what became of it.

Strangers bring these: what they say changes nothing that readers see, and no draft that waits already, before an admin
has looked. So many a day from each, so many in all.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from storage.authors import add_authors
from storage.database import Database, Row, Transaction
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.desk.wishes import kept, wishes_of
from storage.incoming import ready
from storage.readers import ReaderId
from storage.threads import Status, load, milliseconds_of
from storage.writing import Writing, same
from threads.language import said_of
from threads.model import Thread, ThreadId

SuggestionId = NewType("SuggestionId", int)

A_DAY = 3
"""Suggestions of one reader in any 24 hours."""
IN_ALL = 50
"""Suggestions of all readers in any 24 hours: admins have a life."""
SAID = "A reader suggests this story: look at it as at anything that a stranger sends."

_MUTED = "SELECT 1 FROM muted WHERE reader_id = $1"
_THEIRS = "SELECT count(*) FROM suggestion WHERE reader_id = $1 AND suggested_at > $2"
_ALL = "SELECT count(*) FROM suggestion WHERE suggested_at > $1"
_LINKED = "SELECT 1 FROM suggestion WHERE link = $1 AND link <> '' AND verdict IS NULL AND draft_id IS NULL"
_WRITE = """
INSERT INTO suggestion (reader_id, language, draft_id, link, suggested_at) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
_COLUMNS = """s.id, s.reader_id, s.language, s.draft_id, s.link, s.verdict,
  EXISTS (SELECT 1 FROM muted m WHERE m.reader_id = s.reader_id)"""
_GET = f"SELECT {_COLUMNS} FROM suggestion s WHERE s.id = $1"
_OF_DRAFT = f"SELECT {_COLUMNS} FROM suggestion s WHERE s.draft_id = $1 AND s.verdict IS NULL"
_SETTLE = "UPDATE suggestion SET verdict = $2 WHERE id = $1 AND verdict IS NULL RETURNING id"
_MUTE = """
INSERT INTO muted (reader_id, since) SELECT reader_id, $2 FROM suggestion WHERE id = $1 AND reader_id IS NOT NULL
ON CONFLICT DO NOTHING RETURNING reader_id
"""
_UNMUTE = """
DELETE FROM muted WHERE reader_id = (SELECT reader_id FROM suggestion WHERE id = $1) RETURNING reader_id
"""


class Verdict(StrEnum):
    """What became of a suggestion."""

    PUBLISHED = "published"
    TAKEN_UP = "taken up"
    """A link that an admin wants to bring in in another way."""
    DECLINED = "declined"


class Unfit(StrEnum):
    """Why a suggestion was not taken."""

    MUTED = "muted"
    TOO_MANY = "too many"
    """Of this reader, for a day."""
    FULL = "full"
    """Of all readers, for a day."""
    WAITING = "waiting"
    """Somebody has brought it already."""
    THERE = "there"
    """Readers have it, word for word."""
    UNWANTED = "unwanted"
    """Its author does not want it here, or it was taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A suggestion as it stands. `reader` is None once they want to be forgotten, `draft` for a mere link."""

    id: SuggestionId
    reader: ReaderId | None
    language: str | None
    draft: ThreadId | None
    link: str
    verdict: Verdict | None
    muted: bool


class Suggestions:
    """Takes suggestions, and what is decided of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def barred(self, reader: ReaderId, now: datetime) -> Unfit | None:
        """Why nothing is taken from this reader now; asked before what they sent is read."""
        async with self._database.transaction() as transaction:
            return await _barred(transaction, reader, now)

    async def take(self, thread: Thread, reader: ReaderId, language: str | None, now: datetime) -> SuggestionId | Unfit:
        """Keep a story as a draft that a reader suggests; they have to have opened the bot."""
        thread = replace(thread, review=(*thread.review, SAID))
        incoming = await asyncio.to_thread(ready, thread, Status.DRAFT, said_of(thread))
        async with self._database.transaction() as transaction:
            unfit = await _barred(transaction, reader, now) or await _unfit(transaction, thread)
            if unfit:
                return unfit
            work = Writing(transaction, now)
            await work.begin()
            await add_authors(transaction, [thread])
            wishes = await wishes_of(transaction, [thread])
            (taken,) = await work.insert([kept(incoming, wishes)])
            await work.flush()
            return await _written(transaction, reader, language, taken.id, "", now)

    async def take_link(self, link: str, reader: ReaderId, language: str | None, now: datetime) -> SuggestionId | Unfit:
        """Keep a link that could not be read here: an admin may know another way."""
        async with self._database.transaction() as transaction:
            if unfit := await _barred(transaction, reader, now):
                return unfit
            if await transaction.fetch(_LINKED, link):
                return Unfit.WAITING
            return await _written(transaction, reader, language, None, link, now)

    async def get(self, suggestion: SuggestionId) -> Suggestion | None:
        """One suggestion as it stands; None when there is none of this id."""
        rows = await self._database.fetch(_GET, suggestion)
        return _suggestion(rows[0]) if rows else None

    async def of_draft(self, draft: ThreadId) -> Suggestion | None:
        """The suggestion of which a draft came, while nobody has decided."""
        rows = await self._database.fetch(_OF_DRAFT, draft)
        return _suggestion(rows[0]) if rows else None

    async def settle(self, suggestion: SuggestionId, verdict: Verdict, now: datetime, *, by: AdminId) -> bool:
        """Write down what became of it; False when that stands already: somebody else was first.

        What is done with the draft has a line of its own in the audit log, so only the other verdicts have one here.
        """
        async with self._database.transaction() as transaction:
            settled = bool(await transaction.fetch(_SETTLE, suggestion, verdict))
            if settled and verdict is not Verdict.PUBLISHED:
                act = Act.DECLINE if verdict is Verdict.DECLINED else Act.TAKE_UP
                await audit(transaction, by, act, What(Noun.SUGGESTION, suggestion), now)
        return settled

    async def mute(self, suggestion: SuggestionId, muted: bool, now: datetime, *, by: AdminId) -> bool:
        """Take no more from whoever suggested this, or take it again; whether that was anything new."""
        async with self._database.transaction() as transaction:
            given = (suggestion, milliseconds_of(now)) if muted else (suggestion,)
            rows = await transaction.fetch(_MUTE if muted else _UNMUTE, *given)
            if rows:
                act = Act.MUTE if muted else Act.UNMUTE
                await audit(transaction, by, act, What(Noun.SENDER, rows[0][0]), now)
        return bool(rows)


async def _barred(transaction: Transaction, reader: ReaderId, now: datetime) -> Unfit | None:
    since = milliseconds_of(now - timedelta(days=1))
    if await transaction.fetch(_MUTED, reader):
        return Unfit.MUTED
    if (await transaction.fetch(_THEIRS, reader, since))[0][0] >= A_DAY:
        return Unfit.TOO_MANY
    return Unfit.FULL if (await transaction.fetch(_ALL, since))[0][0] >= IN_ALL else None


async def _unfit(transaction: Transaction, thread: Thread) -> Unfit | None:
    """Why this very story is not taken."""
    if (await wishes_of(transaction, [thread])).refuse(thread):
        return Unfit.UNWANTED
    shown, draft = await same(transaction.fetch, thread)
    if draft:
        return Unfit.WAITING
    story = await load(transaction.fetch, shown) if shown else None
    if story is None:
        return None
    if story.status is Status.WITHDRAWN:
        return Unfit.UNWANTED
    texts = [tweet.text for tweet in story.thread]
    return Unfit.THERE if [tweet.text for tweet in thread] == texts else None


async def _written(
    transaction: Transaction,
    reader: ReaderId,
    language: str | None,
    draft: ThreadId | None,
    link: str,
    now: datetime,
) -> SuggestionId:
    rows = await transaction.fetch(_WRITE, reader, language, draft, link, milliseconds_of(now))
    return SuggestionId(rows[0][0])


def _suggestion(row: Row) -> Suggestion:
    identity, reader, language, draft, link, verdict, muted = row
    return Suggestion(
        id=SuggestionId(identity),
        reader=None if reader is None else ReaderId(reader),
        language=language,
        draft=None if draft is None else ThreadId(draft),
        link=link,
        verdict=Verdict(verdict) if verdict else None,
        muted=bool(muted),
    )
