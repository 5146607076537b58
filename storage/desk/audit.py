"""What admins did, when, and on what: each act is written in the transaction of the act itself, or not at all.

Numbers only: never a story's words, a query, or what somebody wrote.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from storage.database import Database, Transaction
from storage.threads import milliseconds_of

AdminId = NewType("AdminId", int)
"""Telegram's user id of an admin."""
COMMAND_LINE = AdminId(0)
"""Whoever may run `spool` on the machine."""

READ_AT_ONCE = 500

_WRITE = "INSERT INTO audit (at, who, act, noun, noun_id) VALUES ($1, $2, $3, $4, $5)"
_READ = """
SELECT l.id, l.at, l.who, l.act, l.noun, l.noun_id, coalesce('@' || a.handle || ', ' || a.network, '')
FROM audit l LEFT JOIN author a ON l.noun = 'author' AND a.id = l.noun_id
WHERE l.id > $1 AND l.at >= $2 ORDER BY l.id LIMIT $3
"""


class Act(StrEnum):
    """What can be done. Kept for ever: a word that was once written is not changed."""

    PUBLISH = "publish"
    UPDATE = "update"
    DRAFT = "keep as draft"
    SCHEDULE = "schedule"
    EDIT = "edit"
    DISCARD = "discard"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    PROTECT = "protect"
    UNPROTECT = "take protection away"
    OPT_OUT = "opt out"
    OPT_IN = "opt in"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    DECLINE = "decline"
    MUTE = "mute"
    UNMUTE = "unmute"
    DISMISS = "dismiss"
    TAKE_UP = "take up"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


class Noun(StrEnum):
    """What it can be done to."""

    STORY = "story"
    AUTHOR = "author"
    DELIVERY = "delivery"
    SUGGESTION = "suggestion"
    SENDER = "sender"
    REPORT = "report"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class What:
    """One thing that was acted on, by its id."""

    noun: Noun
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `act` and `noun` are words: a newer Spool may have written some that this one does not know.

    `name` is an author's handle and network, else empty.
    """

    at: datetime
    who: AdminId
    act: str
    noun: str
    id: int
    name: str = ""


async def audit(transaction: Transaction, who: AdminId | None, act: Act, what: What, now: datetime) -> None:
    """Write an act within its own transaction. Nobody (None) acts for samples and for authors that are followed."""
    await audit_all(transaction, who, [(act, what)], now)


async def audit_all(
    transaction: Transaction, who: AdminId | None, acts: Iterable[tuple[Act, What]], now: datetime
) -> None:
    """Write several acts at once, in one hop to the database."""
    if who is not None:
        at = milliseconds_of(now)
        await transaction.many(_WRITE, [(at, who, act, what.noun, what.id) for act, what in acts])


class Audit:
    """Reads what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, when: datetime | None = None) -> AsyncIterator[Entry]:
        """Every act from a time on, or all there are; the newest last."""
        last, first = 0, milliseconds_of(when) if when else 0
        while rows := await self._database.fetch(_READ, last, first, READ_AT_ONCE):
            for last, at, who, act, noun, identity, name in rows:  # noqa: B007  # where the next ones begin
                yield Entry(datetime.fromtimestamp(at / 1000, UTC), AdminId(who), act, noun, identity, name)
