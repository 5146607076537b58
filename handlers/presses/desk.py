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
    EDIT = "e"
    """Show what can be corrected in a draft."""
    PUBLISH = "p"
    QUIETLY = "q"
    PUBLISH_ALL = "b"
    """Publish what came of one file: the number is that under which its drafts are kept."""
    SCHEDULE = "s"
    """Show the times at which a draft may go out; the next ones choose one."""
    HOUR = "h"
    TONIGHT = "t"
    TOMORROW = "m"
    OTHER = "y"
    UNSCHEDULE = "z"
    DISCARD = "x"
    UNDO = "u"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A publisher's press. `number` is a draft's id, an offer's or a page; `revision` the draft's when it was shown."""

    ACTS: ClassVar = Deskwork

    deskwork: Deskwork
    number: int = 0
    revision: int = 0


class Editing(StrEnum):
    """What can be corrected in a story: done at once, or asked for."""

    STORY = "s"
    """Show the story's tweets; the number is a page."""
    TWEET = "o"
    """Show what can be done with a tweet."""
    OPEN = "n"
    """The same in a new message, or of the story where no tweet is named."""
    REMOVE_SURELY = "y"
    UP = "u"
    DOWN = "d"
    JOIN = "j"
    GAPS = "g"
    """Split a tweet at its blank lines."""
    REMOVE = "r"
    TEXT = "x"
    SPLIT = "p"
    WARNING = "w"
    AUTHOR = "a"
    DATE = "t"
    SOURCE = "l"
    LANGUAGE = "i"
    TAGS = "h"


@dataclass(frozen=True, slots=True)
class Edit:
    """A press that corrects a story. `number` is a tweet's or a page; `revision` the story's when it was shown."""

    ACTS: ClassVar = Editing

    editing: Editing
    thread: int = 0
    number: int = 0
    revision: int = 0
