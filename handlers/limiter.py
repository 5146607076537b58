"""How long to leave a chat alone, and the pace of bulk sending.

Telegram's 429 says how many seconds, not which of its limits was met. So the chat concerned is paused, and nobody else:
another person's answer never waits. Bulk sending has a lane of its own, evenly paced; when a second chat meets a 429
within seconds the limit was probably that of the whole bot, and the bulk lane pauses as long as told, while answers to
people go on.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

Key = int | str
"""What is paced: a chat's id, or an inline message's."""

TOGETHER = 5.0
"""Seconds within which 429s in two chats count as the whole bot's limit."""
CATCH_UP = 0.004
"""Seconds of turns that may be caught up at high rates, where a timer's grain is longer than the way between two."""
REMEMBERED = 10_000
"""Pauses kept; ended ones are dropped when there are more."""


class Limiter:
    """Pauses by chat, and turns of the bulk lane. `now` is a monotonic clock in seconds, `sleep` waits on it."""

    def __init__(
        self,
        bulk_rate: float = 25.0,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._interval = 1.0 / bulk_rate
        self._until: dict[Key, float] = {}
        self._last_refusal: tuple[Key, float] | None = None
        self._bulk_paused_until = 0.0
        self._next_turn = 0.0

    def wait_for(self, key: Key) -> float:
        """Seconds until this chat may be written to again; 0 when it may."""
        if not self._until:
            return 0.0
        return max(0.0, self._until.get(key, 0.0) - self._now())

    async def ready(self, key: Key) -> None:
        """Wait until this chat may be written to again."""
        if (seconds := self.wait_for(key)) > 0:
            await self._sleep(seconds)
            await self.ready(key)

    def refused(self, key: Key, seconds: float) -> None:
        """A 429 came for this chat: leave it alone for so long, and the bulk lane too when it was not the first."""
        now = self._now()
        self._until[key] = max(self._until.get(key, 0.0), now + seconds)
        if self._last_refusal and self._last_refusal[0] != key and now - self._last_refusal[1] <= TOGETHER:
            self.pause_bulk(seconds)
        self._last_refusal = (key, now)
        if len(self._until) > REMEMBERED:
            self._until = {chat: until for chat, until in self._until.items() if until > now}

    def bulk_wait(self) -> float:
        """Take a turn in the bulk lane and answer 0, or the seconds to wait before asking again.

        Turns are evenly spaced, never in bursts: of those that were missed one is caught up.
        """
        now = self._now()
        turn = max(self._next_turn, self._bulk_paused_until)
        if turn > now:
            return turn - now
        self._next_turn = max(turn, now - max(self._interval, CATCH_UP)) + self._interval
        return 0.0

    @property
    def bulk_paused(self) -> bool:
        """Whether the bulk lane is left alone for now."""
        return self._bulk_paused_until > self._now()

    def pause_bulk(self, seconds: float) -> None:
        """Leave the bulk lane alone for so long; answers to people go on."""
        self._bulk_paused_until = max(self._bulk_paused_until, self._now() + seconds)
