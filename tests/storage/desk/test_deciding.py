"""What authors want of their stories: it holds for everything of theirs, however it came or comes."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from storage.desk.audit import AdminId, Audit
from storage.desk.deciding import _OF_AUTHOR, _UNWANTED, Deciding
from storage.desk.revising import Changed, Correction, Editor, Revising
from storage.errors import OptedOut, UnknownStory
from storage.finding.search import Order
from storage.threads import Status
from storage.writing import Outcome
from tests.builders import NOW, story
from tests.storage.library import Library
from threads.model import Author, AuthorId, ThreadId
from threads.query import parse

OLGA = AdminId(4_200_000_001)


async def author(library: Library, handle: str = "mira_tides", network: str = "x") -> AuthorId:
    """The id of an author who is known."""
    (found,) = [entry.id for entry in await library.authors.named(handle) if entry.network == network]
    return found


async def opt_out(library: Library, who: AuthorId) -> int | None:
    """Have an author opt out; how many stories were withdrawn."""
    return await Deciding(library.database).opt_out(who, NOW, by=OLGA)


async def statuses(library: Library) -> list[Status]:
    """The statuses of all stories, by their ids."""
    rows = await library.database.fetch("SELECT status FROM thread ORDER BY id")
    return [Status(status) for (status,) in rows]


async def test_everything_of_an_author_is_withdrawn(library: Library) -> None:
    """Published stories and drafts, not those of others; lists, tags and search know none of them any more."""
    await library.take(
        story("a #ebb", source_id="1"), story("b", source_id="2"), story("c", source_id="3", handle="joe")
    )
    await library.take(story("d", source_id="4"), draft=True)
    assert await opt_out(library, await author(library)) == 3
    assert await statuses(library) == [Status.WITHDRAWN, Status.WITHDRAWN, Status.PUBLISHED, Status.WITHDRAWN]
    assert [summary.id for summary in (await library.threads.latest(0)).items] == [3]
    assert (await library.search.find(parse("ebb"), Order.BEST, 0, NOW)).matches == ()
    entry = await library.authors.get(await author(library))
    assert entry is not None
    assert (entry.stories, entry.opted_out) == (0, True)


@pytest.mark.parametrize("handle", ["mira_tides", "Mira_Tides", "@mira_tides", " @MIRA_TIDES", "＠mira_tides"])
@pytest.mark.parametrize("source", ["x", "X", "text", "feed"])
async def test_later_stories_are_refused_however_the_handle_is_written(
    library: Library, handle: str, source: str
) -> None:
    """New ones and known ones, as drafts too; nothing of them or of their author is stored."""
    await library.take(story("a", source_id="1"))
    await opt_out(library, await author(library))
    before = await library.database.fetch("SELECT * FROM author")
    given = story("e", source_id="9", source=source, author=Author(handle=handle, name="Somebody"))
    for draft in (False, True):
        (taken,) = await library.take(given, draft=draft, notify=True)
        assert (taken.id, taken.outcome, taken.hears) == (0, Outcome.REFUSED, 0)
    assert await library.count("thread") == 1
    assert await library.count("publication") == 0
    assert await library.database.fetch("SELECT * FROM author") == before


async def test_others_of_the_same_batch_come_in(library: Library) -> None:
    """What is refused has its place in the answer, and takes nothing of the others with it."""
    await library.take(story("a", source_id="1"))
    await opt_out(library, await author(library))
    handles = ("joe", "mira_tides") * 3
    given = [story(f"{n}", source_id=f"n{n}", handle=handle) for n, handle in enumerate(handles)]
    taken = await library.take(*given, notify=True)
    assert [each.outcome for each in taken] == [Outcome.NEW, Outcome.REFUSED] * 3
    assert [each.thread for each in taken] == given
    assert await library.count("publication") == 3


async def test_the_same_handle_elsewhere_is_somebody_else(library: Library) -> None:
    """Only the author in the network that was meant has opted out; a text of that handle may be theirs."""
    here, there = (story("a", source_id="1", source=source) for source in ("x", "mastodon"))
    text = story("in my own words", source_id=None, source="text")
    await library.take(here, there, text)
    await opt_out(library, await author(library, network="mastodon"))
    assert await statuses(library) == [Status.PUBLISHED, Status.WITHDRAWN, Status.WITHDRAWN]
    taken = await library.take(*(replace(each, title="Again") for each in (here, there, text)))
    assert [each.outcome for each in taken] == [Outcome.UPDATED, Outcome.REFUSED, Outcome.REFUSED]


async def test_nothing_of_theirs_is_published_by_hand(library: Library) -> None:
    """Neither a draft nor a withdrawn story, until they opt in again; then it is."""
    thread = await library.add(story("a", source_id="1"))
    who = await author(library)
    await opt_out(library, who)
    with pytest.raises(OptedOut, match=r"@mira_tides \(x\) does not want"):
        await library.intake.publish(thread, NOW, by=OLGA)
    deciding = Deciding(library.database)
    assert await deciding.opt_in(who, NOW, by=OLGA)
    assert not await deciding.opt_in(who, NOW, by=OLGA)
    assert await statuses(library) == [Status.WITHDRAWN]
    await library.intake.publish(thread, NOW)
    assert await statuses(library) == [Status.PUBLISHED]


async def test_nothing_becomes_theirs_by_correction(library: Library) -> None:
    """A story can't be given an author who wants none here, neither a published one nor a draft."""
    await library.take(story("a", source_id="1"))
    await opt_out(library, await author(library))
    given = [story("b", source_id="2", handle=""), story("c", source_id="3", handle="")]
    await library.take(given[0])
    await library.take(given[1], draft=True)
    mira = Author(handle="Mira_Tides")
    theirs = Correction(what=Changed.AUTHOR, number=0, change=lambda old: replace(old.thread, author=mira))
    for thread in (ThreadId(2), ThreadId(3)):
        before = await library.story(thread)
        with pytest.raises(OptedOut):
            await Revising(library.database).revise(
                thread, before.revision, theirs, NOW, by=Editor(id=OLGA, name="Olga")
            )
        assert (await library.story(thread)).thread == before.thread


