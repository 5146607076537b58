"""Numbers that authors write on their tweets: `1/`, `2/9`, `(3/n)`, `4.`; and how to tell them from other numbers.

One number proves nothing: "24/7", "9/11" and "1/2 cup" look like it. Only a run counts, from the first or the second
text onwards without a jump: three of it at least, or the whole of 1/n to n/n. Numbers are read and never taken away.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SPAN = r"(?P<open>[(\[])?(?P<first>[0-9]{1,4})(?:[-–](?P<last>[0-9]{1,4}))?"
_TOTAL = r"(?P<total>[0-9]{1,4}|[nNxX?]+)?(?(open)[)\]])"
_START = re.compile(
    rf"[ \t]*+(?:🧵[ \t]*+)?(?:{_SPAN}[ \t]?/[ \t]?{_TOTAL}(?![\w/])"
    r"|(?P<keycaps>(?:[0-9]\uFE0F?\u20E3){1,4})"
    r"|(?P<listed>[0-9]{1,4})(?:[.)](?=\s|$)|[ \t]-[ \t]))"
)
_LINE_START = re.compile(f"^{_START.pattern}", re.MULTILINE)
_END = re.compile(rf"(?<!\S){_SPAN}/{_TOTAL}\Z")
_END_REACH = 24
"""A number at the end stands within so many characters of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One text's number: `first` to `last` for one that counts several. A `listed` one (`4.`) may be a list's."""

    first: int
    last: int
    total: int | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """A run of marks: where they stand among the texts, and the total they all give, if they do."""

    places: tuple[int, ...]
    first: int
    last: int
    total: int | None
    listed: bool


def start_mark(text: str) -> Mark | None:
    """The number that the text begins with."""
    found = _START.match(text)
    return _start(found) if found else None


def numbered_lines(text: str) -> Iterator[tuple[int, Mark]]:
    """Where the lines with a sure number (`1/`, not `1.`) at their start begin, and the number."""
    for found in _LINE_START.finditer(text):
        mark = _start(found)
        if mark and not mark.listed:
            yield found.start(), mark


def _start(found: re.Match[str]) -> Mark | None:
    if found["keycaps"]:
        number = int("".join(sign for sign in found["keycaps"] if sign in "0123456789"))
        return Mark(first=number, last=number)
    if found["listed"]:
        return Mark(first=int(found["listed"]), last=int(found["listed"]), listed=True)
    return _mark(found)


def mark(text: str) -> Mark | None:
    """The number at the start of the text, else the one at the end of its last line."""
    at_start = start_mark(text)
    if at_start:
        return at_start
    text = text.rstrip()
    found = _END.search(text, max(len(text) - _END_REACH, 0))
    return _mark(found) if found else None


def _mark(found: re.Match[str]) -> Mark | None:
    first = int(found["first"])
    last = int(found["last"] or first)
    total = int(found["total"]) if (found["total"] or "").isdigit() else None
    if first > last or (total is not None and last > total):
        return None
    return Mark(first=first, last=last, total=total)


def numbering(marks: Sequence[Mark | None]) -> Numbering | None:
    """The run that the marks of successive texts form; with a sure sign (`1/`) before listed ones (`1.`)."""
    for listed in (False, True):
        found = [(place, mark) for place, mark in enumerate(marks) if mark and mark.listed is listed]
        if run := _run(found):
            return run
    return None


def _run(found: list[tuple[int, Mark]]) -> Numbering | None:
    totals = Counter(mark.total for _, mark in found if mark.total is not None)
    total = totals.most_common(1)[0][0] if totals else None
    found = [(place, mark) for place, mark in found if mark.total in (None, total)]
    if not found or not _is_consecutive(mark for _, mark in found):
        return None
    first, last = found[0][1].first, found[-1][1].last
    is_whole = first == 1 and last == total
    if first not in (1, 2) or (len(found) < 3 and not is_whole):
        return None
    places = tuple(place for place, _ in found)
    return Numbering(places=places, first=first, last=last, total=total, listed=found[0][1].listed)


def _is_consecutive(marks: Iterable[Mark]) -> bool:
    expected = None
    for mark in marks:
        if expected not in (None, mark.first):
            return False
        expected = mark.last + 1
    return True
