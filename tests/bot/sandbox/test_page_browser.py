"""The chat page in a real browser, with a small scripted bot on the other side of the sandbox's Bot API."""

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, FilePayload, Locator, Page, async_playwright, expect

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


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """Server and browser are asyncio's."""
    return "asyncio"


def chromium() -> str:
    """The browser's program; without one the tests are skipped, but not where they must run."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    how = "These tests need Chromium: install it with your system's packages, for example `apt install chromium`."
    if os.environ.get("CI") == "true":
        pytest.fail(how)
    pytest.skip(how)


@pytest.fixture(scope="module")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """One browser for all tests; each has its own context."""
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


async def test_start_shows_a_card_and_a_press_edits_it_in_place(browser: Browser) -> None:
    """START brings the card; Next changes that same message, and the pressed button keeps its place and the focus."""
    async with chat(browser) as here:
        await here.start()
        message = await here.last.get_attribute("data-message-id")
        count = await here.messages.count()
        before = await here.button("Next ▶").bounding_box()
        await here.button("Next ▶").focus()
        await here.page.keyboard.press("Enter")
        await expect(here.last).to_contain_text("The second tweet.")
        after = await here.button("Next ▶").bounding_box()
        assert await here.last.get_attribute("data-message-id") == message
        assert await here.messages.count() == count
        assert before is not None
        assert after is not None
        assert (after["x"], after["width"]) == (before["x"], before["width"])
        assert abs(after["y"] - before["y"]) < 1
        await expect(here.button("Next ▶")).to_be_focused()
        await here.page.keyboard.press("Enter")
        await expect(here.last).to_contain_text("The third.")


async def test_an_edit_does_not_move_what_stands_below_the_reader(browser: Browser) -> None:
    """While older messages are read, an edit further up or the pressed message's own keeps the view where it is."""
    async with chat(browser) as here:
        await here.start()
        card = here.last
        for number in range(30):
            await here.text(f"Message {number}")
        middle = here.page.locator("article", has_text="Message 5")
        await expect(here.last).to_be_in_viewport()
        await middle.evaluate("node => node.scrollIntoView({block: 'start'})")
        await expect(here.page.locator("#latest")).to_be_visible()
        before = await middle.bounding_box()
        message_id = int(await card.get_attribute("data-message-id") or 0)
        text, markup = TWEETS[1], frame(1)
        await here.bot.call("editMessageText", chat_id=here.ada, message_id=message_id, text=text, reply_markup=markup)
        await expect(card).to_contain_text("The second tweet.")
        after = await middle.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) < 1


async def test_buttons_stay_under_the_thumb_when_a_card_higher_up_grows(browser: Browser) -> None:
    """A card that is pressed with other messages below it grows upwards, so that its buttons stay in place."""
    async with chat(browser) as here:
        await here.start()
        for number in range(30):
            card = await here.text("Card" if number == 18 else "Other", reply_markup=frame(0) if number == 18 else None)
            if number == 18:
                pressed = card.get_by_role("button", name="Next ▶")
        await pressed.evaluate("node => node.scrollIntoView({block: 'end'})")
        await expect(here.page.locator("#latest")).to_be_visible()
        before = await pressed.bounding_box()
        await pressed.click()
        await expect(here.messages.filter(has_text="The second tweet.")).to_be_visible()
        after = await pressed.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(after["y"] - before["y"]) < 1


async def test_new_messages_scroll_in_only_for_who_is_at_the_end(browser: Browser) -> None:
    """At the end a new message comes into view; further up it is counted on a button that leads down."""
    async with chat(browser) as here:
        await here.start()
        for number in range(30):
            shown = await here.text(f"Message {number}")
        await expect(shown).to_be_in_viewport()
        await here.page.locator("#scroll").evaluate("node => { node.scrollTop = 0; }")
        latest = here.page.locator("#latest")
        await expect(latest).to_be_visible()
        shown = await here.text("One more")
        await expect(shown).not_to_be_in_viewport()
        await expect(latest).to_have_attribute("data-count", "1")
        await latest.click()
        await expect(shown).to_be_in_viewport()
        await expect(latest).to_be_hidden()


