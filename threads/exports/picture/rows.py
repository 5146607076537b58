"""What stands in the middle of a card, as rows: the smallest things that a page can end with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import regex

from threads.exports.picture.canvas import Canvas
from threads.exports.picture.colours import Colour, Colours
from threads.exports.picture.lettering import Face, Lettering, Setting
from threads.exports.picture.marking import Mark
from threads.exports.picture.wording import Paragraph, paragraphs

_STOP = regex.compile(r"[.!?…؟।۔。！？][\"'”’»›)\]}」』）】》〉］]*\s*\Z")

ANYWHERE, SENTENCE, PARAGRAPH = 0.3, 0.08, 0.0
TORN = 1.0
"""What it costs to end a page after a row, in pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """`height` and the space `before` it, which a page's first row leaves out, are in pixels; `draw` takes its upper
    left corner."""

    height: float
    draw: Callable[[Canvas, float, float], None]
    before: float = 0
    cost: float = PARAGRAPH


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where and how texts are set: how wide, in what colours, in which language. `rtl` is how they run unless they say
    it themselves; single lines stand at the `right` side or at the left."""

    lettering: Lettering
    colours: Colours
    width: float
    rtl: bool
    right: bool
    language: str | None = None


def text_rows(text: str, face: Face, room: Room, colour: Colour, *, before: float = 0, own: bool = False) -> list[Row]:
    """A text in rows: each of its paragraphs in its own direction, empty lines as space.

    The bot's `own` words stand where the card begins its lines, an author's where their direction begins them.
    """
    rows: list[Row] = []
    space = before
    for paragraph in paragraphs(text, rtl=room.rtl):
        if not paragraph.text:
            space = max(space, face.size * 0.8)
            continue
        lines = list(_paragraph_rows(paragraph, face, room, colour, own=own))
        rows += [replace(lines[0], before=space), *lines[1:]]
        space = face.size * 0.12
    return rows


def line_row(text: str, face: Face, room: Room, colour: Colour, *, before: float = 0) -> Row:
    """A text in one row; what has no room is cut, and marked so. The row is not parted from the one that follows."""
    setting = room.lettering.set(
        text, face, room.width, rtl=room.rtl, right=room.right, language=room.language, one_line=True
    )
    return replace(_row(setting, 0, colour), before=before, cost=TORN)


def barred(rows: list[Row], colour: Colour, room: Room) -> list[Row]:
    """Rows of a quotation, with a bar at the side where they begin."""

    def with_bar(row: Row, *, joined: bool) -> Row:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            start = x + room.width + INDENT - BAR if room.right else x - INDENT
            above = row.before if joined else 0
            canvas.box(start, y - above, BAR, row.height + above, colour)
            row.draw(canvas, x, y)

        return replace(row, draw=draw)

    return [with_bar(row, joined=index > 0) for index, row in enumerate(rows)]


def _paragraph_rows(paragraph: Paragraph, face: Face, room: Room, colour: Colour, *, own: bool) -> Iterator[Row]:
    marks = [Mark(span.start, span.end, room.colours.accent) for span in paragraph.marked]
    setting = room.lettering.set(
        paragraph.text,
        face,
        room.width,
        rtl=paragraph.rtl,
        right=room.right if own else paragraph.rtl,
        language=room.language,
        marks=marks,
    )
    data = paragraph.text.encode()
    for index in range(setting.count):
        ends = bool(_STOP.search(data[: setting.end(index)].decode()))
        yield replace(_row(setting, index, colour), cost=_cost(index, setting.count, ends_sentence=ends))


def _row(setting: Setting, index: int, colour: Colour) -> Row:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        setting.draw(canvas, index, x, y, colour)

    return Row(setting.leading, draw)


def _cost(index: int, count: int, *, ends_sentence: bool) -> float:
    """No line of a paragraph likes to stand alone on its page."""
    if index == count - 1:
        return PARAGRAPH
    if count > 2 and index in (0, count - 2):
        return TORN
    return SENTENCE if ends_sentence else ANYWHERE


BAR = 5.0
INDENT = 34.0
