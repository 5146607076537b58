"""An author of Bluesky who is followed: found by their page, and their threads of late."""

import re
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from threads.sources import dates
from threads.sources.answers import DATA, Get
from threads.sources.bluesky_post import link_of
from threads.sources.json_fields import Fields
from threads.sources.live.bluesky import PAGE, Api
from threads.sources.live.source import Latest, Network, Seen, Source, Version
from threads.sources.refusals import NotThere, WrongKind

MOST_PAGES = 5
"""Pages of a list that are looked through, back to the last look."""

_PROFILE = re.compile(r"https?://(?:www\.)?bsky\.app/profile/(?P<actor>[A-Za-z0-9.:_%-]{1,300})(?:[/?#].*)?")


def actor_of(link: str) -> str | None:
    """The author to whose page, or one of whose posts, a link leads."""
    found = _PROFILE.fullmatch(link)
    return found["actor"].replace("%3A", ":") if found else None


async def find(actor: str, get: Get, base: str) -> Source:
    """The author of this handle or DID. Raises LinkRefused."""
    profile = await Api(get, base).call("app.bsky.actor.getProfile", actor=actor)
    did, handle = profile.text("did"), profile.text("handle") or actor
    if not did.startswith("did:"):
        raise NotThere
    return Source(
        network=Network.BLUESKY,
        address=did,
        host=urlsplit(base).hostname or "",
        name=f"@{handle}",
        link=f"https://bsky.app/profile/{handle}",
    )


async def latest(did: str, get: Get, base: str, version: Version, since: datetime) -> Latest | None:
    """The author's threads of two posts and more, back to then; None when nothing changed. Raises LinkRefused."""
    posts: list[Fields] = []
    cursor: dict[str, str] = {}
    given = Version()
    for page in range(MOST_PAGES):
        parameters = {"actor": did, "filter": "posts_and_author_threads", "limit": str(PAGE)} | cursor
        url = f"{base}/xrpc/app.bsky.feed.getAuthorFeed?{urlencode(parameters, safe=':')}"
        answer = await get(url, DATA, None if page else version.headers())
        if answer.status == 400:
            raise NotThere
        if answer.good().status == 304:
            return None
        given = given if page else Version.of(answer)
        value = answer.value()
        if not isinstance(value, dict):
            raise WrongKind(host=answer.host, kind="JSON of another kind")
        holder = Fields(value, "Bluesky's answer")
        items = [item.object("post") for item in holder.objects("feed") if "reason" not in item.values]
        posts += items
        cursor = {"cursor": holder.text("cursor")}
        if not cursor["cursor"] or not items or (_at(items[-1]) or since) <= since:
            break
    return Latest(seen=tuple(_threads(did, posts)), version=given)


def _threads(did: str, posts: list[Fields]) -> list[Seen]:
    """Threads by their first post, each as new as its newest one: a first post alone is no thread yet."""
    found: dict[str, Seen] = {}
    for post in posts:
        link, at = link_of(post), _at(post)
        is_own = link.owner == link.parent_owner == did and (link.root or "").startswith(f"at://{did}/")
        known = found.get(link.root or "")
        if is_own and (known is None or (at and known.at and at > known.at)):
            found[link.root or ""] = Seen(link.root or "", link.id, at)
    return list(found.values())


def _at(post: Fields) -> datetime | None:
    """When the network first saw it: what its author says may be wrong."""
    moment = dates.iso(post.text("indexedAt"))
    return moment.at if moment else None
