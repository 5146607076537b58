"""Order: updates of one chat are handled one after the other, those of different chats side by side.

For a card placed inline the key is the message, else the person. Each key has a queue that lives while there is
something in it. Queues are bounded, one by one and together: polling waits when there are too many updates, and
somebody who taps without end fills no queue but their own. Of several presses that only show something on the same
card the latest wins, the others are passed by.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

Raw = Mapping[str, Any]
"""An update as Telegram sends it."""
Handle = Callable[[Raw], Awaitable[None]]
Trusted = Callable[[Raw], bool]
"""Whether an update comes from somebody who runs the bot."""
CardOf = Callable[[Raw], Hashable | None]
"""The card on which an update only shows something; None for one that has to be handled in any case."""
Key = int | str

MAX_WAITING = 1_000
"""Updates taken from Telegram and not yet handled."""
MAX_OF_ONE = 50
"""Updates waiting in one queue."""
MAX_OF_TRUSTED = 500
"""The same for somebody who runs the bot, and may forward a whole story at once."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Waiting:
    update: Raw
    card: Hashable | None


class Dispatcher:
    """Hands updates to `handle`, or to `pass_by` when a later press has overtaken them. Neither may raise."""

    def __init__(self, handle: Handle, pass_by: Handle, card_of: CardOf, is_trusted: Trusted = lambda _: False) -> None:
        self._handle = handle
        self._pass_by = pass_by
        self._card_of = card_of
        self._is_trusted = is_trusted
        self._queues: dict[Key, deque[_Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MAX_WAITING)

    async def put(self, update: Raw) -> None:
        """Queue an update; waits while too many are waiting."""
        await self._room.acquire()
        key = key_of(update)
        waiting = _Waiting(update, self._card_of(update))
        if key in self._queues:
            self._append(self._queues[key], waiting)
            return
        self._queues[key] = deque([waiting])
        task = asyncio.create_task(self._drain(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until everything queued has been handled."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self, seconds: float) -> None:
        """Let what is under way finish for so long, then cancel it."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _append(self, queue: deque[_Waiting], waiting: _Waiting) -> None:
        """At the end of a queue; in a full one in place of a press that it overtakes, else not at all."""
        if len(queue) >= MAX_OF_ONE and (len(queue) >= MAX_OF_TRUSTED or not self._is_trusted(waiting.update)):
            self._room.release()
            overtaken = next((old for old in list(queue)[1:] if old.card and old.card == waiting.card), None)
            if overtaken is None:
                _log.warning("dropped: too many updates of one chat", update=waiting.update["update_id"])
                return
            queue.remove(overtaken)
        queue.append(waiting)

    async def _drain(self, key: Key) -> None:
        queue = self._queues[key]
        try:
            while queue:
                first = queue[0]
                await (self._pass_by if _is_overtaken(queue) else self._handle)(first.update)
                queue.popleft()
                self._room.release()
        finally:
            del self._queues[key]


def _is_overtaken(queue: deque[_Waiting]) -> bool:
    card = queue[0].card
    return len(queue) > 1 and card is not None and any(later.card == card for later in list(queue)[1:])


def key_of(update: Raw) -> Key:
    """What orders an update: its chat, else the inline message, else the person, else nothing but itself."""
    body: Any = next((part for part in update.values() if isinstance(part, dict)), {})
    try:
        if chat := body.get("chat") or body.get("message", {}).get("chat"):
            return int(chat["id"])
        return str(body["inline_message_id"]) if "inline_message_id" in body else int(body["from"]["id"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return f"update {update['update_id']}"
