"""A message as far as stories are read from it: its words, its file, and where it was forwarded from.

It is kept as JSON while its sender is asked what to do with it, and while messages are collected.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from telegram import (
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from threads.text import utf16_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message. `size` is in bytes, 0 when Telegram does not tell; `width` and `height` in pixels."""

    kind: str
    file_id: str
    unique_id: str
    name: str = ""
    mime: str = ""
    size: int = 0
    width: int = 0
    height: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it is shown as a picture or film, and not as a document."""
        return self.kind != "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who wrote a forwarded message: a name, a username or none, the post's address, the moment in Unix seconds."""

    name: str
    username: str = ""
    url: str = ""
    at: int = 0

    @property
    def written(self) -> datetime:
        """The moment of the message as it was first sent."""
        return datetime.fromtimestamp(self.at, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What somebody sent. `message` is its id in their chat, `album` the album that it belongs to."""

    message: int
    text: str = ""
    file: Attachment | None = None
    origin: Origin | None = None
    album: str = ""

    def dumped(self) -> str:
        """As JSON."""
        return orjson.dumps(asdict(self)).decode()


def loaded(text: str) -> Sent:
    """A message from its JSON."""
    value: dict[str, Any] = orjson.loads(text)
    file, origin = value.pop("file"), value.pop("origin")
    return Sent(file=Attachment(**file) if file else None, origin=Origin(**origin) if origin else None, **value)


def sent_of(message: Message, text: str) -> Sent:
    """A message as Telegram tells it; `text` is its words without a command."""
    return Sent(
        message=message.message_id,
        text=_written_out(message, text),
        file=_file(message),
        origin=_origin(message),
        album=message.media_group_id or "",
    )


def _written_out(message: Message, text: str) -> str:
    """The words with the addresses that stand behind some of them, which a text alone would lose.

    Places of entities are counted from the command that stood before the words.
    """
    links = message.parse_entities([MessageEntity.TEXT_LINK]) | message.parse_caption_entities(
        [MessageEntity.TEXT_LINK]
    )
    whole = message.text or message.caption or ""
    if not links or not whole.endswith(text):
        return text
    ahead = utf16_length(whole.removesuffix(text))
    units = text.encode("utf-16-le")
    for entity, words in sorted(links.items(), key=lambda link: link[0].offset, reverse=True):
        if entity.url and entity.offset >= ahead and entity.url.rstrip("/") != words.rstrip("/"):
            end = (entity.offset + entity.length - ahead) * 2
            units = units[:end] + f" ({entity.url})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def _file(message: Message) -> Attachment | None:
    """The message's file. A GIF comes as a document too, which is why documents come last."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return Attachment(
            kind="photo",
            file_id=best.file_id,
            unique_id=best.file_unique_id,
            size=best.file_size or 0,
            width=best.width,
            height=best.height,
        )
    film = message.animation or message.video
    if film:
        return Attachment(
            kind="animation" if message.animation else "video",
            file_id=film.file_id,
            unique_id=film.file_unique_id,
            name=film.file_name or "",
            mime=film.mime_type or "",
            size=film.file_size or 0,
            width=film.width,
            height=film.height,
        )
    if document := message.document:
        return Attachment(
            kind="document",
            file_id=document.file_id,
            unique_id=document.file_unique_id,
            name=document.file_name or "",
            mime=document.mime_type or "",
            size=document.file_size or 0,
        )
    return None


def _origin(message: Message) -> Origin | None:
    origin = message.forward_origin
    if origin is None:
        return None
    at = int(origin.date.timestamp())
    match origin:
        case MessageOriginChannel():
            username = origin.chat.username or ""
            url = f"https://t.me/{username}/{origin.message_id}" if username else ""
            return Origin(name=origin.chat.title or "", username=username, url=url, at=at)
        case MessageOriginChat():
            chat = origin.sender_chat
            return Origin(name=chat.title or "", username=chat.username or "", at=at)
        case MessageOriginUser():
            return Origin(name=origin.sender_user.full_name, username=origin.sender_user.username or "", at=at)
        case MessageOriginHiddenUser():
            return Origin(name=origin.sender_user_name, at=at)
        case _:
            return Origin(name="", at=at)
