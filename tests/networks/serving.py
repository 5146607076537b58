"""What the stand-ins for networks have in common: they run on this machine, tell what they were asked, and can fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from aiohttp import web

from bot.outside.links import Links
from bot.outside.rules import Rules
from bot.sandbox.server import serve
from threads.model import Thread
from threads.sources.live import reading
from threads.sources.live.bases import Bases

TODAY = date(2026, 3, 14)

Result = TypeVar("Result")
Refuse = Callable[[web.Request], web.Response | None]


@dataclass(slots=True)
class Asked:
    """What a server was asked, in order, and what it does instead of answering while `refuse` says something."""

    paths: list[str] = field(default_factory=list)
    most: int = 0
    """The most questions that were ever under way at once."""
    under_way: int = 0
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
        asked.under_way += 1
        asked.most = max(asked.most, asked.under_way)
        try:
            await asyncio.sleep(0.001)  # time in which a second one could come
            answer: web.StreamResponse = asked.refuse(request) or await handler(request)
        finally:
            asked.under_way -= 1
        return answer

    app = web.Application(middlewares=[noted])
    for path, handler in routes.items():
        app.router.add_get(path, handler)
    runner, port = await serve(app, host)
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def versioned(request: web.Request, value: Any, code: int = 200, **headers: Any) -> web.Response:
    """An answer with its version, or that nothing has changed since the one that the question names."""
    body = json.dumps(value).encode() if not isinstance(value, bytes) else value
    etag = f'"{sha256(body).hexdigest()[:12]}"'
    if code == 200 and request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    named = {"Content-Type": "application/json", "ETag": etag} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return web.Response(body=body, status=code, headers=named)


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


def at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of work that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    raise AssertionError("it waits")
