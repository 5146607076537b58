"""How stories come in: stored, updated or kept as drafts, in short transactions, never doubled."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from storage.database import Database
from storage.delivery.audience import count
from storage.delivery.finishers import count_beside
from storage.delivery.subjects import subjects_to_be
from storage.desk.audit import Act, AdminId
from storage.incoming import Incoming, ready
from storage.threads import Status, load
from storage.writing import Taken, Writing, refused, same
from threads.identity import keys_of
from threads.language import language_of, said_of
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
        guess: bool = True,
        language: str = "",
        by: AdminId | None = None,
    ) -> list[Taken]:
        """Store stories, each as new, as an update of itself, or as a draft (when asked, or when it needs review).

        Cut into transactions of about 400 tweets; what an earlier one stored stays when a later one fails. With
        `notify` it is recorded in the transaction that publishes a story that its followers are to be told. `by` is who
        brings them, for the audit log; None where it is nobody's act. A story whose author has opted out is refused.
        Without a `guess` a story has the language that its source says, else this `language`: guessing takes the first
        time half a second in which nothing else runs.
        """
        taken: list[Taken] = []
        for batch in _batches(threads):
            # In another thread, and between two transactions: readers' taps find the loop and the write lock free.
            incoming = await asyncio.to_thread(_made_ready, batch, draft=draft, guess=guess, other=language)
            counts = [await hearing(self._database, thread) if notify else 0 for thread in batch]
            async with writing(self._database, now, by) as work:
                wanted = await work.heeded(incoming)
                stored = await work.take_all([story for story in wanted if story])
                if notify:
                    told = (hears for story, hears in zip(wanted, counts, strict=True) if story)
                    stored = [await work.tell(each, now, hears) for each, hears in zip(stored, told, strict=True)]
                await work.note_taken(stored)
            coming = iter(stored)
            taken += [next(coming) if story else refused(thread) for story, thread in zip(wanted, batch, strict=True)]
        return taken

    async def knows(self, thread: Thread) -> bool:
        """Whether this story is here, as a draft or for readers."""
        return any(await same(self._database.fetch, thread))

    async def publish(
        self, thread: ThreadId, now: datetime, *, notify: bool = False, by: AdminId | None = None
    ) -> Taken:
        """Publish a draft as it is, or a withdrawn story again; tell of a new or grown one when asked to `notify`.

        A draft that waits beside the story it would update becomes that story's new version, under the story's id.
        Raises UnknownStory, and OptedOut when its author does not want it here.
        """
        draft = await load(self._database.fetch, thread)
        hears = await hearing(self._database, draft.thread) if draft and notify else 0
        unsaid = draft is not None and draft.status is Status.DRAFT and not draft.language
        language = await asyncio.to_thread(language_of, draft.thread) if draft and unsaid else ""
        async with writing(self._database, now, by) as work:
            taken = await work.publish(thread, language)
            await work.note(Act.PUBLISH, taken.id)
            return await work.tell(taken, now, hears) if notify else taken

    async def withdraw(self, thread: ThreadId, now: datetime, *, by: AdminId | None = None) -> None:
        """Take a story away from readers; its places and links are kept. Raises UnknownStory.

        A draft that waits beside the story it would update is dropped, and that story stays.
        """
        async with writing(self._database, now, by) as work:
            await work.withdraw(thread)


async def hearing(database: Database, thread: Thread) -> int:
    """How many are going to hear of a story: counted just before the transaction, which must not take so long."""
    subjects = await subjects_to_be(database.fetch, thread, list(tags_of(thread)))
    shown, _ = await same(database.fetch, thread)
    return await count(database.fetch, subjects) + (await count_beside(database.fetch, shown, subjects) if shown else 0)


@asynccontextmanager
async def writing(database: Database, now: datetime, by: AdminId | None) -> AsyncIterator[Writing]:
    """One transaction's writing, with all that it collects."""
    async with database.transaction() as transaction:
        work = Writing(transaction, now, by)
        await work.begin()
        yield work
        await work.flush()


def _made_ready(threads: Sequence[Thread], *, draft: bool, guess: bool, other: str) -> list[Incoming]:
    """Stories ready for writing; takes about as long as writing them."""
    language = language_of if guess else said_of
    return [
        ready(thread, Status.DRAFT if draft or thread.review else Status.PUBLISHED, language(thread) or other)
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
