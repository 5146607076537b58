"""The chat page in a browser: links, people, groups, sharing, and the page as a whole."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from bot.sandbox.world import World
from tests.bot.sandbox.browser_driver import TWEETS, chat, frame, launched, served


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """Server and browser are asyncio's."""
    return "asyncio"


@pytest.fixture(scope="module")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """One browser for all tests here."""
    async with launched() as running:
        yield running


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


async def test_a_chat_is_chosen_by_a_reply_keyboard(browser: Browser) -> None:
    """Its buttons stand above the composer: one writes its label, one asks for a group; the bot takes them away."""
    async with chat(browser) as here:
        await here.start()
        group = here.world.add_group("Friends", [], admins=[here.ada], bot_status="left")
        asked = {"request_id": 1, "chat_is_channel": False, "bot_is_member": True}
        rows = [[{"text": "Choose a group", "request_chat": asked}], ["Not now"]]
        await here.text("Which one?", reply_markup={"keyboard": rows})
        keys = here.page.get_by_role("group", name="Reply buttons")
        await keys.get_by_role("button", name="Not now").click()
        await expect(here.last).to_contain_text("Not now")
        await keys.get_by_role("button", name="Choose a group").click()
        await here.page.get_by_role("dialog").get_by_role("button", name="Friends").click()
        await expect(here.page.get_by_role("log")).to_contain_text("Ada shared a chat with the bot")
        await here.text("Thank you.", reply_markup={"remove_keyboard": True})
        await expect(keys).to_be_hidden()
        shared = [message["chat_shared"] for message in here.world.messages(here.ada) if "chat_shared" in message]
        assert shared == [{"request_id": 1, "chat_id": group}]


async def test_a_message_is_answered(browser: Browser) -> None:
    """The message's menu begins an answer, shown above the composer until it is sent or dropped."""
    async with chat(browser) as here:
        await here.start()
        for dropped in (True, False):
            await here.last.hover()
            await here.last.get_by_role("button", name="Message menu").click()
            await here.page.get_by_role("menuitem", name="Reply").click()
            await expect(here.page.locator("#answering")).to_contain_text(TWEETS[0][:10])
            if dropped:
                await here.page.get_by_role("button", name="Answer nothing").click()
                await expect(here.page.locator("#answering")).to_be_hidden()
        await here.page.get_by_role("textbox", name="Message").fill("Yes")
        await here.page.keyboard.press("Enter")
        await expect(here.last).to_contain_text("Yes")
        await expect(here.page.locator("#answering")).to_be_hidden()
        said = here.world.messages(here.ada)[-1]
        assert said["reply_to_message"]["text"] == TWEETS[0]
