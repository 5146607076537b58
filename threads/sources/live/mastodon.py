"""A thread of Mastodon or its kin by its link, from the public API of the author's own server.

A context shows 40 posts above and 60 below to those without an account, to a depth of 20: the walk asks on from the
last own post. Other servers know other people's threads in part only, so the author's server is asked where it answers.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from threads.sources.answers import DATA, Get
from threads.sources.json_fields import Fields
from threads.sources.json_values import objects
from threads.sources.live.bases import Bases
from threads.sources.live.walk import Found, Walk
from threads.sources.mastodon_status import is_status
from threads.sources.refusals import LinkRefused, WrongKind
from threads.sources.self_threads import Link

_ID = r"(?P<id>[0-9]{1,25}|[0-9A-Za-z]{18,26})"
_LINK = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)"
    r"(?:/(?:web|deck))?/(?:@[\w.-]{1,100}(?:@[\w.:-]{1,253})?(?:/statuses)?|users/[\w.-]{1,100}/statuses"
    rf"|statuses|notice)/{_ID}/?(?:[?#].*)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a status is: a server and the id that it has there."""

    host: str
    id: str


def place_of(link: str) -> Place | None:
    """The status that a link leads to, if its shape is that of one; other sites have such links too."""
    found = _LINK.fullmatch(link)
    return Place(found["host"].lower(), found["id"]) if found else None


async def gather(place: Place, get: Get, bases: Bases) -> list[Any]:
    """Everything of the thread that a status belongs to, as `mastodon.parse` takes it. Raises LinkRefused."""
    api = Api(get, bases, place.host)
    status = await api.status(place.id)
    home = _home(status)
    if home and home.host != place.host:
        # What it can't give, a server that is closed or gone, the one that was named can.
        try:
            there = Api(get, bases, home.host)
            status, api = await there.status(home.id), there
        except LinkRefused:
            pass
    return await _Thread(api).pages(status)


class Api:
    """A server's API."""

    def __init__(self, get: Get, bases: Bases, host: str) -> None:
        self._get = get
        self._base = bases.mastodon_at(host)

    async def call(self, path: str) -> Any:
        """Ask. Raises LinkRefused."""
        answer = await self._get(f"{self._base}/api/v1/{path}", DATA)
        return answer.good().value()

    async def status(self, identity: str) -> Fields:
        """A status. Raises LinkRefused, also for what is none."""
        value = await self.call(f"statuses/{quote(identity, safe='')}")
        status = Fields(value if isinstance(value, dict) else {}, "the answer")
        if not is_status(status) or not status.identity("id"):
            raise WrongKind(host=urlsplit(self._base).hostname or "", kind="JSON of another kind")
        return status


class _Thread:
    """One thread while it is put together."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._walk = Walk(self._look)

    async def pages(self, status: Fields) -> list[Any]:
        """Everything, from one of its posts."""
        self._add(status)
        top = await self._walk.top(status.identity("id") or "")
        await self._walk.down(top)
        return [found.value for found in self._walk.run(top).values()]

    async def _look(self, identity: str) -> None:
        context = await self._api.call(f"statuses/{quote(identity, safe='')}/context")
        for status in objects(context, "a context"):
            if is_status(status):
                self._add(status)

    def _add(self, status: Fields) -> None:
        identity = status.identity("id")
        if identity:
            owner = status.object("account").identity("id") or ""
            link = Link(id=identity, owner=owner, parent=status.identity("in_reply_to_id"))
            self._walk.add(Found(link, status.values, status.count("replies_count") or 0))


def _home(status: Fields) -> Place | None:
    """Where the author's own server has it."""
    return place_of(status.web("url") or "") or place_of(status.web("uri") or "")
