"""When somebody hears of a story: by pace, hour and quiet hours, in their own zone."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.rhythm import Pace, Rhythm
from threads.zones import zone_of

BERLIN = zone_of("Europe/Berlin")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTES = st.integers(0, 24 * 60 - 1)
RHYTHMS = st.builds(
    Rhythm,
    pace=st.sampled_from(Pace),
    minute=MINUTES,
    weekday=st.integers(0, 6),
    quiet=st.none() | st.tuples(MINUTES, MINUTES),
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("pace", "told"),
    [
        (Pace.AT_ONCE, MONDAY_NOON),
        (Pace.DAILY, datetime(2026, 11, 24, 7, tzinfo=UTC)),
        (Pace.WEEKLY, datetime(2026, 11, 29, 7, tzinfo=UTC)),
    ],
)
def test_each_pace_has_its_time(pace: Pace, told: datetime) -> None:
    """Now, tomorrow at eight in Berlin, on Sunday at eight."""
    assert Rhythm().told_at(pace, MONDAY_NOON, BERLIN) == told


def test_quiet_hours_put_off_what_is_due_in_them() -> None:
    """A story at once and a digest alike; outside them nothing waits."""
    lunch = Rhythm(minute=13 * 60 + 30, quiet=(13 * 60, 14 * 60))
    assert lunch.told_at(Pace.AT_ONCE, MONDAY_NOON, BERLIN) == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert lunch.told_at(Pace.DAILY, MONDAY_NOON, BERLIN) == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert lunch.told_at(Pace.AT_ONCE, MONDAY_NOON, UTC) == MONDAY_NOON
    assert lunch.quiet_at(MONDAY_NOON, UTC) is None
    assert Rhythm().quiet_at(MONDAY_NOON, BERLIN) is None


@given(RHYTHMS, MOMENTS, st.sampled_from([UTC, BERLIN, zone_of("Australia/Lord_Howe")]))
def test_nothing_is_told_in_quiet_hours_nor_too_late(rhythm: Rhythm, now: datetime, clock: tzinfo) -> None:
    """Never before now, never in quiet hours, at most a day (a week) and a night on."""
    for pace, days in ((Pace.AT_ONCE, 0), (Pace.DAILY, 1), (Pace.WEEKLY, 7)):
        told = rhythm.told_at(pace, now, clock)
        assert now <= told <= now + timedelta(days=days + 1, hours=2)
        assert rhythm.quiet_at(told, clock) is None
