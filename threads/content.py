"""What a picture or film is by its first bytes, and how large it is shown.

Nothing is decoded: sizes stand in the headers, so that no file, whatever it says of itself, takes more memory than a
few hundred bytes. What could run as a page, and pictures that Telegram can't show (AVIF, HEIC, SVG), are nothing here.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from threads.model import MediaKind

HEAD = 32
"""Bytes that tell what a file is."""
MOST_PARTS = 1_000
"""Parts of a file that are passed over in search of its size: real ones have some dozens."""


class Type(StrEnum):
    """What a file is, as the ending of its name."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    MP4 = "mp4"
    WEBM = "webm"

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that stands still."""
        return self in (Type.JPEG, Type.PNG, Type.WEBP)

    def fits(self, kind: MediaKind) -> bool:
        """Whether it can be shown as what a story says that it is."""
        match kind:
            case MediaKind.PHOTO:
                return self.is_picture
            case MediaKind.VIDEO:
                return self in (Type.MP4, Type.WEBM)
            case _:
                return self in (Type.GIF, Type.MP4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A picture or film. `width` and `height` are pixels; of a film that does not tell them they are None."""

    type: Type
    width: int | None = None
    height: int | None = None


def type_of(head: bytes) -> Type | None:
    """What a file is by its first 32 bytes; None for what is neither a picture nor a film."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Type.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Type.JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Type.GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Type.WEBP
    # AVIF and HEIC are pictures in the container of films, and named for it.
    if head[4:8] == b"ftyp" and head[8:11] not in (b"avi", b"hei", b"hev", b"mif", b"msf"):
        return Type.MP4
    return Type.WEBM if head.startswith(b"\x1a\x45\xdf\xa3") else None


def content_of(file: bytes | BinaryIO) -> Content | None:
    """What a file is and how large; None for what is neither, and for a picture whose size can't be read.

    The file is read at its beginning and where its headers point, never as a whole.
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    stream.seek(0)
    head = stream.read(HEAD)
    kind = type_of(head)
    if kind is None:
        return None
    width, height = _size(kind, head, stream)
    if not width or not height:
        return Content(type=kind) if kind in (Type.MP4, Type.WEBM) else None
    return Content(type=kind, width=width, height=height)


def _size(kind: Type, head: bytes, stream: BinaryIO) -> tuple[int, int]:
    """Width and height; 0 twice when they can't be found."""
    match kind:
        case Type.PNG:
            return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        case Type.GIF:
            return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
        case Type.WEBP:
            return _webp(head)
        case Type.JPEG:
            return _jpeg(stream)
        case Type.MP4:
            return _mp4(stream)
        case _:
            return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    match head[12:16]:
        case b"VP8X":
            return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
        case _:
            return 0, 0


def _jpeg(stream: BinaryIO) -> tuple[int, int]:
    """From the first frame header, which stands behind profiles, notes and small previews of any size."""
    place = 2
    for _ in range(MOST_PARTS):
        stream.seek(place)
        part = stream.read(9)
        if len(part) < 9 or part[0] != 0xFF:
            break
        marker = part[1]
        if marker == 0xFF:  # filling
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(part[7:9]), int.from_bytes(part[5:7])
        else:
            place += 2 + int.from_bytes(part[2:4])
    return 0, 0


def _mp4(stream: BinaryIO) -> tuple[int, int]:
    """From the header of the first track that has a size: tracks of sound have none."""
    end = stream.seek(0, io.SEEK_END)
    for film in _boxes(stream, b"moov", 0, end):
        for track in _boxes(stream, b"trak", *film):
            for _, last in _boxes(stream, b"tkhd", *track):
                stream.seek(last - 8)
                width, height = (int.from_bytes(stream.read(4)) >> 16 for _ in range(2))
                if width and height:
                    return width, height
    return 0, 0


def _boxes(stream: BinaryIO, name: bytes, place: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the boxes of a name begin, behind their heads, and end."""
    for _ in range(MOST_PARTS):
        stream.seek(place)
        head = stream.read(16)
        if len(head) < 8 or place + 8 > end:
            return
        size, start = int.from_bytes(head[:4]), place + 8
        if size == 1 and len(head) == 16:
            size, start = int.from_bytes(head[8:16]), place + 16
        last = place + size if size else end
        if last <= start - 8 or last > end:
            return
        if head[4:8] == name and last >= start + 8:
            yield start, last
        place = last
