"""Fetches a picture or film that Telegram could not fetch by itself, so that it can be uploaded.

The addresses come from imported stories, so from strangers. What comes back is told by its first bytes, never by what
the server says of it.
"""

from bot.outside.client import Outside
from handlers.gateway import Upload
from threads.model import MediaKind
from threads.sources.answers import MIB, Want
from threads.sources.refusals import LinkRefused

SECONDS = 10.0
"""For the whole fetch: a reader waits for it."""
MAX_PHOTO = 10 * MIB
MAX_FILE = 50 * MIB
"""Bytes that Telegram takes as an upload."""

PHOTO = Want(accept="image/*", most=MAX_PHOTO, seconds=SECONDS)
FILM = Want(accept="video/*, image/*", most=MAX_FILE, seconds=SECONDS)

_ENDINGS = {
    MediaKind.PHOTO: {"png", "jpg", "webp"},
    MediaKind.VIDEO: {"mp4", "webm"},
    MediaKind.GIF: {"gif", "mp4"},
}


class Fetcher:
    """Fetches media."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def fetch(self, url: str, kind: MediaKind) -> Upload | None:
        """The file at an address as an upload; None when it can't be had, is no picture or film, or is too big."""
        try:
            answer = await self._outside.get(url, PHOTO if kind is MediaKind.PHOTO else FILM)
        except LinkRefused:
            return None
        ending = ending_of(answer.body) if answer.status == 200 else None
        return Upload(f"{kind}.{ending}", answer.body) if ending in _ENDINGS[kind] else None


def ending_of(data: bytes) -> str | None:
    """What a file is by its first bytes, as the ending of a name; None for what is neither picture nor film."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "mp4"
    return "webm" if data.startswith(b"\x1a\x45\xdf\xa3") else None
