"""What an importer is given: a named file or paste, of which it can see the beginning, the text or the lines.

Everything read here comes from strangers. It is bounded before it is decoded, decoded strictly, and never executed or
followed; a file that can't be read is refused in one sentence. What the text means is the importers' business.
"""

import io
import stat
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from threads.errors import UnreadableSource
from threads.text import clean

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read whole, in bytes; also the longest line of a streamed file, in characters."""

HEAD_BYTES = 64 * 1024

_UTF8 = "utf-8-sig"

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How zip archives begin, the second an empty one."""
GZIP = b"\x1f\x8b"
"""How what gzip has packed begins."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    *((signature, "a zip archive") for signature in ZIP),
    (GZIP, "a gzip archive"),
    (b"SQLite format 3\x00", "a SQLite database"),
)


class Document:
    """One file or paste. `name` is what messages call it: a file name, or a word such as "paste"."""

    def __init__(self, name: str, opened: Callable[[], BinaryIO], folder: Path | None = None) -> None:
        """`opened` gives a fresh binary stream from the start each time it is called; `folder` is set for an archive
        that lies unpacked, which has no bytes of its own."""
        self.name = name
        self.folder = folder
        self._opened = opened

    @classmethod
    def of(cls, name: str, data: bytes) -> "Document":
        """A document that is already in memory."""
        return cls(name, lambda: io.BytesIO(data))

    @classmethod
    def open(cls, path: Path) -> "Document":
        """A regular file. Raises UnreadableSource for one that is missing, and for folders, devices and pipes."""
        try:
            mode = path.stat().st_mode
        except FileNotFoundError as error:
            raise UnreadableSource(why=f"There is no file {path}: look at its name and folder.") from error
        except (OSError, ValueError) as error:
            raise UnreadableSource(why=f"{path} can't be reached: look at its name and rights.") from error
        if stat.S_ISDIR(mode):
            raise UnreadableSource(why=f"{path} is a folder: name the files in it.")
        if not stat.S_ISREG(mode):
            raise UnreadableSource(why=f"{path} is not a regular file: save its content as a file first.")
        return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def of_folder(cls, folder: Path) -> "Document":
        """An unpacked archive, of which importers open the files they need."""
        return cls(folder.name or str(folder), io.BytesIO, folder)

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, for detection: what can't be decoded becomes U+FFFD, nothing is refused."""
        start = self._start()
        return clean(start.decode(_encoding(start), "replace"))

    def begins(self, *signatures: bytes) -> bool:
        """Whether its first bytes are one of these; a folder has none."""
        return self._read(max(map(len, signatures))).startswith(signatures)

    @cached_property
    def tail(self) -> str:
        """The last 64 KiB as text, for detection, decoded as `head` is."""
        start = self._start()
        encoding = _encoding(start)
        with self.stream() as stream:
            try:
                # An even place: UTF-16 has two bytes a unit.
                stream.seek(max(stream.seek(0, io.SEEK_END) - HEAD_BYTES, 0) // 2 * 2)
                end = stream.read(HEAD_BYTES + 1)
            except OSError as error:
                raise self._unreachable() from error
        mark = start[:2] if encoding == "utf-16" else b""
        return clean((mark + end).decode(encoding, "replace"))

    def text(self) -> str:
        """The whole content, cleaned. Reads at most 16 MiB and a byte.

        Raises UnreadableSource for anything that is larger, binary, or neither UTF-8 nor UTF-16.
        """
        data = self._read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableSource(
                why=f"{self.name} is larger than {MAX_BYTES // 1024**2} MiB: split it into smaller files."
            )
        encoding = self._refuse_binary(data)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise self._misspelt(encoding, f"in line {line}") from error
        if "\0" in text:
            raise self._binary("a binary file")
        return clean(text)

    def lines(self) -> Iterator[str]:
        """The lines without their ends, streamed: a file of any size in bounded memory.

        Meant for JSON Lines: the lines are not cleaned, since JSON carries control characters as escapes, so clean
        each value. Raises UnreadableSource as `text` does, and for a line of more than 16 Mi characters.
        """
        encoding = self._refuse_binary(self._start())
        with self.stream() as stream:
            text = io.TextIOWrapper(stream, encoding=encoding)
            yield from self._bounded(text, encoding)

    def _bounded(self, text: io.TextIOWrapper, encoding: str) -> Iterator[str]:
        number = 0
        try:
            while line := text.readline(MAX_BYTES + 1):
                number += 1
                if len(line) > MAX_BYTES:
                    raise UnreadableSource(
                        why=f"Line {number} of {self.name} is longer than {MAX_BYTES // 1024**2} MiB: "
                        "write each story on a line of its own."
                    )
                yield line.removesuffix("\n")
        except UnicodeDecodeError as error:
            # The decoder reads ahead, so the damage can be told no nearer than this.
            raise self._misspelt(encoding, f"after line {number}") from error
        except OSError as error:
            raise self._unreachable() from error

    def _start(self) -> bytes:
        return self._read(HEAD_BYTES)

    def _read(self, limit: int) -> bytes:
        with self.stream() as stream:
            try:
                return stream.read(limit)
            except OSError as error:
                raise self._unreachable() from error

    def stream(self) -> BinaryIO:
        """Its bytes from the start, unbounded and unchecked. Raises UnreadableSource when it can't be opened."""
        try:
            return self._opened()
        except OSError as error:
            raise self._unreachable() from error

    def _refuse_binary(self, data: bytes) -> str:
        """The encoding of `data`, once nothing speaks for a picture, an archive or a program."""
        for signature, kind in _SIGNATURES:
            if data.startswith(signature):
                raise self._binary(kind)
        encoding = _encoding(data)
        if encoding == _UTF8 and b"\0" in data:
            raise self._binary("a binary file")
        return encoding

    def _binary(self, kind: str) -> UnreadableSource:
        return UnreadableSource(why=f"{self.name} seems to be {kind}: give the story as text.")

    def _misspelt(self, encoding: str, place: str) -> UnreadableSource:
        known = "UTF-8" if encoding == _UTF8 else "UTF-16"
        return UnreadableSource(
            why=f"{self.name} has bytes that are not {known} text {place}: save it as UTF-8 and try again."
        )

    def _unreachable(self) -> UnreadableSource:
        return UnreadableSource(why=f"{self.name} can't be read: look at its rights and its disk.")


def _encoding(data: bytes) -> str:
    """UTF-16 when a mark or the zero bytes of Latin text say so, else UTF-8 with or without a mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[: HEAD_BYTES // 16 * 2]
    pairs = len(sample) // 2
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if odd * 2 > pairs and not even:
        return "utf-16-le"
    if even * 2 > pairs and not odd:
        return "utf-16-be"
    return _UTF8
