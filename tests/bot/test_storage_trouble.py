"""The disk is full, or another program holds the database: told once, in a sentence, and survived."""

import asyncio
import io
import json
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.program import file_of, log_lines, piped, running, sandbox, spool_process, until
from tests.bot.reading_on import LENGTH, reading
from tests.builders import long_story
from tests.driver import Telegram, button, labels


def full(pid: int, *, is_full: bool) -> None:
    """Let no file of the process grow or change, as on a full disk: the system refuses its writes; or let it again."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1 if is_full else hard, hard))


async def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    """Steps can't be stored: a sentence for the reader, a line for the operator; lists are there; then it goes on."""
    path = file_of(tmp_path / "story.jsonl", long_story(9))
    assert (await asyncio.to_thread(spool_process, tmp_path, "import", path)).code == 0
    async with sandbox() as telegram, running(tmp_path, "run", **telegram.settings) as bot:
        ada, ben = telegram.world.add_person("Ada"), telegram.world.add_person("Ben")
        telegram.world.start(ada, "t_1_1")
        await until(lambda: telegram.sent(ada))
        data = button(telegram.sent(ada)[0], "Next ▶")["callback_data"]
        # What the start stores after its answer has to be on the disk first.
        await bot.said('"ms":')
        full(bot.process.pid, is_full=True)
        query = telegram.world.press(ada, data)
        await until(lambda: telegram.world.answer(query))
        assert (telegram.world.answer(query) or {})["text"].startswith("Something went wrong")
        # Telegram shows the first answer: the sentence has to be in it.
        assert [call.method for call in telegram.world.calls].count("answerCallbackQuery") == 1
        telegram.world.say(ben, "/latest")
        await bot.said('"ms":', times=3)
        assert telegram.sent(ben)
        full(bot.process.pid, is_full=False)
        telegram.world.press(ada, data)
        await until(lambda: labels(telegram.sent(ada)[0])[0][1] == "2/9")
        await bot.said('"ms":', times=4)
        assert await bot.stop() == 0
        lines = [line for line in log_lines(bot.err) if line["level"] == "error"]
        # Deliveries may have looked just then, and have a line of their own.
        (line,) = [line for line in lines if line["event"] != "deliveries wait"]
        assert line["event"] == "the database can't be used"
        assert all("full" in line["why"] for line in lines)


def test_an_import_onto_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """Exit 1; what came in before is whole, and the rest comes in when there is room."""
    stories = [long_story(50, source_id=f"stairs-{n}") for n in range(60)]
    path = file_of(tmp_path / "stairs.jsonl", *stories)
    ran = piped(tmp_path, f"ulimit -S -f 300; $SPOOL import {path}")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith("The database can't be used (")
    assert len(ran.err.splitlines()) == 1
    again = spool_process(tmp_path, "import", path)
    assert (again.code, again.err) == (0, "")
    assert len(spool_process(tmp_path, "export").out.splitlines()) == len(stories)


@asynccontextmanager
async def locked(database: Path) -> AsyncIterator[None]:
    """Another program holds the write lock."""
    taken, enough = threading.Event(), threading.Event()

    def hold() -> None:
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        taken.set()
        enough.wait()
        connection.execute("ROLLBACK")
        connection.close()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    await asyncio.to_thread(taken.wait)
    try:
        yield
    finally:
        enough.set()
        await holding


async def test_a_database_locked_by_another_program_is_told_and_survived(telegram: Telegram, logs: io.StringIO) -> None:
    """Longer than is waited for it: the reader gets a sentence, others look at lists and tags, then it goes on."""
    await telegram.bring(long_story(LENGTH))
    ada, ben = await reading(telegram, "Ada"), await reading(telegram, "Ben")
    async with locked(telegram.database):
        query = ada.press()
        opened = ben.press("# Tags")
        await until(lambda: telegram.world.answer(opened))
        telegram.world.say(ben.person.id, "/latest")
        await until(lambda: "Step 1 of" in ben.person.last()["text"] and ben.person.last()["message_id"] > ben.message)
        assert telegram.world.answer(query) is None, "the other reader's lists came after the trouble"
        await until(lambda: telegram.world.answer(query))
        assert (telegram.world.answer(query) or {})["text"].startswith("Something went wrong")
    assert (ada.shown, await ada.stored()) == (1, 1)
    await ada.steps()
    assert await ada.stored() == ada.shown
    (line,) = [json.loads(line) for line in logs.getvalue().splitlines() if '"error"' in line]
    assert (line["event"], "locked" in line["why"]) == ("the database can't be used", True)
