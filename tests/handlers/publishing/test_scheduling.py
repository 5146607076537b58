"""Drafts that go out by themselves, at a time of the publisher's own clock: once, whatever ends the process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.desk.audit import AdminId, Audit
from storage.opening import open_database
from tests.bot.delivery.followers import followers, heard, tale
from tests.clock import HandClock
from tests.driver import Person, Telegram, button, labels, telegram_on, visible
from tests.handlers.publisher import control, publisher
from threads.zones import ZoneName

TALE = "/add Tale 1. The lamp went out at nine.\n\nNobody had touched it."
HOUR = 3_600


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot by a clock of the test's own: it is noon in UTC, half past three in Tehran."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock()) as telegram:
        yield telegram


async def tehrani(telegram: Telegram, *names: str) -> list[Person]:
    """Publishers whose clocks show Tehran's time."""
    people = await publisher(telegram, *names)
    for person in people:
        await telegram.services.readers.set_zone(person.id, ZoneName("Asia/Tehran"))  # type: ignore[arg-type]  # an id
    return people


async def test_a_draft_goes_out_at_the_time_that_was_chosen(telegram: Telegram) -> None:
    """In an hour: not before, then once; its followers hear, and whoever has set it is told, with the way back."""
    (olga,) = await tehrani(telegram)
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await olga.press("Schedule")
    assert "Time zone: Tehran, where it is 15:30." in visible(olga.last())
    assert labels(olga.last()) == [
        ["In an hour"],
        ["Tonight 20:00", "Tomorrow 08:00"],
        ["Another time", "Back"],
    ]
    await olga.press("In an hour")
    assert "Goes out by itself: Nov 23, 2026, 16:30" in visible(olga.last())
    await telegram.skip_time(HOUR - 60)
    assert heard(telegram, ada.id) == []
    await telegram.pass_time(75)
    assert heard(telegram, ada.id) == [1]
    assert visible(olga.last()) == "Published. 1 follower hears of it."
    assert labels(olga.last()) == [["Undo", "Edit", "🔗 Open"]]
    await telegram.skip_time(HOUR)
    assert heard(telegram, ada.id) == [1]


@pytest.mark.parametrize(
    ("label", "shown", "seconds"),
    [
        ("Tonight 20:00", "Nov 23, 2026, 20:00", 4.5 * HOUR),
        ("Tomorrow 08:00", "Nov 24, 2026, 08:00", 16.5 * HOUR),
    ],
)
async def test_times_are_those_of_the_publishers_clock(
    telegram: Telegram, label: str, shown: str, seconds: float
) -> None:
    """Tonight and tomorrow in Tehran, not in UTC; /drafts shows the time too."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press(label)
    (listed,) = await olga.say("/drafts")
    assert f"Goes out by itself: {shown}" in visible(listed)
    await telegram.skip_time(seconds - 30)
    (listed,) = await olga.say("/drafts")
    assert "Tale 1" in visible(listed)
    await telegram.pass_time(40)
    (listed,) = await olga.say("/drafts")
    assert "No drafts" in visible(listed)


async def test_late_in_the_evening_there_is_no_tonight(telegram: Telegram) -> None:
    """Past eight only tomorrow is offered."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await telegram.skip_time(5 * HOUR)
    await olga.press("Schedule", control(olga))
    assert labels(olga.last())[1] == ["Tomorrow 08:00"]


async def test_a_time_is_typed_also_after_a_restart(telegram: Telegram) -> None:
    """What can't be read is asked again; what is over, or far ahead, is refused."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("Another time")
    assert "Send me the time" in visible(olga.last())
    (again,) = await olga.say("when the tide turns")
    assert visible(again).startswith("I can't read that.")
    (again,) = await olga.say("2026-11-23 15:00")
    assert "That time is over" in visible(again)
    (again,) = await olga.say("2031-01-01 15:00")
    assert "more than a year ahead" in visible(again)
    await telegram.restart()
    (below,) = await olga.say("2026-11-23 18:15")
    assert "Goes out by itself: Nov 23, 2026, 18:15" in visible(below)
    (found,) = await olga.say("18:30")
    assert "Goes out" not in visible(found)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("tomorrow 9:30", "Nov 24, 2026, 09:30"),
        ("tonight 21:00", "Nov 23, 2026, 21:00"),
        ("today 18:15", "Nov 23, 2026, 18:15"),
        ("Fri 9:30", "Nov 27, 2026, 09:30"),
        ("فردا ۹:۳۰", "Nov 24, 2026, 09:30"),
        ("غدا 9:30", "Nov 24, 2026, 09:30"),
        ("الأربعاء 9:30", "Nov 25, 2026, 09:30"),
    ],
)
async def test_a_day_may_be_named(telegram: Telegram, written: str, shown: str) -> None:
    """By the publisher's clock, in any language of the interface; beside the buttons as well as when asked for."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Schedule")
    (below,) = await olga.say(written)
    assert f"Goes out by itself: {shown}" in visible(below)


async def test_what_was_scheduled_can_wait_again_or_go_out_at_once(telegram: Telegram) -> None:
    """Unscheduled it waits; published at once it does not go out again; discarded it does not go out at all."""
    (olga,) = await tehrani(telegram)
    (ada,) = await followers(telegram, 1)
    for number, ending in enumerate(("Don't publish then", "Publish", "Discard"), 1):
        await olga.say(f"/add Tale {number}. The lamp went out at nine.\n\nIts end.")
        await olga.press("Schedule", control(olga))
        await olga.press("In an hour")
        await olga.press(ending)
        await telegram.pass_time(10)
    await telegram.skip_time(2 * HOUR)
    assert heard(telegram, ada.id) == [2]
    (listed,) = await olga.say("/drafts")
    assert "Tale 1" in visible(listed)
    assert "Goes out" not in visible(listed)
    assert "Tale 2" not in visible(listed)


