"""A thread of Bluesky by its link, from the network's public API.

An answer is cut at a depth without a word, and a deleted post hides what is below it: the first is asked on from, the
second is found in the author's own list of posts.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from threads.sources import dates
from threads.sources.answers import DATA, Get
from threads.sources.bluesky_post import link_of
from threads.sources.json_fields import Fields
from threads.sources.json_values import objects
from threads.sources.live.walk import Found, Walk
from threads.sources.refusals import NotForAll, NotThere, WrongKind

DEPTH = 1_000
"""Posts above and below that an answer may hold: as much as the API gives."""
PAGE = 100
FEED_PAGES, LIKELY_PAGES = 2, 10
"""Pages of the author's list that are looked through for posts behind a deleted one; more where one is known."""

_POST = "app.bsky.feed.post"
_LINK = re.compile(
    r"https?://(?:www\.|main\.)?bsky\.(?:app|dev)/profile/(?P<actor>[A-Za-z0-9.:_%-]{1,300})/post/"
    r"(?P<key>[A-Za-z0-9._:~-]{1,512})/?(?:[?#].*)?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is: its author as the link has them, a handle or a DID, and its key."""

    actor: str
    key: str


def place_of(link: str) -> Place | None:
    """The post that a link leads to; None for another link."""
    found = _LINK.fullmatch(link)
    return Place(found["actor"].replace("%3A", ":"), found["key"]) if found else None


class Api:
    """Bluesky's API at an address."""

    def __init__(self, get: Get, base: str) -> None:
        self._get = get
        self._base = base

    async def call(self, method: str, **parameters: str | int) -> Fields:
        """Ask. Raises LinkRefused; for what is not there, and for what a name that nobody has leads to, NotThere."""
        answer = await self._get(f"{self._base}/xrpc/{method}?{urlencode(parameters, safe=':')}", DATA)
        if answer.status == 400:
            raise NotThere
        value = answer.good().value()
        if not isinstance(value, dict):
            raise WrongKind(host=answer.host, kind="JSON of another kind")
        return Fields(value, "Bluesky's answer")

    async def did(self, actor: str) -> str:
        """The id that stays when a handle changes."""
        if actor.startswith("did:"):
            return actor
        resolved = await self.call("com.atproto.identity.resolveHandle", handle=actor.removeprefix("@"))
        return resolved.text("did")


async def gather(place: Place, get: Get, base: str) -> list[Any]:
    """Everything of the thread that a post belongs to, as `bluesky.parse` takes it. Raises LinkRefused."""
    api = Api(get, base)
    asked = f"at://{await api.did(place.actor)}/{_POST}/{place.key}"
    thread = _Thread(api)
    await thread.walk.look(asked)
    if asked not in thread.walk.posts:
        raise NotForAll(host="Bluesky") if thread.gaps.get(asked, {}).get("blocked") else NotThere()
    return await thread.pages(asked)


class _Thread:
    """One thread while it is put together. `gaps` are the posts that answers say are gone."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.walk = Walk(self._look)
        self.gaps: dict[str, dict[str, Any]] = {}

    async def pages(self, asked: str) -> list[Any]:
        """Everything, from one of its posts."""
        top = self.walk.posts[await self._begin(asked)]
        await self.walk.down(top.link.id)
        kept = self.walk.run(top.link.id)
        if top.link.id == top.link.root:
            # Some accounts show their posts and no list of them: then a deleted post ends the thread.
            with suppress(NotThere):
                await self._over_gaps(top)
            kept = {key: found for key, found in self.walk.posts.items() if _is_own(found, top)}
        gaps = [gap for uri, gap in self.gaps.items() if uri not in self.walk.posts]
        return [{"posts": [found.value for found in kept.values()]}, *gaps]

    async def _begin(self, asked: str) -> str:
        """Where the run begins; behind a deleted post of their own, where the conversation does if that is theirs."""
        top = await self.walk.top(asked)
        link = self.walk.posts[top].link
        if link.parent_owner == link.owner and link.parent not in self.walk.posts and link.root not in (None, top):
            root = str(link.root)
            with suppress(NotThere):
                await self.walk.look(root)
            if root in self.walk.posts and self.walk.posts[root].link.owner == link.owner:
                return root
        return top

    async def _look(self, uri: str) -> None:
        answer = await self._api.call("app.bsky.feed.getPostThread", uri=uri, depth=DEPTH, parentHeight=DEPTH)
        for holder in objects(answer.values.get("thread"), "Bluesky's answer"):
            self._add(holder)
            gone = holder.values.get("uri")
            if isinstance(gone, str) and (holder.values.get("notFound") or holder.values.get("blocked")):
                self.gaps[gone] = holder.values

    def _add(self, holder: Fields) -> None:
        view = holder.values.get("post")
        if isinstance(view, dict) and isinstance(view.get("record"), dict) and "uri" in view:
            fields = Fields(view, holder.where)
            self.walk.add(Found(link_of(fields), view, fields.count("replyCount") or 0))

    async def _over_gaps(self, top: Found) -> None:
        """Find what hangs below deleted posts: in the author's list, back to where the thread began."""
        began = _written(top)
        cursor: dict[str, str] = {}
        for _ in range(LIKELY_PAGES if self.gaps else FEED_PAGES):
            page = await self._api.call(
                "app.bsky.feed.getAuthorFeed", actor=top.link.owner, filter="posts_with_replies", limit=PAGE, **cursor
            )
            items = page.objects("feed")
            before = set(self.walk.posts)
            for item in items:
                if "reason" not in item.values:
                    self._add(item)
            await self._look_behind(set(self.walk.posts) - before, top)
            cursor = {"cursor": page.text("cursor")}
            if not cursor["cursor"] or not items or _is_before(items[-1], began):
                break

    async def _look_behind(self, new: set[str], top: Found) -> None:
        for uri in sorted(new):
            found = self.walk.posts[uri]
            if _is_own(found, top) and found.link.parent not in self.walk.posts:
                await self.walk.look(uri)
                await self.walk.down(uri)


def _is_own(found: Found, top: Found) -> bool:
    """Whether a post is the author's, in the conversation that `top` begins."""
    return found.link.owner == top.link.owner and found.link.root == top.link.id


def _written(found: Found) -> str:
    return _time(Fields(found.value, "a post"))


def _is_before(item: Fields, began: str) -> bool:
    said = _time(item.object("post"))
    return bool(said and began) and said < began


def _time(view: Fields) -> str:
    """When the network first saw it, in a form whose order is that of time; what its author says may be wrong."""
    moment = dates.iso(view.text("indexedAt"))
    return moment.at.isoformat() if moment else ""
