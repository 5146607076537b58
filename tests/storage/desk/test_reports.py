"""Reports as they are kept: limits by the day, and who is waited for how long."""

from datetime import timedelta

import pytest

from storage.desk.audit import AdminId, Audit
from storage.desk.awaiting import PATIENCE, SHORT_PATIENCE, Asked, Awaited, Awaiting
from storage.desk.reports import A_DAY, Filed, ReportId, Reports, Unfiled, Verdict
from storage.readers import ReaderId
from tests.builders import NOW, story
from tests.storage.library import Library
from threads.model import ThreadId

ADA = ReaderId(7)
OLGA = AdminId(4_200_000_001)


async def test_a_day_later_more_can_be_reported(library: Library) -> None:
    """The limit is one of any 24 hours."""
    await library.take(*(story(f"Tale {number}.", source_id=f"{number}") for number in range(A_DAY + 1)))
    await library.readers.start(ADA, NOW)
    reports = Reports(library.database)
    for thread in range(1, A_DAY + 1):
        assert isinstance(await reports.file(ThreadId(thread), ADA, "", NOW), Filed)
    last = ThreadId(A_DAY + 1)
    almost, later = NOW + timedelta(hours=23, minutes=59), NOW + timedelta(days=1)
    assert await reports.file(last, ADA, "", almost) is Unfiled.TOO_MANY
    assert isinstance(await reports.file(last, ADA, "", later), Filed)


async def test_admins_hear_again_once_they_have_decided(library: Library) -> None:
    """What is reported after a dismissal is news."""
    await library.take(story())
    reports = Reports(library.database)
    tell = []
    for reader in range(1, 5):
        await library.readers.start(ReaderId(reader), NOW)
        filed = await reports.file(ThreadId(1), ReaderId(reader), "", NOW)
        assert isinstance(filed, Filed)
        tell.append(filed.tell)
        if reader == 3:
            assert await reports.settle(filed.id, Verdict.DISMISSED, NOW, by=OLGA)
    assert tell == [True, False, False, True]


async def test_a_verdict_is_given_once_and_written_down(library: Library) -> None:
    """Whoever comes second changes nothing; what is not there can't be decided."""
    await library.take(story())
    await library.readers.start(ADA, NOW)
    reports = Reports(library.database)
    await reports.file(ThreadId(1), ADA, "", NOW)
    assert not await reports.settle(ReportId(9), Verdict.WITHDRAWN, NOW, by=OLGA)
    assert await reports.settle(ReportId(1), Verdict.WITHDRAWN, NOW, by=OLGA)
    assert not await reports.settle(ReportId(1), Verdict.DISMISSED, NOW, by=OLGA)
    found = await reports.get(ReportId(1))
    assert found is not None
    assert found.verdict is Verdict.WITHDRAWN
    log = [(entry.who, entry.act, entry.noun, entry.id) async for entry in Audit(library.database).since()]
    assert log == [(OLGA, "withdraw", "story", 1)]


async def test_a_story_withdrawn_meanwhile_is_not_withdrawn_twice(library: Library) -> None:
    """The verdict holds, and the log has the withdrawal once; a dismissal is logged as such."""
    await library.take(story(), story("b", source_id="2"))
    await library.readers.start(ADA, NOW)
    reports = Reports(library.database)
    for thread in (1, 2):
        await reports.file(ThreadId(thread), ADA, "", NOW)
    await library.intake.withdraw(ThreadId(1), NOW, by=OLGA)
    assert await reports.settle(ReportId(1), Verdict.WITHDRAWN, NOW, by=OLGA)
    assert await reports.settle(ReportId(2), Verdict.DISMISSED, NOW, by=OLGA)
    log = [(entry.act, entry.noun, entry.id) async for entry in Audit(library.database).since()]
    assert log == [("withdraw", "story", 1), ("dismiss", "report", 2)]


@pytest.mark.parametrize(("what", "patience"), [(Asked.STORY, PATIENCE), (Asked.REPORT, SHORT_PATIENCE)])
async def test_an_answer_is_waited_for_so_long(library: Library, what: Asked, patience: timedelta) -> None:
    """After that a message is a search again; of a report, after ten minutes."""
    awaiting = Awaiting(library.database)
    await awaiting.expect(ADA, Awaited(what=what, thread=1), NOW)
    assert await awaiting.get(ADA, NOW + patience) == Awaited(what=what, thread=1)
    assert await awaiting.get(ADA, NOW + patience + timedelta(seconds=1)) is None
