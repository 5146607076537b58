"""A message as the views make it: HTML text, rows of buttons, one link preview; and its payload for Telegram."""

from dataclasses import dataclass
from typing import Any

from handlers.callbacks import Press, encode


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


Key = Button | LinkButton | CopyButton
Row = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The one address that Telegram shows a preview of: a picture large and above the text, others as it likes."""

    url: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A message: Telegram HTML of at most 4,096 UTF-16 units once parsed, and its keyboard."""

    text: str
    rows: tuple[Row, ...] = ()
    preview: Preview | None = None

    def payload(self) -> dict[str, Any]:
        """The fields of `sendMessage` and `editMessageText` that this message fills.

        Without a preview of our choosing there is none: Telegram would take the first link, which is the bot's own.
        """
        payload: dict[str, Any] = {
            "text": self.text,
            "parse_mode": "HTML",
            "link_preview_options": _preview(self.preview),
        }
        if self.rows:
            payload["reply_markup"] = {"inline_keyboard": [[_key(key) for key in row] for row in self.rows]}
        return payload


def _preview(preview: Preview | None) -> dict[str, Any]:
    match preview:
        case None:
            return {"is_disabled": True}
        case Preview(url, picture=True):
            return {"url": url, "prefer_large_media": True, "show_above_text": True}
        case Preview(url):
            return {"url": url, "prefer_small_media": True}


def _key(key: Key) -> dict[str, Any]:
    match key:
        case Button(label, press, primary):
            button = {"text": label, "callback_data": encode(press)}
            return button | {"style": "primary"} if primary else button
        case LinkButton(label, url):
            return {"text": label, "url": url}
        case CopyButton(label, text):
            return {"text": label, "copy_text": {"text": text}}


def in_rows(keys: list[Key], width: int) -> tuple[Row, ...]:
    """Keys in rows of at most `width`."""
    return tuple(tuple(keys[start : start + width]) for start in range(0, len(keys), width))
