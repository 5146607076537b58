"""A page made safe to parse: the parser takes quadratic time on deep nesting and on tags with many attributes.

How deep a page nests is hard to tell, since elements that cross each other stay open. So the page is written anew from
its tags in one linear pass: each element closed where it ends, none crossing another, and nothing kept that holds no
part of a story (scripts, styles, comments). It is refused when even so it nests too deeply.
"""

import re
from collections import Counter

from threads.errors import UnreadableSource

MAX_DEPTH = 500
"""Open elements at a time; real pages have some 30."""

MAX_ATTRIBUTES = 200
MAX_STEPS = 500_000
"""Tags, and open elements looked at to find the one that a tag closes."""

_ATTRIBUTE = (
    r"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    r"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+|(?=>)))?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
# HTML's own rules for what begins with "<"; what is no tag and no comment is text. An unclosed tag runs to the end.
_TOKEN = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+(?:>|\Z)|/[^a-zA-Z>][^>]*+(?:>|\Z)|/>"
    rf"|(?P<close>/)?(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>(?:[\t\n\f\r /]*+{_ATTRIBUTE})*+)"
    r"[\t\n\f\r /]*+(?:>|\Z))",
    re.DOTALL,
)

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# What stands in these is no markup, up to their end; all are left out, with what they hold.
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "noembed", "noframes", "plaintext"))
_END_OF = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in (*_RAW, "iframe")}
# The parser gives every page the first of these; the others change its rules for what they hold, or draw.
_LEFT_OUT = frozenset(
    (
        *(
            "html",
            "head",
            "body",
            "frameset",
            "frame",
            "template",
            "select",
            "math",
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
        ),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    )
)
# A tag that closes anything else does not reach beyond these.
_BLOCKS = frozenset(
    ("div", "table", "ul", "ol", "dl", "section", "article", "main", "header", "footer", "nav", "form", "blockquote")
)
_SELF_ENDING = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))


def balanced(page: str, name: str) -> str:
    """The page with its elements nested properly, without scripts, styles and comments.

    Raises UnreadableSource, naming the document, for a page nested deeper or crowded more than any real one.
    """
    writer = _Writer(page)
    while writer.step():
        if writer.is_hostile():
            raise UnreadableSource(
                why=f"The markup of {name} is nested or crowded as that of no real page: copy the story's text instead."
            )
    return writer.written()


class _Writer:
    def __init__(self, page: str) -> None:
        self._page = page
        self._place = 0
        self._parts: list[str] = []
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self._steps = 0
        self._attributes = 0

    def step(self) -> bool:
        """Copy the text up to the next tag or comment, and deal with that; False at the end of the page."""
        token = _TOKEN.search(self._page, self._place)
        text = self._page[self._place : token.start() if token else len(self._page)]
        # What is left out after a lone "<" must not make a tag of it and what follows.
        self._parts.append(text.replace("<", "&lt;"))
        if not token:
            return False
        self._steps += 1
        self._place = token.end()
        tag = (token["name"] or "").lower()
        if not tag or tag in _LEFT_OUT:
            return True
        if token["close"]:
            self._close(tag)
        elif tag in _RAW:
            self._pass_raw(tag)
        else:
            self._begin(tag, token["attributes"])
        return True

    def is_hostile(self) -> bool:
        """Whether a limit has been passed."""
        is_crowded = self._attributes > MAX_ATTRIBUTES or self._steps > MAX_STEPS
        return is_crowded or len(self._stack) > MAX_DEPTH

    def written(self) -> str:
        """The page so far, with its open elements closed."""
        return "".join((*self._parts, *(f"</{tag}>" for tag in reversed(self._stack))))

    def _begin(self, tag: str, attributes: str) -> None:
        self._attributes = len(_ATTRIBUTES.findall(attributes)) if attributes else 0
        if tag in _SELF_ENDING and self._stack and self._stack[-1] == tag:
            self._end()
        self._parts.append(f"<{tag} {attributes}>" if attributes else f"<{tag}>")
        if tag == "iframe":
            self._parts.append("</iframe>")
            self._pass_raw(tag)
        elif tag not in _VOID:
            self._stack.append(tag)
            self._open[tag] += 1

    def _end(self) -> None:
        tag = self._stack.pop()
        self._open[tag] -= 1
        self._parts.append(f"</{tag}>")

    def _close(self, tag: str) -> None:
        """End the last open element of that name with all in it, unless a block that goes on lies between."""
        if not self._open[tag]:
            return
        depth = 0
        while self._stack[-1 - depth] != tag:
            if tag not in _BLOCKS and self._stack[-1 - depth] in _BLOCKS:
                return
            depth += 1
            self._steps += 1
        for _ in range(depth + 1):
            self._end()

    def _pass_raw(self, tag: str) -> None:
        end = _END_OF[tag].search(self._page, self._place)
        self._place = end.start() if end else len(self._page)
