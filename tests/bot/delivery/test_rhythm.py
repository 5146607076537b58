"""The rhythm of notifications: digests, quiet hours, silence, for all stories and for one subscription."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscribers import Address
from tests.bot.delivery.followers import counts, followers, heard, ledger, tale
from tests.builders import story
from tests.clock import HandClock
from tests.driver import Person, Telegram, buttons, labels, telegram_on, visible
from tests.storage.library import library_on
from threads.rhythm import Pace, Rhythm

HOUR = 3600.0
DAY = 24 * HOUR


async def reader(telegram: Telegram, zone: str = "", **rhythm: object) -> Person:
    """Somebody who follows everything in a rhythm of theirs."""
    (ada,) = await followers(telegram, 1)
    if zone:
        await ada.say(f"/settings {zone}")
    await choose(telegram, ada, **rhythm)
    return ada


async def choose(telegram: Telegram, person: Person, **rhythm: object) -> None:
    """Choose another rhythm."""
    services = telegram.services
    new = Rhythm(**rhythm)  # type: ignore[arg-type]  # its fields
    await services.rhythms.choose(Address(person.id), new, services.now(), set_by=person.id, language="en")


async def publish(telegram: Telegram, *numbers: int) -> None:
    """New stories, with the time to tell of them."""
    await telegram.bring(*map(tale, numbers), notify=True)
    await telegram.pass_time(20)


async def until(telegram: Telegram, *moment: int) -> None:
    """Let time pass until some seconds after this moment (UTC)."""
    assert telegram.clock is not None
    then = datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute
    await telegram.skip_time((then - telegram.clock.now()).total_seconds())


async def publications_left(telegram: Telegram) -> int | None:
    """When the oldest open row is due; None when nothing is open."""
    async with library_on(telegram.database) as library:
        return await library.publications.oldest_due()


async def test_a_daily_digest_comes_at_its_hour(telegram: Telegram) -> None:
    """Eight in Tehran is half past four in UTC; several stories are one message, a single one comes as its card."""
    ada = await reader(telegram, "Tehran", pace=Pace.DAILY, minute=8 * 60)
    await publish(telegram, 1, 2)
    await until(telegram, 2026, 11, 24, 4, 29)
    assert heard(telegram, ada.id) == []
    assert await ledger(telegram) == {("held", None): 2}
    await until(telegram, 2026, 11, 24, 4, 30)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    assert await ledger(telegram) == {("sent", None): 3}
    await publish(telegram, 3)
    await until(telegram, 2026, 11, 25, 4, 30)
    assert heard(telegram, ada.id) == [3]
    assert labels(ada.last())[0] == ["▶ Read"]
    messages = len(telegram.world.messages(ada.id))
    await until(telegram, 2026, 11, 28, 4, 31)
    assert len(telegram.world.messages(ada.id)) == messages


async def test_a_weekly_digest_comes_on_its_day(telegram: Telegram) -> None:
    """On Friday at nine; what came on Monday and on Thursday is in it, once."""
    ada = await reader(telegram, pace=Pace.WEEKLY, minute=9 * 60, weekday=4)
    await publish(telegram, 1)
    await until(telegram, 2026, 11, 26, 12)
    await publish(telegram, 2)
    await until(telegram, 2026, 11, 27, 8, 59)
    assert await ledger(telegram) == {("held", None): 2}
    await until(telegram, 2026, 11, 27, 9)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    await until(telegram, 2026, 12, 5)
    assert await ledger(telegram) == {("sent", None): 3}


async def test_nothing_arrives_in_quiet_hours(telegram: Telegram) -> None:
    """What comes in the night is one message in the morning; by day each comes at once."""
    ada = await reader(telegram, "UTC+1", quiet=(22 * 60, 7 * 60))
    await publish(telegram, 1)
    assert heard(telegram, ada.id) == [1]
    await until(telegram, 2026, 11, 23, 21)
    await publish(telegram, 2)
    await publish(telegram, 3)
    await until(telegram, 2026, 11, 24, 5, 59)
    assert heard(telegram, ada.id) == [1]
    await until(telegram, 2026, 11, 24, 6)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    await publish(telegram, 4)
    assert heard(telegram, ada.id) == [1, 4]


async def test_what_was_due_before_the_night_waits_until_morning(telegram: Telegram) -> None:
    """Telegram had asked for patience past the beginning of the quiet hours."""
    ada = await reader(telegram, quiet=(13 * 60, 15 * 60))
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 4000})
    await publish(telegram, 1)
    await telegram.skip_time(4000)
    assert heard(telegram, ada.id) == []
    assert await ledger(telegram) == {("held", None): 1}
    assert await counts(telegram) == ("done", {"held": 1})
    await until(telegram, 2026, 11, 23, 15)
    assert heard(telegram, ada.id) == [1]
    assert await counts(telegram) == ("done", {"sent": 1})


async def test_a_digest_that_is_late_does_not_come_in_the_night_either(telegram: Telegram) -> None:
    """Its first try met a 429 that ended in the quiet hours: it comes when they end, with all of it."""
    ada = await reader(telegram, pace=Pace.DAILY, minute=13 * 60, quiet=(14 * 60, 16 * 60))
    await publish(telegram, 1, 2)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 3700})
    await until(telegram, 2026, 11, 23, 13)
    await until(telegram, 2026, 11, 23, 14, 30)
    messages = len(telegram.world.messages(ada.id))
    await publish(telegram, 3)
    assert len(telegram.world.messages(ada.id)) == messages
    assert (await ledger(telegram))["skipped", "quiet hours"] == 1
    await until(telegram, 2026, 11, 23, 16)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    await until(telegram, 2026, 11, 24, 13)
    assert heard(telegram, ada.id) == [3]


async def test_a_digests_hour_in_the_night_waits_for_the_morning(telegram: Telegram) -> None:
    """At midnight nothing arrives; at seven it does."""
    ada = await reader(telegram, pace=Pace.DAILY, minute=0, quiet=(22 * 60, 7 * 60))
    await publish(telegram, 1)
    await until(telegram, 2026, 11, 24, 6, 59)
    assert heard(telegram, ada.id) == []
    await until(telegram, 2026, 11, 24, 7)
    assert heard(telegram, ada.id) == [1]


async def test_a_pause_that_ends_in_the_night_tells_in_the_morning(telegram: Telegram) -> None:
    """Quiet hours hold for the digest of a pause as well."""
    ada = await reader(telegram)
    await publish(telegram, 1)
    await ada.press("Pause")
    await ada.press("A day")
    await choose(telegram, ada, quiet=(11 * 60, 13 * 60))
    await publish(telegram, 2)
    await until(telegram, 2026, 11, 24, 12, 30)
    assert heard(telegram, ada.id) == [1]
    await until(telegram, 2026, 11, 24, 13)
    assert heard(telegram, ada.id) == [1, 2]


async def test_silent_notifications_make_no_sound(telegram: Telegram) -> None:
    """Only for whoever wants it so."""
    ada, ben = await followers(telegram, 2)
    await choose(telegram, ada, silent=True)
    await publish(telegram, 1)
    silent = {call["chat_id"]: call.get("disable_notification", False) for call in telegram.calls("sendMessage")[-2:]}
    assert silent == {ada.id: True, ben.id: False}


async def test_a_subscription_may_have_a_pace_of_its_own(telegram: Telegram) -> None:
    """Everything weekly, one author at once: a story that fits both comes with the quickest, once."""
    ada = await reader(telegram, pace=Pace.WEEKLY, weekday=6)
    await telegram.bring(story("A first word.", handle="other", source_id="o"))
    services = telegram.services
    other = await services.authors.of_handle("other")
    assert other is not None
    author = Subject(Kind.AUTHOR, other.id)
    now = services.now()
    await services.subscriptions.follow(Address(ada.id), author, now, set_by=ada.id, language="en")
    await services.rhythms.pace(Address(ada.id), author, Pace.AT_ONCE, now)
    await telegram.bring(story("Tale 9 of the lighthouse.", handle="other", source_id="n"), notify=True)
    await publish(telegram, 1)
    assert heard(telegram, ada.id) == [2]
    await until(telegram, 2026, 11, 29, 8)
    assert heard(telegram, ada.id) == [2, 3]
    assert await ledger(telegram) == {("sent", None): 3}


async def test_a_slower_subscription_never_slows_a_quicker_one(telegram: Telegram) -> None:
    """Everything at once, one author daily: their stories still come at once, as part of everything."""
    ada = await reader(telegram)
    await publish(telegram, 1)
    services = telegram.services
    author = Subject(Kind.AUTHOR, 1)
    await services.subscriptions.follow(Address(ada.id), author, services.now(), set_by=ada.id, language="en")
    await services.rhythms.pace(Address(ada.id), author, Pace.DAILY, services.now())
    await publish(telegram, 2)
    assert heard(telegram, ada.id) == [1, 2]


@pytest.mark.parametrize("way", ["quicker", "slower", "zone", "hour"])
async def test_a_change_while_something_is_held_neither_loses_nor_repeats(telegram: Telegram, way: str) -> None:
    """What is held goes by the new rhythm from then on."""
    ada = await reader(telegram, pace=Pace.DAILY, minute=8 * 60)
    await publish(telegram, 1, 2)
    match way:
        case "quicker":
            await choose(telegram, ada)
            await telegram.pass_time(20)
        case "slower":
            await choose(telegram, ada, pace=Pace.WEEKLY, minute=8 * 60, weekday=2)
            await until(telegram, 2026, 11, 24, 8)
            assert await ledger(telegram) == {("held", None): 2}
            await until(telegram, 2026, 11, 25, 8)
        case "zone":
            await ada.say("/settings UTC-3")
            await until(telegram, 2026, 11, 24, 8)
            assert await ledger(telegram) == {("held", None): 2}
            await until(telegram, 2026, 11, 24, 11)
        case _:
            await choose(telegram, ada, pace=Pace.DAILY, minute=13 * 60)
            await until(telegram, 2026, 11, 23, 13)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    messages = len(telegram.world.messages(ada.id))
    await telegram.skip_time(10 * DAY)
    assert len(telegram.world.messages(ada.id)) == messages
    assert await publications_left(telegram) is None
    assert {state for state, _ in await ledger(telegram)} == {"sent"}


async def test_slowing_down_holds_what_was_about_to_come(telegram: Telegram) -> None:
    """A row that waited out a 429 goes into the digest."""
    ada = await reader(telegram)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 600})
    await publish(telegram, 1)
    await choose(telegram, ada, pace=Pace.DAILY)
    await telegram.skip_time(700)
    assert heard(telegram, ada.id) == []
    assert await counts(telegram) == ("done", {"held": 1})
    await until(telegram, 2026, 11, 24, 8)
    assert heard(telegram, ada.id) == [1]


async def test_a_restart_while_something_is_held_tells_it_once(telegram: Telegram) -> None:
    """Nothing of a rhythm is kept in memory; the clocks of zones are read again."""
    ada = await reader(telegram, "Tehran", pace=Pace.DAILY)
    await publish(telegram, 1)
    await telegram.restart()
    await publish(telegram, 2)
    await until(telegram, 2026, 11, 24, 4, 30)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    await telegram.restart()
    await telegram.skip_time(DAY)
    assert await ledger(telegram) == {("sent", None): 3}


async def test_what_is_not_wanted_any_more_is_not_in_the_digest(telegram: Telegram) -> None:
    """Withdrawn, or no longer followed: skipped, and the rest is told."""
    ada = await reader(telegram, pace=Pace.DAILY)
    await publish(telegram, 1, 2)
    await telegram.withdraw(1)
    await until(telegram, 2026, 11, 24, 8)
    assert heard(telegram, ada.id) == [2]
    assert await counts(telegram, 1) == ("done", {"skipped": 1})
    await publish(telegram, 3)
    await telegram.services.subscriptions.unfollow(Address(ada.id), [], telegram.services.now())
    messages = len(telegram.world.messages(ada.id))
    await until(telegram, 2026, 11, 25, 8)
    assert len(telegram.world.messages(ada.id)) == messages
    assert await counts(telegram, 4) == ("done", {"skipped": 1})


@pytest.mark.parametrize(
    ("began", "hours"),
    [
        (datetime(2026, 3, 27, 12, tzinfo=UTC), [(3, 28, 7), (3, 29, 6), (3, 30, 6)]),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), [(10, 24, 6), (10, 25, 7), (10, 26, 7)]),
    ],
)
async def test_the_hour_stays_by_the_wall_clock_when_clocks_change(
    tmp_path: Path, began: datetime, hours: list[tuple[int, int, int]]
) -> None:
    """Eight in Berlin, before and after a change in spring and in autumn: once a day, none left out, none twice."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock(began)) as telegram:
        ada = await reader(telegram, "Berlin", pace=Pace.DAILY, minute=8 * 60)
        for number, (month, day, hour) in enumerate(hours, 1):
            await publish(telegram, number)
            await until(telegram, 2026, month, day, hour - 1, 59)
            assert heard(telegram, ada.id) == [*range(1, number)]
            await until(telegram, 2026, month, day, hour)
            assert heard(telegram, ada.id) == [*range(1, number + 1)]


