"""Long posts in archives: notes that name no tweet, and find theirs by when they were written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.threads.sources.x_archives import (
    folder,
    id_of,
    note,
    of,
    script,
    stories,
    tweet,
    whole,
)

TODAY = date(2026, 3, 14)


def text_of(text: str, **fields: Any) -> str:
    """What a reader sees of a tweet with this text: the first of a thread of two."""
    (story,) = of(tweet(1, text, **fields), tweet(2, to=1))
    return story.tweets[0].text


LONG = "=> The keeper wrote >> all night, see https://t.co/nnn for it. " + "On and on. " * 40


def with_note(tmp_path: Path, entry: dict[str, Any], cut: str, *more: dict[str, Any]) -> list[str]:
    """The texts of a thread whose second tweet is cut so, in an archive with this note."""
    tweets = [tweet(1), tweet(2, cut, to=1), *more]
    (story,) = stories(folder(tmp_path, whole(*tweets, note_tweet=script("note_tweet", [entry]))))
    return [each.text for each in story]


def test_a_long_post_has_its_whole_text(tmp_path: Path) -> None:
    """Known by its id, its beginning compared without links, escapes and mentions; its own links are written out."""
    links = [
        {"shortUrl": "https://t.co/nnn", "expandedUrl": "https://lamp.example/log", "fromIndex": "38", "toIndex": "54"}
    ]
    cut = "@otto =&gt; The keeper wrote &gt;&gt; all night, see https://t.co/ttt for it. On and on. On…"
    texts = with_note(tmp_path, note(2, LONG, urls=links, hashtags=[{"text": "lamp"}]), cut, tweet(3, to=2))
    assert texts[1] == LONG.replace("https://t.co/nnn", "https://lamp.example/log").strip()
    assert texts[2] == "Lamp 3 is lit."


@pytest.mark.parametrize(
    "entry",
    [
        note(2, LONG, ahead=900),
        note(2, "Something else."),
        note(2, ""),
        note(90, LONG),
        {"noteTweet": {"noteTweetId": "lamp", "core": {"text": LONG}}},
        {"noteTweet": {}},
    ],
)
def test_a_note_of_no_tweet_changes_nothing(tmp_path: Path, entry: dict[str, Any]) -> None:
    """Deleted tweets leave notes behind; a burst of tweets has others near."""
    assert with_note(tmp_path, entry, "The keeper slept…")[1] == "The keeper slept…"


def test_a_note_long_before_its_tweet_is_another_ones(tmp_path: Path) -> None:
    """Even one that begins alike: drafts are written twice, and one of the two deleted."""
    assert with_note(tmp_path / "far", note(2, LONG, ahead=900), "=&gt; The keeper wrote…")[1] == "=> The keeper wrote…"
    assert with_note(tmp_path / "near", note(2, LONG, ahead=150), "=&gt; The keeper wrote…")[1] == LONG.strip()


@pytest.mark.parametrize(
    ("start", "end"),
    [("4", "8"), ("2", "4"), ("900", "-1"), ("x", "")],
    ids=["in UTF-16", "in points", "outside", "none"],
)
def test_a_note_that_is_only_styled_says_what_the_tweet_says(tmp_path: Path, start: str, end: str) -> None:
    """Short notes exist for bold and italic alone; where these stand (in other units than links) changes no word."""
    text = "👩‍🚀 bold and *not* 𝐛𝐨𝐥𝐝"
    styles = [{"fromIndex": start, "toIndex": end, "types": ["Bold", "Italic"]}]
    texts = with_note(tmp_path, note(2, text, styletags=styles), text, tweet(3, to=2))
    assert texts == ["Lamp 1 is lit.", text, "Lamp 3 is lit."]


def test_notes_find_their_tweets_in_a_burst(tmp_path: Path) -> None:
    """Tweets of one second, notes only milliseconds before each: each gets its own."""
    ids = {number: str(int(id_of(1)) + (number * 400 << 22)) for number in range(1, 5)}
    tweets = [tweet(1) | {"id_str": ids[1], "full_text": "Beginning 1…"}]
    for number in (2, 3, 4):
        changed = {
            "id_str": ids[number],
            "full_text": f"Beginning {number}…",
            "in_reply_to_status_id_str": ids[number - 1],
        }
        tweets.append(tweet(number, to=1) | changed)
    notes = [note(1, f"Beginning {number} and its end.") for number in (4, 2, 3)]
    for entry, number in zip(notes, (4, 2, 3), strict=True):
        entry["noteTweet"]["noteTweetId"] = str(int(ids[number]) - (25 << 22))
    (story,) = stories(folder(tmp_path, whole(*tweets, note_tweet=script("note_tweet", notes))))
    assert [each.text for each in story] == ["Beginning 1…", *(f"Beginning {n} and its end." for n in (2, 3, 4))]
