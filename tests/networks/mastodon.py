"""A Mastodon server's public API as far as threads need it: statuses, and contexts with the caps for strangers.

Descendants come depth first, the author's own replies before others'; the status itself is in no context.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.networks.serving import Asked, serving, versioned

ABOVE, BELOW, DEEPEST = 40, 60, 20


class Mastodon:
    """A server by its name. Statuses are those of `saved_posts`."""

    def __init__(self, *statuses: dict[str, Any], host: str = "sea.example", listed: int = 40) -> None:
        self.statuses = {status["id"]: status for status in statuses}
        self.asked = Asked()
        self.host = host
        self._most_listed = listed
        self.base = ""

    @property
    def bases(self) -> dict[str, str]:
        """Where this server is asked."""
        return {self.host: self.base}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer questions."""
        routes = {
            "/api/v1/statuses/{id}": self._status,
            "/api/v1/statuses/{id}/context": self._context,
            "/api/v1/accounts/lookup": self._lookup,
            "/api/v1/accounts/{id}/statuses": self._listed,
        }
        async with serving(self.asked, routes) as address:
            self.base = address
            yield

    def say(self, *statuses: dict[str, Any]) -> None:
        """Statuses that are new."""
        self.statuses |= {status["id"]: status for status in statuses}

    def saved(self, number: int) -> list[Any]:
        """A status and its context as somebody with an account would save them: with no caps."""
        identity = f"1{number:05}"
        below = list(self._below(identity, 1_000))
        return [self._counted(identity), {"ancestors": self._above(identity), "descendants": below}]

    def answer(self, path: str) -> Any:
        """What a status, or its context, is answered with."""
        identity = path.split("/")[4]
        if path.endswith("/context"):
            return {"ancestors": self._above(identity)[-ABOVE:], "descendants": self._below(identity, DEEPEST)[:BELOW]}
        return self._counted(identity)

    async def _status(self, request: web.Request) -> web.Response:
        identity = request.match_info["id"]
        if identity not in self.statuses:
            return web.json_response({"error": "Record not found"}, status=404)
        return web.json_response(self.answer(request.path))

    async def _context(self, request: web.Request) -> web.Response:
        return web.json_response(self.answer(request.path))

    async def _lookup(self, request: web.Request) -> web.Response:
        named = request.query["acct"].partition("@")[0]
        found = (status["account"] for status in self.statuses.values() if status["account"]["username"] == named)
        account = next(found, None)
        return web.json_response(account or {"error": "Record not found"}, status=200 if account else 404)

    async def _listed(self, request: web.Request) -> web.Response:
        limit, until = min(int(request.query.get("limit", 20)), self._most_listed), request.query.get("max_id", "~")
        own = [self._counted(identity) for identity in sorted(self.statuses, reverse=True) if identity < until]
        own = [status for status in own if status["account"]["id"] == request.match_info["id"]]
        page = own[:limit]
        headers = {}
        if len(own) > limit:
            headers["Link"] = f'<{self.base}{request.path}?max_id={page[-1]["id"]}>; rel="next"'
        return versioned(request, page, 200, **headers)

    def _counted(self, identity: str) -> dict[str, Any]:
        status = self.statuses[identity]
        return status | {"replies_count": status["replies_count"] + len(self._replies(identity))}

    def _above(self, identity: str) -> list[dict[str, Any]]:
        above: list[dict[str, Any]] = []
        while (parent := self.statuses[identity]["in_reply_to_id"]) in self.statuses:
            above.insert(0, self._counted(parent))
            identity = parent
        return above

    def _below(self, identity: str, depth: int) -> list[dict[str, Any]]:
        if not depth:
            return []
        found = []
        owner = self.statuses[identity]["account"]["id"]
        for reply in sorted(self._replies(identity), key=lambda reply: reply["account"]["id"] != owner):
            found += [self._counted(reply["id"]), *self._below(reply["id"], depth - 1)]
        return found

    def _replies(self, identity: str) -> list[dict[str, Any]]:
        return [status for status in self.statuses.values() if status["in_reply_to_id"] == identity]
