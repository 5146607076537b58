"""The audit log: every act of an admin, with the act or not at all."""

import sqlite3
from datetime import timedelta

import pytest

from storage.delivery.publications import PublicationId
from storage.desk.audit import COMMAND_LINE, READ_AT_ONCE, Act, AdminId, Audit, Entry, Noun, What, audit_all
from storage.threads import Status
from tests.builders import NOW, story
from tests.storage.library import Library

OLGA = AdminId(4_200_000_001)


async def logged(library: Library) -> list[tuple[int, str, str]]:
    """Who did what on what, in order."""
    return [(each.who, each.act, f"{each.noun} {each.id}") async for each in Audit(library.database).since()]


async def test_each_act_on_a_story_has_its_line(library: Library) -> None:
    """Publishing, updating, keeping as a draft, discarding it, withdrawing: by whom, in the order of doing."""
    bring = library.intake.take
    (first,) = await bring([story("a", source_id="1")], NOW, by=COMMAND_LINE)
    await bring([story("a", source_id="1")], NOW, by=COMMAND_LINE)
    await bring([story("a", "b", source_id="1")], NOW, by=OLGA)
    (draft,) = await bring([story("c", source_id="1")], NOW, draft=True, by=OLGA)
    await library.intake.withdraw(draft.id, NOW, by=OLGA)
    await library.intake.withdraw(first.id, NOW, by=COMMAND_LINE)
    await library.intake.publish(first.id, NOW, by=OLGA)
    assert await logged(library) == [
        (COMMAND_LINE, "publish", "story 1"),
        (OLGA, "update", "story 1"),
        (OLGA, "keep as draft", f"story {draft.id}"),
        (OLGA, "discard", f"story {draft.id}"),
        (COMMAND_LINE, "withdraw", "story 1"),
        (OLGA, "publish", "story 1"),
    ]


async def test_what_is_nobodys_act_has_no_line(library: Library) -> None:
    """Samples, and stories of authors who are followed."""
    await library.take(story())
    assert await logged(library) == []


async def test_stopping_and_ending_a_delivery_have_their_lines(library: Library) -> None:
    """Only when there was something to stop, to go on with or to end."""
    await library.take(story(), notify=True)
    first = PublicationId(1)
    for paused in (True, False):
        assert await library.publications.pause(first, paused, NOW, by=OLGA)
    assert await library.publications.cancel(first, NOW, by=OLGA)
    assert not await library.publications.cancel(first, NOW, by=OLGA)
    assert not await library.publications.pause(first, True, NOW, by=OLGA)
    assert await logged(library) == [(OLGA, act, "delivery 1") for act in ("pause", "resume", "cancel")]


async def test_an_act_that_can_not_be_written_down_does_not_happen(library: Library) -> None:
    """Act and line are one transaction."""
    thread = await library.add(story())
    await library.database.write("ALTER TABLE audit RENAME TO lost")
    with pytest.raises(sqlite3.OperationalError):
        await library.intake.withdraw(thread, NOW, by=OLGA)
    await library.database.write("ALTER TABLE lost RENAME TO audit")
    assert (await library.story(thread)).status is Status.PUBLISHED


async def test_reading_from_a_time_on(library: Library) -> None:
    """Whatever the number of acts; what is as old as asked for is among them."""
    later = NOW + timedelta(minutes=1)
    acts = [(Act.EDIT, What(Noun.STORY, number)) for number in range(READ_AT_ONCE + 1)]
    async with library.database.transaction() as transaction:
        await audit_all(transaction, OLGA, acts, NOW)
        await audit_all(transaction, OLGA, acts[:2], later)
    log = Audit(library.database)
    assert [each.id async for each in log.since()] == [*range(READ_AT_ONCE + 1), 0, 1]
    newest = [Entry(later, OLGA, "edit", "story", number) for number in (0, 1)]
    assert [each async for each in log.since(later)] == newest
