"""Stories from saved tweets of X's first API, as old exports and the caches of tools have them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Thread
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import begins_as_json, objects, values
from threads.sources.posts import Faults, Post, threads_of
from threads.sources.x_legacy import author_of, is_retweet, read_post

NAME = "x-api-v1"

_SIGNS = (re.compile(r'"id_str"\s*+:'), re.compile(r'"(?:full_)?text"\s*+:'), re.compile(r'"(?:user|entities)"\s*+:'))


def detects(document: Document) -> bool:
    """Whether this is JSON with the names that a tweet has there."""
    return begins_as_json(document, _SIGNS)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each conversation in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these answers of the API, whatever wraps the tweets; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    yield from threads_of("x", _posts(pages, name, faults), name, faults)


def _posts(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Post]:
    for page in pages:
        quoted: set[int] = set()
        for tweet in objects(page, f"a tweet of {name}"):
            _remember_quoted(tweet, quoted)
            is_tweet = "id_str" in tweet.values and isinstance(tweet.values.get("user"), dict)
            if is_tweet and id(tweet.values) not in quoted:
                with faults.passing(tweet.identity("id_str") or name):
                    if not is_retweet(tweet):
                        user = tweet.object("user")
                        yield read_post(tweet, author_of(user), user.identity("id_str") or user.identity("id") or "")


def _remember_quoted(tweet: Fields, quoted: set[int]) -> None:
    """Tweets inside others are their quotes, or what they pass on: no posts of the document's own."""
    for name in ("quoted_status", "retweeted_status"):
        inner = tweet.values.get(name)
        if isinstance(inner, dict):
            quoted.add(id(inner))
