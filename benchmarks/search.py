"""Finding in a large library, each kind of query beside the bare SQL that it rests on.

    python -m benchmarks.search [tweets] [file]

Builds a library of 1,000,000 tweets in 100,000 stories (Zipf words in eight scripts, 20,000 Zipf tags) through the
import itself, unless `file` is there already, and prints what the index takes. Then every kind of query is asked a
hundred times through `Search`, with the same statement by the bare driver in turn. Last, people tap
while others search.
"""

import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.library import library, word
from benchmarks.stories import NOW
from benchmarks.tap import fetch
from benchmarks.tap import measure as tapped
from storage.database import Database
from storage.finding.matching import expression
from storage.finding.search import Order, Search
from storage.finding.tags import Tags
from storage.intake import Intake
from storage.opening import open_database
from storage.threads import Threads
from threads.model import TagId, ThreadId
from threads.query import parse

ASKED = 110
WARM_UP = 10
SEARCHES = 100
SECONDS = 4.0
ROUNDS = 5
AT_ONCE = 2_000
INDEX = ("story_word_data", "story_word_idx", "story_word_docsize", "story_word_config")
TAGS = ("thread_tag", "thread_tag_thread", "thread_tag_read", "tag", "sqlite_autoindex_tag_1", "tag_used", "tag_near")

