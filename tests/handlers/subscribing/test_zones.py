"""The reader's time zone: written after /settings, or found with thumbs from what time it is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.readers import ReaderId
from tests.clock import HandClock
from tests.driver import Telegram, buttons, labels, telegram_on, visible


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot on a day in November, at noon in UTC."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock()) as telegram:
        yield telegram


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Tehran", "Tehran, where it is 15:30"), ("تهران", "Tehran, where it is 15:30"),
        ("UTC+3:30", "UTC+03:30, where it is 15:30"),
        ("-5", "UTC-05:00, where it is 07:00"),
        ("Germany", "Berlin, where it is 13:00"),
        ("new york", "New York, where it is 07:00"),
        ("Mumbai", "Kolkata, where it is 17:30"), ("utc", "UTC, where it is 12:00"),
    ],
)  # fmt: skip
async def test_a_city_a_country_or_an_offset_is_written(telegram: Telegram, written: str, said: str) -> None:
    """In any language of the interface; it holds after a restart."""
    ada = telegram.person()
    (card,) = await ada.say(f"/settings {written}")
    assert f"Time zone: {said}" in visible(card)
    await telegram.restart()
    (card,) = await ada.say("/settings")
    assert f"Time zone: {said}" in visible(card)


async def test_nobody_who_has_not_chosen_is_anywhere(telegram: Telegram) -> None:
    """Times are UTC's, and that is said."""
    (card,) = await telegram.person().say("/settings")
    assert "Time zone: not chosen, so times are those of UTC, where it is 12:00." in visible(card)


async def test_a_country_of_several_zones_asks_which(telegram: Telegram) -> None:
    """One tap more; zones whose clocks always agree are offered once."""
    ada = telegram.person()
    (card,) = await ada.say("/settings United States")
    assert labels(card)[0] == ["New York", "Chicago"]
    await ada.press("Los Angeles")
    assert "Time zone: Los Angeles, where it is 04:00." in visible(ada.last())


async def test_what_is_no_place_says_what_to_do(telegram: Telegram) -> None:
    """A sentence, and nothing is changed."""
    ada = telegram.person()
    await ada.say("/settings Tehran")
    (card,) = await ada.say("/settings Atlantis under the sea")
    assert visible(card).startswith("I don't know this place: write a larger city near you")
    await ada.press("Back")
    assert "Tehran" in visible(ada.last())


async def test_a_zone_is_found_with_thumbs_only(telegram: Telegram) -> None:
    """What time is it, in which city; back and forth through the pages; the choice is seen at once."""
    ada = telegram.person()
    await ada.say("/settings")
    await ada.press("Time zone")
    clocks = ada.last()
    assert len(buttons(clocks)) > 30
    await ada.press("13:00")
    assert labels(ada.last())[0] == ["Paris", "Berlin"]
    await ada.press("▶")
    assert "Paris" not in str(labels(ada.last()))
    await ada.press("◀")
    await ada.press("Berlin")
    assert "Time zone: Berlin, where it is 13:00." in visible(ada.last())
    await ada.press("Back")
    assert visible(ada.last()).startswith("Settings")
    await ada.press("Time zone")
    await ada.press("Choose by the time")
    await ada.press("15:30")
    await ada.press("UTC+03:30, always")
    assert "UTC+03:30, where it is 15:30" in visible(ada.last())


async def test_the_same_time_on_two_days_is_told_apart(telegram: Telegram) -> None:
    """At noon in UTC it is one o'clock in the morning on Monday in the far west, and on Tuesday in the far east."""
    ada = telegram.person()
    await ada.say("/settings")
    await ada.press("Time zone")
    shown = [key["text"] for key in buttons(ada.last())]
    assert len(shown) == len(set(shown))
    await ada.press("Tuesday · 01:00")
    assert "Auckland" in str(labels(ada.last()))


async def test_plain_labels_keep_the_sign_of_an_offset(telegram: Telegram) -> None:
    """East and west of Greenwich are not the same."""
    ada = telegram.person()
    await ada.say("/settings")
    await ada.press("Turn plain labels on")
    await ada.press("Time zone")
    await ada.press("07:00")
    await ada.press("UTC-05:00, always")
    assert "UTC-05:00, where it is 07:00" in visible(ada.last())
    await ada.press("Choose by the time")
    await ada.press("17:30")
    assert "UTC+05:30, always" in str(labels(ada.last()))


async def test_in_persian_cities_and_digits_are_persian(telegram: Telegram) -> None:
    """The clock's button and the city's name too."""
    ada = telegram.person(language="fa")
    await ada.say("/settings")
    await ada.press("منطقهٔ زمانی")
    await ada.press("۱۵:۳۰")
    await ada.press("تهران")
    assert "تهران" in visible(ada.last())
    assert "۱۵:۳۰" in visible(ada.last())
    assert await telegram.services.readers.zone(ReaderId(ada.id)) == "Asia/Tehran"


@pytest.mark.parametrize("data", ["1zc7", "1zo999999", "1zf1", "1zo1440.999", "1zz0", "1zg3.4"])
async def test_forged_choices_change_nothing(telegram: Telegram, data: str) -> None:
    """A city or an offset that there is not."""
    ada = telegram.person()
    await ada.say("/settings Tehran")
    await ada.press_data(data, ada.last(), forged=True)
    assert await telegram.services.readers.zone(ReaderId(ada.id)) == "Asia/Tehran"
    assert "Something went wrong" not in str(telegram.calls("answerCallbackQuery"))


async def test_a_clock_is_for_whoever_reckons_with_it(telegram: Telegram) -> None:
    """UTC's without a choice; the choice is forgotten with everything else."""
    ada = telegram.person()
    reader = ReaderId(ada.id)
    assert str(await telegram.services.readers.clock(reader)) == "UTC"
    await ada.say("/settings Tehran")
    assert str(await telegram.services.readers.clock(reader)) == "Asia/Tehran"
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    assert await telegram.services.readers.zone(reader) is None


async def test_in_a_group_a_zone_is_nobodys(telegram: Telegram) -> None:
    """The answer says that it is personal."""
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    (card,) = await ada.say("/settings@spool_bot Tehran", chat=group)
    assert "private chat" in visible(card)
    answer = await ada.press_data("1zg0", ada.last(group), forged=True)
    assert "private chat" in answer["text"]
