"""Brings a database up to the schema this program knows: numbered files, applied in order, never taken back."""

import re
from importlib.resources import files

from storage.database import Database
from storage.errors import NewerSchema

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations() -> list[tuple[int, str]]:
    """Number and SQL of every migration, in order."""
    folder = files("storage").joinpath("migrations").iterdir()
    return sorted(
        (int(match[1]), entry.read_text("utf-8")) for entry in folder if (match := _NAME.fullmatch(entry.name))
    )


async def version_of(database: Database) -> int:
    """The number of the last migration applied; 0 for an empty database."""
    rows = await database.fetch("PRAGMA user_version")
    return int(rows[0][0])


async def migrate(database: Database, known: list[tuple[int, str]]) -> list[int]:
    """Apply what is missing, each migration in a transaction of its own, and return the numbers applied.

    Raises NewerSchema when the database is ahead of the program. Two processes may start at once: the version is
    looked at again under the write lock.
    """
    found = await version_of(database)
    latest = known[-1][0]
    if found > latest:
        raise NewerSchema(found=found, known=latest)
    applied = []
    for number, sql in known:
        if number > found and await _apply(database, number, sql):
            applied.append(number)
    return applied


async def _apply(database: Database, number: int, sql: str) -> bool:
    async with database.transaction() as transaction:
        rows = await transaction.fetch("PRAGMA user_version")
        if int(rows[0][0]) >= number:
            return False
        for statement in statements(sql):
            await transaction.fetch(statement)
        await transaction.fetch(f"PRAGMA user_version = {int(number)}")
    return True


def statements(sql: str) -> list[str]:
    """The statements of a migration, without comments. Migrations hold no semicolon inside a string or a trigger."""
    bare = re.sub(r"--[^\n]*", "", sql)
    return [statement.strip() for statement in bare.split(";") if statement.strip()]
