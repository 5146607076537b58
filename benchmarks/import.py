"""Tweets a second into SQLite: Spool's import beside a bare `executemany`, alternating in one run.

    python -m benchmarks.import [tweets]

The floor writes the same texts into one table without keys, tags or lookups. Both write to a file with the same
pragmas; the medians of five alternations are printed with their ratio.
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stories import NOW, stories
from storage.intake import Intake
from storage.opening import open_database
from threads.model import Thread

ROUNDS = 5


def floor(path: Path, threads: list[Thread]) -> float:
    """Seconds for one `executemany` of all texts."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("CREATE TABLE tweet (thread INTEGER, number INTEGER, text TEXT)")
    rows = [(story, tweet.number, tweet.text) for story, thread in enumerate(threads) for tweet in thread]
    began = time.perf_counter()
    with connection:
        connection.executemany("INSERT INTO tweet VALUES (?, ?, ?)", rows)
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


async def spool(path: Path, threads: list[Thread]) -> float:
    """Seconds for Spool's import: identity, authors, tags, short transactions."""
    database = await open_database(f"sqlite:///{path}")
    began = time.perf_counter()
    await Intake(database).take(threads, NOW)
    seconds = time.perf_counter() - began
    await database.close()
    return seconds


def main() -> None:
    """Alternate both and print the medians."""
    tweets = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    threads = stories(tweets)
    floors, spools = [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            floors.append(floor(Path(folder, f"floor{turn}.db"), threads))
            spools.append(asyncio.run(spool(Path(folder, f"spool{turn}.db"), threads)))
    bare, ours = tweets / statistics.median(floors), tweets / statistics.median(spools)
    print(f"{tweets:,} tweets in {len(threads):,} stories, medians of {ROUNDS} alternations")
    print(f"bare executemany  {bare:>10,.0f} tweets/s")
    print(f"spool import      {ours:>10,.0f} tweets/s   {ours / bare:.2f} of the floor")


if __name__ == "__main__":
    main()
