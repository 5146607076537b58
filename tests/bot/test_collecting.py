"""Fetching what stories show, beside everything else: once, politely, within bounds."""

import asyncio
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

from bot.media_rules import MediaRules
from bot.outside.rules import Rules
from tests.bot.picture_site import HERE, collecting, files, rows, showing, site
from tests.bot.program import file_of, running, sandbox, spool_process, until
from tests.builders import story
from tests.clock import HandClock
from tests.driver import Telegram
from tests.films import gif, jpeg, mp4, png
from tests.handlers.leaves import held
from threads.model import Author, Media, MediaKind, Tweet, TweetNumber

DAY = 86_400.0


def uploads(telegram: Telegram, method: str) -> int:
    """How many calls of a method carried a file along."""
    return sum("bytes>" in str(call) for call in telegram.calls(method))


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        (MediaKind.PHOTO, jpeg(640, 360), "photo"),
        (MediaKind.VIDEO, mp4(moved=3_000_000), "video"),
        (MediaKind.GIF, gif(), "animation"),
        (MediaKind.GIF, mp4(), "animation"),
    ],
)
async def test_a_story_outlives_the_deletion_of_its_pictures(
    tmp_path: Path, clock: HandClock, kind: MediaKind, data: bytes, shown: str
) -> None:
    """Fetched once when it came; when its server is gone, one reader's card uploads it, the other has it by its id."""
    async with collecting(tmp_path, clock) as telegram:
        async with site(clock, a_bin=data) as pictures:
            url = f"{pictures.address}/a.bin"
            await telegram.bring(showing(url, kind=kind))
            await telegram.pass_time(10)
            assert pictures.paths == ["/a.bin"]
        telegram.world.dead_urls.add(url)
        for _ in range(2):
            (card,) = await telegram.person().start("t_1_1")
            assert held(card) == shown
        method = {"photo": "sendPhoto", "video": "sendVideo", "animation": "sendAnimation"}[shown]
        assert (len(telegram.calls(method)), uploads(telegram, method)) == (2, 1)
        assert await asyncio.to_thread(files, tmp_path) == [data]


async def test_everything_that_stories_show_is_fetched_once(tmp_path: Path, clock: HandClock) -> None:
    """Previews and the author's picture too, of drafts too; what two stories show, and what was known before a restart,
    is not asked for again."""
    async with (
        collecting(tmp_path, clock) as telegram,
        site(clock, a_png=png(), b_png=png(3, 3), f_png=png(4, 4)) as it,
    ):
        it.files["/v.mp4"] = mp4()
        film = Media(kind=MediaKind.VIDEO, url=f"{it.address}/v.mp4", preview_url=f"{it.address}/b.png")
        face = Author(handle="mira_tides", avatar_url=f"{it.address}/f.png")
        filmed = story(Tweet(number=TweetNumber(1), media=(film,)), author=face, source_id="s2")
        await telegram.bring(showing(f"{it.address}/a.png"), filmed)
        await telegram.bring(showing(f"{it.address}/a.png", source_id="s3"), draft=True)
        await telegram.pass_time(10)
        await telegram.restart()
        await telegram.bring(replace(filmed, title="The film"))
        await telegram.pass_time(10)
        assert sorted(it.paths) == ["/a.png", "/b.png", "/f.png", "/v.mp4"]


async def test_one_server_is_asked_with_pauses(tmp_path: Path, clock: HandClock) -> None:
    """A second at least between two questions."""
    async with collecting(tmp_path, clock) as telegram, site(clock) as it:
        it.files = {f"/{n}.png": png(n + 1, 1) for n in range(30)}
        await telegram.bring(showing(*(f"{it.address}{path}" for path in it.files)))
        await telegram.pass_time(60)
        times = [at for _, at in it.asked]
        assert len(times) == 30
        assert all(later - earlier >= 1 for earlier, later in pairwise(times))


