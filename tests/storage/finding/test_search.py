"""Finding on a real index: what is found, in which order, what is left out, and that the index never grows stale."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from storage.finding.rebuilding import ensure_index
from storage.finding.search import Order
from storage.readers import ReaderId
from storage.threads import Status
from tests.builders import DAY, NOW, story
from tests.storage.library import Library
from threads.model import Moment, Thread, Tweet, TweetNumber
from threads.query import parse
from threads.reading import Place

MIRA = ReaderId(1)
LATER = NOW + timedelta(days=1)


async def found(library: Library, text: str, order: Order = Order.BEST, page: int = 0) -> list[int]:
    """The ids of a page of what a query finds."""
    result = await library.search.find(parse(text), order, page, NOW)
    return [match.summary.id for match in result.matches]


async def contents(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """All that the index holds, word by word, and every count that lists are ordered by."""
    await library.database.write("CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, story_word, instance)")
    try:
        return {
            "words": sorted(await library.database.write("SELECT term, doc, offset FROM temp.held")),
            "tags": sorted(await library.database.fetch("SELECT key, near, stories FROM tag WHERE stories <> 0")),
            "authors": sorted(await library.database.fetch("SELECT key, stories FROM author")),
            "carried": sorted(
                await library.database.fetch(
                    "SELECT g.key, tt.thread_id, tt.rank, tt.begun FROM thread_tag tt JOIN tag g ON g.id = tt.tag_id"
                )
            ),
        }
    finally:
        await library.database.write("DROP TABLE temp.held")


async def test_every_word_has_to_be_there_in_whatever_tweet(library: Library) -> None:
    """All words by default, anywhere in the story; the result names the tweet that holds the most of them."""
    both = await library.add(story("A kettle sings.", "The stove is cold, says the kettle.", source_id="1"))
    await library.add(story("A kettle alone.", source_id="2"))
    result = await library.search.find(parse("stove kettle"), Order.BEST, 0, NOW)
    (match,) = result.matches
    assert (match.summary.id, match.number) == (both, 2)
    assert match.excerpt is not None
    assert match.excerpt.before + match.excerpt.found + match.excerpt.after == "The stove is cold, says the kettle."


async def test_parts_of_a_query_combine(library: Library) -> None:
    """Words, phrases, tags, an author, a language, days, and each of them not."""
    one = await library.add(
        story("The old pier burns. #sea #fog", source_id="1", lang="en", written=_day(2024, 3, 9), handle="mira")
    )
    two = await library.add(
        story("Pier, old and burning. #sea", source_id="2", lang="de", written=_day(2025, 1, 1), handle="otto")
    )
    for text, wanted in {
        "pier": [two, one],
        '"old pier"': [one],
        "old -burns": [two],
        "#sea #fog": [one],
        "#sea -#fog": [two],
        "-#fog": [two],
        "pier @otto": [two],
        "pier @OTTO @mira": [two, one],
        "pier -@otto": [one],
        "pier lang:de": [two],
        "lang:en": [one],
        "pier before:2025": [one],
        "pier after:2024-03-10": [two],
        "pier after:2024-03-09 before:2024-03-10": [one],
        "after:2024-03-10 before:2024": [],
        "pier lang:fr": [],
    }.items():
        assert await found(library, text, Order.NEWEST) == wanted, text


async def test_the_last_word_may_go_on_and_the_whole_word_counts_more(library: Library) -> None:
    """As one types; earlier words are whole."""
    longer = await library.add(story("harbours of the north", source_id="1"))
    whole = await library.add(story("a harbour of the north", source_id="2"))
    await library.add(story("nothing of the kind", source_id="3"))
    assert sorted(await found(library, "north harb")) == [longer, whole]
    assert await found(library, "harbour") == [whole, longer]
    assert await found(library, "harb north") == []


async def test_a_slip_of_the_finger_finds_the_near_word_and_says_so(library: Library) -> None:
    """Only where a word is in no story; with several near ones, the one that most stories have."""
    one = await library.add(story("a lighthouse", source_id="1"))
    await library.add(story("a lighthouse keeper", source_id="2"))
    result = await library.search.find(parse("keeper lihgthouse"), Order.BEST, 0, NOW)
    assert [match.summary.id for match in result.matches] == [2]
    assert result.respelled == (("lihgthouse", "lighthouse"),)
    assert (await library.search.find(parse("lighthouse"), Order.BEST, 0, NOW)).respelled == ()
    assert await found(library, "lighthouse -keeper") == [one]
    assert await found(library, "zzzzzz lighthouse") == []


async def test_fresh_stories_come_before_old_ones_that_fit_alike(library: Library) -> None:
    """Freshness decides between equals, and a much better fit beats it."""
    old = await library.add(story("lamp " * 3, source_id="1"), now=NOW - timedelta(days=2000))
    poor = await library.add(story("lamp and a great many other words that have nothing to do with it", source_id="2"))
    same = await library.add(story("lamp " * 3, source_id="3"))
    assert await found(library, "lamp .") == [same, old, poor]
    assert await found(library, "lamp .", Order.NEWEST) == [same, poor, old]


async def test_pages_follow_one_another_without_gap_or_repeat(library: Library) -> None:
    """In both orders, to the end and past what is ranked."""
    ids = [t.id for t in await library.take(*(story(f"lamp number {n}", source_id=str(n)) for n in range(25)))]
    for order in Order:
        pages = [await found(library, "lamp .", order, page) for page in range(4)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert sorted(id_ for page in pages for id_ in page) == ids
    result = await library.search.find(parse("lamp ."), Order.BEST, 1, NOW)
    assert result.more


async def test_pages_go_on_behind_what_is_ranked(library: Library) -> None:
    """Relevance is told among the newest 250 matches of eight words; every story comes once, ranked or not."""
    words = "one two three four five six seven eight"
    await library.take(*(story(f"{words} {n}", source_id=str(n)) for n in range(273)))
    for asked in (f"{words} .", f"{words} one ."):
        pages = [await found(library, asked, Order.BEST, page) for page in range(28)]
        assert [len(page) for page in pages] == [10] * 27 + [3]
        assert len({id_ for page in pages for id_ in page}) == 273
        last = await library.search.find(parse(asked), Order.BEST, 24, NOW)
        assert last.more


async def test_only_published_stories_are_found(library: Library) -> None:
    """Not drafts and not what was withdrawn; what is published again is back."""
    draft = await library.add(story("lamp", source_id="1"), draft=True)
    shown = await library.add(story("lamp", source_id="2"))
    assert await found(library, "lamp") == [shown]
    await library.intake.withdraw(shown, NOW)
    assert await found(library, "lamp") == []
    await library.intake.publish(draft, NOW)
    await library.intake.publish(shown, NOW)
    assert await found(library, "lamp", Order.NEWEST) == [shown, draft]


async def test_stories_not_to_be_passed_on_are_left_out_where_they_would_be(library: Library) -> None:
    """`shared` leaves out protected stories, for words and for tags."""
    await library.add(story("lamp #a", source_id="1", protected=True))
    free = await library.add(story("lamp #a", source_id="2"))
    for text in ("lamp", "#a"):
        result = await library.search.find(parse(text), Order.BEST, 0, NOW, shared=True)
        assert [match.summary.id for match in result.matches] == [free]
        assert len(await found(library, text)) == 2


async def test_words_behind_a_content_warning_are_found_and_not_shown(library: Library) -> None:
    """The result leads to the tweet; its words stay behind the warning."""
    tweet = Tweet(number=TweetNumber(1), text="the lamp breaks", content_warning="glass")
    await library.add(story(tweet))
    (match,) = (await library.search.find(parse("lamp"), Order.BEST, 0, NOW)).matches
    assert (match.number, match.excerpt) == (1, None)


async def test_the_index_after_any_changes_is_the_one_made_anew(library: Library) -> None:
    """Additions, corrections, withdrawals, drafts, other authors, tags and languages leave no stale row or count."""
    chance = random.Random(5)  # noqa: S311  # the same changes on every run
    await library.readers.start(MIRA, NOW)
    for step in range(120):
        identity = chance.randrange(12)
        thread = _any_story(chance, identity)
        (taken,) = await library.take(thread, draft=chance.random() < 0.2)
        kept = await library.story(taken.id)
        if chance.random() < 0.2 and kept.status is not Status.WITHDRAWN:
            await library.intake.withdraw(taken.id, NOW)
        elif chance.random() < 0.3:
            await library.intake.publish(taken.id, NOW)
        elif kept.status is Status.PUBLISHED:
            await library.readers.step(MIRA, kept, Place(kept.thread.tweets[0].number), NOW, last=step % 2 == 0)
    live = await contents(library)
    assert live["words"] and live["tags"] and live["carried"]
    await ensure_index(library.database, "made anew")
    assert await contents(library) == live


async def test_an_index_that_is_half_made_is_finished_by_whoever_comes(library: Library) -> None:
    """Stories that change meanwhile are put in once, before or behind where it stands."""
    await library.take(*(story(f"lamp {n} #t{n}", source_id=str(n)) for n in range(100)))
    wanted = await contents(library)
    await library.database.write("UPDATE indexed SET version = 'of old'")
    task = ensure_index(library.database)
    stepped = task.__await__()
    next(stepped)
    stepped.close()
    await ensure_index(library.database)
    assert await contents(library) == wanted


async def test_a_library_from_before_there_was_an_index_gets_one(library: Library) -> None:
    """With languages, counts and words; drafts stay out."""
    shown = await library.add(story("The lamp burns in the window of the old house by the sea. #a", source_id="1"))
    await library.add(story("lamp", source_id="2"), draft=True)
    wanted = await contents(library)
    for statement in (
        "DELETE FROM indexed",
        "INSERT INTO story_word (story_word) VALUES ('delete-all')",
        "UPDATE thread SET language = NULL",
        "UPDATE tag SET stories = 0, near = ''",
        "UPDATE author SET stories = 0",
    ):
        await library.database.write(statement)
    await ensure_index(library.database)
    assert await contents(library) == wanted
    assert (await library.story(shown)).language == "en"


async def test_stories_like_one_by_author_then_rare_tags_then_words(library: Library) -> None:
    """Never the story itself, never one that the reader has finished, and no more than asked for."""
    here = await library.add(story("about lighthouses #rare #common", source_id="1"))
    common = await library.add(story("x #common", source_id="2", handle="odo"))
    await library.add(story("y #common", source_id="3", handle="odo"))
    rare = await library.add(story("z #rare", source_id="4", handle="odo"))
    words = await library.add(story("all lighthouses are far", source_id="5", handle="odo"))
    own = await library.add(story("something else", source_id="6"))
    read = await library.add(story("finished #rare", source_id="7"))
    await library.readers.start(MIRA, NOW)
    await library.readers.step(MIRA, await library.story(read), Place(TweetNumber(1)), NOW, last=True)
    like = await library.search.like(await library.story(here), MIRA, 10)
    assert [line.id for line in like] == [own, rare, 3, common, words]
    assert len(await library.search.like(await library.story(here), MIRA, 2)) == 2


async def test_a_query_is_kept_once_under_its_number(library: Library) -> None:
    """The same words have the same number; a number of no query gives nothing."""
    number = await library.search.keep(parse("lamp  -sea"))
    assert await library.search.keep(parse("lamp -sea")) == number
    assert await library.search.kept(number) == "lamp -sea"
    assert await library.search.kept(number + 1) is None


async def test_a_search_that_takes_too_long_is_given_up(library: Library) -> None:
    """The statement ends, the next one works, and what was found is said to be late."""
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    assert await library.database.scan(endless, seconds=0.05) is None
    assert await library.database.scan("SELECT 1") == [(1,)]


@pytest.mark.parametrize("page", [0, 5, 250, 10**6])
async def test_any_page_of_any_query_is_answered(library: Library, page: int) -> None:
    """Past the end there is nothing, and no error."""
    await library.add(story("lamp"))
    assert await found(library, "lamp", page=page) == ([1] if page == 0 else [])


async def test_counts_of_begun_and_finished_stories_order_the_lists(library: Library) -> None:
    """Once for each reader, whatever they step and read again."""
    one = await library.add(story("a #t", "b", source_id="1"))
    two = await library.add(story("c #t", "d", source_id="2"))
    for reader in (MIRA, ReaderId(2)):
        await library.readers.start(reader, NOW)
        for last in (False, True, False, True):
            await library.readers.step(reader, await library.story(one), Place(TweetNumber(1 + last)), LATER, last=last)
    assert [line.id for line in (await library.threads.finished(0)).items] == [one]
    (tag,) = (await library.story(one)).tags
    assert [line.id for line in (await library.threads.by_tag_read(tag.id, 0)).items] == [one, two]
    rows = await library.database.fetch("SELECT begun, finished FROM thread ORDER BY id")
    assert rows == [(2, 2), (0, 0)]


async def test_short_reads_and_any_story(library: Library) -> None:
    """Two minutes at most; any published story, and none where there is none."""
    assert await library.threads.at_random() is None
    short = await library.add(story("short", source_id="1"))
    long = await library.add(story("word " * 2000, source_id="2"))
    gone = await library.add(story("gone", source_id="3"))
    await library.intake.withdraw(gone, NOW)
    assert [line.id for line in (await library.threads.short(0)).items] == [short]
    assert {await library.threads.at_random() for _ in range(60)} == {short, long}


def _day(year: int, month: int, day: int) -> Moment:
    return Moment(at=datetime(year, month, day, tzinfo=UTC), precision=DAY.precision)


def _any_story(chance: random.Random, identity: int) -> Thread:
    words = ("lamp", "kettle", "#sea", "#Sea", "#туман", "港町", "#café", "don't", "كِتاب")
    texts = [" ".join(chance.choices(words, k=4)) for _ in range(chance.randint(1, 3))]
    return story(
        *texts,
        source_id=str(identity),
        handle=chance.choice(("mira", "Mira", "otto")),
        title=chance.choice(("", "A title")),
        lang=chance.choice((None, "en", "ar")),
        written=chance.choice((None, _day(2024, 1, chance.randint(1, 28)))),
        protected=chance.random() < 0.2,
    )
