"""Throwing away what no story shows any more, and what was left unfinished: late, and nothing else."""

import asyncio
import os
import time
from pathlib import Path

from storage.opening import open_database
from tests.bot.picture_site import collecting, files, rows, showing, site
from tests.clock import HandClock
from tests.films import png

DAY = 86_400.0


def make_old(tmp_path: Path) -> None:
    """Let two days pass for the files."""
    before = time.time() - 2 * DAY
    for path in (tmp_path / "media").rglob("*"):
        os.utime(path, (before, before))


async def test_what_no_story_shows_any_more_is_thrown_away_after_a_month(tmp_path: Path, clock: HandClock) -> None:
    """Of a withdrawn story, and of one that changed; not what another story shows. Its file id goes too."""
    async with collecting(tmp_path, clock) as telegram:
        async with site(clock, a_png=png(), b_png=png(3, 3), c_png=png(4, 4)) as it:
            first, second, third = (f"{it.address}/{name}.png" for name in "abc")
            await telegram.bring(showing(first, second), showing(second, third, source_id="s2"))
            await telegram.pass_time(10)
        for payload in ("t_1_1", "t_1_2", "t_2_2"):
            await telegram.person().start(payload)
        await telegram.withdraw(1)
        await telegram.bring(showing(second, source_id="s2"))
        await asyncio.to_thread(make_old, tmp_path)
        await telegram.skip_time(DAY / 2)
        await telegram.skip_time(29 * DAY)
        await telegram.skip_time(DAY / 2)
        assert len(await asyncio.to_thread(files, tmp_path)) == 3
        await telegram.skip_time(3 * DAY)
        await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == [png(3, 3)]
        assert await rows(telegram, "SELECT url FROM medium") == [(second,)]
        assert await rows(telegram, "SELECT url FROM file") == [(second,)]
        assert await telegram.services.media.find(second) is not None


async def test_a_story_that_comes_back_within_a_month_has_its_pictures(tmp_path: Path, clock: HandClock) -> None:
    """Withdrawn by mistake, published again."""
    async with collecting(tmp_path, clock) as telegram:
        async with site(clock, a_png=png()) as it:
            await telegram.bring(showing(f"{it.address}/a.png"))
            await telegram.pass_time(10)
        await telegram.withdraw(1)
        await asyncio.to_thread(make_old, tmp_path)
        await telegram.skip_time(DAY / 2)
        await telegram.skip_time(20 * DAY)
        database = await open_database(telegram.url)
        await database.write("UPDATE thread SET status = 'published' WHERE id = 1")
        await database.close()
        for _ in range(2):
            await telegram.skip_time(20 * DAY)
            await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == [png()]


async def test_what_a_kill_left_unfinished_is_removed(tmp_path: Path, clock: HandClock) -> None:
    """After a day: until then it may be being written. A whole file that this database does not know is another's."""
    async with collecting(tmp_path, clock) as telegram:
        new, other = tmp_path / "media" / "new" / "x.part", tmp_path / "media" / "ab" / f"ab{'0' * 62}.png"

        def leave() -> None:
            for path in (new, other):
                path.parent.mkdir(parents=True)
                path.write_bytes(path.suffix.encode())

        await asyncio.to_thread(leave)
        await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == [b".part", b".png"]
        await asyncio.to_thread(make_old, tmp_path)
        await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == [b".png"]


async def test_a_file_that_was_kept_anew_is_not_thrown_away(tmp_path: Path, clock: HandClock) -> None:
    """It is young, whatever has no name any more: it goes a day later."""
    async with collecting(tmp_path, clock) as telegram:
        await telegram.services.media.keep("https://pictures.example/a.png", png())
        await telegram.skip_time(DAY / 2)
        await telegram.skip_time(31 * DAY)
        await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == [png()]
        assert await rows(telegram, "SELECT count(*) FROM content") == [(1,)]
        await asyncio.to_thread(make_old, tmp_path)
        await telegram.skip_time(DAY / 2)
        assert await asyncio.to_thread(files, tmp_path) == []
        assert await rows(telegram, "SELECT count(*) FROM content") == [(0,)]
