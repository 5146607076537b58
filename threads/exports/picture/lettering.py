"""Text set in lines by Pango: shaped, in its own direction, with fonts for every script, broken where its language may.

Lines stand at an even distance, whatever fonts and emoji they hold, and are drawn one by one. A character that no font
has is remembered in `missing`; who draws has to look there first.
"""

from collections.abc import Iterable
from ctypes import byref
from dataclasses import dataclass

from threads.exports.picture.canvas import Canvas
from threads.exports.picture.colours import Colour
from threads.exports.picture.marking import Mark, mark_up
from threads.exports.picture.native import SCALE, Held, Rectangle, native
from threads.exports.picture.scripts import families, language_of, style_of
from threads.text import graphemes

_ANTIALIAS_GRAY, _HINT_NONE, _METRICS_UNHINTED = 2, 1, 1
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = 0, 1
_WRAP_WORDS_FIRST = 2
_ELLIPSIS_AT_END = 3
_REGULAR, _BOLD = 400, 700

BALANCED = 9
"""Lines of a paragraph up to which its last one is looked at: among more, a short one does no harm."""
SHORT = 0.3
"""The share of the room below which a last line is short."""
NARROWER = (0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.78)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a text is to look. `size` is in pixels, for Latin; other scripts take what looks as large."""

    size: float
    sans: bool = False
    bold: bool = False
    tight: float = 1.0
    """A factor on the distance of lines."""


class Setting:
    """A text in lines. `leading` is the height of one line, `width` the room that they have, in pixels; they stand at
    its `right` side or at its left."""

    def __init__(self, layout: Held, width: float, leading: float, baseline: float, *, right: bool) -> None:
        self._layout = layout
        self._baseline = baseline
        self.width = width
        self.leading = leading
        self.right = right
        self.count = int(native().pango_layout_get_line_count(layout.pointer))

    def draw(self, canvas: Canvas, index: int, x: float, y: float, colour: Colour) -> None:
        """One line, whose box begins at `y`."""
        line = native().pango_layout_get_line_readonly(self._layout.pointer, index)
        start = x + self.width - self.extent(index) if self.right else x
        canvas.text(line, start, y + self._baseline, colour)

    def extent(self, index: int) -> float:
        """How wide a line is."""
        return _extent(self._layout, index)

    def end(self, index: int) -> int:
        """Where a line ends, in bytes of the text."""
        line = native().pango_layout_get_line_readonly(self._layout.pointer, index).contents
        return int(line.start + line.length)


class Lettering:
    """Sets texts. `missing` gathers the characters for which there is no font."""

    def __init__(self) -> None:
        self._native = pango = native()
        self._fonts = Held(pango.pango_cairo_font_map_new(), pango.g_object_unref)
        self._contexts: dict[tuple[str, bool], Held] = {}
        self.missing: set[str] = set()

    def set(
        self,
        text: str,
        face: Face,
        width: float,
        *,
        rtl: bool,
        right: bool,
        language: str | None = None,
        marks: Iterable[Mark] = (),
        one_line: bool = False,
    ) -> Setting:
        """A text without line ends in lines of at most `width` pixels; on `one_line` what has no room ends in `…`."""
        pango = self._native
        style, known = style_of(text, language), language_of(text, language)
        size = face.size * style.scale
        context = self._context(known, rtl=rtl)
        font = self._font(families(style, known, sans=face.sans), size, bold=face.bold)
        layout = Held(pango.pango_layout_new(context.pointer), pango.g_object_unref)
        data = text.encode()
        pango.pango_layout_set_auto_dir(layout.pointer, 0)
        pango.pango_layout_set_font_description(layout.pointer, font.pointer)
        pango.pango_layout_set_width(layout.pointer, int(width * SCALE))
        pango.pango_layout_set_wrap(layout.pointer, _WRAP_WORDS_FIRST)
        if one_line:
            pango.pango_layout_set_ellipsize(layout.pointer, _ELLIPSIS_AT_END)
        pango.pango_layout_set_text(layout.pointer, data, len(data))
        mark_up(layout, text, known, marks, guest=style.guest)
        if not one_line:
            _balance(layout, width)
        if pango.pango_layout_get_unknown_glyphs_count(layout.pointer):
            self._look_for_missing(layout, text)
        leading = size * style.leading * face.tight
        return Setting(layout, width, leading, self._baseline(context, font, leading), right=right)

    def _context(self, language: str, *, rtl: bool) -> Held:
        """One for each language and direction: a change to it would set again what stands already."""
        if (language, rtl) not in self._contexts:
            self._contexts[language, rtl] = self._made_context(language, rtl=rtl)
        return self._contexts[language, rtl]

    def _made_context(self, language: str, *, rtl: bool) -> Held:
        pango = self._native
        context = Held(pango.pango_font_map_create_context(self._fonts.pointer), pango.g_object_unref)
        options = pango.cairo_font_options_create()
        # The same on every machine, whatever its desktop prefers.
        pango.cairo_font_options_set_antialias(options, _ANTIALIAS_GRAY)
        pango.cairo_font_options_set_hint_style(options, _HINT_NONE)
        pango.cairo_font_options_set_hint_metrics(options, _METRICS_UNHINTED)
        pango.pango_cairo_context_set_font_options(context.pointer, options)
        pango.cairo_font_options_destroy(options)
        pango.pango_context_set_round_glyph_positions(context.pointer, 0)
        pango.pango_context_set_language(context.pointer, pango.pango_language_from_string(language.encode()))
        pango.pango_context_set_base_dir(context.pointer, _RIGHT_TO_LEFT if rtl else _LEFT_TO_RIGHT)
        return context

    def _font(self, names: str, size: float, *, bold: bool) -> Held:
        pango = self._native
        font = Held(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(font.pointer, names.encode())
        pango.pango_font_description_set_weight(font.pointer, _BOLD if bold else _REGULAR)
        pango.pango_font_description_set_absolute_size(font.pointer, size * SCALE)
        return font

    def _baseline(self, context: Held, font: Held, leading: float) -> float:
        """Where the baseline lies in a line's box, so that the font stands in its middle."""
        pango = self._native
        metrics = pango.pango_context_get_metrics(context.pointer, font.pointer, None)
        ascent = pango.pango_font_metrics_get_ascent(metrics) / SCALE
        descent = pango.pango_font_metrics_get_descent(metrics) / SCALE
        pango.pango_font_metrics_unref(metrics)
        return float((leading - ascent - descent) / 2 + ascent)

    def _look_for_missing(self, layout: Held, text: str) -> None:
        """Which characters: each is set alone."""
        pango = self._native
        for cluster in dict.fromkeys(graphemes(text)):
            data = cluster.encode()
            pango.pango_layout_set_text(layout.pointer, data, len(data))
            if pango.pango_layout_get_unknown_glyphs_count(layout.pointer):
                self.missing.add(cluster)
        data = text.encode()
        pango.pango_layout_set_text(layout.pointer, data, len(data))


def _extent(layout: Held, index: int) -> float:
    line = native().pango_layout_get_line_readonly(layout.pointer, index)
    logical = Rectangle()
    native().pango_layout_line_get_extents(line, None, byref(logical))
    return float(logical.width / SCALE)


def _balance(layout: Held, width: float) -> None:
    """No word stands alone on a last line: the lines become a little narrower, as long as they stay as many."""
    pango = native()
    count = pango.pango_layout_get_line_count(layout.pointer)
    if not 1 < count <= BALANCED or _extent(layout, count - 1) >= width * SHORT:
        return

    def balances(share: float) -> bool:
        pango.pango_layout_set_width(layout.pointer, int(width * share * SCALE))
        same = pango.pango_layout_get_line_count(layout.pointer) == count
        return same and _extent(layout, count - 1) >= width * SHORT

    share = next((share for share in NARROWER if balances(share)), 1)
    pango.pango_layout_set_width(layout.pointer, int(width * share * SCALE))
