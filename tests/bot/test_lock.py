"""The lock of a running bot: one process a database, let go however the process ends."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning
from bot.lock import running_lock
from storage.errors import StorageUnavailable
from tests.bot.program import running, sandbox, spool_process


def test_a_lock_is_held_once_and_again_when_it_was_let_go(tmp_path: Path) -> None:
    """Its folder is made; another database has a lock of its own."""
    database = tmp_path / "new" / "spool.db"
    with running_lock(database):
        with pytest.raises(AlreadyRunning), running_lock(database):
            pass
        with running_lock(tmp_path / "other.db"):
            pass
    with running_lock(database):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """As the database itself could not be made there."""
    tmp_path.joinpath("file").write_text("no folder")
    with pytest.raises(StorageUnavailable, match="check DATABASE_URL"), running_lock(tmp_path / "file" / "spool.db"):
        pass


async def test_a_second_run_is_refused_and_a_killed_one_blocks_nobody(tmp_path: Path) -> None:
    """One sentence that names the database, exit 1; the command line stays usable beside the bot."""
    async with sandbox() as telegram:
        async with running(tmp_path, "run", **telegram.settings) as first:
            await first.said('"running"')
            second = await asyncio.to_thread(spool_process, tmp_path, "run", **telegram.settings)
            assert (second.code, second.out) == (1, b"")
            assert second.err == (
                "Spool is already running with the database data/spool.db: "
                "stop it first, or set another DATABASE_URL.\n"
            )
            assert (await asyncio.to_thread(spool_process, tmp_path, "drafts")).code == 0
            first.process.send_signal(signal.SIGKILL)
            await first.ended()
        async with running(tmp_path, "run", **telegram.settings) as third:
            await third.said('"running"')
            assert await third.stop() == 0
