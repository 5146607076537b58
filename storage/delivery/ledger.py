"""The rows of the delivery ledger, and the counts beside them: whatever moves rows moves the counts with them.

A publication counts its rows by where they stand, so that looking at its progress never counts a million rows. The
two are changed in one transaction, always through here.
"""

from collections import Counter
from enum import StrEnum
from typing import Any

from storage.database import Transaction

_COUNTED = "CASE WHEN due_at IS NOT NULL THEN 'waiting' ELSE state END"
_STANDING = f"SELECT publication_id, {_COUNTED}, count(*) FROM delivery WHERE {{where}} GROUP BY 1, 2"
_MOVE = "UPDATE delivery SET state = {state}, due_at = {due}, why = {why} WHERE {where}"
# One statement, since it is run for nearly every message: with the last open row a publication is done.
_ADJUST = """
UPDATE publication SET waiting = waiting + $2, held = held + $3, sent = sent + $4, unknown = unknown + $5,
  skipped = skipped + $6, failed = failed + $7,
  finished_at = CASE WHEN state = 'sending' AND waiting + $2 = 0 THEN $8 ELSE finished_at END,
  state = CASE WHEN state = 'sending' AND waiting + $2 = 0 THEN 'done' ELSE state END
WHERE id = $1
"""
# Rows are found by publication first: the rows of one subscriber are looked for among so many of the latest ones.
LATELY = "SELECT id FROM publication WHERE id > (SELECT max(id) FROM publication) - 500"
WAITING = "waiting"
"""What is open counts as this, whatever its state."""


class State(StrEnum):
    """Where a row stands. `UNKNOWN` is open until it was sent once more, and then final."""

    PLANNED = "planned"
    LEASED = "leased"
    UNKNOWN = "unknown"
    HELD = "held"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


class Why(StrEnum):
    """Why a row was skipped, or failed."""

    UNREACHABLE = "unreachable"
    UNSUBSCRIBED = "unsubscribed"
    LEFT_OUT = "left out"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NOTHING = "nothing held"
    KNOWN = "known already"
    QUIET = "quiet hours"
    REJECTED = "rejected"
    TRIED = "tried too often"
    FAULT = "fault"


_COLUMNS = (WAITING, State.HELD, State.SENT, State.UNKNOWN, State.SKIPPED, State.FAILED)

Changes = dict[int, Counter[str]]
"""By publication, how its counts change."""


async def adjust(transaction: Transaction, changes: Changes, now: int) -> None:
    """Change the counts; a publication of which nothing is open any more is done. `now` in milliseconds."""
    for publication, change in changes.items():
        await transaction.fetch(_ADJUST, publication, *(change[column] for column in _COLUMNS), now)


async def move(
    transaction: Transaction,
    where: str,
    parameters: tuple[Any, ...],
    state: State,
    now: int,
    *,
    why: Why | None = None,
    due: int | None = None,
) -> int:
    """Put every row that `where` finds into another state, and tell how many there were."""
    changes: Changes = {}
    moved = 0
    for publication, old, rows in await transaction.fetch(_STANDING.format(where=where), *parameters):
        change = changes.setdefault(publication, Counter())
        change[old] -= rows
        change[WAITING if due is not None else state] += rows
        moved += rows
    if moved:
        first = len(parameters) + 1
        sql = _MOVE.format(where=where, state=f"${first}", due=f"${first + 1}", why=f"${first + 2}")
        await transaction.fetch(sql, *parameters, state, due, why)
        await adjust(transaction, changes, now)
    return moved
