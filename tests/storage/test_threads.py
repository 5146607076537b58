"""Stories as they are kept: the lists made of them, what is held in memory, and exports that come back the same."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.database import Row
from storage.readers import ReaderId
from storage.threads import CACHED_THREADS, Page, StoredThread, load, milliseconds_of, moment_of, seconds_of, time_of
from tests.builders import DAY, MOMENTS, NOW, long_story, story, threads
from tests.storage.library import Library, library_on
from threads.model import AuthorId, Gap, Moment, TagId, Thread, ThreadId, Tweet, TweetNumber
from threads.reading import Place
from threads.sources.document import Document
from threads.sources.spool_json import dump, read

ABSENT = ThreadId(999)
MIRA = ReaderId(11)


def ids_of(page: Page) -> list[ThreadId]:
    """The stories of a page."""
    return [line.id for line in page.items]


async def stored(library: Library, count: int) -> list[ThreadId]:
    """So many stories, each a minute after the one before."""
    return [
        await library.add(story(f"Tale {number}.", source_id=f"n{number}"), now=NOW + timedelta(minutes=number))
        for number in range(count)
    ]


async def exported(library: Library, ids: Sequence[ThreadId] = ()) -> list[StoredThread | None]:
    """What an export goes through."""
    return [story async for story in library.threads.exported(ids)]


async def test_the_newest_stories_come_first_in_pages(library: Library) -> None:
    """Ten on a page, the last one published first, and the page says whether another follows."""
    ids = await stored(library, 12)
    first, second, third = [await library.threads.latest(number) for number in range(3)]
    assert ids_of(first) + ids_of(second) == ids[::-1]
    assert [(page.number, page.more) for page in (first, second, third)] == [(0, True), (1, False), (2, False)]
    assert not third.items


async def test_a_full_page_that_is_the_last_says_so(library: Library) -> None:
    """Ten stories are one page."""
    await stored(library, 10)
    page = await library.threads.latest(0)
    assert (len(page.items), page.more) == (10, False)


async def test_a_line_shows_what_a_list_needs(library: Library) -> None:
    """Title or first words, author, date, length and reading time."""
    one = await library.add(story("The lamp is out. " * 20, "b"))
    (line,) = (await library.threads.latest(0)).items
    assert line.id == one
    assert line.headline.startswith("The lamp is out.")
    assert len(line.headline) <= 60
    assert (line.author.handle, line.written, line.tweet_count, line.minutes) == ("mira_tides", DAY, 2, 1)
    await library.take(story("The lamp is out. " * 20, "b", title="Tides", written=None))
    (line,) = (await library.threads.latest(0)).items
    assert (line.headline, line.written) == ("Tides", None)


async def test_a_story_without_words_has_an_empty_headline(library: Library) -> None:
    """Nothing is made up."""
    await library.add(story(Tweet(number=TweetNumber(1), gap=Gap.DELETED)))
    assert (await library.threads.latest(0)).items[0].headline == ""


async def test_an_authors_and_a_tags_stories_are_found(library: Library) -> None:
    """Published ones of this author, and of this tag, newest first."""
    ids = [await library.add(story(f"{number} #sea", source_id=f"n{number}")) for number in range(3)]
    other = await library.add(story("x #sea #wind", source_id="o", handle="nina"))
    await library.add(story("draft #sea", source_id="d"), draft=True)
    mira = (await library.story(ids[0])).author_id
    sea = (await library.story(ids[0])).tags[0].id
    assert ids_of(await library.threads.by_author(mira, 0)) == ids[::-1]
    assert ids_of(await library.threads.by_tag(sea, 0)) == [other, *ids[::-1]]
    assert not (await library.threads.by_author(AuthorId(999), 0)).items
    assert not (await library.threads.by_tag(TagId(999), 0)).items


async def test_drafts_wait_with_the_oldest_first(library: Library) -> None:
    """What waited longest is looked at first."""
    ids = [await library.add(story("a", source_id=f"d{number}"), draft=True) for number in range(3)]
    assert ids_of(await library.threads.drafts(0)) == ids


async def test_stories_to_go_on_with(library: Library) -> None:
    """The same author first, then by shared tags; not the story itself, nor what the reader has finished."""
    here = await library.add(story("a #sea #wind", source_id="1"))
    both = await library.add(story("b #sea #wind", source_id="2", handle="nina"))
    one = await library.add(story("c #sea", source_id="3", handle="odo"))
    own = await library.add(story("d", source_id="4"))
    read = await library.add(story("e #sea", source_id="5"))
    await library.add(story("f #stairs", source_id="6", handle="odo"))
    await library.readers.start(MIRA, NOW)
    await library.readers.step(MIRA, await library.story(read), Place(TweetNumber(1)), NOW, last=True)
    found = await library.search.like(await library.story(here), MIRA, 5)
    assert [line.id for line in found] == [own, both, one]
    assert [line.id for line in await library.search.like(await library.story(here), 0, 2)] == [read, own]


async def test_a_story_is_read_once_and_kept(library: Library) -> None:
    """The same value again costs no query; another revision, or a question for the fresh one, reads anew."""
    one = await library.add(story("a"))
    kept = await library.threads.get(one)
    assert kept is not None
    assert await library.threads.get(one) is kept
    assert await library.threads.get(one, revision=kept.revision) is kept
    await library.take(story("a", "b"))
    assert await library.threads.get(one) is kept
    newer = await library.threads.get(one, revision=kept.revision + 1)
    assert newer is not None
    assert len(newer.thread) == 2
    await library.take(story("a", "b", "c"))
    assert len((await library.story(one)).thread) == 3


async def test_a_story_that_is_gone_is_none(library: Library) -> None:
    """Unknown, or dropped since it was kept."""
    assert await library.threads.get(ABSENT) is None
    assert await library.threads.fresh(ABSENT) is None
    await library.add(story("a"))
    draft = await library.add(story("a", "b"), draft=True)
    kept = await library.story(draft)
    await library.add(story("a", "c"))
    assert await library.threads.fresh(draft) is None
    assert await library.threads.get(draft, revision=kept.revision + 1) is None
    assert await library.threads.get(draft) is None


async def test_the_memory_for_stories_is_bounded(library: Library) -> None:
    """More stories than are kept come and go, and each is right whenever it is asked for."""
    stories = [story(f"{number}", source_id=str(number)) for number in range(CACHED_THREADS + 2)]
    ids = [taken.id for taken in await library.take(*stories)]
    first = await library.threads.get(ids[0])
    for thread in ids[1:]:
        await library.threads.get(thread)
    again = await library.threads.get(ids[0])
    assert again is not None
    assert first is not None
    assert again is not first
    assert (again.id, again.revision, again.thread) == (first.id, first.revision, first.thread)


async def test_a_story_that_changes_while_it_is_read_is_read_again(library: Library) -> None:
    """Another process may write between two reads: tweets of one version never meet the title of another."""
    one = await library.add(story("a", title="Old"))
    reads = 0

    async def fetch(sql: str, *parameters: Any) -> list[Row]:
        nonlocal reads
        reads += 1
        rows = await library.database.fetch(sql, *parameters)
        if reads == 1:
            await library.take(story("b", title="New"))
        return rows

    story_read = await load(fetch, one)
    assert story_read is not None
    assert (story_read.thread.title, story_read.thread.tweets[0].text) == ("New", "b")


async def test_a_draft_that_is_dropped_while_it_is_read_is_none(library: Library) -> None:
    """The row was there, its tweets are not: the story is gone."""
    await library.add(story("a"))
    draft = await library.add(story("a", "b"), draft=True)
    reads = 0

    async def fetch(sql: str, *parameters: Any) -> list[Row]:
        nonlocal reads
        reads += 1
        rows = await library.database.fetch(sql, *parameters)
        if reads == 1:
            await library.add(story("a", "c"))
        return rows

    assert await load(fetch, draft) is None


async def test_an_export_goes_by_id(library: Library) -> None:
    """Every published story in the order of ids, whatever was changed last."""
    ids = await stored(library, 3)
    await library.add(story("draft", source_id="d"), draft=True)
    await library.intake.withdraw(ids[1], NOW)
    await library.take(story("Tale 0, again.", source_id="n0"))
    assert [story and story.id for story in await exported(library)] == [ids[0], ids[2]]


async def test_an_export_of_named_stories_keeps_their_order(library: Library) -> None:
    """As asked for, with None for what is not there."""
    ids = await stored(library, 2)
    assert [story and story.id for story in await exported(library, [ids[1], ABSENT, ids[0]])] == [ids[1], None, ids[0]]


async def _lines(library: Library) -> bytes:
    return b"".join([dump(story.thread) + b"\n" for story in await exported(library) if story])


async def _there_and_back(stories: Sequence[Thread], folder: Path) -> tuple[bytes, bytes, bytes]:
    async with library_on(folder / "here.db") as here, library_on(folder / "there.db") as there:
        for taken in await here.take(*stories):
            await here.intake.publish(taken.id, NOW)
        written = await _lines(here)
        back = list(read(Document.of("export.jsonl", written), NOW.date()))
        await there.take(*back)
        moved = await _lines(there)
        await there.take(*back)
        return written, moved, await _lines(there)


@given(st.lists(threads(), min_size=1, max_size=3))
@settings(max_examples=15)
def test_an_export_comes_back_as_the_same_bytes(stories: list[Thread]) -> None:
    """Any stories, exported and imported into another database, are exported as the same bytes, each time."""
    with tempfile.TemporaryDirectory() as folder:
        written, moved, again = asyncio.run(_there_and_back(stories, Path(folder)))
    assert moved == written
    assert again == written


def test_a_long_story_moves_with_its_numbers(tmp_path: Path) -> None:
    """Numbers that were given hold in the other database too."""
    thread = long_story(600)
    written, moved, _ = asyncio.run(_there_and_back([thread], tmp_path))
    assert written == moved
    (back,) = read(Document.of("export.jsonl", moved), NOW.date())
    assert back.tweets == thread.tweets


@given(MOMENTS)
def test_a_moment_comes_back_from_its_columns(moment: Moment) -> None:
    """Seconds and precision are all there is to it, also before 1970."""
    assert moment_of(seconds_of(moment.at), moment.precision) == moment


def test_times_are_utc_numbers() -> None:
    """Seconds and milliseconds since 1970; no time is no time."""
    at = datetime(1970, 1, 1, 0, 1, 0, 999_500, tzinfo=UTC)
    assert (seconds_of(at), milliseconds_of(at)) == (60, 60_999)
    assert time_of(60) == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    assert time_of(None) is None
    assert moment_of(None, None) is None
