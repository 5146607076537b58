"""Delivery: how near it comes to a limit without passing it, and what a million subscribers cost.

    python -m benchmarks.deliver [seconds]          # the rates: 30 a second, and 1,000
    python -m benchmarks.deliver taps [seconds]     # what ten people who tap feel of 30 a second beside them
    python -m benchmarks.deliver size [subscribers] [daily]

The server is a process of its own with a bucket of the rate (a burst of three, or a tenth of a second's messages if
that is more) and 50 to 150 ms of latency. The size part works on the storage alone: rows written, the longest wait of a
writer beside it, memory, and claiming and recording beside no older rows, a million and ten millions of them.
"""

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep

import orjson

from benchmarks import tap
from benchmarks.deliver_server import TOKEN
from benchmarks.stories import NOW, stories
from benchmarks.tap import cpu_of, free_port, started, wait_for
from storage.database import Database
from storage.delivery.deliveries import Deliveries, Entry
from storage.delivery.holding import Holding
from storage.delivery.ledger import State
from storage.delivery.planning import Planning
from storage.intake import Intake
from storage.opening import open_database
from storage.threads import Threads

_CHATS = """
WITH RECURSIVE n (chat) AS (SELECT 1 UNION ALL SELECT chat + 1 FROM n WHERE chat < $1)
INSERT INTO subscriber (chat_id) SELECT chat FROM n
"""
_SUBSCRIPTIONS = (
    "INSERT INTO subscription (kind, subject_id, subscriber_id, since) SELECT 'all', 0, id, 0 FROM subscriber"
)
_RHYTHMS = """
INSERT INTO rhythm (subscriber_id, pace, minute, weekday, silent) SELECT id, 1, 480 + id % 24, 6, 0 FROM subscriber
"""
_OLD = """
INSERT INTO delivery (publication_id, subscriber_id, state, message_id)
SELECT $1, id, 'sent', 7 FROM subscriber
"""
OLDER = (0, 1_000_000, 10_000_000)
"""Older rows in the ledger beside those that are claimed."""
CLAIMS = 30
ROUNDS = 200
ALTERNATIONS = 5


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["size"]:
        subscribers = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "spool.db")
            # A process of its own, so that its memory is not counted.
            with ProcessPoolExecutor(1, get_context("spawn")) as other:
                other.submit(made, path, subscribers).result()
            asyncio.run(size(path, subscribers, daily="daily" in sys.argv[3:]))
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory at most")
        return
    if sys.argv[1:2] == ["taps"]:
        beside_taps(float(sys.argv[2]) if len(sys.argv) > 2 else 4.0)
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    for rate in (30, 1_000):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder, "spool.db"), rate, seconds)


def measure(database: Path, rate: int, seconds: float) -> None:
    """A delivery at a rate against a server that allows just this rate."""
    asyncio.run(prepare(database, int(rate * (seconds + 10))))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = [sys.executable, "-m", "benchmarks.deliver_server", str(port), str(rate), str(max(3, rate / 10))]
    settings = {"TELEGRAM_API_URL": url, "BOT_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{database}"}
    with started(server):
        wait_for(url)
        with started([sys.executable, "-m", "bot", "run"], BROADCAST_RATE=str(rate), **settings) as process:
            while fetch(url)["sent"] < rate:
                sleep(0.02)
            before, began, cpu = fetch(url), perf_counter(), cpu_of(process.pid)
            sleep(seconds)
            after, took, cpu = fetch(url), perf_counter() - began, cpu_of(process.pid) - cpu
    sent = after["sent"] - before["sent"]
    print(
        f"{rate:5} a second: {sent / took:7.1f} sent a second, {sent / took / rate:6.1%} of the limit, "
        f"{after['refused']} refused, {1000 * cpu / max(1, sent):.2f} ms CPU a message"
    )


def beside_taps(seconds: float) -> None:
    """Taps with and without a delivery beside them, in turn, since the machine is not this benchmark's alone."""
    runs: dict[int, list[tap.Run]] = {0: [], 30: []}
    sent = 0
    os.environ["BROADCAST_RATE"] = "30"
    for _ in range(ALTERNATIONS):
        for rate, done in runs.items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "spool.db")
                asyncio.run(prepare(path, int(rate * (seconds + 20))))
                done.append(tap.measure("spool", path, 10, 0, seconds))
                sent += asyncio.run(sent_of(path))
    for rate, done in runs.items():
        served, each_second, latest = (
            statistics.median(measured)
            for measured in (
                [run.taps / seconds for run in done],
                [run.rate for run in done],
                [run.percentile(0.99) for run in done],
            )
        )
        print(
            f"{rate:3} a second beside: {served:5.0f} taps a second, {each_second:5.0f} a CPU second, "
            f"99 of 100 within {latest:5.1f} ms"
        )
    print(f"{sent:,} notifications went out meanwhile")


