"""Logging: one line an update, for people on a terminal and as JSON otherwise; never a token, never story text.

The libraries' own loggers are held at WARNING: their debug lines hold updates, SQL parameters and the token.
"""

import logging
import re
import sys
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{5,}")
QUIET = ("telegram", "aiohttp", "aiosqlite", "asyncio", "httpx", "httpcore")


def configure(level: str, form: Literal["auto", "console", "json"], stream: TextIO | None = None) -> None:
    """Set up logging to a stream, standard error by default. `auto` means console on a terminal."""
    stream = stream or sys.stderr
    console = form == "console" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty()) if console else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, last]
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take anything that looks like a bot token out of every text of a line."""
    return {key: TOKEN.sub("[token]", value) if isinstance(value, str) else value for key, value in event.items()}
