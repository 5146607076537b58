"""A clock that a test moves on: hours pass in no time, and in their order."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime

from tests.builders import NOW


class HandClock:
    """Time stands still until `run` or `jump`; whoever sleeps on this clock wakes when its time has come."""

    def __init__(self, began: datetime = NOW) -> None:
        self._seconds = began.timestamp()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        """The time of day."""
        return datetime.fromtimestamp(self._seconds, UTC)

    def seconds(self) -> float:
        """The same in Unix seconds."""
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved on by so much."""
        self._count += 1
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._seconds + seconds, self._count, woken))
        await woken

    def jump(self, seconds: float) -> None:
        """Move on at once."""
        self._seconds += seconds

    async def run(self, seconds: float, resting: Callable[[], bool]) -> None:
        """Move on from sleeper to sleeper. Before each step the program comes to rest: it only waits for time."""
        until = self._seconds + seconds
        while True:
            while not resting():
                await asyncio.sleep(0.001)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            if not self._sleepers or self._sleepers[0][0] > until:
                break
            at, _, woken = heapq.heappop(self._sleepers)
            self._seconds = max(self._seconds, at)
            woken.set_result(None)
            await asyncio.sleep(0)
        self._seconds = max(self._seconds, until)
