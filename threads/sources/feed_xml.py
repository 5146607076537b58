"""RSS and Atom as trees of names and texts, read with the XML parser of the standard library.

Feeds come from strangers: what declares entities is refused, nothing outside is ever looked up, and depth is bounded.
Prefixes of namespaces are resolved to the few names that are known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from threads.errors import UnreadableSource

MAX_DEPTH = 100
MAX_NODES = 500_000

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}


@dataclass(slots=True)
class Node:
    """An element: its name with a known prefix, its attributes, the elements and the text in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list["str | Node"] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["Node"]:
        """The elements right in this one that have one of these names."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> "Node":
        """The first element by the first of these names that there is; an empty one when there is none."""
        return next((child for name in names for child in self.all(name)), Node(""))

    @property
    def text(self) -> str:
        """The text right in this element."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str)).strip()

    def markup(self) -> str:
        """What is in it as markup again: Atom's XHTML stands unescaped."""
        parts: list[str] = []
        waiting: list[str | Node] = [*reversed(self.pieces)]
        while waiting:
            piece = waiting.pop()
            if isinstance(piece, str):
                parts.append(piece)
                continue
            tag = piece.name.rpartition(":")[2]
            given = "".join(f' {name}="{_escaped(value)}"' for name, value in piece.attributes.items())
            parts.append(f"<{tag}{given}>")
            waiting.append(f"</{tag}>")
            waiting += (_escaped(each) if isinstance(each, str) else each for each in reversed(piece.pieces))
        return "".join(parts)


def parse(text: str, name: str) -> Node:
    """The root element. Raises UnreadableSource for what is no well-formed XML, and for hostile documents."""
    builder = _Builder(name)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise UnreadableSource(why=f"{name} is no well-formed feed: line {error.lineno} breaks off.") from error
    return builder.top.children[0]


class _Builder:
    def __init__(self, name: str) -> None:
        self.top = Node("")
        self._open = [self.top]
        self._name = name
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH or self._count > MAX_NODES:
            raise UnreadableSource(why=f"{self._name} is nested or crowded as no real feed is.")
        node = Node(_known(name), {_known(key): value for key, value in attributes.items()})
        self._open[-1].children.append(node)
        self._open[-1].pieces.append(node)
        self._open.append(node)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def refuse(self, *declaration: object) -> None:
        raise UnreadableSource(why=f"{self._name} declares entities, which no feed needs: it may be hostile.")


def _known(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return _PREFIXES.get(space, "") + local if not space or space in _PREFIXES else f"other:{local}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
