"""Posting updates to the bot's webhook: one at a time for each chat, several chats at once, again and again on failure.

Only started by the server; while no webhook is set it sleeps.
"""

import asyncio
import json
from typing import Any

import aiohttp

from bot.sandbox.errors import ApiError
from bot.sandbox.methods import execute, find
from bot.sandbox.params import Params
from bot.sandbox.state import State
from bot.sandbox.updates import Update, Webhook

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 30.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class Deliverer:
    """Delivers while `run` runs; at most `max_connections` posts at once."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._posting: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
                while True:
                    changed = self._state.updates.changed
                    self._begin(session)
                    await changed.wait()
        finally:
            for task in self._posting.values():
                task.cancel()
            await asyncio.gather(*self._posting.values(), return_exceptions=True)

    def _begin(self, session: aiohttp.ClientSession) -> None:
        """Begin a post for the first waiting update of every chat that has none on its way."""
        webhook = self._state.updates.webhook
        if not webhook.url:
            return
        for update in self._state.updates.waiting():
            key = _key(update)
            if len(self._posting) >= webhook.max_connections:
                return
            if key not in self._posting:
                self._posting[key] = asyncio.create_task(self._deliver(session, webhook, key, update))

    async def _deliver(self, session: aiohttp.ClientSession, webhook: Webhook, key: str, update: Update) -> None:
        pause = FIRST_PAUSE
        try:
            while self._state.updates.webhook is webhook and not await self._post(session, webhook, update):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._posting.pop(key, None)
            self._state.updates.wake()

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Update) -> bool:
        headers = {_SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update, headers=headers) as response:
                body = await response.read()
                if not 200 <= response.status < 300:
                    self._failed(webhook, f"Wrong response from the webhook: {response.status} {response.reason}")
                    return False
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(webhook, f"Connection failed: {type(error).__name__}")
            return False
        self._state.updates.done(update["update_id"])
        await self._obey(body)
        return True

    def _failed(self, webhook: Webhook, why: str) -> None:
        webhook.last_error, webhook.last_error_date = why, int(self._state.now())

    async def _obey(self, body: bytes) -> None:
        """Run the method that the bot may name in its reply; nobody hears what comes of it."""
        try:
            said: Any = json.loads(body or b"null")
            method = str(said.pop("method", "")) if isinstance(said, dict) else ""
            if find(method):
                await execute(self._state, method, Params(said))
        except (ValueError, ApiError):
            return


def _key(update: Update) -> str:
    """Whose order must be kept: the chat's, else the card's, else the person's."""
    body = next(value for name, value in update.items() if name != "update_id")
    message = body.get("message") or body
    if "chat" in message:
        return str(message["chat"]["id"])
    return str(body.get("inline_message_id") or body["from"]["id"])
