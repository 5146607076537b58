"""Keeps the pictures and films that lie in an archive beside the stories that come out of it.

A story shows them then though they are gone at their source. What is kept of an address already is not read again.
"""

from dataclasses import dataclass

from storage.content_files import Refusal
from storage.media import KeptMedia
from threads.errors import UnreadableSource
from threads.model import Thread
from threads.sources.x_archive import Archive


@dataclass(slots=True)
class Pictures:
    """How many pictures and films were newly kept, how many could not be, and whether room for them ran out."""

    kept: int = 0
    refused: int = 0
    is_full: bool = False


class Keeping:
    """Keeps media out of archives, and counts them."""

    def __init__(self, media: KeptMedia, pictures: Pictures) -> None:
        self._media = media
        self._pictures = pictures

    async def keep(self, archive: Archive, story: Thread) -> None:
        """Keep what the archive holds of a story's media, as long as there is room."""
        for held in archive.media(story):
            if self._pictures.is_full:
                return
            if await self._media.find(held.url):
                continue
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
