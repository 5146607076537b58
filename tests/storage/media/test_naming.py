"""Which pictures stories name: written with them, so that what is missing is known."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.database import Database
from storage.intake import Intake
from storage.migrate import migrations, statements
from storage.opening import open_database
from tests.builders import NOW, story
from threads.model import Author, Media, MediaKind, Tweet, TweetNumber

SEA = "https://pictures.example/sea.jpg"
FILM = "https://pictures.example/film.mp4"
POSTER = "https://pictures.example/film.jpg"
FACE = "https://pictures.example/face.png"

PHOTO = Tweet(number=TweetNumber(1), media=(Media(kind=MediaKind.PHOTO, url=SEA),))
VIDEO = Tweet(number=TweetNumber(2), media=(Media(kind=MediaKind.VIDEO, url=FILM, preview_url=POSTER),))
AUTHOR = Author(handle="mira_tides", avatar_url=FACE)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty library."""
    database = await open_database(f"sqlite:///{tmp_path}/spool.db")
    yield database
    await database.close()


async def named(database: Database) -> list[tuple[int, str]]:
    """What is named by which story."""
    rows = await database.fetch("SELECT thread_id, url FROM thread_medium ORDER BY thread_id, url")
    return [(thread, url) for thread, url in rows]


async def due(database: Database) -> list[str]:
    """What is to be fetched."""
    return [url for (url,) in await database.fetch("SELECT url FROM medium WHERE due_at IS NOT NULL ORDER BY url")]


async def test_what_a_story_names_is_to_be_fetched(database: Database) -> None:
    """Pictures, films, their previews and the author's picture, once each, also of a draft."""
    await Intake(database).take([story(PHOTO, VIDEO, author=AUTHOR), story(PHOTO, source_id="s2")], NOW)
    await Intake(database).take([story("No picture.", source_id="s3", author=Author(handle="b"))], NOW, draft=True)
    assert await named(database) == [(1, FACE), (1, POSTER), (1, FILM), (1, SEA), (2, SEA)]
    assert await due(database) == sorted([FACE, FILM, POSTER, SEA])


async def test_a_new_version_names_anew(database: Database) -> None:
    """What left the story is no longer named by it; a draft that is thrown away names nothing."""
    await Intake(database).take([story(PHOTO, VIDEO)], NOW)
    await Intake(database).take([replace(story("Now words.", VIDEO), source_id="s1")], NOW)
    assert await named(database) == [(1, POSTER), (1, FILM)]
    await Intake(database).take([story(PHOTO, source_id="s2")], NOW, draft=True)
    await database.write("DELETE FROM thread WHERE id = 2")
    assert await named(database) == [(1, POSTER), (1, FILM)]


async def test_the_pictures_of_older_libraries_are_named_too(database: Database) -> None:
    """A migration reads them from the stories there are, as importing them would have named them."""
    lone = story("Words.", source_id="s2", author=Author(handle="otto"))
    await Intake(database).take([story(PHOTO, VIDEO, author=AUTHOR), lone], NOW)
    before = await named(database), await due(database)
    known = await asyncio.to_thread(migrations)
    (sql,) = [sql for _, sql in known if "CREATE TABLE thread_medium" in sql]
    async with database.transaction() as transaction:
        for table in ("thread_medium", "medium", "content"):
            await transaction.fetch(f"DROP TABLE {table}")
        for statement in statements(sql):
            await transaction.fetch(statement)
    assert (await named(database), await due(database)) == before
