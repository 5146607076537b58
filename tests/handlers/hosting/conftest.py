"""The bot and Telegram by one clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clock import HandClock
from tests.driver import Telegram, telegram_on


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot and Telegram by one clock, which the test moves on."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock()) as telegram:
        yield telegram
