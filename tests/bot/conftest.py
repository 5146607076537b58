"""What tests of the command line stand on."""

import pytest
from blockbuster import BlockBuster


@pytest.fixture
def unguarded(guarded_loop: BlockBuster) -> None:
    """Commands that run to their end may block their event loop: it is theirs alone, no tap waits in it."""
    guarded_loop.deactivate()
