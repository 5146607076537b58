"""Pictures and films that lie in an X archive: which of a story's it holds, so that they can be kept from there.

The archive names a file for its tweet and for the end of its address. Files are asked for by these names; none is
looked into that no thread shows.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from threads.model import Media, Thread, Tweet
from threads.sources.x_archive_files import Files, reading

FOLDERS = ("tweets_media", "tweet_media", "community_tweet_media")
"""Of the newest archives, the ones before, and for what was written in communities."""


@dataclass(frozen=True, slots=True)
class Held:
    """A picture or film that the archive holds: the address at which a story names it, and its file."""

    url: str
    name: str
    files: Files

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes. Raises UnreadableSource for what is damaged, there or while they are read."""
        with reading(self.name), closing(self.files.open(self.name)) as stream:
            yield stream


def held(files: Files, thread: Thread) -> Iterator[Held]:
    """What the archive holds of a story's pictures and films, and of the previews of films."""
    for tweet in thread:
        for media in tweet.media:
            for url in _urls(media):
                name = next((name for name in _names(tweet, url) if files.has_medium(name)), None)
                if name:
                    yield Held(url, name, files)


def _urls(media: Media) -> Iterator[str]:
    yield media.url
    if media.preview_url:
        yield media.preview_url


def _names(tweet: Tweet, url: str) -> Iterator[str]:
    """What the archives of each vintage would call it."""
    ending = url.partition("?")[0].rpartition("/")[2]
    for folder in FOLDERS:
        yield f"{folder}/{tweet.source_id}-{ending}"
