"""What publishers do with drafts from the chat: publish, discard, and take back for a while what they have done.

Each is one transaction, and done once however often its button is pressed: a second press finds what became of the
draft. So is a press after a kill between the commit and the answer.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import orjson

from storage.database import Database, Fetch, Transaction
from storage.delivery.ledger import State, Why, move
from storage.desk.audit import Act, AdminId
from storage.desk.revising import overtaking
from storage.desk.wishes import wishes_of
from storage.errors import OptedOut
from storage.incoming import ready
from storage.intake import hearing
from storage.threads import Status, StoredThread, load, milliseconds_of
from storage.writing import Outcome, Taken, Writing, same
from threads.language import said_of
from threads.model import Thread, ThreadId
from threads.sources import spool_json

UNDO = timedelta(hours=1)
"""How long what was done can be taken back."""

_COLUMNS = "draft_id, done, thread_id, revision, earlier, earlier_status, hears, until"
_DEED = f"SELECT {_COLUMNS} FROM deed WHERE draft_id = $1"
_RECORD = f"""
INSERT INTO deed ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (draft_id) DO UPDATE SET done = excluded.done, thread_id = excluded.thread_id,
  revision = excluded.revision, earlier = excluded.earlier, earlier_status = excluded.earlier_status,
  hears = excluded.hears, until = excluded.until
"""
_FORGET = "DELETE FROM deed WHERE draft_id = $1"
_EMPTY_OLD = "UPDATE deed SET earlier = NULL WHERE until < $1 AND earlier IS NOT NULL"
_REVISION = "SELECT revision FROM thread WHERE id = $1"
_UNSCHEDULE = "DELETE FROM schedule WHERE draft_id = $1"
_CANCEL = """
UPDATE publication SET state = 'cancelled', finished_at = $2
WHERE thread_id = $1 AND state IN ('planning', 'sending')
"""
_HELD = "publication_id IN (SELECT id FROM publication WHERE thread_id = $1) AND state = 'held'"


class Done(StrEnum):
    """What was done with a draft."""

    PUBLISHED = "published"
    UPDATED = "updated"
    """It became the next version of a story that there was."""
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What became of a draft: which story, at which revision, who hears, and until when it can be taken back."""

    done: Done
    draft: ThreadId
    thread: ThreadId
    revision: int
    earlier: Thread | None
    earlier_status: Status
    hears: int
    until: datetime


class Refusal(StrEnum):
    """Why something was not done."""

    CHANGED = "changed"
    """Somebody has changed it since it was looked at."""
    MISSING = "missing"
    """There is no such draft, or nothing to take back."""
    LATE = "late"
    """It can be taken back no more."""
    UNWANTED = "unwanted"
    """Its author does not want their stories here."""


class Publishing:
    """Acts on drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def deed(self, draft: ThreadId) -> Deed | None:
        """What became of a draft; None while it waits, and for what was never one."""
        return await _deed(self._database.fetch, draft)

    async def beside(self, draft: StoredThread) -> ThreadId | None:
        """The story of which a draft would become the next version; None when it is a new one."""
        shown, _ = await same(self._database.fetch, replace(draft.thread, review=()))
        return shown

    async def publish(
        self,
        draft: ThreadId,
        revision: int | None,
        now: datetime,
        *,
        notify: bool,
        by: AdminId | None,
        language: str = "",
    ) -> Deed | Refusal:
        """Publish a draft that is still at this revision, or tell what became of it. `notify` tells its followers.

        None is whatever revision it has now, as for one that goes out by itself.
        `language` is the code of its language where none is known of it.
        """
        try:
            return await self._publish(draft, revision, now, notify=notify, by=by, language=language)
        except OptedOut:
            return Refusal.UNWANTED

    async def _publish(
        self, draft: ThreadId, revision: int | None, now: datetime, *, notify: bool, by: AdminId | None, language: str
    ) -> Deed | Refusal:
        waiting = await load(self._database.fetch, draft)
        hears = await hearing(self._database, waiting.thread) if notify and waiting else 0
        async with self._database.transaction() as transaction:
            story = await load(transaction.fetch, draft)
            if story is None or story.status is not Status.DRAFT:
                return await _deed(transaction.fetch, draft) or Refusal.MISSING
            seen = story.revision if revision is None else revision
            overtaken = await overtaking(transaction.fetch, story, seen, by or 0)
            if overtaken and not overtaken.own:
                return Refusal.CHANGED
            writing = Writing(transaction, now, by)
            await writing.begin()
            earlier = await writing.known(story.thread)
            taken = await writing.publish(draft, language)
            await writing.note(Act.UPDATE if earlier else Act.PUBLISH, taken.id)
            if notify:
                taken = await writing.tell(taken, now, hears)
            await writing.flush()
            await transaction.fetch(_UNSCHEDULE, draft)
            return await _recorded(transaction, draft, taken, earlier, now)

    async def discard(self, draft: ThreadId, now: datetime, *, by: AdminId | None) -> Deed | Refusal:
        """Drop a draft, or tell what became of it."""
        async with self._database.transaction() as transaction:
            story = await load(transaction.fetch, draft)
            if story is None or story.status is not Status.DRAFT:
                return await _deed(transaction.fetch, draft) or Refusal.MISSING
            writing = Writing(transaction, now, by)
            await writing.drop(draft)
            await writing.note(Act.DISCARD, draft)
            deed = Deed(
                done=Done.DISCARDED,
                draft=draft,
                thread=draft,
                revision=story.revision,
                earlier=story.thread,
                earlier_status=Status.DRAFT,
                hears=0,
                until=now + UNDO,
            )
            return await _record(transaction, deed, now)

    async def undo(self, draft: ThreadId, now: datetime, *, by: AdminId | None) -> ThreadId | Refusal:
        """Take back what was done with a draft: under which id it waits now. Nobody hears who has not heard yet."""
        async with self._database.transaction() as transaction:
            deed = await _deed(transaction.fetch, draft)
            if deed is None:
                return Refusal.MISSING
            if now >= deed.until:
                return Refusal.LATE
            if deed.earlier and (await wishes_of(transaction, [deed.earlier])).refuse(deed.earlier):
                return Refusal.UNWANTED
            writing = Writing(transaction, now, by)
            await writing.begin()
            undone = await _undone(transaction, writing, deed, now)
            await writing.flush()
            if not isinstance(undone, Refusal):
                await transaction.fetch(_FORGET, draft)
            return undone


async def _undone(transaction: Transaction, writing: Writing, deed: Deed, now: datetime) -> ThreadId | Refusal:
    if deed.done is Done.DISCARDED:
        await writing.note(Act.UNDO, deed.draft)
        return await _waiting(writing, deed.earlier)
    story = await load(transaction.fetch, deed.thread)
    if story is None or story.status is not Status.PUBLISHED:
        return Refusal.MISSING
    if deed.done is Done.PUBLISHED:
        await writing.take_back(story)
        await _silence(transaction, story.id, now)
        await writing.note(Act.UNDO, story.id)
        return story.id
    if story.revision != deed.revision or deed.earlier is None:
        return Refusal.CHANGED
    await writing.restore(story, deed.earlier, deed.earlier_status)
    await writing.note(Act.UNDO, story.id)
    return await _waiting(writing, story.thread)


async def _waiting(writing: Writing, thread: Thread | None) -> ThreadId | Refusal:
    """Let a story wait as a draft of its own."""
    if thread is None:
        return Refusal.LATE
    await writing.meet([thread])
    (taken,) = await writing.insert([ready(thread, Status.DRAFT, said_of(thread))])
    return taken.id


async def _silence(transaction: Transaction, thread: ThreadId, now: datetime) -> None:
    """Tell nobody of a story who has not been told yet."""
    at = milliseconds_of(now)
    await transaction.fetch(_CANCEL, thread, at)
    await move(transaction, _HELD, (thread,), State.SKIPPED, at, why=Why.CANCELLED)


async def _recorded(
    transaction: Transaction, draft: ThreadId, taken: Taken, earlier: StoredThread | None, now: datetime
) -> Deed:
    revision = (await transaction.fetch(_REVISION, taken.id))[0][0]
    deed = Deed(
        done=Done.UPDATED if earlier and taken.outcome is not Outcome.NEW else Done.PUBLISHED,
        draft=draft,
        thread=taken.id,
        revision=revision,
        earlier=earlier.thread if earlier else None,
        earlier_status=earlier.status if earlier else Status.DRAFT,
        hears=taken.hears,
        until=now + UNDO,
    )
    return await _record(transaction, deed, now)


async def _record(transaction: Transaction, deed: Deed, now: datetime) -> Deed:
    await transaction.fetch(_EMPTY_OLD, milliseconds_of(now))
    earlier = spool_json.dump(deed.earlier).decode() if deed.earlier else None
    given = deed.draft, deed.done, deed.thread, deed.revision, earlier, deed.earlier_status
    await transaction.fetch(_RECORD, *given, deed.hears, milliseconds_of(deed.until))
    return deed


async def _deed(fetch: Fetch, draft: ThreadId) -> Deed | None:
    rows = await fetch(_DEED, draft)
    if not rows:
        return None
    _, done, thread, revision, earlier, status, hears, until = rows[0]
    return Deed(
        done=Done(done),
        draft=draft,
        thread=ThreadId(thread),
        revision=revision,
        earlier=spool_json.parse(orjson.loads(earlier)) if earlier else None,
        earlier_status=Status(status),
        hears=hears,
        until=datetime.fromtimestamp(until / 1000, UTC),
    )
