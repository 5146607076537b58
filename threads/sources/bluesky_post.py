"""One post of Bluesky: its text with links in full, its pictures and films, its quote, and what it warns of."""

import re
from collections.abc import Iterator

from threads.model import MAX_ADDRESS, Author, Media, MediaKind, Quote, Tweet
from threads.sources import dates
from threads.sources.json_fields import Fields
from threads.sources.posts import ANY, Post
from threads.sources.self_threads import Link

_URI = re.compile(r"at://(?P<did>[^/\s]{1,2048})/app\.bsky\.feed\.post/(?P<key>[A-Za-z0-9._:~-]{1,512})")
_WARNINGS = {
    "porn": "Adult content",
    "sexual": "Sexual content",
    "nudity": "Nudity",
    "graphic-media": "Graphic media",
    "gore": "Graphic media",
}
_MEMBERS_ONLY = "!no-unauthenticated"

RESERVED = "The author shows these posts to people with an account alone: publish them only with the author's leave."


def read_post(view: Fields, *, doubts: tuple[str, ...] = ()) -> Post:
    """A post as Bluesky's answers show it (`postView`). Raises UnreadableSource and InvalidThread."""
    record = view.object("record")
    author = view.object("author")
    link = link_of(view)
    key = link.id.rpartition("/")[2]
    is_reserved = _MEMBERS_ONLY in _labels(author)
    warning = _warning(view, record)
    text, tags = _text(record)
    media, quote, card = _embedded(view.object("embed"), is_sensitive=bool(warning))
    if card and card not in text and not (media or quote or text.strip()):
        text = card
    tweet = Tweet(
        number=ANY,
        text=text,
        source_id=link.id,
        source_url=_web(author.text("handle") or link.owner, key),
        written=dates.iso(record.text("createdAt")) or dates.iso(view.text("indexedAt")),
        media=media,
        quote=quote,
        content_warning=warning,
        lang=next(iter(record.texts("langs") or ()), None),
        tags=tags,
    )
    return Post(
        link=link,
        author=author_of(author),
        tweet=tweet,
        doubts=(RESERVED, *doubts) if is_reserved else doubts,
        is_protected=is_reserved,
    )


def author_of(author: Fields) -> Author:
    """An author; the handle may change, the DID in the address of posts does not."""
    return Author(
        handle=author.text("handle"),
        name=author.text("displayName"),
        bio=author.text("description"),
        avatar_url=author.web("avatar"),
    )


def link_of(view: Fields) -> Link:
    """Where a post hangs. Raises UnreadableSource for one without an address."""
    uri = view.text("uri")
    place = _URI.fullmatch(uri)
    if not place:
        raise view.wrong("uri", "the address of a post")
    reply = view.object("record").object("reply")
    parent = reply.object("parent").text("uri") or None
    answered = _URI.fullmatch(parent or "")
    return Link(
        id=uri,
        owner=view.object("author").text("did") or place["did"],
        parent=parent,
        parent_owner=answered["did"] if answered else None,
        root=reply.object("root").text("uri") or uri,
    )


def _web(who: str, key: str) -> str | None:
    address = f"https://bsky.app/profile/{who}/post/{key}"
    return address if len(address) <= MAX_ADDRESS and address.split() == [address] else None


def _labels(holder: Fields) -> set[str]:
    given = holder.values.get("labels")
    labels = holder.objects("labels") if isinstance(given, list) else holder.object("labels").objects("values")
    return {label.text("val") for label in labels}


def _warning(view: Fields, record: Fields) -> str:
    labels = _labels(view) | _labels(record)
    return ", ".join(dict.fromkeys(warning for label, warning in _WARNINGS.items() if label in labels))


def _text(record: Fields) -> tuple[str, tuple[str, ...]]:
    """The text with links in full, and the tags that its author made: facets say where, in bytes of UTF-8."""
    data = record.text("text").encode()
    tags: list[str] = []
    done = len(data)
    parts: list[bytes] = []
    for start, end, features in sorted(_facets(record, data), key=lambda facet: -facet[0]):
        tags[:0] = [feature.text("tag") for feature in features if feature.text("tag")]
        link = next((feature.web("uri") for feature in features if feature.web("uri")), None)
        if link and end <= done:
            parts[:0] = [link.encode(), data[end:done]]
            done = start
    text = b"".join((data[:done], *parts)).decode()
    return text, (*tags, *(record.texts("tags") or ()))


def _facets(record: Fields, data: bytes) -> Iterator[tuple[int, int, list[Fields]]]:
    """The facets that fit the text: those out of range or within a character are passed over."""
    facets = record.values.get("facets")
    for facet in record.objects("facets") if isinstance(facets, list) else []:
        index = facet.object("index")
        start, end = index.count("byteStart"), index.count("byteEnd")
        if start is None or end is None or not start < end <= len(data):
            continue
        if not (_within_character(data, start) or _within_character(data, end)):
            yield start, end, facet.objects("features")


def _within_character(data: bytes, place: int) -> bool:
    return place < len(data) and data[place] & 0xC0 == 0x80


def _embedded(embed: Fields, *, is_sensitive: bool) -> tuple[tuple[Media, ...], Quote | None, str | None]:
    """Media, quote, and the address of a card; what a quote is embedded with stands a level deeper."""
    media = embed.object("media") or embed
    record = embed.object("record")
    inner = record.object("record") if isinstance(record.values.get("record"), dict) else record
    found = (*_pictures(media, is_sensitive), *_films(media, is_sensitive))
    return found, _quote(inner) if inner else None, media.object("external").web("uri")


def _pictures(embed: Fields, is_sensitive: bool) -> Iterator[Media]:
    for item in (*embed.objects("images"), *embed.objects("items")):
        ratio = item.object("aspectRatio")
        if url := item.web("fullsize"):
            yield Media(
                kind=MediaKind.PHOTO,
                url=url,
                alt=item.text("alt"),
                preview_url=item.web("thumb") or item.web("thumbnail"),
                width=ratio.count("width"),
                height=ratio.count("height"),
                sensitive=is_sensitive,
            )


def _films(embed: Fields, is_sensitive: bool) -> Iterator[Media]:
    ratio = embed.object("aspectRatio")
    if url := embed.web("playlist"):
        yield Media(
            kind=MediaKind.GIF if embed.text("presentation") == "gif" else MediaKind.VIDEO,
            url=url,
            alt=embed.text("alt"),
            preview_url=embed.web("thumbnail"),
            width=ratio.count("width"),
            height=ratio.count("height"),
            sensitive=is_sensitive,
        )


def _quote(record: Fields) -> Quote | None:
    """A quoted post; of one that is gone, only where it was. Lists, feeds and starter packs are no posts."""
    place = _URI.fullmatch(record.text("uri"))
    if not place:
        return None
    author = author_of(record.object("author")) if "handle" in record.object("author").values else Author()
    value = record.object("value")
    return Quote(
        url=_web(author.handle or place["did"], place["key"]), author=author, text=_text(value)[0] if value else ""
    )
