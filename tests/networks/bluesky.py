"""Bluesky's public API as far as threads need it: depths, deleted posts, an author's list in pages, handles.

Posts are those of `saved_posts`; what hangs below what, and how many replies each has, is worked out as the network
does: a deleted post is not counted, and what answers it is found in the author's list alone.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.networks.serving import Asked, serving, versioned
from tests.threads.sources.saved_posts import DID, uri

HANDLES = {"mira.example": DID, "otto.example": "did:plc:otto"}


class Bluesky:
    """The network. `deepest` is how far an answer goes down, `highest` how far up, whatever is asked for."""

    def __init__(self, *posts: dict[str, Any], deepest: int = 1_000, highest: int = 1_000, listed: int = 100) -> None:
        self.posts = {post["uri"]: post for post in posts}
        self.asked = Asked()
        self.base = ""
        self.blocked: set[str] = set()
        self.has_list = True
        self._deepest = deepest
        self._highest = highest
        self._listed = listed

    def delete(self, *numbers: int) -> None:
        """Take posts away, as their author does."""
        for number in numbers:
            del self.posts[uri(number)]

    def say(self, *posts: dict[str, Any]) -> None:
        """Posts that are new."""
        self.posts |= {post["uri"]: post for post in posts}

    def link(self, number: int, actor: str = "mira.example") -> str:
        """The address of a post on the network's own site."""
        return f"https://bsky.app/profile/{actor}/post/{uri(number).rpartition('/')[2]}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer questions."""

        async def answer(request: web.Request) -> web.Response:
            value, code = self.answer(request.match_info["method"], request.query)
            return versioned(request, value, code)

        async with serving(self.asked, {"/xrpc/{method}": answer}) as address:
            self.base = address
            yield

    def answer(self, method: str, query: Mapping[str, str]) -> tuple[Any, int]:
        """What a question is answered with, and the code of it."""
        match method:
            case "app.bsky.feed.getPostThread":
                return self._thread(query)
            case "app.bsky.feed.getAuthorFeed":
                return self._feed(query)
            case "app.bsky.actor.getProfile":
                did = HANDLES.get(query["actor"], query["actor"])
                handle = next((handle for handle, known in HANDLES.items() if known == did), None)
                return (
                    ({"did": did, "handle": handle}, 200) if handle else _refusal("InvalidRequest", "Profile not found")
                )
            case _:
                known = HANDLES.get(query["handle"])
                return ({"did": known}, 200) if known else _refusal("InvalidRequest", "Unable to resolve handle")

    def saved(self, number: int) -> dict[str, Any]:
        """The answer to a question for a post and everything around it, as somebody would save it."""
        return {"thread": self._view(uri(number), 1_000, 1_000)}

    def _thread(self, query: Mapping[str, str]) -> tuple[Any, int]:
        depth = min(int(query.get("depth", 6)), self._deepest)
        height = min(int(query.get("parentHeight", 80)), self._highest)
        asked = query["uri"]
        if asked not in self.posts and asked not in self.blocked:
            return _refusal("NotFound", f"Post not found: {asked}")
        return {"thread": self._view(asked, depth, height)}, 200

    def _feed(self, query: Mapping[str, str]) -> tuple[Any, int]:
        actor, limit = query["actor"], min(int(query["limit"]), self._listed)
        if not self.has_list:
            return _refusal("InvalidRequest", "Profile not found")
        own = [post for post in reversed(self.posts.values()) if post["author"]["did"] == actor]
        start = int(query.get("cursor", 0))
        items: list[dict[str, Any]] = [{"post": self._counted(post)} for post in own[start : start + limit]]
        if own and not start:
            items.insert(0, {"post": own[-1], "reason": {"$type": "app.bsky.feed.defs#reasonPin"}})
        more = {"cursor": str(start + limit)} if start + limit < len(own) else {}
        return {"feed": items} | more, 200

    def _view(self, address: str, depth: int, height: int) -> dict[str, Any]:
        if address in self.blocked:
            return {"$type": "app.bsky.feed.defs#blockedPost", "uri": address, "blocked": True}
        post = self.posts.get(address)
        if post is None:
            return {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address, "notFound": True}
        view: dict[str, Any] = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._counted(post)}
        if depth:
            view["replies"] = [self._view(below["uri"], depth - 1, 0) for below in self._below(address)]
        reply = post["record"].get("reply")
        if reply and height:
            view["parent"] = self._view(reply["parent"]["uri"], 0, height - 1)
        return view

    def _counted(self, post: dict[str, Any]) -> dict[str, Any]:
        return post | {"replyCount": len(self._below(post["uri"])) + post["replyCount"]}

    def _below(self, address: str) -> list[dict[str, Any]]:
        answers = ((post, post["record"].get("reply")) for post in self.posts.values())
        return [post for post, reply in answers if reply and reply["parent"]["uri"] == address]


def _refusal(error: str, message: str) -> tuple[Any, int]:
    return {"error": error, "message": message}, 400
