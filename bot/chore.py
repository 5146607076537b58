"""What the running bot does beside answering: steps done again and again from start to stop, whatever fails in them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.clock import Clock
from storage.errors import trouble

T = TypeVar("T")

_log = structlog.get_logger()


class Chore:
    """Goes on for ever. `waits` is what the log says when a step failed, `pause` the seconds until it is tried again.

    `loops` is how many `forever` run side by side.
    """

    def __init__(self, clock: Clock, waits: str, pause: float, loops: int = 1) -> None:
        self._clock = clock
        self._waits = waits
        self._pause = pause
        self._loops = loops
        self._resting = 0

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes."""
        return self._resting == self._loops

    async def forever(self, step: Callable[[], Awaitable[float]]) -> None:
        """Do a step again and again until cancelled, each time after as many seconds as the one before asks for."""
        while True:
            if seconds := await self.done(step):
                await self.rest(seconds)

    async def done(self, step: Callable[[], Awaitable[T]]) -> T:
        """Do a step until it works: a database in trouble, or a fault, must not end what comes after it."""
        while True:
            try:
                return await step()
            except Exception as error:  # noqa: BLE001  # the worker's loop: it outlives whatever fails in it
                self.report(error)
            await self.rest(self._pause)

    def report(self, error: Exception) -> None:
        """Tell the log what failed: in a sentence where it is known, else with the place in the program."""
        known = trouble(error)
        _log.error(self._waits, why=known.parameters["why"] if known else None, exc_info=error)

    async def rest(self, seconds: float) -> None:
        """Let time pass."""
        self._resting += 1
        try:
            await self._clock.sleep(seconds)
        finally:
            self._resting -= 1


class Round(ABC):
    """A chore of one loop: its step again and again, from start to stop."""

    def __init__(self, clock: Clock, waits: str, pause: float) -> None:
        """Takes what a `Chore` takes."""
        self._clock = clock
        self._chore = Chore(clock, waits, pause)

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes."""
        return self._chore.resting

    async def run(self) -> None:
        """Do what there is to do until cancelled."""
        await self._chore.forever(self._step)

    @abstractmethod
    async def _step(self) -> float:
        """Do it once; the seconds until the next time."""