async def test_what_has_just_come_is_fetched_before_what_waits_for_long(tmp_path: Path, clock: HandClock) -> None:
    """However many pictures an older story has."""
    async with collecting(tmp_path, clock) as telegram, site(clock) as it:
        it.files = {f"/{n}.png": png(n + 1, 1) for n in range(60)}
        await telegram.bring(showing(*(f"{it.address}{path}" for path in it.files)))
        await telegram.pass_time(10)
        it.files["/new.png"] = png(1, 99)
        await telegram.bring(showing(f"{it.address}/new.png", source_id="s2"))
        await telegram.pass_time(25)
        assert "/new.png" in it.paths
        assert len(it.paths) < 60


async def test_a_server_in_trouble_is_let_be_and_others_are_not(tmp_path: Path, clock: HandClock) -> None:
    """For a minute, then two; when it is well again it is asked for everything."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_png=500, b_png=500) as sick, site(clock) as well:
        well.files = {"/c.png": png()}
        await telegram.bring(showing(f"{sick.address}/a.png", f"{sick.address}/b.png", f"{well.address}/c.png"))
        await telegram.pass_time(50)
        assert (len(sick.paths), well.paths) == (1, ["/c.png"])
        await telegram.pass_time(30)
        assert sorted(sick.paths) == ["/a.png", "/b.png"]
        sick.files = {"/a.png": png(3, 3), "/b.png": png(4, 4)}
        await telegram.pass_time(100)
        assert len(sick.paths) == 2
        for _ in range(3):
            await telegram.skip_time(3600)
        assert sorted(sick.paths) == ["/a.png", "/a.png", "/b.png", "/b.png"]
        assert len(await asyncio.to_thread(files, tmp_path)) == 3


async def test_a_server_that_asks_for_patience_gets_it(tmp_path: Path, clock: HandClock) -> None:
    """As long as it says."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_png=429, b_png=429) as it:
        it.headers = {"Retry-After": "600"}
        await telegram.bring(showing(f"{it.address}/a.png", f"{it.address}/b.png"))
        await telegram.pass_time()
        await telegram.skip_time(570)
        assert len(it.paths) == 1
        it.files = {"/a.png": png(), "/b.png": png(3, 3)}
        await telegram.pass_time(40)
        assert sorted(it.paths[1:]) == ["/a.png", "/b.png"]


@pytest.mark.parametrize(
    ("answer", "times"), [(404, 3), (304, 3), (b"<html>Not found</html>" * 9, 3), (b"x", 3), (png(20_000, 20_000), 1)]
)
async def test_what_is_no_picture_is_given_up(
    tmp_path: Path, clock: HandClock, answer: bytes | int, times: int
) -> None:
    """After a day and a week more; what is too large at once. Nothing is kept of it; its server is asked for others."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_jpg=answer, b_jpg=png()) as it:
        await telegram.bring(showing(f"{it.address}/a.jpg", f"{it.address}/b.jpg"))
        for _ in range(4):
            await telegram.pass_time(10)
            await telegram.skip_time(8 * DAY)
        assert sorted(it.paths) == ["/a.jpg"] * times + ["/b.jpg"]
        assert await asyncio.to_thread(files, tmp_path) == [png()]
        (why,) = await rows(telegram, "SELECT why FROM medium WHERE hash IS NULL")
        assert why[0]


async def test_a_film_that_never_ends_is_not_read_to_its_end(tmp_path: Path, clock: HandClock) -> None:
    """Fifty megabytes are the most; it is given up."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_mp4=mp4(moved=50_000_001)) as it:
        await telegram.bring(showing(f"{it.address}/a.mp4", kind=MediaKind.VIDEO))
        await telegram.pass_time(10)
        assert await asyncio.to_thread(files, tmp_path) == []
        assert await rows(telegram, "SELECT why, due_at FROM medium") == [("error.link.large", None)]


