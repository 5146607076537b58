"""The model: what can't be a story is refused in one sentence, what is kept is kept in one form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MOMENTS, long_story, story
from threads.errors import InvalidThread
from threads.model import (
    MAX_ADDRESS,
    MAX_MEDIA,
    MAX_TEXT,
    MAX_TWEETS,
    Author,
    Gap,
    Media,
    MediaKind,
    Moment,
    Poll,
    PollOption,
    Precision,
    Quote,
    Thread,
    Tweet,
    TweetNumber,
    is_address,
    is_blank,
    is_held,
)

ONE = TweetNumber(1)
EAST = timezone(timedelta(hours=9))
PICTURE = Media(kind=MediaKind.PHOTO, url="https://sea.example/a.png")


def test_a_time_is_kept_in_utc_and_whole_seconds() -> None:
    """Whatever zone and fraction a source gives, the same moment is the same value."""
    there = Moment(at=datetime(2024, 5, 1, 8, 30, 15, 999, tzinfo=EAST))
    assert there == Moment(at=datetime(2024, 4, 30, 23, 30, 15, tzinfo=UTC))


def test_a_day_stays_the_day_its_source_named() -> None:
    """A day east of Greenwich does not become the day before, and has no hours."""
    day = Moment(at=datetime(2024, 5, 1, 8, 30, 15, tzinfo=EAST), precision=Precision.DAY)
    assert day.at == datetime(2024, 5, 1, tzinfo=UTC)


@given(MOMENTS)
def test_a_moment_made_of_its_own_time_is_itself(moment: Moment) -> None:
    """Keeping a kept moment changes nothing."""
    assert Moment(at=moment.at, precision=moment.precision) == moment


def test_the_name_shown_is_the_best_one_known() -> None:
    """The display name comes before the handle, and an unknown author has none."""
    assert Author(handle="mira", name="Mira Tides").shown == "Mira Tides"
    assert Author(handle="mira").shown == "mira"
    assert Author().shown == ""


def test_a_story_is_counted_and_walked_by_its_tweets() -> None:
    """Length and iteration of a story are those of its tweets, in order."""
    thread = long_story(3)
    assert len(thread) == 3
    assert tuple(thread) == thread.tweets


def test_a_tweet_needs_content_unless_it_is_a_gap() -> None:
    """Media, a quote or a poll alone are content; a gap needs none."""
    Tweet(number=ONE, media=(PICTURE,))
    Tweet(number=ONE, quote=Quote(text="Who keeps the lamp?"))
    Tweet(number=ONE, poll=Poll(options=(PollOption(label="The gull"),)))
    Tweet(number=ONE, gap=Gap.DELETED)
    with pytest.raises(InvalidThread, match="Tweet 1 is empty"):
        Tweet(number=ONE, text=" \n")


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b", "\ufeff\u2060\u200d", "\u00ad\u3164", "\u2800", "\ufe0f", "\x1f"]
)
def test_text_that_cannot_be_seen_is_empty(text: str) -> None:
    """White space, joiners, fillers and selectors alone are no content; with one letter they are a text."""
    assert is_blank(text)
    with pytest.raises(InvalidThread, match="Tweet 1 is empty"):
        Tweet(number=ONE, text=text)
    assert Tweet(number=ONE, text=f"{text}a{text}").text == f"{text}a{text}"


@pytest.mark.parametrize("text", [".", "海", "🏾", "\u0301", "\u0600", "\ufffd"])
def test_whatever_can_be_seen_is_content(text: str) -> None:
    """Signs, marks and replacement characters are shown."""
    assert Tweet(number=ONE, text=text).text == text


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Moment(at=datetime(2024, 5, 1)), "time zone"),
        (lambda: Tweet(number=TweetNumber(0), text="a"), "begin at 1, not 0"),
        (lambda: Tweet(number=ONE, text="a" * (MAX_TEXT + 1)), "longer than 100,000"),
        (lambda: Tweet(number=ONE, media=(PICTURE,) * (MAX_MEDIA + 1)), "more than 100 pictures"),
        (lambda: Quote(author=Author(name="Mira")), "its text or its link"),
        (lambda: Poll(options=()), "at least one answer"),
        (lambda: story(source=""), "give its source"),
        (lambda: story(tweets=()), "at least one tweet"),
        (lambda: long_story(MAX_TWEETS + 1), "at most 2,000 tweets, not 2,001"),
        (lambda: story(Tweet(number=ONE, text="a"), Tweet(number=ONE, text="b")), "the same number"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_a_sentence(make: Callable[[], Any], why: str) -> None:
    """Each rule of the model says what is wrong."""
    with pytest.raises(InvalidThread, match=why) as refused:
        make()
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sea.example",
        "ftp://sea.example/a",
        "javascript:alert(1)",
        "https://sea.example/a b",
        " https://sea.example",
    ],
)
def test_readers_are_sent_only_to_web_addresses(address: str) -> None:
    """Every address of a story is http or https and without spaces, wherever it stands."""
    assert not is_address(address)
    makes: list[Callable[[], Any]] = [
        lambda: Author(avatar_url=address),
        lambda: Author(url=address),
        lambda: Media(kind=MediaKind.PHOTO, url=address),
        lambda: Media(kind=MediaKind.PHOTO, url=PICTURE.url, preview_url=address),
        lambda: Quote(text="Who?", url=address),
        lambda: Tweet(number=ONE, text="a", source_url=address),
        lambda: story(source_url=address),
    ]
    for make in makes:
        with pytest.raises(InvalidThread, match="https://"):
            make()


def test_an_address_is_at_most_4000_characters() -> None:
    """The longest address is kept, one character more is refused; the scheme may be in capitals."""
    longest = "HTTPS://sea.example/".ljust(MAX_ADDRESS, "x")
    assert is_address(longest)
    assert not is_address(longest + "x")


def test_a_picture_that_came_through_telegram_has_a_name_and_no_address() -> None:
    """Telegram's unique id names it; nothing else may stand there, and nobody is sent to it."""
    assert Media(kind=MediaKind.PHOTO, url="telegram:AQADx-_9").url == "telegram:AQADx-_9"
    assert is_held("telegram:AQADx-_9")
    assert not is_address("telegram:AQADx-_9")
    for url in ("telegram:", "telegram:a b", "telegram://x", "tg:AQAD"):
        with pytest.raises(InvalidThread):
            Media(kind=MediaKind.PHOTO, url=url)


@given(st.integers(1, 50))
def test_a_story_may_have_any_distinct_numbers_in_any_order(count: int) -> None:
    """Numbers are names, not places: the model asks only that they differ."""
    tweets = tuple(Tweet(number=TweetNumber(number * 7), text="a") for number in range(count, 0, -1))
    assert len(Thread(source="x", author=Author(), tweets=tweets)) == count


@pytest.mark.parametrize(
    "said", ["mira", "@mira", " @@mira ", "@ mira", "＠mira", "mi\u200dra", "\u2066mira\u2069", "ｍｉｒａ", "@\tmira\n"]
)
def test_a_handle_is_the_same_however_it_came(said: str) -> None:
    """Its sign, spaces, wide letters and what nobody sees make no other author."""
    assert Author(handle=said).handle == "mira"


@given(st.text())
def test_a_handle_that_was_kept_stays_as_it_is(said: str) -> None:
    """Read again it is no other one."""
    kept = Author(handle=said).handle
    assert Author(handle=kept).handle == kept
