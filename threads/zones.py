"""Time zones by name: the tz database's (`Asia/Tehran`), whose clocks know daylight saving, or a fixed offset from UTC.

Names are what is stored; `zone_of` gives the clock behind one. What cities are called is not known here: whoever asks
brings the names (`find`).
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import regex

from threads.letters import fold

ZoneName = NewType("ZoneName", str)
"""A name of the tz database, or an offset as `fixed` writes it."""

MOST_BEHIND, MOST_AHEAD = -12 * 60, 14 * 60
"""The offsets from UTC that are in use somewhere, in minutes."""
SHORTEST = 3
"""Letters of a name's beginning that are enough to find it."""

_OFFSET = regex.compile(r"(?:(?:utc|gmt|z)\s*)?([+-])\s*(\d{1,2})(?:[:.]?(\d{2}))?")
_ZERO = regex.compile(r"utc|gmt|z|(?:utc|gmt)?\s*[+-]?\s*00?(?::?00)?")
_MINUS = str.maketrans("−‐–—", "----")
_APART = regex.compile(r"[\s_\-/.,'’`ʻ\u200c()]+")


def fixed(minutes: int) -> ZoneName:
    """The zone that always is so many minutes ahead of UTC, from `MOST_BEHIND` to `MOST_AHEAD`: `UTC+03:30`."""
    hours, rest = divmod(abs(minutes), 60)
    return ZoneName(f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "UTC")


def offset_in(text: str) -> int | None:
    """Minutes ahead of UTC as somebody writes them: `UTC+3:30`, `GMT-5`, `+0330`, `utc`, in any digits; else None."""
    said = fold(text.translate(_MINUS)).strip()
    if _ZERO.fullmatch(said):
        return 0
    found = _OFFSET.fullmatch(said)
    if found is None:
        return None
    sign, hours, minutes = found.groups(default="0")
    offset = (-1 if sign == "-" else 1) * (int(hours) * 60 + int(minutes))
    return offset if int(minutes) < 60 and MOST_BEHIND <= offset <= MOST_AHEAD else None


@cache
def zone_of(name: str | None) -> tzinfo:
    """The clock of a zone; UTC for None and for a name that this machine does not know.

    Reads a file the first time that it is asked for a name: not inside the event loop.
    """
    offset = 0 if name is None else offset_in(name)
    if offset is not None:
        return timezone(timedelta(minutes=offset)) if offset else UTC
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def offset_at(zone: tzinfo, at: datetime) -> int:
    """How many minutes the zone is ahead of UTC at a moment; seconds of old times are left out."""
    return int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds() // 60)


def place_key(name: str) -> str:
    """The key by which a city or country is found: case, accents, hyphens and spaces make no difference."""
    return _APART.sub(" ", fold(name)).strip()


def find(text: str, places: Mapping[str, Sequence[ZoneName]]) -> list[ZoneName]:
    """The zones that somebody may mean by an offset, a city or a country; none when nobody knows.

    `places` has the zones of each place by its `place_key`. The whole name counts before the beginning of one.
    """
    offset = offset_in(text)
    if offset is not None:
        return [fixed(offset)]
    key = place_key(text)
    if key in places:
        return list(places[key])
    if len(key) < SHORTEST:
        return []
    begun = (zones for place, zones in places.items() if place.startswith(key))
    return list(dict.fromkeys(zone for zones in begun for zone in zones))


@lru_cache(maxsize=2_000)
def number_of(name: ZoneName) -> int:
    """The number that stands for a zone of the tz database in callback data: the same for ever, without a list."""
    return zlib.crc32(name.encode())
