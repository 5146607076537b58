"""Pictures and films that are kept: whole or not at all, once for the same bytes, found by every address."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.media.content_files import MAX_BYTES, Refusal
from storage.media.kept import Kept, KeptMedia
from storage.media.missing import Missing
from storage.opening import open_database
from tests.builders import NOW
from tests.films import gif, jpeg, mp4, png
from threads.content import Type

URL = "https://pictures.example/1.jpg"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty library."""
    database = await open_database(f"sqlite:///{tmp_path}/spool.db")
    yield database
    await database.close()


def keeper(database: Database, tmp_path: Path, *, limit: int = 1_000_000_000) -> KeptMedia:
    """The store of a process."""
    return KeptMedia(database, tmp_path / "media", lambda: NOW, limit=limit)


async def kept(media: KeptMedia, data: bytes, url: str = URL) -> Kept:
    """What was kept, which has to be."""
    found = await media.keep(url, data)
    assert isinstance(found, Kept), found
    return found


def files(tmp_path: Path) -> list[str]:
    """Every file of the store, below its folder."""
    return sorted(
        str(path.relative_to(tmp_path / "media")) for path in (tmp_path / "media").rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(
    ("data", "type", "size"),
    [
        (png(3, 4), Type.PNG, (3, 4)),
        (jpeg(30, 40), Type.JPEG, (30, 40)),
        (gif(5, 6), Type.GIF, (5, 6)),
        (mp4(640, 360), Type.MP4, (640, 360)),
        (b"\x1a\x45\xdf\xa3" + b"\0" * 40, Type.WEBM, (None, None)),
    ],
)
async def test_a_file_is_kept_under_its_hash_and_found_by_its_address(
    database: Database, tmp_path: Path, data: bytes, type: Type, size: tuple[int, int]
) -> None:
    """By what it is, whatever its address says, and by another process too."""
    first = await kept(keeper(database, tmp_path), data)
    assert (first.content.type, first.size, (first.content.width, first.content.height)) == (type, len(data), size)
    assert await asyncio.to_thread(files, tmp_path) == [f"{first.hash[:2]}/{first.hash}.{type}"]
    other = keeper(database, tmp_path)
    assert await other.find(URL) == first
    assert await other.read(first) == data
    assert await other.find("https://pictures.example/2.jpg") is None


async def test_the_same_picture_at_two_addresses_lies_there_once(database: Database, tmp_path: Path) -> None:
    """Both addresses find it; another picture at the first one takes its place there alone."""
    media = keeper(database, tmp_path)
    first = await kept(media, png())
    second = await kept(media, png(), "telegram:AQADx")
    assert first == second == await media.find("telegram:AQADx")
    assert len(await asyncio.to_thread(files, tmp_path)) == 1
    other = await kept(media, jpeg())
    assert (await media.find(URL), await media.find("telegram:AQADx")) == (other, second)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>no picture</html>", Refusal.OTHER),
        (b"", Refusal.OTHER),
        (jpeg()[:12], Refusal.OTHER),
        (png(20_000, 20_000), Refusal.LARGE),
        (mp4(moved=MAX_BYTES), Refusal.LARGE),
    ],
    ids=["page", "empty", "torn", "bomb", "large"],
)
async def test_what_is_refused_leaves_nothing_behind(
    database: Database, tmp_path: Path, data: bytes, why: Refusal
) -> None:
    """Not a file, not half of one, and not a row."""
    media = keeper(database, tmp_path)
    assert await media.keep(URL, data) is why
    assert await media.find(URL) is None
    assert await asyncio.to_thread(files, tmp_path) == []


async def test_no_more_is_read_of_a_stream_than_its_limit(database: Database, tmp_path: Path) -> None:
    """What never ends is given up at fifty megabytes."""

    class Endless(io.BytesIO):
        """A film that goes on for ever."""

        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            """The next piece."""
            assert size is not None
            assert size > 0
            begin = mp4(moved=0)[:size] if not self.given else b""
            self.given += size
            return begin + b"\0" * (size - len(begin))

    stream = Endless()
    assert await keeper(database, tmp_path).keep(URL, stream) is Refusal.LARGE
    assert stream.given < MAX_BYTES + 1_000_000


async def test_when_there_is_no_room_nothing_new_is_kept(database: Database, tmp_path: Path) -> None:
    """What is there stays; a limit of zero keeps nothing at all."""
    media = keeper(database, tmp_path, limit=len(png()) + 1)
    first = await kept(media, png())
    await kept(media, jpeg(), "https://pictures.example/2.jpg")
    assert await media.keep("https://pictures.example/3.jpg", gif()) is Refusal.FULL
    assert await media.read(first) == png()
    assert await keeper(database, tmp_path, limit=0).keep(URL, png()) is Refusal.FULL


async def test_the_disk_is_left_room(database: Database, tmp_path: Path) -> None:
    """What the database needs is not taken from it; when there is room again, and when files are gone, more is kept."""
    media = KeptMedia(database, tmp_path / "not" / "there" / "yet", lambda: NOW, reserve=10**18)
    assert await media.keep(URL, png()) is Refusal.FULL
    small = keeper(database, tmp_path, limit=len(png()))
    await kept(small, png())
    assert await small.keep(URL, jpeg()) is Refusal.FULL
    await database.write("DELETE FROM medium")
    await database.write("DELETE FROM content")
    await kept(small, jpeg())


async def test_a_folder_that_can_not_be_written_is_a_refusal(database: Database, tmp_path: Path) -> None:
    """A full disk ends nothing."""
    tmp_path.joinpath("media").write_text("in the way")
    assert await keeper(database, tmp_path).keep(URL, png()) is Refusal.DISK


@pytest.mark.parametrize("harm", ["gone", "short", "other"])
async def test_a_file_that_is_lost_is_to_be_fetched_again(database: Database, tmp_path: Path, harm: str) -> None:
    """From every address of the web that had it, once; keeping it again mends it for all."""
    media = keeper(database, tmp_path)
    first = await kept(media, png())
    await kept(media, png(), "telegram:AQADx")
    path = tmp_path / "media" / first.hash[:2] / f"{first.hash}.png"

    def damage() -> None:
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(png()[:-1] if harm == "short" else png()[:-1] + b"?")

    await asyncio.to_thread(damage)
    assert await media.read(first) is None
    assert await media.has(URL) is (harm == "other")
    due = await database.fetch("SELECT url FROM medium WHERE due_at IS NOT NULL")
    assert due == [(URL,)]
    await Missing(database).failed(URL, "gone", NOW, None)
    assert await media.read(first) is None
    assert await database.fetch("SELECT url FROM medium WHERE due_at IS NOT NULL") == []
    assert await media.read(await kept(media, png())) == png()
    assert await media.has("telegram:AQADx")
    assert not await media.has("https://pictures.example/2.jpg")


async def test_a_folder_that_is_away_for_a_while_loses_nothing(database: Database, tmp_path: Path) -> None:
    """A disk that is not mounted: when it is back, what is in no other place is there as before."""
    media = keeper(database, tmp_path)
    first = await kept(media, png(), "telegram:AQADx")
    await asyncio.to_thread((tmp_path / "media").rename, tmp_path / "away")
    assert await media.read(first) is None
    await asyncio.to_thread((tmp_path / "away").rename, tmp_path / "media")
    found = await media.find("telegram:AQADx")
    assert found == first
    assert await media.read(first) == png()
