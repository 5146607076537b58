"""What tests of the program and its command line stand on."""

import pytest
from blockbuster import BlockBuster

from tests.clock import HandClock


@pytest.fixture
def unguarded(guarded_loop: BlockBuster) -> None:
    """Commands that run to their end may block their event loop: it is theirs alone, no tap waits in it."""
    guarded_loop.deactivate()


@pytest.fixture
def clock() -> HandClock:
    """Time that tests move on."""
    return HandClock()
