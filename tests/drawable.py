"""Whether pictures can be drawn here as they were approved: the libraries, and the fonts that are named in the docs.

`python -m tests.drawable` prints what keeps coverage from counting what can't be run here; nothing where it can.
"""

import os
from ctypes import c_char_p, c_void_p
from functools import cache
from typing import Any

import pytest

from threads.exports.errors import NoDrawing
from threads.exports.picture.native import SCALE, Held, native

FONTS = (
    "Noto Serif",
    "Noto Sans",
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif Devanagari",
    "Noto Serif Thai",
    "Noto Serif CJK JP",
    "Noto Color Emoji",
)
HOW = (
    "These tests need Pango and fonts, on Debian: apt install libpangocairo-1.0-0 fonts-noto-core fonts-noto-cjk "
    "fonts-noto-color-emoji. Missing: "
)


@cache
def missing() -> str:
    """What is missing here, in words; empty where every picture can be drawn."""
    try:
        pango = native()
    except NoDrawing:
        return "the libraries"
    return ", ".join(font for font in FONTS if _found(pango, font) != font)


def needed() -> None:
    """Skip a test that draws where that can't be, and fail it where it must."""
    if lacking := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(HOW + lacking)
        pytest.skip(HOW + lacking)


def _found(library: Any, family: str) -> str:
    """The family that is taken when this one is asked for."""

    library.pango_font_map_load_font.restype = c_void_p
    library.pango_font_map_load_font.argtypes = [c_void_p, c_void_p, c_void_p]
    library.pango_font_describe.restype = c_void_p
    library.pango_font_describe.argtypes = [c_void_p]
    library.pango_font_description_get_family.restype = c_char_p
    library.pango_font_description_get_family.argtypes = [c_void_p]
    fonts = Held(library.pango_cairo_font_map_new(), library.g_object_unref)
    context = Held(library.pango_font_map_create_context(fonts.pointer), library.g_object_unref)
    asked = Held(library.pango_font_description_new(), library.pango_font_description_free)
    library.pango_font_description_set_family(asked.pointer, family.encode())
    library.pango_font_description_set_absolute_size(asked.pointer, 40 * SCALE)
    font = library.pango_font_map_load_font(fonts.pointer, context.pointer, asked.pointer)
    if not font:
        return ""
    loaded = Held(font, library.g_object_unref)
    described = Held(library.pango_font_describe(loaded.pointer), library.pango_font_description_free)
    return str(library.pango_font_description_get_family(described.pointer).decode())


if __name__ == "__main__":
    if missing():
        print("--omit=threads/exports/picture/*")  # noqa: T201  # read by the Makefile
