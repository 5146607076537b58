"""One entry of a feed, whichever kind of feed: where it is, when it was written, what it says and shows.

Feeds of posts, made from X, Bluesky or Mastodon, repeat the text as the title, with all its spaces made one; such a
title is none. Those made from X say in it who is answered.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from threads.model import Author, Media, MediaKind, Moment, Quote
from threads.sources.markup import Body, body
from threads.sources.status_links import find_status
from threads.text import clean

_ANSWER = re.compile(r"R(?:e|E)? to @(\w{1,20}):? ", re.ASCII)
_PASSED_ON = re.compile(r"RT (?:by )?@?\w{1,20}: ", re.ASCII)
_FRONT = re.compile(r"(?:Pinned: |R to @\w{1,20}: |Re )", re.ASCII)
_PROXIED = re.compile(r"/pic/(?:orig/)?(media(?:%2F|/)[\w.-]+)", re.IGNORECASE | re.ASCII)
_STATUS = re.compile(r"/(\w{1,20})/status/(\d{1,19})(?=[#?/]|$)", re.ASCII)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry. `content` is markup unless `is_plain`; `id` is what the feed calls it, `link` where it is,
    `sounds` are the addresses of what can be heard."""

    id: str
    link: str | None
    title: str
    content: str
    is_plain: bool
    author: Author
    written: Moment | None
    media: tuple[Media, ...]
    sounds: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def status(self) -> tuple[str, str] | None:
        """Handle and id of the tweet on X that it is, by X's address or that of a site that mirrors it."""
        address = self.link or ""
        mirrored = _STATUS.search(address)
        return find_status(address) or ((mirrored[1], mirrored[2]) if mirrored else None)

    @property
    def answers(self) -> str | None:
        """The handle of who is answered, as feeds of tweets say in the title."""
        found = _ANSWER.match(self.title)
        return found[1] if found else None

    @property
    def is_passed_on(self) -> bool:
        """Whether it is somebody else's tweet."""
        return _PASSED_ON.match(self.title) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an entry says: its own title is empty when it is the text over again."""

    title: str
    text: str
    media: tuple[Media, ...]
    quote: Quote | None


def said(item: Item, name: str) -> Said:
    """The words of an entry and what it shows. Raises UnreadableSource for hostile markup."""
    read = Body(text=item.content.strip()) if item.is_plain else body(item.content, name, _is_quote)
    quote = next((quote for node in read.taken if (quote := _quote(node))), None)
    text, title = read.text, _SPACES.sub(" ", _FRONT.sub("", clean(item.title))).strip()
    media: dict[str, Media] = {}
    for each in (*read.media, *item.media):
        url = _original(each.url)
        media.setdefault(url, Media(kind=each.kind, url=url, alt=each.alt, preview_url=each.preview_url))
    begins = title.rstrip("….").strip()
    is_repeated = _SPACES.sub(" ", text).startswith(begins) or not text
    heard = [address for address in item.sounds if address not in text]
    text = "\n\n".join(part for part in (text or title, *heard) if part)
    return Said(title="" if is_repeated else title, text=text, media=tuple(media.values()), quote=quote)


def _original(url: str) -> str:
    """A picture at X rather than at a site that mirrors it, which may be gone tomorrow."""
    found = _PROXIED.search(url)
    return f"https://pbs.twimg.com/{unquote(found[1])}" if found else url


def _is_quote(node: LexborNode) -> bool:
    """How feeds of tweets write a quoted one; any other quotation is part of the text."""
    if "rsshub-quote" in (node.attributes.get("class") or "").split():
        return True
    if node.tag != "blockquote":
        return False
    named = node.css_first("b")
    return named is not None and re.search(r"\(@\w{1,20}\)\s*$", named.text(deep=True)) is not None


def _quote(node: LexborNode) -> Quote | None:
    named = node.css_first("b")
    found = re.fullmatch(r"(.*?)\s*\(@(\w{1,20})\)", named.text(deep=True).strip(), re.DOTALL) if named else None
    statuses = (_STATUS.search(link.attributes.get("href") or "") for link in node.css("a[href]"))
    status = next((each for each in statuses if each), None)
    author = Author(handle=found[2], name=clean(found[1])) if found else Author()
    if named and found:
        named.decompose()
    footer = node.css_first("footer")
    if footer:
        footer.decompose()
    text = body(node.html or "", "a quote").text
    url = f"https://x.com/{status[1]}/status/{status[2]}" if status else None
    return Quote(url=url, author=author, text=text) if url or text else None


def media_of(url: str | None, kind: str, alt: str = "") -> tuple[Media, ...]:
    """An enclosure by its address and type; none for sounds and other files."""
    for begins, what in (("image/", MediaKind.PHOTO), ("video/", MediaKind.VIDEO)):
        if url and kind.startswith(begins):
            return (Media(kind=what, url=url, alt=alt),)
    return ()
