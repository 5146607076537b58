"""Stories made ready for writing: what takes its time and needs no database is done before the transaction."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from storage.finding.indexing import Findable, findable
from storage.threads import Status, seconds_of
from threads.identity import author_key, content_key, source_key
from threads.model import Thread, Tweet
from threads.sources.spool_json import tweet_document
from threads.text import opening, reading_minutes

HEADLINE = 60
"""Clusters of a story's first words in lists."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A story that comes in, whether readers may open it, the code of its language (empty when unknown), and under what
    it is found once it is published. `wished` is whether its source says that it is not to be passed on."""

    thread: Thread
    status: Status
    language: str
    found: Findable
    wished: bool


def ready(thread: Thread, status: Status, language: str, *, wished: bool | None = None) -> Incoming:
    """A story made ready for writing: what takes its time and needs no database is done here."""
    return Incoming(
        thread, status, language, findable(thread, language), thread.protected if wished is None else wished
    )


def thread_row(incoming: Incoming, next_number: int) -> tuple[Any, ...]:
    """The columns of a story, in the order of `_THREAD_COLUMNS`; its author's key comes first."""
    thread = incoming.thread
    written = thread.written
    return (
        author_key(thread),
        thread.source,
        thread.source_id,
        thread.own_id,
        thread.source_url,
        source_key(thread),
        content_key(thread),
        thread.title,
        thread.title or _begins(thread),
        seconds_of(written.at) if written else None,
        written.precision if written else None,
        thread.lang,
        thread.declared_count,
        orjson.dumps(thread.review).decode(),
        int(thread.protected),
        len(thread),
        reading_minutes(tweet.text for tweet in thread),
        next_number,
        incoming.language,
        int(incoming.wished),
    )


def extra(tweet: Tweet) -> str:
    """What a tweet has besides its number and text, as JSON."""
    document = tweet_document(tweet, numbered=False)
    document.pop("text", None)
    return orjson.dumps(document).decode()


def _begins(thread: Thread) -> str:
    """The story's first words that stand behind no content warning; the first warning when all stand behind one."""
    open_texts = (tweet.text for tweet in thread if not tweet.content_warning)
    warnings = (tweet.content_warning for tweet in thread)
    return next((words for text in chain(open_texts, warnings) if (words := opening(text, HEADLINE))), "")
