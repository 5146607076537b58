"""Presses about getting a story in portions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from threads.model import ThreadId


class Portioning(StrEnum):
    """What can be done about portions of a story."""

    OPEN = "o"
    HOURS = "h"
    START = "s"
    MORE = "m"
    STOP = "x"


@dataclass(frozen=True, slots=True)
class Portioned:
    """A press about portions. The numbers are the tweets at a time and the minute of the day; of more now, the tweet
    and the page after which to go on, 0 and 0 for the reader's place."""

    ACTS: ClassVar = Portioning

    portioning: Portioning
    thread: ThreadId
    first: int = 0
    second: int = 0
