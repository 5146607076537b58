"""Where documents that people send are read: little ones in a thread, all others in a process of their own.

What is read comes from strangers. That process has bounded memory and time and the lowest priority, so that nothing
in a file holds up a reader or fills the machine.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import ParamSpec, TypeVar

from bot.studio import Studio
from threads.errors import UnreadableSource
from threads.exports.errors import ProductionFailed, StudioBusy
from threads.language import language_of
from threads.model import Thread
from threads.sources.document import GZIP, ZIP
from threads.sources.live.gathered import Gathered

P = ParamSpec("P")
R = TypeVar("R")

SMALL = 16 * 1024
"""Bytes up to which reading takes a moment whatever they are: a message, a pasted page."""
SECONDS = 60.0
"""For one document, with the start of the process."""
MEGABYTES = 1024
"""Of address space; the largest file that Telegram hands over takes about a third of it."""
MOST_WAITING = 10


class ReadingRoom:
    """Reads documents, one large one at a time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._studio = Studio(seconds=SECONDS, most_waiting=MOST_WAITING, megabytes=MEGABYTES)

    async def read(self, name: str, data: bytes) -> list[Thread]:
        """Every story of a document. Raises UnreadableSource."""
        await importers_loaded()
        from bot.stories import stories_of

        today = self._now().date()
        if len(data) <= SMALL and not data.startswith((*ZIP, GZIP)):
            return await asyncio.to_thread(stories_of, name, data, today)
        return await self._made(name, stories_of, name, data, today)

    async def also(self, name: str, function: Callable[P, list[R]], *args: P.args, **more: P.kwargs) -> list[R]:
        """What else a document that was read holds; nothing when it can't be had."""
        try:
            return await self._made(name, function, *args, **more)
        except UnreadableSource:
            return []

    async def behind(self, gathered: Gathered, *, partly: bool = False) -> list[Thread]:
        """Every story of what was gathered behind a link; `partly` leaves out what can't be read. Raises SpoolError."""
        await importers_loaded()
        from bot.stories import stories_behind

        today = self._now().date()
        if gathered.body and len(gathered.body) <= SMALL:
            return await asyncio.to_thread(stories_behind, gathered, today, partly=partly)
        return await self._made("What is behind the link", stories_behind, gathered, today, partly=partly)

    async def _made(self, name: str, function: Callable[P, list[R]], *args: P.args, **more: P.kwargs) -> list[R]:
        try:
            return await self._studio.make(function, *args, **more)
        except StudioBusy as error:
            raise UnreadableSource(
                why="Many files are being read right now: please send it again in a minute."
            ) from error
        except ProductionFailed as error:
            raise UnreadableSource(
                why=f"{name} takes too long or too much memory to read here: bring it in with `spool import`."
            ) from error

    async def guess(self, thread: Thread) -> str:
        """The code of a story's language; empty when it can't be told. In the process: what guesses takes 70 MB."""
        try:
            return await self._studio.make(language_of, thread)
        except (StudioBusy, ProductionFailed):
            return ""

    async def close(self) -> None:
        """End the process, also in the middle of a document."""
        await self._studio.close()


async def importers_loaded() -> None:
    """Load the importers of all formats, from the disk and so not in the event loop.

    Not before something is read: they take several MB that a bot which only reads out need not have.
    """
    await asyncio.to_thread(import_module, "bot.archived_media")
