"""Acting as Telegram users against the running bot: what end-to-end tests are written in.

The bot is the real one, its database a file, and every call goes over HTTP to the sandbox's Bot API server.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import RATE, App, running
from bot.following import Manner
from bot.media_rules import MediaRules
from bot.outside.rules import Rules
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from handlers.catalogue import LANGUAGES
from handlers.context import Services
from storage.intake import Intake
from storage.opening import open_database
from storage.writing import Taken
from tests.builders import NOW
from tests.clock import HandClock
from tests.quiet import remember, remember_stories
from threads.model import Thread, ThreadId
from threads.sources.live.bases import Bases

Message = dict[str, Any]
BOT = "spool_bot"


class Telegram:
    """A sandbox, and the bot that is connected to it now."""

    def __init__(self, world: World, database: Path, clock: HandClock | None = None) -> None:
        self.world = world
        self.address = ""
        self.database = database
        self.clock = clock
        self.admins: frozenset[int] = frozenset()
        self.rate = RATE
        self.suggestions = True
        self.bases: Bases | None = None
        self.manner: Manner = "publish"
        self.rules: Rules | None = None
        self.media: MediaRules | None = None
        self._running = AsyncExitStack()
        self._app: App | None = None

    @property
    def url(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.database}"

    @property
    def app(self) -> App:
        """The running bot."""
        assert self._app is not None
        return self._app

    @property
    def services(self) -> Services:
        """What the bot's handlers are given."""
        return self.app.services

    async def break_database(self) -> Callable[[], Awaitable[None]]:
        """Make every statement fail, as a full disk or a lost file does, until the returned function is awaited."""
        database = await open_database(self.url)
        await database.write("ALTER TABLE thread RENAME TO lost")

        async def bring_back() -> None:
            await database.write("ALTER TABLE lost RENAME TO thread")
            await database.close()

        return bring_back

    async def serve(self, port: int = 0) -> None:
        """Let Telegram be reached, at the address it had when a port is given."""
        self._server, port = await serve(make_app(self.world), port=port)
        self.address = f"http://127.0.0.1:{port}"

    async def vanish(self) -> int:
        """Let nobody reach Telegram any more; the port at which it was."""
        await self._server.cleanup()
        return int(self.address.rpartition(":")[2])

    async def begin(self) -> None:
        """Start the bot, and let it introduce itself: the last thing that it does of its own accord."""
        known = len(self.calls("setMyShortDescription"))
        own: dict[str, Any] = {"admins": self.admins, "clock": self.clock, "rules": self.rules, "media": self.media}
        own["rate"] = self.rate
        own |= {"bases": self.bases, "suggestions": self.suggestions, "manner": self.manner}
        bot = running(self.address, self.world.token, self.url, **own)
        self._app = await self._running.enter_async_context(bot)
        await self._running.enter_async_context(_polling(self._app))
        await _until(lambda: len(self.calls("setMyShortDescription")) == known + len(LANGUAGES))

    async def end(self) -> None:
        """Stop the bot, as SIGTERM does."""
        await self._running.aclose()

    async def restart(self) -> None:
        """Stop the bot and start it again on the same database."""
        await self.end()
        await self.begin()

    async def bring(self, *threads: Thread, draft: bool = False, notify: bool = False) -> list[Taken]:
        """Import stories as the command line does: through another connection to the database."""
        remember_stories(threads)
        database = await open_database(self.url)
        try:
            now = self.clock.now() if self.clock else NOW
            return await Intake(database).take(threads, now, draft=draft, notify=notify)
        finally:
            await database.close()

    async def pass_time(self, seconds: float = 5.0) -> None:
        """Let so much time pass for the bot and for Telegram, and let the worker do what it does meanwhile."""
        assert self.clock is not None, "this bot goes by the machine's clock"
        await self.clock.run(seconds, lambda: self.app.resting)
        await self.settled()

    async def skip_time(self, seconds: float) -> None:
        """Let a long time pass at once, as for a machine that slept, and then some seconds in which to catch up."""
        assert self.clock is not None, "this bot goes by the machine's clock"
        self.clock.jump(seconds)
        await self.pass_time()

    async def withdraw(self, thread: int) -> None:
        """Withdraw a story as the command line does."""
        database = await open_database(self.url)
        try:
            await Intake(database).withdraw(ThreadId(thread), NOW)
        finally:
            await database.close()

    def person(self, name: str = "Ada", language: str = "en") -> "Person":
        """Someone new."""
        return Person(self, self.world.add_person(name, language_code=language))

    async def settled(self) -> None:
        """Wait until the bot has taken and handled everything."""
        await _until(lambda: not self.world.pending())
        await self.app.dispatcher.idle()
        await self.services.errands.idle()

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the bot's calls of a method, oldest first."""
        return [dict(call.params) for call in self.world.calls if call.method == method]


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram user, and what they do. `chat` is a group's id where it is not their own chat with the bot."""

    telegram: Telegram
    id: int

    async def say(self, text: str, *, chat: int | None = None, **how: Any) -> list[Message]:
        """Write to the bot, in whatever way `World.say` knows; what it wrote in answer."""
        remember(text)
        before = len(self.telegram.world.messages(chat or self.id))
        self.telegram.world.say(self.id, text, chat=chat, **how)
        await self.telegram.settled()
        return self.telegram.world.messages(chat or self.id)[before + 1 :]

    async def start(self, payload: str = "", *, chat: int | None = None) -> list[Message]:
        """Open a deep link; what the bot wrote in answer."""
        remember(payload)
        before = len(self.telegram.world.messages(chat or self.id))
        self.telegram.world.start(self.id, payload, chat=chat)
        await self.telegram.settled()
        return self.telegram.world.messages(chat or self.id)[before + 1 :]

    async def choose(self, chat: int, label: str, *, forged: bool = False) -> list[Message]:
        """Choose a chat by this button of the reply keyboard; what the bot wrote in answer."""
        world = self.telegram.world
        before = len(world.messages(self.id))
        world.share_chat(self.id, chat, {"Choose a group": 1, "Choose a channel": 2}[label], forged=forged)
        await self.telegram.settled()
        return world.messages(self.id)[before + 1 :]

    def last(self, chat: int | None = None) -> Message:
        """The newest message of the chat as it stands now."""
        return self.telegram.world.messages(chat or self.id)[-1]

    async def press(self, label: str, message: Message | None = None, *, chat: int | None = None) -> dict[str, Any]:
        """Press the button whose label contains `label`, on the newest message or the one given; the bot's answer."""
        shown = message or self.last(chat)
        data = button(shown, label)["callback_data"]
        return await self.press_data(data, shown)

    async def press_data(self, data: str, message: Message, *, forged: bool = False) -> dict[str, Any]:
        """Press with any data; the bot's answer to the press."""
        chat, number = message["chat"]["id"], message["message_id"]
        query = self.telegram.world.press(self.id, data, chat=chat, message_id=number, forged=forged)
        await self.telegram.settled()
        answer = self.telegram.world.answer(query)
        assert answer is not None, "the press was not answered"
        return answer


