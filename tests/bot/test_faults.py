"""Trouble end to end, each with another reader reading on meanwhile: one person's trouble makes nobody else wait.

Where the trouble is everybody's (Telegram away) the tests hold that it is told once, that nothing is
lost, and that reading goes on when it is over. Waiting times are printed, never asserted: `pytest -s` shows them.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.dispatch import Raw
from bot.polling import Polling
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from bot.transport import Transport
from handlers.callback_data import encode
from handlers.callbacks import Frame, Next
from handlers.gateway import TRIES
from tests.bot.program import log_lines, running, sandbox, until
from tests.bot.reading_on import LENGTH, Reading, reading, two_readers
from tests.builders import long_story
from tests.driver import BOT, Telegram, labels
from threads.model import ThreadId, TweetNumber
from threads.reading import Place


def edits(reader: Reading) -> int:
    """How often the bot tried to change the reader's card."""
    return len(
        [call for call in reader.person.telegram.calls("editMessageText") if call["chat_id"] == reader.person.id]
    )


def events(logs: io.StringIO) -> list[str]:
    """What was logged, by name."""
    return [json.loads(line)["event"] for line in logs.getvalue().splitlines()]


SILENT = TRIES - 1
"""Times that an edit finds no answer and is tried again."""
FAULTS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "parameters": {"retry_after": 2}},
    "500": {"status": 500, "times": SILENT},
    "502 with HTML": {"kind": "html", "times": SILENT},
    "garbage": {"kind": "garbage", "status": 200, "times": SILENT},
    "hanging": {"kind": "hang", "seconds": 1.0, "times": SILENT},
    "dropped before the effect": {"kind": "drop_before", "times": SILENT},
    "dropped after the effect": {"kind": "drop_after", "times": SILENT},
}


@pytest.mark.parametrize("name", FAULTS)
async def test_an_edit_that_fails_holds_up_its_own_reader_alone(telegram: Telegram, name: str) -> None:
    """The other one's steps are complete before the first one's trouble is over; then that card gets there too."""
    async with two_readers(telegram, name) as (ada, ben):
        planned = telegram.world.faults.add(method="editMessageText", chat=ada.person.id, **FAULTS[name])
        tries = planned.times
        before = edits(ada)
        query = ada.press()
        await until(lambda: planned.times < tries)
        await ben.reads_on()
        assert edits(ada) - before <= tries, "the trouble was over before the other reader was done"
        await telegram.settled()
        assert (ada.shown, await ada.stored(), edits(ada) - before) == (2, 2, tries + 1)
        assert telegram.world.answer(query) is not None
        await ada.steps(1)


@pytest.mark.parametrize("name", FAULTS)
async def test_a_message_that_fails_holds_up_its_own_reader_alone(telegram: Telegram, name: str) -> None:
    """Only after a 429 it is sent again: after silence it may have arrived. Whoever asks again is answered."""
    async with two_readers(telegram, f"{name} on a message") as (ada, ben):
        fault = FAULTS[name] | {"times": 1}
        planned = telegram.world.faults.add(method="sendMessage", chat=ada.person.id, **fault)
        telegram.world.start(ada.person.id, "t_1_2")
        await until(lambda: planned.times == 0)
        await ben.reads_on()
        await telegram.settled()
        arrived = [frame for frame in telegram.world.messages(ada.person.id) if labels(frame)][1:]
        assert len(arrived) == (name in ("429", "dropped after the effect"))
        (again,) = await ada.person.start("t_1_2")
        assert labels(again)[0][1] == f"2/{LENGTH}"


@pytest.mark.parametrize("name", FAULTS)
async def test_an_answer_to_a_press_that_fails_keeps_no_card_from_moving(telegram: Telegram, name: str) -> None:
    """The sign that a press was heard is not worth a second try; the card is, and so is everybody else's."""
    async with two_readers(telegram, f"{name} on an answer") as (ada, ben):
        fault = FAULTS[name] | {"times": 1}
        planned = telegram.world.faults.add(method="answerCallbackQuery", **fault)
        ada.press()
        await until(lambda: planned.times == 0)
        await ben.reads_on()
        await telegram.settled()
        assert (ada.shown, await ada.stored()) == (2, 2)


