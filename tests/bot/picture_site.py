"""Somebody's server of pictures, and a bot that fetches from it: what tests of collecting stand on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from bot.media_rules import MediaRules
from bot.outside.rules import Rules
from bot.sandbox.server import serve
from storage.database import Database
from storage.opening import open_database
from tests.builders import story
from tests.clock import HandClock
from tests.driver import Telegram, telegram_on
from threads.model import Media, MediaKind, Thread, Tweet, TweetNumber

HERE = Rules.of(["127.0.0.1"])


@dataclass(slots=True)
class Site:
    """Somebody's server of pictures. `files` has what stands at its paths: bytes, or a status to answer with."""

    clock: HandClock
    address: str = ""
    files: dict[str, bytes | int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, float]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """What it was asked for."""
        return [path for path, _ in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.asked.append((request.path, self.clock.seconds()))
        found = self.files.get(request.path, 404)
        if isinstance(found, int):
            return web.Response(status=found, headers=self.headers)
        return web.Response(body=found, content_type="text/html")


@asynccontextmanager
async def site(clock: HandClock, **files: bytes | int) -> AsyncIterator[Site]:
    """A server with files, named as Python allows: `a_png` stands at `/a.png`."""
    made = Site(clock, files={f"/{name.replace('_', '.')}": data for name, data in files.items()})
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner, port = await serve(app)
    made.address = f"http://127.0.0.1:{port}"
    try:
        yield made
    finally:
        await runner.cleanup()


@asynccontextmanager
async def collecting(
    tmp_path: Path, clock: HandClock, *, rules: Rules | None = HERE, fetch: bool = True, limit: int = 10**9
) -> AsyncIterator[Telegram]:
    """A bot that fetches pictures from this machine too."""
    async with telegram_on(tmp_path / "spool.db", clock=clock) as telegram:
        telegram.rules = rules
        telegram.media = MediaRules(folder=tmp_path / "media", limit=limit, fetch=fetch)
        await telegram.restart()
        yield telegram


def showing(*urls: str, kind: MediaKind = MediaKind.PHOTO, source_id: str = "s1") -> Thread:
    """A story with a tweet for each picture."""
    media = [Media(kind=kind, url=url) for url in urls]
    return story(*(Tweet(number=TweetNumber(n), media=(each,)) for n, each in enumerate(media, 1)), source_id=source_id)


def files(tmp_path: Path) -> list[bytes]:
    """What lies in the folder of kept files, finished or not."""
    return sorted(path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file())


async def rows(telegram: Telegram, sql: str) -> list[tuple[object, ...]]:
    """Rows of the database as they are now."""
    database: Database = await open_database(telegram.url)
    try:
        return await database.fetch(sql)
    finally:
        await database.close()
