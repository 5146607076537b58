"""The pictures and films of a tweet: what a message carries, what Telegram is asked to preview, and what they are
called where they can't be shown.

Telegram has three ways to carry them, and this is the only place that names their methods and fields.
"""

from dataclasses import replace
from typing import Any

from handlers.catalogue import Words
from handlers.gateway import Upload
from handlers.views import html
from handlers.views.card import Card, Medium, Preview, keyboard
from handlers.views.pages import Kind, Page, Piece
from storage.media.kept import Kept
from threads.content import Type
from threads.hashtag import urls
from threads.model import Media, MediaKind, Tweet, is_address

_FIELDS = {"photo": "photo", "video": "video", "gif": "animation", "file": "document"}
_METHODS = {"photo": "sendPhoto", "video": "sendVideo", "gif": "sendAnimation", "file": "sendDocument"}

MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of an uploaded photo."""
MOST_SIDES, MOST_RATIO = 10_000, 20
"""Pixels of a photo's width and height together, and how many times longer one side may be than the other."""


def medium_of(tweet: Tweet, page: Page) -> Medium | None:
    """What a page shows, where a message can carry it."""
    if page.medium is None:
        return None
    media = tweet.media[page.medium]
    return Medium(media.kind, media.url, spoiler=media.sensitive)


def preview_of(tweet: Tweet, page: Page) -> Preview | None:
    """What a text message previews: the page's picture, else the first link in the words of a tweet without media.

    A preview can't stand under a spoiler: sensitive media have none.
    """
    if page.medium is not None:
        media = tweet.media[page.medium]
        address = media.url if media.kind is MediaKind.PHOTO else media.preview_url or media.url
        return None if media.sensitive or not is_address(address) else Preview(address, picture=True)
    if tweet.media:
        return None
    found = (urls(piece.words) for piece in page.pieces if piece.kind is Kind.TEXT)
    return next((Preview(links[0].label) for links in found if links), None)


def carrying(kept: Kept, medium: Medium) -> Medium | None:
    """As what Telegram takes an upload of what is kept: by its content, whatever the story calls it.

    A picture too large for a photo goes as a file; None for one that is sensitive, since no spoiler covers files.
    """
    found = kept.content.type
    if not found.fits(medium.kind):
        kind = MediaKind.PHOTO if found.is_picture else MediaKind.GIF if found is Type.GIF else MediaKind.VIDEO
        medium = replace(medium, kind=kind)
    if medium.kind is not MediaKind.PHOTO or _is_photo(kept):
        return medium
    return None if medium.spoiler else replace(medium, as_file=True)


def _is_photo(kept: Kept) -> bool:
    sides = kept.content.width or 0, kept.content.height or 0
    return kept.size <= MAX_PHOTO and sum(sides) <= MOST_SIDES and max(sides) <= MOST_RATIO * min(sides)


def description(media: Media, piece: Piece, count: int, words: Words) -> str:
    """In a text: the name of a picture or film, which opens it where it has an address, and its description."""
    name = name_among(media.kind, piece.index, count, words)
    title = html.link(name, media.url) if is_address(media.url) else html.text(name)
    return _described(title, piece.words) if piece.words.strip() else title


def caption(media: Media, piece: Piece, words: Words) -> str:
    """Under the picture or film itself: only its author's description, if there is one."""
    return _described(html.text(name_of(media.kind, words)), piece.words) if piece.words.strip() else ""


def _described(title: str, alt: str) -> str:
    return html.quotation(f"{title}: {html.text(html.isolated(alt))}", expandable=True)


def name_of(kind: MediaKind, words: Words) -> str:
    """What a picture or film is called where it is not shown."""
    match kind:
        case MediaKind.PHOTO:
            return words.say("Picture")
        case MediaKind.VIDEO:
            return words.say("Video")
        case MediaKind.GIF:
            return words.say("GIF")


def name_among(kind: MediaKind, index: int, count: int, words: Words) -> str:
    """The name of one of `count` pictures and films of a tweet, with its number among them where there are several."""
    name = name_of(kind, words)
    return f"{name} {words.number(index + 1)}/{words.number(count)}" if count > 1 else name


def numbered(kind: MediaKind, counter: str, ordinal: int, count: int, words: Words) -> str:
    """The position of a picture or film within its tweet, behind that of the tweet: `3/9 · photo 2/4`."""
    at = html.isolated(f"{words.number(ordinal)}/{words.number(count)}")
    match kind:
        case MediaKind.PHOTO:
            return words.say("{counter} · photo {at}", counter=counter, at=at)
        case MediaKind.VIDEO:
            return words.say("{counter} · video {at}", counter=counter, at=at)
        case MediaKind.GIF:
            return words.say("{counter} · GIF {at}", counter=counter, at=at)


def sending(card: Card, medium: Medium, file: str | Upload) -> tuple[str, dict[str, Any]]:
    """Method and payload of a new message that carries the medium. `file` is an address, a file id or an upload."""
    about = {"caption": card.text, "parse_mode": "HTML", **_manner(medium, file)}
    return _METHODS[medium.form], {_FIELDS[medium.form]: file, **about, **keyboard(card)}


def replacing(card: Card, medium: Medium, file: str | Upload) -> dict[str, Any]:
    """The payload of `editMessageMedia`. An upload travels beside the medium, which names it."""
    named = file if isinstance(file, str) else "attach://file"
    about = {"caption": card.text, "parse_mode": "HTML", **_manner(medium, file)}
    attached = {} if isinstance(file, str) else {"file": file}
    return {"media": {"type": _FIELDS[medium.form], "media": named, **about}, **attached, **keyboard(card)}


def _manner(medium: Medium, file: str | Upload) -> dict[str, Any]:
    """How it is shown. Telegram does not look into an uploaded film for its size: without, clients show a square."""
    manner: dict[str, Any] = {"has_spoiler": True} if medium.spoiler else {}
    if medium.form in ("video", "gif") and isinstance(file, Upload) and file.size:
        manner |= {"width": file.size[0], "height": file.size[1]}
    return manner


def file_of(message: Any, medium: Medium) -> str | None:
    """The file id by which Telegram now knows the medium: read off the message that carries it, the largest size.

    None when Telegram made another kind of it, under which the id could not be sent again.
    """
    held = message.get(_FIELDS[medium.form]) if isinstance(message, dict) else None
    largest = held[-1] if isinstance(held, list) and held else held
    return largest.get("file_id") if isinstance(largest, dict) else None
