"""Fetches the pictures and films that stories name and that are not kept yet, beside everything else and politely.

One address at a time, with a pause between two of one server; a server that has trouble, or asks to be left alone, is
let be. What is due stands in the database, so that nothing is lost by a kill and nothing is asked for twice.
"""

import asyncio
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from urllib.parse import urlsplit

import structlog

from bot.chore import Chore
from bot.clock import Clock
from bot.media_rules import MediaRules
from bot.outside.client import Incoming, Outside
from bot.servers import Servers, origin_of
from storage.database import Database
from storage.media.content_files import MAX_BYTES, ContentFiles, Refusal
from storage.media.kept import Kept, KeptMedia
from storage.media.missing import Due, Missing
from storage.media.sweeping import Sweeping
from threads.content import HEAD, type_of
from threads.sources.answers import Want
from threads.sources.refusals import (
    Failing,
    Garbled,
    Limited,
    LinkRefused,
    NotReached,
    NotThere,
    TooLarge,
    TooSlow,
    UnknownHost,
)

WANT = Want(accept="image/*, video/*", most=MAX_BYTES, seconds=120.0)
BATCH = 20
"""Addresses taken from the database at once."""
IDLE = 5.0
"""Seconds between two looks whether something is due."""
TROUBLE = 60.0
"""Seconds until the next try when the database can't be used, or the disk not be written."""
NO_ROOM = 3600.0
"""Seconds until the next look whether there is room."""
AGAIN = (*(timedelta(minutes=n) for n in (5, 60)), *(timedelta(hours=n) for n in (6, 24, 72, 168)))
"""When to try again what failed; after the last it is given up."""
GONE_AGAIN = (timedelta(hours=24), timedelta(hours=168))
"""The same for what is not there, or is something else than a picture or film."""
FIRST_SWEEP, SWEEP = 600.0, 6 * 3600.0
"""Seconds from the start to the first time that unneeded files are thrown away, and between two times."""
LOOPS = 2

_PIECE = 1024 * 1024
_PASSING = (NotReached, TooSlow, UnknownHost, Failing, Garbled)

_log = structlog.get_logger()


class Collector:
    """Fetches, and throws away what no story names. With `fetch` false it only throws away."""

    def __init__(
        self, media: KeptMedia, missing: Missing, sweeping: Sweeping, outside: Outside, clock: Clock, *, fetch: bool
    ) -> None:
        self._media = media
        self._missing = missing
        self._sweeping = sweeping
        self._outside = outside
        self._clock = clock
        self._fetch = fetch
        self._servers = Servers()
        self._chore = Chore(clock, "pictures wait", TROUBLE, LOOPS)
        self._is_full = False

    @classmethod
    def of(
        cls, database: Database, media: KeptMedia, rules: MediaRules, outside: Outside, clock: Clock, bot: int
    ) -> "Collector":
        """One for a database, and for the bot of this Telegram id."""
        sweeping = Sweeping(database, ContentFiles(rules.folder), bot)
        return cls(media, Missing(database), sweeping, outside, clock, fetch=rules.fetch)

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes."""
        return self._chore.resting

    async def run(self) -> None:
        """Fetch and sweep until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._chore.forever(self._collect))
            group.create_task(self._sweep_now_and_then())

    async def _sweep_now_and_then(self) -> None:
        await self._chore.rest(FIRST_SWEEP)
        await self._chore.forever(self._sweep)

    async def _sweep(self) -> float:
        if removed := await self._sweeping.round(self._clock.now()):
            _log.info("pictures that no story names were removed", files=removed)
        return SWEEP

    async def _collect(self) -> float:
        """Fetch what is due; how long to rest when nothing is, or nothing may be."""
        due = await self._missing.due(self._clock.now(), BATCH) if self._fetch else ()
        if not due:
            return IDLE if self._fetch else SWEEP
        if await self._media.is_full():
            if not self._is_full:
                _log.warning("no more pictures are kept: MEDIA_LIMIT is reached, or the disk nearly full")
            self._is_full = True
            return NO_ROOM
        self._is_full = False
        await self._fetch_all(due)
        return 0.0

    async def _fetch_all(self, due: tuple[Due, ...]) -> None:
        let_be: set[str] = set()
        for one in due:
            if await self._media.is_full():
                return
            origin = origin_of(one.url)
            if origin not in let_be and (seconds := await self._fetch_one(one, origin)):
                let_be.add(origin)
                now = self._clock.now()
                _log.info("a server of pictures is let be", host=urlsplit(origin).hostname, seconds=round(seconds))
                await self._missing.postpone(origin, now, now + timedelta(seconds=seconds))

    async def _fetch_one(self, due: Due, origin: str) -> float:
        """Fetch one address, and record what came of it; for how many seconds its server is to be let be."""
        if wait := self._servers.pause(origin, self._clock.seconds()):
            await self._chore.rest(wait)
        self._servers.asked(origin, self._clock.seconds())
        try:
            async with self._outside.opened(due.url, WANT) as incoming:
                outcome = await self._keep(due.url, incoming)
        except LinkRefused as refused:
            return await self._refused(due, origin, refused)
        self._servers.answered(origin)
        match outcome:
            case Refusal.DISK:
                _log.warning("pictures can't be kept: the disk can't be written")
                await self._chore.rest(TROUBLE)
            case Refusal.OTHER:
                await self._failed(due, outcome, GONE_AGAIN)
            case Refusal.LARGE:
                await self._failed(due, outcome, ())
        return 0.0

    async def _keep(self, url: str, incoming: Incoming) -> Kept | Refusal:
        """Keep what arrives, by way of the disk when it is large. Raises LinkRefused."""
        if incoming.status != 200:
            (await incoming.answer()).good()
            raise NotThere
        with SpooledTemporaryFile(max_size=2 * _PIECE) as file:
            waiting = bytearray()
            async for piece in incoming.pieces():
                waiting += piece
                if len(waiting) >= HEAD and not file.tell() and type_of(bytes(waiting[:HEAD])) is None:
                    return Refusal.OTHER
                if len(waiting) >= _PIECE:
                    await asyncio.to_thread(file.write, bytes(waiting))
                    waiting.clear()
            await asyncio.to_thread(file.write, bytes(waiting))
            file.seek(0)
            return await self._media.keep(url, file)  # type: ignore[arg-type]  # it has all that a file has

    async def _refused(self, due: Due, origin: str, refused: LinkRefused) -> float:
        """Record why it can't be had; for how many seconds its server is to be let be."""
        if isinstance(refused, Limited):
            return refused.seconds
        is_passing = isinstance(refused, _PASSING)
        again = () if isinstance(refused, TooLarge) else AGAIN if is_passing else GONE_AGAIN
        await self._failed(due, refused.message_id, again)
        return self._servers.in_trouble(origin) if is_passing else 0.0

    async def _failed(self, due: Due, why: str, again: tuple[timedelta, ...]) -> None:
        now = self._clock.now()
        await self._missing.failed(due.url, why, now, now + again[due.tries] if due.tries < len(again) else None)