REFUSALS = {
    "message is not modified": (
        "editMessageText",
        "message is not modified: specified new message content is the same",
    ),
    "query is too old": ("answerCallbackQuery", "query is too old and response timeout expired or query ID is invalid"),
    "message to edit not found": ("editMessageText", "message to edit not found"),
    "MESSAGE_ID_INVALID": ("editMessageText", "MESSAGE_ID_INVALID"),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_refusals_of_every_day_are_no_trouble(telegram: Telegram, logs: io.StringIO, name: str) -> None:
    """Each is taken once, not tried again and no matter for the log; where the card is gone a new one comes."""
    method, words = REFUSALS[name]
    async with two_readers(telegram, f"`{name}`") as (ada, ben):
        before = edits(ada)
        refused = telegram.world.faults.add(method=method, status=400, description=f"Bad Request: {words}")
        ada.press()
        await until(lambda: refused.times == 0)
        await ben.reads_on()
        await telegram.settled()
        gone = name in ("message to edit not found", "MESSAGE_ID_INVALID")
        assert (ada.person.last()["message_id"] > ada.message) == gone
        assert (await ada.stored(), edits(ada) - before) == (2, 1)
        lines = [json.loads(line) for line in logs.getvalue().splitlines()]
        assert {line["level"] for line in lines} == {"info"}
        assert {line["outcome"] for line in lines if line["event"] == "update"} == {"done"}


POLLS: dict[str, dict[str, Any]] = {name: fault | {"times": 1} for name, fault in FAULTS.items()}
POLLS["429"] = {"status": 429, "parameters": {"retry_after": 1}}


@pytest.mark.parametrize("name", POLLS)
async def test_a_poll_that_fails_loses_nothing_and_does_nothing_twice(
    telegram: Telegram, logs: io.StringIO, name: str
) -> None:
    """Both readers press before it is over: each goes one step on; the log has a line before and a line after."""
    async with two_readers(telegram, f"{name} on a poll") as (ada, ben):
        await telegram.settled()
        handled = events(logs).count("update")
        telegram.world.faults.add(method="getUpdates", **POLLS[name])
        # The first press ends the poll that waits now; the next poll fails.
        await ada.steps(1)
        ada.press()
        await ben.reads_on()
        await telegram.settled()
        assert (ada.shown, await ada.stored()) == (3, 3)
        assert events(logs).count("update") == handled + 2 + len(ben.meanwhile)
        told = [event for event in events(logs) if event.startswith("Telegram")]
        assert told == ["Telegram is away, trying again", "Telegram is back"]


class Outage:
    """A server that can be away: in its place one that drops every request and writes down when it came."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = 0
        self.knocked: list[float] = []
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Where it is, or was."""
        return f"http://127.0.0.1:{self.port}"

    async def there(self) -> None:
        """Telegram is there, on the same port each time."""
        await self.closed()
        self._runner, self.port = await serve(make_app(self.world), port=self.port)

    async def away(self) -> None:
        """Every request is dropped."""
        await self.closed()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._drop)
        self._runner, self.port = await serve(app, port=self.port)

    async def closed(self) -> None:
        """Nobody listens."""
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    async def _drop(self, request: web.Request) -> web.Response:
        if request.path.endswith("getUpdates"):
            self.knocked.append(asyncio.get_running_loop().time())
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


@asynccontextmanager
async def with_outages(database: Path) -> AsyncIterator[tuple[Outage, Telegram]]:
    """A bot, and a Telegram that may go away."""
    outage = Outage(World(username=BOT))
    await outage.there()
    telegram = Telegram(outage.world, database)
    telegram.address = outage.address
    try:
        await telegram.begin()
        yield outage, telegram
    finally:
        await telegram.end()
        await outage.closed()


async def test_a_telegram_that_stays_away_is_asked_less_and_less_and_not_stormed(
    tmp_path: Path, logs: io.StringIO
) -> None:
    """Pauses grow; twenty people who pressed meanwhile are answered at two calls each, nothing is repeated."""
    async with with_outages(tmp_path / "spool.db") as (outage, telegram):
        await telegram.bring(long_story(LENGTH))
        readers = [await reading(telegram, f"Reader {n}") for n in range(20)]
        began = asyncio.get_running_loop().time()
        await outage.away()
        # The poll under way is cut off; what comes after it is counted.
        await until(lambda: len(outage.knocked) >= 2)
        assert outage.knocked[0] - began >= 1
        assert outage.knocked[1] - outage.knocked[0] >= 2
        queries = [reader.press() for reader in readers]
        outage.world.calls.clear()
        await outage.there()
        await until(lambda: all(reader.shown == 2 for reader in readers))
        await telegram.settled()
        assert all(outage.world.answer(query) for query in queries)
        assert len([call for call in outage.world.calls if call.method != "getUpdates"]) == 2 * len(readers)
        told = [event for event in events(logs) if event.startswith("Telegram")]
        assert told == ["Telegram is away, trying again", "Telegram is back"]


async def test_an_address_that_leads_nowhere_for_a_while(tmp_path: Path, logs: io.StringIO) -> None:
    """As when its name can't be resolved: nobody is there to connect to. An edit under way comes when it is back."""
    async with with_outages(tmp_path / "spool.db") as (outage, telegram):
        await telegram.bring(long_story(LENGTH))
        ada, ben = await reading(telegram, "Ada"), await reading(telegram, "Ben")
        slow = outage.world.faults.add(method="editMessageText", kind="hang", seconds=60)
        ada.press()
        await until(lambda: slow.times == 0)
        await outage.closed()
        await until(lambda: "Telegram is away, trying again" in events(logs))
        # Her tap's edit was tried while nobody was there: what she presses next on the same card is one step on still.
        ben.press()
        await outage.there()
        await until(lambda: ben.shown == 2)
        if ada.shown == 1:
            ada.press()
        await until(lambda: ada.shown == 2)
        await telegram.settled()
        assert (await ada.stored(), await ben.stored()) == (2, 2)


