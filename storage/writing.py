"""Writing stories inside one transaction: what `intake.py` is made of.

Rows of tweets and of the index are collected and written together by `flush`, which has to come before the commit.
A story that was withdrawn stays withdrawn when it is imported again: a takedown is not undone by accident.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from storage.authors import write_authors
from storage.database import Fetch, Transaction
from storage.delivery.publications import record_publication
from storage.desk.audit import Act, AdminId, Noun, What, audit, audit_all
from storage.desk.wishes import check_wanted, kept, wishes_of
from storage.errors import UnknownStory
from storage.finding.indexing import Index, findable
from storage.incoming import Incoming, extra, ready, thread_row
from storage.media.naming import Naming
from storage.threads import Status, StoredThread, load, seconds_of
from storage.versions import next_version, protected_now
from threads.identity import author_key, content_key, keys_of, own_key, source_key
from threads.language import code_of
from threads.model import Thread, ThreadId

# The same id decides, at the source or the writer's own; else author, date and first words, unless ids of one kind
# differ. Drafts stand apart because each of the two indexes on source_key holds but one side; the writer's own id is
# looked for by itself too, since the key of a story with both ids is the source's.
_SAME = """
SELECT id, status FROM thread
WHERE (status <> 'draft' AND source_key IN ($1, $2)) OR (status = 'draft' AND source_key IN ($1, $2))
  OR (own_id = $5 AND $5 <> '' AND (source_id IS NULL OR $4 = ''))
  OR (content_key = $3 AND (source_id IS NULL OR $4 = '') AND (own_id IS NULL OR own_id = $5 OR $5 = ''))
ORDER BY CASE WHEN source_key = $1 THEN 0 WHEN source_key = $2 OR own_id = $5 THEN 1 ELSE 2 END, id
"""
_KNOWN = """
SELECT 1 FROM thread
WHERE (status <> 'draft' AND source_key IN ({marks})) OR (status = 'draft' AND source_key IN ({marks}))
  OR own_id IN ({marks}) OR content_key IN ({marks})
LIMIT 1
"""
_THREAD_COLUMNS = """author_id, source, source_id, own_id, source_url, source_key, content_key, title, headline,
  written, written_precision, lang, declared_count, review, protected, tweet_count, minutes, next_number,
  language, wished"""
_INSERT = f"""
INSERT INTO thread ({_THREAD_COLUMNS}, status, revision, imported_at, published_at) VALUES {{rows}}
RETURNING id, source_key, content_key
"""
_INSERTED = 23
"""Parameters of one inserted story: the first finds its author, and the revision is none of them."""
_UPDATE = """
UPDATE thread SET author_id = (SELECT id FROM author WHERE key = $1), source = $2, source_id = $3, own_id = $4,
  source_url = $5, source_key = $6, content_key = $7, title = $8, headline = $9, written = $10,
  written_precision = $11, lang = $12, declared_count = $13, review = $14, protected = $15, tweet_count = $16,
  minutes = $17, next_number = $18, language = $19, wished = $20, status = $21, revision = revision + 1,
  imported_at = $22, published_at = $23
WHERE id = $24
"""
_TWEET = """
INSERT INTO tweet (thread_id, number, position, text, extra) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (thread_id, number) DO UPDATE SET
  position = excluded.position, text = excluded.text, extra = excluded.extra
"""
_DROP_TWEET = "DELETE FROM tweet WHERE thread_id = $1 AND number = $2"
_DROP_DRAFT = "DELETE FROM thread WHERE id = $1 AND status = 'draft'"
_DECIDE = "UPDATE thread SET marked = $2 WHERE id = $1"
_PROTECT = "UPDATE thread SET protected = $2, revision = revision + 1 WHERE id = $1"
_STATUS = "UPDATE thread SET status = $1, revision = revision + 1 WHERE id = $2"
_TAKE_BACK = "UPDATE thread SET status = 'draft', published_at = NULL, revision = revision + 1 WHERE id = $1"


class Outcome(StrEnum):
    """What became of an imported story."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


_ACTS = {Outcome.NEW: Act.PUBLISH, Outcome.UPDATED: Act.UPDATE, Outcome.DRAFT: Act.DRAFT}
"""What whoever brings a story has done; of the other outcomes nothing came."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A story that came in, under which id, and how many of its tweets are new to its readers.

    `hears` is how many are going to be told of it; `first_new` is the least number of the new tweets when a story that
    readers have has grown. A refused one has the id 0: it is stored nowhere.
    """

    id: ThreadId
    outcome: Outcome
    thread: Thread
    added: int
    hears: int = 0
    first_new: int | None = None