async def test_a_group_goes_by_the_clock_of_who_set_it(telegram: Telegram) -> None:
    """Its own rhythm, the zone of its admin."""
    ada = telegram.person()
    await ada.say("/settings Tehran")
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    services = telegram.services
    await services.subscriptions.follow(Address(group), Subject(Kind.ALL), services.now(), set_by=ada.id, language="en")
    daily = Rhythm(pace=Pace.DAILY)
    await services.rhythms.choose(Address(group), daily, services.now(), set_by=ada.id, language="en")
    await publish(telegram, 1)
    assert heard(telegram, group) == []
    await until(telegram, 2026, 11, 24, 4, 30)
    assert heard(telegram, group) == [1]


async def test_everything_is_chosen_by_thumb_and_seen(telegram: Telegram) -> None:
    """From /settings: pace, hour, day, quiet hours, sound; each choice stands in the text at once."""
    (ada,) = await followers(telegram, 1)
    await ada.say("/settings")
    await ada.press("Notifications")
    assert "New stories: at once." in visible(ada.last())
    assert labels(ada.last())[0] == ["✓ At once", "Daily", "Weekly"]
    await ada.press("Weekly")
    assert "New stories: every Sunday at 08:00." in visible(ada.last())
    await ada.press("Hour: 08:00")
    await ada.press("18:00")
    await ada.press("Sunday")
    await ada.press("Friday")
    assert "New stories: every Friday at 18:00." in visible(ada.last())
    await ada.press("Quiet hours")
    await ada.press("22:00")
    assert "22:00" not in str(labels(ada.last()))
    await ada.press("07:00")
    assert "Quiet hours: 22:00 to 07:00." in visible(ada.last())
    await ada.press("Without a sound")
    assert "They come without a sound." in visible(ada.last())
    await telegram.restart()
    await ada.say("/subscriptions")
    await ada.press("When they come")
    assert "every Friday at 18:00" in visible(ada.last())
    await ada.press("With a sound")
    await ada.press("Quiet hours")
    await ada.press("No quiet hours")
    await ada.press("✓ Weekly")
    await ada.press("At once")
    assert visible(ada.last()).startswith(
        "Notifications\n\nNew stories: at once.\nQuiet hours: none.\nThey come with a sound."
    )
    await publish(telegram, 1)
    assert heard(telegram, ada.id) == [1]


