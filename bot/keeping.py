"""Keeps the pictures and films that lie in an archive beside the stories that come out of it.

A story shows them then though they are gone at their source. What is kept of an address already is not read again.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from storage.media.content_files import Refusal
from storage.media.kept import KeptMedia
from threads.errors import UnreadableSource


@dataclass(slots=True)
class Pictures:
    """How many pictures and films were newly kept, how many could not be, and whether room for them ran out."""

    kept: int = 0
    refused: int = 0
    is_full: bool = False


class Held(Protocol):
    """A picture or film of an archive, by the address at which a story names it."""

    @property
    def url(self) -> str:
        """The address."""

    def opened(self) -> AbstractContextManager[BinaryIO]:
        """Its bytes. Raises UnreadableSource for what is damaged, there or while they are read."""


class Keeping:
    """Keeps media out of archives, and counts them."""

    def __init__(self, media: KeptMedia, pictures: Pictures) -> None:
        self._media = media
        self._pictures = pictures

    async def keep(self, found: Iterable[Held]) -> None:
        """Keep what an archive holds, as long as there is room."""
        try:
            for held in found:
                if self._pictures.is_full:
                    return
                if not await self._media.has(held.url):
                    await self._keep(held)
        except UnreadableSource:
            self._pictures.refused += 1  # the archive ends here

    async def _keep(self, held: Held) -> None:
        try:
            with held.opened() as stream:
                self._count(await self._media.keep(held.url, stream))
        except UnreadableSource:
            self._pictures.refused += 1

    def _count(self, outcome: object) -> None:
        match outcome:
            case Refusal.FULL:
                self._pictures.is_full = True
            case Refusal():
                self._pictures.refused += 1
            case _:
                self._pictures.kept += 1
