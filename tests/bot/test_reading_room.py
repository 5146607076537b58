"""Reading what strangers send: within bounds of memory and time, with a sentence for whatever goes wrong."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.reading_room import MOST_WAITING, ReadingRoom
from bot.stories import MOST, guarded
from bot.studio import Studio
from tests.bot.productions import hoarding
from tests.builders import NOW, story
from threads.errors import UnreadableSource
from threads.exports.errors import ProductionFailed
from threads.model import Thread
from threads.sources import spool_json


@pytest.fixture
async def room() -> AsyncIterator[ReadingRoom]:
    """A reading room of this day."""
    room = ReadingRoom(lambda: NOW)
    yield room
    await room.close()


async def test_little_and_large_documents_give_the_same_stories(room: ReadingRoom) -> None:
    """In a thread or in the process, by the importers of the command line."""
    little = await room.read("tale.txt", b"One.\n\nTwo.")
    long = "Long ago. " * 400
    large = await room.read("tales.txt", f"{long}\n\nOne.\n\nTwo.\n\n{long}\n\n{long}\n\n{long}\n\n{long}".encode())
    assert [tweet.text for tweet in little[0]] == ["One.", "Two."]
    assert [tweet.text for tweet in large[0]][1:3] == ["One.", "Two."]


async def test_a_worker_takes_no_more_memory_than_it_may() -> None:
    """What would fill the machine fails by itself, and the worker goes on."""
    studio = Studio(megabytes=600)
    try:
        with pytest.raises(ProductionFailed, match="MemoryError"):
            await studio.make(hoarding, 900)
        assert await studio.make(hoarding, 1) == 1024 * 1024
    finally:
        await studio.close()


async def test_a_zip_that_grows_without_end_is_refused(room: ReadingRoom) -> None:
    """A few hundred KB that unpack to hundreds of MB: a sentence, and the room goes on."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/tweets.js", b"window.YTD.tweets.part0 = [" + b" " * (200 * 1024 * 1024))
    with pytest.raises(UnreadableSource):
        await room.read("bomb.zip", packed.getvalue())
    assert len(await room.read("tale.txt", b"One.\n\nTwo.")) == 1


async def test_a_document_of_too_many_stories_is_left_to_the_command_line(room: ReadingRoom) -> None:
    """Two hundred come in, one more does not, and the sentence says how it does."""
    lines = [spool_json.dump(story(f"Gull {number}.", source_id=f"g{number}")) for number in range(MOST + 1)]
    assert len(await room.read("gulls.jsonl", b"\n".join(lines[:MOST]))) == MOST
    with pytest.raises(UnreadableSource, match="more than 200 stories"):
        await room.read("gulls.jsonl", b"\n".join(lines))


async def test_who_comes_while_many_wait_is_told_so(room: ReadingRoom) -> None:
    """And who is being read when the bot stops is told too, instead of waiting for ever."""
    large = b"A long walk.\n\n" * 3_000
    reading = [asyncio.create_task(room.read("walk.txt", large)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0.01)
    with pytest.raises(UnreadableSource, match="Many files are being read"):
        await room.read("walk.txt", large)
    await room.close()
    for outcome in await asyncio.gather(*reading, return_exceptions=True):
        assert isinstance(outcome, UnreadableSource)


def test_a_fault_of_an_importer_is_a_sentence() -> None:
    """Its type is told and its text is not, which may hold what the story says."""

    def failing() -> Iterator[Thread]:
        yield story()
        raise KeyError("the keeper's secret")

    with pytest.raises(UnreadableSource, match=r"KeyError\): please report it") as caught:
        list(guarded(failing()))
    assert "secret" not in str(caught.value)
