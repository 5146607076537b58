"""Stories from answers of FxTwitter and services that speak alike: an author's thread, put together there already.

Its texts have their links written out and are not escaped. What answers what is told by id for each tweet.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Author, Media, MediaKind, Moment, Poll, PollOption, Quote, Thread, Tweet
from threads.sources import dates
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import begins_as_json, objects, values
from threads.sources.posts import ANY, Faults, Post, threads_of
from threads.sources.self_threads import Link
from threads.sources.status_links import status_url
from threads.sources.x_text import without_own_mention

NAME = "fxtwitter"

_SIGNS = (
    re.compile(r'"code"\s*+:\s*+\d'),
    re.compile(r'"(?:thread|status|tweet)"\s*+:'),
    re.compile(r'"screen_name"\s*+:'),
    re.compile(r'"(?:created_timestamp|replying_to|raw_text)"\s*+:'),
)
_INNER = ("quote", "quoted_status")


def detects(document: Document) -> bool:
    """Whether this is JSON with the names that these services have."""
    return begins_as_json(document, _SIGNS)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each answer in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these answers; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    yield from threads_of("x", _posts(pages, name, faults), name, faults)


def _posts(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Post]:
    for page in pages:
        quoted: set[int] = set()
        for status in objects(page, f"a tweet of {name}"):
            quoted |= {id(status.values.get(each)) for each in _INNER}
            if _is_status(status) and id(status.values) not in quoted:
                with faults.passing(name):
                    yield _post(status)


def _is_status(value: Fields) -> bool:
    author = value.values.get("author")
    return "text" in value.values and "id" in value.values and isinstance(author, dict) and "screen_name" in author


def _post(status: Fields) -> Post:
    identity = status.identity("id")
    if identity is None or not identity.isdigit():
        raise status.wrong("id", "the id of a tweet")
    author = _author(status.object("author"))
    owner = author.handle.casefold()
    parent, whom = _answered(status)
    is_own = whom == owner
    tweet = Tweet(
        number=ANY,
        text=without_own_mention(status.text("text"), author.handle) if is_own else status.text("text"),
        source_id=identity,
        source_url=status_url(author.handle, identity),
        written=_written(status),
        media=tuple(_media(status.object("media"))),
        quote=_quote(status.object("quote")),
        poll=_poll(status.object("poll")),
        lang=status.text("lang") or None,
    )
    return Post(link=Link(id=identity, owner=owner, parent=parent, parent_owner=whom), author=author, tweet=tweet)


def _answered(status: Fields) -> tuple[str | None, str | None]:
    """What it answers and whom; the first version of the API has them side by side."""
    given = status.values.get("replying_to")
    if isinstance(given, dict):
        inner = status.object("replying_to")
        return inner.identity("status"), inner.text("screen_name").casefold() or None
    whom = given if isinstance(given, str) else ""
    return status.identity("replying_to_status"), whom.casefold() or None


def _author(author: Fields) -> Author:
    return Author(
        handle=author.text("screen_name"),
        name=author.text("name"),
        bio=author.text("description"),
        avatar_url=author.web("avatar_url"),
    )


def _written(status: Fields) -> Moment | None:
    said = status.text("created_at")
    return dates.spelt_out(said) or dates.iso(said)


def _media(media: Fields) -> Iterator[Media]:
    for photo in media.objects("photos"):
        if url := photo.web("url"):
            yield _medium(photo, MediaKind.PHOTO, url)
    for film in media.objects("videos"):
        if url := film.web("url"):
            yield _medium(film, MediaKind.GIF if film.text("type") == "gif" else MediaKind.VIDEO, url)


def _medium(item: Fields, kind: MediaKind, url: str) -> Media:
    return Media(
        kind=kind,
        url=url,
        alt=item.text("altText"),
        preview_url=item.web("thumbnail_url"),
        width=item.count("width"),
        height=item.count("height"),
    )


def _quote(quote: Fields) -> Quote | None:
    """A quoted tweet; of one that is gone only its address, where that is told."""
    identity = quote.identity("id")
    author = _author(quote.object("author"))
    url = status_url(author.handle, identity) if identity and identity.isdigit() else quote.web("url")
    text = quote.text("text")
    return Quote(url=url, author=author, text=text) if url or text else None


def _poll(poll: Fields) -> Poll | None:
    options = [PollOption(label=each.text("label"), votes=each.count("count")) for each in poll.objects("choices")]
    return Poll(options=tuple(options), closes=dates.iso(poll.text("ends_at"))) if options else None
