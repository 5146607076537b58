"""How stories come in: stored, updated or kept as drafts, in short transactions, never doubled."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from storage.audience import count
from storage.audit import Act, AdminId
from storage.database import Database
from storage.subjects import subjects_to_be
from storage.threads import Status, load
from storage.writing import Incoming, Taken, Writing, ready
from threads.identity import keys_of
from threads.language import language_of
from threads.model import Thread, ThreadId
from threads.tags import tags_of

BATCH_TWEETS = 400
"""Tweets in one transaction: some 20 ms, so that the taps of readers are never held. Fewer cost more for each tweet."""


class Intake:
    """Writes stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self,
        threads: Sequence[Thread],
        now: datetime,
        *,
        draft: bool = False,
        notify: bool = False,
        by: AdminId | None = None,
    ) -> list[Taken]:
        """Store stories, each as new, as an update of itself, or as a draft (when asked, or when it needs review).

        Cut into transactions of about 400 tweets; what an earlier one stored stays when a later one fails. With
        `notify` it is recorded in the transaction that publishes a story that its followers are to be told. `by` is who
        brings them, for the audit log; None where it is nobody's act.
        """
        taken: list[Taken] = []
        for batch in _batches(threads):
            # In another thread, and between two transactions: readers' taps find the loop and the write lock free.
            incoming = await asyncio.to_thread(_made_ready, batch, draft=draft)
            counts = [await hearing(self._database, thread) for thread in batch] if notify else []
            async with self._writing(now, by) as writing:
                if await writing.meet(batch):
                    stored = [await writing.take(story) for story in incoming]
                else:
                    stored = await writing.insert(incoming)
                for place, hears in enumerate(counts):
                    stored[place] = await writing.tell(stored[place], now, hears)
                await writing.note_taken(stored)
            taken += stored
        return taken

    async def publish(
        self, thread: ThreadId, now: datetime, *, notify: bool = False, by: AdminId | None = None
    ) -> Taken:
        """Publish a draft as it is, or a withdrawn story again; tell followers of a new one when asked to `notify`.

        A draft that waits beside the story it would update becomes that story's new version, under the story's id.
        Raises UnknownStory.
        """
        draft = await load(self._database.fetch, thread) if notify else None
        hears = await hearing(self._database, draft.thread) if draft else 0
        async with self._writing(now, by) as writing:
            taken = await writing.publish(thread)
            await writing.note(Act.PUBLISH, taken.id)
            return await writing.tell(taken, now, hears) if notify else taken

    async def withdraw(self, thread: ThreadId, now: datetime, *, by: AdminId | None = None) -> None:
        """Take a story away from readers; its places and links are kept. Raises UnknownStory.

        A draft that waits beside the story it would update is dropped, and that story stays.
        """
        async with self._writing(now, by) as writing:
            await writing.withdraw(thread)

    @asynccontextmanager
    async def _writing(self, now: datetime, by: AdminId | None) -> AsyncIterator[Writing]:
        """One transaction's writing, with all that it collects."""
        async with self._database.transaction() as transaction:
            writing = Writing(transaction, now, by)
            await writing.begin()
            yield writing
            await writing.flush()


async def hearing(database: Database, thread: Thread) -> int:
    """How many are going to hear of a story: counted just before the transaction, which must not take so long."""
    subjects = await subjects_to_be(database.fetch, thread, list(tags_of(thread)))
    return await count(database.fetch, subjects)


def _made_ready(threads: Sequence[Thread], *, draft: bool) -> list[Incoming]:
    """Stories ready for writing; takes about as long as writing them."""
    return [
        ready(thread, Status.DRAFT if draft or thread.review else Status.PUBLISHED, language_of(thread))
        for thread in threads
    ]


def _batches(threads: Sequence[Thread]) -> Iterator[list[Thread]]:
    """Runs of about 400 tweets in which no story comes twice: the second one is an update of the first."""
    batch: list[Thread] = []
    keys: set[str] = set()
    size = 0
    for thread in threads:
        own = keys_of(thread)
        if batch and (size + len(thread) > BATCH_TWEETS or keys & own):
            yield batch
            batch, keys, size = [], set(), 0
        batch.append(thread)
        keys |= own
        size += len(thread)
    if batch:
        yield batch
