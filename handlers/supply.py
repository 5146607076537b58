"""Brings pictures and films as uploads: those that are kept, else what stands at their addresses, which then is."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace

from handlers.gateway import Upload
from storage.media.kept import Kept, KeptMedia
from threads.content import Content
from threads.model import MediaKind, is_address

Fetch = Callable[[str, MediaKind], Awaitable[Upload | None]]
"""Brings what stands at an address, if it is of the kind, public and within Telegram's limits; never raises."""

LARGE = 5_000_000
"""Bytes from which on a kept file waits until there is room for it in memory."""
AT_ONCE = 4
"""Large files in memory at the same time, each of up to 50 MB."""


class Supply:
    """Brings uploads. `fetch` is the way to other people's servers."""

    def __init__(self, media: KeptMedia, fetch: Fetch) -> None:
        self.media = media
        self._fetch = fetch
        self._room = asyncio.Semaphore(AT_ONCE)

    def room(self, kept: Kept) -> AbstractAsyncContextManager[None]:
        """Room in memory for what is kept, until it has been sent."""
        return self._room if kept.size > LARGE else nullcontext()

    async def bring(self, url: str, kind: MediaKind) -> Upload | None:
        """What is kept of an address, whatever it is; else what can be fetched. None when neither can be had."""
        kept = await self.media.find(url)
        return (await self.kept(kept, kind) if kept else None) or await self.fetch(url, kind)

    async def kept(self, kept: Kept, kind: MediaKind) -> Upload | None:
        """What is kept, named for what it is. None when its file is lost or damaged."""
        data = await self.media.read(kept)
        return Upload(f"{kind}.{kept.content.type}", data, _size(kept.content)) if data else None

    async def fetch(self, url: str, kind: MediaKind) -> Upload | None:
        """What stands at an address, and from then on is kept: it is asked for once. None when it can't be had."""
        if not is_address(url):
            return None
        upload = await self._fetch(url, kind)
        kept = await self.media.keep(url, upload.data) if upload else None
        return replace(upload, size=_size(kept.content)) if upload and isinstance(kept, Kept) else upload


def _size(content: Content) -> tuple[int, int] | None:
    return (content.width, content.height) if content.width and content.height else None
