"""A lock beside the database: a second `spool run` on the same machine is refused in one sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning
from storage.errors import StorageUnavailable

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows has no fcntl: there Telegram's 409 alone tells of a second process
    fcntl = None  # type: ignore[assignment]  # the only use is guarded


@contextmanager
def running_lock(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` while running; the system lets go of it when the process ends, however it ends.

    Raises AlreadyRunning, and StorageUnavailable when the file can't be made.
    """
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageUnavailable(path=str(database), why=str(error.strerror)) from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise AlreadyRunning(path=str(database)) from None
        yield
    finally:
        os.close(descriptor)
