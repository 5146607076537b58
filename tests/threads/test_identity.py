"""Identity: the same story is known again, and a tweet's number stays its own through every edit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DAY, story
from threads.identity import author_key, content_key, keys_of, merge, own_key, source_key
from threads.model import Author, Gap, Media, MediaKind, Moment, Poll, PollOption, Quote, Thread, Tweet, TweetNumber

PICTURE = Media(kind=MediaKind.PHOTO, url="https://sea.example/a.png")


def version(*tweets: str, numbered: bool = False) -> Thread:
    """A version of a story, its tweets written as `words`, `words@id`, or `number:words` when numbered."""
    made = []
    for ordinal, written in enumerate(tweets, 1):
        number, _, rest = written.rpartition(":")
        words, _, source_id = rest.partition("@")
        made.append(
            Tweet(
                number=TweetNumber(int(number or ordinal)),
                text=words,
                source_id=source_id or None,
                gap=None if words else Gap.DELETED,
            )
        )
    return story(*made, numbers_given=numbered)


def numbers(thread: Thread) -> list[int]:
    """The numbers of a story in its present order."""
    return [tweet.number for tweet in thread]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The same id at the source, whatever the words.
        (("a@7", "b@8"), ("changed@8", "b@7"), [2, 1]),
        # The same words, wherever they stand, in any case and spacing.
        (("a", "b", "c"), ("C", "  a ", "b"), [3, 1, 2]),
        # Repeated words in their order.
        (("yes", "no", "yes"), ("no", "yes", "yes"), [2, 1, 3]),
        # Words speak only for tweets whose ids don't speak against it.
        (("refrain@7", "refrain"), ("refrain@9",), [2]),
        (("refrain@7",), ("refrain@9",), [2]),
        (("refrain@7",), ("refrain",), [1]),
        # An edit keeps the spot after the same neighbour, also at the start and in a row.
        (("a", "b", "c"), ("a", "edited", "c"), [1, 2, 3]),
        (("a", "b", "c"), ("edited", "b", "c"), [1, 2, 3]),
        (("a", "b", "c"), ("edited", "and this", "c"), [1, 2, 3]),
        # An insertion is new, since the spot after its neighbour is taken.
        (("a", "b"), ("a", "between", "b"), [1, 3, 2]),
        (("a", "b"), ("before", "a", "b"), [3, 1, 2]),
        (("a", "b"), ("a", "b", "after", "more"), [1, 2, 3, 4]),
        # The first half of a split keeps the number, and so does what two became together.
        (("a", "b and c", "d"), ("a", "b", "and c", "d"), [1, 2, 4, 3]),
        (("a", "b", "c", "d"), ("a", "b c", "d"), [1, 2, 4]),
        # What is gone takes its number with it.
        (("a", "b", "c"), ("a", "c"), [1, 3]),
        # An id that differs speaks against the same spot, and leaves those behind it without a neighbour.
        (("a@1", "b@2"), ("a@1", "other@3"), [1, 3]),
        (("a@1", "b@2", "c"), ("a@1", "other@3", "edited"), [1, 4, 5]),
        # A gap has no words: its id or its spot tells.
        (("a@1", "b@2", "c@3"), ("a@1", "@2", "c@3"), [1, 2, 3]),
        (("a", "", "c"), ("a", "", "c"), [1, 2, 3]),
    ],
)
def test_a_counted_version_keeps_numbers(old: tuple[str, ...], new: tuple[str, ...], expected: list[int]) -> None:
    """Each rule of `merge`, one after the other."""
    assert numbers(merge(version(*old), version(*new), len(old) + 1)) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        # Numbers that Spool gave hold through an edit, a move and both at once.
        (("1:a", "2:edited", "3:c"), [1, 2, 3]),
        (("3:c", "2:edited", "1:a"), [3, 2, 1]),
        # Words are surer than numbers: somebody counted anew after a deletion.
        (("1:b", "2:c"), [2, 3]),
        # A number that the story never gave is not believed.
        (("1:a", "9:new", "2:b"), [1, 4, 2]),
    ],
)
def test_a_numbered_version_keeps_numbers(new: tuple[str, ...], expected: list[int]) -> None:
    """A story that went out as Spool's JSON comes back with its numbers."""
    assert numbers(merge(version("a", "b", "c"), version(*new, numbered=True), 4)) == expected


