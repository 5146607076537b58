"""Servers of this machine as other people's would be: well-behaved ones, and ones that answer byte by byte as told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.outside.client import Outside
from bot.outside.lookup import Lookup
from bot.outside.rules import Rules
from bot.sandbox.server import serve

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Raw = Callable[[asyncio.StreamWriter], Awaitable[None]]

OPEN = "127.0.0.2"
"""The address of this machine that tests allow; all others stay what they are, inside."""


@asynccontextmanager
async def site(answer: Answer, host: str = OPEN) -> AsyncIterator[str]:
    """A web server that answers every request so; its address."""
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner, port = await serve(app, host)
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_site(answer: Raw) -> AsyncIterator[str]:
    """A server that reads a request's head and then writes what it is told; its address."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await answer(writer)
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk(reader, writer)))

    server = await asyncio.start_server(begin, OPEN, 0)
    try:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())
    finally:
        server.close()
        for each in talks:
            each.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@asynccontextmanager
async def outside(
    *allowed: str, ports: Sequence[int] = (), lookup: Lookup | None = None, at_once: int = 4
) -> AsyncIterator[Outside]:
    """A client that may ask these servers of this machine (the open one without), closed in the end."""
    client = Outside(Rules.of(allowed or (OPEN,), ports), at_once=at_once, lookup=lookup)
    try:
        yield client
    finally:
        await client.close()
