"""What a thread is: an author, a moment, and tweets in order, each with a number that is its own for ever.

Values only: frozen, checked when they are made, without I/O and without a clock. What a story looks like
belongs to the views, how it is kept belongs to storage.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

import regex

from threads.errors import InvalidThread

ThreadId = NewType("ThreadId", int)
AuthorId = NewType("AuthorId", int)
TagId = NewType("TagId", int)
TweetNumber = NewType("TweetNumber", int)
"""A tweet's number within its story: given once, never changed, never used again. Not its place in the order."""

MAX_ID = 2**63 - 1
"""The largest id either database can hold."""

MAX_TWEETS = 2_000
MAX_TEXT = 100_000
MAX_MEDIA = 100
"""Pictures and films of one tweet: no source has more than twenty."""
MAX_ADDRESS = 4_000

# Unicode's Default_Ignorable_Code_Point has the characters that are never shown (U+200B, U+FEFF, fillers, selectors);
# the empty Braille cell is not among them.
_VISIBLE = regex.compile(r"[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]")
_HELD = regex.compile(r"telegram:[A-Za-z0-9_-]{1,100}")
_TAG_SIGN = regex.compile(r"\A[\s#＃]++")


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in the text: it is empty, or all white space and invisible characters."""
    return _VISIBLE.search(text) is None


def is_address(text: str) -> bool:
    """Whether readers can be sent there: http or https, without spaces, at most 4,000 characters."""
    return len(text) <= MAX_ADDRESS and text[:8].lower().startswith(("https://", "http://")) and text.split() == [text]


def is_held(text: str) -> bool:
    """Whether this names a picture or film that came through Telegram, and stands at no address."""
    return _HELD.fullmatch(text) is not None


def _check_addresses(*addresses: str | None) -> None:
    if not all(is_address(address) for address in addresses if address is not None):
        raise InvalidThread(
            why=f"An address has to begin with https://, hold no spaces and be at most {MAX_ADDRESS:,} characters long."
        )


class Precision(StrEnum):
    """How much of a moment the source told."""

    SECOND = "second"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something was written: an aware time in UTC and how much of it is known.

    Made of a time in any zone and kept in whole seconds. A day is kept as its midnight in UTC, and stays that day.
    """

    at: datetime
    precision: Precision = Precision.SECOND

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise InvalidThread(
                why="A time without a time zone can't be kept: write it with an offset, as 2024-05-01T12:00:00Z."
            )
        if self.precision is Precision.DAY:
            at = self.at.replace(hour=0, minute=0, second=0, tzinfo=UTC)
        else:
            at = self.at.astimezone(UTC)
        object.__setattr__(self, "at", at.replace(microsecond=0))


_SIGNS = regex.compile(r"\A[@\s]++|\s++\Z")
_UNSEEN = regex.compile(r"[\p{Cf}\p{Cc}]++")


