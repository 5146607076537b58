"""One tweet in the markup of a Thread Reader page: its text as its author wrote it, its pictures and films, its quote.

Links are written out in full, numbering stays, breaks are those of `<br>` and not of the file. What the site adds
(permalinks, link cards, advertising, mentions that it hides) is left out; the address of a card is kept when the
text has it nowhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from threads.model import Media, MediaKind, Quote, is_blank
from threads.sources.markdown import written_out
from threads.sources.status_links import find_status, status_url
from threads.text import clean

# Where an element such as <div> asks for a line of its own; a page's text never holds this character.
_BREAK = "\x00"

_SPACES = re.compile(r"[ \t\n\v\f\r]+")
_SPACES_IN_LINE = re.compile(r"[ \t]+")
_AROUND_BREAKS = re.compile(r" ?([\n\x00]) ?")
_BREAKS = re.compile(r"\x00+")
_PUNCTUATION = ".,;:!?…()[]\"'«»“”"
_WEB = re.compile(r"(?:https?:)?//[^\s/]\S*", re.IGNORECASE)
_SCHEME = re.compile(r"^[A-Za-z]+(?=:)")
_ORIGIN = re.compile(r"^(?:https?://)?(?:www\.)?")
_PICTURE_FILE = re.compile(r"//pbs\.twimg\.com/|\.(?:jpe?g|png|gif|webp)(?:[?:]|$)", re.IGNORECASE)
_SIZE = re.compile(r"/([0-9]{2,5})x([0-9]{2,5})/")
_PLACEHOLDER = "/1px.png"

_LEFT_OUT_TAGS = frozenset(("script", "style", "ins", "template", "noscript", "form", "button"))
_LEFT_OUT = frozenset(("tw-permalink", "entity-mention-first", "adsbygoogle", "content-tweet"))
_BLOCKS = frozenset(("div", "p", "li", "ul", "ol", "blockquote"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a tweet holds; all empty when nothing of it was left on the page."""

    text: str = ""
    media: tuple[Media, ...] = ()
    quote: Quote | None = None


def content(nodes: Iterable[LexborNode]) -> Content:
    """The content of a tweet that consists of these nodes of a page."""
    reader = _Reader()
    reader.walk(nodes)
    media: dict[str, Media] = {}
    for item in reader.media:
        media.setdefault(item.url, item)
    return Content(text=reader.text(), media=tuple(media.values()), quote=reader.quote)


def web_address(said: str | None) -> str | None:
    """An absolute http(s) address, its scheme in lower case; None for any other."""
    said = clean(said or "").strip()
    if not _WEB.fullmatch(said):
        return None
    return "https:" + said if said.startswith("//") else _SCHEME.sub(lambda found: found[0].lower(), said)


def picture_address(image: LexborNode) -> str | None:
    """Where a picture really is: a page that was not scrolled through has a placeholder as `src`."""
    parent = image.parent
    linked = web_address(parent.attributes.get("href")) if parent and parent.tag == "a" else None
    said = (web_address(image.attributes.get(name)) for name in ("data-src", "src"))
    known = [url for url in said if url and not url.endswith(_PLACEHOLDER)]
    if not known and linked and _PICTURE_FILE.search(linked):
        return linked
    return known[0] if known else None


def shown_text(node: LexborNode) -> str:
    """All text of a node on one line."""
    return clean(_SPACES.sub(" ", node.text(deep=True))).strip()


def children(node: LexborNode) -> list[LexborNode]:
    """The nodes right inside a node, in order."""
    inside: list[LexborNode] = []
    child = node.first_child
    while child:
        inside.append(child)
        child = child.next
    return inside


