"""Bringing stories in: never doubled, never renumbered, and never in readers' hands by accident."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.errors import UnknownStory
from storage.threads import Status
from storage.writing import _KNOWN, _SAME, Outcome
from tests.builders import DAY, NOW, story, tweets_of
from tests.storage.library import Library
from threads.identity import content_key
from threads.model import Author, Media, MediaKind, Thread, ThreadId, Tweet, TweetNumber
from threads.tags import tags_of

LATER = NOW + timedelta(hours=1)
ABSENT = ThreadId(999)


def tale(number: int, count: int) -> Thread:
    """A story of so many tweets that no other begins like."""
    return story(*(f"Tale {number}, step {step}." for step in range(count)), source_id=str(number))


async def test_a_new_story_is_stored_as_it_came(library: Library) -> None:
    """What comes out is what went in, with numbers that are now Spool's own."""
    thread = story(title="Tides", lang="en", declared_count=3, protected=True, source_url="https://x.com/i/status/1")
    (taken,) = await library.take(thread)
    assert (taken.outcome, taken.added, taken.thread) == (Outcome.NEW, 3, thread)
    stored = await library.story(taken.id)
    assert stored.thread == replace(thread, numbers_given=True)
    assert (stored.status, stored.revision, stored.next_number) == (Status.PUBLISHED, 1, 4)
    assert stored.published_at == NOW


async def test_importing_twice_changes_nothing(library: Library) -> None:
    """The second time no row is written: the revision stays, and so does the time of publishing."""
    (first,) = await library.take(story())
    before = await library.story(first.id)
    (again,) = await library.take(story(), now=LATER)
    assert (again.id, again.outcome, again.added) == (first.id, Outcome.UNCHANGED, 0)
    assert await library.story(first.id) == before


async def test_stories_of_one_author_seen_at_different_times_stay_unchanged(library: Library) -> None:
    """Pages saved years apart show other names and pictures of one author: that is no change of the stories."""
    young = story("a", source_id="1", author=Author(handle="mira", name="Mira", bio="I row."))
    old = story("b", source_id="2", author=Author(handle="mira", name="Mira T.", bio="I sail."))
    await library.take(young, old)
    again = await library.take(young, old)
    assert [taken.outcome for taken in again] == [Outcome.UNCHANGED] * 2


async def test_what_is_new_of_an_author_is_seen_in_every_story(library: Library) -> None:
    """Stories kept in memory are read anew when their author changes, and what is not said again is not forgotten."""
    one = await library.add(story(source_id="1", author=Author(handle="mira", name="Mira", bio="I row.")))
    kept = await library.story(one)
    await library.take(story(source_id="2", author=Author(handle="Mira", name="Mira T.", url="https://mira.example")))
    fresh = await library.story(one)
    assert fresh.revision > kept.revision
    expected = Author(handle="Mira", name="Mira T.", bio="I row.", url="https://mira.example")
    assert fresh.thread.author == expected
    await library.take(story(source_id="3", author=Author(handle="Mira")))
    assert await library.story(one) == fresh


async def test_a_longer_version_appends_and_keeps_numbers(library: Library) -> None:
    """What stood keeps its number and its place; the new tweets are counted."""
    one = await library.add(story("a", "b"))
    (taken,) = await library.take(story("a", "b", "c", "d"), now=LATER)
    assert (taken.id, taken.outcome, taken.added) == (one, Outcome.UPDATED, 2)
    assert await library.numbered(one) == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    stored = await library.story(one)
    assert (stored.next_number, stored.revision, stored.published_at) == (5, 2, NOW)


async def test_a_shorter_version_drops_tweets_and_never_reuses_their_numbers(library: Library) -> None:
    """A number that is gone stays used, also when the tweets after it come back."""
    one = await library.add(story("a", "b", "c"))
    (taken,) = await library.take(story("a"))
    assert (taken.outcome, taken.added) == (Outcome.UPDATED, 0)
    assert await library.numbered(one) == [(1, "a")]
    await library.take(story("a", "b", "new"))
    assert await library.numbered(one) == [(1, "a"), (4, "b"), (5, "new")]
    assert await library.count("tweet") == 3


async def test_a_reordered_version_moves_tweets_with_their_numbers(library: Library) -> None:
    """The order is the new one, the numbers are the old ones."""
    one = await library.add(story("a", "b", "c"))
    await library.take(story("c", "a", "b"))
    assert await library.numbered(one) == [(3, "c"), (1, "a"), (2, "b")]


async def test_the_source_id_decides_whatever_the_words(library: Library) -> None:
    """The same id with other words is one story; another id with the same words is another."""
    one = await library.add(story("a", source_id="1"))
    assert await library.add(story("b", source_id="1")) == one
    assert await library.add(story("b", source_id="2")) != one
    assert await library.add(story("b", source_id="1", source="bluesky")) != one


async def test_without_a_source_id_the_writers_own_id_decides(library: Library) -> None:
    """An id in front matter names the story through every rewrite."""
    one = await library.add(story("a", source_id=None, own_id="tides"))
    assert await library.add(story("b", source_id=None, own_id="tides")) == one
    assert await library.add(story("b", source_id=None, own_id="ebb")) != one