async def test_a_press_shows_progress_until_it_is_answered(browser: Browser) -> None:
    """A pressed button is busy while the bot is silent, blocks no other, and rests after the answer."""
    async with chat(browser) as here:
        await here.start()
        await here.button("1/3").click()
        await expect(here.button("1/3")).to_have_attribute("aria-busy", "true")
        await here.button("🔖 Save").click()
        await expect(here.page.locator(".toast")).to_have_text("Saved")
        await expect(here.button("🔖 Save")).not_to_have_attribute("aria-busy", "true")
        await expect(here.button("1/3")).to_have_attribute("aria-busy", "true")
        query = here.bot.presses[0]["id"]
        await here.bot.call("answerCallbackQuery", callback_query_id=query)
        await expect(here.button("1/3")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_is_a_dialog(browser: Browser) -> None:
    """What the bot answers with show_alert waits for OK."""
    async with chat(browser) as here:
        await here.start()
        await here.button("# Tags").click()
        dialog = here.page.get_by_role("dialog")
        await expect(dialog).to_contain_text("Read this")
        await dialog.get_by_role("button", name="OK").click()
        await expect(dialog).to_have_count(0)


async def test_deleted_messages_vanish(browser: Browser) -> None:
    """A message that the bot deletes is gone, and the others stay."""
    async with chat(browser) as here:
        await here.start()
        shown = await here.text("Soon gone")
        message_id = int(await shown.get_attribute("data-message-id") or 0)
        await here.bot.call("deleteMessage", chat_id=here.ada, message_id=message_id)
        await expect(shown).to_have_count(0)
        await expect(here.messages).to_have_count(2)


async def test_entities_fall_on_the_right_characters(browser: Browser) -> None:
    """Entities count UTF-16 units: after emoji and within each other they mark exactly their words."""
    async with chat(browser) as here:
        await here.start()
        html = (
            '👩🏽‍🚀 <b>bold <i>both 🧵</i></b> <u>under</u> <s>gone</s> <code>x = 1</code> <a href="https://example.org/">link</a>'
            '<pre><code class="language-python">print()</code></pre>\n<blockquote>quoted</blockquote>\nafter'
        )
        text = (await here.text(html, parse_mode="HTML", link_preview_options={"is_disabled": True})).locator(".text")
        expected = {
            "strong": "bold both 🧵",
            "strong em": "both 🧵",
            "u": "under",
            "s": "gone",
            "a": "link",
            "pre": "print()",
            "blockquote": "quoted",
        }
        for selector, words in expected.items():
            assert "".join(await text.locator(selector).all_text_contents()) == words
        assert await text.locator(":scope > code").text_content() == "x = 1"
        assert await text.locator("a").get_attribute("rel") == "noopener noreferrer"
        assert (await text.text_content() or "").startswith("👩🏽‍🚀 bold")


async def test_text_never_becomes_html(browser: Browser) -> None:
    """Markup in a text, a name or a label is shown as it is written."""
    evil = "<img src=x onerror=\"document.title='broken'\"><b>x</b>"
    async with chat(browser, person=evil[:40]) as here:
        await here.start()
        markup = {"inline_keyboard": [[{"text": evil, "callback_data": "toast"}]]}
        shown = await here.text(evil, reply_markup=markup)
        await expect(shown.locator(".text")).to_have_text(evil)
        await expect(shown.get_by_role("button", name=evil, exact=True)).to_be_visible()
        assert await here.page.locator("article img, #side img").count() == 0
        assert await here.page.title() != "broken"


async def test_spoilers_and_long_quotations_open_on_a_press(browser: Browser) -> None:
    """A spoiler is hidden until it is pressed; an expandable quotation shows three lines until it is opened."""
    async with chat(browser) as here:
        await here.start()
        long = "words and more words " * 40
        html = f"<tg-spoiler>secret</tg-spoiler>\n<blockquote expandable>{long}</blockquote>"
        shown = await here.text(html, parse_mode="HTML")
        spoiler = shown.locator(".spoiler")
        hidden = await spoiler.locator("span").evaluate("node => getComputedStyle(node).color")
        await shown.get_by_role("button", name="Hidden text, press to show").press("Enter")
        assert hidden == "rgba(0, 0, 0, 0)"
        assert await spoiler.locator("span").evaluate("node => getComputedStyle(node).color") != hidden
        folded = await shown.locator("blockquote").bounding_box()
        await shown.get_by_role("button", name="Show the whole quotation").click()
        opened = await shown.locator("blockquote").bounding_box()
        assert folded is not None
        assert opened is not None
        assert folded["height"] < 90
        assert opened["height"] > 2 * folded["height"]


async def test_right_to_left_text_reads_right_and_buttons_stay(browser: Browser) -> None:
    """An Arabic paragraph begins at the right, an English one in the same message at the left; buttons keep order."""
    async with chat(browser) as here:
        await here.start()
        row = [{"text": "◀ التالي", "callback_data": "1"}, {"text": "السابق ▶", "callback_data": "0"}]
        shown = await here.text("كان جدي يصلح الساعات.\nEnglish.", reply_markup={"inline_keyboard": [row]})
        places = await shown.locator(".text").evaluate(
            """node => {
                const box = node.getBoundingClientRect();
                const at = (from, to) => {
                    const range = document.createRange();
                    range.setStart(node.firstChild, from);
                    range.setEnd(node.firstChild, to);
                    return range.getBoundingClientRect();
                };
                const first = at(0, 5), last = at(22, 28);
                return [box.right - first.right, last.left - box.left];
            }"""
        )
        left = await here.button("◀ التالي").bounding_box()
        right = await here.button("السابق ▶").bounding_box()
        assert max(places) < 2, places
        assert left is not None
        assert right is not None
        assert left["x"] < right["x"]
        assert abs(left["width"] - right["width"]) < 1


async def test_a_wide_grid_of_numbers_fits(browser: Browser) -> None:
    """Eight columns have equal widths and stay within the bubble, on a phone too."""
    async with chat(browser, viewport={"width": 390, "height": 844}) as here:
        await here.start()
        rows = [
            [{"text": str(row * 8 + column), "callback_data": "toast"} for column in range(1, 9)] for row in range(3)
        ]
        shown = await here.text("Jump to", reply_markup={"inline_keyboard": rows})
        widths = await shown.locator(".key").evaluate_all("keys => keys.map(key => key.getBoundingClientRect().width)")
        cut = await shown.locator(".label").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
        )
        assert len(widths) == 24
        assert max(widths) - min(widths) < 1
        assert cut == 0


