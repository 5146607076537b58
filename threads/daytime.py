"""Times of day by the clock on somebody's wall: when it next shows a time, and when their night ends.

All moments are aware and compared in UTC. A time that a change of clocks leaves out comes an hour later by the new
clock; one that comes twice counts the first time.
"""

from datetime import UTC, datetime, timedelta, tzinfo

import regex

from threads.letters import fold

DAY = 24 * 60
"""Minutes of a day: a time of day is a number below it."""

_TIME = regex.compile(r"(\d{1,2})(?:\s*[:.h٫]\s*(\d{2}))?\s*(?:h|(am|pm|a\.m\.|p\.m\.))?")
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


def moment_in(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The moment that somebody in a zone writes: `18:30` is the next one, `2026-12-01 18:30` that day's.

    In UTC, and maybe in the past where a date is given. None when it can't be read or there is no such day.
    """
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
