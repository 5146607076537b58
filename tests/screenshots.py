"""The pictures of `docs/screenshots/`, taken by hand: each story of `tests/handlers/scripts/` as its reader sees it.

`python -m tests.screenshots` takes them all, with names only those. Look at every one before it is committed.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
from playwright.async_api import Browser, ViewportSize, expect

from bot.app import running
from bot.sandbox.page import add_page
from bot.sandbox.samples import PLACEHOLDER
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from storage.intake import Intake
from storage.opening import open_database
from tests.bot.sandbox.browser_driver import launched
from tests.builders import NOW
from threads.sources import spool_json

ROOT = Path(__file__).parent.parent
STORIES = ROOT / "tests" / "handlers" / "scripts"
TARGET = ROOT / "docs" / "screenshots"
SIZE: ViewportSize = {"width": 420, "height": 640}
LARGEST = 120_000
"""Bytes of one picture."""
FRAME = {"emoji": 2, "persian": 3, "arabic": 3, "thai": 3}
"""Which frame is shown, counted from 1; the first where nothing is said."""
READERS = {"arabic": ("ليان", "ar"), "persian": ("سارا", "fa")}


@asynccontextmanager
async def _serving(name: str, folder: Path) -> AsyncIterator[str]:
    """The bot with one story and one reader, and its chat page."""
    person, language = READERS.get(name, ("Robin", "en"))
    world = World()
    world.add_person(person, language_code=language)
    web = make_app(world)
    add_page(web, world)
    runner, port = await serve(web)
    address = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{folder / f'{name}.db'}"
    await _fill(database, name, address)
    async with running(address, world.token, database) as app:
        polling = asyncio.create_task(app.poll())
        try:
            yield address
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
    await runner.cleanup()


async def _fill(url: str, name: str, address: str) -> None:
    text = (STORIES / f"{name}.json").read_text("utf-8").replace(PLACEHOLDER, f"{address}/static/pictures")
    database = await open_database(url)
    await Intake(database).take([spool_json.parse(orjson.loads(text))], NOW)
    await database.close()


async def _shoot(browser: Browser, name: str, address: str) -> None:
    page = await browser.new_page(viewport=SIZE, reduced_motion="reduce")
    await page.goto(address)
    await page.get_by_role("button", name="START", exact=True).click()
    for _ in range(FRAME.get(name, 1)):
        card = page.locator("article.message").last
        await card.locator(".key.primary").click()
        await page.wait_for_timeout(700)
    await expect(page.locator("article.message").last).to_be_visible()
    await page.mouse.move(0, 0)
    target = TARGET / f"{name}.png"
    await page.screenshot(path=target)
    await page.close()
    print(f"{name}: {target.stat().st_size:,} bytes")  # noqa: T201  # run by hand
    assert target.stat().st_size <= LARGEST


async def _main(names: list[str]) -> None:
    TARGET.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="spool-"))
    async with launched() as browser:
        for name in names or sorted(path.stem for path in STORIES.iterdir()):
            async with _serving(name, folder) as address:
                await _shoot(browser, name, address)
    shutil.rmtree(folder)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
