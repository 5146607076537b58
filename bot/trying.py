"""`spool try`: a local Bot API server, the bot against it over HTTP, and the chat page, in one process."""

import errno
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import log
from bot.app import running
from bot.errors import NoListening, PortTaken
from bot.importing import Importer, Report, Wanted, expand, now
from bot.outside.links import Links
from bot.report import output, show
from bot.run import stop_on_signals, until_stopped
from bot.sandbox.page import add_page
from bot.sandbox.samples import sample_stories
from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from bot.settings import Settings
from storage.intake import Intake
from storage.opening import open_database

READER = "Robin"


async def run_sandbox(settings: Settings, port: int | None, paths: list[str]) -> None:
    """Run a local Bot API server, the bot against it over HTTP, and the chat page, until told to stop.

    The stories are the samples and those of `paths`; they live in a temporary folder. Raises PortTaken.
    """
    log.configure("WARNING", settings.log_format)
    stop = stop_on_signals()
    world = World()
    world.add_person(READER)
    port = settings.http_port if port is None else port
    with tempfile.TemporaryDirectory(prefix="spool-") as folder:
        async with _serving(world, settings.http_host, port) as address:
            database = f"sqlite:///{Path(folder, 'spool.db')}"
            await _fill(database, address, paths, settings)
            await until_stopped(stop, _play(address, world.token, database, settings))


async def _play(address: str, token: str, database: str, settings: Settings) -> None:
    admins = settings.admin_ids
    async with running(address, token, database, admins=admins, rules=settings.rules, bases=settings.bases) as app:
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


async def _fill(database_url: str, address: str, paths: list[str], settings: Settings) -> None:
    links = Links(settings.rules, settings.bases)
    database = await open_database(database_url)
    try:
        intake = Intake(database)
        await intake.take(sample_stories(f"{address}/static/pictures"), now())
        report = Report()
        importer = Importer(intake, Wanted(notify=False), report, now(), gather=links.gather)
        await importer.run(expand(paths, report), lambda: None)
        show(report)
    finally:
        await links.close()
        await database.close()
