"""tweets.csv of the oldest X archives: the same threads as the scripts beside it give."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.threads.sources.x_archives import OWNER, folder, packed, stories
from threads.errors import UnreadableSource
from threads.model import Moment, Precision, Thread
from threads.sources import registry
from threads.sources.document import Document
from threads.sources.x_archive_files import is_archive

COLUMNS = [
    *("tweet_id", "in_reply_to_status_id", "in_reply_to_user_id", "timestamp", "source", "text"),
    *("retweeted_status_id", "retweeted_status_user_id", "retweeted_status_timestamp", "expanded_urls"),
]
OLD, NEW = 20_000_000_000, 330_000_000_000_000_000


def row(number: int, text: str = "", *, to: int | None = None, **fields: Any) -> dict[str, str]:
    """A row of the table; `to` is the tweet it answers."""
    answered = {"in_reply_to_status_id": str(NEW + to), "in_reply_to_user_id": OWNER} if to is not None else {}
    given = {"tweet_id": str(NEW + number), "timestamp": f"2013-05-31 22:{number:02}:28 +0000"}
    return given | {"text": text or f"Lamp {number} is lit."} | answered | fields


def table(*rows: dict[str, str], columns: list[str] = COLUMNS) -> bytes:
    """tweets.csv with these rows, quoted as X did."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(data: bytes) -> list[Thread]:
    """The stories of the table given alone."""
    return list(registry.read(Document.of("tweets.csv", data), today=date(2026, 3, 14)))


def texts(thread: Thread) -> list[str]:
    """What its tweets say."""
    return [tweet.text for tweet in thread]


def test_threads_of_the_table() -> None:
    """By who answers whom, whatever the order of rows; answers to others and retweets are none."""
    passed: dict[str, Any] = {"retweeted_status_id": "9", "retweeted_status_user_id": "8"}
    (story,) = read(
        table(row(3, to=2), row(7, "RT @joe: no", **passed), row(2, to=1), row(1), row(5), row(6, "@joe yes", to=90))
    )
    assert texts(story) == ["Lamp 1 is lit.", "Lamp 2 is lit.", "Lamp 3 is lit."]
    assert (story.source, story.source_id) == ("x", str(NEW + 1))
    assert "does not say whose" in story.review[0]


def test_the_table_says_what_the_scripts_say(tmp_path: Path) -> None:
    """The same words, times and ids: line breaks, quotation marks, escapes, narrow spaces, links written out."""
    said = ['One &amp; "two",\n&lt;three&gt;\u202f4', "See http://t.co/abc and http://t.co/def now", "@mira end"]
    targets = ["https://sea.example/a,b", "https://sea.example/c"]
    rows = [row(1, said[0]), row(2, said[1], to=1, expanded_urls=",".join(targets)), row(3, said[2], to=2)]
    urls = [
        {"url": short, "expanded_url": target, "indices": [start, start + 17]}
        for short, target, start in zip(("http://t.co/abc", "http://t.co/def"), targets, (4, 24), strict=True)
    ]
    entries: list[dict[str, Any]] = [
        {"id_str": each["tweet_id"], "created_at": each["timestamp"], "text": each["text"], "entities": {"urls": []}}
        | ({"in_reply_to_status_id_str": each["in_reply_to_status_id"]} if "in_reply_to_status_id" in each else {})
        for each in rows
    ]
    entries[1]["entities"] = {"urls": urls}
    script = f"Grailbird.data.tweets_2013_05 = \n{json.dumps(entries)}"
    (of_script,) = stories(packed(tmp_path / "a.zip", {"data/js/tweets/2013_05.js": script}))
    (of_table,) = read(table(*rows))
    for one, other in zip(of_table, of_script, strict=True):
        assert (one.text, one.written, one.source_id) == (other.text, other.written, other.source_id)
    assert of_table.tweets[1].text == "See https://sea.example/a,b and https://sea.example/c now"


def test_before_november_2010_only_the_day_is_known() -> None:
    """The table says midnight of every tweet of that time."""
    rows = [row(1), row(2, to=1)]
    for number, each in enumerate(rows, 1):
        each |= {"tweet_id": str(OLD + number), "timestamp": "2010-05-31 00:00:00 +0000"}
    rows[1]["in_reply_to_status_id"] = str(OLD + 1)
    (story,) = read(table(*rows))
    assert story.written == Moment(at=story.tweets[0].written.at, precision=Precision.DAY)  # type: ignore[union-attr]


def test_links_that_can_not_be_told_apart_stay_short() -> None:
    """More addresses than short links, as a picture adds one."""
    both = "https://sea.example/a,https://sea.example/b"
    (story,) = read(table(row(1, "See http://t.co/abc", expanded_urls=both), row(2, to=1)))
    assert texts(story)[0] == "See http://t.co/abc"


def test_in_a_zip_it_counts_when_there_is_nothing_better(tmp_path: Path) -> None:
    """At the top of the archive; beside scripts it is passed over, and it makes no archive of a folder."""
    only: dict[str, str | bytes] = {"README.txt": "hello", "tweets.csv": table(row(1), row(2, to=1))}
    (story,) = stories(packed(tmp_path / "a.zip", only))
    assert texts(story) == ["Lamp 1 is lit.", "Lamp 2 is lit."]
    entries = [{"id_str": "1", "text": "a"}, {"id_str": "2", "text": "b", "in_reply_to_status_id_str": "1"}]
    script = f"Grailbird.data.tweets_2013_05 = {json.dumps(entries)}"
    (story,) = stories(packed(tmp_path / "b.zip", only | {"data/js/tweets/2013_05.js": script}))
    assert texts(story) == ["a", "b"]
    folder(tmp_path / "c", only)
    assert not is_archive(tmp_path / "c")


def _broken() -> Iterator[tuple[bytes, str]]:
    whole = table(row(1), row(2, to=1))
    yield whole + b'"', "damaged in line"
    yield whole + b"x" * 70_000, "longer than tweets are"
    yield whole + b'"a' + b"\n" * 140_000, "damaged in line"


@pytest.mark.parametrize(("data", "said"), list(_broken()))
def test_damage_is_told_and_what_came_before_comes_in(data: bytes, said: str) -> None:
    """A table cut off, bytes of another encoding, lines and cells without end."""
    found = registry.read(Document.of("tweets.csv", data), today=date(2026, 3, 14))
    assert texts(next(found)) == ["Lamp 1 is lit.", "Lamp 2 is lit."]
    with pytest.raises(UnreadableSource, match=said):
        list(found)


def test_a_table_without_tweets_is_refused() -> None:
    """Only its header, rows that have no id, or bytes of another encoding."""
    for data in (table(), table({"text": "a"}), table(row(1), row(2, to=1)) + b'"\xff"'):
        with pytest.raises(UnreadableSource):
            read(data)
