"""Opening the database that a setting names, brought up to the schema this program knows."""

import asyncio
from pathlib import Path

from storage.database import Database
from storage.errors import StorageUnavailable
from storage.finding.rebuilding import ensure_index
from storage.migrate import migrate, migrations

_SQLITE = "sqlite:///"


def path_of(url: str) -> Path:
    """The file of a `sqlite:///path` address: relative to the working folder, absolute with a fourth slash.

    Raises StorageUnavailable for an address of another kind.
    """
    path = url.removeprefix(_SQLITE)
    if path == url or not path:
        raise StorageUnavailable(path=url.partition("://")[0] + "://…", why="it has to begin with sqlite:///")
    return Path(path)


async def open_database(url: str) -> Database:
    """Open, migrate, and make the index when its rules have changed (some 10,000 tweets a second).

    Raises StorageUnavailable and NewerSchema; nothing stays open then.
    """
    database = await Database.open(path_of(url))
    try:
        await migrate(database, await asyncio.to_thread(migrations))
        await ensure_index(database)
    except BaseException:
        await database.close()
        raise
    return database
