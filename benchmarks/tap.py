"""Taps of Next for each CPU second: Spool with everything on beside a stock python-telegram-bot program.

    python -m benchmarks.tap [seconds]

The Bot API server is a process of its own and taps again as soon as a tap was answered and its card edited. Each
program runs in turn, five alternations; its CPU time is what the system accounts to its process. Then the same with
60 ms latency and 60 people tapping at once, and Spool alone while a large import runs beside it.

Everybody reads the same story, as after a delivery: Spool draws each of its frames once.
"""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import orjson

from benchmarks.stories import NOW, stories
from benchmarks.tap_server import TOKEN
from storage.intake import Intake
from storage.opening import open_database
from threads.sources.spool_json import dump

ROUNDS = 5
WARM_UP = 1.0
TICKS = os.sysconf("SC_CLK_TCK")


Meanwhile = Callable[[str, float], None]
"""Does something to the server at an address for so many seconds."""


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement: taps, CPU seconds of the bot, seconds that taps took."""

    taps: int
    cpu: float
    waits: list[float]

    @property
    def rate(self) -> float:
        """Taps for each CPU second."""
        return self.taps / self.cpu

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of taps was served."""
        return sorted(self.waits)[min(int(share * len(self.waits)), len(self.waits) - 1)] * 1000


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with tempfile.TemporaryDirectory() as folder:
        library, rows = prepare(Path(folder))
        for people, latency, name in ((10, 0, "no latency, 10 people"), (60, 60, "60 ms latency, 60 people")):
            compare(library, rows, people, latency, name, seconds)
        beside_import(library, Path(folder), seconds)


def compare(library: Path, rows: Path, people: int, latency: int, name: str, seconds: float) -> None:
    """Both programs in turn; medians and their ratio."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(measure("stock", rows, people, latency, seconds))
        ours.append(measure("spool", library, people, latency, seconds))
    rate_of_stock, rate_of_spool = (statistics.median(run.rate for run in runs) for runs in (theirs, ours))
    print(f"{name}: taps a CPU second, medians of {ROUNDS} alternations")
    for program, runs, rate in (("stock", theirs, rate_of_stock), ("spool", ours, rate_of_spool)):
        half, most = (statistics.median(run.percentile(share) for run in runs) for share in (0.5, 0.99))
        print(f"  {program}  {rate:7.0f}   {1000 / rate:5.2f} ms CPU a tap   p50 {half:6.1f} ms   p99 {most:6.1f} ms")
    print(f"  ratio  {rate_of_spool / rate_of_stock:6.1f}")


def beside_import(library: Path, folder: Path, seconds: float) -> None:
    """Spool's taps with and without a large import into the same database from another process."""
    file = folder / "large.jsonl"
    file.write_bytes(b"".join(dump(story) + b"\n" for story in stories(400_000)))
    alone = [measure("spool", library, 10, 0, seconds) for _ in range(3)]
    beside = []
    for _ in range(3):
        command = [sys.executable, "-m", "bot", "import", str(file)]
        with started(command, DATABASE_URL=f"sqlite:///{library}"):
            beside.append(measure("spool", library, 10, 0, seconds))
    before, after = (statistics.median(run.percentile(0.99) for run in runs) for runs in (alone, beside))
    print(f"taps while a large import runs: p99 {before:.1f} ms without, {after:.1f} ms with it")


def prepare(folder: Path) -> tuple[Path, Path]:
    """Spool's library with a story of ten tweets, and a table with the same texts as the stock program shows them."""
    library, rows = folder / "library.db", folder / "rows.db"
    story = stories(10)[0]

    async def fill() -> None:
        database = await open_database(f"sqlite:///{library}")
        await Intake(database).take([story], NOW)
        await database.close()

    asyncio.run(fill())
    connection = sqlite3.connect(rows)
    with connection:
        connection.execute("CREATE TABLE tweet (number INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO tweet VALUES (?, ?)", [(t.number, shown(t.text)) for t in story])
    connection.close()
    return library, rows


def shown(text: str) -> str:
    """A tweet as Spool shows it, made beforehand: the stock program only reads it."""
    linked = re.sub(r"#(\w+)", r'<a href="https://t.me/spool_bot?start=h_\1">#\1</a>', text)
    return f'<b>Author 0</b> <a href="https://x.com/author0">@author0</a> · Jan 1, 2026\n\n{linked}\n\n▰▱▱▱▱▱▱▱▱ 1/9'


def measure(
    program: str, database: Path, people: int, latency: int, seconds: float, meanwhile: Meanwhile | None = None
) -> Run:
    """Start server and bot, let people tap, and read what it cost. `meanwhile` fills the seconds."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with started([sys.executable, "-m", "benchmarks.tap_server", str(port), str(people), str(latency)]):
        wait_for(url)
        with bot(program, url, database) as process:
            fetch(f"{url}/begin")
            while len(fetch(f"{url}/taken")) < people:
                sleep(0.05)
            sleep(WARM_UP)
            fetch(f"{url}/begin")
            before = cpu_of(process.pid)
            if meanwhile:
                meanwhile(url, seconds)
            else:
                sleep(seconds)
            cpu = cpu_of(process.pid) - before
            waits = fetch(f"{url}/end")
    return Run(len(waits), cpu, waits)


def bot(program: str, url: str, database: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """The program under measurement, as it is run for real."""
    if program == "stock":
        return started([sys.executable, "-m", "benchmarks.tap_stock", url, TOKEN, str(database)])
    settings = {
        "TELEGRAM_API_URL": url,
        "BOT_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite:///{database}",
        "LOG_FORMAT": "json",
    }
    return started([sys.executable, "-m", "bot", "run"], **settings)


@contextmanager
def started(command: list[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is stopped at the end."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=nothing, stderr=nothing)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def cpu_of(pid: int) -> float:
    """CPU seconds that the system accounts to a process, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def fetch(url: str) -> list[float]:
    """The result of one of the server's own pages."""
    with urllib.request.urlopen(url) as response:  # noqa: S310  # the server started above
        result = orjson.loads(response.read())["result"]
        return result if isinstance(result, list) else []


def wait_for(url: str) -> None:
    """Until the server listens."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/bot{TOKEN}/getMe").close()  # noqa: S310  # as above
        except OSError:
            sleep(0.05)
        else:
            return


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
