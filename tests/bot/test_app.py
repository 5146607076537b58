"""The wiring: an update's one line in the log, a handler that fails, and starts that can't succeed."""

import asyncio
import io
import threading
from pathlib import Path
from typing import Any

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.app import running
from bot.errors import BadToken, Unreachable
from storage.errors import StorageUnavailable
from tests.bot.program import sandbox, until
from tests.builders import story
from tests.driver import Telegram, labels, visible


def lines_of(update: list[dict[str, Any]]) -> list[tuple[object, object]]:
    """Handler and outcome of every update's line."""
    return [(line["handler"], line["outcome"]) for line in update if line["event"] == "update"]


async def test_every_update_has_one_line_without_its_text(telegram: Telegram) -> None:
    """Number, chat, handler, time and outcome."""
    await telegram.bring(story("The kettle sings."))
    ada = telegram.person()
    with capture_logs(processors=[merge_contextvars]) as lines:
        await ada.start("t_1_1")
        await ada.press("Finish ✓")
        await ada.say("kettle, please")
        telegram.world.block(ada.id)
        await telegram.settled()
    handled = ["start", "next", "text", "membership"]
    assert lines_of(list(map(dict, lines))) == [(handler, "done") for handler in handled]
    for line in lines:
        assert set(line) == {"event", "log_level", "update", "chat", "handler", "ms", "outcome"}
        assert line["chat"] == ada.id
        assert 0 <= line["ms"] < 10_000
    assert "kettle" not in str(lines)


async def test_a_handler_that_fails_stops_nobody(telegram: Telegram) -> None:
    """The person gets a sentence, the log the cause, and the next update of the same chat is handled."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    with capture_logs(processors=[merge_contextvars]) as lines:
        bring_back = await telegram.break_database()
        answer = await ada.press("Next ▶", frame)
        (sorry,) = await ada.start("t_1_2")
        await bring_back()
        await ada.press("Next ▶", frame)
    assert "Something went wrong" in answer["text"]
    assert "Something went wrong" in visible(sorry)
    assert labels(telegram.world.message(ada.id, frame["message_id"]))[0][1] == "2/3"
    outcomes = [outcome for _, outcome in lines_of(list(map(dict, lines)))]
    assert outcomes == ["failed", "failed", "done"]
    assert [line["event"] for line in lines].count("handler failed") == 2


async def test_commands_that_telegram_refuses_do_not_keep_the_bot_from_starting(telegram: Telegram) -> None:
    """One line tells; the bot answers."""
    await telegram.end()
    telegram.world.faults.add(method="setMyCommands", times=99, status=400, description="Bad Request: hm")
    with capture_logs() as lines:
        await telegram.begin()
        assert len(await telegram.person().start()) == 1
        await until(lambda: [line["event"] for line in lines].count("the bot could not be introduced") == 12)
    assert {line["outcome"] for line in lines if line["event"] != "update"} == {"Rejected"}


async def test_nobody_waits_for_the_commands(telegram: Telegram) -> None:
    """While Telegram takes its time with them people are answered, and the bot can be stopped."""
    await telegram.end()
    known = len(telegram.calls("setMyCommands"))
    slow = telegram.world.faults.add(method="setMyCommands", kind="hang", seconds=60)
    async with running(telegram.address, telegram.world.token, telegram.url) as app:
        polling = asyncio.create_task(app.poll())
        ada = telegram.world.add_person("Ada")
        telegram.world.say(ada, "/help")
        await until(lambda: len(telegram.world.messages(ada)) == 2)
        assert len(telegram.calls("setMyCommands")) == known, "the commands were done with before the first answer"
        await until(lambda: slow.times == 0)
        async with asyncio.timeout(10):
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)


@pytest.mark.parametrize("kind", ["html", "drop_before", "error"])
async def test_a_telegram_that_does_not_introduce_itself_is_unreachable(tmp_path: Path, kind: Any) -> None:
    """The start needs one readable answer; the sentence names the address."""
    async with sandbox() as telegram:
        telegram.world.faults.add(method="getMe", kind=kind, times=9, status=502)
        with pytest.raises(Unreachable, match=telegram.address):
            async with running(telegram.address, telegram.world.token, f"sqlite:///{tmp_path}/spool.db"):
                pass


@pytest.mark.parametrize("token", ["1:wrong", "no-token-at-all"])
async def test_a_wrong_token_is_told_without_repeating_it(tmp_path: Path, token: str) -> None:
    """Whatever was put into BOT_TOKEN."""
    async with sandbox() as telegram:
        with pytest.raises(BadToken) as caught:
            async with running(telegram.address, token, f"sqlite:///{tmp_path}/spool.db"):
                pass
    assert token not in str(caught.value)
    assert caught.value.__context__ is None


async def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """Before Telegram is asked anything."""
    tmp_path.joinpath("file").write_text("no folder")
    async with sandbox() as telegram:
        with pytest.raises(StorageUnavailable):
            async with running(telegram.address, telegram.world.token, f"sqlite:///{tmp_path}/file/spool.db"):
                pass
        assert not telegram.world.calls


async def test_a_start_that_is_called_off_leaves_nothing_open(tmp_path: Path) -> None:
    """Cancelled at any moment: no thread of the database is left to keep the process alive."""

    async def start(address: str, token: str) -> None:
        async with running(address, token, f"sqlite:///{tmp_path}/spool.db") as app:
            await app.poll()

    async with sandbox() as telegram:
        for delay in (0, 0.001, 0.003, 0.01, 0.03, 0.1):
            task = asyncio.create_task(start(telegram.address, telegram.world.token))
            await asyncio.wait({task}, timeout=delay)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(lambda: not any("connection" in thread.name for thread in threading.enumerate()))


async def test_an_update_that_cannot_be_read_is_passed_over(telegram: Telegram, logs: io.StringIO) -> None:
    """It would come again for ever: one line with its number and nothing of its content, and the next one."""
    odd: list[tuple[str, dict[str, Any]]] = [
        ("message", {"message_id": "secret", "chat": "secret"}),
        ("message", {"entities": 5, "chat": {"id": "secret"}}),
        ("callback_query", {"id": "1", "data": "1n1.1.0", "from": "secret"}),
    ]
    for kind, body in odd:
        telegram.world.state.updates.add(kind, body)
    (card,) = await telegram.person().say("/help")
    assert "/latest" in card["text"]
    assert "secret" not in logs.getvalue()
    assert "unreadable" in logs.getvalue()


async def test_a_young_process_that_gives_way_leaves_the_other_ones_poll_alone(telegram: Telegram) -> None:
    """Of two programs with one token the one displaced stops without another getUpdates: the other goes on."""
    async with running(telegram.address, telegram.world.token, telegram.url) as second:
        task = asyncio.create_task(second.poll())
        await asyncio.sleep(0.3)
        assert not task.done()
        ada = telegram.world.add_person("Ada")
        telegram.world.say(ada, "/help")
        await until(lambda: len(telegram.world.messages(ada)) == 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
