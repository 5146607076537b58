"""The markup that posts come in, as text: paragraphs by a blank line, links by their address, not by what is shown.

Pictures and films in it are given out beside the text. Whoever calls says which elements are no part of the post.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from threads.model import Media, MediaKind
from threads.sources.balanced_markup import balanced
from threads.sources.markdown import written_out
from threads.sources.thread_reader_tweet import children, picture_address, web_address
from threads.text import clean

# Where a paragraph, and a line of its own, ends; no text holds these characters.
_PARAGRAPH, _LINE = "\x00", "\x01"
_HIDING, _SHOWING = str.maketrans(" \t", "\x02\x03"), str.maketrans("\x02\x03", " \t")
"""The spaces of `pre`, hidden from the rules for all others."""

_SPACES = re.compile(r"[ \t\n\v\f\r]+")
_AROUND = re.compile(r"[ \t]*([\n\x00\x01]+)[ \t]*")
_EDGES = re.compile(r"[\n\x00\x01]*\x00[\n\x00\x01]*")
_LINES = re.compile(r"\x01+")
_PARAGRAPHS = frozenset(("p", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure"))
_LINE_TAGS = frozenset(("div", "li", "tr", "section", "article", "figcaption", "dt", "dd"))
_LEFT_OUT = frozenset(("script", "style", "template", "noscript", "form", "button", "audio", "iframe", "object"))
_HIDDEN = frozenset(("hashtag", "mention"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What markup holds: `taken` are the elements that the caller did not want in the text."""

    text: str
    media: tuple[Media, ...] = ()
    taken: tuple[LexborNode, ...] = ()


def body(markup: str, name: str, leave_out: Callable[[LexborNode], bool] = lambda node: False) -> Body:
    """The markup as text. Raises UnreadableSource, naming the document, for markup nested beyond any real one."""
    page = LexborHTMLParser(balanced(markup, name))
    reader = _Reader(leave_out)
    reader.walk(page.body)
    return Body(text=reader.text(), media=tuple(reader.media.values()), taken=tuple(reader.taken))


class _Reader:
    """Gathers the parts of the text in document order."""

    def __init__(self, leave_out: Callable[[LexborNode], bool]) -> None:
        self.media: dict[str, Media] = {}
        self.taken: list[LexborNode] = []
        self._leave_out = leave_out
        self._parts: list[str] = []

    def walk(self, top: LexborNode | None) -> None:
        """Without recursion. Inside `pre` spaces and line ends are kept."""
        waiting: list[tuple[LexborNode | str, bool]] = [(top, False)] if top else []
        while waiting:
            node, is_kept = waiting.pop()
            if isinstance(node, str):
                self._parts.append(node)
            elif node.is_text_node:
                said = clean(node.text_content or "")
                self._parts.append(said.translate(_HIDING) if is_kept else _SPACES.sub(" ", said))
            elif node.is_element_node and not self._take(node):
                edge = _PARAGRAPH if node.tag in _PARAGRAPHS else _LINE if node.tag in _LINE_TAGS else ""
                lead = "• " if node.tag == "li" else ""
                self._parts.append(edge + lead)
                waiting.append((edge, False))
                waiting += [(child, is_kept or node.tag == "pre") for child in reversed(children(node))]

    def text(self) -> str:
        """The text so far: paragraphs apart by a blank line."""
        text = _AROUND.sub(r"\1", "".join(self._parts))
        text = _LINES.sub("\n", _EDGES.sub("\n\n", text)).strip()
        return text.translate(_SHOWING)

    def _take(self, node: LexborNode) -> bool:
        """Whether the node has been dealt with as a whole."""
        if self._leave_out(node):
            self.taken.append(node)
        elif node.tag == "br":
            self._parts.append("\n")
        elif node.tag == "img":
            self._picture(node)
        elif node.tag == "video":
            self._film(node)
        elif node.tag == "a" and not node.css_first("img"):
            self._link(node)
        elif node.tag not in _LEFT_OUT:
            return False
        return True

    def _link(self, node: LexborNode) -> None:
        """A name by what is shown, any other link by its address: what is shown of it is cut."""
        classes = frozenset((node.attributes.get("class") or "").split())
        label = _SPACES.sub(" ", clean(node.text(deep=True))).strip()
        url = web_address(node.attributes.get("href"))
        is_name = bool(classes & _HIDDEN) or label.startswith(("@", "#"))
        self._parts.append(label if is_name or not url else _shown(label, url))

    def _picture(self, node: LexborNode) -> None:
        alt = clean(node.attributes.get("alt") or "").strip()
        if "emoji" in (node.attributes.get("class") or ""):
            self._parts.append(alt)
        elif url := picture_address(node):
            self.media.setdefault(url, Media(kind=MediaKind.PHOTO, url=url, alt=alt))

    def _film(self, node: LexborNode) -> None:
        sources = [node, *node.css("source")]
        addresses = [web_address(source.attributes.get("src")) for source in sources]
        url = next((address for address in addresses if address), None)
        if url:
            poster = web_address(node.attributes.get("poster"))
            self.media.setdefault(url, Media(kind=MediaKind.VIDEO, url=url, preview_url=poster))


def _shown(label: str, url: str) -> str:
    """A cut address in full; words with the address behind them."""
    begins = label.removesuffix("…").removesuffix("...")
    return url if "." in begins and begins.split() == [begins] and begins in url else written_out(label, url)
