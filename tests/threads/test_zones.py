"""Time zones: offsets as people write them, clocks behind names, and places found by a name or its beginning."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.zones import MOST_AHEAD, MOST_BEHIND, ZoneName, find, fixed, number_of, offset_at, offset_in, zone_of

TEHRAN, BERLIN, YORK = ZoneName("Asia/Tehran"), ZoneName("Europe/Berlin"), ZoneName("America/New_York")
PLACES = {"tehran": [TEHRAN], "berlin": [BERLIN], "new york": [YORK], "new town": [YORK, BERLIN]}
SUMMER, WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("UTC+3:30", 210), ("utc +3:30", 210), ("GMT-5", -300), ("+0330", 210), ("-5", -300), ("−5", -300),
        ("UTC", 0),
        ("z", 0), ("gmt", 0), ("UTC+0", 0), ("UTC-00:00", 0), ("+۳:۳۰", 210), ("UTC+٣", 180), ("+14", 840),
        ("-12", -720),
        ("+5.45", 345), (" UTC+5:45 ", 345),
    ],
)  # fmt: skip
def test_an_offset_is_read_as_people_write_it(text: str, minutes: int) -> None:
    """With or without its name, its colon and its minutes, in any digits."""
    assert offset_in(text) == minutes


@pytest.mark.parametrize("text", ["", "+", "3", "+15", "-13", "UTC+3:75", "Tehran", "+3:3", "++3", "UTC+14:30"])
def test_what_is_no_offset_is_none(text: str) -> None:
    """Neither a number alone nor one that no place has."""
    assert offset_in(text) is None


@given(st.integers(MOST_BEHIND, MOST_AHEAD))
def test_a_fixed_zone_is_as_far_ahead_as_its_name_says(minutes: int) -> None:
    """What is stored is read back, and its clock never changes."""
    zone = zone_of(fixed(minutes))
    assert offset_in(fixed(minutes)) == minutes
    assert offset_at(zone, SUMMER) == offset_at(zone, WINTER) == minutes


def test_a_city_has_its_daylight_saving() -> None:
    """Two hours ahead in Berlin's summer and one in its winter; Tehran has none any more."""
    assert (offset_at(zone_of(BERLIN), SUMMER), offset_at(zone_of(BERLIN), WINTER)) == (120, 60)
    assert (offset_at(zone_of(TEHRAN), SUMMER), offset_at(zone_of(TEHRAN), WINTER)) == (210, 210)


@pytest.mark.parametrize("name", [None, "UTC", "Nowhere/Town", "../etc/passwd", "", "a\0b"])
def test_a_name_that_nobody_knows_is_utc(name: str | None) -> None:
    """A database from a machine with newer zones, or no choice at all: never an error."""
    assert zone_of(name) is UTC


def test_an_offset_of_seconds_is_cut_to_minutes() -> None:
    """As clocks had before there were zones."""
    assert offset_at(timezone(timedelta(minutes=19, seconds=32)), SUMMER) == 19


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Tehran", [TEHRAN]), ("  NEW-YORK ", [YORK]), ("new_york", [YORK]), ("Berl", [BERLIN]),
        ("new", [YORK, BERLIN]),
        ("ne", []), ("york", []), ("", []), ("+1", [fixed(60)]), ("UTC", [ZoneName("UTC")]), ("Berlín", [BERLIN]),
    ],
)  # fmt: skip
def test_a_place_is_found_by_its_name_or_its_beginning(text: str, zones: list[ZoneName]) -> None:
    """Case, accents and hyphens make no difference; three letters are enough; each zone once."""
    assert find(text, PLACES) == zones


def test_numbers_of_zones_stay_what_they_are() -> None:
    """They stand in buttons that live for ever."""
    assert (number_of(TEHRAN), number_of(BERLIN)) == (227364928, 1229756374)
