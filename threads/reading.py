"""Where a reader stands in a story, and where the next step leads.

A place is a tweet's own number and a page inside that tweet, so it stays right when the story grows, shrinks or is
put in another order. How many pages a tweet has is decided by how it is shown, and comes in as a function.
"""

from collections.abc import Callable
from dataclasses import dataclass

from threads.model import Thread, Tweet, TweetNumber

Pages = Callable[[Tweet], int]
"""How many pages a tweet is shown in: at least 1."""

GRID = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A tweet by its number, and a page of it counted from 0."""

    number: TweetNumber
    page: int = 0


def index_of(thread: Thread, number: TweetNumber) -> int:
    """The present index (from 0) of a tweet.

    A tweet that is gone is answered by the one that follows it in numbering, or by the last.
    """
    following = None
    for index, tweet in enumerate(thread.tweets):
        if tweet.number == number:
            return index
        if tweet.number > number and (following is None or tweet.number < thread.tweets[following].number):
            following = index
    return len(thread) - 1 if following is None else following


def has(thread: Thread, number: TweetNumber) -> bool:
    """Whether the story still holds the tweet of this number."""
    return thread.tweets[index_of(thread, number)].number == number


def first(thread: Thread) -> Place:
    """The story's first tweet."""
    return Place(thread.tweets[0].number)


def settle(thread: Thread, place: Place, pages: Pages) -> Place:
    """The nearest place that exists now: for old cards, after a story shrank or a tweet was shortened."""
    tweet = thread.tweets[index_of(thread, place.number)]
    if tweet.number != place.number:
        return Place(tweet.number)
    return Place(tweet.number, min(place.page, pages(tweet) - 1))


def after(thread: Thread, place: Place, pages: Pages) -> Place | None:
    """One step forward from a frame: the tweet's next page, else the next tweet; None past the last."""
    index = index_of(thread, place.number)
    tweet = thread.tweets[index]
    if tweet.number != place.number:
        # The frame's own tweet is gone, and what follows it now stands at its index: that is the step.
        return Place(tweet.number) if tweet.number > place.number else None
    if place.page + 1 < pages(tweet):
        return Place(tweet.number, place.page + 1)
    if index + 1 == len(thread):
        return None
    return Place(thread.tweets[index + 1].number)


def before(thread: Thread, place: Place, pages: Pages) -> Place | None:
    """One step back from a frame: the tweet's page before, else the last page of the one before; None at the start."""
    index = index_of(thread, place.number)
    tweet = thread.tweets[index]
    if tweet.number == place.number and place.page > 0:
        return Place(tweet.number, min(place.page, pages(tweet)) - 1)
    if tweet.number < place.number:
        index += 1
    if index == 0:
        return None
    earlier = thread.tweets[index - 1]
    return Place(earlier.number, pages(earlier) - 1)


def is_last(thread: Thread, place: Place, pages: Pages) -> bool:
    """Whether nothing of the story follows this frame."""
    return after(thread, place, pages) is None


def grid(count: int) -> tuple[int, ...]:
    """The ordinals (from 1) to jump to: every one up to 20 tweets, else 20 in even steps with first and last."""
    if count <= GRID:
        return tuple(range(1, count + 1))
    return tuple(1 + round(step * (count - 1) / (GRID - 1)) for step in range(GRID))