async def sent_of(path: Path) -> int:
    """How many notifications went out."""
    database = await open_database(f"sqlite:///{path}")
    rows = await database.fetch("SELECT sum(sent) FROM publication")
    await database.close()
    return int(rows[0][0])


async def prepare(path: Path, subscribers: int) -> None:
    """A library with one story that all of so many subscribers are to be told of."""
    database = await open_database(f"sqlite:///{path}")
    await database.write(_CHATS, subscribers)
    await database.write(_SUBSCRIPTIONS)
    await Intake(database).take(stories(10)[:1], NOW, notify=True)
    await database.close()


def made(path: Path, subscribers: int) -> None:
    """As `prepare`, with how long that takes."""
    began = perf_counter()
    asyncio.run(prepare(path, subscribers))
    print(f"{subscribers:,} subscribers made and counted in {perf_counter() - began:.1f} s")


async def size(path: Path, subscribers: int, *, daily: bool) -> None:
    """What so many subscribers cost: to count, to plan, to claim from, beside other writers.

    When all of them want daily digests their rows are held, and there is nothing to claim before the digests.
    """
    database = await open_database(f"sqlite:///{path}")
    if daily:
        await database.write(_RHYTHMS)
    waits: list[float] = []
    tapping = asyncio.create_task(writes(database, waits))
    began = perf_counter()
    planning = Planning(database, Threads(database))
    while await planning.step(NOW):  # noqa: ASYNC110  # gives way, as the worker does
        await asyncio.sleep(0.004)
    took = perf_counter() - began
    tapping.cancel()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"planned in {took:.1f} s with {peak:.0f} MB of memory; a write beside it waits {times(waits)}")
    if daily:
        await digests(database)
    now = NOW + timedelta(days=1) if daily else NOW
    there = 0
    for older in OLDER:
        while there < older:
            await settle(database, 10_000 + there // subscribers)
            there += subscribers
        await claims(database, f"beside {there:,} older rows", now)
    await database.close()


async def settle(database: Database, publication: int) -> None:
    """A publication of long ago with a row for each subscriber."""
    await database.write(
        "INSERT INTO publication (id, state, published_at, hears) VALUES ($1, 'done', 0, 0)", publication
    )
    await database.write(_OLD, publication)
    await database.fetch("PRAGMA wal_checkpoint(TRUNCATE)")


def times(seconds: list[float]) -> str:
    """How long something took: in the middle, one in a hundred, at most."""
    in_order = sorted(seconds)
    middle, late = (in_order[int(len(in_order) * part)] * 1000 for part in (0.5, 0.99))
    return f"{middle:.1f} ms, of a hundred one {late:.0f} ms, at most {in_order[-1] * 1000:.0f} ms"


async def digests(database: Database) -> None:
    """Planning a digest for everybody, a day later."""
    holding, tomorrow = Holding(database), NOW + timedelta(days=1)
    waits: list[float] = []
    tapping = asyncio.create_task(writes(database, waits))
    began = perf_counter()
    while await holding.tell(tomorrow):  # noqa: ASYNC110  # gives way, as the worker does
        await asyncio.sleep(0.004)
    tapping.cancel()
    took = perf_counter() - began
    print(f"digests planned in {took:.1f} s; a write beside it waits {times(waits)}")


async def writes(database: Database, waits: list[float]) -> None:
    """Writes as a tap makes them, one after the other; how long each waits."""
    while True:
        began = perf_counter()
        await database.write("INSERT INTO reader (id, started_at) VALUES (1, 1) ON CONFLICT DO NOTHING")
        waits.append(perf_counter() - began)
        await asyncio.sleep(0.005)


async def claims(database: Database, name: str, now: datetime = NOW) -> None:
    """Claiming thirty rows and recording them, many times."""
    deliveries = Deliveries(database)
    runs: list[list[float]] = []
    for _ in range(ALTERNATIONS):
        runs.append([])
        for _ in range(ROUNDS):
            began = perf_counter()
            taken = await deliveries.claim(now, now + timedelta(minutes=2), CLAIMS)
            assert len(taken) == CLAIMS
            await deliveries.record([Entry(claim=claim, state=State.SENT, message=7) for claim in taken], now)
            runs[-1].append(perf_counter() - began)
    # The one that others on the machine have disturbed least.
    took = min(runs, key=statistics.median)
    print(f"claim and record {CLAIMS} rows {name}: {times(took)}")


def fetch(url: str) -> dict[str, int]:
    """What the server has counted."""
    with urllib.request.urlopen(f"{url}/taken") as response:  # noqa: S310  # the server started above
        result: dict[str, int] = orjson.loads(response.read())["result"]
        return result


if __name__ == "__main__":
    main()
