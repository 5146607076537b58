"""`kill -9` at any moment: nothing is torn, every place is kept, and the program goes on where it was.

The moments are drawn by chance; the seed is told when a test fails.
"""

import asyncio
import hashlib
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.program import Running, Sandbox, file_of, running, sandbox, spool_process, until
from tests.builders import long_story, story
from tests.driver import button, labels
from tests.films import png
from tests.storage.library import library_on
from tests.threads.sources.x_archives import id_of, packed, picture, tweet
from tests.threads.sources.x_archives import whole as archive_of
from threads.model import Thread, ThreadId
from threads.tags import tags_of

KILLS = 4
READERS = 6
LENGTH = 40
STORIES = 400
PICTURES = 200


@contextmanager
def told(seed: int) -> Iterator[random.Random]:
    """Chance that can be had again."""
    try:
        yield random.Random(seed)  # noqa: S311  # moments, not secrets
    except BaseException:
        print(f"the seed was {seed}")  # noqa: T201
        raise


def sound(database: Path) -> None:
    """Not a page is torn, and nothing refers to what is not there."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # as above
async def test_a_bot_that_is_killed_while_people_read_goes_on_where_they_were(tmp_path: Path, seed: int) -> None:
    """After every kill the database is sound; after the last start each place is the frame that is shown."""
    path = file_of(tmp_path / "story.jsonl", long_story(LENGTH))
    assert (await asyncio.to_thread(spool_process, tmp_path, "import", path)).code == 0
    with told(seed) as chance:
        async with sandbox() as telegram:
            people = [telegram.world.add_person(f"Reader {n}") for n in range(READERS)]
            for person in people:
                telegram.world.start(person, "t_1_1")
            for _ in range(KILLS):
                async with running(tmp_path, "run", **telegram.settings) as bot:
                    await killed_while_reading(telegram, bot, people, chance)
                sound(tmp_path / "data" / "spool.db")
            async with running(tmp_path, "run", **telegram.settings) as bot:
                await until(lambda: telegram.world.pending() == 0)
                assert await bot.stop() == 0
            await places_are_shown(telegram, people, tmp_path / "data" / "spool.db")


async def killed_while_reading(telegram: Sandbox, bot: Running, people: list[int], chance: random.Random) -> None:
    """Everybody taps as fast as they are answered, until the program is killed at some moment."""
    await until(lambda: all(telegram.sent(person) for person in people))
    tapping = [asyncio.create_task(taps(telegram, person)) for person in people]
    await asyncio.sleep(chance.uniform(0, 0.3))
    bot.process.send_signal(signal.SIGKILL)
    assert await bot.ended() == -signal.SIGKILL
    for task in tapping:
        task.cancel()
    await asyncio.gather(*tapping, return_exceptions=True)


async def taps(telegram: Sandbox, person: int) -> None:
    """Next, as often as a press is answered and the card has moved; back at the end."""
    while True:
        card = telegram.sent(person)[-1]
        data = button(card, "◀ Prev" if number(card) == LENGTH else "Next ▶")["callback_data"]
        telegram.world.press(person, data, chat=person, message_id=card["message_id"])
        shown = number(card)
        await until(lambda: number(telegram.sent(person)[-1]) != shown)  # noqa: B023  # awaited at once


def number(card: dict[str, object]) -> int:
    """The tweet that a card shows."""
    return int(labels(card)[0][1].partition("/")[0])


async def places_are_shown(telegram: Sandbox, people: list[int], database: Path) -> None:
    """What is stored is what the last frame of each reader shows."""
    async with library_on(database) as library:
        for person in people:
            (line,), _ = await library.readers.unfinished(person, 0)  # type: ignore[arg-type]  # a person's id
            # A message that was lost on its way may have been sent again by the start that is handled twice.
            assert line.place.number in {number(card) for card in telegram.sent(person)}


def stories() -> list[Thread]:
    """Some hundred stories with tags of their own and common ones."""
    return [
        story(
            *(f"Lamp {n} of stair {step}. #lamp{n % 7} #stair{step}" for step in range(1, 3 + n % 9)),
            source_id=f"lamp-{n}",
            handle=f"keeper{n % 11}",
        )
        for n in range(STORIES)
    ]


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # as above
async def test_an_import_that_is_killed_leaves_whole_stories_and_is_finished_by_the_next(
    tmp_path: Path, seed: int
) -> None:
    """Each story is there with all its tweets and tags, or not at all; importing again brings the rest in."""
    path = file_of(tmp_path / "lamps.jsonl", *stories())
    with told(seed) as chance:
        for kill in range(KILLS):
            folder = tmp_path / str(kill)
            folder.mkdir()
            await killed_while_importing(folder, path, chance)
            sound(folder / "data" / "spool.db")
            await whole(folder / "data" / "spool.db")
            assert (await asyncio.to_thread(spool_process, folder, "import", path)).code == 0
            assert await whole(folder / "data" / "spool.db") == STORIES


async def killed_while_importing(folder: Path, path: Path, chance: random.Random) -> None:
    """An import that is killed soon after it has made its database."""
    async with running(folder, "import", str(path)) as importing:
        await until((folder / "data" / "spool.db").exists)
        await asyncio.sleep(chance.uniform(0, 0.2))
        if importing.process.returncode is None:
            importing.process.send_signal(signal.SIGKILL)
        await importing.ended()


async def whole(database: Path) -> int:
    """Every story that is there has everything it should; how many there are."""
    given = {thread.source_id: thread for thread in stories()}
    async with library_on(database) as library:
        rows = await library.database.fetch("SELECT id, source_id, tweet_count FROM thread")
        for thread, source_id, count in rows:
            kept, wanted = await library.story(ThreadId(thread)), given[source_id]
            assert [tweet.text for tweet in kept.thread] == [tweet.text for tweet in wanted]
            assert count == len(wanted)
            assert {tag.key for tag in kept.tags} == set(tags_of(wanted))
    return len(rows)


def sound_pictures(folder: Path) -> int:
    """Every kept file is whole, and every row has its file; how many there are."""
    files = {path.name: path for path in (folder / "data" / "media").glob("??/*")}
    for name, path in files.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name.partition(".")[0]
    connection = sqlite3.connect(folder / "data" / "spool.db")
    rows = connection.execute("SELECT hash || '.' || type FROM content").fetchall()
    connection.close()
    assert {name for (name,) in rows} <= set(files)
    return len(rows)


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # as above
async def test_an_import_that_is_killed_while_it_keeps_pictures_tears_none(tmp_path: Path, seed: int) -> None:
    """Each picture is there whole or not at all; importing again keeps the rest."""
    tweets = [tweet(n, to=n - 1 if n else None, **picture(n, f"{n}.png")) for n in range(PICTURES)]
    files = archive_of(*tweets) | {
        f"data/tweets_media/{id_of(n)}-{n}.png": png(9, 9, more=hashlib.shake_128(b"%d" % n).digest(100_000))
        for n in range(PICTURES)
    }
    await asyncio.to_thread(packed, tmp_path / "a.zip", files)
    with told(seed) as chance:
        for _ in range(KILLS):
            async with running(tmp_path, "import", "a.zip") as importing:
                await until((tmp_path / "data" / "media" / "new").exists)
                await asyncio.sleep(chance.uniform(0, 0.3))
                importing.process.send_signal(signal.SIGKILL)
                await importing.ended()
            sound(tmp_path / "data" / "spool.db")
            await asyncio.to_thread(sound_pictures, tmp_path)
        assert (await asyncio.to_thread(spool_process, tmp_path, "import", "a.zip")).code == 0
        assert await asyncio.to_thread(sound_pictures, tmp_path) == PICTURES
