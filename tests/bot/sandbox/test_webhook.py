"""Webhook delivery, to a real server of the bot's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


class Hook:
    """The bot's web server: notes what comes and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.replies: list[web.Response] = []
        self.pause: asyncio.Event | None = None
        self.news: asyncio.Queue[None] = asyncio.Queue()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """One update."""
        self.got.append(await request.json())
        self.news.put_nowait(None)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.pause:
            await self.pause.wait()
        return self.replies.pop(0) if self.replies else web.Response()

    async def wait(self, number: int) -> list[dict[str, Any]]:
        """What came, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.got) < number:
                await self.news.get()
        return self.got


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A bot's web server on a free port."""
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner, port = await serve(app)
    hook.url = f"http://127.0.0.1:{port}/hook"
    yield hook
    await runner.cleanup()


async def settled(world: World) -> None:
    """Wait until every update is taken."""
    async with asyncio.timeout(10):
        while world.pending():
            await world.state.updates.changed.wait()


async def test_updates_are_posted_in_order_with_the_secret(world: World, bot: Bot, hook: Hook, reader: int) -> None:
    """What waited already comes too, unless it is dropped; one chat's updates come one after the other."""
    await bot.ok("setWebhook", url=hook.url, secret_token="s_1", drop_pending_updates=True)
    for number in range(5):
        world.say(reader, str(number))
    got = await hook.wait(5)
    await settled(world)
    assert [update["message"]["text"] for update in got] == ["0", "1", "2", "3", "4"]
    assert set(hook.secrets) == {"s_1"}
    info = await bot.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (hook.url, 0, 40)
    assert "last_error_message" not in info


async def test_chats_do_not_wait_for_each_other(world: World, bot: Bot, hook: Hook, reader: int) -> None:
    """While one chat's update is on its way others pass, up to max_connections."""
    friend, third = world.add_person("Omid"), world.add_person("Mina")
    hook.pause = asyncio.Event()
    await bot.ok("setWebhook", url=hook.url, max_connections=2, drop_pending_updates=True)
    world.say(reader, "one")
    world.say(reader, "two")
    world.say(friend, "other")
    world.say(third, "waits")
    await hook.wait(2)
    await asyncio.sleep(0.05)
    assert [update["message"]["text"] for update in hook.got] == ["one", "other"]
    hook.pause.set()
    await settled(world)
    texts = [update["message"]["text"] for update in hook.got]
    assert sorted(texts) == ["one", "other", "two", "waits"]


async def test_a_failed_post_is_repeated(world: World, bot: Bot, hook: Hook, reader: int) -> None:
    """Until it is taken, and getWebhookInfo tells of it."""
    hook.replies = [web.Response(status=500), web.Response(status=404)]
    await bot.ok("setWebhook", url=hook.url, drop_pending_updates=True)
    world.say(reader, "x")
    got = await hook.wait(3)
    await settled(world)
    assert got[0] == got[1] == got[2]
    info = await bot.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["last_error_date"] == int(world.now())


async def test_a_webhook_that_nobody_serves_fails_until_it_is_removed(world: World, bot: Bot, reader: int) -> None:
    """The update waits and can be polled afterwards."""
    await bot.ok("setWebhook", url="http://127.0.0.1:1/", drop_pending_updates=True)
    world.say(reader, "x")
    for _attempt in range(500):
        info = await bot.ok("getWebhookInfo")
        if "last_error_message" in info:
            break
        await asyncio.sleep(0.01)
    assert info["last_error_message"].startswith("Connection failed")
    await bot.ok("setWebhook", url="")
    assert [update["message"]["text"] for update in await bot.updates()] == ["x"]


async def test_the_reply_may_name_a_method(world: World, bot: Bot, hook: Hook, reader: int) -> None:
    """It is run as a call; what is no method is passed over."""
    hook.replies = [
        web.json_response({"method": "sendMessage", "chat_id": reader, "text": "answer"}),
        web.json_response({"method": "nonsense"}),
        web.json_response(["list"]),
        web.Response(text="no json"),
        web.Response(body=b'{"method": "sendMessage", "text": "\\ud800"}'),
    ]
    await bot.ok("setWebhook", url=hook.url, drop_pending_updates=True)
    for number in range(6):
        world.say(reader, str(number))
    await hook.wait(6)
    await settled(world)
    assert [message["text"] for message in world.messages(reader) if message["from"]["is_bot"]] == ["answer"]
    assert world.calls[-1].params == {"chat_id": reader, "text": "answer"}


async def test_order_is_kept_for_cards_and_people_too(world: World, bot: Bot, hook: Hook, reader: int) -> None:
    """Inline queries belong to their person, presses of cards to the card."""
    await bot.ok("setWebhook", url=hook.url, drop_pending_updates=True)
    world.inline(reader, "q")
    world.press(reader, "x", inline_message_id="card", forged=True)
    got = await hook.wait(2)
    await settled(world)
    assert {kind for update in got for kind in update} == {"update_id", "inline_query", "callback_query"}


async def test_a_wrong_webhook_is_refused(bot: Bot) -> None:
    """No web address, or a secret with other characters."""
    refusal = await bot.refused("setWebhook", url="nowhere")
    assert refusal == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    secret = await bot.refused("setWebhook", url="https://a.org", secret_token="a b")
    assert secret == "Bad Request: secret token contains unallowed characters"
