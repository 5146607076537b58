"""Long polling: through faults, past what can't be read, and honest about how far it came."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.dispatch import Raw
from bot.errors import AlreadyPolling, BadToken
from bot.polling import Polling
from bot.transport import Transport
from tests.bot.program import Sandbox, sandbox, until

Put = Callable[[Raw], Awaitable[None]]


@asynccontextmanager
async def polling(telegram: Sandbox, put: Put, token: str = "") -> AsyncIterator[Polling]:
    """Polling over a transport of its own."""
    transport = Transport(telegram.address, token or telegram.world.token)
    await transport.initialize()
    try:
        yield Polling(transport, put)
    finally:
        await transport.shutdown()


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel polling, as the signal to stop does."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def kept(seen: list[str]) -> Put:
    """Writes down the texts that came."""

    async def put(update: Raw) -> None:
        seen.append(update["message"]["text"])

    return put


async def test_what_was_not_taken_comes_again() -> None:
    """Stopped while there is no room, only what was taken is confirmed."""
    seen: list[str] = []

    async def put(update: Raw) -> None:
        if seen:
            await asyncio.Event().wait()
        await kept(seen)(update)

    async with sandbox() as telegram:
        ada = telegram.world.add_person("Ada")
        for text in ("one", "two", "three"):
            telegram.world.say(ada, text)
        async with polling(telegram, put) as first:
            task = asyncio.create_task(first.run())
            await until(lambda: seen)
            await ended(task)
            await first.confirm()
        assert telegram.world.pending() == 2
        async with polling(telegram, kept(seen)) as second:
            task = asyncio.create_task(second.run())
            await until(lambda: len(seen) == 3)
            await ended(task)
            await second.confirm()
    assert (seen, telegram.world.pending()) == (["one", "two", "three"], 0)


async def test_a_token_that_telegram_does_not_know_ends_polling() -> None:
    """Also in the middle of the day, when it was revoked."""
    async with sandbox() as telegram, polling(telegram, kept([]), "1:wrong") as poll:
        with pytest.raises(BadToken):
            await poll.run()


async def test_another_poller_ends_polling_that_is_young() -> None:
    """The one that was begun last gives way with a sentence."""
    async with sandbox() as telegram, polling(telegram, kept([])) as poll, polling(telegram, kept([])) as other:
        first = asyncio.create_task(poll.run())
        await until(lambda: telegram.world.state.updates.poll)
        second = asyncio.create_task(other.run())
        with pytest.raises(AlreadyPolling, match="Another program"):
            async with asyncio.timeout(5):
                await first
        await ended(second)


async def test_a_webhook_is_waited_for() -> None:
    """A conflict of another kind is told once in Telegram's words, and polling goes on when it is over."""
    seen: list[str] = []
    async with sandbox() as telegram, polling(telegram, kept(seen)) as poll:
        telegram.world.state.updates.webhook.url = "http://127.0.0.1:1/"
        with capture_logs() as lines:
            task = asyncio.create_task(poll.run())
            await until(lambda: lines)
            telegram.world.state.updates.webhook.url = ""
            telegram.world.say(telegram.world.add_person("Ada"), "hello")
            await until(lambda: seen)
            await ended(task)
    assert [line["event"] for line in lines] == ["Telegram is away, trying again", "Telegram is back"]
    assert "can't use getUpdates method while webhook is active" in lines[0]["why"]


async def test_a_wait_that_telegram_asks_for_is_kept() -> None:
    """retry_after is the least that is waited."""
    seen: list[str] = []
    async with sandbox() as telegram, polling(telegram, kept(seen)) as poll:
        telegram.world.say(telegram.world.add_person("Ada"), "hello")
        telegram.world.faults.add(method="getUpdates", parameters={"retry_after": 2})
        began = asyncio.get_running_loop().time()
        task = asyncio.create_task(poll.run())
        await until(lambda: seen)
        assert asyncio.get_running_loop().time() - began >= 2
        await ended(task)


async def test_nothing_taken_means_nothing_to_confirm() -> None:
    """A bot that heard nothing makes no call at its end."""
    async with sandbox() as telegram, polling(telegram, kept([])) as poll:
        await poll.confirm()
        assert [call.method for call in telegram.world.calls] == []


async def test_a_confirmation_that_is_lost_is_told() -> None:
    """The last updates may come again: the log says so, and it does not take long."""
    seen: list[str] = []
    async with sandbox() as telegram, polling(telegram, kept(seen)) as poll:
        telegram.world.say(telegram.world.add_person("Ada"), "hello")
        task = asyncio.create_task(poll.run())
        await until(lambda: seen)
        await ended(task)
        telegram.world.faults.add(method="getUpdates", kind="hang", seconds=60)
        with capture_logs() as lines:
            async with asyncio.timeout(2):
                await poll.confirm()
    assert [line["event"] for line in lines] == ["the last updates may be handled again after the restart"]
