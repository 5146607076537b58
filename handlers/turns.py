"""Turns: of several who want the same done, one does it, and the others wait and find it done."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Turns:
    """Who waits for what."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._waiting: dict[Hashable, int] = {}

    @asynccontextmanager
    async def alone(self, errand: Hashable) -> AsyncIterator[None]:
        """Whoever else is on the same errand waits, and then finds it done."""
        self._waiting[errand] = self._waiting.get(errand, 0) + 1
        try:
            async with self._locks.setdefault(errand, asyncio.Lock()):
                yield
        finally:
            self._waiting[errand] -= 1
            if not self._waiting[errand]:
                del self._waiting[errand], self._locks[errand]