async def test_links_to_the_bot_start_it_within_the_page(browser: Browser) -> None:
    """A t.me link with a payload, as a button or in a text, sends /start with it and opens no window."""
    async with chat(browser) as here:
        await here.start()
        await here.last.get_by_role("link", name="🔗 Open", exact=True).click()
        await expect(here.last).to_have_text(re.compile("Opened t_1_1"))
        link = await here.text('<a href="https://t.me/spool_bot?start=h_c2Vh">#sea</a>', parse_mode="HTML")
        await link.get_by_role("link", name="#sea").click()
        await expect(here.last).to_have_text(re.compile("Opened h_c2Vh"))
        assert len(here.context.pages) == 1


async def test_a_newcomer_presses_start_before_a_link_works(browser: Browser) -> None:
    """Who never met the bot sees START after opening a link; pressing it sends the payload."""
    async with chat(browser) as here:
        bea = here.world.add_person("Bea")
        group = here.world.add_group("Friends", [here.ada, bea])
        await here.bot.call("sendMessage", chat_id=group, text=TWEETS[0], reply_markup=frame(0))
        await here.page.locator(f"[data-person='{bea}']").click()
        await here.page.locator(f"[data-chat='{group}']").click()
        await here.last.get_by_role("link", name="🔗 Open", exact=True).click()
        start = here.page.get_by_role("button", name="START", exact=True)
        await expect(start).to_be_visible()
        assert here.world.messages(bea) == []
        await start.click()
        await expect(here.last).to_have_text(re.compile("Opened t_1_1"))
        await expect(here.page.get_by_role("textbox", name="Message")).to_be_visible()


