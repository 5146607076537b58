"""Readers: a place is never lost, what is finished is known, and a person who asks is forgotten."""

from datetime import datetime, timedelta

from storage.desk.awaiting import Asked, Awaited, Awaiting
from storage.desk.collecting import Collecting
from storage.desk.offers import Offers
from storage.readers import Manner, ReaderId, Standing, Told
from tests.builders import NOW, long_story, story
from tests.storage.library import Library
from threads.model import ThreadId, TweetNumber
from threads.reading import Place

MIRA, NINA, NOBODY = ReaderId(11), ReaderId(22), ReaderId(99)
KEPT_OF_READERS = ("reader", "progress", "saved")


def at(number: int, page: int = 0) -> Place:
    """A place by its number."""
    return Place(TweetNumber(number), page)


def minutes(count: float) -> datetime:
    """So long after the beginning."""
    return NOW + timedelta(minutes=count)


async def opened(library: Library, *readers: ReaderId) -> ThreadId:
    """A story of four tweets, and readers who have opened the bot."""
    for reader in readers or (MIRA,):
        await library.readers.start(reader, NOW)
    return await library.add(long_story(4))


async def step(
    library: Library,
    thread: ThreadId,
    place: Place,
    *,
    reader: ReaderId = MIRA,
    now: datetime = NOW,
    last: bool = False,
    again: bool = False,
) -> Told | None:
    """Mira steps her own card."""
    story = await library.story(thread)
    return await library.readers.step(reader, story, place, now, last=last, again=again)


async def shared(library: Library, thread: ThreadId, place: Place, *, last: bool = False) -> Told | None:
    """Mira steps a card that several people step."""
    return await library.readers.step_forward(MIRA, await library.story(thread), place, NOW, last=last)


async def standing(library: Library, thread: ThreadId) -> Standing:
    """How Mira stands to a story."""
    return await library.readers.standing(MIRA, thread)


async def is_unfinished(library: Library, thread: ThreadId) -> bool:
    """Whether there is something for Mira to continue, by the card and by the list, which have to agree."""
    by_card = (await standing(library, thread)).unfinished(await library.story(thread))
    lines, _ = await library.readers.unfinished(MIRA, 0)
    assert by_card == (thread in [line.summary.id for line in lines])
    return by_card


async def test_the_last_frame_seen_is_kept(library: Library) -> None:
    """Forward, back and from page to page: the place is where the reader was last."""
    thread = await opened(library)
    assert await standing(library, thread) == Standing()
    for place in (at(1), at(3, 2), at(2)):
        assert await step(library, thread, place) == Told(1, Manner(), saved=False)
        now = await standing(library, thread)
        assert (now.place, now.open, now.finished_next) == (place, True, None)
    assert await library.count("progress") == 1


async def test_a_step_tells_what_the_frame_needs(library: Library) -> None:
    """The story's revision at this moment, the choice of labels, and whether the story is saved."""
    thread = await opened(library)
    await library.readers.set_plain(MIRA, True)
    await library.readers.toggle_saved(MIRA, thread, NOW)
    old = await library.story(thread)
    await library.take(long_story(5))
    told = await library.readers.step(MIRA, old, at(1), NOW, last=False)
    assert told == Told(old.revision + 1, Manner(plain=True), saved=True)


async def test_places_of_readers_and_stories_are_their_own(library: Library) -> None:
    """One person's step moves nobody else's place, and no other story's."""
    thread = await opened(library, MIRA, NINA)
    other = await library.add(long_story(4, source_id="2", handle="nina"))
    await step(library, thread, at(3))
    await step(library, other, at(2))
    await step(library, thread, at(1), reader=NINA)
    assert (await standing(library, thread)).place == at(3)
    assert (await standing(library, other)).place == at(2)


