"""Finishes what authors want where it was left undone: a program that is killed, here or at the command line, may leave
stories of an author who has opted out."""

from bot.chore import Chore
from bot.clock import Clock
from storage.desk.deciding import Deciding

IDLE = 600.0
"""Seconds between two looks."""
TROUBLE = 30.0
"""Seconds until the next look when something failed."""


class Heeding:
    """One loop, from start to stop."""

    def __init__(self, deciding: Deciding, clock: Clock) -> None:
        self._deciding = deciding
        self._clock = clock
        self._chore = Chore(clock, "what authors want waits", TROUBLE)

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes."""
        return self._chore.resting

    async def run(self) -> None:
        """Look until cancelled."""
        await self._chore.forever(self._step)

    async def _step(self) -> float:
        await self._deciding.finish(self._clock.now())
        return IDLE
