"""Corrections of a story: every step keeps the other tweets and all numbers, or says why it can't be done."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import long_story, story
from threads import editing
from threads.errors import InvalidThread
from threads.model import Gap, Media, MediaKind, Quote, Thread, Tweet, TweetNumber
from threads.tags import tags_of

ONE, TWO, THREE, NONE = (TweetNumber(number) for number in (1, 2, 3, 99))
PHOTO = Media(kind=MediaKind.PHOTO, url="https://sea.example/pier.png")


def said(thread: Thread) -> list[tuple[int, str]]:
    """Numbers and texts, in order."""
    return [(tweet.number, tweet.text) for tweet in thread]


def test_a_tweet_is_corrected_and_a_missing_one_written_down() -> None:
    """The words are replaced; what was a gap is one no more."""
    told = story("One.", Tweet(number=TWO, gap=Gap.DELETED))
    told = editing.corrected(told, ONE, " First. \n")
    told = editing.corrected(told, TWO, "Second.")
    assert said(told) == [(1, "First."), (2, "Second.")]
    assert told.tweets[1].gap is None


def test_a_tweet_is_moved_and_stays_at_the_ends() -> None:
    """Up and down by one place; past an end it stays."""
    told = story("a", "b", "c")
    assert said(editing.moved(told, THREE, -1)) == [(1, "a"), (3, "c"), (2, "b")]
    assert said(editing.moved(told, ONE, 1)) == [(2, "b"), (1, "a"), (3, "c")]
    assert editing.moved(told, ONE, -1) == editing.moved(told, THREE, 1) == told


def test_two_tweets_become_one_with_all_they_had() -> None:
    """Words, pictures, the quote, the warning and tags of both, under the first one's number."""
    quote = Quote(url="https://x.com/a/status/1")
    one = Tweet(number=ONE, text="Look #pier", media=(PHOTO,), content_warning="fog")
    other = Tweet(number=TWO, media=(PHOTO,), quote=quote, tags=("harbour",), edited=True)
    (joined,) = editing.joined(story(one, other), ONE)
    assert (joined.number, joined.text, joined.media) == (1, "Look #pier", (PHOTO, PHOTO))
    assert (joined.quote, joined.content_warning, joined.edited) == (quote, "fog", True)
    assert joined.tags == ("pier", "harbour")
    assert editing.joined(story("a", "b", "c"), TWO).tweets[1].text == "b\n\nc"
    assert editing.joined(story("a", "b"), ONE).tweets[0].tags is None


def test_a_tweet_is_split_before_words_and_at_blank_lines() -> None:
    """The first part keeps number and pictures, the others have the next free numbers and the tweet's moment."""
    told = story(Tweet(number=ONE, text="The Fog came.\n\nThen rain. Then night.", media=(PHOTO,)), "b")
    parts = editing.split_before(told, ONE, "then night", 7)
    assert said(parts)[:2] == [(1, "The Fog came.\n\nThen rain."), (7, "Then night.")]
    assert (parts.tweets[0].media, parts.tweets[1].media) == ((PHOTO,), ())
    assert said(editing.split_before(told, ONE, "Then rain", 7))[1] == (7, "Then rain. Then night.")
    assert said(editing.split_at_gaps(told, ONE, 7))[:2] == [(1, "The Fog came."), (7, "Then rain. Then night.")]
    assert editing.has_gaps(told.tweets[0])
    assert not editing.has_gaps(told.tweets[1])


def test_warnings_stand_before_one_tweet_or_all() -> None:
    """A blank one takes them away."""
    told = editing.warned(story("a", "b"), TWO, " deep  water ")
    assert [tweet.content_warning for tweet in told] == ["", "deep water"]
    told = editing.warned(told, None, "fog")
    assert [tweet.content_warning for tweet in told] == ["fog", "fog"]
    assert {tweet.content_warning for tweet in editing.warned(told, None, " ")} == {""}


def test_tags_stand_beside_those_in_the_words() -> None:
    """Each once, in order; taken away, those in the words are left."""
    told = editing.tagged(story("A pier. #harbour", "b #ghosts"), "#Fog, lamps Harbour")
    assert list(tags_of(told).values()) == ["harbour", "Fog", "lamps", "ghosts"]
    assert list(tags_of(editing.tagged(told, "#tide")).values()) == ["harbour", "Fog", "lamps", "tide", "ghosts"]
    assert list(tags_of(editing.untagged(told))) == ["harbour", "ghosts"]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda told: editing.removed(editing.removed(editing.removed(told, ONE), TWO), THREE), "at least one tweet"),
        (lambda told: editing.corrected(told, NONE, "x"), "not in the story any more"),
        (lambda told: editing.corrected(told, ONE, " "), "is empty"),
        (lambda told: editing.joined(told, THREE), "No tweet follows"),
        (lambda told: editing.split_before(told, ONE, "whales", 9), "don't stand in the tweet"),
        (lambda told: editing.split_before(told, ONE, " ", 9), "don't stand in the tweet"),
        (lambda told: editing.split_before(told, ONE, "One", 9), "one part empty"),
        (lambda told: editing.split_at_gaps(told, ONE, 9), "one part empty"),
        (lambda told: editing.tagged(told, " # "), "Send one tag or several"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence(step: Callable[[Thread], Any], why: str) -> None:
    """And the story stays as it is."""
    with pytest.raises(InvalidThread, match=why):
        step(story("One.", "Two.", "Three."))


def test_gaps_and_two_quotes_are_not_joined() -> None:
    """A missing tweet has no words to join, and a tweet has room for one quote."""
    quoting = [Tweet(number=TweetNumber(number), quote=Quote(text="q")) for number in (1, 2)]
    with pytest.raises(InvalidThread, match="room for one"):
        editing.joined(story(*quoting), ONE)
    with pytest.raises(InvalidThread, match="missing tweet"):
        editing.joined(story("a", Tweet(number=TWO, gap=Gap.DELETED)), ONE)


def test_letters_that_change_their_length_are_looked_for_as_they_are() -> None:
    """`ß` is two letters when case is ignored: places would be others then."""
    told = story("Die Straße endet hier.")
    assert said(editing.split_before(told, ONE, "endet", 2))[1] == (2, "endet hier.")
    with pytest.raises(InvalidThread, match="don't stand"):
        editing.split_before(told, ONE, "ENDET", 2)


@given(st.lists(st.tuples(st.sampled_from("umjrs"), st.integers(1, 12)), max_size=12))
def test_no_step_gives_a_number_twice_or_loses_words(steps: list[tuple[str, int]]) -> None:
    """Whatever is done: numbers differ, new ones were never used, and only removing takes words away."""
    told, used = long_story(4), 5
    for step, number in steps:
        before = " ".join(tweet.text for tweet in told).split()
        try:
            match step:
                case "u" | "m":
                    told = editing.moved(told, TweetNumber(number), -1 if step == "u" else 2)
                case "j":
                    told = editing.joined(told, TweetNumber(number))
                case "s":
                    told = editing.split_before(told, TweetNumber(number), "of the stairs", used)
                case _:
                    told = editing.removed(told, TweetNumber(number))
        except InvalidThread:
            continue
        numbers = [tweet.number for tweet in told]
        assert len(set(numbers)) == len(numbers)
        used = max(used, *(number + 1 for number in numbers))
        if step != "r":
            assert sorted(" ".join(tweet.text for tweet in told).split()) == sorted(before)
