"""An hour in miniature: a hundred readers, trouble at random, and what is left of it in the bot's process.

    python -m benchmarks.soak [seconds] [seed]

The bot is a process of its own, the real `spool run` with an ear for one signal more, on which it tells its tasks.
Telegram and the readers are the sandbox in this process. Printed at intervals: taps, memory, tasks, open connections;
then the same when everybody has gone and the time of kept connections is over.
"""

import asyncio
import gc
import os
import random
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.start import resident
from bot.run import run_bot, run_fast
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from bot.settings import load
from storage.intake import Intake
from storage.opening import open_database
from threads.model import Author, Moment, Thread, Tweet, TweetNumber

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 60.0
READERS = 100
STORIES = 20
LENGTH = 30
INTERVAL = 10.0
PATIENCE = 8.0
"""Seconds that a reader waits for a card before pressing again."""
KEPT = 125.0
"""Seconds after which unused connections are closed: a keep-alive of 60, looked after once in that time, and some."""
FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 429, "parameters": {"retry_after": 1}},
    {"status": 500},
    {"kind": "html"},
    {"kind": "garbage", "status": 200},
    {"kind": "hang", "seconds": 2.0},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "delay", "seconds": 1.0},
)
METHODS = ("editMessageText",) * 6 + ("answerCallbackQuery",) * 3 + ("sendMessage",) * 3 + ("getUpdates",)
"""Where trouble strikes: seldom at the poll, which is everybody's."""


def story(number: int) -> Thread:
    """A story of thirty tweets with tags."""
    texts = (f"Lamp {number}, step {step} of the stair. #lamp{number % 5}" for step in range(1, LENGTH + 1))
    return Thread(
        source="x",
        source_id=str(number),
        author=Author(handle=f"keeper{number % 7}"),
        written=Moment(at=NOW),
        tweets=tuple(Tweet(number=TweetNumber(n), text=text) for n, text in enumerate(texts, 1)),
    )


@dataclass(slots=True)
class Soak:
    """The readers, what they did, and the bot's process."""

    world: World
    chance: random.Random
    bot: asyncio.subprocess.Process
    taps: int = 0
    late: int = 0
    faults: int = 0
    rows: list[tuple[float, float, int, int]] = field(default_factory=list)

    async def reader(self, person: int) -> None:
        """Reads, and now and then does something else, for ever."""
        while True:
            self.world.start(person, f"t_{self.chance.randint(1, STORIES)}_1")
            for _ in range(LENGTH):
                await asyncio.sleep(self.chance.uniform(0.1, 1.0))
                await self._tap(person)

    async def _tap(self, person: int) -> None:
        card = self.world.messages(person)[-1]
        keys = [key for row in card.get("reply_markup", {}).get("inline_keyboard", []) for key in row]
        data = [key["callback_data"] for key in keys if "callback_data" in key]
        if not data or self.chance.random() < 0.02:
            self.world.say(person, self.chance.choice(("/latest", "/continue", "/saved", "/tags", "#lamp1")))
            return
        # Mostly the last button of the first row, which is Next; frantic people press several times.
        step = keys[min(2, len(keys) - 1)].get("callback_data", data[-1])
        wanted = step if self.chance.random() < 0.9 else self.chance.choice(data)
        for _ in range(self.chance.choice((1, 1, 1, 1, 5))):
            query = self.world.press(person, wanted, chat=person, message_id=card["message_id"])
        self.taps += 1
        try:
            async with asyncio.timeout(PATIENCE):
                while self.world.answer(query) is None:  # noqa: ASYNC110  # told by no event
                    await asyncio.sleep(0.02)
        except TimeoutError:
            self.late += 1

    async def trouble(self) -> None:
        """Another trouble every half second; what of the last one struck nobody is forgotten, or they would pile up."""
        while True:
            await asyncio.sleep(0.5)
            fault, times = self.chance.choice(FAULTS), self.chance.randint(1, 3)
            self.world.faults.clear()
            self.world.faults.add(method=self.chance.choice(METHODS), **(fault | {"times": times}))
            self.faults += 1

    async def look(self, began: float) -> None:
        """One row of figures."""
        self.bot.send_signal(signal.SIGUSR1)
        assert self.bot.stdout is not None
        tasks = int(await self.bot.stdout.readline())
        row = (asyncio.get_running_loop().time() - began, resident(self.bot.pid), tasks, sockets(self.bot.pid))
        self.rows.append(row)
        print(f"{row[0]:6.0f} s  {self.taps:7d} taps  {row[1]:6.1f} MB  {row[2]:4d} tasks  {row[3]:4d} connections")


