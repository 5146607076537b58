"""What a server answers, and asking one: the sources behind links know these, and nothing of how it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson

from threads.sources import dates
from threads.sources.refusals import Failing, Garbled, Limited, LinkRefused, NotForAll, NotThere, Unwilling

MIB = 1024 * 1024
PATIENCE = 300.0
"""Seconds to wait where a server asks for patience and does not say how long."""
_WHEN = ("retry-after", "ratelimit-reset", "x-ratelimit-reset")
_A_MOMENT = 1_000_000_000
"""From here on a number is a moment in Unix seconds."""
LONGEST = 24 * 3600.0
"""Seconds after which a server is asked again, however long it wants to be left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What is expected behind an address: how it is asked for, the types it may have, its size and its time.

    `types` are beginnings of content types, all of them when there is none; `most` counts bytes, packed and unpacked;
    `seconds` are for everything from the first redirect to the last byte.
    """

    accept: str
    types: tuple[str, ...] = ()
    most: int = 16 * MIB
    seconds: float = 20.0


DATA = Want(accept="application/json", types=("application/json",), most=8 * MIB)
PAGE = Want(
    accept="text/html, application/rss+xml, application/atom+xml, application/json;q=0.9, text/*;q=0.8",
    types=(
        "text/",
        "application/json",
        "application/feed+json",
        "application/x-ndjson",
        "application/xml",
        "application/xhtml+xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `url` is where it came from after all redirects; names of headers are in lower case.

    Of what is no good answer (`status`), the body's beginning is there.
    """

    status: int
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).hostname or ""

    def value(self) -> Any:
        """The body as JSON. Raises Garbled."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Garbled(host=self.host) from error

    def good(self) -> "Answer":
        """The answer itself when it is one. Raises LinkRefused: what its status says."""
        if self.status in (200, 304):
            return self
        raise self._why()

    def _why(self) -> LinkRefused:
        if self.status == 429 or (self.status == 503 and "retry-after" in self.headers):
            return Limited.wait(self.host, self.wait())
        if self.status in (404, 410):
            return NotThere()
        if self.status in (401, 403):
            return NotForAll(host=self.host)
        if self.status >= 500:
            return Failing(host=self.host, status=self.status)
        return Unwilling(host=self.host, status=self.status)

    def wait(self) -> float:
        """Seconds that the server wants to be left alone for: `Retry-After`, else until its limit is counted anew."""
        name, said = next(((name, said) for name in _WHEN if (said := self.headers.get(name, "").strip())), ("", ""))
        if said.isascii() and said.isdigit() and (name == _WHEN[0] or int(said) < _A_MOMENT):
            return min(float(said), LONGEST)
        until, now = _moment(said), _moment(self.headers.get("date", ""))
        return min(max((until - now).total_seconds(), 1.0), LONGEST) if until and now else PATIENCE


def _moment(said: str) -> datetime | None:
    """A moment as servers write it: as HTTP does, in ISO 8601 (Mastodon), in Unix seconds (Bluesky)."""
    try:
        if said.isascii() and said.isdigit():
            return datetime.fromtimestamp(int(said), UTC)
        found = dates.iso(said)
        return found.at if found else parsedate_to_datetime(said).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


class Get(Protocol):
    """Asks for an address. Raises LinkRefused when there is no answer; one that says no is an answer too."""

    async def __call__(self, url: str, want: Want, headers: Mapping[str, str] | None = None) -> Answer:
        """`headers` are sent beside those that are always sent."""
        ...
