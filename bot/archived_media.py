"""Keeps the pictures and films of an archive that was sent in the chat, so that its stories show them for ever.

They are taken out where the archive is read, in a process of their own with bounded memory: the archive may come from
anybody. What can't be taken out keeps no story out.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.reading_room import ReadingRoom
from handlers.publishing.desk import Read
from storage.media.content_files import MAX_BYTES
from storage.media.kept import KeptMedia
from threads.errors import UnreadableSource
from threads.model import Thread
from threads.sources.document import GZIP, ZIP, Document

if TYPE_CHECKING:
    from bot.keeping import Held

MOST = 64 * 1024 * 1024
"""Bytes taken out of one archive: Telegram hands over 20 MB, and pictures can hardly be packed."""


def with_media(room: ReadingRoom, media: KeptMedia) -> Read:
    """What reads documents and keeps what archives hold."""

    async def read(name: str, data: bytes) -> list[Thread]:
        stories = await room.read(name, data)
        if data.startswith((*ZIP, GZIP)) and not await media.is_full():
            for url, content in await room.also(name, media_in, name, data, stories):
                if not await media.has(url):
                    await media.keep(url, content)
        return stories

    return read


def media_in(name: str, data: bytes, stories: list[Thread]) -> list[tuple[str, bytes]]:
    """The pictures and films of these stories, with their addresses, as far as they fit."""
    found: list[tuple[str, bytes]] = []
    left = MOST
    for each in _held(Document.of(name, data), stories):
        content = _content(each, min(left, MAX_BYTES))
        if content:
            found.append((each.url, content))
            left -= len(content)
    return found


def _held(document: Document, stories: list[Thread]) -> "Iterator[Held]":
    # Loaded where archives are read, not in the running bot, which seldom reads one.
    from threads.sources import mastodon_archive
    from threads.sources.x_archive_files import opened
    from threads.sources.x_archive_media import held

    if mastodon_archive.is_packed(document):
        urls = (each.url for story in stories for tweet in story for each in tweet.media)
        yield from mastodon_archive.media(document, urls)
        return
    with opened(document) as files:
        for story in stories:
            yield from held(files, story)


def _content(each: "Held", most: int) -> bytes | None:
    """What it holds; None for what is damaged, or has more than so many bytes."""
    try:
        with each.opened() as stream:
            content = stream.read(most + 1)
    except UnreadableSource:
        return None
    return content if len(content) <= most else None
