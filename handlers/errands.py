"""Work that a press begins and that nobody waits for: files and pictures that take their time to be made.

One errand at a time for each person, so that nobody's wish fills the line, and a second tap on the same button makes
nothing twice. Errands end with the program; whoever asked may ask again.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Hashable
from contextlib import AbstractAsyncContextManager
from enum import Enum, auto
from typing import Any, ParamSpec, Protocol, TypeVar

from handlers.turns import Turns

P = ParamSpec("P")
R = TypeVar("R")


class Maker(Protocol):
    """Runs a function outside the event loop; raises the SpoolError that the function raises."""

    async def __call__(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """What the function makes of its arguments."""


JUST_NOW = 5.0
"""Seconds after an errand in which the same one, for the same person, is a second tap and no second wish."""
REMEMBERED = 1_000
"""Errands kept in mind for that."""


class Begun(Enum):
    """What became of a wish."""

    YES = auto()
    BUSY = auto()
    """Another errand of this person is under way."""
    AGAIN = auto()
    """The same was done for this person a moment ago."""


class Errands:
    """What is under way, and for whom."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        """`seconds` is the clock by which a moment ago is told."""
        self._seconds = seconds
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._soon: dict[Hashable, asyncio.Task[None]] = {}
        self._later: set[asyncio.Task[None]] = set()
        self._aside: set[asyncio.Task[object]] = set()
        self._done: dict[tuple[int, Hashable], float] = {}
        self._turns = Turns()

    def begin(self, person: int, errand: Hashable, work: Callable[[], Coroutine[Any, Any, None]]) -> Begun:
        """Begin an errand, unless one is under way for this person or the same one has just been done."""
        if person in self._tasks:
            return Begun.BUSY
        if self.just_done(person, errand):
            return Begun.AGAIN
        task = asyncio.create_task(work())
        self._tasks[person] = task
        task.add_done_callback(lambda _: self._end(person, errand))
        return Begun.YES

    def soon(self, key: Hashable, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do this in so many seconds, once, however often it is asked for until it begins."""
        if key in self._soon:
            return

        async def later() -> None:
            await asyncio.sleep(seconds)
            del self._soon[key]
            await work()

        task = asyncio.create_task(later())
        self._soon[key] = task
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def aside(self, work: Coroutine[Any, Any, object]) -> None:
        """Do what only saves time later on: nobody is told of it, and nothing waits for its end. It must not raise."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    def just_done(self, person: int, errand: Hashable) -> bool:
        """Whether the same was done for this person a moment ago."""
        ended = self._done.get((person, errand))
        return ended is not None and self._seconds() < ended + JUST_NOW

    def done(self, person: int, errand: Hashable) -> None:
        """Keep in mind for a moment that this was done for somebody, also what was done on the spot."""
        self._done[person, errand] = self._seconds()
        if len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]

    def _end(self, person: int, errand: Hashable) -> None:
        del self._tasks[person]
        self.done(person, errand)

    def alone(self, errand: Hashable) -> AbstractAsyncContextManager[None]:
        """Whoever else is on the same errand waits, and then finds it done."""
        return self._turns.alone(errand)

    async def idle(self) -> None:
        """Wait until nothing is under way but what nobody waits for."""
        while tasks := {*self._tasks.values(), *self._later}:
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """End everything that is under way."""
        tasks = {*self._tasks.values(), *self._later, *self._aside}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