def _bare(handle: str) -> str:
    """A handle as it is known again, however it came: without @, and without signs that nobody sees."""
    if not handle.isascii():
        handle = unicodedata.normalize("NFKC", _UNSEEN.sub("", handle))
    return _SIGNS.sub("", handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the story. `handle` has no leading @ and may hold a host (`user@host`); empty when unknown."""

    handle: str = ""
    name: str = ""
    bio: str = ""
    avatar_url: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "handle", _bare(self.handle))
        _check_addresses(self.avatar_url, self.url)

    @property
    def shown(self) -> str:
        """The name to show: the display name, else the handle; empty when neither is known."""
        return self.name or self.handle


class MediaKind(StrEnum):
    """What a picture slot holds."""

    PHOTO = "photo"
    VIDEO = "video"
    GIF = "gif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture or film of a tweet. `width` and `height` are pixels, `alt` is the author's description.

    `url` is where it stands, or `telegram:` and Telegram's unique id of one that was sent to the bot.
    """

    kind: MediaKind
    url: str
    alt: str = ""
    preview_url: str | None = None
    width: int | None = None
    height: int | None = None
    sensitive: bool = False

    def __post_init__(self) -> None:
        _check_addresses(None if is_held(self.url) else self.url, self.preview_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A tweet quoted by another; `text` is empty when only its link is known."""

    url: str | None = None
    author: Author = Author()
    text: str = ""

    def __post_init__(self) -> None:
        if not (self.url or self.text):
            raise InvalidThread(why="A quoted tweet needs its text or its link.")
        _check_addresses(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOption:
    """One answer of a poll; `votes` is None while the source does not tell."""

    label: str
    votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll as it stood when the story was read."""

    options: tuple[PollOption, ...]
    closes: Moment | None = None
    multiple: bool = False

    def __post_init__(self) -> None:
        if not self.options:
            raise InvalidThread(why="A poll needs at least one answer to choose.")


class Gap(StrEnum):
    """Why a tweet of the story is not there."""

    DELETED = "deleted"
    PRIVATE = "private"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tweet:
    """One tweet. A `gap` marks one that is missing at its source: it has a place and no content.

    `text` is plain Unicode with links written out and media links taken away. `tags` are the tags that the
    source itself named; blank ones are dropped, and the sign before one is taken away. None means: read them from
    the text.
    """

    number: TweetNumber
    text: str = ""
    source_id: str | None = None
    source_url: str | None = None
    written: Moment | None = None
    media: tuple[Media, ...] = ()
    quote: Quote | None = None
    poll: Poll | None = None
    gap: Gap | None = None
    content_warning: str = ""
    lang: str | None = None
    edited: bool = False
    tags: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.number < 1:
            raise InvalidThread(why=f"Tweet numbers begin at 1, not {self.number}.")
        if len(self.text) > MAX_TEXT:
            raise InvalidThread(why=f"Tweet {self.number} is longer than {MAX_TEXT:,} characters: split it in two.")
        if len(self.media) > MAX_MEDIA:
            raise InvalidThread(why=f"Tweet {self.number} has more than {MAX_MEDIA} pictures: split it in several.")
        if not self.gap and is_blank(self.text) and not (self.media or self.quote or self.poll):
            raise InvalidThread(why=f"Tweet {self.number} is empty: give it text or media, or mark it as a gap.")
        _check_addresses(self.source_url)
        if self.tags is not None:
            labels = (_TAG_SIGN.sub("", tag).rstrip() for tag in self.tags)
            object.__setattr__(self, "tags", tuple(label for label in labels if not is_blank(label)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A story: tweets in reading order.

    `source` names where it lives (`x`, `bluesky`, `text`…), `source_id` its id there, `own_id` the id its writer
    gave it (front matter). `declared_count` is the number of tweets its source announced. `review` holds whole
    English sentences that say why a person should look at it before it is published; empty means it may go out.
    `numbers_given` is true when tweet numbers come from Spool itself (its JSON, its database) and not from counting.
    """

    source: str
    author: Author
    tweets: tuple[Tweet, ...]
    source_id: str | None = None
    source_url: str | None = None
    own_id: str | None = None
    title: str = ""
    written: Moment | None = None
    lang: str | None = None
    declared_count: int | None = None
    review: tuple[str, ...] = ()
    protected: bool = False
    numbers_given: bool = False

    def __post_init__(self) -> None:
        if not self.source:
            raise InvalidThread(why="A story needs to say where it comes from: give its source.")
        if not self.tweets:
            raise InvalidThread(why="A story needs at least one tweet.")
        if len(self.tweets) > MAX_TWEETS:
            raise InvalidThread(
                why=f"A story holds at most {MAX_TWEETS:,} tweets, not {len(self.tweets):,}: bring it in as several."
            )
        if len({tweet.number for tweet in self.tweets}) != len(self.tweets):
            raise InvalidThread(
                why="Two tweets of the story have the same number: number them differently, or leave the numbers out."
            )
        _check_addresses(self.source_url)

    def __len__(self) -> int:
        return len(self.tweets)

    def __iter__(self) -> Iterator[Tweet]:
        return iter(self.tweets)
