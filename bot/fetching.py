"""Fetches a picture or film that Telegram could not fetch by itself, so that it can be uploaded.

The addresses come from imported stories, so from strangers. What comes back is told by its first bytes, never by what
the server says of it.
"""

from bot.outside.client import Outside
from handlers.gateway import Upload
from threads.content import HEAD, type_of
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
        found = type_of(answer.body[:HEAD]) if answer.status == 200 else None
        return Upload(f"{kind}.{found}", answer.body) if found and found.fits(kind) else None
