"""One SQLite file: a few readers, one writer, and transactions that a cancelled task can't leave half done.

Statements use `$n` parameters, as PostgreSQL does; they are rewritten to `?n` here, once for each statement, because
SQLite takes `$2` by order of appearance. Nothing above `storage/` sees a connection.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.errors import StorageUnavailable

READERS = 3
BUSY_TIMEOUT = 5_000
"""Milliseconds to wait for another process's write lock (the command line importing while the bot runs)."""
LOOK_AGAIN = 0.002
"""Seconds between two looks whether the write lock is free. SQLite's own waiting looks every tenth of a second, and so
finds no gap between the short transactions of an import: taps would wait for nearly a second."""

LONGEST_SCAN = 2.0
"""Seconds after which a search is given up: whatever was looked for, nobody waits longer."""

Result = TypeVar("Result")
Row = tuple[Any, ...]
Fetch = Callable[..., Awaitable[list[Row]]]
"""`fetch` of a database or of a transaction: SQL and its parameters in, rows out."""


@lru_cache(maxsize=500)
def _numbered(sql: str) -> str:
    return re.sub(r"\$(\d+)", r"?\1", sql)


class Transaction:
    """What may be done inside `Database.transaction()`; await nothing else there, since every write waits for it."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *parameters: Any) -> list[Row]:
        """Run one statement and return its rows."""
        return await _rows(self._connection, sql, parameters)

    async def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters; without rows nothing, not even a hop to the writer's thread."""
        if given := list(rows):
            await self._connection.executemany(_numbered(sql), given)


class Database:
    """An open database. Made by `Database.open`, ended by `close`: its threads would keep the process alive."""

    def __init__(
        self, writer: aiosqlite.Connection, scanner: aiosqlite.Connection, readers: Sequence[aiosqlite.Connection]
    ) -> None:
        self._writer = writer
        self._scanner = scanner
        self._scan_lock = asyncio.Lock()
        self._readers = readers
        self._next_reader = cycle(readers)
        self._write_lock = asyncio.Lock()
        self._writes: set[asyncio.Task[list[Row]]] = set()

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open the file, made when it is missing; its folder too. Raises StorageUnavailable when that can't be done."""
        opened: list[aiosqlite.Connection] = []
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            while len(opened) < READERS + 2:
                opened.append(await _connect(path))
            await _rows(opened[0], "PRAGMA busy_timeout=0")
        except BaseException as error:
            await _finished(_close(opened))
            if isinstance(error, OSError | sqlite3.Error):
                raise StorageUnavailable(path=str(path), why=str(error)) from error
            raise
        return cls(opened[0], opened[1], opened[2:])

    async def close(self) -> None:
        """Close every connection, after the write under way."""
        async with self._alone():
            await _finished(_close((*self._readers, self._scanner, self._writer)))

    async def fetch(self, sql: str, *parameters: Any) -> list[Row]:
        """Read: one statement outside any transaction, on one of the readers."""
        return await _rows(next(self._next_reader), sql, parameters)

    async def scan(self, sql: str, *parameters: Any, seconds: float = LONGEST_SCAN) -> list[Row] | None:
        """Read what may take its time, one after the other on a connection of their own: no tap waits for a search.

        None when it takes longer than `seconds`, counted from when it begins.
        """
        async with self._scan_lock:
            task = asyncio.ensure_future(_rows(self._scanner, sql, parameters))
            try:
                await asyncio.wait([task], timeout=seconds)
            finally:
                if overdue := not task.done():
                    await self._scanner.interrupt()
                    await _finished(_ended(task))
            return None if overdue else task.result()

    async def write(self, sql: str, *parameters: Any) -> list[Row]:
        """Write: one statement that is a transaction of its own, in one hop to the writer's thread.

        Several may be under way: they follow one another there, without a way to the event loop and back between them.
        """
        if self._write_lock.locked():
            async with self._write_lock:
                pass  # its turn has come: nothing is awaited from here until it is under way
        task = asyncio.create_task(_once_free(self._writer, sql, parameters))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await _finished(task)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Keep every other write out, once those under way are through."""
        async with self._write_lock:
            if self._writes:
                await asyncio.wait(set(self._writes))
            yield

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Several statements that hold together. Rolled back on any exception, a cancelled task's too.

        BEGIN, COMMIT and ROLLBACK run to their end: a cancelled COMMIT may have committed.
        """
        async with self._alone():
            try:
                await _finished(_once_free(self._writer, "BEGIN IMMEDIATE"))
                yield Transaction(self._writer)
                await _finished(_once_free(self._writer, "COMMIT"))
            except BaseException:
                if self._writer.in_transaction:
                    await _finished(_rows(self._writer, "ROLLBACK"))
                raise


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
    try:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
            "temp_store=MEMORY",
        ):
            await connection.execute_fetchall(f"PRAGMA {pragma}")
    except BaseException:
        await _finished(_close([connection]))
        raise
    return connection


async def _close(connections: Iterable[aiosqlite.Connection]) -> None:
    for connection in connections:
        await connection.close()


async def _rows(connection: aiosqlite.Connection, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    return list(await connection.execute_fetchall(_numbered(sql), parameters))  # type: ignore[arg-type]  # rows are plain tuples: no row factory is set


async def _ended(task: "asyncio.Task[list[Row]]") -> None:
    """Wait for a statement that was interrupted, or ended just before."""
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # looked at, or asyncio would report it as lost


async def _once_free(connection: aiosqlite.Connection, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Run a statement that needs the write lock, as soon as no other process holds it."""
    loop = asyncio.get_running_loop()
    until = loop.time() + BUSY_TIMEOUT / 1000
    while True:
        try:
            return await _rows(connection, sql, parameters)
        except sqlite3.OperationalError as error:
            # The low byte is the primary code; what stands above it only says more (BUSY_SNAPSHOT, BUSY_RECOVERY).
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or loop.time() >= until:
                raise
        await asyncio.sleep(LOOK_AGAIN)


async def _finished(work: Coroutine[Any, Any, Result] | asyncio.Task[Result]) -> Result:
    """Wait to the end of `work`, however often the waiting task is cancelled; the cancellation is raised after it."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at, or asyncio would report it as lost
        raise
