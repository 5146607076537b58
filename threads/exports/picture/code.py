"""The link as a QR code, so that whoever sees the picture anywhere gets to the story."""

from threads.exports.picture.canvas import Canvas
from threads.exports.picture.colours import Colours

TILE = 246
"""The most pixels that a code of usual length takes, with the empty border that cameras want."""
BORDER = 4
"""Modules of that border (ISO 18004)."""
SMALLEST = 4
"""Pixels of a module below which phones fail to read it off another phone."""


class Code:
    """A QR code of a link. `side` is its size with the border, `border` the border's, in pixels."""

    def __init__(self, link: str) -> None:
        # Beside what draws, so that nothing is loaded before a picture is wanted.
        import segno

        self._modules = [list(row) for row in segno.make_qr(link, error="m").matrix]
        across = len(self._modules) + 2 * BORDER
        self._module = max(SMALLEST, TILE // across)
        self.border = BORDER * self._module
        self.side = across * self._module

    def draw(self, canvas: Canvas, x: float, y: float, colours: Colours) -> None:
        """The code on its tile, whose upper left corner is given."""
        canvas.box(x, y, self.side, self.side, colours.tile, radius=self._module * 2)
        for row, modules in enumerate(self._modules):
            for column, dark in enumerate(modules):
                if dark:
                    left, top = x + self.border + column * self._module, y + self.border + row * self._module
                    canvas.box(left, top, self._module, self._module, colours.code)
