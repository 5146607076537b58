"""Stories from saved answers of Mastodon and its kin: a status, a list of them, or a status with its context.

A context leaves out the very status that it was asked for, and without an account shows 40 posts above it and 60 below,
to a depth of 20. Who answers whom is decided by the posts themselves; what a post says of it is sometimes wrong.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Thread
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import begins_as_json, objects, values
from threads.sources.mastodon_status import is_status, read_post
from threads.sources.posts import Faults, Post, threads_of

NAME = "mastodon"
MOST_ABOVE = 40
MOST_BELOW = 60
DEEPEST = 20
"""What a server shows of a context to those without an account."""

_SIGNS = (re.compile(r'"(?:spoiler_text|in_reply_to_account_id)"\s*+:'), re.compile(r'"(?:content|account)"\s*+:'))
_CUT = "The saved context has as many posts as servers show at most: look whether the thread goes on."


def detects(document: Document) -> bool:
    """Whether this is JSON with the names that a status has, or an empty context."""
    return begins_as_json(document, _SIGNS)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each conversation in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these answers, a status and its context side by side; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    yield from threads_of("mastodon", _posts(list(pages), name, faults), name, faults)


def _posts(pages: list[Any], name: str, faults: Faults) -> Iterator[Post]:
    contexts = [each for each in objects(pages, f"a context of {name}") if _is_context(each)]
    roots, cut = _roots(contexts), _cut(contexts)
    inner: set[int] = set()
    for status in objects(pages, f"a status of {name}"):
        inner |= {id(status.values.get(each)) for each in ("reblog", "quote", "quoted_status")}
        if is_status(status) and id(status.values) not in inner and not status.values.get("reblog"):
            with faults.passing(name):
                yield read_post(status, roots, doubts=(_CUT,) if id(status.values) in cut else ())


def _is_context(page: Fields) -> bool:
    return isinstance(page.values.get("ancestors"), list) and isinstance(page.values.get("descendants"), list)


def _roots(contexts: list[Fields]) -> dict[str, str]:
    """The conversation of every post that a context names, by its first post: these belong together."""
    roots: dict[str, str] = {}
    for context in contexts:
        ancestors = [each.identity("id") or "" for each in context.objects("ancestors")]
        below = context.objects("descendants")
        known = {each.identity("id") or "" for each in below}
        asked = next(
            (each.identity("in_reply_to_id") for each in below if each.identity("in_reply_to_id") not in known), None
        )
        members = [identity for identity in (*ancestors, asked or "", *known) if identity]
        roots.update(dict.fromkeys(members, next(iter(members), "")))
    return roots


def _cut(contexts: list[Fields]) -> set[int]:
    """The statuses at which a full context may have been cut: the deepest ones, which say they have replies."""
    cut: set[int] = set()
    for context in contexts:
        below = context.objects("descendants")
        depths: dict[str, int] = {}
        for status in below:
            depths[status.identity("id") or ""] = depths.get(status.identity("in_reply_to_id") or "", 0) + 1
        is_full = len(below) >= MOST_BELOW or len(context.objects("ancestors")) >= MOST_ABOVE
        if is_full or max(depths.values(), default=0) >= DEEPEST:
            answered = {status.identity("in_reply_to_id") for status in below}
            cut |= {
                id(each.values) for each in below if each.count("replies_count") and each.identity("id") not in answered
            }
    return cut
