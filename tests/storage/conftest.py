"""What the tests of storage stand on: an empty library in a file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.library import Library, library_on


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """An empty library."""
    async with library_on(tmp_path / "spool.db") as library:
        yield library