async def test_a_mere_name_can_not_opt_out(library: Library) -> None:
    """It may be anybody's; nor can somebody who is not there."""
    await library.take(story("a", source_id="1", author=Author(name="Mira")))
    assert await opt_out(library, AuthorId(1)) is None
    assert await opt_out(library, AuthorId(99)) is None
    assert await statuses(library) == [Status.PUBLISHED]


async def test_taps_find_their_turn_while_a_large_library_is_withdrawn(library: Library) -> None:
    """Many stories are many short transactions: what else is written comes between them."""
    await library.take(*(story(f"Tale {n}", "of the sea", source_id=f"{n}") for n in range(300)))
    who = await author(library)
    work = asyncio.create_task(opt_out(library, who))
    between = 0
    while not work.done():
        await library.readers.start(between + 1, NOW)  # type: ignore[arg-type]  # an id
        between += 1
    assert await work == 300
    assert between > 3
    assert set(await statuses(library)) == {Status.WITHDRAWN}


async def test_what_was_left_undone_is_finished(library: Library) -> None:
    """A program that was killed in the midst: the wish stands, and the next start does the rest."""
    await library.take(story("a", source_id="1"), story("b", source_id="2", handle="joe"))
    await library.database.write("UPDATE author SET opted_out_at = 1 WHERE handle = 'mira_tides'")
    await library.database.write("UPDATE author SET protected = 1 WHERE handle = 'joe'")
    assert await Deciding(library.database).finish(NOW) == 2
    assert await statuses(library) == [Status.WITHDRAWN, Status.PUBLISHED]
    assert (await library.story(ThreadId(2))).thread.protected
    assert await Deciding(library.database).finish(NOW) == 0


async def test_a_marked_story_is_protected_whatever_its_source_says(library: Library) -> None:
    """And is not, once the mark says so; importing it again changes nothing of it."""
    deciding, given = Deciding(library.database), story("a", source_id="1")
    thread = await library.add(given)
    for protected in (True, False):
        await deciding.decide(thread, protected, NOW, by=OLGA)
        assert (await library.story(thread)).thread.protected is protected
        (taken,) = await library.take(given)
        assert taken.outcome is Outcome.UNCHANGED
        given = replace(given, title=f"{protected}")
        await library.take(given)
        assert (await library.story(thread)).thread.protected is protected
    (taken,) = await library.take(replace(given, protected=True))
    assert (taken.outcome, (await library.story(thread)).thread.protected) == (Outcome.UPDATED, False)
    with pytest.raises(UnknownStory):
        await deciding.decide(ThreadId(99), True, NOW, by=OLGA)


