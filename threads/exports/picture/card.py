"""A card from edge to edge: who wrote it, what stands in its middle, how far the story is told, and the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from threads.exports.picture.canvas import Canvas
from threads.exports.picture.code import Code
from threads.exports.picture.colours import Colour, Colours
from threads.exports.picture.fitting import height_of
from threads.exports.picture.labels import PictureLabels
from threads.exports.picture.lettering import Face
from threads.exports.picture.rows import Room, Row, line_row
from threads.exports.picture.wording import shown
from threads.model import Author
from threads.text import is_rtl

WIDTH = 1080
MARGIN = 92.0
INNER = WIDTH - 2 * MARGIN
EDGE = 84.0
"""Above the author and below the code."""
AIR = 56.0
"""Least space above and below the middle."""
BALANCE = 0.46
"""The share of what is left of the middle that goes above it: to the eye, its centre lies a little higher."""
THREAD = 46.0
"""From the thread down to the code."""
MARK = 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What every page of a tweet has in common. `told` is the share of the story up to here."""

    room: Room
    author: Author
    code: Code
    labels: PictureLabels
    link: str
    told: float

    @property
    def colours(self) -> Colours:
        """The colours it is drawn in."""
        return self.room.colours

    @property
    def around(self) -> float:
        """The height of everything but the middle."""
        heading = height_of(self.heading())
        return EDGE + heading + (AIR if heading else 0) + AIR + THREAD + self.code.side + EDGE

    def heading(self) -> list[Row]:
        """Name and handle."""
        name, handle = shown(self.author.name), shown(self.author.handle)
        rows = []
        if name:
            face = Face(size=40, sans=True, bold=True, tight=0.9)
            rows.append(line_row(name, face, replace(self.room, rtl=is_rtl(name)), self.colours.ink))
        if handle:
            face = Face(size=31, sans=True, tight=0.95)
            rows.append(line_row(f"@{handle}", face, replace(self.room, rtl=False), self.colours.soft))
        return rows

    def png(self, rows: Sequence[Row], height: int, position: str, *, alone: bool) -> bytes:
        """One page. One of several begins at the top, where the one before it began."""
        canvas = Canvas(WIDTH, height, self.colours.paper)
        heading = self.heading()
        _draw(canvas, heading, EDGE)
        left = height - self.around - height_of(rows) if alone else 0
        above = EDGE + height_of(heading) + (AIR if heading else 0)
        _draw(canvas, rows, above + left * BALANCE)
        foot = height - EDGE - self.code.side
        self._thread(canvas, foot - THREAD)
        self._way(canvas, foot)
        self._said(canvas, foot, position)
        return canvas.png()

    def _thread(self, canvas: Canvas, y: float) -> None:
        """The story as a thread, with a knot where this tweet is."""
        start, end = (WIDTH - MARGIN, MARGIN) if self.room.right else (MARGIN, WIDTH - MARGIN)
        knot = start + (end - start) * self.told
        canvas.line((start, y), (end, y), 3, self.colours.line)
        canvas.line((start, y), (knot, y), 5, self.colours.accent)
        canvas.box(knot - 9, y - 9, 18, 18, self.colours.accent, radius=9)

    def _way(self, canvas: Canvas, y: float) -> None:
        """The code. Its tile is seen by night only: by day its modules stand at the margin."""
        out = self.code.border if self.colours.tile == self.colours.paper else 0
        x = MARGIN - out if self.room.right else MARGIN + INNER - self.code.side + out
        self.code.draw(canvas, x, y, self.colours)

    def _said(self, canvas: Canvas, y: float, position: str) -> None:
        """Beside the code: the place in the story, the date, and where it came from."""
        width = INNER - self.code.side - 30
        room = replace(self.room, width=width, rtl=self.labels.rtl, language=self.labels.language)
        x = MARGIN + INNER - room.width if room.right else MARGIN
        rows = [line_row(position, Face(size=34, sans=True, bold=True), room, self.colours.ink)]
        if self.labels.date:
            rows.append(line_row(self.labels.date, Face(size=29, sans=True), room, self.colours.soft))
        rows.append(self._origin(room))
        _draw(canvas, rows, y + (self.code.side - height_of(rows)) / 2, x)

    def _origin(self, room: Room) -> Row:
        parts = urlsplit(self.link)
        address = f"{parts.netloc}{parts.path}".rstrip("/")
        said = " · ".join(part for part in (self.labels.invitation, address) if part)
        beside = replace(room, width=room.width - MARK - 14)
        row = line_row(said, Face(size=27, sans=True), beside, self.colours.soft)

        def draw(canvas: Canvas, x: float, y: float) -> None:
            start = x + room.width - MARK if room.right else x
            _spool(canvas, start, y + (row.height - MARK) / 2, self.colours.accent, self.colours.paper)
            row.draw(canvas, x if room.right else x + MARK + 14, y)

        return replace(row, draw=draw, before=12)


def _draw(canvas: Canvas, rows: Sequence[Row], y: float, x: float = MARGIN) -> None:
    for index, row in enumerate(rows):
        y += row.before if index else 0.0
        row.draw(canvas, x, y)
        y += row.height


def _spool(canvas: Canvas, x: float, y: float, colour: Colour, paper: Colour) -> None:
    """The bot's own mark, 34 pixels wide."""
    unit = MARK / 64
    canvas.box(x, y, MARK, MARK, colour, radius=MARK / 2)
    for top in (13.0, 44.0):
        canvas.box(x + 17 * unit, y + top * unit, 30 * unit, 7 * unit, paper, radius=3.4 * unit)
    for top in (25.5, 31, 36.5, 42):
        canvas.line((x + 21 * unit, y + top * unit), (x + 43 * unit, y + (top - 2) * unit), 3 * unit, paper)