@asynccontextmanager
async def telegram_on(database: Path, *, clock: HandClock | None = None, **world: Any) -> AsyncIterator[Telegram]:
    """A sandbox with the bot running against it, both by a clock of the test's own when there is one."""
    sandbox = World(username=BOT, **(world | ({"clock": clock.seconds} if clock else {})))
    telegram = Telegram(sandbox, database, clock)
    await telegram.serve()
    try:
        await telegram.begin()
        yield telegram
    finally:
        await telegram.end()
        await telegram.vanish()


@asynccontextmanager
async def _polling(app: App) -> AsyncIterator[None]:
    task = asyncio.create_task(app.poll())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for something that the world tells nobody of."""
    while not holds():
        await asyncio.sleep(0.002)


def buttons(message: Message) -> list[dict[str, Any]]:
    """Every button below a message, row by row."""
    return [key for row in message.get("reply_markup", {}).get("inline_keyboard", []) for key in row]


def labels(message: Message) -> list[list[str]]:
    """The labels below a message, in rows."""
    return [[key["text"] for key in row] for row in message.get("reply_markup", {}).get("inline_keyboard", [])]


def button(message: Message, label: str) -> dict[str, Any]:
    """The one button whose label is this, else the one that contains it."""
    exact = [key for key in buttons(message) if key["text"] == label]
    found = exact or [key for key in buttons(message) if label in key["text"]]
    assert len(found) == 1, f"{label!r} among {labels(message)}"
    return found[0]


def links(message: Message) -> dict[str, str]:
    """Words that lead somewhere, and where: the message's text links by their visible text."""
    encoded = text_of(message).encode("utf-16-le")
    found = {}
    for entity in entities_of(message):
        if entity["type"] == "text_link":
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            found[encoded[start:end].decode("utf-16-le")] = entity["url"]
    return found


def payload_of(url: str) -> str:
    """What stands behind `?start=`."""
    return url.partition("?start=")[2]


def text_of(message: Message) -> str:
    """The message's text, or the caption of its picture or film."""
    return str(message.get("text") or message.get("caption", ""))


def entities_of(message: Message) -> list[dict[str, Any]]:
    """The entities of the message's text or caption."""
    return list(message.get("entities") or message.get("caption_entities") or [])


def visible(message: Message) -> str:
    """The message's text or caption without isolates and joiners, which nobody sees."""
    return "".join(character for character in text_of(message) if character not in "\u2060\u2068\u2069")
