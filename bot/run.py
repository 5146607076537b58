"""`spool run` and `spool try`: the program from its first line to a clean end on SIGTERM or Ctrl-C."""

import asyncio
import errno
import gc
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog

from bot import log
from bot.app import running
from bot.errors import NoListening, NoToken, PortTaken
from bot.importing import Importer, Report, Wanted, expand, now
from bot.lock import running_lock
from bot.report import output, show
from bot.sandbox.page import add_page
from bot.sandbox.samples import sample_stories
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from bot.settings import Settings
from storage.intake import Intake
from storage.opening import open_database, path_of

READER = "Robin"
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
    stop = _stop_on_signals()
    with running_lock(path_of(settings.database)):
        await _until_stopped(stop, _answer(settings, settings.bot_token.get_secret_value()))
    _log.info("stopped")


async def _answer(settings: Settings, token: str) -> None:
    async with running(settings.telegram_api_url, token, settings.database) as app:
        _log.info("running", bot=app.services.bot)
        # What was made so far stays: the collector need not look at it again.
        gc.freeze()
        await app.poll()


async def run_sandbox(settings: Settings, port: int | None, paths: list[str]) -> None:
    """Run a local Bot API server, the bot against it over HTTP, and the chat page, until told to stop.

    The stories are the samples and those of `paths`; they live in a temporary folder. Raises PortTaken.
    """
    log.configure("WARNING", settings.log_format)
    stop = _stop_on_signals()
    world = World()
    world.add_person(READER)
    port = settings.http_port if port is None else port
    with tempfile.TemporaryDirectory(prefix="spool-") as folder:
        async with _serving(world, settings.http_host, port) as address:
            database = f"sqlite:///{Path(folder, 'spool.db')}"
            await _fill(database, address, paths)
            await _until_stopped(stop, _play(address, world.token, database))


async def _play(address: str, token: str, database: str) -> None:
    async with running(address, token, database) as app:
        output.print(f"Spool's sandbox: open {address} in your browser. Ctrl-C ends it.", soft_wrap=True)
        await app.poll()


@asynccontextmanager
async def _serving(world: World, host: str, port: int) -> AsyncIterator[str]:
    web = make_app(world)
    add_page(web, world)
    try:
        runner, port = await serve(web, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port) from error
        raise NoListening(port=port, host=host) from error
    try:
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def _fill(database_url: str, address: str, paths: list[str]) -> None:
    database = await open_database(database_url)
    try:
        intake = Intake(database)
        await intake.take(sample_stories(f"{address}/static/pictures"), now())
        report = Report()
        await Importer(intake, Wanted(), report, now()).run(expand(paths, report), lambda: None)
        show(report)
    finally:
        await database.close()


async def _until_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work until the signal to stop comes, also while it is still starting; what it raises goes through."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