async def test_what_came_due_while_the_bot_was_away_goes_out_once_it_is_back(telegram: Telegram) -> None:
    """Once, with what was corrected meanwhile, and again not after the next restart."""
    (olga,) = await tehrani(telegram)
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("In an hour")
    await olga.press("Edit")
    await olga.press("2")
    await olga.press("Correct")
    await olga.say("Somebody had touched it.")
    await telegram.end()
    assert telegram.clock is not None
    telegram.clock.jump(3 * HOUR)
    await telegram.begin()
    await telegram.pass_time(30)
    assert heard(telegram, ada.id) == [1]
    await telegram.restart()
    await telegram.pass_time(60)
    assert heard(telegram, ada.id) == [1]
    (frame,) = await ada.start("t_1_2")
    assert "Somebody had touched it." in visible(frame)


async def test_undo_of_what_went_out_by_itself_lets_it_wait(telegram: Telegram) -> None:
    """It does not go out a second time."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("In an hour")
    await telegram.skip_time(HOUR + 60)
    await olga.press("Undo")
    assert ["Publish"] in labels(olga.last())
    await telegram.skip_time(HOUR)
    (listed,) = await olga.say("/drafts")
    assert "Tale 1" in visible(listed)


async def test_a_time_can_be_typed_beside_the_buttons(telegram: Telegram) -> None:
    """Right after Schedule; words that are no time are a search, as is a time once one is set."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    below = control(olga)

    async def press(label: str) -> None:
        await olga.press(label, telegram.world.message(olga.id, below["message_id"]))

    await press("Schedule")
    (found,) = await olga.say("lanterns")
    assert "Nothing found" in visible(found)
    (found,) = await olga.say("18:15")
    assert "Goes out" not in visible(found)
    await press("Back")
    await press("Schedule")
    await press("Back")
    (found,) = await olga.say("18:15")
    assert "Goes out" not in visible(found)
    await press("Schedule")
    (again,) = await olga.say("18:15")
    assert "Goes out by itself: Nov 23, 2026, 18:15" in visible(again)
    (found,) = await olga.say("18:30")
    assert "Goes out" not in visible(found)


async def test_nobody_else_schedules(telegram: Telegram) -> None:
    """A forged press is answered with a sentence, and nothing goes out."""
    (olga,) = await tehrani(telegram)
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await olga.press("Schedule")
    for label in ("In an hour", "Another time"):
        data = button(olga.last(), label)["callback_data"]
        answer = await ada.press_data(data, ada.last(), forged=True)
        assert "operators" in answer["text"]
    await telegram.skip_time(2 * HOUR)
    assert heard(telegram, ada.id) == []


async def test_the_audit_log_has_who_scheduled(telegram: Telegram) -> None:
    """Setting a time, taking it back, and what goes out by itself in the name of whoever has set it."""
    olga, omar = await tehrani(telegram, "Olga", "Omar")
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("In an hour")
    await olga.press("Don't publish then")
    await omar.say("/drafts")
    await omar.press("1")
    await omar.press("Schedule")
    await omar.press("In an hour")
    await telegram.skip_time(HOUR + 60)
    database = await open_database(telegram.url)
    acts = [(entry.act, entry.who) async for entry in Audit(database).since()]
    await database.close()
    assert acts[1:] == [("schedule", olga.id), ("cancel", olga.id), ("schedule", omar.id), ("publish", omar.id)]
    assert visible(omar.last()).startswith("Published.")


async def test_what_was_taken_away_does_not_go_out_and_whoever_has_set_it_is_told(telegram: Telegram) -> None:
    """Withdrawn at the command line meanwhile: nothing is published, and the message is the last of it."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("In an hour")
    await telegram.withdraw(1)
    await telegram.skip_time(HOUR + 60)
    assert "could not be published" in visible(olga.last())
    before = len(telegram.world.messages(olga.id))
    await telegram.skip_time(HOUR)
    assert len(telegram.world.messages(olga.id)) == before
    await olga.press("Look")
    assert "not there any more" in visible(olga.last())


async def test_nothing_goes_out_of_an_author_who_wants_none_here(telegram: Telegram) -> None:
    """Opted out after the time was set."""
    (olga,) = await tehrani(telegram)
    await olga.say(TALE)
    await olga.press("Edit", control(olga))
    await olga.press("Author")
    await olga.say("Mira @mira_tides")
    await olga.press("Back")
    await olga.press("Schedule")
    await olga.press("In an hour")
    await telegram.bring(tale(2))
    author = await telegram.services.authors.of_handle("mira_tides")
    assert author is not None
    await telegram.services.deciding.opt_out(author.id, telegram.services.now(), by=AdminId(olga.id))
    await telegram.skip_time(HOUR + 60)
    (listed,) = await olga.say("/latest")
    assert "Tale 1" not in visible(listed)


async def test_trouble_with_the_database_keeps_nothing_from_going_out_later(telegram: Telegram) -> None:
    """The loop goes on: once the database can be used again, what is due is published."""
    (olga,) = await tehrani(telegram)
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await olga.press("Schedule")
    await olga.press("In an hour")
    bring_back = await telegram.break_database()
    await telegram.skip_time(HOUR + 10)
    await bring_back()
    await telegram.skip_time(120)
    assert heard(telegram, ada.id) == [1]
