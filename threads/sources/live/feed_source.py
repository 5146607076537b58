"""A feed that is followed: found by its address or by a page that names it, and its entries as they stand."""

from urllib.parse import urlsplit

from threads.sources import feed
from threads.sources.answers import PAGE, Get
from threads.sources.document import Document
from threads.sources.live.page import NAME, feed_of
from threads.sources.live.source import Latest, Network, Source, Version
from threads.sources.refusals import NotFollowed

LONGEST_NAME = 60


async def find(link: str, get: Get) -> Source:
    """The feed behind a link, or the one that the page there names. Raises LinkRefused."""
    answer = (await get(link, PAGE)).good()
    document = Document.of(NAME, answer.body)
    url = answer.url
    if not feed.detects(document):
        named = feed_of(document, url)
        if named is None:
            raise NotFollowed
        answer = (await get(named, PAGE)).good()
        url = answer.url
        if not feed.detects(Document.of(NAME, answer.body)):
            raise NotFollowed
    parts = urlsplit(url)
    name = f"{parts.hostname or ''}{parts.path}".rstrip("/")
    return Source(network=Network.FEED, address=url, host=parts.hostname or "", name=name[:LONGEST_NAME], link=link)


async def latest(url: str, get: Get, version: Version) -> Latest | None:
    """The feed as it is now; None when nothing changed. Raises LinkRefused."""
    answer = (await get(url, PAGE, version.headers())).good()
    return None if answer.status == 304 else Latest(version=Version.of(answer), body=answer.body)