async def test_nothing_is_kept_of_someone_who_never_opened_the_bot(library: Library) -> None:
    """A stranger's step, choice or bookmark writes no row and says so."""
    thread = await opened(library)
    assert await step(library, thread, at(1), reader=NOBODY) is None
    assert await library.readers.toggle_saved(NOBODY, thread, NOW) is None
    await library.readers.set_plain(NOBODY, True)
    assert not (await library.readers.manner(NOBODY)).plain
    assert await library.readers.standing(NOBODY, thread) == Standing()
    assert await library.readers.unfinished(NOBODY, 0) == ([], False)
    assert not (await library.readers.saved(NOBODY, 0)).items
    assert [await library.count(table) for table in KEPT_OF_READERS] == [1, 0, 0]


async def test_a_step_in_a_story_that_is_gone_is_none(library: Library) -> None:
    """A draft that was dropped while somebody looked at it keeps no place."""
    await opened(library)
    thread = await library.add(story("a", source_id="2"))
    draft = await library.add(story("a", "b", source_id="2"), draft=True)
    gone = await library.story(draft)
    assert await library.add(story("a", "b", "c", source_id="2")) == thread
    assert await library.readers.step(MIRA, gone, at(1), NOW, last=False) is None
    assert await library.readers.toggle_saved(MIRA, draft, NOW) is None


async def test_a_story_is_finished_when_its_last_tweet_was_seen(library: Library) -> None:
    """Until then there is something to continue, and leafing back afterwards does not reopen it."""
    thread = await opened(library)
    assert not await is_unfinished(library, thread)
    await step(library, thread, at(3))
    assert await is_unfinished(library, thread)
    await step(library, thread, at(4), last=True)
    assert not await is_unfinished(library, thread)
    await step(library, thread, at(2))
    assert not await is_unfinished(library, thread)
    assert (await standing(library, thread)).place == at(2)


async def test_a_story_of_one_tweet_is_finished_at_once(library: Library) -> None:
    """Its first frame is its last."""
    await opened(library)
    thread = await library.add(story("Alone.", source_id="2"))
    await step(library, thread, at(1), last=True)
    assert not await is_unfinished(library, thread)


async def test_a_finished_story_that_grew_is_unfinished_again(library: Library) -> None:
    """New tweets are something to continue until the new end was seen; an edit is not."""
    thread = await opened(library)
    await step(library, thread, at(4), last=True)
    await library.take(long_story(4, title="Stairs"))
    assert not await is_unfinished(library, thread)
    await library.take(long_story(6))
    assert await is_unfinished(library, thread)
    await step(library, thread, at(5))
    assert await is_unfinished(library, thread)
    await step(library, thread, at(6), last=True)
    assert not await is_unfinished(library, thread)


async def test_a_step_in_a_story_that_grew_after_its_end_opens_a_new_reading(library: Library) -> None:
    """Also one back among the old tweets: the place is the last frame seen, until the new end was seen."""
    thread = await opened(library)
    await step(library, thread, at(4), last=True)
    await library.take(long_story(8))
    lines, _ = await library.readers.unfinished(MIRA, 0)
    assert [(line.place, line.ordinal) for line in lines] == [(at(5), 5)]
    for place in (at(6), at(2, 1)):
        await step(library, thread, place)
        lines, _ = await library.readers.unfinished(MIRA, 0)
        assert [(line.place, line.ordinal) for line in lines] == [(place, place.number)]
        assert (await standing(library, thread)).open
    await step(library, thread, at(8), last=True)
    assert not await is_unfinished(library, thread)


async def test_the_first_new_tweet_is_the_first_in_the_present_order(library: Library) -> None:
    """New tweets may stand anywhere; a story that only lost what was new is not unfinished."""
    await opened(library)
    thread = await library.add(story("a", "b", source_id="2"))
    await step(library, thread, at(2), last=True)
    await library.take(story("a", "new", "b", "newer", source_id="2"))
    lines, _ = await library.readers.unfinished(MIRA, 0)
    assert [(line.place, line.ordinal) for line in lines] == [(at(3), 2)]
    await library.take(story("b", "a", source_id="2"))
    assert not await is_unfinished(library, thread)


