"""Long posts in pages: where to turn a page so that a reader does not trip over it.

A page is a slice of the text and nothing else: joined, the pages are the text again. Page numbers, markup and
what a messenger trims belong to the views.
"""

from bisect import bisect_right
from itertools import accumulate

import regex

from threads.hashtag import hashtags, mentions, urls
from threads.text import cluster_ends, utf16_length

MIN_LIMIT = 64
"""The smallest page, in UTF-16 code units: below it, links and emoji would not fit."""

_FULL_ENOUGH = 0.6
"""A good break is taken only when the page is filled up to here; the space is worth more otherwise."""

# As str.isspace has it, which also counts the separators 1C to 1F.
_SPACE = r"[\s\x1C-\x1F]"
_CLOSING = r"[\"'”’»›)\]}」』）】》〉］]"
_BREAK = regex.compile(rf"(?P<stop>[.!?…؟।۔。！？]++{_CLOSING}*+)(?P<space>{_SPACE}*+)|(?P<space>{_SPACE}++)")
_UNSPACED_STOP = frozenset("。！？")
_CLINGING = regex.compile(r"[,.;:!?…”’»›)\]}、。，．：；！？」』）】》〉］]")
_INK = regex.compile(r"[^\s\x1C-\x1F]")


def split_pages(text: str, limit: int) -> list[str]:
    """Split a text into pages of at most `limit` UTF-16 code units; joined, they are the text.

    Pages end with a paragraph, else a line, a sentence, a word, whichever fills the page well; whitespace stays
    before the break. Links, mentions, hashtags and grapheme clusters stay whole unless one alone is longer than
    a page. An empty text is one empty page; else no page is blank, unless whitespace or things to keep whole
    fill a third of a page at once. Takes linear time. Raises ValueError when `limit` is below 64.
    """
    if limit < MIN_LIMIT:
        raise ValueError(f"a page needs at least {MIN_LIMIT} UTF-16 units, not {limit}")
    if utf16_length(text) <= limit:
        return [text]
    held = _held(text, limit)
    pages, start = [], 0
    while start < len(text):
        end = _page_end(text, held, start, limit)
        pages.append(text[start:end])
        start = end
    return pages


def _held(text: str, limit: int) -> bytearray:
    """For each place in the text whether it lies inside a link, a mention or a hashtag that fits on a page."""
    held = bytearray(len(text) + 1)
    for span in (*urls(text), *mentions(text), *hashtags(text)):
        if utf16_length(text[span.start : span.end]) <= limit:
            held[span.start + 1 : span.end] = b"\1" * (span.end - span.start - 1)
    return held


def _page_end(text: str, held: bytearray, start: int, limit: int) -> int:
    end = _reach(text, start, limit)
    if end == len(text):
        return end
    clusters = cluster_ends(text, start, end)
    free = [place for place in clusters if not held[place]]
    # Messengers refuse blank pages: something visible stands before a good place, and something right after it.
    ink = _INK.search(text, start, end)
    good = [place for place in free if ink and ink.start() < place and not text[place].isspace()]
    if good:
        return _best(good, _ranks(text, start, end), _reach(text, start, int(limit * _FULL_ENOUGH)))
    return (free or clusters or [end])[-1]


def _best(places: list[int], ranks: dict[int, int], full_enough: int) -> int:
    """The latest of the best breaks on a well filled page, else the latest break, else the latest place."""
    full = [place for place in places if place > full_enough]
    if full:
        return max(full, key=lambda place: (ranks.get(place, 0), place))
    return max(places, key=lambda place: (ranks.get(place, 0) > 0, place))


def _reach(text: str, start: int, units: int) -> int:
    """The latest place up to which the text after `start` fits into so many UTF-16 units."""
    window = text[start : start + units]
    if utf16_length(window) == len(window):
        return start + len(window)
    used = list(accumulate(1 + (character > "\uffff") for character in window))
    return start + bisect_right(used, units)


def _ranks(text: str, start: int, end: int) -> dict[int, int]:
    """Where the text breaks well or badly: 4 after a paragraph, 3 a line, 2 a sentence, 1 a word.

    -1 stands before what clings to the text before it, and every place without a rank is 0.
    """
    ranks = {match.start(): -1 for match in _CLINGING.finditer(text, start, end + 1)}
    # With the character after `end` in view, whitespace and closing quotes that run on are no break there.
    for match in _BREAK.finditer(text, start, end + 1):
        stop, space = match["stop"] or "", match["space"]
        if space or not _UNSPACED_STOP.isdisjoint(stop):
            ranks[match.end()] = min(4, 2 + space.count("\n")) if "\n" in space else 1 + bool(stop)
    return ranks
