"""One status of Mastodon or its kin: its markup as text, its media, quote and poll, and who may see it."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from threads.model import Author, Media, MediaKind, Poll, PollOption, Quote, Tweet
from threads.sources import dates
from threads.sources.json_fields import Fields
from threads.sources.markup import body
from threads.sources.posts import ANY, Post
from threads.sources.self_threads import Link

PRIVATE = "Not everybody may see these posts where they come from: publish them only with the author's leave."

_KINDS = {"image": MediaKind.PHOTO, "gifv": MediaKind.GIF, "video": MediaKind.VIDEO}
_MENTION = re.compile(r"\s*@([\w.-]+)(?:@[\w.-]+)?\s+", re.ASCII)


def is_status(value: Fields) -> bool:
    """Whether an object is a status; an account has an id too."""
    return "content" in value.values and isinstance(value.values.get("account"), dict) and "id" in value.values


def read_post(status: Fields, roots: Mapping[str, str], *, doubts: tuple[str, ...] = ()) -> Post:
    """A status. `roots` tells the conversation of those in a context. Raises UnreadableSource and InvalidThread."""
    identity = status.identity("id")
    if identity is None:
        raise status.wrong("id", "the id of a status")
    account = status.object("account")
    owner = account.identity("id") or ""
    link = Link(
        id=identity,
        owner=owner,
        parent=status.identity("in_reply_to_id"),
        parent_owner=status.identity("in_reply_to_account_id"),
        root=roots.get(identity),
    )
    is_own_reply = link.parent is not None and link.parent_owner == owner
    is_private = status.text("visibility") in ("private", "direct")
    return Post(
        link=link,
        author=author_of(account, status),
        tweet=_tweet(status, account.text("username") if is_own_reply else ""),
        doubts=(PRIVATE, *doubts) if is_private else doubts,
        is_protected=is_private,
    )


def author_of(account: Fields, status: Fields) -> Author:
    """An author, always with the host: a server leaves its own out."""
    handle = account.text("acct") or account.text("username")
    host = urlsplit(account.web("url") or status.web("url") or "").hostname or ""
    note = account.text("note")
    return Author(
        handle=handle if "@" in handle or not host else f"{handle}@{host}",
        name=account.text("display_name").strip("\u200b "),
        bio=body(note, status.where).text if note else "",
        avatar_url=account.web("avatar"),
        url=account.web("url"),
    )


def _tweet(status: Fields, own_name: str) -> Tweet:
    address = status.web("url") or status.web("uri")
    has_quote = bool(status.object("quote"))
    text = body(status.text("content"), status.where, lambda node: has_quote and _is_fallback(node)).text
    found = _MENTION.match(text)
    if found and own_name and found[1].casefold() == own_name.casefold():
        text = text[found.end() :]
    items = status.objects("media_attachments")
    sounds = [url for item in items if item.text("type") not in _KINDS and (url := _address(item))]
    return Tweet(
        number=ANY,
        text="\n\n".join(part for part in (text, *sounds) if part),
        source_id=address or status.text("uri") or status.identity("id"),
        source_url=address,
        written=dates.iso(status.text("created_at")),
        media=tuple(media for item in items if (media := _media(item, status.flag("sensitive")))),
        quote=_quote(status.object("quote")),
        poll=_poll(status.object("poll")),
        content_warning=status.text("spoiler_text").strip(),
        lang=status.text("language") or None,
        edited=bool(status.text("edited_at")),
        tags=_tags(status, text),
    )


def _is_fallback(node: LexborNode) -> bool:
    """What stands in the text for programs that know no quotes."""
    return "quote-inline" in (node.attributes.get("class") or "").split()


def _tags(status: Fields, text: str) -> tuple[str, ...] | None:
    """The tags, spelt as in the text: their list has them in lower case."""
    if status.values.get("tags") is None:
        return None
    written = {word.casefold(): word for word in re.findall(r"[#＃]([^\s#＃]{1,200})", text)}
    named = [tag.text("name") for tag in status.objects("tags")]
    return tuple(written.get(name.casefold(), name) for name in named)


def _address(item: Fields) -> str | None:
    """Where a file is: at its origin, as servers forget their copies of others' files."""
    return item.web("remote_url") or item.web("url")


def _media(item: Fields, is_sensitive: bool) -> Media | None:
    kind, url = _KINDS.get(item.text("type")), _address(item)
    if kind is None or url is None:
        return None
    size = item.object("meta").object("original")
    return Media(
        kind=kind,
        url=url,
        alt=item.text("description"),
        preview_url=item.web("preview_url"),
        width=size.count("width"),
        height=size.count("height"),
        sensitive=is_sensitive,
    )


def _quote(quote: Fields) -> Quote | None:
    """A quoted status that its author lets be quoted; older servers give the status itself."""
    status = quote.object("quoted_status") or quote
    url = status.web("url") or status.web("uri")
    if not is_status(status) or quote.text("state") not in ("", "accepted"):
        return None
    warning = status.text("spoiler_text").strip()
    text = warning or body(status.text("content"), status.where, _is_fallback).text
    return Quote(url=url, author=author_of(status.object("account"), status), text=text) if url or text else None


def _poll(poll: Fields) -> Poll | None:
    options = [
        PollOption(label=each.text("title"), votes=each.count("votes_count")) for each in poll.objects("options")
    ]
    if not options:
        return None
    return Poll(options=tuple(options), closes=dates.iso(poll.text("expires_at")), multiple=poll.flag("multiple"))
