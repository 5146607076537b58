"""The command line. Every failure is one sentence on standard error: exit 1 when something failed, 2 for wrong use.

Only what a command needs is loaded for it: the bot starts without importers and tables, an import without the bot.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import log, settings
from bot.errors import BadSettings, NoToken, Unexpected
from bot.tracebacks import told
from storage.errors import trouble
from threads.errors import SpoolError
from threads.model import ThreadId

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Spool keeps stories told as threads of tweets and serves them in Telegram, one tweet at a time.",
)

author = typer.Typer(no_args_is_help=True, help="Do as an author wants: --help tells what there is.")
app.add_typer(author, name="author")

USAGE = 2
FAILED = 1

LAST_ID = 2**63 - 1
"""The largest id that a database can hold."""

Ids = Annotated[list[int], typer.Argument(metavar="ID...", min=1, max=LAST_ID, help="Story ids.")]
Handle = Annotated[str, typer.Argument(metavar="@HANDLE", help="The author's handle, in any case.")]
Source = Annotated[
    str | None, typer.Option("--source", help="Where the handle is theirs: x, bluesky, mastodon, feed, …")
]
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
            _say(told(error))
        _fail(trouble(error) or Unexpected(error=type(error).__name__), FAILED)


def _fail(error: SpoolError, code: int) -> None:
    from bot.report import on_one_line

    _say(on_one_line(str(error)))
    sys.exit(code)


def _say(text: str) -> None:
    from bot.report import errors

    errors.print(log.without_tokens(text), markup=False)


def _debugging() -> bool:
    try:
        return settings.load().log_level == "DEBUG"
    except BadSettings:
        return False


@app.command()
def run() -> None:
    """Run the bot by long polling, until SIGTERM or Ctrl-C."""
    from bot.run import run_bot, run_fast

    run_fast(run_bot(settings.load()))


@app.command("try")
def try_(
    paths: Samples = None,
    port: Annotated[int | None, typer.Option(help="Where the chat page listens.", min=0, max=65_535)] = None,
) -> None:
    """Try the bot in your browser: a local stand-in for Telegram, sample stories, no token and no network."""
    from bot.run import run_fast
    from bot.trying import run_sandbox

    run_fast(run_sandbox(settings.load(), port, paths or []))


@app.command("import")
def import_(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, links, or - for stdin.")],
    form: Annotated[
        str | None, typer.Option("--format", help="Force a format; an unknown one is answered with those there are.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep everything as drafts.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, store nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Publish without telling followers.")] = False,
    least: Annotated[
        int | None,
        typer.Option("--min-tweets", metavar="N", min=1, help="Pass over shorter stories; of an X archive, below 2."),
    ] = None,
    choose: Annotated[bool, typer.Option("--choose", help="Ask which threads of an X archive to bring in.")] = False,
    notify: Annotated[bool, typer.Option("--notify", help="Tell followers of more than ten stories, too.")] = False,
) -> None:
    """Bring stories in: links, pages of Thread Reader, X archives, saved JSON, feeds, plain text, Spool's own JSON."""
    from bot import choosing, library
    from bot.importing import Wanted

    if quiet and notify:
        raise BadSettings(why="--quiet and --notify say the opposite: give one of them.")
    told = notify or (False if quiet else None)
    chooser = choosing.ask if choose else choosing.show
    if not asyncio.run(library.bring(paths, Wanted(form, draft, dry_run, least, chooser, told))):
        sys.exit(FAILED)


@app.command()
def follow(
    link: Annotated[
        str | None, typer.Argument(metavar="[LINK]", help="The page of an author, or a feed; without, a list.")
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Follow them no more; stories that came in stay.")] = False,
) -> None:
    """Have new threads of an author on Bluesky or Mastodon, or of a feed, come in by themselves while the bot runs."""
    from bot import sources

    if stop and not link:
        raise BadSettings(why="--stop needs the link, the name or the number of who is followed: see spool follow.")
    if link is None:
        asyncio.run(sources.show())
    else:
        asyncio.run(sources.stop(link) if stop else sources.add(link))


@app.command()
def export(
    ids: AnyIds = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, json, markdown, text, html or epub; one file a story but for jsonl.")
    ] = "jsonl",
    target: Annotated[Path | None, typer.Option("--output", help="A file, or a folder that exists.")] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Fetch the pictures for html and epub.")] = False,
) -> None:
    """Write stories to standard output, a file or a folder; `spool import` reads JSON and Markdown back."""
    from bot import library

    asyncio.run(library.write_out([ThreadId(story) for story in ids or []], form, target, pictures=pictures))


@app.command()
def stats() -> None:
    """Say how often stories were handed on, in totals."""
    from bot import library

    asyncio.run(library.show_totals())


@app.command()
def drafts() -> None:
    """List the stories that wait for a look, and why."""
    from bot import library

    asyncio.run(library.list_drafts())


@app.command()
def publish(
    ids: Ids, quiet: Annotated[bool, typer.Option("--quiet", help="Publish without telling followers.")] = False
) -> None:
    """Publish drafts as they are, or withdrawn stories again. Followers are told of up to ten new ones."""
    from bot import library

    asyncio.run(library.publish([ThreadId(story) for story in ids], quiet=quiet))


@app.command()
def withdraw(ids: Ids) -> None:
    """Take stories away from readers; importing them again does not bring them back, `spool publish` does."""
    from bot import library

    asyncio.run(library.withdraw([ThreadId(story) for story in ids]))


@app.command()
def protect(ids: Ids) -> None:
    """Keep stories from being forwarded, saved or shared, as their authors wish, whatever their sources say."""
    from bot import authors

    asyncio.run(authors.decide([ThreadId(story) for story in ids], protected=True))


@app.command()
def unprotect(ids: Ids) -> None:
    """Let stories be forwarded, saved and shared again, whatever their sources say."""
    from bot import authors

    asyncio.run(authors.decide([ThreadId(story) for story in ids], protected=False))


@app.command()
def audit(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="Only from this day or minute on, in UTC."),
    ] = None,
) -> None:
    """Say what admins did, when, and on what, the newest last; in the chat each by their Telegram id."""
    from bot import library

    asyncio.run(library.show_audit(since.replace(tzinfo=UTC) if since else None))


@author.command("opt-out")
def opt_out(handle: Handle, source: Source = None) -> None:
    """Withdraw everything that an author wrote, and refuse it from now on, however it comes."""
    from bot import authors

    asyncio.run(authors.opt_out(handle, source))


@author.command("opt-in")
def opt_in(handle: Handle, source: Source = None) -> None:
    """Take an author's stories again; those that were withdrawn stay so until `spool publish`."""
    from bot import authors

    asyncio.run(authors.opt_in(handle, source))


@author.command("protect")
def protect_author(handle: Handle, source: Source = None) -> None:
    """Keep all that an author wrote, and will write, from being forwarded, saved or shared."""
    from bot import authors

    asyncio.run(authors.keep(handle, source, protected=True))


@author.command("unprotect")
def unprotect_author(handle: Handle, source: Source = None) -> None:
    """Take that mark away; stories that were marked themselves, or by their sources, stay protected."""
    from bot import authors

    asyncio.run(authors.keep(handle, source, protected=False))
