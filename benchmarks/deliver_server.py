"""A Bot API server that counts what is sent: for `benchmarks.deliver`, a process of its own.

It has a bucket of so many messages a second with a small burst, and answers 429 beyond; every call takes its time.

    python -m benchmarks.deliver_server PORT RATE BURST
"""

import asyncio
import random
import sys
import time
from typing import Any

import orjson
from aiohttp import web

TOKEN = "1:benchmark"
LEAST, MOST = 0.05, 0.15
"""Seconds that a call takes."""


class Bucket:
    """Tokens that come back at a rate, at most a burst of them."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.seen = burst, time.monotonic()
        self.sent: list[float] = []
        self.refused = 0

    def take(self) -> bool:
        """Whether one more message passes."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.seen) * self.rate)
        self.seen = now
        if self.tokens < 1:
            self.refused += 1
            return False
        self.tokens -= 1
        self.sent.append(now)
        return True


def make(bucket: Bucket) -> web.Application:
    """The server."""
    app = web.Application()

    async def call(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "getUpdates":
            await asyncio.sleep(5)
            return _answer([])
        passes = method != "sendMessage" or bucket.take()
        await asyncio.sleep(random.uniform(LEAST, MOST))  # noqa: S311  # latency, no secret
        if not passes:
            refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
            return web.json_response({**refusal, "parameters": {"retry_after": 1}}, status=429)
        if method == "getMe":
            return _answer({"id": 1, "is_bot": True, "first_name": "Spool", "username": "spool_bot"})
        return _answer({"message_id": len(bucket.sent)} if method == "sendMessage" else True)

    async def taken(request: web.Request) -> web.Response:
        return _answer({"sent": len(bucket.sent), "refused": bucket.refused})

    app.router.add_route("*", f"/bot{TOKEN}/{{method}}", call)
    app.router.add_get("/taken", taken)
    return app


def _answer(result: Any) -> web.Response:
    return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")


if __name__ == "__main__":
    port, rate, burst = (float(argument) for argument in sys.argv[1:4])
    web.run_app(make(Bucket(rate, burst)), host="127.0.0.1", port=int(port), print=None, access_log=None)
