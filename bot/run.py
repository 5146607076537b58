"""`spool run`: the program from its first line to a clean end on SIGTERM or Ctrl-C.

Nothing is imported here that a running bot does not need: every module costs start-up time and memory.
"""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from bot import log
from bot.app import running
from bot.errors import NoToken
from bot.lock import running_lock
from bot.settings import Settings
from storage.opening import path_of

YOUNGEST = 20_000
"""Objects made before the garbage collector looks at the youngest: its default looks some ten times a tap."""

_log = structlog.get_logger()


def run_fast(program: Coroutine[Any, Any, None]) -> None:
    """Run a program that lives long: on uvloop where there is one, with a garbage collector that is less busy."""
    gc.set_threshold(YOUNGEST, 10, 10)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(program)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:  # pragma: no cover  # Windows has none: asyncio's own loop works, only slower
        return asyncio.new_event_loop
    return uvloop.new_event_loop


async def run_bot(settings: Settings) -> None:
    """Run the bot until it is told to stop. Raises NoToken and what `running` raises."""
    if settings.bot_token is None:
        raise NoToken
    log.configure(settings.log_level, settings.log_format)
    stop = stop_on_signals()
    with running_lock(path_of(settings.database)):
        await until_stopped(stop, _answer(settings, settings.bot_token.get_secret_value()))
    _log.info("stopped")


async def _answer(settings: Settings, token: str) -> None:
    async with running(
        settings.telegram_api_url,
        token,
        settings.database,
        rate=settings.broadcast_rate,
        admins=settings.admin_ids,
        suggestions=settings.suggestions,
        rules=settings.rules,
        media=settings.media,
        bases=settings.bases,
        manner=settings.followed_stories,
    ) as app:
        _log.info("running", bot=app.services.bot)
        # What was made so far stays: the collector need not look at it again.
        gc.freeze()
        await app.poll()


async def until_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until the signal to stop comes, also while it is still starting; what it raises goes through."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
