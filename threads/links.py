"""Deep links: what stands behind `https://t.me/<bot>?start=`.

A payload is 1 to 64 characters of `A-Za-z0-9_-` (Telegram's limit on start parameters). Links live for years in
forwarded messages, so a form once given out is read for ever. Decoding answers None for what it can't read.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from threads.model import MAX_ID, AuthorId, TagId, ThreadId, TweetNumber

MAX_PAYLOAD = 64

HOME = "home"
"""The payload that opens the bot and nothing in particular."""

_STORY = re.compile(r"t_([1-9][0-9]{0,18})(?:_([1-9][0-9]{0,18}))?")
_NUMBERED = re.compile(r"([agr])_([1-9][0-9]{0,18})")
_TAG = re.compile(r"h_([A-Za-z0-9_-]{1,62})")


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A story, or one tweet of it when `number` is given."""

    thread: ThreadId
    number: TweetNumber | None = None


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag by its index key."""

    key: str


@dataclass(frozen=True, slots=True)
class TagIdLink:
    """A tag by its id, for keys too long to stand in a link."""

    tag: TagId


@dataclass(frozen=True, slots=True)
class AuthorLink:
    """An author's page."""

    author: AuthorId


@dataclass(frozen=True, slots=True)
class ReportLink:
    """Reporting a story to those who run the bot."""

    thread: ThreadId


Link = StoryLink | TagLink | TagIdLink | AuthorLink | ReportLink


def story_payload(thread: ThreadId, number: TweetNumber | None = None) -> str:
    """The payload of a story, at a tweet when `number` is given."""
    return f"t_{thread}" if number is None else f"t_{thread}_{number}"


def author_payload(author: AuthorId) -> str:
    """The payload of an author's page."""
    return f"a_{author}"


def report_payload(thread: ThreadId) -> str:
    """The payload by which a story is reported."""
    return f"r_{thread}"


def tag_payload(key: str, tag: TagId) -> str:
    """The payload of a tag: its key when that fits in 64 characters (many Thai and Hindi keys don't), else its id."""
    payload = "h_" + base64.urlsafe_b64encode(key.encode()).rstrip(b"=").decode()
    return payload if key and len(payload) <= MAX_PAYLOAD else f"g_{tag}"


def decode(payload: str) -> Link | None:
    """What a payload stands for; None when it is broken or of a kind this version doesn't know. Never raises."""
    if story := _STORY.fullmatch(payload):
        return _story(int(story[1]), int(story[2]) if story[2] else None)
    if numbered := _NUMBERED.fullmatch(payload):
        return _numbered(numbered[1], int(numbered[2]))
    if tag := _TAG.fullmatch(payload):
        return _tag(tag[1])
    return None


def _story(thread: int, number: int | None) -> StoryLink | None:
    if thread > MAX_ID or (number or 0) > MAX_ID:
        return None
    return StoryLink(ThreadId(thread), None if number is None else TweetNumber(number))


def _numbered(kind: str, number: int) -> AuthorLink | TagIdLink | ReportLink | None:
    if number > MAX_ID:
        return None
    match kind:
        case "a":
            return AuthorLink(AuthorId(number))
        case "g":
            return TagIdLink(TagId(number))
        case _:
            return ReportLink(ThreadId(number))


def _tag(encoded: str) -> TagLink | None:
    try:
        return TagLink(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    except (binascii.Error, UnicodeDecodeError):
        return None
