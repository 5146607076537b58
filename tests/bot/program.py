"""The program as its operator meets it: `python -m bot …` in a process of its own, in a folder of its own.

The environment is clean but for what a test sets; nothing that runs may ever show a traceback unless it is asked to.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from tests.driver import BOT
from threads.model import Thread
from threads.sources import spool_json

PATIENCE = 30.0
"""Seconds after which something that should have happened has not; the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one run of the program."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


def spool(folder: Path, *arguments: str | Path, **settings: str) -> Ran:
    """Run a command to its end with `folder` as its working folder; settings are environment variables."""
    done = subprocess.run(  # noqa: S603
        _command(arguments),
        cwd=folder,
        env=_environment(folder, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    ran = Ran(done.returncode, done.stdout, done.stderr.decode())
    assert "Traceback" not in ran.err or settings.get("LOG_LEVEL") == "DEBUG", ran.err
    return ran


def piped(folder: Path, line: str, **settings: str) -> Ran:
    """Run a line of shell in which `$SPOOL` is the program."""
    environment = _environment(folder, settings) | {"SPOOL": " ".join(_command(()))}
    done = subprocess.run(  # noqa: S602  # the lines are the tests' own
        line, cwd=folder, env=environment, shell=True, capture_output=True, executable="/bin/bash", timeout=60
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def file_of(path: Path, *threads: Thread) -> Path:
    """A file of Spool's own JSON Lines with these stories."""
    path.write_bytes(b"".join(spool_json.dump(thread) + b"\n" for thread in threads))
    return path


def log_lines(text: str) -> list[dict[str, Any]]:
    """The lines of a JSON log; anything else in it is an error."""
    return [json.loads(line) for line in text.splitlines()]


@dataclass(slots=True)
class Running:
    """A program that runs until it is stopped. `err` and `out` hold what it has said so far."""

    process: asyncio.subprocess.Process
    out: str = ""
    err: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Take what the program says, until it ends."""
        await asyncio.gather(self._take(self.process.stdout, "out"), self._take(self.process.stderr, "err"))

    async def _take(self, stream: asyncio.StreamReader | None, name: str) -> None:
        assert stream is not None
        while line := await stream.readline():
            setattr(self, name, getattr(self, name) + line.decode())
            self._news.set()

    async def said(self, words: str, times: int = 1) -> str:
        """Wait until the program has said these words so many times: the last line with them."""
        async with asyncio.timeout(PATIENCE):
            while (self.out + self.err).count(words) < times:
                assert self.process.returncode is None, f"ended with {self.process.returncode}: {self.err}"
                self._news.clear()
                await self._news.wait()
        return [line for line in (self.out + self.err).splitlines() if words in line][-1]

    def end(self) -> None:
        """Send SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for its end, at most so many seconds: the exit code."""
        async with asyncio.timeout(within):
            code = await self.process.wait()
        assert "Traceback" not in self.err, self.err
        return code

    async def stop(self) -> int:
        """Send SIGTERM and wait the ten seconds that an operator's supervisor gives."""
        self.end()
        return await self.ended(10)


@asynccontextmanager
async def running(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Running]:
    """A program that runs while the test goes on; it is killed at the end if it still does."""
    process = await asyncio.create_subprocess_exec(
        *_command(arguments),
        cwd=folder,
        env=_environment(folder, settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    program = Running(process)
    listening = asyncio.create_task(program.listen())
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Telegram's side: the world, and the settings that lead the program to it."""

    world: World
    address: str

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a bot that belongs to this world."""
        return {"TELEGRAM_API_URL": self.address, "BOT_TOKEN": self.world.token, "LOG_FORMAT": "json"}

    def sent(self, chat: int) -> list[dict[str, Any]]:
        """What the bot has written into a chat."""
        return [message for message in self.world.messages(chat) if message["from"]["is_bot"]]


@asynccontextmanager
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Bot API server with an empty world, without a bot."""
    world = World(username=BOT)
    runner, port = await serve(make_app(world))
    try:
        yield Sandbox(world, f"http://127.0.0.1:{port}")
    finally:
        await runner.cleanup()


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # what is waited for is told by no event
            await asyncio.sleep(0.01)


def _command(arguments: tuple[str | Path, ...]) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, arguments)]


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    # What coverage hands to its subprocesses goes on; of everything else a test says what there is.
    own = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE_")}
    return own | {"HOME": str(folder), "PTB_TIMEDELTA": "1"} | settings