async def test_another_poller_makes_one_that_ran_long_wait_and_go_on() -> None:
    """409: a program that is not young any more pauses, tells it once, and goes on when the other is gone."""
    seen: list[int] = []

    async def put(update: Raw) -> None:
        seen.append(update["update_id"])

    async with sandbox() as telegram:
        transport = Transport(telegram.address, telegram.world.token)
        await transport.initialize()
        with capture_logs() as lines:
            polling = asyncio.create_task(Polling(transport, put, young=0).run())
            await until(lambda: telegram.world.state.updates.poll == 1)
            other = asyncio.create_task(transport.poll({"timeout": 30}, 30))
            await until(lambda: lines)
            telegram.world.say(telegram.world.add_person("Ada"), "hello")
            await until(lambda: seen)
            polling.cancel()
            await asyncio.gather(polling, other, return_exceptions=True)
        await transport.shutdown()
    assert [line["event"] for line in lines][:2] == ["Telegram is away, trying again", "Telegram is back"]
    assert "other getUpdates" in lines[0]["why"]
    assert len(seen) == 1


async def test_a_webhook_that_somebody_set_is_waited_for(telegram: Telegram, logs: io.StringIO) -> None:
    """409 of the other kind: readers wait until it is gone, and have lost nothing."""
    async with two_readers(telegram, "409 by a webhook, then gone") as (ada, ben):
        telegram.world.state.updates.webhook.url = "http://127.0.0.1:1/"
        telegram.world.state.updates.begin_poll("terminated by setWebhook request")
        await until(lambda: "Telegram is away, trying again" in events(logs))
        ada.press()
        telegram.world.state.updates.webhook.url = ""
        await ben.reads_on()
        await telegram.settled()
        assert (ada.shown, await ada.stored()) == (2, 2)
        told = [event for event in events(logs) if event.startswith("Telegram")]
        assert told == ["Telegram is away, trying again", "Telegram is back"]


async def test_a_token_that_is_revoked_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    """401 in the middle of the day: exit 1; what was taken before is answered, and the token is not told."""
    async with sandbox() as telegram, running(tmp_path, "run", **telegram.settings) as bot:
        ada = telegram.world.add_person("Ada")
        telegram.world.start(ada)
        await until(lambda: telegram.sent(ada))
        token, telegram.world.state.token = telegram.world.token, "2000000002:another"
        telegram.world.start(ada)
        assert await bot.ended() == 1
        *lines, sentence = bot.err.splitlines()
        assert sentence.startswith("Telegram does not accept BOT_TOKEN: ")
        assert {line["event"] for line in log_lines("\n".join(lines))} <= {
            "running",
            "update",
            "the bot could not be introduced",
        }
        assert token not in bot.err


TAPS = 30


async def test_thirty_frantic_taps_hold_up_nobody_and_end_in_the_truth(telegram: Telegram) -> None:
    """One edit in flight, the latest tap wins, every press is answered; another reader is never behind."""
    async with two_readers(telegram, f"{TAPS} frantic taps by one person") as (ada, ben):
        edit = telegram.world.faults.add(
            method="editMessageText", chat=ada.person.id, kind="delay", seconds=0.7, times=TAPS
        )
        before = edits(ada)
        queries = [
            telegram.world.press(ada.person.id, data, chat=ada.person.id, message_id=ada.message, forged=True)
            for data in (encode(Next(Frame(ThreadId(1), Place(TweetNumber(n))))) for n in range(1, TAPS + 1))
        ]
        await until(lambda: edit.times < TAPS)
        await ben.reads_on()
        assert edits(ada) - before < 2, "the other reader's steps waited for the taps"
        await telegram.settled()
        assert (ada.shown, await ada.stored()) == (TAPS + 1, TAPS + 1)
        assert all(telegram.world.answer(query) is not None for query in queries)
        assert edits(ada) - before < TAPS / 3


async def test_frantic_taps_on_different_buttons_end_in_the_truth(telegram: Telegram) -> None:
    """Forth and back on one card, without waiting: what the last press led to is shown and stored."""
    await telegram.bring(long_story(LENGTH))
    ada = await reading(telegram, "Ada")
    await ada.steps(5)
    for press in ["Next ▶", "◀ Prev"] * (TAPS // 2):
        ada.press(press)
        await asyncio.sleep(0.003)
    await telegram.settled()
    assert ada.shown == await ada.stored()
