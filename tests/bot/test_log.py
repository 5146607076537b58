"""Logging: no token gets out by any way, the libraries are quiet, and each line is JSON or for a person."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot import log
from storage.errors import UnknownStory

TOKEN = "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz"
BOTH = pytest.mark.parametrize("form", ["json", "console"])


class Held:
    """An object that shows a token when it is printed."""

    def __repr__(self) -> str:
        return f"<held {TOKEN}>"


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Logging is the process's own: what a test sets up is taken back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in log.QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def configured(form: str, level: str = "INFO") -> io.StringIO:
    """Logging into memory."""
    stream = io.StringIO()
    log.configure(level, "json" if form == "json" else "console", stream)
    return stream


@BOTH
def test_no_token_gets_into_a_line(form: str) -> None:
    """Not in the message, a value, a nested value, what an object prints, a key, or an address with it encoded."""
    stream = configured(form)
    structlog.get_logger().info(
        f"calling {TOKEN}",
        url=f"https://api.telegram.org/bot{TOKEN}/getMe",
        encoded=f"bot{TOKEN.replace(':', '%3A')}/getMe",
        nested={"deep": [f"bot{TOKEN}", (TOKEN, {TOKEN: 1})]},
        held=Held(),
    )
    assert "AbCdEfGh" not in stream.getvalue()
    assert stream.getvalue().count("[token]") == 7


@BOTH
def test_no_token_gets_into_a_traceback(form: str) -> None:
    """Of Spool's own loggers and of a library's, with its arguments; and the traceback itself is there."""
    stream = configured(form)
    try:
        raise ValueError(f"bad address: /bot{TOKEN}/getMe") from KeyError(TOKEN)
    except ValueError:
        structlog.get_logger().exception("it failed")
        logging.getLogger("telegram").exception("also at %s", TOKEN)
    assert stream.getvalue().count("test_no_token_gets_into_a_traceback") == 2
    assert "AbCdEfGh" not in stream.getvalue()


@BOTH
def test_no_words_of_a_person_get_into_a_traceback(form: str) -> None:
    """Errors repeat what was given to them: the log has their types and codes, in groups and causes too."""
    stream = configured(form)
    said = "the k" + "ettle sings"
    try:
        try:
            int(said)
        except ValueError as error:
            raise ExceptionGroup(said, [OSError(28, said), UnknownStory(thread=5)]) from error
    except ExceptionGroup as error:
        structlog.get_logger().error("it failed", exc_info=error)
        logging.getLogger("telegram").exception("theirs too")
    assert "kettle" not in stream.getvalue()
    for told in ("int(said)", "ValueError", "direct cause", "ExceptionGroup", "OSError: ENOSPC", "There is no story 5"):
        assert stream.getvalue().count(told) >= 2, told


@BOTH
def test_the_libraries_are_quiet_when_debugging(form: str) -> None:
    """Their debug lines hold updates and SQL parameters; their warnings are worth a line."""
    stream = configured(form, "DEBUG")
    for name in ("telegram.ext.Application", "aiohttp.client", "aiosqlite", "asyncio", "httpx"):
        logging.getLogger(name).debug("%s holds story text", name)
        logging.getLogger(name).info("%s holds story text", name)
        logging.getLogger(name).warning("%s warns", name)
    structlog.get_logger().debug("our own detail")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 6
    assert "story text" not in stream.getvalue()


def test_a_line_is_json_with_its_time_level_and_values() -> None:
    """What a machine reads: one object a line, also for a library's."""
    stream = configured("json")
    structlog.contextvars.bind_contextvars(update=7)
    try:
        structlog.get_logger().info("update", ms=1.5)
    finally:
        structlog.contextvars.clear_contextvars()
    logging.getLogger("telegram").warning("hm")
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {"event": "update", "level": "info", "update": 7, "ms": 1.5}
    assert (theirs["event"], theirs["level"]) == ("hm", "warning")


def test_lines_below_the_level_are_left_out() -> None:
    """LOG_LEVEL holds for Spool's own lines."""
    stream = configured("json", "WARNING")
    structlog.get_logger().info("not this")
    structlog.get_logger().warning("this")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["this"]


def test_auto_is_json_where_there_is_no_terminal() -> None:
    """A file or a pipe gets JSON, a terminal lines for people, in colour."""
    stream = io.StringIO()
    log.configure("INFO", "auto", stream)
    structlog.get_logger().info("hm")
    assert json.loads(stream.getvalue())["event"] == "hm"
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]  # the outside: a terminal
    log.configure("INFO", "auto", terminal)
    structlog.get_logger().info("hm")
    assert "\x1b[" in terminal.getvalue()


class _Closed(io.StringIO):
    """A stream whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_stream_that_nobody_reads_stops_nothing(form: Literal["json", "console"]) -> None:
    """`spool run 2>&1 | head -1`: the line is lost and the program goes on."""
    log.configure("INFO", form, _Closed())
    structlog.get_logger().info("said into the void")


def test_half_a_surrogate_pair_is_logged_escaped() -> None:
    """A broken name in a value does not lose the line."""
    stream = io.StringIO()
    log.configure("INFO", "json", stream)
    structlog.get_logger().info("odd", name="a\ud83d")
    assert "\\ud83d" in stream.getvalue()
