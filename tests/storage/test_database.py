"""The database: parameters as written, transactions that hold through every cancellation, locks that are waited for."""

import asyncio
import contextlib
import gc
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import NewerSchema, StorageUnavailable
from storage.opening import open_database, path_of

# Another program that holds the write lock for a moment, and then writes.
HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("INSERT INTO word VALUES ('theirs')")
connection.execute("COMMIT")
connection.close()
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database with one small table."""
    database = await Database.open(tmp_path / "words.db")
    await database.write("CREATE TABLE word (text TEXT NOT NULL UNIQUE)")
    yield database
    await database.close()


async def words(database: Database) -> list[str]:
    """What the table holds."""
    return [row[0] for row in await database.fetch("SELECT text FROM word ORDER BY rowid")]


def held_by_another(path: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process, once it holds the write lock of this file."""
    command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # this file's own words
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def ended(other: subprocess.Popen[str]) -> None:
    """Wait for the other process."""
    other.communicate(timeout=30)
    assert other.returncode == 0


def cancel_here() -> None:
    """Cancel the present task: it hears of it where it waits next."""
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


async def test_parameters_go_by_their_number(database: Database) -> None:
    """`$n` means the n-th parameter, also out of order, twice, and past nine."""
    assert await database.fetch("SELECT $2, $1, $2", "a", "b") == [("b", "a", "b")]
    numbers = ", ".join(f"${number}" for number in range(12, 0, -1))
    assert await database.fetch(f"SELECT {numbers}", *range(1, 13)) == [tuple(range(12, 0, -1))]
    assert await database.write("INSERT INTO word VALUES ($2 || $1 || $2) RETURNING text", "a", "b") == [("bab",)]
    async with database.transaction() as transaction:
        await transaction.many("INSERT INTO word VALUES ($2 || $1)", [("c", "d"), ("e", "f")])
        assert await transaction.fetch("SELECT count(*) FROM word WHERE text IN ($2, $1)", "dc", "fe") == [(2,)]


async def test_a_transaction_holds_together(database: Database) -> None:
    """Its statements see each other, readers see all of them or none."""
    async with database.transaction() as transaction:
        await transaction.fetch("INSERT INTO word VALUES ('a')")
        assert await words(database) == []
        assert await transaction.fetch("SELECT text FROM word") == [("a",)]
        await transaction.fetch("INSERT INTO word VALUES ('b')")
    assert await words(database) == ["a", "b"]


async def test_an_error_rolls_back_and_the_next_write_works(database: Database) -> None:
    """A broken rule, a wrong statement or the caller's own error leaves nothing half done."""
    await database.write("INSERT INTO word VALUES ('a')")
    for statement, error in (
        ("INSERT INTO word VALUES ('a')", sqlite3.IntegrityError),
        ("INSERT INTO nothing VALUES ('a')", sqlite3.OperationalError),
    ):
        with pytest.raises(error):
            await database.write(statement)
        with pytest.raises(error):
            async with database.transaction() as transaction:
                await transaction.fetch("INSERT INTO word VALUES ('lost')")
                await transaction.fetch(statement)
    with pytest.raises(KeyError):
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO word VALUES ('lost')")
            raise KeyError
    await database.write("INSERT INTO word VALUES ('b')")
    assert await words(database) == ["a", "b"]


async def test_a_cancelled_task_rolls_back(database: Database) -> None:
    """Whoever is cancelled inside a transaction leaves nothing of it, and the next writer comes through."""
    inside = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO word VALUES ('lost')")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.write("INSERT INTO word VALUES ('kept')")
    assert await words(database) == ["kept"]


async def test_a_task_cancelled_in_a_statement_rolls_back(database: Database) -> None:
    """Also when the statement is under way at that moment."""

    async def write() -> None:
        async with database.transaction() as transaction:
            cancel_here()
            await transaction.fetch("INSERT INTO word VALUES ('lost')")

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(write())
    await database.write("INSERT INTO word VALUES ('kept')")
    assert await words(database) == ["kept"]


