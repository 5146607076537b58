"""When somebody wants to hear of stories: how often, at which hour, and at which hours not at all."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import IntEnum

from threads.daytime import next_time, quiet_until


class Pace(IntEnum):
    """How quickly somebody hears of a story; the lesser the quicker."""

    AT_ONCE = 0
    DAILY = 1
    WEEKLY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What a chat has chosen. Times of day are minutes after midnight by its clock, Monday is weekday 0.

    In the quiet hours, from the first time to the second, nothing comes; `silent` messages make no sound.
    """

    pace: Pace = Pace.AT_ONCE
    minute: int = 8 * 60
    weekday: int = 6
    quiet: tuple[int, int] | None = None
    silent: bool = False

    def quiet_at(self, at: datetime, clock: tzinfo) -> datetime | None:
        """When the quiet hours end in which a moment lies; None outside them."""
        return quiet_until(at, *self.quiet, clock) if self.quiet else None

    def told_at(self, pace: Pace, now: datetime, clock: tzinfo) -> datetime:
        """When somebody hears of what is there now and comes at this pace: now, or later. In UTC.

        An hour that lies in the quiet hours waits for their end.
        """
        at = now
        if pace is not Pace.AT_ONCE:
            at = next_time(now, self.minute, clock, self.weekday if pace is Pace.WEEKLY else None)
        return self.quiet_at(at, clock) or at
