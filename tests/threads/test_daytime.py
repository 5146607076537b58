"""Times of day: read as people write them, and their moments on days when clocks change."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.daytime import Day, Near, moment_in, next_time, quiet_until, time_in
from threads.zones import zone_of

BERLIN, NEW_YORK, TEHRAN = zone_of("Europe/Berlin"), zone_of("America/New_York"), zone_of("Asia/Tehran")
ZONES = [UTC, BERLIN, NEW_YORK, TEHRAN, zone_of("Australia/Lord_Howe"), zone_of("America/St_Johns"), zone_of("UTC+14")]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
MINUTES = st.integers(0, 24 * 60 - 1)


def utc(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("8", 480), ("08:30", 510), ("8.30 pm", 1230), ("٢٠:١٥", 1215), ("۰۸:۰۰", 480), ("12 am", 0), ("12pm", 720),
        ("0:00", 0),
        ("23:59", 1439), ("20h", 1200), ("18h30", 1110), (" 7 : 05 ", 425), ("7 a.m.", 420),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, minute: int) -> None:
    """With or without minutes, in twelve hours or twenty-four, in any digits."""
    assert time_in(text) == minute


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "13 pm", "0 am", "8:5", "noon", "-1", "123"])
def test_what_is_no_time_is_none(text: str) -> None:
    """No guess is made."""
    assert time_in(text) is None


def test_a_moment_is_the_next_such_time_or_that_of_its_day() -> None:
    """In the zone of whoever writes it."""
    now = utc(2026, 11, 23, 12)
    assert moment_in("18:30", BERLIN, now) == utc(2026, 11, 23, 17, 30)
    assert moment_in("13:00", BERLIN, now) == utc(2026, 11, 24, 12)
    assert moment_in("2026-12-01 18:30", TEHRAN, now) == utc(2026, 12, 1, 15)
    assert moment_in("2026-07-01T18:30", BERLIN, now) == utc(2026, 7, 1, 16, 30)
    assert moment_in("۲۰۲۶-۱۲-۰۱, ۸", UTC, now) == utc(2026, 12, 1, 8)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30 8:00", "2026-12-01", "2026-12-01 25:00", "0001-01-01 0:00", "9999-12-31 23:00"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    """Neither a day that there is not, nor one before or after all days."""
    assert moment_in(text, BERLIN if text[0] == "0" else NEW_YORK, utc(2026, 11, 23)) is None


NAMES: dict[str, Day] = {
    "Today": Near.TODAY,
    "tonight": Near.TONIGHT,
    "tomorrow": Near.TOMORROW,
    "غدًا": Near.TOMORROW,
    "Fri": 4,
    "Monday": 0,
    "سه\u200cشنبه": 1,
    "شنبه": 5,
}


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("tomorrow 08:00", 24, 8), ("8 am, Tomorrow", 24, 8), ("غدا، ٨", 24, 8), ("today 18:30", 23, 18),
        ("TODAY 09:00", 23, 9), ("tonight 20:00", 23, 20), ("tonight 1:00", 24, 1), ("fri 9:30", 27, 9),
        ("monday 18:00", 23, 18), ("monday 11:00", 30, 11), ("سه‌شنبه ۸", 24, 8), ("سه شنبه ۸", 24, 8),
        ("۸ شنبه", 28, 8),
    ],
)  # fmt: skip
def test_a_day_is_named_as_people_do(text: str, day: int, hour: int) -> None:
    """In front of the time or behind it, in any of the languages given; on a Monday at noon in Berlin."""
    found = moment_in(text, BERLIN, utc(2026, 11, 23, 11), NAMES)
    assert found is not None
    assert (found.astimezone(BERLIN).day, found.astimezone(BERLIN).hour) == (day, hour)


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "tomorrow8", "tonight 8:00", "on friday 9:30", "tomorrow 25:00", "tomorrow today", "18:30,", ""],
)
def test_a_named_day_without_its_time_is_no_moment(text: str) -> None:
    """Nor is a morning at night: it may be meant for the evening."""
    assert moment_in(text, BERLIN, utc(2026, 11, 23, 11), NAMES) is None


def test_a_time_that_clocks_leave_out_comes_an_hour_later() -> None:
    """At half past two there is no such time in Berlin on the last Sunday of March 2026: clocks show 3:30 then."""
    assert next_time(utc(2026, 3, 28, 12), 150, BERLIN) == utc(2026, 3, 29, 1, 30)
    assert next_time(utc(2026, 3, 29, 1, 30), 150, BERLIN) == utc(2026, 3, 30, 0, 30)


def test_a_time_that_comes_twice_counts_once() -> None:
    """Half past two in Berlin on the last Sunday of October 2026: the first of both."""
    first = next_time(utc(2026, 10, 24, 12), 150, BERLIN)
    assert first == utc(2026, 10, 25, 0, 30)
    assert next_time(first, 150, BERLIN) == utc(2026, 10, 26, 1, 30)


def test_the_hour_stays_the_same_by_the_clock_over_a_change() -> None:
    """Eight in New York is noon in UTC in summer and an hour later in winter; a week later too."""
    assert next_time(utc(2026, 10, 31, 13), 480, NEW_YORK) == utc(2026, 11, 1, 13)
    assert next_time(utc(2026, 10, 31, 11), 480, NEW_YORK) == utc(2026, 10, 31, 12)
    sunday = next_time(utc(2026, 10, 25, 12), 480, NEW_YORK, weekday=6)
    assert (sunday, next_time(sunday, 480, NEW_YORK, weekday=6)) == (utc(2026, 11, 1, 13), utc(2026, 11, 8, 13))


@given(MOMENTS, MINUTES, st.sampled_from(ZONES), st.none() | st.integers(0, 6))
def test_the_next_time_is_later_and_not_a_day_too_late(
    after: datetime, minute: int, zone: tzinfo, weekday: int | None
) -> None:
    """Never now or before, never skipping one; and its own next one is a day (a week) on, give or take an hour."""
    given_day = 7 if weekday is not None else 1
    found = next_time(after, minute, zone, weekday)
    assert timedelta() < found - after <= timedelta(days=given_day, hours=1)
    again = next_time(found, minute, zone, weekday)
    assert abs(again - found - timedelta(days=given_day)) <= timedelta(hours=1)


def test_quiet_hours_over_midnight_and_within_a_day() -> None:
    """From ten in the evening to seven, from one to three in the afternoon; equal times are no hours."""
    night = (22 * 60, 7 * 60)
    assert quiet_until(utc(2026, 11, 23, 21, 0), *night, BERLIN) == utc(2026, 11, 24, 6)
    assert quiet_until(utc(2026, 11, 24, 5, 59), *night, BERLIN) == utc(2026, 11, 24, 6)
    assert quiet_until(utc(2026, 11, 24, 6), *night, BERLIN) is None
    assert quiet_until(utc(2026, 11, 24, 20, 59), *night, BERLIN) is None
    assert quiet_until(utc(2026, 11, 24, 12), 13 * 60, 15 * 60, BERLIN) == utc(2026, 11, 24, 14)
    assert quiet_until(utc(2026, 11, 24, 12), 60, 60, BERLIN) is None


def test_quiet_hours_on_the_nights_when_clocks_change() -> None:
    """They end by the wall clock: an hour sooner in spring, an hour later in autumn."""
    night = (22 * 60, 7 * 60)
    assert quiet_until(utc(2026, 3, 28, 22), *night, BERLIN) == utc(2026, 3, 29, 5)
    assert quiet_until(utc(2026, 10, 24, 21), *night, BERLIN) == utc(2026, 10, 25, 6)


@given(MOMENTS, MINUTES, MINUTES, st.sampled_from(ZONES))
def test_quiet_hours_end_once_and_for_good(at: datetime, begins: int, ends: int, zone: tzinfo) -> None:
    """Their end lies ahead, at most a day (and an hour) on, and is no quiet time itself."""
    end = quiet_until(at, begins, ends, zone)
    if end is not None:
        assert timedelta() < end - at <= timedelta(days=1, hours=1)
        assert quiet_until(end, begins, ends, zone) is None
