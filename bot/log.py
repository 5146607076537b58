"""Logging: one line an update, for people on a terminal and as JSON otherwise; never a token, never story text.

The libraries' own loggers are held at WARNING: their debug lines hold updates, SQL parameters and the token.
"""

import json
import logging
import re
import sys
from contextlib import suppress
from typing import Any, Literal, TextIO

import orjson
import structlog
from structlog.typing import Processor, WrappedLogger

from bot.tracebacks import without_texts

TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{5,}", re.IGNORECASE)
QUIET = ("telegram", "aiohttp", "aiosqlite", "asyncio", "httpx", "httpcore")


def configure(level: str, form: Literal["auto", "console", "json"], stream: TextIO | None = None) -> None:
    """Set up logging to a stream, standard error by default. `auto` means console on a terminal."""
    lasting = stream is None
    stream = stream or sys.stderr
    console = form == "console" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_texts,
    ]
    last: Processor = structlog.processors.JSONRenderer(serializer=_json)
    if console:
        last = structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
    # Our own lines are written as they are: the standard library's records would double their cost, once an update.
    structlog.configure(
        processors=[*shared, last, _redact],
        logger_factory=lambda *names: _Lines(stream),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=lasting,
    )
    _configure_libraries(level, stream, shared, last)


class _Lines:
    """Writes lines to a stream. One that nobody listens to any more (`spool run | head`) must not stop the bot."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = msg


def _configure_libraries(level: str, stream: TextIO, shared: list[Processor], last: Processor) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last, _redact]
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _json(event: Any, **options: Any) -> str:
    try:
        return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # half a surrogate pair in what somebody wrote: the standard library escapes it
        return json.dumps(event, default=repr)


def without_tokens(text: str) -> str:
    """The text with `[token]` in place of anything that looks like a bot token."""
    return TOKEN.sub("[token]", text)


def _redact(logger: WrappedLogger, method: str, line: Any) -> str:
    """Comes last, after rendering, so that nothing gets past it: nested values, tracebacks, what objects print."""
    return without_tokens(line)
