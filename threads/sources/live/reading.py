"""A story by its link, whatever network it lives on: by the link's shape, else by what comes back.

First everything is gathered, which is asking and waiting; then stories are made of it, which is reading what strangers
wrote, and may be done elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from threads.model import Thread
from threads.sources import bluesky, fxtwitter, mastodon
from threads.sources.answers import Get
from threads.sources.live import bluesky as bluesky_live
from threads.sources.live import fxtwitter as fxtwitter_live
from threads.sources.live import mastodon as mastodon_live
from threads.sources.live import page
from threads.sources.live.bases import Bases
from threads.sources.live.gathered import Gathered
from threads.sources.posts import Faults
from threads.sources.refusals import Garbled, NotOffered, NotReached, NotThere, Untrusted, Unwilling, WrongKind
from threads.sources.status_links import tweet_of

NAME = "This link"

_NO_STATUS = (NotThere, Garbled, WrongKind, Unwilling, Untrusted, NotReached)
"""What other sites answer where a status is asked for."""
_PARSE: dict[str, Callable[[Iterable[Any], str, Faults], Iterator[Thread]]] = {
    bluesky.NAME: bluesky.parse,
    mastodon.NAME: mastodon.parse,
    fxtwitter.NAME: fxtwitter.parse,
}


async def gather(link: str, get: Get, bases: Bases) -> Gathered:
    """Everything behind a link that stories are made of. Raises LinkRefused and UnreadableSource."""
    if post := bluesky_live.place_of(link):
        return Gathered(bluesky.NAME, await bluesky_live.gather(post, get, bases.bluesky))
    if tweet := tweet_of(link):
        if not bases.fxtwitter:
            raise NotOffered
        return Gathered(fxtwitter.NAME, await fxtwitter_live.gather(tweet, get, bases.fxtwitter))
    if status := mastodon_live.place_of(link):
        return await _status(status, link, get, bases)
    return await page.gather(link, get)


def stories(gathered: Gathered, today: date) -> Iterator[Thread]:
    """The stories of what was gathered. `today` completes dates without a year.

    Raises UnreadableSource and NoStory, also after the last story for what beside them can't be read.
    """
    if gathered.network:
        return _PARSE[gathered.network](gathered.pages, NAME, Faults("parts"))
    return page.stories(gathered, today)


async def _status(status: mastodon_live.Place, link: str, get: Get, bases: Bases) -> Gathered:
    """What looks like a status may be another site's page: it is read as one when there is no such status."""
    try:
        return Gathered(mastodon.NAME, await mastodon_live.gather(status, get, bases))
    except _NO_STATUS:
        if status.host in bases.mastodon:
            raise
        return await page.gather(link, get)
