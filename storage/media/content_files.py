"""The files of kept pictures and films: each lies once in the folder, under the hash of its bytes, whole or not at all.

A file is written under a name of its own in `new/`, flushed to the disk and only then renamed, so that a kill leaves
at most a torn file there, which is removed later. These functions block: they are called in a thread.
"""

import hashlib
import io
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from threads.content import HEAD, Content, Type, content_of, type_of

MAX_BYTES = 50_000_000
"""Of one file: what Telegram takes as an upload."""
MAX_PIXELS = 100_000_000
"""Of one picture: nothing decodes them here, but programs that open a file made of a story do."""
YOUNG = 24 * 3600
"""Seconds for which a file that nothing names is let be: its row may be on its way."""

_CHUNK = 256 * 1024
_NEW = "new"


class Refusal(StrEnum):
    """Why a file is not kept."""

    OTHER = "other"
    """It is neither a picture nor a film, or is one without a size."""
    LARGE = "large"
    """It has more than 50 MB, or a picture more than a hundred million pixels."""
    FULL = "full"
    """There is no room left within MEDIA_LIMIT, or on the disk."""
    DISK = "disk"
    """It can't be read, or not be written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies in the folder: `hash` is the SHA-256 of its bytes in hexadecimal, `size` their number."""

    hash: str
    size: int
    content: Content


class ContentFiles:
    """Writes, reads and tidies the files below a folder, which is made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, file: bytes | BinaryIO) -> Stored | Refusal:
        """Store what is a picture or film within limits, reading no more of it than that. Raises OSError."""
        source = io.BytesIO(file) if isinstance(file, bytes) else file
        head = source.read(HEAD)
        if type_of(head) is None:
            return Refusal.OTHER
        with self._draft() as (path, target):
            target.write(head)
            digest = hashlib.sha256(head)
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
                if target.tell() > MAX_BYTES:
                    return Refusal.LARGE
            stored = _measured(digest.hexdigest(), target)
            if isinstance(stored, Stored):
                target.flush()
                os.fsync(target.fileno())
                self._settle(path, self._path(stored.hash, stored.content.type))
        return stored

    def read(self, hash: str, type: Type, size: int) -> bytes | None:
        """A file's bytes; None when it is gone or not what it was."""
        try:
            data = self._path(hash, type).read_bytes()
        except OSError:
            return None
        return data if len(data) == size and hashlib.sha256(data).hexdigest() == hash else None

    def free(self) -> int:
        """Bytes that are free on the disk of the folder, or of the nearest one above that is there."""
        folder = self._folder.absolute()
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free

    def has(self, hash: str, type: Type, size: int) -> bool:
        """Whether a file is there, as large as it was."""
        try:
            return self._path(hash, type).stat().st_size == size
        except OSError:
            return False

    def remove(self, hash: str, type: Type) -> bool:
        """Remove a file, unless it was written a short while ago; whether it is gone now."""
        return _removed(self._path(hash, type))

    def remove_unfinished(self) -> int:
        """Remove what a kill left half written a day ago or longer; how many there were."""
        with suppress(OSError):
            return sum(_removed(path) for path in list((self._folder / _NEW).iterdir()))
        return 0

    def _path(self, hash: str, type: Type) -> Path:
        return self._folder / hash[:2] / f"{hash}.{type}"

    @contextmanager
    def _draft(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file to write to, which is gone afterwards unless it was renamed."""
        folder = self._folder / _NEW
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{uuid4().hex}.part"
        try:
            with path.open("w+b") as target:
                yield path, target
        finally:
            path.unlink(missing_ok=True)

    def _settle(self, draft: Path, path: Path) -> None:
        """Give a finished file its name; one that is there is replaced, which mends it when it was damaged."""
        path.parent.mkdir(exist_ok=True)
        draft.replace(path)
        for folder in (path.parent, self._folder):
            _flush(folder)


def _removed(path: Path) -> bool:
    """Remove a file unless it is young: its row may be on its way. Whether it is gone."""
    try:
        if path.stat().st_mtime < time.time() - YOUNG:
            path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not path.exists()


def _measured(hash: str, target: BinaryIO) -> Stored | Refusal:
    size = target.tell()
    content = content_of(target)
    if content is None:
        return Refusal.OTHER
    if (content.width or 0) * (content.height or 0) > MAX_PIXELS:
        return Refusal.LARGE
    return Stored(hash, size, content)


def _flush(folder: Path) -> None:
    """Have a folder's names written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
