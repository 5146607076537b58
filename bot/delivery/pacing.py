"""How many messages may be in flight: as few as the rate and the latency need, since a kill repeats that many."""

from math import ceil

FEWEST = 3
MOST = 200
SMOOTHING = 0.1
"""The weight of a new measurement of latency."""
SPACING, GROUP_SPACING = 1.0, 3.0
"""Seconds between two messages to one chat: Telegram allows about one a second, and 20 a minute to a group."""
REMEMBERED = 10_000
"""Chats whose last message is kept in mind."""


class Room:
    """Room in flight, by the latency as it is measured."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._latency = 0.1

    @property
    def size(self) -> int:
        """How many may be in flight: rate times latency are under way on the average, and one more is being made."""
        return min(MOST, max(FEWEST, ceil(self._rate * self._latency) + 1))

    def measured(self, seconds: float) -> None:
        """A message took so long."""
        self._latency += SMOOTHING * (seconds - self._latency)


class Spacing:
    """When each chat got its last message."""

    def __init__(self) -> None:
        self._free: dict[int, float] = {}

    def wait_for(self, chat: int, now: float) -> float:
        """Seconds until this chat may get another message; 0 when it may."""
        return max(0.0, self._free.get(chat, 0.0) - now)

    def sent(self, chat: int, now: float) -> None:
        """A message goes to this chat."""
        self._free[chat] = now + (GROUP_SPACING if chat < 0 else SPACING)
        if len(self._free) > REMEMBERED:
            self._free = {chat: free for chat, free in self._free.items() if free > now}