async def test_a_cancelled_commit_leaves_no_open_transaction(database: Database) -> None:
    """The commit runs to its end, the cancellation is told after it, and the next transaction begins."""

    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO word VALUES ('committed')")
            cancel_here()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(write())
    async with database.transaction() as transaction:
        await transaction.fetch("INSERT INTO word VALUES ('next')")
    assert await words(database) == ["committed", "next"]


async def test_a_begin_that_waits_may_be_cancelled_again_and_again(database: Database, tmp_path: Path) -> None:
    """Cancelled twice while another process holds the lock, a transaction is still ended before the next begins."""
    other = await asyncio.to_thread(held_by_another, tmp_path / "words.db", 0.4)

    async def write() -> None:
        async with database.transaction():
            pytest.fail("cancelled before it began")

    task = asyncio.create_task(write())
    for _ in range(3):
        await asyncio.sleep(0.02)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(ended, other)
    async with database.transaction() as transaction:
        await transaction.fetch("INSERT INTO word VALUES ('ours')")
    assert await words(database) == ["theirs", "ours"]


async def test_a_cancelled_write_is_done_and_the_next_works(database: Database) -> None:
    """A tap that is cancelled has written or failed, and its failure is no error that asyncio finds lying about."""
    lost: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: lost.append(context))

    async def write(statement: str) -> None:
        cancel_here()
        await database.write(statement)

    for statement in ("INSERT INTO word VALUES ('first')", "INSERT INTO nothing VALUES ('first')"):
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(write(statement))
    await database.write("INSERT INTO word VALUES ('next')")
    assert await words(database) == ["first", "next"]
    gc.collect()
    assert not lost


async def test_another_processs_lock_is_waited_for(database: Database, tmp_path: Path) -> None:
    """While the command line writes, the bot's writes wait and then come through."""
    other = await asyncio.to_thread(held_by_another, tmp_path / "words.db", 0.3)
    await database.write("INSERT INTO word VALUES ('ours')")
    assert await words(database) == ["theirs", "ours"]
    await asyncio.to_thread(ended, other)


async def test_reading_does_not_wait_for_a_writer(database: Database, tmp_path: Path) -> None:
    """A reader sees what was there before while another process writes."""
    await database.write("INSERT INTO word VALUES ('ours')")
    other = await asyncio.to_thread(held_by_another, tmp_path / "words.db", 0.3)
    assert await words(database) == ["ours"]
    await asyncio.to_thread(ended, other)
    assert await words(database) == ["ours", "theirs"]


async def test_writers_take_turns(database: Database) -> None:
    """Many tasks that write at once all come through, one after the other."""

    async def count() -> None:
        async with database.transaction() as transaction:
            ((number,),) = await transaction.fetch("SELECT count(*) FROM word")
            await transaction.fetch("INSERT INTO word VALUES ($1)", str(number))

    await asyncio.gather(*(count() for _ in range(20)))
    assert await words(database) == [str(number) for number in range(20)]


async def test_a_write_that_waits_never_gets_into_a_transaction(database: Database, tmp_path: Path) -> None:
    """Single writes that find the lock taken try again; a transaction that fails beside them takes none of them along.

    Nor does it keep out those that come while it is under way.
    """
    other = await asyncio.to_thread(held_by_another, tmp_path / "words.db", 0.2)
    waiting = [asyncio.create_task(database.write("INSERT INTO word VALUES ($1)", f"before {n}")) for n in range(20)]
    await asyncio.sleep(0.01)

    async def fail() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO word VALUES ('lost')")
            waiting.extend(
                asyncio.create_task(database.write("INSERT INTO word VALUES ($1)", f"after {n}")) for n in range(20)
            )
            await asyncio.sleep(0.05)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    await asyncio.gather(*waiting)
    expected = {"theirs", *(f"{when} {n}" for when in ("before", "after") for n in range(20))}
    assert set(await words(database)) == expected
    await asyncio.to_thread(ended, other)


