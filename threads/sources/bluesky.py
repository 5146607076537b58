"""Stories from saved answers of Bluesky: a thread, an author's feed, a list of posts.

A thread's answer is cut at a depth without a word, and a deleted post hides what is below it. What the file itself
proves to be missing stands as a gap; where more may have been cut off, a person is asked to look.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Gap, Thread
from threads.sources.bluesky_post import read_post
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import begins_as_json, objects, values
from threads.sources.posts import Faults, Post, threads_of

NAME = "bluesky"

_SIGNS = (re.compile(r'"at://'), re.compile(r'"(?:record|notFound|blocked)"\s*+:'))
_CUT = "The saved page may end before the thread does: its last post has replies that are not there."


def detects(document: Document) -> bool:
    """Whether this is JSON with posts of the AT protocol."""
    return begins_as_json(document, _SIGNS)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each conversation in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these answers; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    pages = list(pages)
    posts = list(_posts(pages, name, faults))
    yield from threads_of("bluesky", posts, name, faults, gaps=_gaps(pages, name))


def _posts(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Post]:
    """Every post that stands in a thread, a feed or a list; quoted ones stand in others and are none."""
    for page in pages:
        for holder in objects(page, f"a post of {name}"):
            with faults.passing(name):
                if "reason" not in holder.values:  # passed on, or pinned: not said anew
                    for view in _views(holder):
                        yield read_post(view, doubts=_doubts(holder, view))


def _views(holder: Fields) -> Iterator[Fields]:
    posts = holder.values.get("posts")
    listed = posts if isinstance(posts, list) else []
    for view in (holder.values.get("post"), *listed):
        if isinstance(view, dict) and isinstance(view.get("record"), dict) and "uri" in view:
            yield Fields(view, holder.where)


def _doubts(holder: Fields, view: Fields) -> tuple[str, ...]:
    """Only a thread's answer has `replies`; in a feed nobody's are there."""
    is_thread = "replies" in holder.values or holder.text("$type").endswith("#threadViewPost")
    return (_CUT,) if is_thread and not holder.values.get("replies") and view.count("replyCount") else ()


def _gaps(pages: Iterable[Any], name: str) -> dict[str, Gap]:
    gaps: dict[str, Gap] = {}
    for page in pages:
        for holder in objects(page, name):
            uri = holder.values.get("uri")
            if isinstance(uri, str) and (holder.values.get("notFound") or holder.values.get("blocked")):
                gaps[uri] = Gap.DELETED if holder.values.get("notFound") else Gap.BLOCKED
    return gaps
