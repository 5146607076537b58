"""Flood control as far as Telegram tells of it: about 30 a second in all, 1 to one chat, 20 a minute to a group.

The real limits are not published and the answer never says which one it was; these are the figures of the Bot FAQ,
with a small burst allowed to one chat.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

ALL_PER_SECOND = 30
CHAT_BURST = 5
GROUP_PER_MINUTE = 20


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back at one a second."""

    tokens: float = CHAT_BURST
    seen: float = 0.0

    def wait(self, now: float) -> float:
        self.tokens = min(CHAT_BURST, self.tokens + max(0.0, now - self.seen))
        self.seen = now
        return 0.0 if self.tokens >= 1 else 1 - self.tokens


@dataclass(slots=True)
class FloodControl:
    """Counts what is sent. Times are seconds of the world's clock."""

    _sent: deque[float] = field(default_factory=deque)
    _chats: defaultdict[int, _Bucket] = field(default_factory=lambda: defaultdict(_Bucket))
    _groups: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, chat: int, now: float, *, is_group: bool, is_edit: bool) -> int:
        """Seconds to wait before this may pass, 0 when it passes (and is counted). Edits count in groups only."""
        waits = [_window(self._sent, now, ALL_PER_SECOND, 1.0)]
        if is_group:
            waits.append(_window(self._groups[chat], now, GROUP_PER_MINUTE, 60.0))
        if not is_edit:
            waits.append(self._chats[chat].wait(now))
        if max(waits) > 0:
            return max(1, math.ceil(max(waits)))
        self._sent.append(now)
        if is_group:
            self._groups[chat].append(now)
        if not is_edit:
            self._chats[chat].tokens -= 1
        return 0


def _window(times: deque[float], now: float, most: int, seconds: float) -> float:
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= most else 0.0
