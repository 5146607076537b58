"""A world with its Bot API server on a free port, and the bot's side of it as a plain HTTP client."""

import io
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World


@dataclass(slots=True)
class Bot:
    """Calls methods over HTTP as a bot would: values as JSON text in a form, files as parts."""

    session: aiohttp.ClientSession
    base: str
    token: str
    offset: int = 0

    async def call(self, method: str, files: Mapping[str, bytes] | None = None, /, **params: Any) -> dict[str, Any]:
        """The whole reply."""
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, data in (files or {}).items():
            form.add_field(name, io.BytesIO(data), filename=f"{name}.bin")
        async with self.session.post(f"{self.base}/bot{self.token}/{method}", data=form) as response:
            reply: dict[str, Any] = await response.json()
            assert reply["ok"] == (response.status == 200)
            assert reply["ok"] or reply["error_code"] == response.status
            return reply

    async def ok(self, method: str, files: Mapping[str, bytes] | None = None, /, **params: Any) -> Any:
        """The result of a call that must succeed."""
        reply = await self.call(method, files, **params)
        assert reply["ok"], reply
        return reply["result"]

    async def refused(self, method: str, files: Mapping[str, bytes] | None = None, /, **params: Any) -> str:
        """The description of a call that must fail."""
        reply = await self.call(method, files, **params)
        assert not reply["ok"], reply
        return str(reply["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """What happened since the last look, confirmed."""
        news: list[dict[str, Any]] = await self.ok("getUpdates", offset=self.offset, **params)
        if news:
            self.offset = news[-1]["update_id"] + 1
        return news


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1_750_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def world() -> World:
    """A world whose clock stands still; `advance` moves it."""
    return World(clock=Clock())


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    """The bot of the world, over real HTTP."""
    runner, port = await serve(make_app(world))
    try:
        async with aiohttp.ClientSession() as session:
            yield Bot(session=session, base=f"http://127.0.0.1:{port}", token=world.token)
    finally:
        await runner.cleanup()


@pytest.fixture
def reader(world: World) -> int:
    """A person who has started the bot."""
    person = world.add_person("Rana", username="rana_reads")
    world.start(person)
    return person
