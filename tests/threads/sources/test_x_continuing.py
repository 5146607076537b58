"""Threads that go on in another one, as X's composer once made authors write them."""

from typing import Any

import pytest

from tests.threads.sources.x_archives import id_of, numbers, of, tweet, url
from threads.model import Thread
from threads.sources.x_continuing import DOUBT

HOURS = 3600


def chain(*numbers: int) -> list[dict[str, Any]]:
    """Tweets that each answer the one before."""
    return [tweet(number, to=before) for before, number in zip((None, *numbers), numbers, strict=False)]


def leading(
    number: int, target: int, *, to: int | None = None, text: str = "It goes on: https://t.co/on"
) -> dict[str, Any]:
    """A tweet that links to another of the same author."""
    address = f"https://twitter.com/mira_tides/status/{id_of(target)}"
    return tweet(number, text, to=to, entities={"urls": [url(text, "https://t.co/on", address)]})


def read(*tweets: dict[str, Any]) -> list[Thread]:
    """The stories of an archive of these."""
    return of(*tweets)


def is_joined(story: Thread) -> bool:
    """Whether a person is asked to look at what was put together."""
    return DOUBT in story.review


@pytest.mark.parametrize("text", ["It goes on: https://t.co/on", "https://t.co/on is where it goes on 👇"])
def test_a_last_tweet_that_leads_to_another_thread(text: str) -> None:
    """Both are one story, in order, and a person looks at it."""
    (story,) = read(*chain(*range(1, 25)), leading(40, 30, to=24, text=text), *chain(30, 31, 32))
    assert numbers(story) == [*range(1, 25), 40, 30, 31, 32]
    assert is_joined(story)


def test_a_first_tweet_that_quotes_the_last_of_another() -> None:
    """The other way round: the second thread says what it goes on from."""
    (story,) = read(*chain(1, 2, 3), leading(10, 3), tweet(11, to=10))
    assert numbers(story) == [1, 2, 3, 10, 11]
    assert is_joined(story)


def test_three_in_a_row() -> None:
    """Each leads to the next."""
    tweets = [tweet(1), leading(2, 10, to=1), tweet(10), leading(11, 20, to=10), *chain(20, 21)]
    (story,) = read(*tweets)
    assert numbers(story) == [1, 2, 10, 11, 20, 21]


@pytest.mark.parametrize(
    "tweets",
    [
        [*chain(10, 11), leading(12, 1, to=11), *chain(1, 2)],
        [tweet(1), leading(2, 25 * HOURS, to=1), *chain(25 * HOURS, 25 * HOURS + 1)],
        [tweet(1), leading(2, 11, to=1), *chain(10, 11)],
        [tweet(1), leading(2, 1, to=1), *chain(10, 11)],
        [leading(1, 10), tweet(2, to=1), *chain(10, 11)],
    ],
    ids=["earlier", "a day later", "into the midst", "to itself", "not at the end"],
)
def test_links_that_prove_nothing_join_nothing(tweets: list[dict[str, Any]]) -> None:
    """To what was written before or much later, into the midst of a thread, to itself, and from a first tweet."""
    assert not any(map(is_joined, read(*tweets)))


def test_one_thread_goes_on_in_one() -> None:
    """Two that lead to the same: the first has it; one that leads to two goes on in the first."""
    stories = read(tweet(1), leading(2, 10, to=1), tweet(3), leading(4, 10, to=3), *chain(10, 11))
    assert [numbers(story) for story in stories] == [[1, 2, 10, 11], [3, 4]]


def test_a_lone_tweet_is_no_continuation() -> None:
    """Only threads are put together."""
    (story,) = read(tweet(1), leading(2, 10, to=1), tweet(10))
    assert numbers(story) == [1, 2]
    assert not is_joined(story)