async def test_a_shared_card_takes_nobody_back_from_the_first_new_tweet(library: Library) -> None:
    """Who finished a story that grew goes on at its first new tweet, wherever they leafed before."""
    thread = await opened(library)
    await step(library, thread, at(4), last=True)
    await step(library, thread, at(1))
    await library.take(long_story(8))
    assert await shared(library, thread, at(3)) is None
    assert not (await standing(library, thread)).open
    assert await shared(library, thread, at(5)) is not None
    assert await shared(library, thread, at(4)) is None
    assert (await standing(library, thread)).place == at(5)
    assert (await standing(library, thread)).open


async def test_read_again_begins_a_new_reading(library: Library) -> None:
    """It is under way from its first frame to its last, and was finished before all the same."""
    thread = await opened(library)
    await step(library, thread, at(4), last=True)
    await step(library, thread, at(1), again=True)
    assert await is_unfinished(library, thread)
    assert (await standing(library, thread)).finished_next == 5
    await step(library, thread, at(2))
    assert await is_unfinished(library, thread)
    await step(library, thread, at(4), last=True)
    assert not await is_unfinished(library, thread)


async def test_a_shared_card_moves_a_place_only_forward(library: Library) -> None:
    """Others may leaf back in a group; a member's own place stays."""
    thread = await opened(library)
    assert await shared(library, thread, at(2)) is not None
    assert await shared(library, thread, at(2)) is None
    assert await shared(library, thread, at(1)) is None
    assert (await standing(library, thread)).place == at(2)
    assert await shared(library, thread, at(2, 1)) is not None
    assert await shared(library, thread, at(2)) is None
    assert await shared(library, thread, at(3)) is not None
    assert (await standing(library, thread)).place == at(3)


async def test_forward_means_the_present_order(library: Library) -> None:
    """After a reorder a smaller number may be further on."""
    await opened(library)
    thread = await library.add(story("a", "b", "c", source_id="2"))
    await shared(library, thread, at(2))
    await library.take(story("c", "b", "a", source_id="2"))
    assert await shared(library, thread, at(3)) is None
    assert await shared(library, thread, at(1), last=True) is not None
    assert not await is_unfinished(library, thread)


async def test_a_shared_card_moves_on_from_a_tweet_that_is_gone(library: Library) -> None:
    """A place that no longer exists holds nobody back, and no card leads to one."""
    await opened(library)
    thread = await library.add(story("a", "b", "c", source_id="2"))
    await shared(library, thread, at(3))
    await library.take(story("a", "b", source_id="2"))
    assert await shared(library, thread, at(2)) is not None
    assert await shared(library, thread, at(3)) is None


async def test_stories_to_continue_come_with_the_last_one_read_first(library: Library) -> None:
    """Each with its place and where that stands in the present order; the finished ones are not there."""
    await opened(library)
    ids = [await library.add(story("a", "b", "c", source_id=f"c{number}")) for number in range(3)]
    for minute, thread in enumerate(ids):
        await step(library, thread, at(2, 1), now=minutes(minute))
    await step(library, ids[1], at(3), now=minutes(9), last=True)
    await step(library, ids[0], at(3), now=minutes(10.001))
    await library.take(story("c", "a", "b", source_id="c0"), story("a", source_id="c2"))
    lines, more = await library.readers.unfinished(MIRA, 0)
    assert [(line.summary.id, line.place, line.ordinal) for line in lines] == [
        (ids[0], at(3), 1),
        (ids[2], at(2, 1), None),
    ]
    assert not more


