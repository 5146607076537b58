"""`spool import`: files, folders, links and standard input, read by the importers and stored in short transactions.

One bad file is reported by name and reason and the rest come in. Telegram has no part in this.
"""

import os
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.keeping import Keeping, Pictures
from bot.stories import guarded
from storage.desk.audit import COMMAND_LINE
from storage.intake import Intake
from storage.media.kept import KeptMedia
from storage.writing import Outcome, Taken
from threads.errors import SpoolError, UnreadableSource
from threads.identity import network
from threads.model import Thread, ThreadId, is_blank
from threads.sources import mastodon_archive, registry, x_archive
from threads.sources.document import MAX_BYTES, Document
from threads.sources.live import reading
from threads.sources.live.gathered import Gathered
from threads.sources.refusals import NoLink
from threads.sources.x_archive import Archive, Found
from threads.sources.x_archive_files import is_archive
from threads.text import opening

STANDARD_INPUT = "-"
HEADLINE = 50
"""Characters that a story is told by."""
BATCH = 400
"""Tweets read before they are stored: bounds memory, whatever the size of the files."""
TOLD_OF = 10
"""Stories in one import up to which followers are told of them; of more they are told only when asked to."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that did not come in, and why, in a sentence."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of a story; the story itself is let go, as an archive may hold very many."""

    tweets: int
    author: str
    begins: str
    id: ThreadId | None = None
    outcome: Outcome | None = None
    added: int = 0
    hears: int = 0
    review: tuple[str, ...] = ()

    @classmethod
    def of(cls, thread: Thread, taken: Taken | None = None) -> "Told":
        """A story that was read, and what became of it when it was taken in."""
        words = next((tweet.text for tweet in thread if not is_blank(tweet.text)), "")
        begins = thread.title or opening(words, HEADLINE)
        told = cls(len(thread), thread.author.handle or thread.author.name, begins)
        if taken is None:
            return told
        return replace(
            told, id=taken.id, outcome=taken.outcome, added=taken.added, hears=taken.hears, review=thread.review
        )


@dataclass(slots=True)
class Report:
    """What came of an import. In a dry run `read` has the stories and `taken` stays empty."""

    taken: list[Told] = field(default_factory=list)
    read: list[Told] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Authors who have opted out, by handle and network, and how many of their stories were refused."""

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked for came in."""
        return not (self.failures or self.refused)


