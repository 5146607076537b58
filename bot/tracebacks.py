"""Tracebacks for the log: where something failed and what kind of error it was, never the error's own text.

That text may hold what somebody wrote (`int("…")` repeats it), a query, or an address with the token in it. Told are
the lines of the program, the types, the codes of the system and of SQLite, and the text of Spool's own errors, which
are made to be read by anybody.
"""

import errno
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from structlog.typing import EventDict, WrappedLogger

from threads.errors import SpoolError

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


def without_texts(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """A processor of structlog: puts `exception` in place of `exc_info`."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = told(error)
    return event


def told(error: BaseException) -> str:
    """The traceback of an error and of those that led to it, without their texts."""
    return "".join(_lines(error, set())).rstrip()


def _error(given: Any) -> BaseException | None:
    """What `exc_info` means: an exception, a triple of the interpreter's, or true for the one being handled."""
    if isinstance(given, tuple):
        given = given[1]
    elif given and not isinstance(given, BaseException):
        given = sys.exc_info()[1]
    return given if isinstance(given, BaseException) else None


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield _CAUSE if error.__cause__ else _CONTEXT
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_list(traceback.extract_tb(error.__traceback__))
    yield f"{named(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from (f"  | {line}" for part in _lines(inner, seen) for line in part.splitlines(keepends=True))


def named(error: BaseException) -> str:
    """Type and code: what can be told of any error."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, SpoolError):
        return f"{name}: {error}"
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    code = code or getattr(error, "sqlite_errorname", None)
    return f"{name}: {code}" if isinstance(code, str) else name
