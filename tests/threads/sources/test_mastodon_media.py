"""Pictures and films inside the archive of a Mastodon account: which are given out, and what damage comes to."""

import gzip
import tarfile
from collections.abc import Callable, Mapping

import pytest

from tests.films import mp4, png
from tests.threads.sources.mastodon_archives import create, outbox, tarred, zipped
from tests.threads.sources.reading import TODAY
from threads.errors import UnreadableSource
from threads.sources import mastodon_archive, registry
from threads.sources.document import Document
from threads.sources.x_archive_files import MAX_RATIO

Pack = Callable[[Mapping[str, bytes]], bytes]
PLACE = "media_attachments/files/109/original/a1.png"
FILM = "media_attachments/files/110/original/b2.mp4"
both = pytest.mark.parametrize("pack", [zipped, tarred])


def attached(path: str, kind: str = "image/png") -> dict[str, object]:
    """A file of a post."""
    return {"type": "Document", "mediaType": kind, "url": path, "name": "A lamp."}


POSTS = (
    create(1, attachment=[attached(f"/{PLACE}"), attached(FILM, "video/mp4")]),
    create(2, to=1, attachment=[attached("/media_attachments/gone.png"), attached("https://cdn.example/c.png")]),
)


def found(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """What an archive holds of its story's media by the end of their address, and why the story should be looked at."""
    document = Document.of("archive", data)
    (story,) = registry.read(document, today=TODAY)
    urls = [each.url for tweet in story for each in tweet.media]
    held = {}
    for each in mastodon_archive.media(document, urls):
        assert each.url in urls
        with each.opened() as stream:
            held[each.url.rpartition("/")[2]] = stream.read()
    return held, story.review


@both
@pytest.mark.parametrize("folder", ["", "archive-2024/"])
def test_pictures_that_a_story_shows_are_given_out(pack: Pack, folder: str) -> None:
    """In the archive's order, those and no others; the story need not be looked at for them."""
    files = {FILM: mp4(), "likes.json": b"{ broken", "outbox.json": outbox(*POSTS), PLACE: png()}
    files |= {"media_attachments/files/9/other.png": b"of no thread", "a/b/media_attachments/gone.png": b"too deep"}
    held, review = found(pack({f"{folder}{name}": data for name, data in files.items()}))
    assert held == {"a1.png": png(), "b2.mp4": mp4()}
    assert list(held) == ["b2.mp4", "a1.png"]
    assert review == ()


def test_a_picture_that_is_packed_as_none_is_stays_closed() -> None:
    """A zip says beforehand how much comes out of it."""
    bomb = zipped({"outbox.json": outbox(*POSTS), PLACE: b"\0" * MAX_RATIO * 10_000, FILM: mp4()})
    assert set(found(bomb)[0]) == {"b2.mp4"}


def test_damage_is_told_in_a_sentence() -> None:
    """Of one picture in a zip, and of the end of a tar.gz."""
    packed = zipped({"outbox.json": outbox(*POSTS), PLACE: png(more=bytes(range(256)))})
    place = packed.index(PLACE.encode()) + len(PLACE) + 40
    with pytest.raises(UnreadableSource, match="damaged"):
        found(packed[:place] + b"\xff\xff\xff" + packed[place + 3 :])
    whole = tarred({"outbox.json": outbox(*POSTS), PLACE: bytes(range(256)) * 4_000})
    with pytest.raises(UnreadableSource, match="damaged"):
        found(whole[:-200])
    long = tarred({"outbox.json": outbox(*POSTS), "x.bin": bytes(range(256)) * 4_000, PLACE: png()})
    with pytest.raises(UnreadableSource, match="damaged"):
        found(long[: len(long) // 2])


def test_a_tar_may_hold_folders_and_has_to_be_one() -> None:
    """Folders are no pictures."""
    files = {"outbox.json": outbox(*POSTS), "media_attachments/files": b"", PLACE: png()}
    tar = gzip.decompress(tarred(files))
    place = tar.index(b"media_attachments/files\0")
    header = bytearray(tar[place : place + 512])
    header[156:157] = tarfile.DIRTYPE
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert set(found(gzip.compress(tar[:place] + bytes(header) + tar[place + 512 :]))[0]) == {"a1.png"}
    with pytest.raises(UnreadableSource, match="damaged"):
        list(mastodon_archive.media(Document.of("archive", gzip.compress(b"no tar at all")), []))


def test_the_list_of_posts_alone_has_no_pictures() -> None:
    """Then the story is to be looked at, and nothing is packed."""
    document = Document.of("outbox.json", outbox(*POSTS))
    (story,) = registry.read(document, today=TODAY)
    assert "give the archive as a whole" in story.review[0]
    assert not mastodon_archive.is_packed(document)
