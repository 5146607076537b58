"""The threads that an archive holds: shown before they come in, and chosen from when that is asked for."""

import re
import sys

from rich.table import Table
from rich.text import Text

from bot.importing import HEADLINE
from bot.report import ROWS, errors, output
from threads.sources.x_archive import Found
from threads.text import opening

_QUESTION = "Which threads? all, none, or their numbers as in 1 3 5-9: "
_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def show(found: list[Found]) -> list[Found]:
    """Show the first threads and how many more there are; all of them are taken."""
    output.print(_table(found, ROWS))
    return found


def ask(found: list[Found]) -> list[Found]:
    """Show every thread and ask which ones are wanted; none when standard input ends."""
    output.print(_table(found, len(found)))
    while True:
        errors.print(_QUESTION, end="", markup=False)
        line = sys.stdin.readline()
        if not line:
            return []
        chosen = _chosen(line.split(), len(found))
        if chosen is not None:
            return [thread for number, thread in enumerate(found, 1) if number in chosen]
        errors.print(f"These are no numbers from 1 to {len(found):,}.", markup=False)


def _chosen(words: list[str], count: int) -> set[int] | None:
    """The numbers meant; None when the words can't be understood."""
    match [word.lower() for word in words]:
        case ["all"]:
            return set(range(1, count + 1))
        case ["none"]:
            return set()
    numbers: set[int] = set()
    for word in words:
        found = _RANGE.fullmatch(word)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= count:
            return None
        numbers.update(range(first, last + 1))
    return numbers or None


def _table(found: list[Found], rows: int) -> Table:
    table = Table("No.", "Tweets", "Date", "Begins", title="Threads in the archive")
    for number, thread in enumerate(found[:rows], 1):
        date = thread.written.at.date().isoformat() if thread.written else ""
        table.add_row(str(number), str(len(thread)), date, Text(opening(thread.text, HEADLINE)))
    if len(found) > rows:
        tweets = sum(map(len, found[rows:]))
        table.add_row("…", f"{tweets:,}", "", f"and {len(found) - rows:,} threads more")
    return table
