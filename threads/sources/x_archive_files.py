"""Where the tweets of an X archive lie: in a zip, in an unpacked folder, or in one file given alone.

Three vintages name their files differently. Only files whose names are known here are ever opened: direct messages and
likes stay closed, and so do pictures that no thread shows. Nothing is unpacked to the disk, so a hostile path in a zip
leads nowhere.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from threads.errors import UnreadableSource
from threads.sources import x_csv
from threads.sources.document import ZIP, Document
from threads.sources.json_array import assigned

MAX_DIRECTORY = 16 * 1024 * 1024
"""Bytes of a zip's directory, which is held in memory: some 150,000 files."""
MAX_RATIO = 200
"""How many times smaller a packed file may be: tweets reach some 30."""

_PART = r"(?:-part\d{1,4})?\.js"
_TWEETS = (
    re.compile(rf"tweets{_PART}"),
    re.compile(rf"tweet{_PART}"),
    re.compile(rf"community-tweets?{_PART}"),
    re.compile(r"js/tweets/\d{4}_\d{2}\.js"),
    re.compile(re.escape(x_csv.NAME)),
)
"""Names below the folder of the data. A tweet that several files hold counts as the first has it."""
_NOTES = re.compile(rf"note-tweets?{_PART}")
_SIGN = re.compile(r"(?P<base>(?:[^/]+/){0,3}?)(?:tweets?\.js|js/tweets/\d{4}_\d{2}\.js)")
_TABLE = re.compile(rf"(?P<base>(?:[^/]+/){{0,3}}?){re.escape(x_csv.NAME)}")
"""What is taken of an archive that has nothing better."""
_MEDIA = re.compile(r"(?:tweets?|community_tweet)_media/[0-9]{1,19}-[\w-]{1,200}(?:\.\w{1,8})?", re.ASCII)
_OTHERS = ("manifest.js", "account.js", "profile.js", "js/user_details.js")
_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError, OSError),
)


class Files(Protocol):
    """The files of an archive by their names below the folder of its data."""

    @property
    def names(self) -> frozenset[str]:
        """Those that the archive has, of the ones known here."""

    def open(self, name: str) -> BinaryIO:
        """A file's bytes. Reading and opening may raise what `reading` turns into a sentence."""

    def has_medium(self, name: str) -> bool:
        """Whether it has a picture or film of this name."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An unpacked archive, or the one file of `names`."""

    base: Path
    names: frozenset[str]

    def open(self, name: str) -> BinaryIO:
        return Document.open(self.base / name).stream()

    def has_medium(self, name: str) -> bool:
        path = self.base / name
        return _is_medium(name) and path.is_file() and not path.is_symlink()


