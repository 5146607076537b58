"""Presses about what readers suggest: suggesting what was sent, and what admins do with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Suggesting(StrEnum):
    """What can be done. Most is done by admins, to a suggestion."""

    SUGGEST = "g"
    """A reader suggests what they sent before: the number is the offer's."""
    CANCEL = "c"
    LOOK = "l"
    PUBLISH = "p"
    DECLINE = "d"
    TAKE_UP = "t"
    """A link is brought in in another way."""
    MUTE = "m"
    UNMUTE = "u"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A press about a suggestion. `number` is a suggestion's, or an offer's."""

    ACTS: ClassVar = Suggesting

    suggesting: Suggesting
    number: int = 0
