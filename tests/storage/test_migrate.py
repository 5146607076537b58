"""Migrations: from empty to the schema that is written down, once, whoever else starts at the same time."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import NewerSchema
from storage.migrate import migrate, migrations, statements, version_of

TABLES = [(1, "CREATE TABLE a (x); CREATE TABLE b (x);"), (2, "DROP TABLE b; INSERT INTO a VALUES (1);")]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database."""
    database = await Database.open(tmp_path / "spool.db")
    yield database
    await database.close()


async def schema(database: Database) -> set[tuple[str, str, str]]:
    """Everything a database has, its SQL without regard to spacing."""
    rows = await database.fetch("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


async def test_the_latest_schema_is_the_one_written_down(database: Database, tmp_path: Path) -> None:
    """Empty to latest gives exactly `schema.sql`: a change of one needs a change of the other."""
    known = await asyncio.to_thread(migrations)
    await migrate(database, known)
    written = await Database.open(tmp_path / "written.db")
    for statement in statements(await asyncio.to_thread(Path(__file__).with_name("schema.sql").read_text, "utf-8")):
        await written.write(statement)
    try:
        assert await schema(database) == await schema(written)
        assert await version_of(database) == await version_of(written) == known[-1][0]
    finally:
        await written.close()


def test_migrations_are_numbered_without_gaps() -> None:
    """Each is there once, in order, from 1."""
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_running_twice_applies_nothing(database: Database) -> None:
    """The second time there is nothing to do."""
    known = await asyncio.to_thread(migrations)
    assert await migrate(database, known) == [number for number, _ in known]
    assert await migrate(database, known) == []


async def test_only_what_is_missing_is_applied(database: Database) -> None:
    """An older database with data gets the later migrations and keeps its rows."""
    assert await migrate(database, TABLES[:1]) == [1]
    await database.write("INSERT INTO a VALUES (0)")
    assert await migrate(database, TABLES) == [2]
    assert await database.fetch("SELECT x FROM a ORDER BY x") == [(0,), (1,)]


async def test_a_newer_schema_is_refused(database: Database) -> None:
    """A database of a later version is left as it is, with a sentence on what to do."""
    await migrate(database, TABLES)
    before = await schema(database)
    with pytest.raises(NewerSchema, match="schema 2, this Spool knows up to 1: update Spool"):
        await migrate(database, TABLES[:1])
    assert await schema(database) == before


async def test_two_processes_may_migrate_at_once(database: Database, tmp_path: Path) -> None:
    """Each migration is applied by one of them, and both go on."""
    others = [await Database.open(tmp_path / "spool.db") for _ in range(3)]
    known = await asyncio.to_thread(migrations)
    applied = await asyncio.gather(*(migrate(each, [*known, (len(known) + 1, TABLES[0][1])]) for each in others))
    assert sorted(number for numbers in applied for number in numbers) == [*range(1, len(known) + 2)]
    for each in others:
        await each.close()


async def test_a_migration_is_applied_whole_or_not_at_all(database: Database) -> None:
    """One that fails in the middle leaves the version and the tables of the one before."""
    with pytest.raises(sqlite3.OperationalError):
        await migrate(database, [TABLES[0], (2, "CREATE TABLE c (x); CREATE TABLE c (x);")])
    assert await version_of(database) == 1
    assert {name for _, name, _ in await schema(database)} == {"a", "b"}


def test_statements_are_split_without_their_comments() -> None:
    """A semicolon in a comment ends nothing, and what is empty is no statement."""
    assert statements("-- one; two\nSELECT 1; -- three;\n;\nSELECT\n2;\n") == ["SELECT 1", "SELECT\n2"]