async def test_commands_are_suggested(browser: Browser) -> None:
    """A slash lists the commands with what they do; letters narrow them, arrows choose, Enter sends."""
    async with chat(browser) as here:
        names = {"latest": "The newest stories", "search": "Find stories", "settings": "Change how I speak"}
        commands = [{"command": name, "description": text} for name, text in names.items()]
        await here.bot.call("setMyCommands", commands=commands)
        await here.start()
        box = here.page.get_by_role("textbox", name="Message")
        await box.fill("/")
        options = here.page.get_by_role("option")
        await expect(options).to_have_count(3)
        await expect(options.first).to_have_text("/latestThe newest stories")
        await box.fill("/se")
        await expect(options).to_have_count(2)
        await box.press("ArrowDown")
        await expect(options.last).to_have_attribute("aria-selected", "true")
        await box.press("Enter")
        await expect(here.page.locator("article.out").last).to_contain_text("/settings")
        await expect(options).to_have_count(0)
        await here.page.get_by_role("button", name="Menu", exact=True).click()
        await options.filter(has_text="/latest").click()
        await expect(here.page.locator("article.out").last).to_contain_text("/latest")


async def test_the_composer_sends_and_breaks_lines(browser: Browser) -> None:
    """Enter sends, Shift+Enter makes a new line, and what is typed stays with its chat."""
    async with chat(browser) as here:
        group = here.world.add_group("Friends", [here.ada])
        await here.start()
        box = here.page.get_by_role("textbox", name="Message")
        await box.press_sequentially("first")
        await box.press("Shift+Enter")
        await box.press_sequentially("second")
        await box.press("Enter")
        await expect(here.page.locator("article.out .text").last).to_have_text("first\nsecond", use_inner_text=True)
        await expect(box).to_have_value("")
        await box.fill("a draft")
        await here.page.locator(f"[data-chat='{group}']").click()
        await expect(box).to_have_value("")
        await here.page.locator(f"[data-chat='{here.ada}']").click()
        await expect(box).to_have_value("a draft")


async def test_inline_results_become_a_card_in_another_chat(browser: Browser) -> None:
    """@bot in a group lists results above the composer; the chosen one is a card that can be stepped there."""
    async with chat(browser) as here:
        group = here.world.add_group("Friends", [here.ada])
        await here.page.locator(f"[data-chat='{group}']").click()
        box = here.page.get_by_role("textbox", name="Message")
        await box.fill("@spool_bot the sea")
        result = here.page.get_by_role("option", name="About the sea")
        await expect(result).to_be_visible()
        await box.press("Enter")
        await expect(here.last).to_contain_text("via @spool_bot")
        await expect(box).to_have_value("")
        await here.button("Next ▶").click()
        await expect(here.last).to_contain_text("The second tweet.")


async def test_switch_inline_asks_for_a_chat_and_fills_the_composer(browser: Browser) -> None:
    """The button lets the person choose among the allowed chats and begins the query there."""
    async with chat(browser) as here:
        here.world.add_person("Bea")
        here.world.add_group("Friends", [here.ada])
        await here.start()
        chosen = {"query": "s_1", "allow_user_chats": True}
        button = {"text": "Send to a chat", "switch_inline_query_chosen_chat": chosen}
        here_button = {"text": "Search here", "switch_inline_query_current_chat": "tea"}
        await here.text("Share", reply_markup={"inline_keyboard": [[button], [here_button]]})
        box = here.page.get_by_role("textbox", name="Message")
        await here.button("Search here").click()
        await expect(box).to_have_value("@spool_bot tea")
        await here.button("Send to a chat").click()
        dialog = here.page.get_by_role("dialog", name="Send to…")
        await expect(dialog.locator(".target")).to_have_text(["BBea"])
        await dialog.get_by_role("button", name="Bea").click()
        await expect(box).to_have_value("@spool_bot s_1")
        await expect(here.page.locator("#title")).to_contain_text("Bea")
        await here.page.get_by_role("option", name="About s_1").click()
        await expect(here.last).to_contain_text("via @spool_bot")


