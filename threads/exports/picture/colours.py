"""The colours of a card, by day and by night. They are those of the sandbox's page."""

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""


def _colour(code: int) -> Colour:
    return (code >> 16) / 255, (code >> 8 & 255) / 255, (code & 255) / 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """What is drawn in which colour."""

    paper: Colour
    ink: Colour
    soft: Colour
    """Handle, date, and what the bot says."""
    accent: Colour
    """Tags, mentions, links, and how far the story is told."""
    line: Colour
    """Thin lines, and the share of a poll's answer."""
    tile: Colour
    """Under the QR code, which cameras read best dark on light."""
    code: Colour


LIGHT = Colours(
    paper=_colour(0xFFFBF4),
    ink=_colour(0x2D2620),
    soft=_colour(0x7A6C5D),
    accent=_colour(0xA4481F),
    line=_colour(0xE9DECD),
    tile=_colour(0xFFFBF4),
    code=_colour(0x2D2620),
)
DARK = Colours(
    paper=_colour(0x1B1815),
    ink=_colour(0xF0E7DA),
    soft=_colour(0xA99A88),
    accent=_colour(0xF0A273),
    line=_colour(0x3A332C),
    tile=_colour(0xF0E7DA),
    code=_colour(0x1B1815),
)
