"""Order: updates of one chat are handled one after the other, those of different chats side by side.

For a card placed inline the key is the message, else the person. Each key has a queue that lives while there is
something in it; together they are bounded, and polling waits when they are full.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from telegram import Update

Handle = Callable[[Update], Awaitable[None]]
Key = int | str

MAX_WAITING = 1_000
"""Updates taken from Telegram and not yet handled."""


class Dispatcher:
    """Hands updates to `handle`, which must not raise."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._queues: dict[Key, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MAX_WAITING)

    async def put(self, update: Update) -> None:
        """Queue an update; waits while too many are waiting."""
        await self._room.acquire()
        key = key_of(update)
        if key in self._queues:
            self._queues[key].append(update)
            return
        self._queues[key] = deque([update])
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

    async def _drain(self, key: Key) -> None:
        queue = self._queues[key]
        try:
            while queue:
                await self._handle(queue[0])
                queue.popleft()
                self._room.release()
        finally:
            del self._queues[key]


def key_of(update: Update) -> Key:
    """What orders an update: its chat, else the inline message, else the person, else nothing but itself."""
    if update.effective_chat:
        return update.effective_chat.id
    query = update.callback_query
    if query and query.inline_message_id:
        return query.inline_message_id
    return update.effective_user.id if update.effective_user else f"update {update.update_id}"
