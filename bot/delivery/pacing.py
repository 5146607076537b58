"""How many messages may be in flight: as few as the rate and the latency need, since a kill repeats that many.

Latency is measured with what waits in line included. A far side that serves fewer a second than the rate asks for lets
that line grow with whatever is in flight, and so more in flight would seem to be needed, up to the most there may be:
for nothing but more repeats. So latency counts only up to a few times what a message takes when hardly any other is
in flight, and while that is the bound, it is measured anew from time to time.
"""

from math import ceil, inf

FEWEST = 3
MOST = 200
SMOOTHING = 0.1
"""The weight of a new measurement of latency."""
SPREAD = 1.15
"""Times the mean latency for which there is room: it varies, and a turn that finds no room is lost."""
WORST = 6.0
"""Times the shortest latency that the mean may be, beyond which it is waiting in line."""
SPAN = 10.0
"""Seconds for which a shortest latency counts, and for as long again."""
ALONE = 2
"""Messages that go one by one when the shortest latency is measured anew."""
SPACING, GROUP_SPACING = 1.0, 4.0
"""Seconds between two messages to one chat: Telegram allows about one a second, and 20 a minute to a group.

Steps on a group's cards count among those 20, so a quarter is left to its members.
"""
REMEMBERED = 10_000
"""Chats whose last message is kept in mind."""


class Room:
    """Room in flight, by the latency as it is measured."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._mean = 0.1
        self._shortest = inf
        self._shortest_before = inf
        self._span_ends = 0.0
        # Messages still to be measured before there is room for more than one.
        self._trying = ALONE

    @property
    def size(self) -> int:
        """How many may be in flight: rate times latency are under way on the average, and one more is being made."""
        return 1 if self._trying else self._needed

    @property
    def _needed(self) -> int:
        latency = min(self._mean * SPREAD, self._bound)
        return min(MOST, max(FEWEST, ceil(self._rate * latency) + 1))

    @property
    def _bound(self) -> float:
        return WORST * min(self._shortest, self._shortest_before)

    def measured(self, seconds: float, now: float) -> None:
        """A message took so long; `now` is any clock in seconds that only goes forward."""
        if now >= self._span_ends:
            self._begin_span(now)
        self._mean += SMOOTHING * (seconds - self._mean)
        self._shortest = min(self._shortest, seconds)
        self._trying = max(0, self._trying - 1)

    def _begin_span(self, now: float) -> None:
        self._span_ends = now + SPAN
        if self._mean > self._bound:
            # Those in flight are answered first; what is measured then has stood in no line.
            self._trying = self._needed + ALONE
        self._shortest, self._shortest_before = inf, self._shortest


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
