"""The ways in from the chat, wired: downloading what was sent, reading it, and what is kept of it meanwhile."""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.downloading import Downloader
from bot.following import Follower, Manner
from bot.holding_media import holding
from bot.outside.rules import Rules
from bot.reading_room import ReadingRoom, importers_loaded
from handlers.gateway import Gateway
from handlers.publishing.desk import Desk, Read
from handlers.publishing.guesses import Guesses
from storage.database import Database
from storage.desk.awaiting import Awaiting
from storage.desk.collecting import Collecting
from storage.desk.offers import Offers
from storage.desk.publishing import Publishing
from storage.desk.revising import Revising
from storage.desk.schedule import Schedule
from storage.intake import Intake
from storage.media.files import Files
from storage.media.kept import KeptMedia
from storage.sources import Sources
from threads.model import Thread
from threads.sources.live.bases import Bases
from threads.sources.live.source import Source

if TYPE_CHECKING:
    from bot.outside.links import Links


class Newcomers:
    """What new stories come through. What is opened on the way, `close` closes."""

    def __init__(self, api_url: str, token: str, clock: Clock, rules: Rules, bases: Bases) -> None:
        self._downloader = Downloader(api_url, token)
        self._room = ReadingRoom(clock.now)
        self._rules = rules
        self._bases = bases
        self._links: Links | None = None

    def desk(self, database: Database, gateway: Gateway, files: Files, media: KeptMedia) -> Desk:
        """The publisher's desk."""
        download = self._downloader.through(gateway)
        return Desk(
            intake=Intake(database),
            publishing=Publishing(database),
            revising=Revising(database),
            schedule=Schedule(database),
            offers=Offers(database),
            awaiting=Awaiting(database),
            read=self._reading(media),
            guesses=Guesses(self._room.guess),
            collecting=Collecting(database),
            download=download,
            hold=holding(files, download, media),
            live=self._behind,
            sources=Sources(database),
            find=self._find,
        )

    def follower(self, database: Database, clock: Clock, manner: Manner) -> Follower:
        """What brings in the threads of those who are followed."""
        return Follower(Sources(database), Intake(database), self._asking, self._room, clock, manner)

    def _reading(self, media: KeptMedia) -> Read:
        """What reads documents, and keeps the media of archives."""

        async def read(name: str, data: bytes) -> list[Thread]:
            await importers_loaded()
            from bot.archived_media import with_media

            return await with_media(self._room, media)(name, data)

        return read

    async def _behind(self, url: str) -> list[Thread]:
        return await self._room.behind(await (await self._asking()).gather(url))

    async def _find(self, url: str) -> Source:
        return await (await self._asking()).find(url)

    async def _asking(self) -> "Links":
        """What asks networks, loaded with the first link: it takes memory that most days need nothing of."""
        module = await asyncio.to_thread(import_module, "bot.outside.links")
        if self._links is None:
            self._links = module.Links(self._rules, self._bases)
        return self._links

    async def close(self) -> None:
        """Close what was opened."""
        await self._room.close()
        if self._links:
            await self._links.close()
        await self._downloader.close()
