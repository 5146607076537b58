"""Files and pictures as they go out: with the story's name and link below, so that they lead back wherever they are
passed on. The only place that names the methods and fields for them.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from handlers.callbacks import Spot
from handlers.catalogue import Words
from handlers.gateway import Payload, Upload
from handlers.views import html
from handlers.views.body import byline
from handlers.views.card import Card, keyboard
from handlers.views.frame import Setting, open_button
from handlers.views.share import HEADLINE, payload_of, place_of
from handlers.views.title import headline
from storage.threads import StoredThread
from threads.errors import SpoolError
from threads.exports.errors import MissingFonts, NoDrawing, StudioBusy, TooLongForPictures


class Parcel(Enum):
    """What is in it."""

    FILE = auto()
    PICTURES = auto()


def enclosed(story: StoredThread, spot: Spot, setting: Setting) -> Card:
    """What is said below a file or picture, so that it leads back to the story wherever it is passed on."""
    words = setting.words
    link = html.link(html.isolated(headline(story, HEADLINE)), html.bot_link(setting.bot, payload_of(story, spot)))
    author = byline(story.thread.author, story.thread.source)
    text = "\n".join(words.line(line) for line in (link, author) if line)
    return Card(text, ((open_button(story, setting, place_of(spot)),),))


def parcel(card: Card, files: Sequence[str | Upload], kind: Parcel) -> tuple[str, Payload]:
    """Method and payload: a document, a photo, or an album of photos, which has no keyboard. Each file is given by its
    id or as an upload.
    """
    said = {"caption": card.text, "parse_mode": "HTML"}
    match kind, files:
        case Parcel.FILE, [file]:
            return "sendDocument", {"document": file, **said, **keyboard(card)}
        case _, [file]:
            return "sendPhoto", {"photo": file, **said, **keyboard(card)}
        case _:
            return "sendMediaGroup", _album(files, said)


def _album(files: Sequence[str | Upload], said: dict[str, Any]) -> Payload:
    media = [
        {"type": "photo", "media": file if isinstance(file, str) else f"attach://page{place}"}
        for place, file in enumerate(files)
    ]
    media[0] |= said
    uploads = {f"page{place}": file for place, file in enumerate(files) if isinstance(file, Upload)}
    return {"media": media, **uploads}


def files_of(result: Any) -> tuple[str, ...]:
    """The ids by which Telegram now knows what was sent, read off its messages; none when one is missing."""
    messages = result if isinstance(result, list) else [result]
    ids = [_file_of(message) for message in messages]
    return tuple(file for file in ids if file) if all(ids) else ()


def _file_of(message: Any) -> str | None:
    held = (message.get("document") or message.get("photo")) if isinstance(message, dict) else None
    largest = held[-1] if isinstance(held, list) and held else held
    return largest.get("file_id") if isinstance(largest, dict) else None


def doing(chat: int, topic: int | None, kind: Parcel) -> Payload:
    """What Telegram shows meanwhile, for some seconds."""
    action = "upload_document" if kind is Parcel.FILE else "upload_photo"
    return {"chat_id": chat, "action": action, **({} if topic is None else {"message_thread_id": topic})}


def unsent(error: SpoolError, words: Words) -> str:
    """Why something could not be made, and what to do."""
    match error:
        case StudioBusy():
            return words.say("Many pictures and files are being made right now. Please try again in a minute.")
        case TooLongForPictures():
            return words.say("This tweet is too long for a picture. Share the story as a file instead.")
        case MissingFonts() | NoDrawing():
            return words.say("No picture can be made here of this story's script. Share the story as a file instead.")
        case _:
            return words.say("That could not be made. Please try again in a moment.")