async def test_an_authors_mark_holds_for_what_is_there_and_what_comes(library: Library) -> None:
    """Taken away, each story is as its source wished; what was marked itself stays as it was marked."""
    deciding = Deciding(library.database)
    plain, wished = story("a", source_id="1"), story("b", source_id="2", protected=True)
    await library.take(plain, wished, story("c", source_id="3"))
    await deciding.decide(ThreadId(3), False, NOW, by=OLGA)
    who = await author(library)
    assert await deciding.keep(who, True, NOW, by=OLGA) == 1
    assert await deciding.keep(who, True, NOW, by=OLGA) is None
    await library.take(story("d", source_id="4"), story("e", source_id="5"))

    async def protected() -> list[bool]:
        return [(await library.story(ThreadId(number))).thread.protected for number in range(1, 6)]

    assert await protected() == [True, True, False, True, True]
    taken = await library.take(plain, wished)
    assert [each.outcome for each in taken] == [Outcome.UNCHANGED] * 2
    assert await deciding.keep(who, False, NOW, by=OLGA) == 3
    assert await protected() == [False, True, False, False, False]


async def test_what_is_protected_is_found_in_no_other_chat(library: Library) -> None:
    """The index that answers inline queries follows every decision."""
    deciding = Deciding(library.database)
    thread = await library.add(story("a kettle", source_id="1"))

    async def shared() -> int:
        return len((await library.search.find(parse("kettle"), Order.BEST, 0, NOW, shared=True)).matches)

    who = await author(library)
    decisions: list[tuple[Any, int]] = [
        (deciding.decide(thread, True, NOW, by=OLGA), 0),
        (deciding.decide(thread, False, NOW, by=OLGA), 1),
        (library.database.write("UPDATE thread SET marked = NULL"), 1),
        (deciding.keep(who, True, NOW, by=OLGA), 0),
        (deciding.keep(who, False, NOW, by=OLGA), 1),
    ]
    for decision, found in decisions:
        await decision
        assert await shared() == found
    await deciding.keep(who, True, NOW, by=OLGA)
    await library.take(story("a kettle again", source_id="2"))
    assert await shared() == 0


async def test_a_draft_of_a_protected_author_is_published_protected(library: Library) -> None:
    """Beside the story that it would update too."""
    await library.take(story("a", source_id="1"))
    await Deciding(library.database).keep(await author(library), True, NOW, by=OLGA)
    (draft,) = await library.take(story("a, and more", source_id="1"), draft=True)
    taken = await library.intake.publish(draft.id, NOW)
    assert (taken.id, (await library.story(taken.id)).thread.protected) == (1, True)
    (same,) = await library.take(story("a, and more", source_id="1", review=("Look at it.",)))
    assert same.outcome is Outcome.UNCHANGED


async def test_every_decision_is_in_the_audit_log(library: Library) -> None:
    """With the author's name and each story that was withdrawn."""
    deciding = Deciding(library.database)
    await library.take(story("a", source_id="1"))
    who = await author(library)
    await deciding.decide(ThreadId(1), True, NOW, by=OLGA)
    await deciding.keep(who, True, NOW, by=OLGA)
    await deciding.keep(who, False, NOW, by=OLGA)
    await deciding.opt_out(who, NOW, by=OLGA)
    await deciding.opt_in(who, NOW, by=OLGA)
    log = [(entry.who, entry.act, entry.noun, entry.name) async for entry in Audit(library.database).since()]
    assert log == [
        (OLGA, "protect", "story", ""),
        (OLGA, "protect", "author", "@mira_tides, x"),
        (OLGA, "take protection away", "author", "@mira_tides, x"),
        (OLGA, "opt out", "author", "@mira_tides, x"),
        (OLGA, "withdraw", "story", ""),
        (OLGA, "opt in", "author", "@mira_tides, x"),
    ]


async def test_what_is_asked_of_an_author_uses_indexes(library: Library) -> None:
    """No story is looked at but the author's own."""
    for sql, values in ((_UNWANTED, ()), (_OF_AUTHOR, (1,))):
        plan = await library.database.fetch(f"EXPLAIN QUERY PLAN {sql}", *values)
        assert [step for *_, step in plan if "SCAN t" in step] == []
        assert sum("thread_author" in step or "thread_draft_author" in step for *_, step in plan) == 2
