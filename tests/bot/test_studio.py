"""The studio: productions in a process of its own, in order, within bounds, whatever becomes of that process."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.studio import Studio
from tests.bot.productions import broken, doubled, hanging, identity, killed, without_fonts
from tests.bot.program import until
from threads.exports.errors import MissingFonts, ProductionFailed, StudioBusy


@asynccontextmanager
async def opened(**bounds: float) -> AsyncIterator[Studio]:
    """A studio that is closed at the end."""
    studio = Studio(seconds=bounds.get("seconds", 20), idle=bounds.get("idle", 60), most_waiting=3)
    try:
        yield studio
    finally:
        await studio.close()


def is_there(process: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_productions_are_made_in_one_process_of_low_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for all of them, with the lowest priority and without the token; arguments and results come through."""
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    async with opened() as studio:
        first, second = await studio.make(identity), await studio.make(identity)
        assert await studio.make(doubled, "été", times=300_000) == "été" * 300_000
    assert first == second == (first[0], 19, False)
    assert first[0] != os.getpid()


async def test_the_process_ends_when_nothing_is_made(tmp_path: Path) -> None:
    """After the idle time its memory is free; the next production gets a new one."""
    async with opened(idle=0.2) as studio:
        process, *_ = await studio.make(identity)
        await until(lambda: not is_there(process))
        assert (await studio.make(identity))[0] != process


async def test_errors_for_people_come_through_whole() -> None:
    """With their class and parameters; the process goes on."""
    async with opened() as studio:
        process, *_ = await studio.make(identity)
        with pytest.raises(MissingFonts, match="fonts-noto-core") as caught:
            await studio.make(without_fonts)
        assert caught.value.parameters == {"scripts": "Thai", "packages": "fonts-noto-core"}
        with pytest.raises(ProductionFailed, match="ValueError") as failed:
            await studio.make(broken, "what the story says")
        assert "story says" not in repr(failed.value)
        assert (await studio.make(identity))[0] == process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
async def test_a_process_that_dies_fails_one_production(number: int) -> None:
    """Whoever asked is told; the next production has a new process."""
    async with opened() as studio:
        process, *_ = await studio.make(identity)
        with pytest.raises(ProductionFailed, match="crash"):
            await studio.make(killed, number)
        assert (await studio.make(identity))[0] != process


async def test_a_process_that_was_killed_at_rest_is_replaced() -> None:
    """As the system does when memory is short."""
    async with opened() as studio:
        process, *_ = await studio.make(identity)
        os.kill(process, signal.SIGKILL)
        await until(lambda: not is_there(process))
        assert (await studio.make(identity))[0] != process


async def test_a_production_that_hangs_is_ended(tmp_path: Path) -> None:
    """After its time; its process is gone, and the next production has a new one."""
    file = tmp_path / "process"
    async with opened(seconds=5) as studio:
        with pytest.raises(ProductionFailed, match="timeout"):
            await studio.make(hanging, str(file))
        assert not is_there(int(file.read_text()))
        assert (await studio.make(identity))[0] != int(file.read_text())


async def test_only_so_much_waits(tmp_path: Path) -> None:
    """Beyond that a request is refused at once, and those that wait are served in order."""
    async with opened() as studio:
        made: list[str] = []

        async def make(word: str) -> None:
            made.append(await studio.make(doubled, word, times=1))

        tasks = [asyncio.create_task(make(word)) for word in "abc"]
        await asyncio.sleep(0)
        with pytest.raises(StudioBusy):
            await studio.make(identity)
        await asyncio.gather(*tasks)
        assert made == ["a", "b", "c"]
        assert await studio.make(doubled, "d", times=2) == "dd"


async def test_a_production_that_is_called_off_leaves_no_answer_behind(tmp_path: Path) -> None:
    """The next one gets its own result, from a new process."""
    file = tmp_path / "process"
    async with opened() as studio:
        task = asyncio.create_task(studio.make(hanging, str(file)))
        await until(lambda: file.exists() and file.read_text() != "")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not is_there(int(file.read_text()))
        assert await studio.make(doubled, "a", times=2) == "aa"


PROGRAM = """
import asyncio, sys
from contextlib import suppress
from bot.run import run_fast, stop_on_signals, until_stopped
from bot.studio import Studio
from tests.bot.productions import hanging
from threads.exports.errors import ProductionFailed

async def main():
    studio = Studio(seconds=float(sys.argv[2]))
    async def work():
        await studio.make(hanging, sys.argv[1])
    try:
        await until_stopped(stop_on_signals(), work())
    finally:
        await studio.close()
    print("closed")

run_fast(main())
"""


def process_in(file: Path) -> int:
    """Which process wrote the file."""
    return int(file.read_text())


@asynccontextmanager
async def program(file: Path, seconds: int) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A program of its own, on the event loop of a running bot, with a production that hangs; and its worker."""
    command = (sys.executable, "-c", PROGRAM, str(file), str(seconds))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, start_new_session=True)
    try:
        await until(lambda: file.exists() and file.read_text() != "")
        yield process, process_in(file)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_program_that_is_stopped_stops_its_studio(tmp_path: Path, number: int) -> None:
    """In the middle of a production, by SIGTERM to everybody or Ctrl-C in a terminal: no traceback, no process left."""
    async with program(tmp_path / "process", 60) as (process, worker):
        os.killpg(process.pid, number)
        async with asyncio.timeout(10):
            said, trouble = await process.communicate()
        assert said.endswith(b"closed\n")
        assert not trouble
        assert process.returncode == 0
        assert not is_there(worker)


async def test_a_worker_does_not_outlive_a_program_that_was_killed(tmp_path: Path) -> None:
    """It ends by itself when its production has had its time."""
    async with program(tmp_path / "process", 1) as (process, worker):
        process.kill()
        await process.communicate()
        await until(lambda: not is_there(worker))


async def test_closing_ends_what_is_being_made(tmp_path: Path) -> None:
    """At once: whoever waits is told, no process is left, and nothing more is made."""
    file = tmp_path / "process"
    async with opened() as studio:
        tasks = [asyncio.create_task(studio.make(hanging, str(file))) for _ in range(2)]
        await until(lambda: file.exists() and file.read_text() != "")
        await studio.close()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert [str(outcome) for outcome in outcomes] == [str(ProductionFailed(reason="stopped"))] * 2
        assert not is_there(int(file.read_text()))
        with pytest.raises(ProductionFailed):
            await studio.make(identity)
