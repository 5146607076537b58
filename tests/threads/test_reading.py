"""Places: a step leads where it should, in stories that grew, shrank, were split or put in another order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import long_story, story
from threads.model import Thread, Tweet, TweetNumber
from threads.reading import Place, after, before, first, grid, has, index_of, is_last, settle


def pages(tweet: Tweet) -> int:
    """A tweet of these tests is as many pages long as it has letters."""
    return len(tweet.text)


def of_numbers(*numbers: int) -> Thread:
    """A story of these tweets in this order, each one page long."""
    return story(*(Tweet(number=TweetNumber(number), text="a") for number in numbers))


@st.composite
def stories(draw: st.DrawFn) -> Thread:
    """A story after any history: some numbers, in some order, of one to four pages each."""
    numbers = draw(st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True))
    return story(*(Tweet(number=TweetNumber(n), text="a" * draw(st.integers(1, 4))) for n in numbers))


PLACES = st.builds(Place, st.integers(1, 35).map(TweetNumber), st.integers(0, 6))


def frames_of(thread: Thread) -> list[Place]:
    """Every frame of a story in reading order."""
    return [Place(tweet.number, page) for tweet in thread for page in range(pages(tweet))]


def steps_from(thread: Thread, place: Place) -> list[Place]:
    """Every frame that pressing Next leads to."""
    found: list[Place] = []
    step = after(thread, place, pages)
    while step is not None:
        found.append(step)
        assert len(found) <= len(frames_of(thread)), "Next has to end"
        step = after(thread, step, pages)
    return found


@given(stories(), st.data())
def test_next_visits_every_later_page_once_and_ends(thread: Thread, data: st.DataObject) -> None:
    """From any frame of any story, Next goes through all that follows, in order, and stops."""
    frames = frames_of(thread)
    here = data.draw(st.sampled_from(frames))
    assert steps_from(thread, here) == frames[frames.index(here) + 1 :]


@given(stories())
def test_previous_undoes_next(thread: Thread) -> None:
    """One step on and one back is the same frame; before the first there is nothing."""
    frames = frames_of(thread)
    assert before(thread, frames[0], pages) is None
    for earlier, later in pairwise(frames):
        assert after(thread, earlier, pages) == later
        assert before(thread, later, pages) == earlier


@given(stories(), PLACES)
def test_an_old_card_leads_on_in_order(thread: Thread, place: Place) -> None:
    """From any card that was ever sent, Next shows an unbroken rest of the story, and Previous ends too."""
    frames = frames_of(thread)
    steps = steps_from(thread, place)
    assert steps == frames[len(frames) - len(steps) :]
    back = before(thread, place, pages)
    assert back is None or back in frames


@given(stories(), PLACES)
def test_between_back_and_on_from_a_gone_tweet_nothing_is_missed(thread: Thread, place: Place) -> None:
    """A card whose tweet is gone stands between two neighbours: Previous leads to one, Next to the other."""
    frames = frames_of(thread)
    if has(thread, place.number):
        return
    on, back = after(thread, place, pages), before(thread, place, pages)
    spot = frames.index(on) if on else len(frames)
    assert back == (frames[spot - 1] if spot else None)


@given(stories(), PLACES)
def test_a_settled_place_exists_and_stays(thread: Thread, place: Place) -> None:
    """Settling gives a frame of the story, changes none that is there, and is done after once."""
    settled = settle(thread, place, pages)
    assert settled in frames_of(thread)
    assert settle(thread, settled, pages) == settled
    if place in frames_of(thread):
        assert settled == place


@given(stories(), PLACES)
def test_the_last_frame_is_the_one_without_a_next(thread: Thread, place: Place) -> None:
    """`is_last` and Next never disagree."""
    assert is_last(thread, place, pages) == (not steps_from(thread, place))
    assert is_last(thread, frames_of(thread)[-1], pages)


def test_the_first_frame_is_the_first_tweets() -> None:
    """A story begins at the first page of the tweet that stands first now."""
    assert first(of_numbers(7, 2)) == Place(TweetNumber(7))


@pytest.mark.parametrize(
    ("now", "gone", "back", "on"),
    [
        ((1, 3, 4), 2, 1, 3),
        ((1, 2), 9, 2, None),
        ((5, 6), 2, None, 5),
        ((1, 7, 8, 3), 2, 8, 3),
        ((4, 1, 3), 2, 1, 3),
        ((3, 1), 2, None, 3),
        ((1, 2, 3), 5, 3, None),
    ],
)
def test_a_card_whose_tweet_is_gone_steps_to_its_neighbours(
    now: tuple[int, ...], gone: int, back: int | None, on: int | None
) -> None:
    """The neighbours are the tweets around the place where the next in numbering stands; past all, the end."""
    thread = of_numbers(*now)
    place = Place(TweetNumber(gone))
    assert not has(thread, place.number)
    assert before(thread, place, pages) == (None if back is None else Place(TweetNumber(back)))
    assert after(thread, place, pages) == (None if on is None else Place(TweetNumber(on)))


def test_a_story_that_grew_goes_on_from_its_old_end() -> None:
    """The card that was the last leads to the new tweets."""
    assert after(of_numbers(1, 2), Place(TweetNumber(2)), pages) is None
    assert after(of_numbers(1, 2, 3), Place(TweetNumber(2)), pages) == Place(TweetNumber(3))


def test_a_split_tweet_leads_to_its_other_half() -> None:
    """A half with a new number is next where it stands, not where it would be in numbering."""
    thread = of_numbers(1, 5, 2)
    assert after(thread, Place(TweetNumber(1)), pages) == Place(TweetNumber(5))
    assert before(thread, Place(TweetNumber(2)), pages) == Place(TweetNumber(5))


def test_a_page_that_is_gone_is_the_last_there_is() -> None:
    """A tweet that was shortened keeps its readers, on its last page."""
    thread = story(Tweet(number=TweetNumber(1), text="ab"), Tweet(number=TweetNumber(2), text="a"))
    lost = Place(TweetNumber(1), 5)
    assert settle(thread, lost, pages) == Place(TweetNumber(1), 1)
    assert after(thread, lost, pages) == Place(TweetNumber(2))
    assert before(thread, lost, pages) == Place(TweetNumber(1), 1)


def test_an_index_is_the_present_place() -> None:
    """Numbers are names: where a tweet stands is asked of the story."""
    thread = of_numbers(3, 1, 2)
    assert [index_of(thread, TweetNumber(number)) for number in (1, 2, 3)] == [1, 2, 0]


@given(st.integers(1, 2_000))
def test_the_grid_has_both_ends_and_even_steps(count: int) -> None:
    """At most twenty places, rising, from the first tweet to the last, with steps that differ by at most one."""
    places = grid(count)
    assert len(places) == min(count, 20)
    assert places[0] == 1
    assert places[-1] == count
    steps = [later - earlier for earlier, later in pairwise(places)]
    assert not steps or (min(steps) >= 1 and max(steps) - min(steps) <= 1)


def test_a_short_story_has_all_its_tweets_on_the_grid() -> None:
    """Up to twenty tweets, each is one tap away."""
    assert grid(3) == (1, 2, 3)
    assert grid(len(long_story(20))) == tuple(range(1, 21))
    assert grid(21)[:2] == (1, 2)
