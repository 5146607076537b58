"""A newcomer's first minutes: `spool try`, a real browser, a story read from its title card to its end card."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, expect

from tests.bot.sandbox.browser_driver import launched


@asynccontextmanager
async def tried(folder: Path) -> AsyncIterator[str]:
    """`spool try` as somebody starts it; the address that it prints."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "try",
        "--port",
        "0",
        stdout=asyncio.subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert program.stdout is not None
    try:
        async with asyncio.timeout(30):
            line = (await program.stdout.readline()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield found[0]
    finally:
        program.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):
            assert await program.wait() == 0


async def _shown(page: Page, words: str) -> None:
    await expect(page.locator("article.message").last).to_contain_text(words)


async def _press(page: Page, label: str) -> None:
    await page.locator("article.message").last.get_by_role("button", name=label, exact=True).click()


async def _add_person(page: Page, name: str) -> None:
    """Somebody new, and back to who we were."""
    await page.get_by_role("button", name="+ Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator(".person", has_text=name)).to_have_attribute("aria-current", "true")
    await page.locator(".person").first.click()


async def _forward(page: Page, name: str) -> None:
    last = page.locator("article.message").last
    await last.locator(".bubble").hover()
    await last.get_by_role("button", name="Message menu").click()
    await page.get_by_role("menuitem", name="Forward to…").click()
    await page.get_by_role("dialog").get_by_role("button", name=name).click()


async def test_a_story_is_read_from_title_card_to_end_card_in_the_chat_page(tmp_path: Path) -> None:
    """START, Read, Next eight times, Finish: one message all the way. The README's screenshot is made here."""
    async with tried(tmp_path) as url, launched() as browser:
        page = await browser.new_page(viewport={"width": 1100, "height": 900}, reduced_motion="reduce")
        await page.goto(url)
        await page.get_by_role("button", name="START", exact=True).click()
        await _shown(page, "9 tweets")
        await _press(page, "▶ Read")
        for ordinal in range(1, 10):
            await _shown(page, f"{ordinal}/9")
            if ordinal == 4 and (target := os.environ.get("SPOOL_SCREENSHOT")):
                await page.wait_for_timeout(700)
                await page.screenshot(path=target)
            await _press(page, "Finish ✓" if ordinal == 9 else "Next ▶")
        await _shown(page, "Finished")
        assert await page.locator("article.message").count() == 2


async def test_a_second_person_opens_a_forwarded_tweet_right_after_start(tmp_path: Path) -> None:
    """Robin forwards a frame to Sam, who never met the bot: Open and START lead to that very tweet."""
    async with tried(tmp_path) as url, launched() as browser:
        page = await browser.new_page(viewport={"width": 1100, "height": 760}, reduced_motion="reduce")
        await page.goto(url)
        await page.get_by_role("button", name="START", exact=True).click()
        await _press(page, "▶ Read")
        await _press(page, "Next ▶")
        await _shown(page, "2/9")
        await _add_person(page, "Sam")
        await _forward(page, "Sam")
        await page.locator(".person", has_text="Sam").click()
        await page.locator(".chat", has_text="Robin").click()
        forwarded = page.locator("article.message").last
        await expect(forwarded.get_by_role("button", name="Next ▶")).to_have_count(0)
        await forwarded.get_by_text("🔗 Open").click()
        await page.get_by_role("button", name="START", exact=True).click()
        await _shown(page, "2/9")
        await expect(
            page.locator("article.message").last.get_by_role("button", name="Next ▶", exact=True)
        ).to_be_visible()
