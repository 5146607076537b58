"""Pango and Cairo, reached through ctypes: loaded when the first picture is made, and never before.

One handle is enough: what Pango's Cairo half stands on is found through it. Only the few functions that a card needs
are declared, with the names they have in C. Nothing outside this folder imports this.
"""

import ctypes
import weakref
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_double, c_int, c_ubyte, c_uint, c_uint16, c_void_p
from functools import cache
from typing import Any

from threads.exports.errors import NoDrawing

NAMES = ("libpangocairo-1.0.so.0", "libpangocairo-1.0.0.dylib", "libpangocairo-1.0-0.dll")
PACKAGES = "libpangocairo-1.0-0"

SCALE = 1024
"""Pango's units in a pixel."""


class Rectangle(ctypes.Structure):
    """PangoRectangle."""

    _fields_ = (("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int))


class Attribute(ctypes.Structure):
    """PangoAttribute: its range is counted in bytes."""

    _fields_ = (("klass", c_void_p), ("start", c_uint), ("end", c_uint))


class Line(ctypes.Structure):
    """The public beginning of PangoLayoutLine."""

    _fields_ = (("layout", c_void_p), ("start", c_int), ("length", c_int))


Writer = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(c_ubyte), c_uint)
"""Takes the bytes of a PNG as they are made."""

_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # What a function answers, then what it takes.
    "g_object_unref": (None, c_void_p),
    "cairo_image_surface_create": (c_void_p, c_int, c_int, c_int),
    "cairo_surface_destroy": (None, c_void_p),
    "cairo_surface_write_to_png_stream": (c_int, c_void_p, Writer, c_void_p),
    "cairo_create": (c_void_p, c_void_p),
    "cairo_destroy": (None, c_void_p),
    "cairo_set_source_rgb": (None, c_void_p, c_double, c_double, c_double),
    "cairo_paint": (None, c_void_p),
    "cairo_fill": (None, c_void_p),
    "cairo_rectangle": (None, c_void_p, c_double, c_double, c_double, c_double),
    "cairo_arc": (None, c_void_p, c_double, c_double, c_double, c_double, c_double),
    "cairo_new_sub_path": (None, c_void_p),
    "cairo_close_path": (None, c_void_p),
    "cairo_move_to": (None, c_void_p, c_double, c_double),
    "cairo_line_to": (None, c_void_p, c_double, c_double),
    "cairo_set_line_width": (None, c_void_p, c_double),
    "cairo_set_line_cap": (None, c_void_p, c_int),
    "cairo_stroke": (None, c_void_p),
    "cairo_font_options_create": (c_void_p,),
    "cairo_font_options_destroy": (None, c_void_p),
    "cairo_font_options_set_antialias": (None, c_void_p, c_int),
    "cairo_font_options_set_hint_style": (None, c_void_p, c_int),
    "cairo_font_options_set_hint_metrics": (None, c_void_p, c_int),
    "pango_cairo_font_map_new": (c_void_p,),
    "pango_cairo_context_set_font_options": (None, c_void_p, c_void_p),
    "pango_cairo_show_layout_line": (None, c_void_p, c_void_p),
    "pango_font_map_create_context": (c_void_p, c_void_p),
    "pango_context_set_base_dir": (None, c_void_p, c_int),
    "pango_context_set_language": (None, c_void_p, c_void_p),
    "pango_context_set_round_glyph_positions": (None, c_void_p, c_int),
    "pango_context_get_metrics": (c_void_p, c_void_p, c_void_p, c_void_p),
    "pango_font_metrics_get_ascent": (c_int, c_void_p),
    "pango_font_metrics_get_descent": (c_int, c_void_p),
    "pango_font_metrics_unref": (None, c_void_p),
    "pango_language_from_string": (c_void_p, c_char_p),
    "pango_font_description_new": (c_void_p,),
    "pango_font_description_free": (None, c_void_p),
    "pango_font_description_set_family": (None, c_void_p, c_char_p),
    "pango_font_description_set_weight": (None, c_void_p, c_int),
    "pango_font_description_set_absolute_size": (None, c_void_p, c_double),
    "pango_attr_list_new": (c_void_p,),
    "pango_attr_list_unref": (None, c_void_p),
    "pango_attr_list_insert": (None, c_void_p, c_void_p),
    "pango_attr_family_new": (POINTER(Attribute), c_char_p),
    "pango_attr_foreground_new": (POINTER(Attribute), c_uint16, c_uint16, c_uint16),
    "pango_attr_allow_breaks_new": (POINTER(Attribute), c_int),
    "pango_attr_scale_new": (POINTER(Attribute), c_double),
    "pango_attr_insert_hyphens_new": (POINTER(Attribute), c_int),
    "pango_layout_new": (c_void_p, c_void_p),
    "pango_layout_set_text": (None, c_void_p, c_char_p, c_int),
    "pango_layout_set_font_description": (None, c_void_p, c_void_p),
    "pango_layout_set_attributes": (None, c_void_p, c_void_p),
    "pango_layout_set_width": (None, c_void_p, c_int),
    "pango_layout_set_wrap": (None, c_void_p, c_int),
    "pango_layout_set_auto_dir": (None, c_void_p, c_int),
    "pango_layout_set_ellipsize": (None, c_void_p, c_int),
    "pango_layout_get_line_count": (c_int, c_void_p),
    "pango_layout_get_line_readonly": (POINTER(Line), c_void_p, c_int),
    "pango_layout_get_unknown_glyphs_count": (c_int, c_void_p),
    "pango_layout_line_get_extents": (None, POINTER(Line), POINTER(Rectangle), POINTER(Rectangle)),
}


@cache
def native() -> Any:
    """The libraries, with every function declared. Raises NoDrawing where they are not installed, or too old."""
    library = _opened()
    try:
        for name, (result, *arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except AttributeError as error:
        raise NoDrawing(packages=PACKAGES) from error
    return library


def _opened() -> ctypes.CDLL:
    for name in NAMES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise NoDrawing(packages=PACKAGES)


class Held:
    """A pointer to something that C made, given back when nobody holds this any more."""

    def __init__(self, pointer: int, give_back: Callable[[int], object]) -> None:
        self.pointer = pointer
        weakref.finalize(self, give_back, pointer)
