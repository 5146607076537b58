"""The command line. Every failure is one sentence on standard error: exit 1 when something failed, 2 for wrong use."""

import asyncio
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from bot import log, report, settings
from bot.errors import BadSettings, NoToken, Unexpected, Unwritable
from bot.exporting import ExportFormat, Target
from bot.importing import Importer, Report, Wanted, expand, now
from bot.report import errors, output
from storage.database import Database
from storage.errors import UnknownStory
from storage.intake import Intake
from storage.opening import open_database
from storage.threads import Threads
from threads.errors import SpoolError
from threads.model import ThreadId
from threads.sources import registry

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Spool keeps stories told as threads of tweets and serves them in Telegram, one tweet at a time.",
)

USAGE = 2
FAILED = 1

LAST_ID = 2**63 - 1
"""The largest id that a database can hold."""

Ids = Annotated[list[int], typer.Argument(metavar="ID...", min=1, max=LAST_ID, help="Story ids.")]
AnyIds = Annotated[
    list[int] | None,
    typer.Argument(metavar="[ID...]", min=1, max=LAST_ID, help="Story ids; every published story without."),
]
Samples = Annotated[list[str] | None, typer.Argument(metavar="[PATH...]", help="Stories to read beside the samples.")]


def main() -> None:
    """Run the command line; the exit code is 0 done, 1 something failed, 2 wrong usage or settings."""
    try:
        app()
    except (BadSettings, NoToken) as error:
        _fail(error, USAGE)
    except SpoolError as error:
        _fail(error, FAILED)
    except Exception as error:  # noqa: BLE001  # the last resort: a person gets a sentence, not a traceback
        if _debugging():
            errors.print(log.without_tokens(traceback.format_exc()), markup=False)
        _fail(Unexpected(error=type(error).__name__), FAILED)


def _fail(error: SpoolError, code: int) -> None:
    errors.print(log.without_tokens(str(error)), markup=False)
    sys.exit(code)


def _debugging() -> bool:
    try:
        return settings.load().log_level == "DEBUG"
    except BadSettings:
        return False


@asynccontextmanager
async def _library() -> AsyncIterator[Database]:
    database = await open_database(settings.load().database)
    try:
        yield database
    finally:
        await database.close()


@app.command()
def run() -> None:
    """Run the bot by long polling, until SIGTERM or Ctrl-C."""
    from bot.run import run_bot, run_fast  # the bot's libraries are only loaded for the bot

    run_fast(run_bot(settings.load()))


@app.command("try")
def try_(
    paths: Samples = None,
    port: Annotated[int | None, typer.Option(help="Where the chat page listens.", min=0, max=65_535)] = None,
) -> None:
    """Try the bot in your browser: a local stand-in for Telegram, sample stories, no token and no network."""
    from bot.run import run_fast, run_sandbox  # as above

    run_fast(run_sandbox(settings.load(), port, paths or []))


@app.command("import")
def import_(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    form: Annotated[
        str | None, typer.Option("--format", help=f"Force a format: {', '.join(registry.names())}.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep everything as drafts.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, store nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Publish without telling followers.")] = False,
) -> None:
    """Bring stories in: pages of Thread Reader, plain text, Markdown, Spool's own JSON."""
    if form is not None and form not in registry.names():
        raise BadSettings(why=f"There is no format {form}: choose one of {', '.join(registry.names())}.")
    done = Report()
    asyncio.run(_import(paths, Wanted(form, draft, dry_run), done))
    report.show(done)
    if done.failures:
        sys.exit(FAILED)


async def _import(paths: list[str], wanted: Wanted, done: Report) -> None:
    sources = expand(paths, done)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal or len(sources) < 2) as progress:
        bar = progress.add_task("Importing", total=len(sources))

        def advance() -> None:
            progress.advance(bar)

        if wanted.dry_run:
            await Importer(None, wanted, done, now()).run(sources, advance)
            return
        async with _library() as database:
            await Importer(Intake(database), wanted, done, now()).run(sources, advance)


@app.command()
def export(
    ids: AnyIds = None,
    form: Annotated[ExportFormat, typer.Option("--format", help="How to write them.")] = ExportFormat.JSONL,
    target: Annotated[Path | None, typer.Option("--output", help="A file, or a folder that exists.")] = None,
) -> None:
    """Write stories to standard output, a file or a folder; `spool import` reads them back as the same stories."""
    try:
        asyncio.run(_export([ThreadId(story) for story in ids or []], form, target))
    except BrokenPipeError:
        raise  # whoever read has seen enough: Typer ends the program quietly
    except OSError as error:
        raise Unwritable(path=str(target or "Standard output"), why=str(error.strerror)) from error


async def _export(ids: list[ThreadId], form: ExportFormat, output_path: Path | None) -> None:
    async with _library() as database:
        threads = Threads(database)
        # Looked at before anything is written: a file that is there already is not emptied for nothing.
        for wanted in ids:
            if await threads.fresh(wanted) is None:
                raise UnknownStory(thread=wanted)
        with closing(Target(output_path, form)) as target:
            async for story in threads.exported(ids):
                if story:
                    target.write(story)


@app.command()
def drafts() -> None:
    """List the stories that wait for a look, and why."""
    asyncio.run(_drafts())


async def _drafts() -> None:
    async with _library() as database:
        threads = Threads(database)
        page, more = 0, True
        while more:
            listed = await threads.drafts(page)
            for summary in listed.items:
                story = await threads.get(summary.id)
                if story:
                    report.show_draft(story, summary.headline)
            page, more = page + 1, listed.more
        if page == 1 and not listed.items:
            output.print("No drafts: nothing waits for a look.")


@app.command()
def publish(ids: Ids) -> None:
    """Publish drafts as they are, or withdrawn stories again."""
    asyncio.run(_each(ids, "published", lambda intake, story: intake.publish(story, now())))


@app.command()
def withdraw(ids: Ids) -> None:
    """Take stories away from readers; importing them again does not bring them back, `spool publish` does."""
    asyncio.run(_each(ids, "withdrawn", lambda intake, story: intake.withdraw(story, now())))


async def _each(ids: list[int], done: str, act: Callable[[Intake, ThreadId], Coroutine[Any, Any, Any]]) -> None:
    async with _library() as database:
        intake = Intake(database)
        for story in ids:
            taken = await act(intake, ThreadId(story))
            output.print(f"Story {taken.id if taken else story} is {done}.", markup=False)
