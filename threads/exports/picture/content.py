"""What a tweet says, in the order in which a card shows it: warning, words, quoted tweet, poll, what it shows."""

from dataclasses import dataclass, replace

from threads.exports.picture.canvas import Canvas
from threads.exports.picture.colours import Colour
from threads.exports.picture.labels import PictureLabels
from threads.exports.picture.lettering import Face
from threads.exports.picture.rows import INDENT, TORN, Room, Row, barred, line_row, text_rows
from threads.exports.picture.scripts import is_emoji
from threads.exports.picture.wording import short_link, shown
from threads.model import Author, Poll, PollOption, Quote, Tweet, is_blank
from threads.text import is_rtl

JUMBO = 2.2
"""How much larger a tweet of nothing but emoji is set."""
SMALLEST = 27.0
"""Pixels of the smallest type on a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A tweet and the words around it; `hidden` when its warning stands before it."""

    tweet: Tweet
    labels: PictureLabels
    hidden: bool

    def rows(self, size: float, room: Room) -> list[Row]:
        """All of it in type of this size."""
        if self.tweet.gap or self.hidden:
            return self._instead(size, self._own(room))
        rows = self._warning(size, room)
        if not is_blank(self.tweet.text):
            large = JUMBO if is_emoji(self.tweet.text) else 1
            rows += text_rows(self.tweet.text, Face(size=size * large), room, room.colours.ink, before=size * 0.6)
        if self.tweet.quote:
            rows += _quoted(self.tweet.quote, size, room)
        if self.tweet.poll:
            rows += self._poll(self.tweet.poll, size, room)
        return rows + self._media(size, room)

    def _own(self, room: Room) -> Room:
        """Where the bot's own words are set."""
        return replace(room, rtl=self.labels.rtl, language=self.labels.language)

    def _instead(self, size: float, room: Room) -> list[Row]:
        if self.tweet.gap:
            return text_rows(self.labels.gap, Face(size=size * 0.8), room, room.colours.soft, own=True)
        rows = text_rows(self.labels.warning, Face(size=size * 0.8, bold=True), room, room.colours.ink, own=True)
        face = Face(size=size * 0.66)
        return rows + text_rows(self.labels.hidden, face, room, room.colours.soft, before=size * 0.4, own=True)

    def _warning(self, size: float, room: Room) -> list[Row]:
        if not self.labels.warning:
            return []
        face = Face(size=_small(size, 0.62), sans=True, bold=True)
        return text_rows(self.labels.warning, face, self._own(room), room.colours.accent, own=True)

    def _poll(self, poll: Poll, size: float, room: Room) -> list[Row]:
        total = sum(option.votes or 0 for option in poll.options)
        rows: list[Row] = []
        for index, option in enumerate(poll.options):
            rows += self._answer(option, index, total, size, room)
        if self.labels.closes:
            face = Face(size=_small(size, 0.56), sans=True)
            rows += text_rows(self.labels.closes, face, self._own(room), room.colours.soft, before=size * 0.5, own=True)
        return rows

    def _answer(self, option: PollOption, index: int, total: int, size: float, room: Room) -> list[Row]:
        face = Face(size=_small(size, 0.72), sans=True)
        before = size * (0.4 if index else 0.8)
        rows = text_rows(shown(option.label) or "–", face, room, room.colours.ink, before=before)
        rows = [replace(row, cost=TORN) for row in rows]
        rows.append(_share(option.votes, total, room))
        if votes := self.labels.votes[index : index + 1]:
            small = Face(size=_small(size, 0.52), sans=True)
            rows[-1] = replace(rows[-1], cost=TORN)
            rows += text_rows(votes[0], small, self._own(room), room.colours.soft, before=4, own=True)
        return rows

    def _media(self, size: float, room: Room) -> list[Row]:
        rows: list[Row] = []
        alone = is_blank(self.tweet.text)
        for name, medium in zip(self.labels.media, self.tweet.media, strict=False):
            title = Face(size=_small(size, 0.52), sans=True, bold=True)
            rows.append(_picture_row(name, title, self._own(room), before=size * 0.8))
            if is_blank(medium.alt):
                continue
            face = Face(size=_small(size, 0.8 if alone else 0.6), sans=not alone)
            beside = replace(room, rtl=is_rtl(medium.alt), right=is_rtl(medium.alt))
            rows += text_rows(medium.alt, face, beside, room.colours.soft, before=size * 0.1)
        return rows


def _small(size: float, share: float) -> float:
    return max(SMALLEST, size * share)


def _quoted(quote: Quote, size: float, room: Room) -> list[Row]:
    rtl = is_rtl(quote.text) if quote.text else room.rtl
    inner = replace(room, width=room.width - INDENT, rtl=rtl, right=rtl)
    rows = []
    if name := _byline(quote.author):
        rows.append(line_row(name, Face(size=_small(size, 0.56), sans=True, bold=True), inner, room.colours.soft))
    if is_blank(quote.text):
        face = Face(size=_small(size, 0.62), sans=True)
        rows += text_rows(short_link(quote.url or ""), face, replace(inner, rtl=False), room.colours.accent, own=True)
    else:
        rows += text_rows(quote.text, Face(size=_small(size, 0.8)), inner, room.colours.ink, before=size * 0.1)
    if not rows:
        # A quote may be of nothing that can be seen.
        return []
    shifted = [_shifted(row, 0 if rtl else INDENT) for row in barred(rows, room.colours.soft, inner)]
    return [replace(shifted[0], before=size * 0.8), *shifted[1:]]


def _shifted(row: Row, by: float) -> Row:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        row.draw(canvas, x + by, y)

    return replace(row, draw=draw)


def _byline(author: Author) -> str:
    handle = f"@{author.handle}" if author.handle else ""
    return shown(" · ".join(part for part in (author.name, handle) if part))


def _share(votes: int | None, total: int, room: Room) -> Row:
    """A bar as long as the answer's share of the votes."""
    height = 12.0
    share = (votes or 0) / total if total else 0

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.box(x, y, room.width, height, room.colours.line, radius=height / 2)
        length = max(height, room.width * share)
        if share:
            start = x + room.width - length if room.right else x
            canvas.box(start, y, length, height, room.colours.accent, radius=height / 2)

    return Row(height, draw, before=6)


def _picture_row(name: str, face: Face, room: Room, *, before: float) -> Row:
    """What a picture or film is called, behind a small frame."""
    side = face.size * 0.8
    row = line_row(name, face, replace(room, width=room.width - side * 1.7), room.colours.soft)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        start = x + room.width - side if room.right else x
        _frame(canvas, start, y + (row.height - side) / 2, side, room.colours.soft, room.colours.paper)
        row.draw(canvas, x if room.right else x + side * 1.7, y)

    return replace(row, draw=draw, before=before)


def _frame(canvas: Canvas, x: float, y: float, side: float, colour: Colour, paper: Colour) -> None:
    edge = side * 0.12
    canvas.box(x, y, side, side, colour, radius=side * 0.2)
    canvas.box(x + edge, y + edge, side - 2 * edge, side - 2 * edge, paper, radius=side * 0.1)
    canvas.line((x + side * 0.28, y + side * 0.72), (x + side * 0.5, y + side * 0.42), edge, colour)
    canvas.line((x + side * 0.5, y + side * 0.42), (x + side * 0.72, y + side * 0.72), edge, colour)
