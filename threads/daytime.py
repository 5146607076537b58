"""Times of day by the clock on somebody's wall: when it next shows a time, and when their night ends.

All moments are aware and compared in UTC. A time that a change of clocks leaves out comes an hour later by the new
clock; one that comes twice counts the first time.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto

import regex

from threads.letters import fold

DAY = 24 * 60
"""Minutes of a day: a time of day is a number below it."""

NOON, NIGHTS_END = 12 * 60, 5 * 60
"""What is still tonight: from noon on, and past midnight up to five."""


class Near(Enum):
    """Days that are named from today."""

    TODAY = auto()
    TONIGHT = auto()
    TOMORROW = auto()


Day = Near | int
"""A day as people name it: from today, or a weekday, 0 for Monday to 6."""

_TIME = regex.compile(r"(\d{1,2})(?:\s*[:.h٫]\s*(\d{2}))?\s*(?:h|(am|pm|a\.m\.|p\.m\.))?")
_JOINER, _BETWEEN = "\u200c", " \t\n,،"
_DATE_TIME = regex.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\s*t\s*|\s*,\s*|\s+)(\S.*)")


def time_in(text: str) -> int | None:
    """The time of day, in minutes after midnight, that somebody writes: `8`, `08:30`, `8.30 pm`, `٢٠:١٥`; else None."""
    found = _TIME.fullmatch(fold(text).strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def moment_in(text: str, zone: tzinfo, now: datetime, names: Mapping[str, Day] | None = None) -> datetime | None:
    """The moment that somebody in a zone writes: `18:30` is the next one, `2026-12-01 18:30` that day's.

    With `names` of days `tomorrow 18:30` and `Fri 9:30` are read too, the day before the time or after it. In UTC, and
    maybe in the past where a date or today is given. None when it can't be read or there is no such day.
    """
    if named := _named(fold(text).strip(), names or {}):
        return _on(*named, zone, now)
    dated = _DATE_TIME.fullmatch(fold(text).strip())
    minute = time_in(dated[4] if dated else text)
    if minute is None:
        return None
    if dated is None:
        return next_time(now, minute, zone)
    try:
        day = datetime(int(dated[1]), int(dated[2]), int(dated[3]), tzinfo=zone)
        return _shown(day, minute)
    except (ValueError, OverflowError):
        return None


def _named(written: str, names: Mapping[str, Day]) -> tuple[Day, int] | None:
    """The day and the time of day that somebody writes, in either order."""
    for name, day in names.items():
        for spelling in {fold(name), fold(name.replace(_JOINER, " "))}:
            time = _without(spelling, written)
            if time is not None and (minute := time_in(time)) is not None:
                return day, minute
    return None


def _without(name: str, written: str) -> str | None:
    """What is written before or after a name; None where the name does not stand apart at either end."""
    before, found, after = written.partition(name)
    beside = before or after
    bare = beside.strip(_BETWEEN)
    return bare if found and bare != beside and not (before and after) else None


def _on(day: Day, minute: int, zone: tzinfo, now: datetime) -> datetime | None:
    """When the zone's clock shows a time on a day; None for a night that has no such time."""
    today = now.astimezone(zone)
    match day:
        case Near.TODAY:
            return _shown(today, minute)
        case Near.TOMORROW:
            return _shown(today + timedelta(days=1), minute)
        case Near.TONIGHT:
            if NIGHTS_END <= minute < NOON:
                return None
            return _shown(today + timedelta(days=minute < NOON), minute)
        case weekday:
            return next_time(now, minute, zone, weekday)


def next_time(after: datetime, minute: int, zone: tzinfo, weekday: int | None = None) -> datetime:
    """The first moment after this one at which the zone's clock shows a time of day; in UTC.

    `weekday` is 0 for Monday to 6; None for any day.
    """
    today = after.astimezone(zone)
    # From yesterday: a time that clocks leave out just before midnight falls on the day after.
    days = (today + timedelta(days=number) for number in range(-1, 9))
    shown = (_shown(day, minute) for day in days if weekday is None or day.weekday() == weekday)
    return next(moment for moment in shown if moment > after)


def quiet_until(at: datetime, begins: int, ends: int, zone: tzinfo) -> datetime | None:
    """When the quiet hours end in which a moment lies, in UTC; None outside them.

    Both are times of day; where the end is not after the beginning it is the next day's. Equal ones are no hours.
    """
    if begins == ends:
        return None
    today = at.astimezone(zone)
    for number in (-1, 0):
        began = _shown(today + timedelta(days=number), begins)
        end = _shown(today + timedelta(days=number + (ends < begins)), ends)
        if began <= at < end:
            return end
    return None


def _shown(day: datetime, minute: int) -> datetime:
    """When the clock of the day's zone shows a time on that day."""
    return day.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0, fold=0).astimezone(UTC)
