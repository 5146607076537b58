"""Finishes what authors want where it was left undone: a program that is killed, here or at the command line, may leave
stories of an author who has opted out."""

from bot.chore import Round
from bot.clock import Clock
from storage.desk.deciding import Deciding

IDLE = 600.0
"""Seconds between two looks."""
TROUBLE = 30.0
"""Seconds until the next look when something failed."""


class Heeding(Round):
    """One loop, from start to stop."""

    def __init__(self, deciding: Deciding, clock: Clock) -> None:
        super().__init__(clock, "what authors want waits", TROUBLE)
        self._deciding = deciding

    async def _step(self) -> float:
        await self._deciding.finish(self._clock.now())
        return IDLE
