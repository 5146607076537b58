"""Which pictures of a story go into its files, and what kind of file a picture is by its first bytes."""

from collections.abc import Iterator
from dataclasses import dataclass

from threads.content import HEAD, type_of
from threads.model import Media, MediaKind, Thread

MIME = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
"""The kinds that can be embedded, by the ending of a file's name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that a file of the story would show. `kind` is the picture's own: a film's is its preview's."""

    url: str
    kind: MediaKind


def wanted_of(thread: Thread) -> Iterator[Wanted]:
    """Every picture that a file of the story would show, each once: the author's, photos, GIFs, previews of films."""
    seen: set[str] = set()
    portrait = thread.author.avatar_url
    found = [Wanted(portrait, MediaKind.PHOTO)] if portrait else []
    found += [wanted for tweet in thread if not tweet.gap for media in tweet.media if (wanted := _wanted(media))]
    for wanted in found:
        if wanted.url not in seen:
            seen.add(wanted.url)
            yield wanted


def shown_url(media: Media) -> str | None:
    """The address of the picture that stands for a medium: its own, a film's preview."""
    wanted = _wanted(media)
    return wanted.url if wanted else None


def _wanted(media: Media) -> Wanted | None:
    match media.kind:
        case MediaKind.PHOTO:
            return Wanted(media.url, MediaKind.PHOTO)
        case MediaKind.GIF if not media.preview_url:
            return Wanted(media.url, MediaKind.GIF)
        case _:
            return Wanted(media.preview_url, MediaKind.PHOTO) if media.preview_url else None


def ending_of(data: bytes) -> str | None:
    """What a picture is by its first bytes, as the ending of a file's name; None for what can't be embedded."""
    found = type_of(data[:HEAD])
    return found if found in MIME else None