async def test_a_second_person_gets_what_is_forwarded(browser: Browser) -> None:
    """A person added on the page can be sent a card, sees it as unread, and finds its link alone still working."""
    async with chat(browser) as here:
        await here.start()
        await here.page.get_by_role("button", name="+ Add a person").click()
        dialog = here.page.get_by_role("dialog", name="Add a person")
        await dialog.get_by_label("Name").fill("Bea")
        await dialog.get_by_label("Language code").fill("de")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        bea = here.page.locator(".person", has_text="Bea")
        await expect(bea).to_have_attribute("aria-current", "true")
        await expect(here.messages).to_have_count(0)
        await here.page.locator(f"[data-person='{here.ada}']").click()
        await here.last.locator(".bubble").hover()
        await here.last.get_by_role("button", name="Message menu").click()
        await here.page.get_by_role("menuitem", name="Forward to…").click()
        await here.page.get_by_role("dialog").get_by_role("button", name="Bea").click()
        await expect(here.last).to_contain_text("Forwarded from Spool")
        await expect(bea.locator(".badge")).to_have_text("1")
        await bea.click()
        await here.page.locator(".chat", has_text="Ada").click()
        await expect(here.last.locator(".key")).to_have_text(["🔗 Open"])
        assert here.world.people()[-1]["language_code"] == "de"


async def test_a_share_link_opens_the_pages_own_dialog(browser: Browser) -> None:
    """Telegram's share link asks for a chat and sends link and text there."""
    async with chat(browser) as here:
        group = here.world.add_group("Friends", [here.ada])
        await here.start()
        url = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fspool_bot%3Fstart%3Dt_1&text=A%20story"
        markup = {"inline_keyboard": [[{"text": "Share elsewhere", "url": url}]]}
        shown = await here.text("Share", reply_markup=markup)
        await shown.get_by_role("link", name="Share elsewhere").click()
        await here.page.get_by_role("dialog", name="Share with…").get_by_role("button", name="Friends").click()
        await expect(here.page.locator("#title")).to_contain_text("Friends")
        await expect(here.last).to_contain_text("A story")
        assert here.world.messages(group)[-1]["text"] == "https://t.me/spool_bot?start=t_1\nA story"


async def test_a_new_group_has_the_chosen_people_and_the_bot(browser: Browser) -> None:
    """+ New group makes one and opens it; a command there is answered in it and badges the others."""
    async with chat(browser) as here:
        bea = here.world.add_person("Bea")
        await here.page.get_by_role("button", name="+ New group").click()
        dialog = here.page.get_by_role("dialog", name="New group")
        await dialog.get_by_role("button", name="Create").click()
        await expect(here.page.locator("#title")).to_contain_text("Friends")
        box = here.page.get_by_role("textbox", name="Message")
        await box.fill("/latest@spool_bot")
        await box.press("Enter")
        await expect(here.last).to_contain_text(TWEETS[0])
        await expect(here.page.locator(f"[data-person='{bea}'] .badge")).to_be_visible()


async def test_copy_buttons_copy(browser: Browser) -> None:
    """A copy button puts its text on the clipboard and says so."""
    async with chat(browser, permissions=["clipboard-read", "clipboard-write"]) as here:
        await here.start()
        button = {"text": "Copy link", "copy_text": {"text": "https://t.me/spool_bot?start=t_1"}}
        shown = await here.text("Share", reply_markup={"inline_keyboard": [[button]]})
        await shown.get_by_role("button", name="Copy link").click()
        await expect(here.page.locator(".toast")).to_have_text("Copied")
        copied = await here.page.evaluate("() => navigator.clipboard.readText()")
        assert copied == "https://t.me/spool_bot?start=t_1"


