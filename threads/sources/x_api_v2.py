"""Stories from saved answers of X's second API: whole pages, pages a line, or tweets made flat by tools.

Its fields are being renamed from tweet to post; either spelling is read. Objects refer to each other by key, and what a
key leads to may be missing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from threads.model import Gap, Thread
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import values
from threads.sources.posts import Faults, Post, threads_of
from threads.sources.x_v2_tweet import Included, read_post, references_of, versions_of

NAME = "x-api-v2"

_SIGN = re.compile(
    r'"(?:author_id|conversation_id|edit_history_(?:tweet|post)_ids|referenced_(?:tweets|posts)|public_metrics)"\s*+:'
)
_ERRORS = {"Authorization Error": Gap.PRIVATE, "Forbidden": Gap.PRIVATE, "Not Found Error": Gap.DELETED}


def detects(document: Document) -> bool:
    """Whether this is JSON with the names that a tweet has there."""
    head = document.head.lstrip()
    return head.startswith(("{", "[")) and _SIGN.search(head) is not None


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each conversation in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these answers of the API, in any order; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    reading = _Reading(name, faults)
    for page in pages:
        reading.take(page)
    yield from threads_of("x", reading.posts(), name, faults, gaps=reading.gaps)


@dataclass(slots=True)
class _Reading:
    """The tweets of all pages, and what they refer to. Outdated versions of edited tweets are left out."""

    name: str
    faults: Faults
    tweets: dict[str, Fields] = field(default_factory=dict)
    included: Included = field(default_factory=Included)
    gaps: dict[str, Gap] = field(default_factory=dict)

    def take(self, page: Any) -> None:
        """A page with `data`, one tweet, or a list of either."""
        for part in page if isinstance(page, list) else [page]:
            with self.faults.passing(self.name):
                fields = Fields.of(part, f"a page of {self.name}")
                data = fields.values.get("data", [] if "errors" in fields.values or "meta" in fields.values else part)
                self._include(fields.object("includes"))
                for error in fields.objects("errors"):
                    self._miss(error)
                for tweet in data if isinstance(data, list) else [data]:
                    with self.faults.passing(self.name):
                        self._tweet(Fields.of(tweet, f"a tweet of {self.name}"))

    def posts(self) -> Iterator[Post]:
        """Every tweet that is one's own words, as it stands in its last version."""
        self._add_answered()
        older: dict[str, str] = {}
        for identity, tweet in self.tweets.items():
            with self.faults.passing(identity):
                versions = versions_of(tweet)
                last = next((version for version in reversed(versions) if version in self.tweets), identity)
                older |= {version: last for version in versions if version != last}
        for identity, tweet in self.tweets.items():
            if identity not in older:
                with self.faults.passing(identity):
                    yield from read_post(tweet, self.included, older)

    def _add_answered(self) -> None:
        """The author's own tweets that are only there because others answer them."""
        waiting = list(self.tweets.values())
        while waiting:
            tweet = waiting.pop()
            with self.faults.passing(self.name):
                answered = self.included.tweets.get(references_of(tweet).get("replied_to") or "")
                identity = answered.identity("id") if answered else None
                if answered and identity and answered.identity("author_id") == tweet.identity("author_id"):
                    if identity not in self.tweets:
                        waiting.append(answered)
                    self.tweets.setdefault(identity, answered)

    def _tweet(self, tweet: Fields) -> None:
        identity = tweet.identity("id")
        if identity is None:
            raise tweet.wrong("id", "the id of a tweet")
        self.tweets.setdefault(identity, tweet)
        # Tools that make tweets flat put what they refer to in the place of the key.
        author = tweet.object("author")
        if author.identity("id"):
            self.included.users.setdefault(author.identity("id") or "", author)
        for item in tweet.object("attachments").objects("media"):
            self.included.media.setdefault(item.identity("media_key") or "", item)

    def _include(self, includes: Fields) -> None:
        for user in includes.objects("users"):
            self.included.users.setdefault(user.identity("id") or "", user)
        for item in includes.objects("media"):
            self.included.media.setdefault(item.identity("media_key") or "", item)
        for poll in includes.objects("polls"):
            self.included.polls.setdefault(poll.identity("id") or "", poll)
        for tweet in (*includes.objects("tweets"), *includes.objects("posts")):
            self.included.tweets.setdefault(tweet.identity("id") or "", tweet)

    def _miss(self, error: Fields) -> None:
        identity = error.identity("resource_id") or error.identity("value")
        if identity:
            self.gaps[identity] = _ERRORS.get(error.text("title"), Gap.UNAVAILABLE)
