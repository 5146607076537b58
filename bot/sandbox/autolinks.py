"""What Telegram turns into an entity by itself: mentions, commands, hashtags, cashtags, addresses.

A hashtag found here opens Telegram's own search and not the bot, which is why the sandbox has to find it too.
Simpler than the real server in one thing: of addresses without a scheme it knows only common top-level domains.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from bot.sandbox.html import utf16

_MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{2,32})(?!\w)")
_SHORT_MENTIONS = {"gif", "vid", "pic"}
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}(?![\w/<>])|(?![\w/<>@]))")
_CASHTAG = re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")
_ADDRESS = re.compile(
    r"""(?<![\w/#@])(?:(?P<scheme>https?|ftp|tg)://)?(?P<host>[\w.~-]*[\w-](?::\d{1,5})?)(?P<path>[/?\#][^\s<>"«»]*)?""",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}@(?:[A-Za-z0-9-]{1,30}\.){1,6}[A-Za-z]{2,8}(?!\w)")
_DOMAINS = {
    *("com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "name", "dev", "app", "blog", "news"),
    *("site", "online", "store", "wiki", "art", "social"),
}
_TRAILING = ".:;,('?!`"


def find(text: str) -> list[dict[str, Any]]:
    """The entities Telegram finds in the text, in order and never overlapping; offsets in UTF-16."""
    spans = [
        *(("mention", *match.span()) for match in _MENTION.finditer(text) if _is_name(match[1])),
        *(("bot_command", *match.span()) for match in _COMMAND.finditer(text)),
        *(("hashtag", *span) for span in _tags(text)),
        *(("cashtag", *match.span()) for match in _CASHTAG.finditer(text)),
        *(("email", *match.span()) for match in _EMAIL.finditer(text)),
        *(("url", *span) for span in _addresses(text)),
    ]
    found: list[dict[str, Any]] = []
    last = 0
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if start >= last:
            found.append({"type": kind, "offset": utf16(text[:start]), "length": utf16(text[start:end])})
            last = end
    return found


def _is_name(name: str) -> bool:
    return len(name) >= 4 or name.lower() in _SHORT_MENTIONS


def _in_tag(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd" or char in "_\u200c\u00b7" or "\u0d80" <= char <= "\u0dff"


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Hashtags with at least one letter, at most 256 characters, not glued to a word before or a # after."""
    start = text.find("#")
    while start >= 0:
        end = start + 1
        while end < len(text) and _in_tag(text[end]):
            end += 1
        glued = (start > 0 and _in_tag(text[start - 1])) or text[end : end + 1] == "#"
        body = text[start + 1 : min(end, start + 257)]
        if not glued and any(char.isalpha() for char in body):
            yield start, start + 1 + len(body)
        start = text.find("#", end)


def _addresses(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _ADDRESS.finditer(text):
        scheme, host, path = (match["scheme"] or "").lower(), match["host"], match["path"] or ""
        if scheme == "tg" or _is_host(host.partition(":")[0].lower(), bool(scheme)):
            spans.append((match.start(), match.end() - len(path) + _path_end(path)))
    return spans


def _is_host(host: str, has_scheme: bool) -> bool:
    labels = host.split(".")
    last = labels[-1]
    if len(labels) < 2 or any(not label or label.endswith("-") or len(label) > 63 for label in labels):
        return False
    if all(label.isdigit() for label in labels):
        return len(labels) == 4 and all(int(label) < 256 for label in labels)
    if len(last) < 2 or "_" in last or "-" in last:
        return False
    return has_scheme or last in _DOMAINS or (len(last) == 2 and last.isascii() and last.isalpha())


def _path_end(path: str) -> int:
    """How much of the path belongs to the address: to the first unopened bracket, without closing punctuation."""
    balance = {")": 0, "]": 0, "}": 0}
    end = len(path)
    for place, char in enumerate(path):
        if char in "([{":
            balance[")]}"["([{".index(char)]] += 1
        elif char in balance:
            balance[char] -= 1
            if balance[char] < 0:
                end = place
                break
    while end and path[end - 1] in _TRAILING:
        end -= 1
    return 0 if path[:end] in ("?", "#") else end
