"""What is refused before a page is parsed: the parser takes quadratic time on deep nesting and on many attributes.

A linear look at the tags, after HTML's own rules for them. A passage that a parser may see otherwise than this does,
such as a style inside a drawing that holds tags, is refused too: the depth found must never be too small by much. It
says nothing about whether a page is well made.
"""

import re
from collections import Counter

from threads.errors import UnreadableSource

MAX_DEPTH = 4_000
"""Far more than a real page has and little enough for the parser, which takes some 20 ms at this depth."""

MAX_ATTRIBUTES = 500
MAX_TAGS = 1_000_000

_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+|(?=>)))?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TOKEN = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?P<cdata>!\[CDATA\[)|[!?][^>]*+(?:>|\Z)|/[^a-zA-Z>][^>]*+(?:>|\Z)"
    rf"|(?P<close>/)?(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>(?:[\t\n\f\r /]*+{_ATTRIBUTE})*+)"
    r"[\t\n\f\r /]*+(?:>|\Z))",
    re.DOTALL,
)

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# Elements that end by themselves where another begins: nested ones need other elements between.
_SELF_ENDING = frozenset(("html", "head", "body", "p", "tr", "td", "th", "thead", "tbody", "tfoot"))
# These end only for their own kind: in turns with another kind they nest.
_KINDS = {"li": "li", "dt": "dd", "dd": "dd", "option": "option"}
# What stands in these is no markup, up to their end.
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
_END_OF = {tag: re.compile(rf"</{tag}(?=[\t\n\f\r />])", re.IGNORECASE) for tag in _RAW}
# A script inside a comment inside a script hides the end of the outer one.
_HIDDEN_SCRIPT = re.compile(r"<!--.*?<script", re.IGNORECASE | re.DOTALL)
# In these the rules for raw elements and for CDATA differ; with one of the bridges it is hard to tell where they end.
_FOREIGN = frozenset(("svg", "math", "select"))
_BRIDGES = frozenset(("foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"))
# All tags of a page with one of these names give their attributes to the same element.
_SHARED = frozenset(("html", "body"))


def refuse_hostile(page: str, name: str) -> None:
    """Raise UnreadableSource for a page nested too deeply or with too many tags or attributes; in linear time."""
    scan = _Scan(page)
    while scan.step():
        is_crowded = scan.attributes > MAX_ATTRIBUTES or scan.tags > MAX_TAGS
        if scan.depth > MAX_DEPTH or is_crowded or scan.is_unclear:
            raise UnreadableSource(
                why=f"The markup of {name} is nested or crowded as that of no Thread Reader page: "
                "copy the story's text instead."
            )


class _Scan:
    """How many elements are open, at most, after the tags passed so far: elements that end by themselves apart."""

    def __init__(self, page: str) -> None:
        self.depth = 0
        self.tags = 0
        self.attributes = 0
        self._page = page
        self._place = 0
        self._open: Counter[str] = Counter()
        self._shared_attributes = 0
        self._kind = ""
        self._has_bridge = False
        self.is_unclear = False

    def step(self) -> bool:
        """Pass one tag, comment or the like, with the raw text after it; False at the end of the page."""
        token = _TOKEN.search(self._page, self._place)
        if not token:
            return False
        self._place = token.end()
        self.tags += 1
        tag = (token["name"] or "").lower()
        if token["cdata"]:
            self._pass_cdata()
        elif token["close"]:
            self._close(tag)
        elif tag:
            self._count_attributes(token["attributes"], tag)
            self._begin(tag)
        return True

    def _count_attributes(self, written: str, tag: str) -> None:
        self.attributes = len(_ATTRIBUTES.findall(written)) if written else 0
        if tag in _SHARED:
            self._shared_attributes += self.attributes
            self.attributes = self._shared_attributes

    def _begin(self, tag: str) -> None:
        self._has_bridge = self._has_bridge or tag in _BRIDGES
        self.is_unclear = tag == "frameset"
        if tag in _RAW:
            self._pass_raw(tag)
        elif tag in _KINDS:
            self.depth += _KINDS[tag] != self._kind
            self._kind = _KINDS[tag]
        elif tag not in _VOID and tag not in _SELF_ENDING:
            self._open[tag] += 1
            self.depth += 1

    def _close(self, tag: str) -> None:
        if self._open[tag]:
            self._open[tag] -= 1
            self.depth -= 1

    def _pass_raw(self, tag: str) -> None:
        end = _END_OF[tag].search(self._page, self._place)
        raw = self._page[self._place : end.start() if end else len(self._page)]
        self.is_unclear = bool((self._is_foreign() and "<" in raw) or _HIDDEN_SCRIPT.search(raw))
        self._place += len(raw)

    def _pass_cdata(self) -> None:
        """In HTML a kind of comment, in foreign content text that may look like tags."""
        self.is_unclear = self._is_foreign()
        end = self._page.find(">", self._place)
        self._place = end + 1 if end >= 0 else len(self._page)

    def _is_foreign(self) -> bool:
        return self._has_bridge or any(self._open[tag] for tag in _FOREIGN)
