"""Stories from feeds: RSS, Atom and JSON Feed. Each entry is a story of its own, as feeds do not say what answers what.

Feeds of tweets say at least who is answered: there, an author's answers to themselves within minutes are put together,
as a guess that a person has to look at.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from threads.errors import UnreadableSource
from threads.model import Author, Thread, Tweet, TweetNumber
from threads.sources import feed_json, feed_rss
from threads.sources.document import Document
from threads.sources.feed_item import Item, said
from threads.sources.json_values import values
from threads.sources.posts import Faults
from threads.sources.status_links import status_url

NAME = "feed"
NEAR = timedelta(minutes=30)
"""How long after a tweet its author's answer to it may come and still be taken for the next of a thread."""

_XML = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--.*?-->\s*+|<\?[^>]*+>\s*+)*+<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_JSON = re.compile(r'"version"\s*+:\s*+"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')
_ELSEWHERE = (("bluesky", re.compile(r"at://[^/\s]+/app\.bsky\.feed\.post/\S+")),)
_GUESSED = "The feed does not say what answers what: look whether these tweets are one thread."


def detects(document: Document) -> bool:
    """Whether this is RSS, Atom or JSON Feed."""
    return _XML.match(document.head) is not None or _JSON.search(document.head) is not None


def read(document: Document, today: date) -> Iterator[Thread]:
    """A story for each entry, the oldest first."""
    faults = Faults("entries")
    if document.head.lstrip().startswith("<"):
        items = list(feed_rss.items(document.text(), document.name, faults))
    else:
        items = [item for page in values(document, faults) for item in feed_json.items(page, document.name, faults)]
    yield from parse(items, document.name, faults)


def parse(items: Iterable[Item], name: str, faults: Faults) -> Iterator[Thread]:
    """The stories of these entries. Raises UnreadableSource after the last, for all that could not be read."""
    groups = _grouped(item for item in reversed(list(items)) if not item.is_passed_on)
    if not groups:
        faults.tell()
        raise UnreadableSource(why=f"{name} is a feed without entries that can be a story: look whether it is whole.")
    for group in groups:
        with faults.passing(group.items[0].id or name):
            yield _story(group, name)
    faults.tell()


@dataclass(slots=True)
class _Group:
    """Entries that are one story; `ends` is the last of them."""

    items: list[Item] = field(default_factory=list)

    def goes_on(self, item: Item) -> bool:
        """Whether a later tweet answers its own author soon enough after the last one."""
        last = self.items[-1]
        handle = item.status[0].casefold() if item.status else ""
        is_own = bool(last.status and last.status[0].casefold() == handle and (item.answers or "").casefold() == handle)
        if not (is_own and last.written and item.written):
            return False
        return timedelta() <= item.written.at - last.written.at <= NEAR


def _grouped(items: Iterable[Item]) -> list[_Group]:
    """Entries in the order that they were written in, by their ids where these are tweets'."""
    groups: list[_Group] = []
    for item in sorted(items, key=lambda item: int(item.status[1]) if item.status else 0):
        near = next((group for group in reversed(groups) if group.goes_on(item)), None)
        if near:
            near.items.append(item)
        else:
            groups.append(_Group([item]))
    return groups


def _story(group: _Group, name: str) -> Thread:
    first = group.items[0]
    source, identity, url = _place(first)
    tweets = [_tweet(item, number, name) for number, item in enumerate(group.items, 1)]
    handle = first.status[0] if first.status else first.author.handle
    author = first.author
    return Thread(
        source=source,
        source_id=identity,
        source_url=url,
        title=said(first, name).title,
        author=Author(handle=handle, name=author.name, avatar_url=author.avatar_url, url=author.url),
        written=first.written,
        tweets=tuple(tweets),
        review=(_GUESSED,) if len(tweets) > 1 else (),
    )


def _place(item: Item) -> tuple[str, str | None, str | None]:
    """The network that the entry is from, its id there and its address: the same as other ways to bring it in give."""
    if item.status:
        handle, status = item.status
        return "x", status, status_url(handle, status)
    for source, shape in _ELSEWHERE:
        if shape.fullmatch(item.id):
            return source, item.id, item.link
    return "feed", item.id or item.link, item.link


def _tweet(item: Item, number: int, name: str) -> Tweet:
    held = said(item, name)
    _, identity, url = _place(item)
    return Tweet(
        number=TweetNumber(number),
        text=held.text,
        source_id=identity,
        source_url=url,
        written=item.written,
        media=held.media,
        quote=held.quote,
        tags=item.tags or None,
    )