async def test_a_withdrawn_story_is_on_no_list_and_keeps_its_place(library: Library) -> None:
    """When it comes back, so do the place and the bookmark."""
    thread = await opened(library)
    await step(library, thread, at(3))
    await library.readers.toggle_saved(MIRA, thread, NOW)
    await library.intake.withdraw(thread, NOW)
    assert await library.readers.unfinished(MIRA, 0) == ([], False)
    assert not (await library.readers.saved(MIRA, 0)).items
    await library.intake.publish(thread, NOW)
    assert await is_unfinished(library, thread)
    assert (await standing(library, thread)).place == at(3)
    assert len((await library.readers.saved(MIRA, 0)).items) == 1


async def test_a_story_is_saved_and_dropped_by_the_same_tap(library: Library) -> None:
    """Each tap turns it over; a place is not needed for it."""
    thread = await opened(library, MIRA, NINA)
    assert await library.readers.toggle_saved(MIRA, thread, NOW) is True
    assert (await standing(library, thread)).saved
    assert not (await library.readers.standing(NINA, thread)).saved
    assert await library.readers.toggle_saved(MIRA, thread, NOW) is False
    assert await standing(library, thread) == Standing()


async def test_saved_stories_come_in_pages_with_the_last_one_saved_first(library: Library) -> None:
    """Ten on a page, and the page says whether another follows."""
    await opened(library)
    ids = [await library.add(story("a", source_id=f"s{number}")) for number in range(12)]
    for second, thread in enumerate(ids):
        await library.readers.toggle_saved(MIRA, thread, NOW + timedelta(milliseconds=second))
        await step(library, thread, at(1), now=NOW + timedelta(milliseconds=second))
    first, second_page = await library.readers.saved(MIRA, 0), await library.readers.saved(MIRA, 1)
    assert [line.id for line in (*first.items, *second_page.items)] == ids[::-1]
    assert (len(first.items), first.more, second_page.more) == (10, True, False)
    lines, more = await library.readers.unfinished(MIRA, 0)
    rest, no_more = await library.readers.unfinished(MIRA, 1)
    assert [line.summary.id for line in (*lines, *rest)] == ids[::-1]
    assert (len(lines), more, no_more) == (10, True, False)


async def test_labels_without_emoji_are_a_choice_that_stays(library: Library) -> None:
    """Opening the bot again does not take it back."""
    await library.readers.start(MIRA, NOW)
    assert not (await library.readers.manner(MIRA)).plain
    await library.readers.set_plain(MIRA, True)
    await library.readers.start(MIRA, minutes(5))
    assert (await library.readers.manner(MIRA)).plain
    await library.readers.set_plain(MIRA, False)
    assert not (await library.readers.manner(MIRA)).plain


async def test_a_person_who_asks_is_forgotten_whole(library: Library) -> None:
    """No row of any table names them any more; other people's rows stay."""
    thread = await opened(library, MIRA, NINA)
    for reader in (MIRA, NINA):
        await step(library, thread, at(2), reader=reader)
        await library.readers.toggle_saved(reader, thread, NOW)
        await Offers(library.database).keep(reader, "{}", NOW)
        await Awaiting(library.database).expect(reader, Awaited(what=Asked.STORY), NOW)
        begun = await Collecting(library.database).begin(reader, NOW, asked=True)
        await Collecting(library.database).add(begun, 1, "{}", NOW)
    await library.readers.forget(MIRA)
    for table in ("offer", "awaited", "collection"):
        assert await library.database.fetch(f"SELECT person_id FROM {table}") == [(NINA,)]  # noqa: S608  # as below
    assert await library.count("collected") == 1
    assert await standing(library, thread) == Standing()
    tables = [row[0] for row in await library.database.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = [row[1] for row in await library.database.fetch(f"PRAGMA table_info({table})")]
        of_reader = "reader_id" if "reader_id" in columns else "id" if table == "reader" else None
        assert of_reader or not any("reader" in column for column in columns)
        if of_reader:
            kept = await library.database.fetch(f"SELECT {of_reader} FROM {table}")  # noqa: S608  # names of the schema
            assert kept in ([(NINA,)], [])
    assert await step(library, thread, at(2)) is None