async def test_an_attached_picture_is_shown(browser: Browser) -> None:
    """The attach button sends a file, and a picture is drawn from the sandbox itself."""
    async with chat(browser) as here:
        await here.start()
        picture = await here.page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 30})
        file = FilePayload(name="sea.png", mimeType="image/png", buffer=picture)
        await here.page.locator("#file").set_input_files(file)
        image = here.last.locator("img")
        await expect(image).to_be_visible()
        await expect(image).to_have_js_property("naturalWidth", 40)


async def test_previews_fall_back_to_a_card(browser: Browser) -> None:
    """A link's preview is a small card; a picture that can't be loaded becomes one too."""
    async with chat(browser) as here:
        await here.start()
        options = {"url": f"{here.url}/static/none.png", "prefer_large_media": True, "show_above_text": True}
        shown = await here.text("A picture", link_preview_options=options)
        await expect(shown.locator(".preview")).to_contain_text("127.0.0.1")
        shown = await here.text("Read https://example.org/a/story today")
        await expect(shown.locator(".preview")).to_have_text("example.org/a/story")
        shown = await here.text("Read https://example.org/", link_preview_options={"is_disabled": True})
        await expect(shown.locator(".preview")).to_have_count(0)


async def test_a_phone_shows_the_chat_alone(browser: Browser) -> None:
    """On a narrow screen nothing is wider than the screen, and the switcher brings people and chats."""
    async with chat(browser, viewport={"width": 390, "height": 844}) as here:
        bea = here.world.add_person("Bea")
        await here.bot.call("setMyCommands", commands=[{"command": "latest", "description": "The newest stories"}])
        await here.start()
        await expect(here.page.get_by_role("button", name="Menu", exact=True)).to_be_visible()
        await here.button("Next ▶").click()
        await expect(here.last).to_contain_text("The second tweet.")
        await here.text("A word that is very long: " + "x" * 300)
        rights = await here.page.locator("#switcher, #send, .bubble, .key").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().right)"
        )
        assert max(rights) <= 390
        await expect(here.page.locator("#side")).to_be_hidden()
        await here.page.locator("#switcher").click()
        await here.page.locator(f"[data-person='{bea}']").click()
        await expect(here.page.get_by_role("button", name="START", exact=True)).to_be_visible()
        await expect(here.page.locator("#side")).to_be_hidden()


async def test_the_page_catches_up_after_a_lost_connection(browser: Browser) -> None:
    """What happens while the page is cut off is there when it is connected again."""
    world = World()
    ada = world.add_person("Ada")
    runner, port = await served(world, 0)
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{port}")
    world.say(ada, "before")
    await expect(page.locator("article")).to_have_count(1)
    await runner.cleanup()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    world.say(ada, "meanwhile")
    runner, _ = await served(world, port)
    await expect(page.locator("article")).to_have_count(2, timeout=15_000)
    await expect(page.get_by_text("Reconnecting…")).to_be_hidden()
    await context.close()
    await runner.cleanup()


async def served(world: World, port: int) -> tuple[web.AppRunner, int]:
    """Serve a world on a port."""
    app = make_app(world)
    add_page(app, world)
    return await serve(app, port=port)


async def test_an_empty_world_asks_for_a_name(browser: Browser) -> None:
    """Where nobody is yet, the page begins by adding somebody."""
    world = World()
    runner, port = await served(world, 0)
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{port}")
    dialog = page.get_by_role("dialog", name="Add a person")
    await dialog.get_by_label("Name").fill("Ada")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("button", name="START", exact=True)).to_be_visible()
    await context.close()
    await runner.cleanup()
    assert [person["first_name"] for person in world.people()] == ["Ada"]