def test_of_repeated_words_the_given_number_tells_which() -> None:
    """When the first of two refrains is deleted in an export, the second stays the second."""
    old = version("yes", "no", "yes")
    assert numbers(merge(old, version("2:no", "3:yes", numbered=True), 4)) == [2, 3]


def test_a_number_is_not_believed_against_an_id() -> None:
    """Another tweet of the source under an old number is another tweet."""
    old = version("a@1", "b@2")
    assert numbers(merge(old, version("1:x@5", "2:b@2", numbered=True), 3)) == [3, 2]


def test_an_id_that_comes_twice_is_matched_once() -> None:
    """A damaged source that repeats an id does not get one number twice."""
    assert numbers(merge(version("a@1"), version("a@1", "b@1"), 2)) == [1, 2]


def test_a_merged_story_is_the_new_version_with_numbers() -> None:
    """Nothing but numbers comes from the old version."""
    merged = merge(version("a", "b"), replace(version("b", "new"), title="Anew"), 3)
    assert merged.title == "Anew"
    assert [tweet.text for tweet in merged] == ["b", "new"]
    assert merged.numbers_given


Line = tuple[str, str]
Edit = Callable[[list[Line], int, str], list[Line]]

EDITS: list[Edit] = [
    lambda lines, at, word: [*lines[:at], (word, f"@{word}"), *lines[at:]],  # insert
    lambda lines, at, _: [*lines[:at], *lines[at + 1 :]],  # delete
    lambda lines, at, word: [*lines[:at], (word, lines[at][1]), *lines[at + 1 :]],  # edit
    lambda lines, at, _: [lines[at], *lines[:at], *lines[at + 1 :]],  # move
    lambda lines, at, word: [*lines[:at], (word, lines[at][1]), (word + "2", f"@{word}2"), *lines[at + 1 :]],  # split
    lambda lines, at, word: [*lines[:at], (word, lines[at][1]), *lines[at + 2 :]],  # join
]


@st.composite
def histories(draw: st.DrawFn) -> list[Thread]:
    """Versions of one story, each some edits after the one before; all with source ids, or all without."""
    with_ids = draw(st.booleans())
    lines = [(word, f"@{word}") for word in draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True))]
    versions = []
    for round_ in range(draw(st.integers(2, 4))):
        for step in range(draw(st.integers(0, 4)) if round_ else 0):
            at = draw(st.integers(0, len(lines) - 1))
            lines = draw(st.sampled_from(EDITS))(lines, at, f"word {round_}.{step}") or lines
        versions.append(version(*(words + (source_id if with_ids else "") for words, source_id in lines)))
    return versions


@given(histories())
def test_numbers_are_never_changed_or_used_again(versions: list[Thread]) -> None:
    """Through any history: same id or same words, same number; what is new gets a number never used before."""
    story_now, next_number = versions[0], len(versions[0]) + 1
    for new in versions[1:]:
        merged = merge(story_now, new, next_number)
        assert [replace(tweet, number=TweetNumber(1)) for tweet in merged] == [
            replace(tweet, number=TweetNumber(1)) for tweet in new
        ]
        given = numbers(merged)
        assert len(set(given)) == len(given)
        fresh = [number for number in given if number not in numbers(story_now)]
        assert fresh == list(range(next_number, next_number + len(fresh)))
        for old in story_now:
            for tweet in merged:
                same = old.source_id == tweet.source_id if old.source_id else old.text == tweet.text
                assert not same or old.number == tweet.number
        story_now, next_number = merged, next_number + len(fresh)


@given(st.lists(st.sampled_from(["a", "b", "a@1", "b@2", "c@3", "", "@4"]), min_size=1, max_size=8), st.data())
def test_the_same_version_again_changes_nothing(tweets: list[str], data: st.DataObject) -> None:
    """Repeated words, gaps and ids in any mixture: a second merge of a version finds every tweet again."""
    old = version(*data.draw(st.permutations(tweets)))
    merged = merge(old, version(*tweets), len(old) + 1)
    assert merge(merged, version(*tweets), max(numbers(merged)) + 1) == merged


