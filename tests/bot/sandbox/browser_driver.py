"""The chat page in a real browser, and a small scripted bot on the other side of the sandbox's Bot API."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from bot.sandbox.page import add_page
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TWEETS = [
    "The first tweet, which is short.",
    "The second tweet. " + "It goes on for a while. " * 12,
    "The third.",
]


def chromium() -> str:
    """The browser's program; without one the tests are skipped, but not where they must run."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    how = "These tests need Chromium: install it with your system's packages, for example `apt install chromium`."
    if os.environ.get("CI") == "true":
        pytest.fail(how)
    pytest.skip(how)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running browser; each test takes its own context of it."""
    path = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=ARGS)
        yield running
        await running.close()


class Bot:
    """A bot of a few lines: /start gives a card, its buttons step through three tweets."""

    def __init__(self, url: str, token: str, http: aiohttp.ClientSession) -> None:
        self._api = f"{url}/bot{token}/"
        self._http = http
        self.presses: list[dict[str, Any]] = []

    async def call(self, method: str, **body: Any) -> Any:
        """One call of the Bot API."""
        async with self._http.post(self._api + method, json=body) as response:
            reply = await response.json()
        assert reply["ok"], reply
        return reply["result"]

    async def run(self) -> None:
        """Poll and answer until cancelled."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await self.handle(update)

    async def handle(self, update: dict[str, Any]) -> None:
        """Answer one update."""
        if text := update.get("message", {}).get("text", ""):
            await self.say(update["message"]["chat"]["id"], text)
        elif query := update.get("callback_query"):
            self.presses.append(query)
            await self.press(query)
        elif query := update.get("inline_query"):
            content = {"message_text": TWEETS[0]}
            article = {"type": "article", "id": "1", "title": f"About {query['query']}", "description": "3 tweets"}
            result = article | {"input_message_content": content, "reply_markup": frame(0)}
            await self.call("answerInlineQuery", inline_query_id=query["id"], results=[result])

    async def say(self, chat: int, text: str) -> None:
        """A card for /start, the payload for a deep link, nothing for other words."""
        if text.startswith("/start "):
            await self.call("sendMessage", chat_id=chat, text=f"Opened {text.removeprefix('/start ')}")
        elif text.startswith("/"):
            await self.call("sendMessage", chat_id=chat, text=TWEETS[0], reply_markup=frame(0))

    async def press(self, query: dict[str, Any]) -> None:
        """Step, or say something in a toast or a dialog; `silence` is never answered."""
        data = query["data"]
        if data == "silence":
            return
        answers: dict[str, dict[str, Any]] = {
            "toast": {"text": "Saved"},
            "alert": {"text": "Read this", "show_alert": True},
        }
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **answers.get(data, {}))
        if data.isdigit():
            message = query.get("message")
            where = {"inline_message_id": query.get("inline_message_id")}
            if message:
                where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            text, markup = TWEETS[int(data)], frame(int(data))
            await self.call("editMessageText", text=text, reply_markup=markup, **where)


def frame(at: int) -> dict[str, Any]:
    """The buttons of a tweet."""
    steps = [
        {"text": "◀ Prev", "callback_data": str(max(at - 1, 0))},
        {"text": f"{at + 1}/3", "callback_data": "silence"},
        {"text": "Next ▶", "callback_data": str(min(at + 1, 2)), "style": "primary"},
    ]
    others = [
        {"text": "🔖 Save", "callback_data": "toast"},
        {"text": "# Tags", "callback_data": "alert"},
        {"text": "🔗 Open", "url": f"https://t.me/spool_bot?start=t_1_{at + 1}"},
    ]
    return {"inline_keyboard": [steps, others]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """An open page, and both sides behind it."""

    page: Page
    context: BrowserContext
    world: World
    ada: int
    bot: Bot
    url: str

    @property
    def messages(self) -> Locator:
        """The messages that are shown."""
        return self.page.locator("article.message")

    @property
    def last(self) -> Locator:
        """The latest of them."""
        return self.messages.last

    def button(self, label: str) -> Locator:
        """A button of the latest message by its exact label."""
        return self.last.get_by_role("button", name=label, exact=True)

    async def start(self) -> None:
        """Press START and wait for the card."""
        await self.page.get_by_role("button", name="START", exact=True).click()
        await expect(self.last).to_contain_text(TWEETS[0])

    async def text(self, text: str, **more: Any) -> Locator:
        """Let the bot send a message to Ada and wait for it."""
        sent = await self.bot.call("sendMessage", chat_id=self.ada, text=text, **more)
        shown = self.page.locator(f"article[data-message-id='{sent['message_id']}']")
        await expect(shown).to_be_visible()
        return shown


@asynccontextmanager
async def chat(browser: Browser, *, person: str = "Ada", **options: Any) -> AsyncIterator[Chat]:
    """A sandbox with one person, the bot polling, and the page open; the page must make no errors and call nobody."""
    world = World()
    ada = world.add_person(person)
    app = make_app(world)
    add_page(app, world)
    runner, port = await serve(app)
    url = f"http://127.0.0.1:{port}"
    defaults: dict[str, Any] = {"viewport": {"width": 1100, "height": 760}, "reduced_motion": "reduce"}
    context = await browser.new_context(**(defaults | options))
    errors: list[str] = []
    foreign: list[str] = []
    async with aiohttp.ClientSession() as http:
        bot = Bot(url, world.token, http)
        polling = asyncio.create_task(bot.run())
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(url) else None)
        await page.goto(url)
        await expect(page.locator("#people li")).to_have_count(1)
        try:
            yield Chat(page=page, context=context, world=world, ada=ada, bot=bot, url=url)
        finally:
            await context.close()
            await stopped(polling, runner)
    assert errors == []
    assert foreign == []


async def stopped(polling: asyncio.Task[None], runner: web.AppRunner) -> None:
    """End the bot and the server."""
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError, aiohttp.ClientError):
        await polling
    await runner.cleanup()


async def served(world: World, port: int) -> tuple[web.AppRunner, int]:
    """Serve a world on a port."""
    app = make_app(world)
    add_page(app, world)
    return await serve(app, port=port)
