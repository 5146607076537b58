"""What is refused before a page is parsed: the parser takes quadratic time on deep nesting and on many attributes.

A linear look at the tags, after HTML's own rules for them. Where a parser might see a passage otherwise than this
does, tags that open count and tags that close don't, so that the depth found is never too small by much. It says
nothing about whether a page is well made.
"""

import re
from collections import Counter

from threads.errors import UnreadableSource

MAX_DEPTH = 4_000
"""Far more than a real page has and little enough for the parser: a page of this depth takes it some 20 ms."""

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
# Elements that end by themselves where another of their kind begins: nested ones need other elements between.
_SELF_ENDING = frozenset(
    ("html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option")
)
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"))
_CODE = frozenset(("script", "style"))
_END_OF = {tag: re.compile(rf"</{tag}(?=[\t\n\f\r />])", re.IGNORECASE) for tag in _RAW}
# A script inside a comment inside a script hides the end of the outer one.
_HIDDEN_SCRIPT = re.compile(r"<!--.*?<script", re.IGNORECASE | re.DOTALL)
_FOREIGN = frozenset(("svg", "math", "select"))
# All tags of a page with one of these names give their attributes to the same element.
_SHARED = frozenset(("html", "body"))


def refuse_hostile(page: str, name: str) -> None:
    """Raise UnreadableSource for a page nested too deeply or with too many tags or attributes; in linear time."""
    depth = _Depth(page)
    shared = 0
    for place, token in enumerate(_TOKEN.finditer(page)):
        tag = (token["name"] or "").lower()
        if tag or token["cdata"]:
            depth.count(token, tag)
        attributes = _attributes(token)
        shared += attributes if tag in _SHARED else 0
        if max(attributes, shared) > MAX_ATTRIBUTES or depth.now > MAX_DEPTH or place > MAX_TAGS:
            raise UnreadableSource(
                why=f"The markup of {name} is nested or crowded as that of no Thread Reader page: "
                "copy the story's text instead."
            )


def _attributes(token: re.Match[str]) -> int:
    written = token["attributes"]
    return len(_ATTRIBUTES.findall(written)) if written else 0


class _Depth:
    """How many elements are open, at most, after the tokens counted so far: elements that end by themselves apart."""

    def __init__(self, page: str) -> None:
        self.now = 0
        self._page = page
        self._open: Counter[str] = Counter()
        self._saw_foreign = False
        # Up to these places closing tags, and opening tags, may be no tags at all.
        self._deaf_until = 0
        self._skip_until = 0

    def count(self, token: re.Match[str], tag: str) -> None:
        """Count a tag, or the opening of a CDATA section (an empty `tag`)."""
        place = token.start()
        if token["close"]:
            if self._open[tag] and place >= self._deaf_until:
                self._open[tag] -= 1
                self.now -= 1
        elif place >= self._skip_until and tag not in _VOID and tag not in _SELF_ENDING:
            if tag:
                self._open[tag] += 1
                self.now += 1
            if place >= self._deaf_until:
                self._enter(token, tag)

    def _enter(self, token: re.Match[str], tag: str) -> None:
        self._saw_foreign = self._saw_foreign or tag in _FOREIGN
        if not tag:
            # Foreign content has real CDATA sections, which may hide the ends of others; HTML has a kind of comment.
            end = -1 if self._saw_foreign else self._page.find(">", token.end())
            self._deaf_until = len(self._page) if end < 0 else end + 1
        elif tag in _RAW:
            found = _END_OF[tag].search(self._page, token.end())
            self._deaf_until = found.start() if found else len(self._page)
            if tag in _CODE and not self._saw_foreign:
                self._skip_until = self._deaf_until
            if _HIDDEN_SCRIPT.search(self._page, token.end(), self._deaf_until):
                self._deaf_until = len(self._page)
