"""What a link of no network leads to: a feed, a page that is a story, or a page that names the feed it stands in."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from threads.model import Thread, is_address
from threads.sources import feed, registry
from threads.sources.answers import PAGE, Answer, Get
from threads.sources.balanced_markup import balanced
from threads.sources.document import ZIP, Document
from threads.sources.live.gathered import Gathered
from threads.sources.refusals import NoStory, WrongKind

NAME = "This page"

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,20})", re.ASCII)
_OTHER_CHARSETS = re.compile(
    r"iso-8859-\d{1,2}|windows-125\d|us-ascii|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5"
)
"""Those that pages are still written in. Python knows many more, some of which are no text at all."""


async def gather(link: str, get: Get) -> Gathered:
    """The page behind a link, or the feed that it names when it is no story itself. Raises LinkRefused."""
    answer = (await get(link, PAGE)).good()
    body = _body(answer)
    document = Document.of(NAME, body)
    address = None if _is_known(document) else feed_of(document, answer.url)
    if address is None:
        return Gathered(body=body)
    return Gathered(body=_body((await get(address, PAGE)).good()), here=answer.url)


def stories(gathered: Gathered, today: date) -> Iterator[Thread]:
    """The stories of a page; of a feed that a page named, the one that is told there.

    Raises UnreadableSource and NoStory.
    """
    document = Document.of(NAME, gathered.body)
    if not gathered.here:
        yield from registry.read(document, today=today)
        return
    if not feed.detects(document):
        raise NoStory
    yield from _told_here(list(feed.read(document, today)), _plain(gathered.here))


def _body(answer: Answer) -> bytes:
    """The page in UTF-8 or as it came. Raises WrongKind for an archive that calls itself a page."""
    if answer.body.startswith(ZIP):
        raise WrongKind(host=answer.host, kind="a zip archive")
    found = _CHARSET.search(answer.headers.get("content-type", "").lower())
    if found and _OTHER_CHARSETS.fullmatch(found[1]):
        return answer.body.decode(found[1], "replace").encode()
    return answer.body


def feed_of(document: Document, url: str) -> str | None:
    """The address of the feed that a page names in its head; None when it names none."""
    if not document.head.lstrip().startswith("<"):
        return None
    page = LexborHTMLParser(balanced(document.head, NAME))
    for node in page.css("link[rel~=alternate][href]"):
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = _joined(url, node.attributes.get("href") or "")
        if kind in _FEEDS and is_address(address):
            return address
    return None


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address)
    except ValueError:
        return ""


def _is_known(document: Document) -> bool:
    """Whether an importer knows the page itself; plain text, which knows everything, does not count."""
    return any(known.detects(document) for known in registry.FORMATS[:-1])


def _told_here(found: list[Thread], here: str) -> list[Thread]:
    """The story that has this address; all of them when the page is the one above them all. Raises NoStory."""
    places = [_plain(story.source_url or "") for story in found]
    told = [story for story, place in zip(found, places, strict=True) if place == here]
    if not told and not all(place.startswith(f"{here}/") for place in places):
        raise NoStory
    return told or found


def _plain(address: str) -> str:
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"
