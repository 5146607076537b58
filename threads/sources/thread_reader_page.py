"""Where the story stands in text copied from a Thread Reader page: its header, its author, and where the footer begins.

Two layouts are known. A Scrolly page (`/scrolly/ID`) begins with "HANDLE Profile picture", a bio and a line such as
"Oct 26, 2022, 9 tweets", perhaps below a few short lines; a thread page (`/thread/ID.html`) has names and buttons
before "Jun 22 • 10 tweets • 8 min read". Tweets may quote any of these lines, so only the header's place and the
unbroken run of footer lines at the end count. A Scrolly page whose header is lost or damaged is known by its footer,
and wants a look. How the story divides into tweets is not this file's business.
"""

import re
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from threads.model import MAX_TWEETS, Author, Moment
from threads.sources import dates
from threads.sources.document import HEAD_BYTES

AUTHOR_REACH = 12
"""The most lines above a thread page's date that are looked at for its author, blank ones not counted."""

ABOVE_REACH = 8
"""The most lines above a Scrolly page's header, such as the site's name; blank ones not counted."""

BIO_REACH = 500
"""The longest bio before a date that does not exist, in characters; on X it is 160 and its links written out."""

FOOTER_REACH = 25
"""The most lines between two known lines of a thread page's footer."""

_DATE = r"(?P<month>[A-Z][a-z]{2,8})\.?[ \xa0](?P<day>[0-9]{1,2})(?:,[ \xa0](?P<year>[0-9]{4}))?"
_COUNT = r"(?P<count>[0-9]{1,3}(?:,[0-9]{3})?|[0-9]{4,5})[ \xa0]tweets?"

_PICTURE = re.compile(
    r"\s*+(?:\[?!\[)?(?P<who>[^\n\[\]]*\S) Profile picture(?:\]\((?P<url>https?://[^\s()]++)\)[^\n]*+)?[ \t]*+(?:\n|\Z)"
)
_SHORT_LINE = re.compile(r"\s*+\S[^\n]{0,99}+\n")
_BIO = re.compile(r"(?:[^\S\n]*+\S[^\n]*+(?:\n|\Z))++")
_SCROLLY_DATE = re.compile(rf"^[ \t]*+{_DATE},[ \xa0]{_COUNT}[ \t]*+$", re.MULTILINE)
_SCROLLY_FOOTER = re.compile(
    r"^[ \t]*+(?=share|a scrolly|discover)"
    r"(?:share this scrolly tale with your friends\.?[ \t]*+(?:\n\s*+|\Z))?+"
    r"(?:a scrolly tale is a new way to read (?:twitter|x) threads with a more visually immersive experience\.?"
    r"[ \t]*+(?:\n\s*+|\Z))?+"
    r"(?:discover more beautiful scrolly tales like this\.?[ \t]*+(?:\n\s*+|\Z))?+"
    r"(?:keep scrolling\.?[ \t]*+(?:\n\s*+|\Z))?+\Z",
    re.MULTILINE | re.IGNORECASE,
)

