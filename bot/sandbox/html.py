"""Telegram's HTML parse mode, as strict as the real server.

Turns marked-up text into plain text and entities with UTF-16 offsets. It refuses what the server refuses, with
the byte offset the server names; joining, splitting and trimming of entities is done in `entities`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.links import WrongLink, checked, mentioned_user

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|([a-zA-Z]+));?")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_SPACE = frozenset(" \t\r\n\0\v")
_END = "\0"


class WrongMarkup(Exception):
    """What the server says after "can't parse entities: "."""


@dataclass(slots=True)
class _Tag:
    name: str
    offset: int
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


def utf16(text: str) -> int:
    """How many UTF-16 code units the text takes: what Telegram's offsets and limits count."""
    return len(text) + sum(char > "\uffff" for char in text)


def parse(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities in the order their tags close; raises WrongMarkup."""
    return _Parser(text).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Tag] = []
        self.entities: list[dict[str, Any]] = []

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "<":
                self._close() if self._peek(1) == "/" else self._start()
            elif char == "&":
                self._put(self._reference())
            else:
                self.at += 1
                self._put(char)
        if self.open:
            raise WrongMarkup(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        text = "".join(self.out)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise WrongMarkup(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text, [{key: value for key, value in entity.items() if key != "raw"} for entity in self.entities]

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else _END

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode())

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16(text)

    def _reference(self) -> str:
        """The character a reference stands for; an unknown one is left as the text it is."""
        found = _REFERENCE.match(self.source, self.at)
        decoded = _decoded(found) if found else None
        if found is None or decoded is None:
            self.at += 1
            return "&"
        self.at = found.end()
        return decoded

    def _skip_spaces(self) -> None:
        while self._peek() in _SPACE and self.at < len(self.source):
            self.at += 1

    def _skip_until(self, stops: str) -> None:
        while self._peek() not in _SPACE and self._peek() not in stops:
            self.at += 1

    def _start(self) -> None:
        begin = self.at
        self.at += 1
        self._skip_until(">")
        if self.at >= len(self.source):
            raise WrongMarkup(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        name = self.source[begin + 1 : self.at].lower()
        if name not in _KINDS:
            raise WrongMarkup(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        tag = _Tag(name, self.length, len(self.out))
        while self._peek() != ">":
            self._skip_spaces()
            if self._peek() == ">":
                break
            self._attribute(tag, begin)
        self.at += 1
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise WrongMarkup(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(tag)

    def _attribute(self, tag: _Tag, begin: int) -> None:
        place = self.at
        self._skip_until("=>")
        name = self.source[place : self.at]
        where = f'the tag "{tag.name}" at byte offset {self._bytes(begin)}'
        if not name:
            raise WrongMarkup(f"Empty attribute name in {where}")
        self._skip_spaces()
        if self._peek() != "=":
            if (tag.name, name) != ("blockquote", "expandable"):
                raise WrongMarkup(f"Expected equal sign in declaration of an attribute of {where}")
            tag.attributes[name] = ""
            return
        self.at += 1
        self._skip_spaces()
        if self.at >= len(self.source):
            raise WrongMarkup(f'Unclosed start tag "{tag.name}" at byte offset {self._bytes(begin)}')
        tag.attributes[name] = self._quoted() if self._peek() in "'\"" else self._token()
        if self.at >= len(self.source):
            raise WrongMarkup(f"Unclosed start tag at byte offset {self._bytes(begin)}")

    def _quoted(self) -> str:
        mark = self._peek()
        self.at += 1
        value = []
        while self.at < len(self.source) and self._peek() != mark:
            if self._peek() == "&":
                value.append(self._reference())
            else:
                value.append(self._peek())
                self.at += 1
        self.at += 1
        return "".join(value)

    def _token(self) -> str:
        place = self.at
        while self._peek().isascii() and (self._peek().isalnum() or self._peek() in ".-"):
            self.at += 1
        if self._peek() not in _SPACE and self._peek() != ">":
            raise WrongMarkup(f"Unexpected end of name token at byte offset {self._bytes(place)}")
        return self.source[place : self.at].lower()

    def _close(self) -> None:
        begin = self.at
        if not self.open:
            raise WrongMarkup(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self.at += 2
        self._skip_until(">")
        name = self.source[begin + 2 : self.at].lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise WrongMarkup(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise WrongMarkup(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self.length > tag.offset:
            self._emit(tag)

    def _emit(self, tag: _Tag) -> None:
        span = {"type": _KINDS[tag.name], "offset": tag.offset, "length": self.length - tag.offset}
        if tag.name == "a":
            span |= _link(tag.attributes.get("href") or "".join(self.out[tag.start :]))
        elif tag.name in ("pre", "code"):
            self._emit_code(tag, span)
            return
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            span["type"] = "expandable_blockquote"
        elif tag.name == "tg-emoji":
            span["custom_emoji_id"] = _emoji_id(tag.attributes.get("emoji-id", ""))
        elif tag.name == "tg-time":
            span |= _moment(tag.attributes)
        if span["type"]:
            self.entities.append(span)

    def _emit_code(self, tag: _Tag, span: dict[str, Any]) -> None:
        """`<pre><code class="language-x">` and its reverse become one `pre` with a language."""
        language = tag.attributes.get("class", "") if tag.name == "code" else ""
        language = language.removeprefix("language-") if language.startswith("language-") else ""
        last = self.entities[-1] if self.entities else {}
        same = (last.get("offset"), last.get("length")) == (span["offset"], span["length"])
        if same and tag.name == "pre" and last["type"] == "code" and last.get("raw"):
            last |= {"type": "pre", "language": last["raw"]}
        elif same and language and last["type"] == "pre":
            last["language"] = language
        else:
            self.entities.append(span | ({"raw": language} if language else {}))


def _decoded(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED.get(name)
    if len(found[0].rstrip(";")) >= 10:
        return None
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else None


def _link(url: str) -> dict[str, Any]:
    if user := mentioned_user(url):
        return {"type": "text_mention", "user": {"id": user}}
    try:
        return {"url": checked(url)}
    except WrongLink:
        return {"type": ""}


def _emoji_id(value: str) -> str:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 2**63):
        raise WrongMarkup("Invalid custom emoji identifier specified")
    return value


def _moment(attributes: dict[str, str]) -> dict[str, Any]:
    unix, shape = attributes.get("unix", ""), attributes.get("format", "")
    if not (unix.isascii() and unix.isdigit() and 0 < int(unix) < 2**31):
        raise WrongMarkup("Invalid date specified")
    if not _TIME_FORMAT.fullmatch(shape):
        raise WrongMarkup("Invalid date-time format specified")
    return {"unix_time": int(unix), **({"date_time_format": shape} if shape else {})}
