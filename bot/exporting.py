"""`spool export`: stories as files, the same bytes each time."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from bot.errors import BadSettings
from storage.threads import StoredThread
from threads.exports.file_name import file_name
from threads.exports.registry import FORMATS, Format, named


def format_of(name: str) -> Format:
    """The format of a name. Raises BadSettings with those there are."""
    known = named(name)
    if known is None:
        raise BadSettings(why=f"There is no format {name}: choose one of {', '.join(form.name for form in FORMATS)}.")
    return known


def check(form: Format, stories: int, output: Path | None) -> None:
    """Whether so many stories can be written there; 0 means all there are. Raises BadSettings with what to do."""
    if not form.streams and stories != 1 and not (output and output.is_dir()):
        raise BadSettings(
            why=f"Stories as {form.name} are files of their own: name one story, or a folder that exists with --output."
        )
    if form.binary and output is None and sys.stdout.isatty():
        raise BadSettings(why=f"A terminal can't show {form.name}: name a file with --output.")


class Target:
    """Where an export goes: standard output, one file, or a folder with a file for each story. Raises OSError."""

    def __init__(self, output: Path | None, form: Format) -> None:
        self._form = form
        self._folder = output if output and output.is_dir() else None
        self._file: BinaryIO | None = None
        if output is None:
            # A buffer of its own: what can't be written is told once, and not again when the program ends.
            self._file = os.fdopen(sys.stdout.fileno(), "wb", closefd=False)
        elif not self._folder:
            self._file = output.open("wb")

    def write(self, story: StoredThread, data: bytes) -> None:
        """Write one story, made to a file's bytes; in a folder its id stands before its name."""
        if self._folder:
            name = file_name(story.thread, self._form.ending, prefix=f"{story.id:06d} ")
            (self._folder / name).write_bytes(data)
        elif self._file:
            self._file.write(data)

    def close(self) -> None:
        """Write what is left, and close the file; standard output stays open."""
        if self._file:
            self._file.close()
