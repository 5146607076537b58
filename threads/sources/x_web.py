"""Stories from what X's own pages load (GraphQL), as browser extensions and tools for collecting save it.

The tweets lie somewhere in a deep page, the same one often several times, among those of strangers. The author's names
have moved from one place to another over the years; both are looked at.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Gap, Thread
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.json_values import begins_as_json, objects, values
from threads.sources.posts import Faults, Post, threads_of
from threads.sources.x_legacy import author_of, is_retweet, read_post

NAME = "x-web"

_SIGNS = (re.compile(r'"rest_id"\s*+:'), re.compile(r'"legacy"\s*+:'))
_GAPS = (("TweetTombstone", Gap.DELETED), ("TweetUnavailable", Gap.UNAVAILABLE))
_ENTRY = re.compile(r"(?:^|-)tweet-(\d{1,19})$", re.ASCII)


def detects(document: Document) -> bool:
    """Whether this is JSON with the names that X's pages use."""
    return begins_as_json(document, _SIGNS)


def read(document: Document, today: date) -> Iterator[Thread]:
    """The thread of each conversation in the document."""
    faults = Faults("parts")
    yield from parse(values(document, faults), document.name, faults)


def parse(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Thread]:
    """The threads of these pages; `name` is what messages call them.

    Raises UnreadableSource after the last, for what could not be read, and for `faults` there were before.
    """
    pages = list(pages)
    yield from threads_of("x", _posts(pages, name, faults), name, faults, gaps=_gaps(pages, name))


def _posts(pages: Iterable[Any], name: str, faults: Faults) -> Iterator[Post]:
    for page in pages:
        quoted: set[int] = set()
        for result in objects(page, f"a tweet of {name}"):
            for inner in ("quoted_status_result", "retweeted_status_result"):
                quoted |= {id(each.values) for each in objects(result.values.get(inner), name)}
            if _is_tweet(result) and id(result.values) not in quoted:
                with faults.passing(result.identity("rest_id") or name):
                    yield from _post(result)


def _is_tweet(result: Fields) -> bool:
    """A user has `legacy` and `rest_id` too."""
    legacy = result.values.get("legacy")
    return "rest_id" in result.values and isinstance(legacy, dict) and "full_text" in legacy


def _post(result: Fields) -> Iterator[Post]:
    tweet = _as_legacy(result)
    user = result.object("core").object("user_results").object("result")
    if is_retweet(tweet):
        return
    note = result.object("note_tweet").object("note_tweet_results").object("result")
    author = author_of(_user(user))
    owner = user.identity("rest_id") or tweet.identity("user_id_str") or ""
    yield read_post(tweet, author, owner, note=note or None)


def _as_legacy(result: Fields) -> Fields:
    """The tweet as the first API has it, with what the pages keep beside it."""
    legacy = result.object("legacy")
    beside = {name: result.values[name] for name in ("card", "edit_control") if result.values.get(name) is not None}
    quoted = _unwrapped(result.object("quoted_status_result").object("result"))
    if _is_tweet(quoted):
        user = quoted.object("core").object("user_results").object("result")
        beside["quoted_status"] = {**_as_legacy_quote(quoted), "user": _user(user).values}
    whole = {"id_str": result.identity("rest_id"), "is_quote_status": False, **legacy.values, **beside}
    return Fields(whole, result.where)


def _as_legacy_quote(quoted: Fields) -> dict[str, Any]:
    note = quoted.object("note_tweet").object("note_tweet_results").object("result")
    legacy = quoted.object("legacy").values
    return {**legacy, "full_text": note.text("text"), "entities": note.values.get("entity_set")} if note else legacy


def _unwrapped(result: Fields) -> Fields:
    """Tweets whose visibility is limited stand a level deeper."""
    return result.object("tweet") or result


def _user(user: Fields) -> Fields:
    names = {name: user.values[name] for name in ("core", "avatar") if user.values.get(name) is not None}
    return Fields({**user.object("legacy").values, **names}, user.where)


def _gaps(pages: Iterable[Any], name: str) -> dict[str, Gap]:
    """Why tweets are missing, by the id that their entry in the page has."""
    gaps: dict[str, Gap] = {}
    for page in pages:
        for entry in objects(page, name):
            found = _ENTRY.search(str(entry.values.get("entryId") or ""))
            if found:
                kinds = {str(each.values.get("__typename")) for each in objects(entry.values, name)}
                gaps.update((found[1], gap) for kind, gap in _GAPS if kind in kinds)
    return gaps
