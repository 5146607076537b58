"""How stories come in: stored, updated or kept as drafts, in short transactions, never doubled."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import datetime

from storage.database import Database
from storage.threads import Status
from storage.writing import Incoming, Taken, Writing, ready
from threads.identity import keys_of
from threads.language import language_of
from threads.model import Thread, ThreadId

BATCH_TWEETS = 400
"""Tweets in one transaction: 10 to 20 ms, so that the taps of readers are never held."""
GIVE_WAY = 0.004
"""Seconds between two transactions of an import."""


class Intake:
    """Writes stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, threads: Sequence[Thread], now: datetime, *, draft: bool = False) -> list[Taken]:
        """Store stories, each as new, as an update of itself, or as a draft (when asked, or when it needs review).

        Cut into transactions of about 400 tweets; what an earlier one stored stays when a later one fails.
        """
        taken: list[Taken] = []
        async with aclosing(_made_ready(_batches(threads), draft=draft)) as batches:
            async for batch in batches:
                async with self._writing(now) as writing:
                    if await writing.meet([incoming.thread for incoming in batch]):
                        taken += [await writing.take(incoming) for incoming in batch]
                    else:
                        taken += await writing.insert(batch)
                # Readers' taps come first: they find the write lock free, from this process and from others.
                await asyncio.sleep(GIVE_WAY)
        return taken

    async def publish(self, thread: ThreadId, now: datetime) -> Taken:
        """Publish a draft as it is, or a withdrawn story again. Raises UnknownStory.

        A draft that waits beside the story it would update becomes that story's new version, under the story's id.
        """
        async with self._writing(now) as writing:
            return await writing.publish(thread)

    async def withdraw(self, thread: ThreadId, now: datetime) -> None:
        """Take a story away from readers; its places and links are kept. Raises UnknownStory.

        A draft that waits beside the story it would update is dropped, and that story stays.
        """
        async with self._writing(now) as writing:
            await writing.withdraw(thread)

    @asynccontextmanager
    async def _writing(self, now: datetime) -> AsyncIterator[Writing]:
        """One transaction's writing, with all that it collects."""
        async with self._database.transaction() as transaction:
            writing = Writing(transaction, now)
            await writing.begin()
            yield writing
            await writing.flush()


async def _made_ready(batches: Iterable[list[Thread]], *, draft: bool) -> AsyncGenerator[list[Incoming], None]:
    """Each batch ready for writing, made so by another thread while the one before it is written."""

    def make_ready(batch: list[Thread]) -> list[Incoming]:
        return [
            ready(thread, Status.DRAFT if draft or thread.review else Status.PUBLISHED, language_of(thread))
            for thread in batch
        ]

    coming: asyncio.Future[list[Incoming]] | None = None
    try:
        for batch in batches:
            last, coming = coming, asyncio.ensure_future(asyncio.to_thread(make_ready, batch))
            if last:
                yield await last
        if coming:
            yield await coming
    finally:
        if coming:
            await asyncio.wait([coming])


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