async def test_each_subscription_is_changed_by_thumb_and_seen(telegram: Telegram) -> None:
    """Each press changes it, on to the next pace and back to the reader's own; it survives being brought back."""
    (ada,) = await followers(telegram, 1)
    await publish(telegram, 1)
    services = telegram.services
    author = Subject(Kind.AUTHOR, 1)
    await services.subscriptions.follow(Address(ada.id), author, services.now(), set_by=ada.id, language="en")
    await ada.say("/subscriptions")
    await ada.press("When they come")
    await ada.press("When each comes")
    for pace in ("every day at 08:00", "every Sunday at 08:00", "at once", "every day at 08:00"):
        await ada.press("🕗 1")
        assert f"1. Mira_Tides: {pace}\n2. Every new story: at once" in visible(ada.last())
    await ada.press("Back")
    await ada.press("Daily")
    await ada.press("When each comes")
    for pace in ("at once", "every Sunday at 08:00", "every day at 08:00", "at once"):
        await ada.press("🕗 1")
        assert f"1. Mira_Tides: {pace}\n2. Every new story: every day at 08:00" in visible(ada.last())
    await ada.press("Back")
    assert "1 subscription has a pace of its own." in visible(ada.last())
    await services.subscriptions.unfollow(Address(ada.id), [author], services.now())
    await ada.say("/subscriptions")
    await ada.press("Bring back")
    await ada.press("When they come")
    assert "1 subscription has a pace of its own." in visible(ada.last())


@pytest.mark.parametrize(
    "data", ["1zp9", "1zi1440", "1ze7", "1zu1500.3", "1zu60.60", "1zr9999", "1zk9.1.0", "1zk1.999.7", "1zl9", "1zs7"]
)
async def test_forged_choices_are_answered_and_lose_nothing(telegram: Telegram, data: str) -> None:
    """No such pace, hour, day or subscription."""
    (ada,) = await followers(telegram, 1)
    await ada.say("/settings")
    await ada.press_data(data, ada.last(), forged=True)
    assert "Something went wrong" not in str(telegram.calls("answerCallbackQuery"))
    await publish(telegram, 1)
    assert heard(telegram, ada.id) == [1]
    assert buttons(ada.last())
