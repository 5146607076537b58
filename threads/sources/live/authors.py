"""Authors and feeds that can be followed: by their link, whatever network they are on."""

from datetime import datetime

from threads.sources import bluesky, mastodon
from threads.sources.answers import Get
from threads.sources.live import bluesky as bluesky_live
from threads.sources.live import bluesky_author, feed_source, mastodon_author
from threads.sources.live import mastodon as mastodon_live
from threads.sources.live.bases import Bases
from threads.sources.live.gathered import Gathered
from threads.sources.live.source import Latest, Network, Source, Version
from threads.sources.refusals import Garbled, NotFollowed, NotReached, NotThere, Untrusted, Unwilling, WrongKind
from threads.sources.status_links import is_on_x

_NO_ACCOUNT = (NotThere, Garbled, WrongKind, Unwilling, Untrusted, NotReached)
"""What other sites answer where an account is asked for."""


async def find(link: str, get: Get, bases: Bases) -> Source:
    """Who is behind a link. Raises LinkRefused, NotFollowed where there is nobody who can be followed."""
    if actor := bluesky_author.actor_of(link):
        return await bluesky_author.find(actor, get, bases.bluesky)
    if is_on_x(link):
        raise NotFollowed
    if account := mastodon_author.account_of(link):
        try:
            return await mastodon_author.find(*account, get, bases)
        except _NO_ACCOUNT:
            if account[0] in bases.mastodon:
                raise
    return await feed_source.find(link, get)


async def latest(source: Source, get: Get, bases: Bases, version: Version, since: datetime) -> Latest | None:
    """What somebody has out now; None when nothing changed since this version. Raises LinkRefused.

    `since` is the last look: threads without a post since then may be left out.
    """
    if source.network is Network.BLUESKY:
        return await bluesky_author.latest(source.address, get, bases.bluesky, version, since)
    if source.network is Network.MASTODON:
        return await mastodon_author.latest(source.address, get, bases, version, since)
    return await feed_source.latest(source.address, get, version)


async def gather(source: Source, key: str, get: Get, bases: Bases) -> Gathered:
    """All of one thread of an author's list. Feeds hold theirs already. Raises LinkRefused."""
    if source.network is Network.BLUESKY:
        place = bluesky_live.Place(source.address, key.rpartition("/")[2])
        return Gathered(bluesky.NAME, await bluesky_live.gather(place, get, bases.bluesky))
    status = mastodon_live.Place(source.host, key)
    return Gathered(mastodon.NAME, await mastodon_live.gather(status, get, bases))
