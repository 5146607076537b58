"""What the command line prints, and where: results on standard output, what went wrong on standard error."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.importing import Report, Told
from bot.keeping import Pictures
from storage.desk.audit import COMMAND_LINE, Entry
from storage.shares import Way
from storage.threads import StoredThread
from storage.writing import Outcome

# Story text and file names are shown as they are: nothing in them is markup, an emoji's name or worth a colour.
output = Console(highlight=False, emoji=False)
errors = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)

_WAYS = {
    Way.MENU: "sharing menu opened",
    Way.EPUB: "as EPUB",
    Way.HTML: "as HTML",
    Way.MARKDOWN: "as Markdown",
    Way.TEXT: "as plain text",
    Way.PICTURE: "as picture",
    Way.INLINE: "placed inline (with inline feedback)",
    Way.LINK: "opened by a link",
    Way.GROUP: "opened by a link in a group",
}

ROWS = 20
"""Stories listed one by one; more are only counted."""


def show(report: Report) -> None:
    """One table of what came in, then every source that did not, with its reason."""
    if report.taken:
        output.print(_stories(report.taken) if len(report.taken) <= ROWS else _totals(report.taken))
    if hears := sum(taken.hears for taken in report.taken):
        output.print(f"Followers are told: {hears:,} notification{'' if hears == 1 else 's'} in all.")
    if report.pictures.kept:
        output.print(f"Pictures and films kept from the archive: {report.pictures.kept:,}.")
    if report.read:
        output.print(_read(report.read))
    for taken in report.taken:
        for why in taken.review:
            errors.print(f"Story {taken.id} is kept as a draft: {why}", markup=False)
    for sentence in _unkept(report.pictures):
        errors.print(sentence)
    for (handle, network), stories in report.refused.items():
        what = "1 story was" if stories == 1 else f"{stories:,} stories were"
        errors.print(on_one_line(f"@{handle} ({network}) has opted out: {what} refused."), markup=False)
    for failure in report.failures:
        errors.print(on_one_line(f"{failure.name}: {failure.why}"), markup=False)


def _unkept(pictures: Pictures) -> Iterator[str]:
    """Why some pictures are shown from their source alone."""
    if pictures.refused:
        yield f"Pictures and films of the archive that are damaged or too large, so not kept: {pictures.refused:,}."
    if pictures.is_full:
        yield "Not all pictures could be kept: there is no room left within MEDIA_LIMIT, or on the disk."


def on_one_line(sentence: str) -> str:
    """A sentence with the line breaks and terminal codes that a file's name may bring written out, not obeyed."""
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in sentence
    )


def show_totals(totals: Mapping[Way, int]) -> None:
    """How often stories were handed on, and which way."""
    table = Table("Shared", "Times", title="Since the beginning, in totals")
    for way, total in totals.items():
        table.add_row(_WAYS[way], f"{total:,}")
    output.print(table)


def show_draft(story: StoredThread, headline: str) -> None:
    """A draft: its id and how it begins, then each reason to look at it."""
    author = story.thread.author.handle or story.thread.author.name or "unknown author"
    output.print(f"{story.id}  {author}  {len(story.thread)} tweets  {headline}", markup=False, soft_wrap=True)
    for why in story.thread.review or ("Imported as a draft.",):
        output.print(f"    {why}", markup=False, soft_wrap=True)


def show_act(entry: Entry) -> None:
    """One act of an admin on one line: when (UTC), who, what, on what."""
    who = "command line" if entry.who == COMMAND_LINE else str(entry.who)
    line = f"{entry.at:%Y-%m-%d %H:%M:%S}  {who:<12}  {entry.act:<20}  {entry.noun} {entry.id}"
    line += f" ({entry.name})" if entry.name else ""
    output.print(line, markup=False, soft_wrap=True)


def _stories(taken: list[Told]) -> Table:
    table = Table("Story", "What", "Tweets", "Author", "Begins")
    for story in taken:
        count = f"{story.tweets} (+{story.added})" if story.outcome is Outcome.UPDATED else str(story.tweets)
        table.add_row(str(story.id), story.outcome, count, Text(story.author), Text(story.begins))
    return table


def _totals(taken: list[Told]) -> Table:
    table = Table("What", "Stories", "Tweets")
    stories = Counter(story.outcome for story in taken)
    tweets: Counter[Outcome | None] = Counter()
    for story in taken:
        tweets[story.outcome] += story.tweets
    for outcome in Outcome:
        if stories[outcome]:
            table.add_row(outcome, f"{stories[outcome]:,}", f"{tweets[outcome]:,}")
    return table


def _read(threads: list[Told]) -> Table:
    table = Table("Tweets", "Author", "Begins", title="Read, not stored (dry run)")
    for thread in threads[:ROWS]:
        table.add_row(str(thread.tweets), Text(thread.author), Text(thread.begins))
    if len(threads) > ROWS:
        table.add_row("…", "", f"and {len(threads) - ROWS:,} more")
    return table
