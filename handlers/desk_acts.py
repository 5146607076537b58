"""Presses of publishers: what they do with what was sent and with drafts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Deskwork(StrEnum):
    """What can be done; most is done to a draft."""

    ADD = "a"
    """Make a draft of what was sent: the number is the offer's."""
    CANCEL = "c"
    """Wait no longer for what was asked for."""
    DONE = "d"
    """Make a draft of what was collected: the number is the collection's."""
    DROP = "r"
    """Forget what was collected."""
    LIST = "l"
    """Turn to a page of the drafts."""
    LOOK = "o"
    """Show what can be done with a draft, as it stands now."""
    PREVIEW = "v"
    """Show a draft as readers will see it, and what can be done with it, in new messages."""
    PUBLISH = "p"
    QUIETLY = "q"
    DISCARD = "x"
    UNDO = "u"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A publisher's press. `number` is a draft's id, an offer's or a page; `revision` the draft's when it was shown."""

    ACTS: ClassVar = Deskwork

    deskwork: Deskwork
    number: int = 0
    revision: int = 0