async def test_without_ids_author_date_and_first_tweet_decide(library: Library) -> None:
    """A paste that begins the same on the same day by the same author is the same story."""
    one = await library.add(story("The lamp is out.", "b", source_id=None))
    assert await library.add(story("the  LAMP is out.", "c", source_id=None)) == one
    for other in (
        story("The lamp is lit.", source_id=None),
        story("The lamp is out.", source_id=None, handle="nina"),
        story("The lamp is out.", source_id=None, written=None),
    ):
        assert await library.add(other) != one


async def test_a_paste_gets_its_id_when_the_page_comes_later(library: Library) -> None:
    """A paste first and its page with an id after it are one story, known by the id from then on."""
    one = await library.add(story("a", "b", source="text", source_id=None))
    assert await library.add(story("a", "b", source_id="77")) == one
    assert await library.add(story("other", source_id="77")) == one
    stored = await library.story(one)
    assert (stored.thread.source, stored.thread.source_id) == ("x", "77")


async def test_a_page_keeps_its_id_and_address_when_a_paste_comes_later(library: Library) -> None:
    """A paste has no id and no link; the story does not lose those it had."""
    url = "https://x.com/mira/status/77"
    one = await library.add(story("a", source_id="77", source_url=url, own_id="tides"))
    paste = story("a", "b", source="text", source_id=None)
    assert await library.add(paste) == one
    stored = (await library.story(one)).thread
    assert (stored.source, stored.source_id, stored.source_url, stored.own_id) == ("x", "77", url, "tides")
    assert [taken.outcome for taken in await library.take(paste)] == [Outcome.UNCHANGED]


async def test_a_text_with_its_own_id_and_its_page_are_one_story(library: Library) -> None:
    """Ids of different kinds don't speak against each other: together they name one story."""
    one = await library.add(story("a", source="text", source_id=None, own_id="tides"))
    assert await library.add(story("a", source_id="77")) == one
    stored = (await library.story(one)).thread
    assert (stored.source_id, stored.own_id) == ("77", "tides")
    assert await library.add(story("a", source="text", source_id=None, own_id="tides")) == one
    assert await library.add(story("a", source="text", source_id=None, own_id="ebb")) != one


async def test_a_story_that_brings_both_ids_is_known_by_either(library: Library) -> None:
    """The own id finds the text that came without a source id, even when its first words changed."""
    one = await library.add(story("a", source="text", source_id=None, own_id="tides"))
    assert await library.add(story("other", source_id="77", own_id="tides")) == one
    assert await library.add(story("another", source_id="78", own_id="tides")) != one


async def test_the_own_id_finds_a_story_that_has_a_source_id_too(library: Library) -> None:
    """Though its first words changed; of two stories that bring one own id, each stays its own by its source id."""
    one = await library.add(story("a", source_id="77", own_id="tides"))
    assert await library.add(story("b", source="text", source_id=None, own_id="tides")) == one
    two = await library.add(story("c", source_id="78", own_id="tides"))
    assert two != one
    assert await library.add(story("d", source_id="77", own_id="tides")) == one
    assert await library.add(story("e", source="text", source_id=None, own_id="tides")) == one
    assert await library.add(story("f", source="text", source_id=None)) not in (one, two)
    assert (await library.story(one)).thread.source_id == "77"


async def test_a_draft_is_known_by_the_own_id_too(library: Library) -> None:
    """What waits is not doubled when it comes again with the id alone."""
    one = await library.add(story("a", source_id="77", own_id="tides"), draft=True)
    assert await library.add(story("b", source="text", source_id=None, own_id="tides"), draft=True) == one


async def test_a_story_is_looked_up_by_indexes_alone(library: Library) -> None:
    """A large library is not read through for each story that comes in."""
    statements = {_SAME: 5, _KNOWN.format(marks="$1, $2"): 2}
    for sql, count in statements.items():
        plan = await library.database.fetch(f"EXPLAIN QUERY PLAN {sql}", *["a"] * count)
        steps = [row[3] for row in plan]
        assert not [step for step in steps if step.startswith("SCAN")]
        assert any("thread_own_id" in step for step in steps)


async def test_the_author_of_a_known_network_is_written_there(library: Library) -> None:
    """A text with another handle updates a story on another network: the author is one of that network."""
    one = await library.add(story("a", source="bluesky", source_id="5", own_id="tides", handle="mira"))
    nina = Author(handle="nina", name="Nina", bio="I knit.")
    text = story("a", "b", source="text", source_id=None, own_id="tides", author=nina)
    assert await library.add(text) == one
    stored = await library.story(one)
    assert (stored.thread.source, stored.thread.author) == ("bluesky", nina)
    entry = await library.authors.of_handle("nina")
    assert entry is not None
    assert entry.id == stored.author_id


async def test_a_handle_goes_with_its_story_to_another_network(library: Library) -> None:
    """The page of a text names no author: who is known is known there too."""
    author = Author(handle="mira", name="Mira", bio="I row.")
    one = await library.add(story("a", source="text", source_id=None, own_id="tides", author=author))
    page = story("a", source="bluesky", source_id="5", own_id="tides", author=Author(name="Mira T."))
    assert await library.add(page) == one
    assert (await library.story(one)).thread.author == replace(author, name="Mira T.")


