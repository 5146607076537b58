"""Presses that do something to what a feature keeps: an act of one letter, and up to three numbers that it is done to.

All of them travel alike: the table in `callback_data.py` has a row for each, and a form grows by a number at its end.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.presses.desk import AtDesk, Edit
from handlers.presses.portions import Portioned
from handlers.presses.reports import Objected
from handlers.presses.suggestions import Suggested
from threads.model import AuthorId, ThreadId


class Managing(StrEnum):
    """What can be done in /subscriptions; some take a number."""

    TURN = "t"
    EVERYTHING = "e"
    NOTHING = "n"
    NOTHING_SURELY = "y"
    RESTORE = "r"
    RESUME = "p"


@dataclass(frozen=True, slots=True)
class Manage:
    """A press in /subscriptions. `number` is a page, or the time at which what is restored was removed."""

    ACTS: ClassVar = Managing

    managing: Managing
    number: int = 0


class Overseeing(StrEnum):
    """What an operator can do with a publication."""

    LOOK = "l"
    PAUSE = "p"
    RESUME = "r"
    CANCEL = "c"
    CANCEL_SURELY = "y"
    SHOW_ME = "m"


@dataclass(frozen=True, slots=True)
class Oversee:
    """An operator's press in /deliveries; `publication` is 0 where none is meant."""

    ACTS: ClassVar = Overseeing

    overseeing: Overseeing
    publication: int = 0


class Reply(StrEnum):
    """What can be done with a notification."""

    LATER = "l"
    PAUSE = "p"
    DAY = "d"
    WEEK = "w"
    RETURN = "r"
    RESUME = "e"
    UNSUBSCRIBE = "u"
    AGAIN = "a"
    BACK = "b"


@dataclass(frozen=True, slots=True)
class Notified:
    """A press on the notification of a story; `since` is its first new tweet when it told that the story has grown."""

    ACTS: ClassVar = Reply

    reply: Reply
    thread: ThreadId
    since: int = 0


class Timing(StrEnum):
    """What can be done about times in /settings: the zone first, then when stories are told of."""

    ZONE = "z"
    CLOCKS = "g"
    CITIES = "o"
    CITY = "c"
    OFFSET = "f"
    RHYTHM = "n"
    PACE = "p"
    HOURS = "h"
    HOUR = "i"
    DAYS = "d"
    DAY = "e"
    QUIET = "q"
    QUIET_FROM = "r"
    QUIET_UNTIL = "u"
    NEVER_QUIET = "x"
    SILENT = "s"
    EACH = "l"
    EACH_NEXT = "k"


@dataclass(frozen=True, slots=True)
class Time:
    """A press about times. What the numbers are, the act says: a zone's number, minutes ahead of UTC and a day more,
    minutes after midnight, a weekday, a page, a kind of subscription and its subject."""

    ACTS: ClassVar = Timing

    timing: Timing
    number: int = 0
    second: int = 0
    third: int = 0


class Hosting(StrEnum):
    """What can be done with what a group, channel or topic hears; and with those that somebody has set."""

    MINE = "c"
    PICK = "k"
    LIST = "o"
    EVERYTHING = "e"
    NOT_EVERYTHING = "l"
    NOT_AUTHOR = "a"
    NOT_TAG = "g"
    NOTHING = "n"
    NOTHING_SURELY = "y"
    RESTORE = "r"
    UNDO = "u"
    TRY = "t"
    TAGS = "h"
    TAG = "i"
    AUTHORS = "b"
    AUTHOR = "j"
    RHYTHM = "w"
    PACE = "p"
    HOURS = "q"
    HOUR = "m"
    DAYS = "d"
    DAY = "v"
    QUIET = "z"
    QUIET_FROM = "x"
    QUIET_UNTIL = "f"
    NEVER_QUIET = "A"
    SILENT = "s"


@dataclass(frozen=True, slots=True)
class Host:
    """A press of an admin on the list of a chat. `subscriber` is 0 where no chat is meant.

    `number` is an author, a tag, a message, the time at which what is restored was removed, or a time of `Time`, where
    `page` is the second one.
    """

    ACTS: ClassVar = Hosting

    hosting: Hosting
    subscriber: int = 0
    number: int = 0
    page: int = 0


class Decision(StrEnum):
    """What an operator can do for an author."""

    LOOK = "l"
    OPT_OUT = "o"
    OPT_OUT_SURELY = "y"
    OPT_IN = "i"
    PROTECT = "p"
    UNPROTECT = "u"


@dataclass(frozen=True, slots=True)
class Decide:
    """An operator's press on the page of an author."""

    ACTS: ClassVar = Decision

    decision: Decision
    author: AuthorId


class Following(StrEnum):
    """What an operator can do with those whose new threads come in by themselves."""

    LIST = "l"
    STOP = "s"


@dataclass(frozen=True, slots=True)
class FollowSource:
    """An operator's press in /follow. `number` is who is meant, or a page."""

    ACTS: ClassVar = Following

    following: Following
    number: int = 0


Act = (
    Time | Portioned | Manage | Oversee | Notified | AtDesk | Edit | Decide | Host | Objected | Suggested | FollowSource
)
