"""Long polling: asks Telegram for updates and hands them on, through any fault, until it is stopped."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.dispatch import Raw
from bot.errors import AlreadyPolling, BadToken
from bot.transport import Transport
from handlers.gateway import NoAnswer

POLL = 30
"""Seconds that one request waits for news at the server."""
POLL_LIMIT = POLL + 10.0
"""Seconds after which a request counts as hanging."""
CONFIRM_LIMIT = 1.0
"""Seconds for the last request of a program that is asked to stop."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds between tries while Telegram is away: doubled from first to longest."""
YOUNG = 60.0
"""Seconds in which a second process with the same token makes this one stop: it is the one just begun."""

BREATH = 0.01
"""Seconds between two requests while there is news: what comes within them is fetched together, at less cost."""

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")

_log = structlog.get_logger()


class Polling:
    """Takes updates in order and remembers how far it came. `put` may wait: then nothing more is taken.

    For `young` seconds it gives way to another process with the same token, later it waits until that one is gone.
    """

    def __init__(self, transport: Transport, put: Callable[[Raw], Awaitable[None]], young: float = YOUNG) -> None:
        self._transport = transport
        self._young = young
        self._put = put
        self._offset = 0
        self._pause = 0.0
        self.displaced = False
        """Whether another process polls with the same token now: one more request would end its poll."""
        self._began = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Poll until cancelled. Raises BadToken, and AlreadyPolling when another process has the token."""
        while True:
            updates = await self._ask()
            for update in updates:
                await self._put(update)
                # Not before: whoever is stopped while waiting for room has not taken this one.
                self._offset = update["update_id"] + 1
            if updates:
                await asyncio.sleep(BREATH)

    async def confirm(self) -> None:
        """Tell Telegram how far we came, so that what is done is not sent again after a restart."""
        if self._offset:
            payload = {"offset": self._offset, "limit": 1, "timeout": 0, "allowed_updates": ALLOWED}
            try:
                await self._transport.poll(payload, CONFIRM_LIMIT)
            except NoAnswer as silence:
                _log.warning("the last updates may be handled again after the restart", why=str(silence))

    async def _ask(self) -> list[dict[str, Any]]:
        payload = {"offset": self._offset, "timeout": POLL, "allowed_updates": ALLOWED}
        try:
            reply = await self._transport.poll(payload, POLL_LIMIT)
        except NoAnswer as silence:
            await self._wait(str(silence))
            return []
        if reply.get("ok"):
            self._recovered()
            return list(reply["result"])
        await self._refused(reply)
        return []

    async def _refused(self, reply: Mapping[str, Any]) -> None:
        code = reply.get("error_code")
        if code in (401, 404):
            raise BadToken
        young = asyncio.get_running_loop().time() - self._began < self._young
        if code == 409 and young and "other getUpdates" in str(reply.get("description")):
            self.displaced = True
            raise AlreadyPolling
        retry = (reply.get("parameters") or {}).get("retry_after")
        await self._wait(str(reply.get("description")), at_least=float(retry or 0))

    async def _wait(self, why: str, at_least: float = 0.0) -> None:
        """Pause longer each time; the log has one line when Telegram goes away and one when it is back."""
        if not self._pause:
            _log.warning("Telegram is away, trying again", why=why)
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        await asyncio.sleep(max(self._pause, at_least))

    def _recovered(self) -> None:
        if self._pause:
            _log.info("Telegram is back")
        self._pause = 0.0
