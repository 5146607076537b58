"""What the studio makes in its tests. A module of its own: the worker imports it, and nothing else of the tests."""

import os
import time
from pathlib import Path

from threads.exports.errors import MissingFonts


def identity() -> tuple[int, int, bool]:
    """The process, its priority, and whether it was given the token."""
    return os.getpid(), os.nice(0), "BOT_TOKEN" in os.environ


def doubled(word: str, *, times: int) -> str:
    """A production that prints, which goes nowhere."""
    print(word)  # noqa: T201  # what it prints must not get among the replies
    return word * times


def killed(number: int) -> None:
    """A production in which the process dies."""
    os.kill(os.getpid(), number)


def without_fonts() -> None:
    """A production that raises an error meant for a person."""
    raise MissingFonts(scripts="Thai", packages="fonts-noto-core")


def broken(text: str) -> None:
    """A production that fails with a text that may not be told."""
    raise ValueError(text)


def hanging(file: str) -> None:
    """A production that has no end; the file says which process makes it."""
    Path(file).write_text(str(os.getpid()))
    time.sleep(1_000)


def hoarding(megabytes: int) -> int:
    """A production that takes so much memory."""
    return len(bytes(megabytes * 1024 * 1024))