MATCHING = "SELECT rowid FROM story_word WHERE story_word MATCH ? ORDER BY rowid DESC LIMIT 11"
RANKED = """
SELECT rowid FROM (SELECT rowid, bm25(story_word) AS score FROM story_word WHERE story_word MATCH ?
  ORDER BY rowid DESC LIMIT 2000) ORDER BY score LIMIT 11
"""
OF_TAG = "SELECT thread_id FROM thread_tag WHERE tag_id = ? ORDER BY thread_id DESC LIMIT 11 OFFSET ?"
OF_TAG_READ = "SELECT thread_id FROM thread_tag WHERE tag_id = ? ORDER BY begun DESC, thread_id DESC LIMIT 11 OFFSET ?"
OF_AUTHOR = "SELECT id FROM thread WHERE author_id = ? AND status = 'published' ORDER BY published_at DESC LIMIT 4"


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked through Spool, and the statement beneath it."""

    ask: Callable[[], Awaitable[object]]
    sql: str
    parameters: tuple[object, ...]


async def build(path: Path, tweets: int) -> None:
    """Import the library and say how fast that was."""
    database = await open_database(f"sqlite:///{path}")
    intake, stories, seconds = Intake(database), library(tweets), 0.0
    while part := list(islice(stories, AT_ONCE)):
        began = time.perf_counter()
        await intake.take(part, NOW)
        seconds += time.perf_counter() - began
    await database.close()
    print(f"imported {tweets:,} tweets with their index: {tweets / seconds:,.0f} tweets/s")


def sizes(path: Path) -> None:
    """What search keeps beside the tweets."""
    connection = sqlite3.connect(path)
    (tweets,) = connection.execute("SELECT count(*) FROM tweet").fetchone()
    total = 0.0
    for name, tables in (("words and prefixes", INDEX), ("tags", TAGS)):
        marks = ", ".join("?" * len(tables))
        (size,) = connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({marks})", tables).fetchone()  # noqa: S608  # table names of our own
        total += size / tweets
        print(f"  {name:20} {size / tweets:6.1f} bytes a tweet")
    print(f"  {'in all':20} {total:6.1f} bytes a tweet")
    connection.close()


def queries(chance: random.Random) -> dict[str, Callable[[], str]]:
    """A query of each kind; a full stop behind the last word makes it a whole one."""

    def any_word(start: int, end: int, language: str = "en") -> str:
        return word(language, chance.randrange(start, end))

    return {
        "rare word": lambda: f"{any_word(20_000, 60_000)} .",
        "common word": lambda: f"{any_word(100, 1_000)} .",
        "very common word": lambda: f"{any_word(0, 20)} .",
        "two words": lambda: f"{any_word(0, 500)} {any_word(100, 5_000)} .",
        "two very common words": lambda: f"{any_word(0, 20)} {any_word(0, 20)} .",
        "sixteen words": lambda: " ".join(any_word(0, 30) for _ in range(16)),
        "phrase": lambda: f'"{any_word(0, 10)} {any_word(0, 10)}"',
        "prefix of two letters": lambda: any_word(0, 600)[:2],
        "prefix of three letters": lambda: any_word(0, 600)[:3],
        "CJK word": lambda: any_word(0, 60, "zh") + any_word(0, 60, "zh"),
        "Thai word": lambda: any_word(0, 200, "th") + any_word(0, 200, "th"),
        "two tags": lambda: f"#tag{chance.randrange(10)} #tag{chance.randrange(300)}",
        "tag and word": lambda: f"#tag{chance.randrange(50)} {any_word(0, 100)} .",
        "word, language, date": lambda: f"{any_word(0, 50)} lang:en before:20{chance.randrange(17, 26)}-05-09 .",
        "word but not another": lambda: f"{any_word(0, 20)} -{any_word(0, 20)} .",
        "misspelled word": lambda: f"q{any_word(5_000, 50_000)} .",
        "nothing": lambda: f"zzzzqqqq xxxyyy {any_word(0, 50)} .",
    }


async def measure(path: Path) -> None:
    """Ask everything, and print percentiles."""
    database = await open_database(f"sqlite:///{path}")
    bare = sqlite3.connect(path)
    chance = random.Random(3)  # noqa: S311  # the same questions on every run
    print(f"{f'milliseconds of {ASKED}':36} {'p50':>8} {'p99':>8}   {'bare SQL p50':>12} {'p99':>8}")
    for name, questions in (*by_words(database, chance), *by_tags(database, chance), *await by_story(database, chance)):
        ours, theirs = [], []
        for question in questions:
            began = time.perf_counter()
            await question.ask()
            between = time.perf_counter()
            bare.execute(question.sql, question.parameters).fetchall()
            ours.append(between - began)
            theirs.append(time.perf_counter() - between)
        print(f"{name:36} {_percentiles(ours)}   {'':4}{_percentiles(theirs)}")
    await database.close()
    bare.close()


def by_words(database: Database, chance: random.Random) -> Iterator[tuple[str, list[Question]]]:
    """Every kind of query in both orders, and a few more."""
    search = Search(database, Threads(database))

    def question(text: str, order: Order, page: int = 0, *, shared: bool = False) -> Question:
        query = parse(text)
        sql = RANKED if order is Order.BEST and query.terms else MATCHING
        ask = partial(search.find, query, order, page, NOW, shared=shared)
        return Question(ask, sql, (expression(query, shared=shared),))

    for name, make in queries(chance).items():
        for order in Order:
            yield f"{name}, {order.name.lower()}", [question(make(), order) for _ in range(ASKED)]
    common = f"{word('en', 1)} ."
    yield "deep page of a word", [question(common, Order.BEST, chance.randrange(50, 400)) for _ in range(ASKED)]
    asked = [word("en", chance.randrange(300)) for _ in range(ASKED)]
    yield "inline query", [question(text, Order.BEST, shared=True) for text in asked]


def by_tags(database: Database, chance: random.Random) -> Iterator[tuple[str, list[Question]]]:
    """Tag pages in both orders, and deep ones."""
    threads, tags = Threads(database), Tags(database)

    async def page(tag: TagId, number: int) -> None:
        await tags.get(tag)
        await threads.by_tag(tag, number)

    some = [TagId(chance.randrange(1, 2_000)) for _ in range(ASKED)]
    yield "tag page", [Question(partial(page, tag, 0), OF_TAG, (tag, 0)) for tag in some]
    yield "tag page, most read", [Question(partial(threads.by_tag_read, tag, 0), OF_TAG_READ, (tag, 0)) for tag in some]
    deep = [(TagId(chance.randrange(1, 20)), chance.randrange(100, 400)) for _ in range(ASKED)]
    yield "deep page of a tag", [Question(partial(page, tag, at), OF_TAG, (tag, at * 10)) for tag, at in deep]


async def by_story(database: Database, chance: random.Random) -> list[tuple[str, list[Question]]]:
    """More like this."""
    threads = Threads(database)
    search = Search(database, threads)
    ids = [ThreadId(chance.randrange(1, 5_000)) for _ in range(ASKED)]
    stories = [story for identity in ids if (story := await threads.get(identity))]
    return [("more like this", [Question(partial(search.like, s, 0, 3), OF_AUTHOR, (s.author_id,)) for s in stories])]


def taps_beside(path: Path) -> None:
    """Taps of ten people, with and without a hundred searches by others in the same four seconds."""
    chance = random.Random(4)  # noqa: S311  # the same questions on every run
    asked = list(queries(chance).values())

    def search(url: str, seconds: float) -> None:
        until = time.perf_counter() + seconds
        for number in range(SEARCHES):
            fetch(f"{url}/say?{urlencode({'text': chance.choice(asked)()})}")
            time.sleep(max(until - time.perf_counter(), 0) / (SEARCHES - number))

    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(tapped("spool", path, 10, 0, SECONDS))
        beside.append(tapped("spool", path, 10, 0, SECONDS, search))
    for name, runs in (("alone", alone), (f"beside {SEARCHES} searches", beside)):
        rate, most = (
            statistics.median(values)
            for values in zip(*((len(r.waits) / SECONDS, r.percentile(0.99)) for r in runs), strict=True)
        )
        print(f"taps {name:24} {rate:8.0f} a second, p99 {most:6.1f} ms")


def _percentiles(seconds: list[float]) -> str:
    """The 50th and the 99th, in milliseconds, without the first few, which find nothing in memory."""
    ranked = sorted(seconds[WARM_UP:])
    return f"{ranked[len(ranked) // 2] * 1000:8.2f} {ranked[int(len(ranked) * 0.99)] * 1000:8.2f}"


def main() -> None:
    """Build the library where there is none, and measure."""
    tweets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder, "library.db")
        if not path.exists():
            asyncio.run(build(path, tweets))
        sizes(path)
        asyncio.run(measure(path))
        taps_beside(path)


if __name__ == "__main__":
    main()
