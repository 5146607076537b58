"""The chat page in a browser: messages, their text, their buttons and their media."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, FilePayload, expect

from tests.bot.sandbox.browser_driver import TWEETS, chat, frame, launched


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """Server and browser are asyncio's."""
    return "asyncio"


@pytest.fixture(scope="module")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    """One browser for all tests here."""
    async with launched() as running:
        yield running


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
