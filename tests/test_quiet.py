"""The search of every test's own log finds what it is there for."""

import io
import logging

import pytest
import structlog

from tests.bot.program import sandbox
from tests.builders import story
from tests.driver import Telegram
from tests.quiet import leaks


def cleared(logs: io.StringIO) -> str:
    """What was logged; the log is empty then, so that the search at the test's end is content."""
    written = logs.getvalue()
    logs.seek(0)
    logs.truncate()
    return written


@pytest.mark.parametrize("text", ["A kettle sings on the pier. #harbour", "is there a story about lamps?"])
async def test_a_text_that_is_logged_is_found(telegram: Telegram, logs: io.StringIO, text: str) -> None:
    """A story's text, and what a person wrote, by Spool's own logger or by a library's, as a value or in the middle."""
    await telegram.bring(story())
    await telegram.person().say("is there a story about lamps?")
    assert leaks(cleared(logs)) == []
    structlog.get_logger().info("read", nested={"text": f'he said "{text}" and left'})
    assert leaks(cleared(logs)) == [text]
    logging.getLogger("some.library").debug("values %r", (text,))
    assert leaks(cleared(logs)) == [text]


async def test_a_line_break_or_a_quote_hides_nothing(telegram: Telegram, logs: io.StringIO) -> None:
    """A log escapes them: the pieces between are looked for."""
    await telegram.bring(story('The lamp said:\n"Nobody has been here."'))
    structlog.get_logger().info("read", text='The lamp said:\n"Nobody has been here."')
    assert leaks(cleared(logs)) == ["Nobody has been here.", "The lamp said:"]


async def test_the_token_is_found(logs: io.StringIO) -> None:
    """Written past the processor that takes it out of every line, plain or as an address has it."""
    async with sandbox() as telegram:
        token = telegram.world.token
    structlog.get_logger().info("calling", url=f"{telegram.address}/bot{token}/getMe")
    assert leaks(cleared(logs)) == []
    assert leaks(f"GET /bot{token}/getMe") == [token]
    assert len(leaks(token.replace(":", "%3A"))) == 1
