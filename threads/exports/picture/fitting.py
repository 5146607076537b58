"""How large a text is set, and how it is divided when it is too long for one card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from threads.exports.errors import TooLongForPictures
from threads.exports.picture.labels import MOST_PAGES
from threads.exports.picture.rows import Row

SQUARE, TALL = 1080, 1350
"""Least and greatest height of a card: phones show well what is between 1 : 1 and 4 : 5."""
CHOICES = ((76.0, SQUARE), (68.0, 1160), (60.0, 1280), (53.0, TALL), (46.0, TALL), (40.0, TALL))
"""Sizes of type and how high a card may get with it, in pixels: from the best to what a phone still lets one read."""
PAGED = (53.0, 46.0)
"""Sizes of type that are tried for several cards before the smallest."""
LONGEST = 10_000
"""Characters beyond which a text can't fit ten cards in any script: it is not even tried."""
AIRY = 50.0
"""Pixels that are left free around the middle as long as the card is not at its highest."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Cards of one height, in pixels, and the rows of each."""

    height: int
    pages: tuple[tuple[Row, ...], ...]


def fitted(rows_at: Callable[[float], list[Row]], around: float) -> Fitted:
    """Rows on one card in the largest size that lets them, else on the fewest, in the largest that leaves it at those.

    `rows_at` sets them at a size, `around` is the height of what stands above and below them. Raises
    TooLongForPictures.
    """
    # First: to set what is far too long in every size would take many seconds.
    smallest = divided(rows_at(CHOICES[-1][0]), TALL - around)
    if len(smallest) > MOST_PAGES:
        raise TooLongForPictures(most=MOST_PAGES)
    if len(smallest) > 1:
        return _paged(rows_at, smallest, around)
    for size, highest in CHOICES[:-1]:
        rows = rows_at(size)
        if around + height_of(rows) <= highest:
            return _sized([tuple(rows)], around, highest)
    return _sized(smallest, around, TALL)


def _paged(rows_at: Callable[[float], list[Row]], smallest: list[tuple[Row, ...]], around: float) -> Fitted:
    for size in PAGED:
        pages = divided(rows_at(size), TALL - around)
        if len(pages) == len(smallest):
            return _sized(pages, around, TALL)
    return _sized(smallest, around, TALL)


def _sized(pages: Sequence[tuple[Row, ...]], around: float, highest: int) -> Fitted:
    needed = around + max(map(height_of, pages)) + AIRY
    return Fitted(round(min(max(needed, SQUARE), highest)), tuple(pages))


def height_of(rows: Sequence[Row]) -> float:
    """The height of rows on one page."""
    return sum(row.before + row.height for row in rows) - (rows[0].before if rows else 0)


def divided(rows: Sequence[Row], room: float) -> list[tuple[Row, ...]]:
    """Rows in as few pages of at most `room` pixels as they need, evenly filled, ending where a reader may pause.

    The division of least cost: every page costs one, its emptiness, and what its last row says that a break costs.
    """
    best = [0.0, *(inf for _ in rows)]
    begins = [0] * (len(rows) + 1)
    for end in range(1, len(rows) + 1):
        height = 0.0
        for start in range(end - 1, -1, -1):
            # What stands before a page's first row is left out.
            full = height + rows[start].height
            if full > room and start < end - 1:
                break
            cost = best[start] + 1 + (1 - full / room) ** 2 + (rows[end - 1].cost if end < len(rows) else 0)
            if cost < best[end]:
                best[end], begins[end] = cost, start
            height = full + rows[start].before
    return _cut(rows, begins)


def _cut(rows: Sequence[Row], begins: list[int]) -> list[tuple[Row, ...]]:
    pages, end = [], len(rows)
    while end:
        pages.append(tuple(rows[begins[end] : end]))
        end = begins[end]
    return pages[::-1]
