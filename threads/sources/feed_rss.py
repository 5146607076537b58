"""The entries of RSS (0.9 to 2.0, RDF too) and of Atom."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from threads.errors import InvalidThread
from threads.model import Author, Moment, is_address
from threads.sources import dates
from threads.sources.feed_item import Item, media_of
from threads.sources.feed_xml import Node, parse
from threads.sources.posts import Faults
from threads.text import clean

_HANDLE = re.compile(r"@(\w{1,20})", re.ASCII)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\s*(?:\((?P<name>[^)]*)\))?")


def items(text: str, name: str, faults: Faults) -> Iterator[Item]:
    """The entries in the order of the feed. Raises UnreadableSource for what is no well-formed feed."""
    root = parse(text, name)
    channel = root.first("channel") if root.name != "feed" else root
    author = _author(channel)
    author = author if author.shown else _channel(channel)
    entries = [*channel.all("item", "entry"), *root.all("item")]
    for number, entry in enumerate(entries, 1):
        with faults.passing(f"entry {number} of {name}"):
            yield _item(entry, author)


def _item(entry: Node, author: Author) -> Item:
    content = entry.first("content:encoded", "content", "description", "summary")
    kind = content.attributes.get("type", "text" if content.name in ("content", "summary") else "html")
    own = _author(entry)
    enclosed = list(_enclosed(entry))
    return Item(
        id=clean(entry.first("guid", "id").text),
        link=_link(entry),
        title=clean(entry.first("title").text),
        content=clean(content.markup() if kind == "xhtml" else content.text),
        is_plain=kind == "text",
        author=own if own.shown else author,
        written=_written(entry),
        media=tuple(media for url, kind, alt in enclosed for media in media_of(url, kind, alt)),
        sounds=tuple(url for url, kind, _ in enclosed if kind.startswith("audio/")),
        tags=_tags(entry),
    )


def _link(entry: Node) -> str | None:
    linked = [node for node in entry.all("link") if node.attributes.get("rel", "alternate") == "alternate"]
    said = [clean(node.text or node.attributes.get("href", "")) for node in linked]
    guid = entry.first("guid")
    if guid.attributes.get("isPermaLink") != "false":
        said.append(clean(guid.text))
    return next((address for address in said if is_address(address)), None)


def _author(holder: Node) -> Author:
    """Who wrote it: a name, a handle as feeds of tweets have it, never an address of e-mail."""
    said = holder.first("dc:creator", "author", "itunes:author")
    named = clean(said.first("name").text or said.text)
    url = clean(said.first("uri", "url").text)
    mail = _MAIL.fullmatch(named)
    handle = _HANDLE.fullmatch(named)
    name = (mail["name"] or "") if mail else "" if handle else named
    return Author(handle=handle[1] if handle else "", name=name, url=url if is_address(url) else None)


def _channel(channel: Node) -> Author:
    """The feed itself as the author, where it names nobody."""
    picture = clean(channel.first("image").first("url").text or channel.first("icon", "logo").text)
    return Author(name=clean(channel.first("title").text), avatar_url=picture if is_address(picture) else None)


def _written(entry: Node) -> Moment | None:
    said = entry.first("pubDate", "published", "dc:date", "updated").text
    if moment := dates.iso(said):
        return moment
    try:
        at = parsedate_to_datetime(said)
        return Moment(at=at) if at.tzinfo else dates.on(at.date())
    except (ValueError, OverflowError, TypeError, IndexError, InvalidThread):
        return None


def _enclosed(entry: Node) -> Iterator[tuple[str, str, str]]:
    """Address, type and description of what is enclosed."""
    for group in (entry, *entry.all("media:group")):
        for node in group.all("enclosure", "link", "media:content"):
            is_enclosed = node.name != "link" or node.attributes.get("rel") == "enclosure"
            url = clean(node.attributes.get("url") or node.attributes.get("href") or "")
            medium = node.attributes.get("medium")
            kind = node.attributes.get("type") or (f"{medium}/" if medium else "")
            if is_enclosed and is_address(url):
                yield url, kind, clean(node.first("media:description").text)


def _tags(entry: Node) -> tuple[str, ...]:
    """Categories that could be hashtags: those of one word."""
    named = (clean(node.attributes.get("term") or node.text) for node in entry.all("category"))
    return tuple(tag for tag in named if tag and len(tag.split()) == 1)
