"""The text of a tweet as X delivers it, made what its reader saw: links in full, media links gone, `&amp;` once undone.

X gives the place of a link in code points of the escaped text. No place is believed: the text there has to be the
link's own, else the link is looked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from threads.sources.status_links import find_status

MAX_LINKS = 1_000
"""Links of one tweet that are written out; the text limits real ones to far fewer."""

MAX_TRIES = 50
"""Places looked at for a link that is not where X says."""

_ESCAPE = re.compile(r"&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_MENTION = re.compile(r"\s*@(\w{1,20})\s+", re.ASCII)
_MEDIA_PAGE = re.compile(r"/(?:photo|video)/\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLink:
    """A link as it stands in a text (`shown`, a t.co address), and what it leads to; None takes it out of the text.

    `start` and `end` are code points, -1 when the source does not tell.
    """

    shown: str
    target: str | None
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    target: str | None


def unescape(text: str) -> str:
    """Undo the three escapes that X makes, once: `&amp;lt;` is `&lt;`."""
    return _ESCAPE.sub(lambda found: _SIGNS[found[1]], text) if "&" in text else text


def written_out(text: str, links: Iterable[TextLink]) -> str:
    """The text with its links replaced, still escaped as it came."""
    for span in sorted(_spans(text, links), key=lambda span: -span.start):
        start = span.start
        while span.target is None and start > 0 and text[start - 1] in " \t":
            start -= 1
        text = text[:start] + (span.target or "") + text[span.end :]
    return text.strip()


def trailing_status(text: str, links: Iterable[TextLink]) -> TextLink | None:
    """The link to another tweet that ends the text, but for media: X shows it as a quote. A page of media is none."""
    spans = {span.end: (span, link) for link in links for span in _spans(text, (link,))}
    end = len(text.rstrip())
    while end in spans:
        span, link = spans[end]
        if link.target is not None:
            is_status = find_status(link.target) and not _MEDIA_PAGE.search(link.target)
            return link if is_status else None
        end = len(text[: span.start].rstrip())
    return None


def without_own_mention(text: str, handle: str) -> str:
    """The text of a reply to oneself without the `@me` that may lead it."""
    found = _MENTION.match(text)
    return text[found.end() :] if found and handle and found[1].casefold() == handle.casefold() else text


def _spans(text: str, links: Iterable[TextLink]) -> list[_Span]:
    """Where the links stand. Of several that claim one place the first has it: X repeats a link for each picture."""
    taken: dict[int, _Span] = {}
    for _, link in zip(range(MAX_LINKS), links, strict=False):
        start = _place(text, link, taken)
        if start is not None and link.shown:
            taken.setdefault(start, _Span(start, start + len(link.shown), link.target))
    return _apart(taken.values())


def _place(text: str, link: TextLink, taken: Iterable[int]) -> int | None:
    if link.start >= 0 and text[link.start : link.end].casefold() == link.shown.casefold():
        return link.start
    start = -1
    for _ in range(MAX_TRIES):
        start = text.find(link.shown, start + 1)
        after = text[start + len(link.shown) : start + len(link.shown) + 1]
        if start < 0 or (start not in taken and not after.isalnum()):
            break
    else:
        start = -1
    return start if start >= 0 else None


def _apart(spans: Iterable[_Span]) -> list[_Span]:
    apart: list[_Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart
