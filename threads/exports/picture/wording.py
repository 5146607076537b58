"""A tweet's words as a card shows them: in paragraphs, each with its direction and with its tags and links marked.

A link can't be followed on a picture, and the QR code leads to it: it is shown without what is the same for all, and
cut when it is long. Everything else stays as it was written.
"""

from dataclasses import dataclass

import regex

from threads.hashtag import Span, hashtags, mentions, urls
from threads.text import clean, graphemes, is_rtl

LONGEST_LINK = 36
"""Characters of a link that are shown."""

_LINE_END = regex.compile(r"\n|\u2028|\u2029|\x85")
# Controls and object marks show nothing anywhere. No font has what Unicode has not given out, or leaves to each maker.
_UNSEEN = regex.compile(r"[\p{Cc}--\t]|\uFFFC|\uFEFF", regex.VERSION1)
_UNKNOWN = regex.compile(r"[\p{Co}\p{Cn}]")
_SCHEME = regex.compile(r"https?://(www\.)?", regex.IGNORECASE)
_RTL_MARK = " \u200f"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line as its author ended it; an empty one is the space between two. `marked` are tags, mentions and links."""

    text: str
    marked: tuple[Span, ...]
    rtl: bool


def paragraphs(text: str, *, rtl: bool) -> list[Paragraph]:
    """The paragraphs of a text; one that has no direction of its own runs as the whole does."""
    lines = [shown(line) for line in _LINE_END.split(clean(text).strip())]
    return [_paragraph(line, rtl=rtl) for line in lines]


def shown(line: str) -> str:
    """One line without what can't be seen; what no font can have is `U+FFFD`."""
    return str(_UNKNOWN.sub("\ufffd", _UNSEEN.sub("", clean(line)))).strip()


def short_link(address: str) -> str:
    """An address without scheme and `www.`, in at most 36 characters."""
    name = _SCHEME.sub("", address, count=1).rstrip("/")
    clusters = graphemes(name)
    return name if len(clusters) <= LONGEST_LINK else "".join(clusters[: LONGEST_LINK - 1]) + "…"


def _paragraph(line: str, *, rtl: bool) -> Paragraph:
    """Every tag, mention and link is isolated: its sign, and its parts, stay together and in order (UAX 9)."""
    pieces: list[str] = []
    marked, done, length = [], 0, 0
    for span in _found(line):
        before = line[done : span.start] + _ISOLATE
        name = short_link(span.label) if span.label.startswith("http") else line[span.start : span.end]
        start = length + len(before)
        marked.append(Span(start, start + len(name), span.label))
        pieces += [before, name, _END_ISOLATE]
        done, length = span.end, start + len(name) + len(_END_ISOLATE)
    direction = is_rtl(line + _RTL_MARK) if rtl else is_rtl(line)
    return Paragraph("".join([*pieces, line[done:]]), tuple(marked), direction)


def _found(line: str) -> list[Span]:
    """What is marked, in order, and nothing twice."""
    return sorted((*hashtags(line), *mentions(line), *urls(line)), key=lambda span: span.start)