def refused(thread: Thread) -> Taken:
    """What became of a story whose author does not want it here."""
    return Taken(ThreadId(0), Outcome.REFUSED, thread, 0)


class Writing:
    """One transaction's worth of stories. `by` is who does it, for the audit log."""

    def __init__(self, transaction: Transaction, now: datetime, by: AdminId | None = None) -> None:
        self._transaction = transaction
        self._at = now
        self._by = by
        self._now = seconds_of(now)
        self._tweets: list[tuple[Any, ...]] = []
        self._index = Index(transaction)
        self._naming = Naming(transaction, self._now)

    async def begin(self) -> None:
        """Has to come first."""
        await self._index.begin()

    async def meet(self, threads: Sequence[Thread]) -> bool:
        """Prepare a batch: write its authors. Answers whether any of its stories may be known."""
        await write_authors(self._transaction, threads)
        keys = sorted({key for thread in threads for key in (*keys_of(thread), thread.own_id) if key})
        marks = ", ".join(f"${place}" for place in range(1, len(keys) + 1))
        found = await self._transaction.fetch(_KNOWN.format(marks=marks), *keys)
        return bool(found)

    async def heeded(self, incoming: Sequence[Incoming]) -> list[Incoming | None]:
        """The stories as their authors want them; None in place of one whose author does not want it here."""
        wishes = await wishes_of(self._transaction, [story.thread for story in incoming])
        return [None if wishes.refuse(story.thread) else kept(story, wishes) for story in incoming]

    async def take_all(self, incoming: Sequence[Incoming]) -> list[Taken]:
        """Store a batch in which no story comes twice."""
        if not incoming:
            return []
        if await self.meet([story.thread for story in incoming]):
            return [await self.take(story) for story in incoming]
        return await self.insert(incoming)

    async def take(self, incoming: Incoming) -> Taken:
        """Store a story of the batch as new, or as the next version of itself."""
        shown, draft = await self._same(incoming.thread)
        if incoming.status is Status.DRAFT:
            if shown and (taken := await self._as_shown(shown, incoming.thread)):
                return taken
            return await self._update(draft, incoming) if draft else await self._insert(incoming)
        if shown:
            taken = await self._update(shown, incoming)
            if draft and taken.outcome is not Outcome.WITHDRAWN:
                await self._transaction.fetch(_DROP_DRAFT, draft)
            return taken
        return await self._update(draft, incoming) if draft else await self._insert(incoming)

    async def publish(self, thread: ThreadId, language: str = "") -> Taken:
        """Publish a draft or a withdrawn story, in this language if none is known; see `Intake.publish`."""
        story = await self._story(thread)
        await check_wanted(self._transaction, story.thread)
        content = replace(story.thread, review=())
        shown, _ = await self._same(content)
        if story.status is Status.DRAFT and shown:
            await self._transaction.fetch(_DROP_DRAFT, thread)
            content = replace(content, numbers_given=False)
            known = shown
        else:
            known = thread
        return await self._update(
            known, ready(content, Status.PUBLISHED, story.language or language, wished=story.wished), revive=True
        )

    async def withdraw(self, thread: ThreadId) -> None:
        """Take a story away from readers; see `Intake.withdraw`."""
        story = await self._story(thread)
        shown, _ = await self._same(story.thread)
        if story.status is Status.DRAFT and shown:
            await self._transaction.fetch(_DROP_DRAFT, thread)
            await self.note(Act.DISCARD, thread)
            return
        if story.status is Status.PUBLISHED:
            self._index.remove(story)
        await self._transaction.fetch(_STATUS, Status.WITHDRAWN, thread)
        await self.note(Act.WITHDRAW, thread)

    async def known(self, thread: Thread) -> StoredThread | None:
        """The story that readers have (or had) and that a draft would become the next version of."""
        shown, _ = await self._same(replace(thread, review=()))
        return await self._story(shown) if shown else None

    async def take_back(self, story: StoredThread) -> None:
        """Make a published story the draft again that it was."""
        self._index.remove(story)
        await self._transaction.fetch(_TAKE_BACK, story.id)

    async def restore(self, story: StoredThread, other: Thread, status: Status) -> None:
        """Give a story another version, word for word and with its tweets' numbers.

        Its language is not guessed anew: that would take more memory than a running bot has for it.
        """
        await write_authors(self._transaction, [other])
        language = code_of(other.lang) if other.lang else story.language
        other = replace(other, protected=protected_now(story.wished, story))
        await self._rewrite(story, ready(other, status, language, wished=story.wished))

    async def drop(self, draft: ThreadId) -> None:
        """Delete a draft."""
        await self._transaction.fetch(_DROP_DRAFT, draft)

    async def decide(self, thread: ThreadId, protected: bool) -> None:
        """Have a story protected, or not, whatever its source says of it."""
        story = await self._story(thread)
        await self._transaction.fetch(_DECIDE, thread, int(protected))
        await self._protect(story, protected)
        await self.note(Act.PROTECT if protected else Act.UNPROTECT, thread)

    async def heed(self, thread: ThreadId) -> None:
        """Have a story protected as its source and admins want it now."""
        story = await self._story(thread)
        await self._protect(story, story.wished if story.decided is None else story.decided)

    async def _protect(self, story: StoredThread, protected: bool) -> None:
        if story.thread.protected == protected:
            return
        await self._transaction.fetch(_PROTECT, story.id, int(protected))
        if story.status is Status.PUBLISHED:
            new = replace(story.thread, protected=protected)
            self._index.remove(story)
            self._index.add(story.id, new, findable(new, story.language))

    async def tell(self, taken: Taken, now: datetime, hears: int) -> Taken:
        """Record that so many are to be told of a story, if it is new to readers or has grown."""
        if taken.outcome is not Outcome.NEW and taken.first_new is None:
            return taken
        up_to = max(tweet.number for tweet in taken.thread) + 1
        await record_publication(self._transaction, taken.id, now, hears, up_to=up_to, first_new=taken.first_new)
        return replace(taken, hears=hears)

    async def note(self, act: Act, thread: ThreadId) -> None:
        """Write into the audit log what is done with a story."""
        await audit(self._transaction, self._by, act, What(Noun.STORY, thread), self._at)

    async def note_taken(self, stored: Sequence[Taken]) -> None:
        """Write into the audit log what came of a batch: a line for each story that changed something."""
        acts = [(_ACTS[taken.outcome], What(Noun.STORY, taken.id)) for taken in stored if taken.outcome in _ACTS]
        await audit_all(self._transaction, self._by, acts, self._at)

    async def flush(self) -> None:
        """Write the rows collected."""
        await self._transaction.many(_TWEET, self._tweets)
        self._tweets.clear()
        await self._naming.flush()
        await self._index.flush()

    async def _same(self, thread: Thread) -> tuple[ThreadId | None, ThreadId | None]:
        """The story that readers have (or had), and the draft, that are the same story as this."""
        found = await same(self._transaction.fetch, thread)
        if self._tweets and any(found):
            # What the batch has collected may belong to these very stories, which are read next.
            await self.flush()
        return found

    async def _as_shown(self, known: ThreadId, thread: Thread) -> Taken | None:
        """The outcome of a draft that says what readers have already; None when it says something else."""
        old = await self._story(known)
        new = next_version(replace(thread, review=(), protected=protected_now(thread.protected, old)), old)
        shown = old.status is Status.PUBLISHED and not _differs(new, old.thread)
        return Taken(known, Outcome.UNCHANGED, new, 0) if shown else None

    async def _story(self, thread: ThreadId) -> StoredThread:
        story = await load(self._transaction.fetch, thread)
        if story is None:
            raise UnknownStory(thread=thread)
        return story

    async def insert(self, stories: Sequence[Incoming]) -> list[Taken]:
        """Store stories that are all new, in one statement: a hop to the database for each would cost the most."""
        rows = [value for incoming in stories for value in self._new_row(incoming)]
        inserted = await self._transaction.fetch(_insert_sql(len(stories)), *rows)
        ids = {(source, content): ThreadId(identity) for identity, source, content in inserted}
        taken = []
        for incoming in stories:
            thread = incoming.thread
            story = ids[source_key(thread), content_key(thread)]
            self._collect(story, thread)
            self._naming.add(story, thread)
            if incoming.status is Status.PUBLISHED:
                self._index.add(story, thread, incoming.found)
            outcome = Outcome.DRAFT if incoming.status is Status.DRAFT else Outcome.NEW
            taken.append(Taken(story, outcome, thread, len(thread)))
        return taken

    async def _insert(self, incoming: Incoming) -> Taken:
        (taken,) = await self.insert([incoming])
        return taken

    def _new_row(self, incoming: Incoming) -> tuple[Any, ...]:
        published = self._now if incoming.status is Status.PUBLISHED else None
        next_number = max(tweet.number for tweet in incoming.thread) + 1
        row = thread_row(incoming, next_number)
        return (*row, incoming.status, self._now, published)

    async def _update(self, known: ThreadId, incoming: Incoming, *, revive: bool = False) -> Taken:
        status = incoming.status
        old = await self._story(known)
        thread = replace(incoming.thread, protected=protected_now(incoming.wished, old))
        if old.status is Status.WITHDRAWN and not revive:
            return Taken(known, Outcome.WITHDRAWN, thread, 0)
        new = next_version(thread, old)
        changed = status is not old.status or incoming.wished != old.wished or _differs(new, old.thread)
        if changed:
            if new.author.handle and author_key(new) != author_key(old.thread):
                # In the network that is known of the story, the handle may be another's than the batch has written.
                author = thread.author if thread.author.handle else new.author
                await write_authors(self._transaction, [replace(new, author=author)])
            await self._rewrite(old, ready(new, status, incoming.language, wished=incoming.wished))
        if status is Status.DRAFT:
            return Taken(known, Outcome.DRAFT, new, len(new))
        if old.status is Status.DRAFT:
            return Taken(known, Outcome.NEW, new, len(new))
        numbers = {tweet.number for tweet in old.thread}
        added = sum(tweet.number not in numbers for tweet in new)
        outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
        return Taken(known, outcome, new, added, first_new=_first_new(new, old))

    async def _rewrite(self, old: StoredThread, incoming: Incoming) -> None:
        """Replace the story's content; its tweets that are gone are deleted, and their numbers stay used."""
        new = incoming.thread
        published = old.published_at and seconds_of(old.published_at)
        if incoming.status is Status.PUBLISHED and published is None:
            published = self._now
        next_number = max(old.next_number, *(tweet.number + 1 for tweet in new))
        row = (*thread_row(incoming, next_number), incoming.status, self._now, published, old.id)
        await self._transaction.fetch(_UPDATE, *row)
        gone = {tweet.number for tweet in old.thread} - {tweet.number for tweet in new}
        await self._transaction.many(_DROP_TWEET, [(old.id, number) for number in sorted(gone)])
        self._collect(old.id, new)
        self._naming.replace(old.id, new)
        if old.status is Status.PUBLISHED:
            self._index.remove(old)
        if incoming.status is Status.PUBLISHED:
            self._index.add(old.id, new, incoming.found)

    def _collect(self, story: ThreadId, thread: Thread) -> None:
        self._tweets += [
            (story, tweet.number, position, tweet.text, extra(tweet)) for position, tweet in enumerate(thread, 1)
        ]


