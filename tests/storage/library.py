"""A library on a real SQLite file: the storage as the program uses it, for the tests of this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.authors import Authors
from storage.database import Database
from storage.delivery.absence import Absence
from storage.delivery.chats import Chats
from storage.delivery.deliveries import Deliveries
from storage.delivery.holding import Holding
from storage.delivery.planning import Planning
from storage.delivery.publications import Publications
from storage.delivery.rhythms import Rhythms
from storage.delivery.subscribers import Subscribers
from storage.delivery.subscriptions import Subscriptions
from storage.finding.search import Search
from storage.finding.tags import Tags
from storage.intake import Intake
from storage.opening import open_database
from storage.readers import Readers
from storage.threads import StoredThread, Threads
from storage.writing import Taken
from tests.builders import NOW
from threads.model import Thread, ThreadId


@dataclass(frozen=True, slots=True)
class Library:
    """An open database and all that reads and writes it."""

    database: Database
    intake: Intake
    threads: Threads
    readers: Readers
    authors: Authors
    tags: Tags
    search: Search
    subscribers: Subscribers
    subscriptions: Subscriptions
    chats: Chats
    publications: Publications
    planning: Planning
    deliveries: Deliveries
    holding: Holding
    rhythms: Rhythms
    absence: Absence

    async def take(
        self, *threads: Thread, draft: bool = False, now: datetime = NOW, notify: bool = False
    ) -> list[Taken]:
        """Import stories as one call."""
        return await self.intake.take(threads, now, draft=draft, notify=notify)

    async def add(self, thread: Thread, *, draft: bool = False, now: datetime = NOW, notify: bool = False) -> ThreadId:
        """Import one story and tell its id."""
        (taken,) = await self.take(thread, draft=draft, now=now, notify=notify)
        return taken.id

    async def story(self, thread: ThreadId) -> StoredThread:
        """A story that is there, as it is now."""
        story = await self.threads.fresh(thread)
        assert story is not None
        return story

    async def numbered(self, thread: ThreadId) -> list[tuple[int, str]]:
        """Numbers and texts of a story in reading order."""
        return [(tweet.number, tweet.text) for tweet in (await self.story(thread)).thread]

    async def tag_keys(self, thread: ThreadId) -> list[str]:
        """The keys of a story's tags, in their order."""
        return [tag.key for tag in (await self.story(thread)).tags]

    async def count(self, table: str) -> int:
        """How many rows a table holds."""
        return int((await self.database.fetch(f"SELECT count(*) FROM {table}"))[0][0])  # noqa: S608  # a test's own word


@asynccontextmanager
async def library_on(path: Path) -> AsyncIterator[Library]:
    """The library in this file, closed in the end."""
    database = await open_database(f"sqlite:///{path}")
    threads = Threads(database)
    try:
        yield Library(
            database,
            Intake(database),
            threads,
            Readers(database),
            Authors(database),
            Tags(database),
            Search(database, threads),
            Subscribers(database),
            Subscriptions(database),
            Chats(database),
            Publications(database),
            Planning(database, threads),
            Deliveries(database),
            Holding(database),
            Rhythms(database),
            Absence(database, threads),
        )
    finally:
        await database.close()
