"""Pictures and films for tests, with no more in them than their size is read from."""

import struct
import zlib


def png(width: int = 2, height: int = 2, *, more: bytes = b"") -> bytes:
    """A real PNG of one grey; `more` makes it another file."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if width * height < 10_000_000 else b""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Comment\0" + more),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int = 2, height: int = 2, *, profile: int = 0, filling: bytes = b"") -> bytes:
    """The beginning of a JPEG, with a profile of so many bytes before its size."""
    segment = b"\xff\xe1" + struct.pack(">H", profile + 2) + b"\xc0" * profile if profile else b""
    table = b"\xff\xc4" + struct.pack(">H", 4) + b"\xff\xc0"
    frame = b"\xff\xc2" + struct.pack(">HBHH", 11, 8, height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + segment + table + filling + frame + b"\xff\xd9"


def gif(width: int = 2, height: int = 2) -> bytes:
    """The beginning of an animation."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 64


def webp(width: int, height: int, kind: bytes) -> bytes:
    """The beginning of a WebP picture of one of its three kinds."""
    match kind:
        case b"VP8X":
            body = b"\x0a\0\0\0\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        case b"VP8L":
            body = b"\x10\0\0\0\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
        case _:
            body = b"\x10\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return b"RIFF\0\0\0\0WEBP" + kind + body + b"\0" * 16


def box(name: bytes, *inner: bytes, long: bool = False) -> bytes:
    """A box of an MP4 film; `long` writes its size as films of many gigabytes do."""
    body = b"".join(inner)
    if long:
        return struct.pack(">I", 1) + name + struct.pack(">Q", len(body) + 16) + body
    return struct.pack(">I", len(body) + 8) + name + body


def track(width: int, height: int) -> bytes:
    """A track, of sound when it has no size."""
    return box(b"trak", box(b"tkhd", b"\0" * 76, struct.pack(">II", width << 16, height << 16)))


def mp4(width: int = 640, height: int = 360, *, moved: int = 1_000, brand: bytes = b"isom") -> bytes:
    """A film whose index stands behind its pictures, as cameras write them, with a track of sound first."""
    index = box(b"moov", box(b"mvhd", b"\0" * 100), track(0, 0), track(width, height))
    return box(b"ftyp", brand, b"\0\0\2\0") + box(b"mdat", b"\x11" * moved) + index