async def same(fetch: Fetch, thread: Thread) -> tuple[ThreadId | None, ThreadId | None]:
    """The story that readers have (or had), and the draft, that are the same story as this."""
    keys = source_key(thread), own_key(thread), content_key(thread)
    rows = await fetch(_SAME, *keys, thread.source_id or "", thread.own_id or "")
    shown = [ThreadId(row[0]) for row in rows if row[1] != Status.DRAFT]
    drafts = [ThreadId(row[0]) for row in rows if row[1] == Status.DRAFT]
    return (shown[0] if shown else None, drafts[0] if drafts else None)


@lru_cache(maxsize=100)
def _insert_sql(stories: int) -> str:
    rows = []
    for first in range(1, stories * _INSERTED + 1, _INSERTED):
        author, *others = (f"${place}" for place in range(first, first + _INSERTED))
        *known, imported, published = others
        values = ", ".join([*known, "1", imported, published])
        rows.append(f"((SELECT id FROM author WHERE key = {author}), {values})")
    return _INSERT.format(rows=", ".join(rows))


def _differs(new: Thread, old: Thread) -> bool:
    """Whether there is something to write. An author's details are kept apart, and differ from story to story."""
    return author_key(new) != author_key(old) or replace(new, author=old.author) != old


def _first_new(new: Thread, old: StoredThread) -> int | None:
    """The number from which on tweets are new to readers of the old version; None when nothing came to be read."""
    grown = any(tweet.number >= old.next_number and not tweet.gap for tweet in new)
    return old.next_number if grown and old.status is Status.PUBLISHED else None