class _Reader:
    """Gathers a tweet's parts in document order. A part of the text is a string, or an address to add if it is new."""

    def __init__(self) -> None:
        self.media: list[Media] = []
        self.quote: Quote | None = None
        self._parts: list[str] = []
        self._addresses: dict[int, str] = {}

    def walk(self, nodes: Iterable[LexborNode]) -> None:
        """Without recursion: a page may be nested deeper than Python goes."""
        waiting: list[LexborNode | str] = [*reversed(list(nodes))]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                self._parts.append(node)
            elif node.is_text_node:
                self._parts.append(_SPACES.sub(" ", node.text_content or ""))
            elif node.is_element_node and not self._take(node):
                if node.tag in _BLOCKS:
                    self._parts.append(_BREAK)
                    waiting.append(_BREAK)
                waiting += reversed(children(node))

    def _take(self, node: LexborNode) -> bool:
        """Whether the node has been dealt with as a whole."""
        classes = frozenset((node.attributes.get("class") or "").split())
        if node.tag in _LEFT_OUT_TAGS or classes & _LEFT_OUT:
            return True
        if node.tag == "br":
            self._parts.append("\n")
            return True
        if "entity-embed" in classes:
            self._embed(node)
        elif "entity-url-preview" in classes:
            self._card(node)
        elif classes & {"entity-video", "entity-video-gif"} or node.tag == "video":
            self._film(node, "entity-video-gif" in classes)
        elif node.tag == "img":
            self._picture(node)
        elif node.tag == "a" and not node.css_first("img"):
            self._link(node, classes)
        else:
            return False
        return True

    def _link(self, node: LexborNode, classes: frozenset[str]) -> None:
        url = web_address(node.attributes.get("href"))
        label = shown_text(node)
        is_name = any(name.startswith("entity-") and name != "entity-url" for name in classes)
        if not url or is_name:
            self._parts.append(label)
        elif "display:none" in (node.attributes.get("style") or "").replace(" ", "").lower():
            self._add_address(url)
        else:
            self._parts.append(written_out(label, url))

    def _add_address(self, url: str) -> None:
        self._addresses[len(self._parts)] = url
        self._parts.append(f" {url} ")

    def _card(self, node: LexborNode) -> None:
        links = (web_address(link.attributes.get("href")) for link in node.css("a[href]"))
        if url := next(filter(None, links), None):
            self._parts.append(_BREAK)
            self._add_address(url)

    def _embed(self, node: LexborNode) -> None:
        links = [web_address(link.attributes.get("href")) for link in node.css("a[href]")]
        links += [web_address(frame.attributes.get("src")) for frame in node.css("iframe[src]")]
        statuses = [found for link in links if link and (found := find_status(link))]
        ids = [each.attributes.get("data-tweet-id") or "" for each in node.css("[data-tweet-id]")]
        # An embedded tweet ends with its own address; others may stand in its text.
        handle, status = statuses[-1] if statuses else ("", next(filter(str.isdecimal, ids), None))
        url = status_url(handle, status) or next(filter(None, links), None)
        if status and not self.quote:
            self.quote = Quote(url=url)
        elif url:
            self._parts.append(_BREAK)
            self._add_address(url)

    def _picture(self, image: LexborNode) -> None:
        alt = clean(image.attributes.get("alt") or "").strip()
        if "emoji" in (image.attributes.get("class") or ""):
            self._parts.append(alt)
        elif url := picture_address(image):
            self.media.append(Media(kind=MediaKind.PHOTO, url=url, alt="" if alt.lower() == "image" else alt))

    def _film(self, node: LexborNode, is_gif: bool) -> None:
        said = (web_address(each.attributes.get("src")) for each in node.css("video, source"))
        sources = [url for url in said if url]
        posters = (web_address(each.attributes.get("poster")) for each in node.css("video"))
        poster = next(filter(None, posters), None)
        if sources:
            url = max(sources, key=lambda url: (".mp4" in url, _size(url)))
            width, height = _size(url)
            kind = MediaKind.GIF if is_gif or "/tweet_video/" in url else MediaKind.VIDEO
            self.media.append(Media(kind=kind, url=url, preview_url=poster, width=width or None, height=height or None))
        elif poster:
            self.media.append(Media(kind=MediaKind.PHOTO, url=poster))

    def text(self) -> str:
        """The parts as one text, with each address once that the rest of it does not show."""
        words = " ".join(part for place, part in enumerate(self._parts) if place not in self._addresses).split()
        shown = {_key(word) for word in words}
        quoted = find_status(self.quote.url or "") if self.quote else None
        for place, url in self._addresses.items():
            status = find_status(url)
            if _key(url) in shown or (status and quoted and status[1] == quoted[1]):
                self._parts[place] = ""
            shown.add(_key(url))
        text = _AROUND_BREAKS.sub(r"\1", _SPACES_IN_LINE.sub(" ", "".join(self._parts)))
        text = _BREAKS.sub(_BREAK, text).replace("\n" + _BREAK, "\n").replace(_BREAK + "\n", "\n")
        text = clean(text.replace(_BREAK, "\n")).strip()
        return "" if is_blank(text) else text


def _key(address: str) -> str:
    return _ORIGIN.sub("", address.strip(_PUNCTUATION).lower()).rstrip("/")


def _size(url: str) -> tuple[int, int]:
    found = _SIZE.search(url)
    return (int(found[1]), int(found[2])) if found else (0, 0)
