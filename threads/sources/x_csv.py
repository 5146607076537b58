"""tweets.csv of the oldest X archives: its rows as tweets in the shape that all archives have.

The table knows fewer things than the scripts beside it: no pictures, no names, and of links only where they lead, in
the order of the text.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from threads.errors import UnreadableSource

NAME = "tweets.csv"
BEGINS = re.compile(r"\ufeff?\"?tweet_id\"?,\"?in_reply_to_status_id\"?,")
"""How the table begins: with the names of its columns."""
LONGEST = 64 * 1024
"""Characters of a line; a tweet of that time has 140."""

_SHORT_LINK = re.compile(r"https?://t\.co/\w{1,40}", re.ASCII)
_SEVERAL = re.compile(r",(?=https?://)")


def rows(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The tweets of the table, each as JSON. Raises UnreadableSource for what is no such table."""
    table = csv.DictReader(_lines(stream, name), strict=True)
    try:
        for row in table:
            yield orjson.dumps(_tweet({key: value for key, value in row.items() if isinstance(key, str) and value}))
    except (csv.Error, UnicodeError) as error:
        where = f"in line {table.line_num}"
        raise UnreadableSource(why=f"{name} is damaged {where}: look whether it was saved whole.") from error


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    while line := text.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise UnreadableSource(why=f"{name} has a line that is longer than tweets are: look whether it is a table.")
        yield line


def _tweet(row: dict[str, str]) -> dict[str, Any]:
    text = row.get("text", "")
    tweet: dict[str, Any] = {
        "id_str": row.get("tweet_id", ""),
        "created_at": row.get("timestamp", ""),
        "text": text,
        "entities": {"urls": _links(text, row.get("expanded_urls", ""))},
    }
    for what in ("in_reply_to_status_id", "in_reply_to_user_id"):
        if what in row:
            tweet[f"{what}_str"] = row[what]
    if "retweeted_status_id" in row:
        tweet["retweeted_status"] = {"id_str": row["retweeted_status_id"]}
    return tweet


def _links(text: str, expanded: str) -> list[dict[str, str]]:
    """Where the short links of a text lead, when there are as many as addresses; else they stay as they are."""
    shown = list(dict.fromkeys(_SHORT_LINK.findall(text)))
    targets = list(dict.fromkeys(address for address in _SEVERAL.split(expanded) if address))
    if len(shown) != len(targets):
        return []
    return [{"url": short, "expanded_url": target} for short, target in zip(shown, targets, strict=True)]