async def test_one_batch_may_hold_a_story_twice(library: Library) -> None:
    """The second one is an update of the first, by whichever identity."""
    taken = await library.take(
        story("a", source_id=None, own_id="tides"),
        story("a", "b", source_id=None, own_id="tides"),
        story("c", source_id="9", own_id="tides"),
        story("c", "d", source="text", source_id=None),
    )
    assert len({each.id for each in taken}) == 1
    assert [each.outcome for each in taken] == [Outcome.NEW] + [Outcome.UPDATED] * 3
    assert await library.numbered(taken[0].id) == [(1, "c"), (3, "d")]


async def test_two_versions_of_a_stored_story_in_one_batch_follow_each_other(library: Library) -> None:
    """A batch that meets a story by its words and then by its id leaves the second version, whole and alone."""
    one = await library.add(story("a", "b", source_id="1"))
    by_words = story("a", "x", "y", "z", source="text", source_id=None)
    by_id = story("q", "b2", source_id="1")
    assert content_key(by_words) != content_key(by_id)
    taken = await library.take(by_words, by_id)
    assert [each.id for each in taken] == [one, one]
    assert [text for _, text in await library.numbered(one)] == ["q", "b2"]
    assert await library.count("tweet") == 2


async def test_more_tweets_than_one_transaction_holds_all_come_in(library: Library) -> None:
    """A large import is cut into transactions, and nothing is lost at the cuts."""
    stories = [tale(number, 120) for number in range(9)]
    taken = await library.take(*stories)
    assert [each.outcome for each in taken] == [Outcome.NEW] * 9
    assert await library.count("tweet") == 9 * 120
    again = await library.take(*stories)
    assert [each.outcome for each in again] == [Outcome.UNCHANGED] * 9
    assert await library.take() == []


async def test_what_an_earlier_transaction_stored_stays_when_a_later_one_fails(library: Library) -> None:
    """A full disk in the middle of an import loses only what was not stored yet."""
    stories = [tale(number, 400) for number in range(3)]
    await library.database.write(
        "CREATE TRIGGER full_disk BEFORE INSERT ON thread WHEN new.source_id = '2' "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with pytest.raises(Exception, match="disk full"):
        await library.take(*stories)
    assert [line.tweet_count for line in (await library.threads.latest(0)).items] == [400, 400]
    assert await library.count("tweet") == 800


async def test_a_story_that_is_not_there_is_named(library: Library) -> None:
    """Publishing and withdrawing say so, and store nothing."""
    with pytest.raises(UnknownStory, match="no story 999"):
        await library.intake.publish(ABSENT, NOW)
    with pytest.raises(UnknownStory, match="no story 999"):
        await library.intake.withdraw(ABSENT, NOW)


async def test_an_update_moves_the_tags(library: Library) -> None:
    """Tags follow the text, in the order in which the story uses them."""
    one = await library.add(story("#sea and #Ghosts", "#sea"))
    assert await library.tag_keys(one) == ["sea", "ghosts"]
    await library.take(story("#ghosts and #wind", "#sea"))
    assert await library.tag_keys(one) == ["ghosts", "wind", "sea"]


def test_tags_that_the_source_names_count_instead_of_those_in_the_text() -> None:
    """Named tags win, an empty list means none, spellings meet and the first is shown."""
    tweets = (
        replace(tweets_of(["#Sea"])[0], tags=("Harbour", "", "HARBOUR")),
        Tweet(number=TweetNumber(2), text="#wind", tags=()),
        Tweet(number=TweetNumber(3), text="#ＳＥＡ #Wind"),
    )
    assert tags_of(story(tweets=tweets)) == {"harbour": "Harbour", "sea": "ＳＥＡ", "wind": "Wind"}


async def test_an_author_without_a_handle_is_known_by_name(library: Library) -> None:
    """Two names are two authors; a handle that comes later moves the story to it."""
    one = await library.add(story("a", author=Author(name="Mira Tides")))
    await library.take(story("b", source_id="2", author=Author(name="Nina Ebb")))
    assert {entry.author.name for entry in (await library.authors.all(0))[0]} == {"Mira Tides", "Nina Ebb"}
    (taken,) = await library.take(story("a", author=Author(handle="mira")))
    assert (taken.id, taken.outcome) == (one, Outcome.UPDATED)
    assert (await library.story(one)).thread.author.handle == "mira"


async def test_everything_a_tweet_can_hold_is_kept(library: Library) -> None:
    """Tweets with more than text come back whole."""
    picture = Media(kind=MediaKind.PHOTO, url="https://sea.example/a.png", alt="A pier", sensitive=True)
    rich = Tweet(
        number=TweetNumber(1), media=(picture,), written=DAY, source_id="5", edited=True, lang="en", tags=("a",)
    )
    one = await library.add(story(rich, "plain"))
    assert (await library.story(one)).thread.tweets[0] == rich
