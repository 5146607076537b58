"""Makes pictures and files outside the event loop: in one worker process, started when it is needed.

A thread would hold the interpreter's lock while it draws, and taps would wait; a process that is always there would
take memory that a small machine has not. So one process is started with the first production and ended when none came
for a while. It is a program of its own and no fork of this one, which has threads.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, assert_never

import structlog

from bot.production import HEADER, Broken, Made, Outcome, Refused, packed, unpacked
from threads.exports.errors import ProductionFailed, StudioBusy

SECONDS = 30.0
"""For one production, with the start of the worker."""
IDLE = 60.0
"""Seconds without a production after which the worker ends."""
PATIENCE = 2.0
"""Seconds in which a worker that is no longer needed has to end."""
MOST_WAITING = 20
"""Productions at once, the one being made among them."""

P = ParamSpec("P")
R = TypeVar("R")

_log = structlog.get_logger()


class Studio:
    """One worker, one production at a time, in the order in which they came."""

    def __init__(
        self, *, seconds: float = SECONDS, idle: float = IDLE, most_waiting: int = MOST_WAITING, megabytes: int = 0
    ) -> None:
        """`megabytes` bounds the worker's memory, and every file that it writes; 0 leaves both to the system."""
        self._seconds = seconds
        self._megabytes = megabytes
        self._idle = idle
        self._most_waiting = most_waiting
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._worker: Process | None = None
        self._rest: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    async def make(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """What `function` makes of its arguments. It has to stand in a module; all that goes in and out is pickled.

        Raises the SpoolError that the function raises, StudioBusy when too much waits, and ProductionFailed when it
        crashed, took longer than its time or was called off because the bot stops.
        """
        if self._waiting >= self._most_waiting:
            raise StudioBusy
        self._waiting += 1
        try:
            async with self._turn:
                outcome = await self._made(packed((function, args, kwargs)))
            result: R = _result(outcome)
        except ProductionFailed as error:
            _log.warning("a production failed", production=function.__name__, **error.parameters)
            raise
        finally:
            self._waiting -= 1
        return result

    async def close(self) -> None:
        """End the worker, also in the middle of a production, and let nothing more be made."""
        self._closed.set()
        await self._wake()
        await (self._end() if self._turn.locked() else self._dismiss())

    async def _made(self, request: bytes) -> Outcome:
        if self._closed.is_set():
            raise ProductionFailed(reason="stopped")
        await self._wake()
        whole = False
        try:
            async with asyncio.timeout(self._seconds):
                outcome = await self._asked(request)
            whole = True
        except TimeoutError:
            raise ProductionFailed(reason="timeout") from None
        except (EOFError, OSError):
            raise ProductionFailed(reason="stopped" if self._closed.is_set() else "crash") from None
        finally:
            # What was not waited for to its end, for whatever reason, leaves a worker that can't be asked again.
            if not whole:
                await self._end()
        self._rest = asyncio.create_task(self._rested())
        return outcome

    async def _asked(self, request: bytes) -> Outcome:
        if self._worker is None or self._worker.returncode is not None:
            self._worker = await self._started()
        requests, replies = self._worker.stdin, self._worker.stdout
        assert requests and replies  # noqa: S101  # both are pipes
        requests.write(request)
        await requests.drain()
        (length,) = HEADER.unpack(await replies.readexactly(HEADER.size))
        outcome: Outcome = unpacked(await replies.readexactly(length))
        return outcome

    async def _started(self) -> Process:
        # It draws what strangers wrote, with libraries written in C: the token is not given to it.
        environment = {name: value for name, value in os.environ.items() if name != "BOT_TOKEN"}
        command = (sys.executable, "-m", "bot.workshop", str(int(self._seconds) + 1), str(self._megabytes))
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment)

    async def _rested(self) -> None:
        await asyncio.sleep(self._idle)
        async with self._turn:
            await self._dismiss()

    async def _wake(self) -> None:
        """Nobody rests now."""
        if self._rest:
            self._rest.cancel()
            await asyncio.wait({self._rest})
            self._rest = None

    async def _dismiss(self) -> None:
        """A worker that has nothing to do ends by itself when its input does."""
        if self._worker and self._worker.stdin:
            self._worker.stdin.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._worker.wait()
        await self._end()

    async def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(ProcessLookupError):
            worker.kill()
        code = await worker.wait()
        _log.debug("the studio's worker has ended", code=code)


def _result(outcome: Outcome) -> Any:
    match outcome:
        case Made(result):
            return result
        case Refused(error, parameters):
            raise error(**parameters)
        case Broken(error):
            raise ProductionFailed(reason=error)
        case _:
            assert_never(outcome)