async def test_when_the_room_is_full_nothing_more_is_asked_for(
    tmp_path: Path, clock: HandClock, logs: StringIO
) -> None:
    """That is said once; with more room it goes on."""
    async with (
        collecting(tmp_path, clock, limit=len(png())) as telegram,
        site(clock, a_png=png(), b_png=png(3, 3)) as it,
    ):
        await telegram.bring(showing(f"{it.address}/a.png", f"{it.address}/b.png"))
        await telegram.pass_time()
        for _ in range(3):
            await telegram.skip_time(3601)
        assert len(it.paths) == 1
        assert logs.getvalue().count("MEDIA_LIMIT is reached") == 1
        telegram.media = MediaRules(folder=tmp_path / "media", fetch=True)
        await telegram.restart()
        await telegram.pass_time(10)
        assert sorted(it.paths) == ["/a.png", "/b.png"]


async def test_a_disk_that_can_not_be_written_is_tried_again(tmp_path: Path, clock: HandClock, logs: StringIO) -> None:
    """After a minute, and nothing counts as given up."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_png=png()) as it:
        in_the_way = tmp_path / "media"
        await asyncio.to_thread(in_the_way.write_text, "no folder")
        await telegram.bring(showing(f"{it.address}/a.png"))
        await telegram.pass_time(10)
        assert "the disk can't be written" in logs.getvalue()
        await asyncio.to_thread(in_the_way.unlink)
        await telegram.skip_time(60)
        assert await asyncio.to_thread(files, tmp_path) == [png()]


@pytest.mark.parametrize(("rules", "fetch"), [(HERE, False), (None, True)], ids=["off", "private"])
async def test_nobody_is_asked_who_may_not_be(
    tmp_path: Path, clock: HandClock, rules: Rules | None, fetch: bool
) -> None:
    """When it is switched off, and inside the machine's own network, unless a setting names it."""
    async with collecting(tmp_path, clock, rules=rules, fetch=fetch) as telegram, site(clock, a_png=png()) as it:
        await telegram.bring(showing(f"{it.address}/a.png"))
        await telegram.skip_time(3600)
        assert it.paths == []


async def test_a_kept_file_that_was_deleted_is_fetched_again(tmp_path: Path, clock: HandClock) -> None:
    """Once a reader has met the loss."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_png=png()) as it:
        await telegram.bring(showing(f"{it.address}/a.png"))
        await telegram.pass_time(10)
        (path,) = await asyncio.to_thread(lambda: list(tmp_path.glob("media/??/*")))
        await asyncio.to_thread(path.unlink)
        await telegram.person().start("t_1_1")
        await telegram.pass_time(10)
        assert it.paths == ["/a.png", "/a.png"]
        assert await asyncio.to_thread(files, tmp_path) == [png()]


async def test_a_database_in_trouble_holds_it_up_and_no_more(tmp_path: Path, clock: HandClock) -> None:
    """A minute later it goes on."""
    async with collecting(tmp_path, clock) as telegram, site(clock, a_png=png()) as it:
        await telegram.bring(showing(f"{it.address}/a.png"))
        bring_back = await telegram.break_database()
        await telegram.pass_time(10)
        assert it.paths == []
        await bring_back()
        await telegram.pass_time(90)
        assert it.paths == ["/a.png"]


async def test_the_program_fetches_unless_it_is_told_not_to(tmp_path: Path) -> None:
    """From its settings to a file in DATA_DIR."""
    async with site(HandClock(), a_png=png()) as it, sandbox() as telegram:
        path = file_of(tmp_path / "story.jsonl", showing(f"{it.address}/a.png"))
        assert (await asyncio.to_thread(spool_process, tmp_path, "import", path)).code == 0
        settings = telegram.settings | {"FETCH_ALLOW": "127.0.0.1"}
        async with running(tmp_path, "run", **settings, MEDIA_FETCH="no") as bot:
            await bot.said('"running"')
            assert await bot.stop() == 0
        assert it.paths == []
        async with running(tmp_path, "run", **settings) as bot:
            await until(lambda: list((tmp_path / "data" / "media").glob("??/*.png")))
            assert await bot.stop() == 0
        assert it.paths == ["/a.png"]