Choice = Callable[[list[Found]], list[Found]]
"""Which of the threads of an archive are wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to import: a format forced, everything as drafts, or nothing stored at all.

    Stories of fewer tweets than `least` are passed over; without it archives give threads of two tweets and more.
    `choose` is asked which threads of an archive to take.
    `notify` says whether followers are told of new stories; None leaves it to how many stories there are.
    """

    format: str | None = None
    draft: bool = False
    dry_run: bool = False
    least: int | None = None
    choose: Choice | None = None
    notify: bool | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address to read from."""

    url: str

    def __str__(self) -> str:
        return self.url


Source = Path | Link | None
"""A file, an unpacked archive or a link; None is standard input."""

Gather = Callable[[str], Awaitable[Gathered]]
"""Asks for everything behind a link. Raises SpoolError."""


def expand(paths: Sequence[str], report: Report) -> list[Source]:
    """The sources meant: folders stand for all files below them in order of name.

    An unpacked archive of X counts as one, so that what is private in it stays closed. Hidden files are left out, links
    to folders not followed, so that no loop is walked.
    """
    found: list[Source] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found.append(None)
        elif path.startswith(("https://", "http://")):
            found.append(Link(path))
        elif "://" in path:
            report.failures.append(Failure(path, str(NoLink())))
        elif _is_folder(Path(path)) and is_archive(Path(path)):
            found.append(Path(path))
        elif _is_folder(Path(path)):
            below = list(_below(Path(path)))
            found += below
            if not below:
                report.failures.append(Failure(path, "This folder holds no files."))
        else:
            found.append(Path(path))
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, a folder above it that may not be looked into: opening the file says so
        return False


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        archives = [name for name in folders if is_archive(Path(root, name))]
        folders[:] = [name for name in folders if name not in archives]
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))
        yield from (Path(root, name) for name in archives)


class Importer:
    """Reads sources one after the other, and stores what they hold as it comes."""

    def __init__(
        self,
        intake: Intake | None,
        wanted: Wanted,
        report: Report,
        now: datetime,
        *,
        media: KeptMedia | None = None,
        gather: Gather | None = None,
    ) -> None:
        """With `media` the pictures in archives are kept, with `gather` links are read."""
        self._intake = intake
        self._wanted = wanted
        self._report = report
        self._now = now
        self._keeping = Keeping(media, report.pictures) if media else None
        self._gather = gather
        self._archive: Archive | None = None
        self._packed: Document | None = None
        self._shown: list[str] = []
        self._waiting: list[Thread] = []
        self._notify = wanted.notify

    async def run(self, sources: Iterable[Source], advance: Callable[[], None]) -> None:
        """Import every source; `advance` is called after each."""
        for source in sources:
            await self._source(source)
            advance()
        if self._notify is None:
            self._notify = True
        await self._store()

    async def _source(self, source: Source) -> None:
        name = str(source) if source else "standard input"
        try:
            for thread in self._stories(await self._behind(source) if isinstance(source, Link) else source):
                if self._keeping and self._archive:
                    await self._keeping.keep(self._archive.media(thread))
                if self._packed:
                    self._shown += [each.url for tweet in thread for each in tweet.media]
                self._waiting.append(thread)
                if self._notify is None and len(self._waiting) > TOLD_OF:
                    self._notify = False
                if self._notify is not None and sum(map(len, self._waiting)) >= BATCH:
                    await self._store()
        except SpoolError as error:
            self._report.failures.append(Failure(name, str(error)))
        if self._keeping and self._packed:
            await self._keeping.keep(mastodon_archive.media(self._packed, self._shown))
        self._packed = None
        self._shown.clear()

    async def _behind(self, link: Link) -> Gathered:
        if self._gather is None:
            raise UnreadableSource(why="Links can't be read here: save the page and import the file.")
        return await self._gather(link.url)

    def _stories(self, source: Path | Gathered | None) -> Iterator[Thread]:
        """The stories of a source. Raises nothing but a SpoolError; what goes wrong in storing them never gets here."""
        least = self._wanted.least or 1
        yield from guarded(story for story in self._read(source) if len(story) >= least)

    def _read(self, source: Path | Gathered | None) -> Iterator[Thread]:
        if isinstance(source, Gathered):
            yield from reading.stories(source, self._now.date())
            return
        document = _document(source)
        named = self._wanted.format
        is_x = named == x_archive.NAME or (named is None and not mastodon_archive.detects(document))
        if not (is_x and x_archive.detects(document)):
            is_packed = named in (None, mastodon_archive.NAME) and mastodon_archive.is_packed(document)
            self._packed = document if is_packed else None
            yield from registry.read(document, today=self._now.date(), format=self._wanted.format)
            return
        with x_archive.archive(document, self._wanted.least or x_archive.LEAST) as archive:
            found = archive.threads()
            self._archive = archive
            try:
                yield from archive.stories(self._wanted.choose(found) if self._wanted.choose else found)
            finally:
                self._archive = None

    async def _store(self) -> None:
        if self._intake is None:
            self._report.read += map(Told.of, self._waiting)
        else:
            draft, notify = self._wanted.draft, bool(self._notify)
            taken = await self._intake.take(self._waiting, self._now, draft=draft, notify=notify, by=COMMAND_LINE)
            for each in taken:
                if each.outcome is Outcome.REFUSED:
                    self._report.refused[each.thread.author.handle, network(each.thread)] += 1
                else:
                    self._report.taken.append(Told.of(each.thread, each))
        self._waiting.clear()


def _document(source: Path | None) -> Document:
    if source is not None:
        return Document.of_folder(source) if _is_folder(source) else Document.open(source)
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableSource(
            why=f"Standard input holds more than {MAX_BYTES // 2**20} MiB: write it to a file first."
        )
    return Document.of("standard input", data)


def now() -> datetime:
    """The time that an import stands under."""
    return datetime.now(UTC)
