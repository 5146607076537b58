"""How stories come in: stored, updated or kept as drafts, in short transactions, never doubled."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from storage.database import Database
from storage.threads import Status
from storage.writing import Taken, Writing
from threads.identity import keys_of
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
        for batch in _batches(threads):
            async with self._database.transaction() as transaction:
                writing = Writing(transaction, now)
                wanted = [(t, Status.DRAFT if draft or t.review else Status.PUBLISHED) for t in batch]
                if await writing.begin(batch):
                    taken += [await writing.take(thread, status) for thread, status in wanted]
                else:
                    taken += await writing.insert(wanted)
                await writing.flush()
            # Readers' taps come first: they find the write lock free, from this process and from others.
            await asyncio.sleep(GIVE_WAY)
        return taken

    async def publish(self, thread: ThreadId, now: datetime) -> Taken:
        """Publish a draft as it is, or a withdrawn story again. Raises UnknownStory.

        A draft that waits beside the story it would update becomes that story's new version, under the story's id.
        """
        async with self._database.transaction() as transaction:
            writing = Writing(transaction, now)
            taken = await writing.publish(thread)
            await writing.flush()
        return taken

    async def withdraw(self, thread: ThreadId, now: datetime) -> None:
        """Take a story away from readers; its places and links are kept. Raises UnknownStory.

        A draft that waits beside the story it would update is dropped, and that story stays.
        """
        async with self._database.transaction() as transaction:
            await Writing(transaction, now).withdraw(thread)


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
