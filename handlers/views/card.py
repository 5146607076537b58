"""A message as the views make it: HTML text, rows of buttons, a link preview or a picture; and its text payload."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from handlers.callback_data import MOTHER_TONGUE, encode
from handlers.callbacks import Press
from handlers.catalogue import Words
from threads.model import MediaKind


@dataclass(frozen=True, slots=True)
class Button:
    """A button that is pressed: what it says comes back to the bot."""

    label: str
    press: Press
    primary: bool = False


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address; it survives a forward."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that copies 1 to 256 characters."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class InlineButton:
    """A button that begins an inline query in the same chat."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class SendButton:
    """A button that lets a person choose a chat and writes an inline query of this bot there."""

    label: str
    query: str


Key = Button | LinkButton | CopyButton | InlineButton | SendButton
Row = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The one address that Telegram shows a preview of: a picture large and above the text, others as it likes."""

    url: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or film that a message carries, by its address; `as_file` when it is too large for anything else."""

    kind: MediaKind
    url: str
    spoiler: bool = False
    as_file: bool = False

    @property
    def form(self) -> str:
        """What it travels as: Telegram's ids are good for one form only."""
        return "file" if self.as_file else self.kind


CACHED_PAYLOADS = 1_000
"""Payloads kept: as many as there are frames kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A message: Telegram HTML of at most 4,096 UTF-16 units once parsed, and its keyboard.

    With a `medium` the text is its caption, of at most 1,024 units; `instead` gives the text that names and links the
    medium where Telegram can't take it. `language` travels in the buttons of a card that several people see, so that
    it stays what it is whoever presses. A `protected` one may not be forwarded or saved, as its story's author wishes:
    Telegram takes that for new messages only.
    """

    text: str
    rows: tuple[Row, ...] = ()
    preview: Preview | None = None
    medium: Medium | None = None
    instead: Callable[[], str] | None = None
    language: str = MOTHER_TONGUE
    protected: bool = False

    def payload(self) -> dict[str, Any]:
        """The fields of `sendMessage` and `editMessageText` that this message fills. Not to be changed: it is kept.

        Without a preview of our choosing there is none: Telegram would take the first link, which is the bot's own.
        """
        return _payload(self)

    def protection(self) -> dict[str, Any]:
        """The field of a new message that keeps it from being forwarded and saved."""
        return {"protect_content": True} if self.protected else {}

    def without_medium(self) -> "Card":
        """The same as a text message, for a medium that can't be shown."""
        if self.medium is None:
            return self
        text = self.instead() if self.instead else self.text
        return replace(self, text=text, medium=None, instead=None)


@lru_cache(maxsize=CACHED_PAYLOADS)
def _payload(card: Card) -> dict[str, Any]:
    preview = _preview(card.preview)
    return {"text": card.text, "parse_mode": "HTML", "link_preview_options": preview, **keyboard(card)}


def keyboard(card: Card) -> dict[str, Any]:
    """The field that holds the buttons; nothing where there are none."""
    rows = [[_key(key, card.language) for key in row] for row in card.rows]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _preview(preview: Preview | None) -> dict[str, Any]:
    match preview:
        case None:
            return {"is_disabled": True}
        case Preview(url, picture=True):
            return {"url": url, "prefer_large_media": True, "show_above_text": True}
        case Preview(url):
            return {"url": url, "prefer_small_media": True}


def _key(key: Key, language: str) -> dict[str, Any]:
    match key:
        case Button(label, press, primary):
            button = {"text": label, "callback_data": encode(press, language)}
            return button | {"style": "primary"} if primary else button
        case LinkButton(label, url):
            return {"text": label, "url": url}
        case CopyButton(label, text):
            return {"text": label, "copy_text": {"text": text}}
        case InlineButton(label, query):
            return {"text": label, "switch_inline_query_current_chat": query}
        case SendButton(label, query):
            chosen = {"query": query, "allow_user_chats": True, "allow_group_chats": True, "allow_channel_chats": True}
            return {"text": label, "switch_inline_query_chosen_chat": chosen}


def mirrored(row: Row, words: Words) -> Row:
    """A row in which a direction has its side. Telegram places rows left to right, whatever the language."""
    return row[::-1] if words.rtl else row


def in_rows(keys: list[Key], width: int) -> tuple[Row, ...]:
    """Keys in rows of at most `width`."""
    return tuple(tuple(keys[start : start + width]) for start in range(0, len(keys), width))
