"""The commands that work on the library alone, from import to audit. Telegram has no part."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing, nullcontext
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from bot import choosing, report, settings
from bot.errors import BadSettings, Unwritable
from bot.exporting import Target, check, format_of
from bot.importing import TOLD_OF, Gather, Importer, Link, Report, Source, Wanted, expand, now
from bot.report import errors, output
from storage.database import Database
from storage.desk.audit import COMMAND_LINE, Audit
from storage.errors import UnknownStory
from storage.intake import Intake
from storage.media.kept import KeptMedia
from storage.opening import open_database
from storage.shares import Shares
from storage.threads import Threads
from threads.exports.edition import Edition
from threads.exports.registry import Format
from threads.exports.wording import english
from threads.model import Thread, ThreadId
from threads.sources import registry


@asynccontextmanager
async def opened() -> AsyncIterator[Database]:
    """The library that the settings name, closed at the end."""
    database = await open_database(settings.load().database)
    try:
        yield database
    finally:
        await database.close()


async def bring(paths: Sequence[str], wanted: Wanted) -> bool:
    """Import files and folders and print what came in; whether all of it did. Raises BadSettings for the format."""
    if wanted.format is not None and wanted.format not in registry.names():
        raise BadSettings(why=f"There is no format {wanted.format}: choose one of {', '.join(registry.names())}.")
    done = Report()
    sources = expand(paths, done)
    has_links = any(isinstance(source, Link) for source in sources)
    is_shown = errors.is_terminal and (len(sources) > 1 or has_links) and wanted.choose is not choosing.ask
    with Progress(console=errors, transient=True, disable=not is_shown) as progress:
        bar = progress.add_task("Importing", total=len(sources))

        def tell(count: int, host: str) -> None:
            progress.update(bar, description=f"Importing: answer {count} of {host}")

        async with _asking(tell) if has_links else nullcontext(None) as gather:
            await _bring(sources, wanted, done, lambda: progress.advance(bar), gather)
    report.show(done)
    return done.is_whole


@asynccontextmanager
async def _asking(tell: Callable[[int, str], None]) -> AsyncIterator[Gather]:
    # Not before a link is given: with it comes the bot's way to the network.
    from bot.outside.links import Links

    chosen = settings.load()
    links = Links(chosen.rules, chosen.bases)
    try:
        yield lambda link: links.gather(link, tell)
    finally:
        await links.close()


async def _bring(
    sources: list[Source], wanted: Wanted, done: Report, advance: Callable[[], None], gather: Gather | None
) -> None:
    if wanted.dry_run:
        await Importer(None, wanted, done, now(), gather=gather).run(sources, advance)
        return
    async with opened() as database:
        importer = Importer(Intake(database), wanted, done, now(), media=_media(database), gather=gather)
        await importer.run(sources, advance)


Pictures = Callable[[Thread], Awaitable[dict[str, bytes]]]
"""The pictures of a story for its file."""


async def write_out(ids: Sequence[ThreadId], name: str, path: Path | None, *, pictures: bool) -> None:
    """Export these stories, or every published one. Raises UnknownStory, Unwritable, and BadSettings for wrong use."""
    form = format_of(name)
    check(form, len(ids), path)
    try:
        async with opened() as database, _pictures(database if pictures and form.pictures else None) as bring:
            await _write_out(ids, form, path, Threads(database), bring)
    except BrokenPipeError:
        raise  # whoever read has seen enough: Typer ends the program quietly
    except OSError as error:
        raise Unwritable(path=str(path or "Standard output"), why=str(error.strerror)) from error


@asynccontextmanager
async def _pictures(database: Database | None) -> AsyncIterator[Pictures]:
    """The way to pictures; without a database none are wanted."""
    if database is None:
        yield _none
        return
    # Not before pictures are asked for: with them comes the bot's way to the network.
    from bot.fetching import Fetcher
    from bot.outside.client import Outside
    from handlers.gathering import gathered
    from handlers.supply import Supply

    chosen = settings.load()
    outside = Outside(chosen.rules.with_own(chosen.telegram_api_url))
    supply = Supply(_media(database), Fetcher(outside).fetch)
    try:
        yield lambda thread: gathered(thread, supply.bring)
    finally:
        await outside.close()


def _media(database: Database) -> KeptMedia:
    chosen = settings.load().media
    return KeptMedia(database, chosen.folder, now, limit=chosen.limit)


async def _none(_: Thread) -> dict[str, bytes]:
    return {}


async def _write_out(
    ids: Sequence[ThreadId], form: Format, path: Path | None, threads: Threads, bring: Pictures
) -> None:
    # Looked at before anything is written: a file that is there already is not emptied for nothing.
    for wanted in ids:
        if await threads.fresh(wanted) is None:
            raise UnknownStory(thread=wanted)
    with closing(Target(path, form)) as target:
        async for story in threads.exported(ids):
            if story:
                thread = story.thread
                edition = Edition(thread=thread, wording=english(thread), pictures=await bring(thread))
                target.write(story, form.write(edition))


async def show_totals() -> None:
    """Print how often stories were handed on."""
    async with opened() as database:
        report.show_totals(await Shares(database).totals())


async def list_drafts() -> None:
    """Print every draft and why it waits."""
    async with opened() as database:
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


async def publish(ids: Sequence[ThreadId], *, quiet: bool) -> None:
    """Publish stories, and have followers told unless it is `quiet` or too many at once. Raises UnknownStory."""
    notify = not quiet and len(ids) <= TOLD_OF
    async with opened() as database:
        for story in ids:
            taken = await Intake(database).publish(story, now(), notify=notify, by=COMMAND_LINE)
            told = f" Followers are told: {taken.hears:,}." if taken.hears else ""
            output.print(f"Story {taken.id} is published.{told}", markup=False)


async def withdraw(ids: Sequence[ThreadId]) -> None:
    """Take stories away from readers. Raises UnknownStory."""
    async with opened() as database:
        for story in ids:
            await Intake(database).withdraw(story, now(), by=COMMAND_LINE)
            output.print(f"Story {story} is withdrawn.", markup=False)


async def show_audit(since: datetime | None) -> None:
    """Print what admins did from a time on, or ever; the newest last."""
    async with opened() as database:
        empty = True
        async for entry in Audit(database).since(since):
            report.show_act(entry)
            empty = False
        if empty:
            output.print("Nothing was done.")