async def main() -> None:
    """Soak, then look at what is left."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)  # noqa: S311  # moments, not secrets
    print(f"{READERS} readers for {seconds:.0f} s, seed {seed}")
    async with soaking(random.Random(seed)) as soak:  # noqa: S311  # as above
        loop = asyncio.get_running_loop()
        began = loop.time()
        await soak.look(began)
        people = [soak.world.add_person(f"Reader {n}") for n in range(READERS)]
        busy = [asyncio.create_task(work) for work in (soak.trouble(), *(soak.reader(person) for person in people))]
        while loop.time() - began < seconds:
            await asyncio.sleep(INTERVAL)
            await soak.look(began)
        for task in busy:
            task.cancel()
        ended = await asyncio.gather(*busy, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended
        soak.world.faults.clear()
        print(f"everybody has gone; waiting {KEPT:.0f} s for kept connections to be closed")
        await asyncio.sleep(KEPT)
        await soak.look(began)
        verdict(soak)


def verdict(soak: Soak) -> None:
    """What the figures come to."""
    (_, before, tasks_before, open_before), *during, (_, after, tasks, connections) = soak.rows
    settled = during[len(during) // 4 :]
    half = len(settled) // 2 or 1
    early, late = (median(row[1] for row in rows) for rows in (settled[:half], settled[half:] or settled))
    minutes = max((settled[-1][0] - settled[0][0]) / 120, 1 / 60)
    print(f"{soak.taps} taps, {soak.faults} faults, {soak.late} presses not answered within {PATIENCE:.0f} s")
    print(f"memory: {before:.1f} MB idle before, {early:.1f} then {late:.1f} MB under load, {after:.1f} MB idle after")
    print(f"growth: {(late - early) / minutes:+.2f} MB a minute")
    print(f"left: {tasks} tasks ({tasks_before} before), {connections} connections ({open_before} before)")


@asynccontextmanager
async def soaking(chance: random.Random) -> AsyncIterator[Soak]:
    """A sandbox with a library and the bot, ready."""
    world = World()
    runner, port = await serve(make_app(world))
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        url = f"sqlite:///{Path(folder, 'spool.db')}"
        database = await open_database(url)
        await Intake(database).take([story(number) for number in range(STORIES)], NOW)
        await database.close()
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.soak", "bot"),
            env=os.environ
            | {"DATABASE_URL": url, "TELEGRAM_API_URL": f"http://127.0.0.1:{port}", "BOT_TOKEN": world.token},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        while not world.state.updates.poll:  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        try:
            yield Soak(world, chance, bot)
        finally:
            with suppress(ProcessLookupError):
                bot.terminate()
            print(f"the bot ended with {await bot.wait()}")
    await runner.cleanup()


def sockets(pid: int) -> int:
    """Connections that a process has open over TCP."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            inodes.add(str(entry.readlink()))
    tables = (Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6"))
    return sum(f"socket:[{line.split()[9]}]" in inodes for table in tables for line in table)


async def watched() -> None:
    """`spool run`, which on SIGUSR1 tells how many tasks there are."""

    def tell() -> None:
        gc.collect()
        print(len(asyncio.all_tasks()), flush=True)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)
    await run_bot(load())


if __name__ == "__main__":
    if sys.argv[1:] == ["bot"]:
        run_fast(watched())
    else:
        asyncio.run(main())
