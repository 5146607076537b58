"""The book's cover as an SVG picture: the title in its own script, who wrote it, and a thread that runs through.

Drawn from words alone, so that every story has one; the reading program's fonts show every script that it can show.
"""

from unicodedata import category, east_asian_width

from threads.exports import markup
from threads.exports.edition import Edition
from threads.text import graphemes, opening

WIDTH, HEIGHT = 1200, 1800
TITLE = 120
AUTHOR = 40
"""Clusters of the title and of the author's name."""
WIDE_LINE, MOST_LINES = 16, 8
"""Columns of a line of the title, in which a character of Chinese takes two; and lines."""
_SIZE = 92
_EDGE = 110
"""How far from the spine the thread runs; the title stands in the middle of the rest."""
_CLINGING = ("Po", "Pe", "Pf", "Lm")
"""Categories of characters that begin no line: stops, closing brackets and quotes, marks of a long vowel."""
_INK, _PAPER, _THREAD = "#1d2126", "#f4efe4", "#b4472e"


def draw(edition: Edition) -> bytes:
    """The cover."""
    thread, middle = (WIDTH - _EDGE, (WIDTH - _EDGE) // 2) if edition.rtl else (_EDGE, (WIDTH + _EDGE) // 2)
    direction = "rtl" if edition.rtl else "ltr"
    lines = in_lines(opening(edition.title, TITLE))[:MOST_LINES]
    top = HEIGHT * 0.42 - (len(lines) - 1) * _SIZE * 0.65
    title = "\n".join(
        f'<text x="{middle}" y="{top + place * _SIZE * 1.3:.0f}" font-size="{_SIZE}">{markup.text(line)}</text>'
        for place, line in enumerate(lines)
    )
    author = markup.text(opening(edition.thread.author.shown, AUTHOR))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">
<title>{markup.text(edition.title)}</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>
<path d="M {thread} 0 V {HEIGHT}" stroke="{_THREAD}" stroke-width="10" fill="none"/>
<circle cx="{thread}" cy="{HEIGHT * 0.42:.0f}" r="34" fill="{_PAPER}" stroke="{_THREAD}" stroke-width="10"/>
<g fill="{_INK}" text-anchor="middle" direction="{direction}" font-family="Georgia, 'Noto Serif', serif">
{title}
<text x="{middle}" y="{HEIGHT * 0.84:.0f}" font-size="58">{author}</text>
</g>
</svg>
""".encode()


def in_lines(words: str) -> list[str]:
    """Words in lines of at most 16 columns, broken between words where that is possible."""
    lines, line, columns = [], "", 0
    for part in _parts(words):
        width = sum(map(_columns, graphemes(part)))
        if line and columns + width > WIDE_LINE:
            lines.append(line.rstrip())
            line, columns, part = "", 0, part.lstrip()
        line, columns = line + part, columns + width
    return [*lines, line.rstrip()]


def _parts(words: str) -> list[str]:
    """Words with the space before them; those that are longer than a line in clusters."""
    parts = []
    for place, word in enumerate(words.split(" ")):
        clusters = graphemes(word)
        space = " " if place else ""
        if sum(map(_columns, clusters)) <= WIDE_LINE:
            parts.append(space + word)
        else:
            parts += _unspaced(clusters, space)
    return parts


def _unspaced(clusters: list[str], space: str) -> list[str]:
    """Clusters, each with what may not begin a line after it."""
    parts = [space]
    for cluster in clusters:
        if parts == [space] or category(cluster[0]) in _CLINGING:
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def _columns(cluster: str) -> int:
    return 2 if east_asian_width(cluster[0]) in "WF" else 1