def test_the_source_and_its_id_are_the_sure_identity() -> None:
    """The same id at two sources are two stories; the writer's own id counts only without one."""
    assert source_key(story(source="x", source_id="5")) == "x:5"
    assert source_key(story(source="x", source_id="5", own_id="mine")) == "x:5"
    assert source_key(story(source="x", source_id=None, own_id="mine")) == "id:mine"
    assert source_key(story(source_id=None)) is None
    assert own_key(story(own_id="mine")) == "id:mine"
    assert own_key(story()) is None


def test_a_story_has_every_identity_it_can_have() -> None:
    """All keys by which a story may be known again are there to look it up."""
    assert keys_of(story(source_id=None)) == {content_key(story())}
    assert keys_of(story(source_id="5", own_id="mine")) == {"x:5", "id:mine", content_key(story())}


def test_author_date_and_first_words_are_the_last_resort() -> None:
    """Spelling and spacing don't matter, nor does the hour; another author, day or beginning does."""
    same = story("The LAMP  is out.", handle="Mira", written=Moment(at=datetime(2024, 3, 9, 23, 59, tzinfo=UTC)))
    here = story("the lamp is out.", "And more.", handle="mira", written=DAY)
    assert content_key(same) == content_key(here)
    others = (
        story("the lamp is out.", handle="nina"),
        story("the lamp is out.", handle="mira", written=None),
        story("The lamp is lit.", handle="mira"),
    )
    assert len({content_key(here), *map(content_key, others)}) == 4


def test_an_author_without_a_handle_is_told_by_name() -> None:
    """Two names are two authors."""
    names = (story(author=Author(name=name)) for name in ("Mira", "Nina"))
    assert len(set(map(content_key, names))) == 2


def test_stories_that_begin_with_pictures_are_told_apart_by_their_words() -> None:
    """Two stories of one day that open with a picture are not one story."""
    opening = Tweet(number=TweetNumber(1), media=(PICTURE,))
    tales = (story(opening, Tweet(number=TweetNumber(2), text=text)) for text in ("Low tide.", "High tide."))
    assert len(set(map(content_key, tales))) == 2


def test_stories_without_words_are_told_apart_by_what_they_show() -> None:
    """Pictures, quotes and polls, also behind a gap; the same ones are the same story."""
    one = TweetNumber(1)

    def poll(*labels: str) -> Poll:
        return Poll(options=tuple(PollOption(label=label) for label in labels))

    beginnings = (
        Tweet(number=one, media=(PICTURE,)),
        Tweet(number=one, media=(replace(PICTURE, url="https://sea.example/b.png"),)),
        Tweet(number=one, quote=Quote(url="https://sea.example/1")),
        Tweet(number=one, quote=Quote(url="https://sea.example/2")),
        Tweet(number=one, quote=Quote(text="Low tide.")),
        Tweet(number=one, poll=poll("High", "Low")),
        Tweet(number=one, poll=poll("Ebb", "Flow")),
    )
    gap, more = (Tweet(number=TweetNumber(number), gap=Gap.DELETED) for number in (8, 9))
    keys = [content_key(story(beginning)) for beginning in beginnings]
    assert len(set(keys)) == len(beginnings)
    assert keys == [content_key(story(gap, beginning, more)) for beginning in beginnings]


def test_stories_that_go_on_with_the_same_words_are_told_apart_by_their_picture() -> None:
    """The first tweet counts, though it has no words."""
    pictures = (PICTURE, replace(PICTURE, url="https://sea.example/b.png"))
    tales = (story(Tweet(number=TweetNumber(9), media=(picture,)), "Low tide.") for picture in pictures)
    assert len(set(map(content_key, tales))) == 2


def test_an_author_is_a_handle_in_its_network_or_a_name() -> None:
    """Texts and X are one network, every other is its own; case does not matter."""
    ada = author_key(story(handle="ada"))
    assert ada == author_key(story(handle="Ada", source="text"))
    others = (
        story(handle="ada", source="bluesky"),
        story(handle="ada", source="mastodon"),
        story(author=Author(name="ada")),
        story(author=Author(name="ada"), source="name"),
        story(author=Author()),
    )
    assert len({ada, *map(author_key, others)}) == 5
