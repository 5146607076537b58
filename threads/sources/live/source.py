"""An author or feed that is followed: who they are, what they have out now, and whether anything changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from threads.model import Thread
from threads.sources.answers import Answer


class Network(StrEnum):
    """Where somebody can be followed. Kept in the database: a word that was once written is not changed."""

    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who is followed. `address` stays when a handle changes: a DID, `host/id` of an account, the address of a feed.

    `host` is the server that is asked, `name` how they are shown, `link` where people look at them.
    """

    network: Network
    address: str
    host: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a server gave with its last answer, to be asked with it whether there is another."""

    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, answer: Answer) -> "Version":
        """That of an answer; of one with neither, one that asks for everything."""
        return cls(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))

    def headers(self) -> Mapping[str, str]:
        """The headers of such a question."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Seen:
    """A thread as its author's list has it. `mark` is another one when it has grown or changed.

    `at` is when its newest post was written; None when the source does not tell.
    """

    key: str
    mark: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Latest:
    """What an author has out now; `body` is a feed itself."""

    seen: tuple[Seen, ...] = ()
    version: Version = Version()
    body: bytes = b""


def entries(stories: Iterable[Thread]) -> dict[str, tuple[Seen, Thread]]:
    """The entries of a feed, each a story: a changed one has another mark."""
    found: dict[str, tuple[Seen, Thread]] = {}
    for story in stories:
        mark = sha256("\n".join(tweet.text for tweet in story).encode()).hexdigest()[:16]
        at = max((tweet.written.at for tweet in story if tweet.written), default=None)
        key = story.source_id or story.source_url or mark
        found.setdefault(key, (Seen(key, mark, at), story))
    return found
