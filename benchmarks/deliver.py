"""Delivery: how near it comes to a limit without passing it, and what a million subscribers cost.

    python -m benchmarks.deliver [seconds]          # the rates: 30 a second, and 1,000
    python -m benchmarks.deliver size [subscribers] [daily]

The server is a process of its own with a bucket of the rate (a burst of three, or a tenth of a second's messages if
that is more) and 50 to 150 ms of latency. The size part works on the storage alone: rows written, the longest wait of a
writer beside it, memory, and claiming and recording with a short and a long ledger.
"""

import asyncio
import resource
import sys
import tempfile
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep

import orjson

from benchmarks.deliver_server import TOKEN
from benchmarks.stories import NOW, stories
from benchmarks.tap import cpu_of, free_port, started, wait_for
from storage.database import Database
from storage.deliveries import Deliveries, Entry
from storage.holding import Holding
from storage.intake import Intake
from storage.ledger import State
from storage.opening import open_database
from storage.planning import Planning
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
CLAIMS = 30
ROUNDS = 200


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["size"]:
        subscribers = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
        asyncio.run(size(subscribers, daily="daily" in sys.argv[3:]))
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


async def prepare(path: Path, subscribers: int) -> None:
    """A library with one story that all of so many subscribers are to be told of."""
    database = await open_database(f"sqlite:///{path}")
    await database.write(_CHATS, subscribers)
    await database.write(_SUBSCRIPTIONS)
    await Intake(database).take(stories(10)[:1], NOW, notify=True)
    await database.close()


async def size(subscribers: int, *, daily: bool) -> None:
    """What so many subscribers cost: to count, to plan, to claim from, beside other writers.

    When all of them want daily digests their rows are held, and there is nothing to claim before the digests.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spool.db")
        began = perf_counter()
        await prepare(path, subscribers)
        print(f"{subscribers:,} subscribers made and counted in {perf_counter() - began:.1f} s")
        database = await open_database(f"sqlite:///{path}")
        if daily:
            await database.write(_RHYTHMS)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        waits: list[float] = []
        tapping = asyncio.create_task(tap(database, waits))
        began = perf_counter()
        planning = Planning(database, Threads(database))
        while await planning.step(NOW):  # noqa: ASYNC110  # gives way, as the worker does
            await asyncio.sleep(0.004)
        took = perf_counter() - began
        tapping.cancel()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"planned in {took:.1f} s; a write beside it waits at most {max(waits) * 1000:.0f} ms; {grown:.0f} MB more"
        )
        if daily:
            await digests(database)
        now = NOW + timedelta(days=1) if daily else NOW
        await claims(database, "with that ledger", now)
        for publication in range(10_000, 10_004):
            await database.write(
                "INSERT INTO publication (id, state, published_at, hears) VALUES ($1, 'done', 0, 0)", publication
            )
            await database.write(_OLD, publication)
        await claims(database, f"with {4 * subscribers:,} older rows", now)
        await database.close()


async def digests(database: Database) -> None:
    """Planning a digest for everybody, a day later."""
    holding, tomorrow = Holding(database), NOW + timedelta(days=1)
    waits: list[float] = []
    tapping = asyncio.create_task(tap(database, waits))
    began = perf_counter()
    while await holding.tell(tomorrow):  # noqa: ASYNC110  # gives way, as the worker does
        await asyncio.sleep(0.004)
    tapping.cancel()
    took = perf_counter() - began
    print(f"digests planned in {took:.1f} s; a write beside it waits at most {max(waits) * 1000:.0f} ms")


async def tap(database: Database, waits: list[float]) -> None:
    """Writes as a tap makes them, one after the other; how long each waits."""
    while True:
        began = perf_counter()
        await database.write("INSERT INTO reader (id, started_at) VALUES (1, 1) ON CONFLICT DO NOTHING")
        waits.append(perf_counter() - began)
        await asyncio.sleep(0.005)


async def claims(database: Database, name: str, now: datetime = NOW) -> None:
    """Claiming thirty rows and recording them, many times."""
    deliveries = Deliveries(database)
    began = perf_counter()
    for _ in range(ROUNDS):
        taken = await deliveries.claim(now, now + timedelta(minutes=2), CLAIMS)
        assert len(taken) == CLAIMS
        await deliveries.record([Entry(claim=claim, state=State.SENT, message=7) for claim in taken], now)
    print(f"claim and record {CLAIMS} rows {name}: {(perf_counter() - began) / ROUNDS * 1000:.2f} ms")


def fetch(url: str) -> dict[str, int]:
    """What the server has counted."""
    with urllib.request.urlopen(f"{url}/taken") as response:  # noqa: S310  # the server started above
        result: dict[str, int] = orjson.loads(response.read())["result"]
        return result


if __name__ == "__main__":
    main()
