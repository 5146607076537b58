"""Where a Mastodon account's archive keeps its posts: `outbox.json` alone, in a zip, or in a tar.gz.

Only that file, the one that says who the owner is, and pictures that are asked for by name are opened. Nothing is
unpacked to the disk, letters, likes and bookmarks stay closed, and what is packed as no posts are is refused.
"""

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

import orjson

from threads.errors import UnreadableSource
from threads.sources.document import GZIP, ZIP, Document
from threads.sources.x_archive_files import MAX_RATIO, reading, zip_of

OUTBOX, ACTOR = "outbox.json", "actor.json"
MEDIA = "media_attachments"
"""The folder of pictures and films."""
MAX_ACTOR = 4 * 1024 * 1024
LARGEST = 64 * 1024 * 1024
"""Bytes that may always come out of a tar.gz, whatever its size; of larger ones a multiple of what went in."""


@contextmanager
def member(document: Document, name: str) -> Iterator[BinaryIO | None]:
    """A file of the archive; None when there is none. The document itself may be the outbox."""
    if document.begins(*ZIP):
        with closing(document.stream()) as stream, _in_zip(stream, document.name, name) as found:
            yield found
    elif document.begins(GZIP):
        with closing(document.stream()) as stream, _in_tar(stream, document.name, name) as found:
            yield found
    elif name == OUTBOX:
        with closing(document.stream()) as stream:
            yield stream
    else:
        yield None


def actor_of(document: Document) -> Any:
    """What the archive says of its owner; an empty object when it says nothing that can be read."""
    with member(document, ACTOR) as stream:
        data = stream.read(MAX_ACTOR) if stream else b""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or film of the archive: the address at which a story names it, and its bytes, to be read at once."""

    url: str
    stream: BinaryIO

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes. Raises UnreadableSource for what is damaged while they are read."""
        with _damage_told(self.url.rpartition("/")[2]):
            yield self.stream


def pictures(document: Document, named: Mapping[str, str]) -> Iterator[Picture]:
    """The pictures and films at these places of a packed archive, in its own order; `named` has the address of each.

    Each has to be read before the next is asked for. Raises UnreadableSource for an archive that is damaged.
    """
    with closing(document.stream()) as stream, _damage_told(document.name):
        found = _pictures_in_zip(stream, document.name) if document.begins(*ZIP) else _pictures_in_tar(stream)
        for place, opened in found:
            if place in named:
                yield Picture(named[place], opened())


def _pictures_in_zip(stream: BinaryIO, document: str) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    archive = zip_of(stream, document)
    for entry in archive.infolist():
        if entry.file_size <= MAX_RATIO * max(entry.compress_size, 1):
            yield _place_of(entry.filename), partial(cast(Callable[..., BinaryIO], archive.open), entry)


def _pictures_in_tar(stream: BinaryIO) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    packed = cast(Any, _Counted(gzip.GzipFile(fileobj=stream), stream))
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for entry in tar:
            if entry.isfile():
                yield _place_of(entry.name), partial(cast(Callable[..., BinaryIO], tar.extractfile), entry)


def _place_of(path: str) -> str:
    """Where a file lies below the archive's own folder; empty for what is no picture."""
    before, _, place = path.partition(f"{MEDIA}/")
    return f"{MEDIA}/{place}" if place and before.count("/") <= 1 else ""


@contextmanager
def _damage_told(document: str) -> Iterator[None]:
    """Turn what damaged archives raise into a sentence."""
    try:
        with reading(document):
            yield
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise UnreadableSource(why=f"{document} is a damaged archive: download it again.") from error


@contextmanager
def _in_zip(stream: BinaryIO, document: str, name: str) -> Iterator[BinaryIO | None]:
    with reading(document):
        archive = zip_of(stream, document)
        path = next((path for path in archive.namelist() if _is_it(path, name)), None)
        entry = archive.getinfo(path) if path else None
    if entry is None:
        yield None
        return
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise UnreadableSource(why=f"{name} is packed as no posts are: the archive is damaged or hostile.")
    with reading(document), archive.open(entry) as found:
        yield cast(BinaryIO, found)


@contextmanager
def _in_tar(stream: BinaryIO, document: str, name: str) -> Iterator[BinaryIO | None]:
    try:
        with gzip.GzipFile(fileobj=stream) as packed:
            counted = cast(Any, _Counted(packed, stream))
            with tarfile.open(fileobj=counted, mode="r|", ignore_zeros=False) as tar:
                for entry in tar:
                    if entry.isfile() and _is_it(entry.name, name):
                        yield cast(BinaryIO, tar.extractfile(entry))
                        return
        yield None
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise UnreadableSource(why=f"{document} is a damaged archive: download it again.") from error


def _is_it(path: str, name: str) -> bool:
    parts = PurePosixPath(path).parts
    return parts[-1:] == (name,) and len(parts) <= 2 and ".." not in parts


class _Counted:
    """Bytes unpacked, as long as there are not unbelievably many of them."""

    def __init__(self, packed: gzip.GzipFile, stream: BinaryIO) -> None:
        self._packed = packed
        self._stream = stream
        self._read = 0

    def read(self, size: int) -> bytes:
        data = self._packed.read(size)
        self._read += len(data)
        if self._read > max(LARGEST, MAX_RATIO * self._stream.tell()):
            raise UnreadableSource(why="This archive is packed as no posts are: it is damaged or hostile.")
        return data
