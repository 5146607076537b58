"""Portions: so many tweets with all their pages, fewer where they don't fit, and never none."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import long_story
from threads import reading
from threads.model import Tweet, TweetNumber
from threads.portions import portion
from threads.reading import Place

STORY = long_story(6)


def pages(tweet: Tweet) -> int:
    """Every third tweet has two pages."""
    return 2 if tweet.number % 3 == 0 else 1


def at(number: int, page: int = 0) -> Place:
    """A place by its numbers."""
    return Place(TweetNumber(number), page)


def anything(places: Sequence[Place]) -> bool:
    """There is room for all."""
    return bool(places)


@pytest.mark.parametrize(
    ("start", "tweets", "places"),
    [
        (at(1), 1, [at(1)]),
        (at(1), 3, [at(1), at(2), at(3), at(3, 1)]),
        (at(3, 1), 2, [at(3, 1), at(4)]),
        (at(5), 9, [at(5), at(6), at(6, 1)]),
        (at(6, 1), 3, [at(6, 1)]),
    ],
)
def test_a_portion_has_so_many_tweets_with_all_their_pages(start: Place, tweets: int, places: list[Place]) -> None:
    """From anywhere, and to the end at most."""
    assert portion(STORY, start, tweets, pages, anything) == places


@given(st.integers(1, 6), st.integers(1, 10), st.integers(0, 5))
def test_what_does_not_fit_is_for_the_next_one(number: int, tweets: int, room: int) -> None:
    """At least one place, never more than there is room for; one portion after the other is the story."""
    start: Place | None = at(number)
    seen: list[Place] = []
    while start:
        places = portion(STORY, start, tweets, pages, lambda some: len(some) <= room)
        assert 1 <= len(places) <= max(1, room)
        seen += places
        start = reading.after(STORY, places[-1], pages)
    whole = [at(tweet.number, page) for tweet in STORY if tweet.number >= number for page in range(pages(tweet))]
    assert seen == whole
