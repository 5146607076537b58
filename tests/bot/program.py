"""The program as its operator meets it: a command line, a working folder, a clean environment, an exit code.

`spool_process`, `piped` and `running` start `python -m bot …` as a process of its own. `spool` runs the same command
in the test's process, from arguments to exit code, which saves the second that every start takes. Nothing that runs
may ever show a traceback unless it is asked to.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.cli import main
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from tests.driver import BOT
from tests.quiet import leaks, remember_stories
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


def spool_process(folder: Path, *arguments: str | Path, **settings: str) -> Ran:
    """Run a command to its end with `folder` as its working folder; settings are environment variables."""
    done = subprocess.run(  # noqa: S603
        _command(arguments),
        cwd=folder,
        env=_environment(folder, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    return _checked(Ran(done.returncode, done.stdout, done.stderr.decode()), settings)


def spool(folder: Path, *arguments: str | Path, **settings: str) -> Ran:
    """The same without a process of its own, for commands that come to an end and set up nothing for good."""
    with ExitStack() as stack:
        out = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
        err = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace"))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(chdir(folder))
        stack.enter_context(_set(sys.argv, ["spool", *map(str, arguments)]))
        stack.enter_context(_only(_environment(folder, settings)))
        code = _exit_code(main)
        for file in (out, err):
            file.flush()
            file.seek(0)
        ran = Ran(code, out.read().encode(), err.read())
    return _checked(ran, settings)


def _exit_code(run: Callable[[], None]) -> int:
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def _set(values: list[str], new: list[str]) -> Iterator[None]:
    before, values[:] = values[:], new
    try:
        yield
    finally:
        values[:] = before


@contextmanager
def _only(environment: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _checked(ran: Ran, settings: dict[str, str]) -> Ran:
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
    remember_stories(threads)
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
    assert not leaks(program.err), program.err


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
        while not true():  # what is waited for is told by no event
            await asyncio.sleep(0.01)


def _command(arguments: tuple[str | Path, ...]) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, arguments)]


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    # What coverage hands to its subprocesses goes on; of everything else a test says what there is.
    own = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE_")}
    return own | {"HOME": str(folder), "PTB_TIMEDELTA": "1"} | settings