async def test_closing_waits_for_single_writes_too(tmp_path: Path) -> None:
    """Steps that are being stored when the program is asked to stop are stored."""
    database = await Database.open(tmp_path / "words.db")
    await database.write("CREATE TABLE word (text TEXT)")
    other = await asyncio.to_thread(held_by_another, tmp_path / "words.db", 0.1)
    waiting = [asyncio.create_task(database.write("INSERT INTO word VALUES ('a')")) for _ in range(3)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*waiting)
    await asyncio.to_thread(ended, other)
    again = await Database.open(tmp_path / "words.db")
    assert await words(again) == ["theirs", "a", "a", "a"]
    await again.close()


async def test_what_is_referred_to_can_not_be_deleted(database: Database) -> None:
    """SQLite keeps references only when it is told to, on each connection."""
    assert await database.write("PRAGMA foreign_keys") == [(1,)]
    assert await database.fetch("PRAGMA journal_mode") == [("wal",)]


async def test_closing_waits_for_the_write_under_way(tmp_path: Path) -> None:
    """What was begun is committed before the file is let go."""
    database = await Database.open(tmp_path / "words.db")
    await database.write("CREATE TABLE word (text TEXT)")
    inside = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as transaction:
            inside.set()
            await transaction.fetch("INSERT INTO word VALUES ('a')")

    task = asyncio.create_task(write())
    await inside.wait()
    await database.close()
    await task
    again = await Database.open(tmp_path / "words.db")
    assert await words(again) == ["a"]
    await again.close()


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    """The first start needs no preparation."""
    database = await Database.open(tmp_path / "new" / "folder" / "spool.db")
    await database.close()
    assert await asyncio.to_thread((tmp_path / "new" / "folder" / "spool.db").exists)


@pytest.mark.parametrize("name", ["text.txt", "text.txt/spool.db", "folder"])
async def test_what_is_no_database_is_refused(tmp_path: Path, name: str) -> None:
    """A text file, a folder and a path through a file get one sentence that names the setting."""
    await asyncio.to_thread((tmp_path / "text.txt").write_text, "Not a database, and long enough to tell. " * 40)
    await asyncio.to_thread((tmp_path / "folder").mkdir)
    with pytest.raises(StorageUnavailable, match=r"can't be opened .* check DATABASE_URL"):
        await Database.open(tmp_path / name)


async def all_closed() -> bool:
    """Whether the thread of every connection ends: one that lives on keeps the program from ending."""
    for _ in range(100):
        if not any("_connection_worker_thread" in each.name for each in threading.enumerate()):
            return True
        await asyncio.sleep(0.02)
    return False


async def test_a_cancelled_opening_leaves_nothing_open(tmp_path: Path) -> None:
    """Ctrl-C while the database opens ends the program: no connection's thread lives on."""
    for milliseconds in range(12):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(milliseconds / 1000):
                await (await Database.open(tmp_path / "spool.db")).close()
    assert await all_closed()


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:///data/spool.db", "data/spool.db"), ("sqlite:////srv/spool.db", "/srv/spool.db")],
)
def test_an_address_names_a_file(url: str, path: str) -> None:
    """Three slashes and a path from the working folder, four and a path from the root."""
    assert path_of(url) == Path(path)


@pytest.mark.parametrize("url", ["", "spool.db", "sqlite:///", "postgresql://mira:secret@sea.example/spool"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    """The sentence says how it has to begin, and shows no password."""
    with pytest.raises(StorageUnavailable, match="begin with sqlite:///") as refused:
        path_of(url)
    assert "secret" not in str(refused.value)


async def test_a_database_of_a_later_version_is_closed_again(tmp_path: Path) -> None:
    """Opening refuses it and leaves no thread behind."""
    database = await Database.open(tmp_path / "spool.db")
    await database.write("PRAGMA user_version = 9000")
    await database.close()
    with pytest.raises(NewerSchema, match="schema 9000"):
        await open_database(f"sqlite:///{tmp_path / 'spool.db'}")
    assert await all_closed()
