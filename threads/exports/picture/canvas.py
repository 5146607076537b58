"""A surface to draw on, in pixels from its upper left corner, and its PNG."""

import ctypes
from math import pi
from typing import Any

from threads.exports.picture.colours import Colour
from threads.exports.picture.native import Held, Writer, native

_RGB24 = 1
_ROUND = 1


class Canvas:
    """An image in memory: four bytes a pixel until it is given back."""

    def __init__(self, width: int, height: int, paper: Colour) -> None:
        self._native = native()
        surface = self._native.cairo_image_surface_create(_RGB24, width, height)
        self._surface = Held(surface, self._native.cairo_surface_destroy)
        self._cairo = Held(self._native.cairo_create(surface), self._native.cairo_destroy)
        self._native.cairo_set_source_rgb(self._cairo.pointer, *paper)
        self._native.cairo_paint(self._cairo.pointer)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, *, radius: float = 0) -> None:
        """A filled rectangle, with round corners when a radius is given."""
        cairo, drawn = self._native, self._cairo.pointer
        cairo.cairo_set_source_rgb(drawn, *colour)
        if radius:
            right, bottom = x + width, y + height
            cairo.cairo_new_sub_path(drawn)
            cairo.cairo_arc(drawn, right - radius, y + radius, radius, -pi / 2, 0)
            cairo.cairo_arc(drawn, right - radius, bottom - radius, radius, 0, pi / 2)
            cairo.cairo_arc(drawn, x + radius, bottom - radius, radius, pi / 2, pi)
            cairo.cairo_arc(drawn, x + radius, y + radius, radius, pi, pi * 3 / 2)
            cairo.cairo_close_path(drawn)
        else:
            cairo.cairo_rectangle(drawn, x, y, width, height)
        cairo.cairo_fill(drawn)

    def line(self, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour) -> None:
        """A straight line with round ends."""
        cairo, drawn = self._native, self._cairo.pointer
        cairo.cairo_set_source_rgb(drawn, *colour)
        cairo.cairo_set_line_width(drawn, width)
        cairo.cairo_set_line_cap(drawn, _ROUND)
        cairo.cairo_move_to(drawn, *start)
        cairo.cairo_line_to(drawn, *end)
        cairo.cairo_stroke(drawn)

    def text(self, line: Any, x: float, baseline: float, colour: Colour) -> None:
        """One line that Pango has set, from its left end on."""
        cairo, drawn = self._native, self._cairo.pointer
        cairo.cairo_set_source_rgb(drawn, *colour)
        cairo.cairo_move_to(drawn, x, baseline)
        cairo.pango_cairo_show_layout_line(drawn, line)

    def png(self) -> bytes:
        """The image as a PNG without transparency."""
        chunks = bytearray()

        def write(_: object, data: Any, length: int) -> int:
            chunks.extend(ctypes.string_at(data, length))
            return 0

        self._native.cairo_surface_write_to_png_stream(self._surface.pointer, Writer(write), None)
        return bytes(chunks)
