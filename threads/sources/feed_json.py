"""The entries of a JSON Feed."""

from collections.abc import Iterator
from typing import Any

from threads.model import Author, Media
from threads.sources import dates
from threads.sources.feed_item import Item, media_of
from threads.sources.json_fields import Fields
from threads.sources.posts import Faults


def items(page: Any, name: str, faults: Faults) -> Iterator[Item]:
    """The entries in the order of the feed. Raises UnreadableSource for what is no JSON Feed."""
    feed = Fields.of(page, f"the feed {name}")
    author = _author(feed)
    author = author if author.shown else Author(name=feed.text("title"), url=feed.web("home_page_url"))
    for item in feed.objects("items"):
        with faults.passing(item.where):
            yield _item(item, author)


def _item(item: Fields, author: Author) -> Item:
    own = _author(item)
    markup = item.text("content_html")
    plain = item.text("content_text") or item.text("summary")
    return Item(
        id=item.identity("id") or "",
        link=item.web("url") or item.web("external_url"),
        title=item.text("title"),
        content=markup or plain,
        is_plain=not markup,
        author=own if own.shown else author,
        written=dates.iso(item.text("date_published")),
        media=tuple(_media(item)),
        sounds=tuple(
            url
            for each in item.objects("attachments")
            if each.text("mime_type").startswith("audio/") and (url := each.web("url"))
        ),
        tags=tuple(tag for tag in item.texts("tags") or () if len(tag.split()) == 1),
    )


def _author(holder: Fields) -> Author:
    """The first author; in the first version of the format there was one."""
    given = next(iter(holder.objects("authors")), holder.object("author"))
    return Author(name=given.text("name"), url=given.web("url"), avatar_url=given.web("avatar"))


def _media(item: Fields) -> Iterator[Media]:
    yield from media_of(item.web("image"), "image/")
    for attached in item.objects("attachments"):
        yield from media_of(attached.web("url"), attached.text("mime_type"), attached.text("title"))
