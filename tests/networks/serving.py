"""What the stand-ins for networks have in common: they run on this machine, tell what they were asked, and can fail."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aiohttp import web

from bot.outside.links import Links
from bot.outside.rules import Rules
from bot.sandbox.server import serve
from threads.model import Thread
from threads.sources.live import reading
from threads.sources.live.bases import Bases

TODAY = date(2026, 3, 14)

Refuse = Callable[[web.Request], web.Response | None]


@dataclass(slots=True)
class Asked:
    """What a server was asked, in order, and what it does instead of answering while `refuse` says something."""

    paths: list[str] = field(default_factory=list)
    refuse: Refuse = lambda request: None

    def count(self, part: str) -> int:
        """How many questions had this in them."""
        return sum(part in path for path in self.paths)


@asynccontextmanager
async def serving(asked: Asked, routes: dict[str, Any], host: str = "127.0.0.1") -> AsyncIterator[str]:
    """A server with these routes for GET; its address."""

    @web.middleware
    async def noted(request: web.Request, handler: Any) -> web.StreamResponse:
        asked.paths.append(request.path_qs)
        answer: web.StreamResponse = asked.refuse(request) or await handler(request)
        return answer

    app = web.Application(middlewares=[noted])
    for path, handler in routes.items():
        app.router.add_get(path, handler)
    runner, port = await serve(app, host)
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def status(code: int, **headers: str) -> Refuse:
    """Every question is answered so."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: web.json_response({"error": "no"}, status=code, headers=named)


async def read(link: str, bases: Bases, *allowed: str) -> list[Thread]:
    """The stories behind a link, as the program reads them."""
    links = Links(Rules.of(allowed), bases)
    try:
        return list(reading.stories(await links.gather(link), TODAY))
    finally:
        await links.close()


async def read_one(link: str, bases: Bases, *allowed: str) -> Thread:
    """The one story behind a link."""
    (story,) = await read(link, bases, *allowed)
    return story