@dataclass(frozen=True, slots=True)
class Alone:
    """One file given without its archive."""

    document: Document
    names: frozenset[str]

    def open(self, name: str) -> BinaryIO:
        return self.document.stream()

    def has_medium(self, name: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Packed:
    """A zip; `base` is the path in it above the data."""

    archive: zipfile.ZipFile
    base: str
    names: frozenset[str]

    def open(self, name: str) -> Any:
        entry = self.archive.getinfo(self.base + name)
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise UnreadableSource(why=f"{name} is packed as no tweets are: the archive is damaged or hostile.")
        return self.archive.open(entry)

    def has_medium(self, name: str) -> bool:
        return _is_medium(name) and self.base + name in self.archive.NameToInfo


@contextmanager
def opened(document: Document) -> Iterator[Files]:
    """The files of an archive, closed at the end. Raises UnreadableSource for what holds no tweets of X."""
    if document.folder:
        yield _folder(document.folder)
    elif document.begins(*ZIP):
        with closing(document.stream()) as stream:
            with reading(document.name):
                packed = _packed(zip_of(stream, document.name), document.name)
            yield packed
    else:
        yield Alone(document, frozenset((_alone_name(document.head),)))


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what damaged zips and disks raise into a sentence."""
    try:
        yield
    except UnreadableSource:
        raise
    except _BROKEN as error:
        raise UnreadableSource(why=f"{name} is a damaged or locked zip archive: download it again.") from error


def is_archive(folder: Path) -> bool:
    """Whether an unpacked archive begins here, or its folder of data is this one."""
    return any(_names_in(base) for base in (folder, folder / "data"))


def tweet_files(files: Files) -> list[str]:
    """The files that hold tweets, the surest first."""
    return [name for kind in _TWEETS for name in sorted(files.names, key=_part) if kind.fullmatch(name)]


def note_files(files: Files) -> list[str]:
    """The files that hold the whole text of long tweets."""
    return [name for name in sorted(files.names, key=_part) if _NOTES.fullmatch(name)]


def value_of(files: Files, name: str) -> Any:
    """The JSON value of a small file; an empty object when the archive has no such file."""
    if name not in files.names:
        return {}
    with reading(name), closing(files.open(name)) as stream:
        return assigned(stream, name)


def _part(name: str) -> tuple[int, str]:
    return (len(name), name)


def _is_needed(name: str) -> bool:
    return name in _OTHERS or _NOTES.fullmatch(name) is not None or _is_tweets(name)


def _is_medium(name: str) -> bool:
    """Whether a name is one that pictures and films of tweets have: it is made of what the archive says."""
    return _MEDIA.fullmatch(name) is not None


def _is_tweets(name: str) -> bool:
    return any(kind.fullmatch(name) for kind in _TWEETS)


def _names_in(base: Path) -> frozenset[str]:
    """The files needed below this folder; none when it holds no tweets."""
    found = set()
    for folder in ("", "js", "js/tweets"):
        names = _listed(base / folder)
        found |= {name for name in (f"{folder}/{each}".lstrip("/") for each in names) if _is_needed(name)}
    found.discard(x_csv.NAME)  # a table of this name makes no archive of a folder
    return frozenset(found) if any(map(_is_tweets, found)) else frozenset()


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _folder(folder: Path) -> Folder:
    for base in (folder / "data", folder):
        if names := _names_in(base):
            return Folder(base, names)
    raise UnreadableSource(why=f"{folder} holds no tweets: give the folder in which data/tweets.js lies.")


def zip_of(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """A zip, unless its directory would fill the memory. Raises UnreadableSource, and what `reading` turns into it."""
    if _directory_size(stream) > MAX_DIRECTORY:
        raise UnreadableSource(why=f"{name} has too many files for one zip archive: unpack it and give the folder.")
    stream.seek(0)
    return zipfile.ZipFile(stream)


def _directory_size(stream: BinaryIO) -> int:
    """What the end of a zip says of its directory, before anything of it is held in memory."""
    size = stream.seek(0, 2)
    start = stream.seek(max(size - 2**16 - 64, 0))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0  # no zip: the library says so
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length != 0xFFFFFFFF or tail[at - 20 : at - 16] != _LOCATOR:
        return int(length)
    (place,) = struct.unpack_from("<Q", tail, at - 12)
    stream.seek(place if place < start + at else start)
    record = stream.read(56)
    return int(struct.unpack_from("<Q", record, 40)[0]) if len(record) == 56 else int(length)


def _packed(archive: zipfile.ZipFile, name: str) -> Packed:
    paths = [path for path in archive.namelist() if ".." not in PurePosixPath(path).parts]
    bases = {found["base"] for path in paths if (found := _SIGN.fullmatch(path))}
    bases = bases or {found["base"] for path in paths if (found := _TABLE.fullmatch(path))}
    if not bases:
        raise UnreadableSource(
            why=f"{name} is a zip archive, but not one of X's, which holds data/tweets.js: give the files in it."
        )
    base = min(bases, key=_part)
    below = (path.removeprefix(base) for path in paths if path.startswith(base))
    return Packed(archive, base, frozenset(filter(_is_needed, below)))


_ALONE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\s*window\.YTD\.tweets?\."), lambda found: "tweets.js"),
    (re.compile(r"\s*window\.YTD\.community_tweets?\."), lambda found: "community-tweet.js"),
    (x_csv.BEGINS, lambda found: x_csv.NAME),
    (re.compile(r"\s*Grailbird\.data\.tweets_(\d{4}_\d{2})\b"), lambda found: f"js/tweets/{found[1]}.js"),
)


def _alone_name(head: str) -> str:
    """What the archive calls a file that was given without it."""
    for sign, name in _ALONE:
        if found := sign.match(head):
            return name(found)
    raise UnreadableSource(
        why="This file of an X archive holds no tweets and stays closed: give tweets.js, or the archive as a whole."
    )
