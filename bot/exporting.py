"""`spool export`: stories as text, the same bytes each time."""

import os
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import orjson

from storage.threads import StoredThread
from threads.model import Thread
from threads.sources import spool_json


class ExportFormat(StrEnum):
    """What stories can be written as."""

    JSONL = "jsonl"
    JSON = "json"


def as_line(thread: Thread) -> bytes:
    """One story as a line of JSON Lines."""
    return spool_json.dump(thread) + b"\n"


def as_json(thread: Thread) -> bytes:
    """One story as JSON for people to read and edit."""
    return orjson.dumps(spool_json.document_of(thread), option=orjson.OPT_INDENT_2) + b"\n"


WRITERS: dict[ExportFormat, Callable[[Thread], bytes]] = {ExportFormat.JSONL: as_line, ExportFormat.JSON: as_json}


def file_name(story: StoredThread, form: ExportFormat) -> str:
    """A story's file name in a folder: its id, its author, the end of the format."""
    author = re.sub(r"[^\w.-]+", "-", story.thread.author.handle or story.thread.author.name).strip("-.")[:60]
    return f"{story.id:06d}{'-' if author else ''}{author}.{form}"


class Target:
    """Where an export goes: standard output, one file, or a folder with a file for each story. Raises OSError."""

    def __init__(self, output: Path | None, form: ExportFormat) -> None:
        self._form = form
        self._folder = output if output and output.is_dir() else None
        self._file: BinaryIO | None = None
        if output is None:
            # A buffer of its own: what can't be written is told once, and not again when the program ends.
            self._file = os.fdopen(sys.stdout.fileno(), "wb", closefd=False)
        elif not self._folder:
            self._file = output.open("wb")

    def write(self, story: StoredThread) -> None:
        """Write one story."""
        data = WRITERS[self._form](story.thread)
        if self._folder:
            (self._folder / file_name(story, self._form)).write_bytes(data)
        elif self._file:
            self._file.write(data)

    def close(self) -> None:
        """Write what is left, and close the file; standard output stays open."""
        if self._file:
            self._file.close()
