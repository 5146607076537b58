"""The HTML file in a real browser: by day, by night and on paper, asking nobody for anything."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.bot.sandbox.browser_driver import launched
from tests.builders import story
from tests.threads.exports.editions import PICTURES, edition, full_story
from threads.exports import html_page
from threads.model import Thread

ARABIC = story("ثلاث ساعات على الرصيف. #ميناء", "One of the three was mine.", lang="ar", title="ساعات")


def written(folder: Path, thread: Thread) -> str:
    """The address of the story's file."""
    path = folder / "story.html"
    path.write_bytes(html_page.write(edition(thread, pictures=PICTURES)))
    return path.as_uri()


async def brightness(page: Page, selector: str, what: str) -> float:
    """How light a colour is, from 0 to 255."""
    colour: str = await page.eval_on_selector(selector, f"element => getComputedStyle(element).{what}")
    parts = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3


@pytest.mark.parametrize(("scheme", "media"), [("light", "screen"), ("dark", "screen"), ("dark", "print")])
async def test_a_page_is_readable_by_day_by_night_and_on_paper(tmp_path: Path, scheme: str, media: str) -> None:
    """Dark on light by day and on paper, light on dark by night; nothing is wider than a phone."""
    async with launched() as browser:
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        address = written(tmp_path, full_story())
        await page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]  # literals, parametrised
        await page.goto(address)
        ink, paper = await brightness(page, ".tweet .text", "color"), await brightness(page, "body", "backgroundColor")
        assert (ink > paper) == ((scheme, media) == ("dark", "screen"))
        assert abs(ink - paper) > 150
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        assert [url for url in asked if not url.startswith("data:")] == [address]
        assert troubles == []


async def test_what_is_folded_opens_by_a_tap_and_on_paper(tmp_path: Path) -> None:
    """A content warning hides its tweet on the screen, and nothing is missing in print."""
    async with launched() as browser:
        page = await browser.new_page()
        await page.goto(written(tmp_path, full_story()))
        hidden = page.get_by_text("Nobody lit the stove.")
        assert not await hidden.is_visible()
        await page.emulate_media(media="print")
        assert await hidden.is_visible()
        await page.emulate_media(media="screen")
        await page.get_by_text("Content warning: Ghosts").click()
        assert await hidden.is_visible()


async def test_a_story_from_right_to_left_begins_at_the_right(tmp_path: Path) -> None:
    """And a tweet in it that runs the other way begins at the left."""
    async with launched() as browser:
        page = await browser.new_page(viewport={"width": 800, "height": 600})
        await page.goto(written(tmp_path, ARABIC))
        sides = await page.eval_on_selector_all(
            ".tweet .text", "all => all.map(one => getComputedStyle(one).direction)"
        )
        assert sides == ["rtl", "ltr"]
        title = await page.eval_on_selector("h1", "element => getComputedStyle(element).direction")
        assert title == "rtl"
