"""Presses about a story that somebody does not want: readers report it, admins take it away or leave it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Objection(StrEnum):
    """What can be done. Most is done to a story."""

    ASK = "a"
    """Ask a reader what is wrong with it."""
    SEND = "s"
    """Send the report without a word."""
    CANCEL = "c"
    WITHDRAW = "w"
    """An admin's verdict: the number is a report's."""
    DISMISS = "d"
    """The other one: the number is a report's."""
    TAKE = "t"
    """Ask an admin whether the story is to be withdrawn."""
    TAKE_SURELY = "y"
    BRING_BACK = "b"
    PROTECT = "p"
    UNPROTECT = "u"


@dataclass(frozen=True, slots=True)
class Objected:
    """A press about an unwanted story. `number` is a story's, or a report's."""

    ACTS: ClassVar = Objection

    objection: Objection
    number: int