_THREAD_DATE = re.compile(
    rf"^[ \t]*+{_DATE}\s*+[•·,]?\s*+{_COUNT}[ \xa0]*+(?:[•·,]\s*+[0-9]+ min read[ \xa0]*+[•·,]?|[•·])"
    r"(?:[ \xa0]*+read on (?:x|twitter))?[ \t]*+$",
    re.MULTILINE | re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:[^\S\n]*+(?:read on (?:x|twitter)|scrolly|bookmark|gift link|save (?:as|to) pdf|subscribe"
    r"|[0-9][0-9.,]*+[km]? views?)?[^\S\n]*+\n)*+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@([A-Za-z0-9_]{1,20})")
_TITLE = re.compile(r"Thread by @([A-Za-z0-9_]{1,20}) on Thread Reader App", re.IGNORECASE)
_FOOTER_LINES = (
    r"• • •",
    r"missing some tweets? in this thread\?.*",
    r"keep current with\b.*",
    r"stay in touch and get notified.*",
    r"add to [\"“]my authors[\"”]",
    r"read all threads",
    r"this thread may be removed anytime!",
    r"try unrolling a thread yourself!",
    r"more from @\w+",
    r"did thread reader help you today\?",
)
_FOOTER_LINE = re.compile(
    r"^[ \t]*+(?:" + "|".join(f"({line})" for line in _FOOTER_LINES) + r")[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_BLOCK = re.compile(r"\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page says about the story, and the part of the text that holds its tweets."""

    author: Author
    written: Moment | None
    declared_count: int | None
    start: int
    end: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A line with a date and a count, where a header has it."""

    line: re.Match[str]
    written: Moment

    @property
    def count(self) -> int:
        return _count(self.line)


def _count(line: re.Match[str]) -> int:
    return int(line["count"].replace(",", ""))


def find(text: str, today: date) -> Page | None:
    """The page in the text, of the layout whose header comes first; else the Scrolly page that the footer shows.

    None without a header with date and count and without a footer. A header begins within the first 64 Ki characters.
    `today` completes a date without a year.
    """
    head = text[:HEAD_BYTES]
    pages = [page for page in (_scrolly(text, head, today), _thread_page(text, head, today)) if page]
    return min(pages, key=lambda page: page.start) if pages else _damaged(text, head)


def has_footer(text: str) -> bool:
    """Whether the text ends with a Scrolly page's footer."""
    return _SCROLLY_FOOTER.search(text) is not None


def _dated(pattern: re.Pattern[str], head: str, begin: int, today: date) -> list[_Dated]:
    lines = pattern.finditer(head, begin)
    moments = ((line, dates.month_day(line["month"], line["day"], line["year"], today)) for line in lines)
    return [_Dated(line=line, written=moment) for line, moment in moments if moment]


def _scrolly(text: str, head: str, today: date) -> Page | None:
    """The picture's line comes before the date; a paste that lacks it begins with the date."""
    picture = _picture(head)
    begin = picture.end() if picture else 0
    found = _dated(_SCROLLY_DATE, head, begin, today)
    if not found or (not picture and head[: found[0].line.start()].strip()):
        return None
    footer = _SCROLLY_FOOTER.search(text, found[0].line.end())
    end = footer.start() if footer else len(text)
    header = _header(found, text, begin, end) if picture else found[0]
    return Page(
        author=_scrolly_author(picture, text[begin : header.line.start()].strip()) if picture else Author(),
        written=header.written,
        declared_count=header.count,
        start=header.line.end(),
        end=end,
    )


def _picture(head: str) -> re.Match[str] | None:
    """The picture's line at the start or below a few short lines, of which none is the date's."""
    start = 0
    for _ in range(ABOVE_REACH + 1):
        if picture := _PICTURE.match(head, start):
            return picture
        above = _SHORT_LINE.match(head, start)
        if not above or _SCROLLY_DATE.search(above[0]):
            break
        start = above.end()
    return None


def _damaged(text: str, head: str) -> Page | None:
    """A Scrolly page known by its footer, without a date that exists; what is left of its header is no tweet."""
    footer = _SCROLLY_FOOTER.search(text)
    if not footer:
        return None
    end = footer.start()
    picture = _picture(head[:end])
    if picture and picture.start() and not _handle(picture):
        # Below other lines such words may be the author's.
        picture = None
    begin = picture.end() if picture else 0
    line = _SCROLLY_DATE.search(text, begin, end)
    if line and len(text[begin : line.start()].strip()) > (BIO_REACH if picture else 0):
        line = None
    bio_end = line.start() if line else _bio_end(text, begin, end) if picture else begin
    return Page(
        author=_scrolly_author(picture, text[begin:bio_end].strip()) if picture else Author(),
        written=None,
        declared_count=_count(line) if line else None,
        start=line.end() if line else bio_end,
        end=end,
        doubts=("The page's header is missing or damaged: look for author, date, and where each tweet begins.",),
    )


def _bio_end(text: str, begin: int, end: int) -> int:
    """Where the lines right below the picture end; not when they are too many for a bio, or all there is."""
    bio = _BIO.match(text, begin, end)
    is_bio = bio and len(bio[0]) <= BIO_REACH and text[bio.end() : end].strip()
    return bio.end() if bio and is_bio else begin


def _header(found: list[_Dated], text: str, begin: int, end: int) -> _Dated:
    """Which of the lines that look like the header's date is the header's.

    The bio may look like one as well, and so may a tweet. It is the first that counts the blocks after it rightly;
    of several such right after each other the last, since the bio stands before the date. When none counts rightly,
    the first that is not the bio, so that nothing is lost to the header.
    """
    blocks = [block.start() for block in islice(_BLOCK.finditer(text, begin, end), 2 * MAX_TWEETS)]
    fitting = [dated for dated in found if 0 < dated.count == len(blocks) - bisect_left(blocks, dated.line.end())]
    place = found.index((fitting or found)[0])
    for before, after in pairwise(found[place:]):
        is_bio = not fitting and before.line.start() == begin
        if text[before.line.end() : after.line.start()].strip() or not (after in fitting or is_bio):
            return before
        place += 1
    return found[place]


def _scrolly_author(picture: re.Match[str], bio: str) -> Author:
    """Scrolly pages give the handle where thread pages give the name."""
    who = picture["who"].strip()
    handle = _handle(picture)
    return Author(
        handle=handle,
        name="" if handle else who,
        bio=bio,
        avatar_url=picture["url"],
    )


def _handle(picture: re.Match[str]) -> str:
    found = _HANDLE.fullmatch(f"@{picture['who'].strip().removeprefix('@')}")
    return found[1] if found else ""


def _thread_page(text: str, head: str, today: date) -> Page | None:
    found = _dated(_THREAD_DATE, head, 0, today)
    if not found:
        return None
    header = found[0]
    buttons = _BUTTONS.match(text, header.line.end() + 1)
    start = buttons.end() if buttons else header.line.end()
    return Page(
        author=_thread_page_author(head[: header.line.start()]),
        written=header.written,
        declared_count=header.count,
        start=start,
        end=_thread_page_end(text, start),
    )


def _thread_page_author(above: str) -> Author:
    """The name stands above the handle, which stands above the date, with a button or a tag's remains between."""
    lines = [line for each in above.split("\n") if (line := each.strip())][-AUTHOR_REACH:]
    titled = _TITLE.search(above)
    handle = titled[1] if titled else ""
    name = ""
    for place, line in enumerate(lines):
        if found := _HANDLE.fullmatch(line):
            handle = found[1]
            name = next((_name(each) for each in reversed(lines[:place]) if _name(each)), "")
    return Author(handle=handle, name=name)


def _name(line: str) -> str:
    """The name that a line of the header holds; empty for buttons and for what is left of a damaged tag."""
    if line.lower() == "subscribe" or (line.endswith(">") and '"' in line):
        return ""
    picture = _PICTURE.match(line)
    return picture["who"].strip() if picture else line


def _thread_page_end(text: str, start: int) -> int:
    """Where the footer begins: known lines in the page's order, followed back from the last one.

    A single known line is a footer only when nothing follows it: else a tweet may have quoted it.
    """
    known = deque(_FOOTER_LINE.finditer(text, start), maxlen=FOOTER_REACH)
    if not known:
        return len(text)
    first = last = known.pop()
    while known:
        line = known.pop()
        is_near = first.lastindex == len(_FOOTER_LINES) or text.count("\n", line.end(), first.start()) <= FOOTER_REACH
        if not is_near or _rank(line) >= _rank(first):
            break
        first = line
    is_footer = first is not last or not text[last.end() :].strip()
    return first.start() if is_footer else len(text)


def _rank(line: re.Match[str]) -> int:
    return line.lastindex or 0
