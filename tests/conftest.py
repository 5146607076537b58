"""What every test stands on: asyncio, a guarded event loop, and the real program against the sandbox over real HTTP."""

import io
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from blockbuster import BlockBuster, blockbuster_ctx
from hypothesis import HealthCheck, settings

from bot import log
from tests.driver import Telegram, telegram_on
from tests.quiet import forget, leaks

# Debug logging or a loaded machine must not make a property test fail: nothing here asserts a time.
# CI judges one commit, so there the examples are the same on every run; at home new ones are tried each time.
_CI = os.environ.get("CI") == "true"
settings.register_profile(
    "spool", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100, derandomize=_CI
)
settings.load_profile("spool")


@pytest.fixture
def anyio_backend() -> str:
    """Everything runs on asyncio, as the program does."""
    return "asyncio"


@pytest.fixture(autouse=True)
def guarded_loop() -> Iterator[BlockBuster]:
    """A blocking call inside the event loop is an error: it would hold everybody's taps."""
    with blockbuster_ctx(["bot", "handlers", "storage", "threads"]) as guard:
        for function in guard.functions.values():
            # A traceback in the log shows source lines: read from disk, but only after something failed.
            function.can_block_in("linecache.py", {"updatecache", "checkcache", "lazycache"})
        # What counts the lines that a test runs waits for other threads when it meets a file for the first time.
        guard.functions["threading.Lock.acquire"].can_block_in("coverage/collector.py", {"lock_data"})
        yield guard


@pytest.fixture(autouse=True)
def logs() -> Iterator[io.StringIO]:
    """What the program and its libraries log, as JSON lines. No test may leave a token or what was said in them."""
    forget()
    stream = io.StringIO()
    log.configure("DEBUG", "json", stream)
    yield stream
    found = leaks(stream.getvalue())
    assert not found, f"the log holds {found}"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real payloads; tests over them are skipped where it is not."""
    folder = os.environ.get("SPOOL_SAMPLES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("SPOOL_SAMPLES names no folder of real samples")
    return Path(folder)


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot against the sandbox, with an empty library."""
    async with telegram_on(tmp_path / "spool.db") as telegram:
        yield telegram
