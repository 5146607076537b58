"""The dates that texts and pages carry, as moments: ISO 8601, and the "Oct 26, 2022" of Thread Reader.

No clock: the present day comes in as a value.
"""

import re
from datetime import UTC, date, datetime, time

from threads.model import Moment, Precision

_OFFSET = re.compile(r"[ \t]++([+-]\d\d:?\d\d|Z)$")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_SHORT_MONTHS = tuple(month[:3] for month in _MONTHS)
_SPELT_OUT = re.compile(
    r"\w{3} (?P<month>\w{3}) (?P<day>\d\d) (?P<time>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4}) (?P<year>\d{4})", re.ASCII
)

_LEAP_GAP = 8
"""The longest way back to a 29 February, in years."""


def iso(said: str) -> Moment | None:
    """A date, or a date and time, in ISO 8601; without an offset only its day is known. None for other spellings."""
    try:
        at = datetime.fromisoformat(_OFFSET.sub(r"\1", said))
        return Moment(at=at) if at.tzinfo else on(at.date())
    except (ValueError, OverflowError):
        return None


def spelt_out(said: str) -> Moment | None:
    """A time as X spells it, `Wed Oct 26 09:30:00 +0000 2022`; None for other spellings."""
    found = _SPELT_OUT.fullmatch(said.strip())
    if not found or found["month"].lower() not in _SHORT_MONTHS:
        return None
    month = _SHORT_MONTHS.index(found["month"].lower()) + 1
    return iso(f"{found['year']}-{month:02}-{found['day']}T{found['time']}{found['zone']}")


def on(day: date) -> Moment:
    """A moment of which only the day is known."""
    return Moment(at=datetime.combine(day, time(), UTC), precision=Precision.DAY)


def month_day(month: str, day: str, year: str | None, today: date) -> Moment | None:
    """A date by the English name of its month, of three letters or more; None when there is no such day.

    Thread Reader leaves out the current year: without one it is the latest that does not put the date after `today`.
    """
    names = [name for name in _MONTHS if len(month) > 2 and name.startswith(month.lower())]
    if not names:
        return None
    number = _MONTHS.index(names[0]) + 1
    years = [int(year)] if year else range(today.year, max(today.year - _LEAP_GAP - 1, 0), -1)
    days = (_existing(each, number, int(day)) for each in years)
    return next((on(each) for each in days if each and (year or each <= today)), None)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
