"""A sandbox with its chat page on a free port, driven as the page's own scripts drive it: by HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from bot.sandbox.page import add_page
from bot.sandbox.server import make_app
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running sandbox with Ada in it, and the page's side of its HTTP."""

    world: World
    ada: int
    url: str
    http: aiohttp.ClientSession
    runner: web.AppRunner

    async def state(self, person: int | None = None) -> Any:
        """What the page fetches."""
        query = {} if person is None else {"person": str(person)}
        async with self.http.get(f"{self.url}/sandbox/state", params=query) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def chat(self, chat: int, person: int | None = None) -> Any:
        """One chat of the state."""
        state = await self.state(person or self.ada)
        return next(found for found in state["chats"] if found["id"] == chat)

    async def act(self, action: str, **body: Any) -> Any:
        """Do something that is not refused."""
        async with self.http.post(f"{self.url}/sandbox/{action}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def refused(self, action: str, **body: Any) -> str:
        """Do something that is refused: the sentence."""
        async with self.http.post(f"{self.url}/sandbox/{action}", json=body) as response:
            assert response.status == 400
            told = await response.json()
            assert list(told) == ["error"]
            return str(told["error"])

    async def bot(self, method: str, **body: Any) -> Any:
        """A call of the bot."""
        async with self.http.post(f"{self.url}/bot{self.world.token}/{method}", json=body) as response:
            told = await response.json()
            assert told["ok"], told
            return told["result"]

    async def card(self, chat: int) -> int:
        """A message of the bot with a callback button and a URL button: its id."""
        rows = [[{"text": "Next", "callback_data": "next"}, {"text": "Open", "url": "https://example.org/"}]]
        sent = await self.bot("sendMessage", chat_id=chat, text="A card", reply_markup={"inline_keyboard": rows})
        return int(sent["message_id"])


@asynccontextmanager
async def sandbox(*, heartbeat: float = 15.0) -> AsyncIterator[Sandbox]:
    """A sandbox on a free port."""
    world = World()
    ada = world.add_person("Ada")
    app = make_app(world)
    add_page(app, world, heartbeat=heartbeat)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as http:
            yield Sandbox(world=world, ada=ada, url=url, http=http, runner=runner)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def events(here: Sandbox, person: int) -> AsyncIterator[AsyncIterator[Any]]:
    """The stream of events as the page of `person` gets it, from the moment it is open."""
    async with here.http.get(f"{here.url}/sandbox/events", params={"person": str(person)}) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        await response.content.readuntil(b"\n\n")
        yield _events(response.content)


async def _events(stream: aiohttp.StreamReader) -> AsyncIterator[Any]:
    while block := await stream.readuntil(b"\n\n"):
        if block.startswith(b"data: "):
            yield json.loads(block.removeprefix(b"data: "))


async def upcoming(stream: AsyncIterator[Any], kind: str) -> Any:
    """The next event of a kind."""
    async with asyncio.timeout(5):
        async for event in stream:
            if event["type"] == kind:
                return event
    raise AssertionError("The stream ended.")
