"""An account of Mastodon or its kin that is followed: found by its page, and its threads of late."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from threads.sources import dates
from threads.sources.answers import DATA, Get
from threads.sources.json_fields import Fields
from threads.sources.live.bases import Bases
from threads.sources.live.mastodon import Api
from threads.sources.live.source import Latest, Network, Seen, Source, Version
from threads.sources.mastodon_status import is_status
from threads.sources.refusals import LinkRefused, WrongKind

PAGE = 40
MOST_PAGES = 3
"""Pages of a list that are looked through, back to the last look."""

_PROFILE = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/(?:web/|deck/)?(?:@|users/)"
    r"(?P<name>[\w.-]{1,100}(?:@[\w.:-]{1,253})?)/?(?:[?#].*)?",
    re.ASCII,
)


def account_of(link: str) -> tuple[str, str] | None:
    """Server and name of the account to whose page a link leads, if its shape is that of one."""
    found = _PROFILE.fullmatch(link)
    return (found["host"].lower(), found["name"]) if found else None


async def find(host: str, name: str, get: Get, bases: Bases) -> Source:
    """The account of this name, on its own server when that answers. Raises LinkRefused."""
    account = await _account(host, name, get, bases)
    home = account_of(account.web("url") or "")
    if home and home[0] != host:
        with suppress(LinkRefused):
            account, host = await _account(*home, get, bases), home[0]
    handle = account.text("acct") or name
    return Source(
        network=Network.MASTODON,
        address=f"{host}/{account.identity('id')}",
        host=host,
        name=f"@{handle}" if "@" in handle else f"@{handle}@{host}",
        link=account.web("url") or f"https://{host}/@{name}",
    )


async def _account(host: str, name: str, get: Get, bases: Bases) -> Fields:
    value = await Api(get, bases, host).call(f"accounts/lookup?{urlencode({'acct': name})}")
    account = Fields(value if isinstance(value, dict) else {}, "the account")
    if not account.identity("id") or "acct" not in account.values:
        raise WrongKind(host=host, kind="JSON of another kind")
    return account


async def latest(address: str, get: Get, bases: Bases, version: Version, since: datetime) -> Latest | None:
    """The account's threads with statuses since then; None when nothing changed. Raises LinkRefused."""
    host, _, identity = address.partition("/")
    statuses: list[Fields] = []
    given = Version()
    until: dict[str, str] = {}
    for page in range(MOST_PAGES):
        # Replies to oneself are none for Mastodon.
        parameters = {"exclude_replies": "true", "exclude_reblogs": "true", "limit": str(PAGE)} | until
        url = f"{bases.mastodon_at(host)}/api/v1/accounts/{quote(identity, safe='')}/statuses?{urlencode(parameters)}"
        answer = await get(url, DATA, None if page else version.headers())
        if answer.good().status == 304:
            return None
        given = given if page else Version.of(answer)
        found = _statuses(answer.value())
        statuses += found
        until = {"max_id": found[-1].identity("id") or ""} if found else {}
        if 'rel="next"' not in answer.headers.get("link", "") or not found or (_at(found[-1]) or since) <= since:
            break
    return Latest(seen=tuple(_threads(identity, statuses)), version=given)


def _statuses(value: Any) -> list[Fields]:
    listed = [Fields(each, "a status") for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return [status for status in listed if is_status(status) and status.identity("id")]


def _threads(owner: str, statuses: list[Fields]) -> list[Seen]:
    """Threads by the first of their statuses that is listed: two and more, each as new as its newest one."""
    known = {status.identity("id") or "": status for status in statuses}
    found: dict[str, Seen] = {}
    for identity, status in known.items():
        is_answer = status.identity("in_reply_to_id") is not None
        if is_answer and (
            status.identity("in_reply_to_account_id") == owner or status.identity("in_reply_to_id") in known
        ):
            key, at = _first(identity, known), _at(status)
            before = found.get(key)
            if before is None or (at and before.at and at > before.at):
                found[key] = Seen(key, f"{identity} {status.text('edited_at')}".strip(), at)
    return list(found.values())


def _first(identity: str, known: dict[str, Fields]) -> str:
    passed = {identity}
    while (parent := known[identity].identity("in_reply_to_id")) in known and parent not in passed:
        identity = parent
        passed.add(parent)
    return identity


def _at(status: Fields) -> datetime | None:
    moment = dates.iso(status.text("created_at"))
    return moment.at if moment else None
