"""When each row is to be told, by its subscriber's rhythm: what has to wait is held until then.

Of several subscriptions that a story fits the quickest counts. Whoever has chosen nothing has no rhythm and costs
nothing here. Clocks are at hand: each is read when somebody chooses it, and all of them at the start
(`Readers.read_clocks`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from storage.database import Fetch, Row, Transaction
from storage.delivery.ledger import WAITING, Changes, State, adjust
from storage.threads import milliseconds_of
from threads.rhythm import Pace, Rhythm
from threads.zones import zone_of

FEWER = 1_000
"""Subscribers of a slice where most of them have a rhythm: each of their rows takes some statements."""

_SOME = "SELECT subscriber_id FROM rhythm WHERE subscriber_id > $1 AND subscriber_id <= $2 LIMIT $3"
FOLLOWED = """(u.kind = 'all' OR (u.kind = 'author' AND u.subject_id = t.author_id)
  OR (u.kind = 'tag' AND u.subject_id IN (SELECT g.tag_id FROM thread_tag g WHERE g.thread_id = t.id)))"""
"""Whether the subscription `u` is one that the story `t` fits."""
COLUMNS = "h.pace, h.minute, h.weekday, h.quiet_from, h.quiet_until, h.silent"
"""Those of `rhythm h` that `rhythm_of` reads."""
# A group goes by the clock of whoever set it.
CLOCK = "LEFT JOIN reader r ON r.id = CASE WHEN s.chat_id > 0 THEN s.chat_id ELSE s.set_by END"
_ROWS = f"""
SELECT d.publication_id, d.subscriber_id, d.due_at IS NOT NULL, r.zone, coalesce((
    SELECT min(coalesce(u.pace, h.pace)) FROM subscription u WHERE u.subscriber_id = h.subscriber_id AND {FOLLOWED}
  ), h.pace), {COLUMNS}
FROM rhythm h JOIN subscriber s ON s.id = h.subscriber_id
JOIN delivery d ON d.subscriber_id = h.subscriber_id
JOIN publication q ON q.id = d.publication_id JOIN thread t ON t.id = q.thread_id {CLOCK}
WHERE {{where}}
"""
_NEW = "d.publication_id = $1 AND d.state IN ('planned', 'held')"
WRITTEN = f"{_NEW} AND h.subscriber_id > $2 AND h.subscriber_id <= $3"
"""The rows that were just written: of a publication, behind one subscriber up to another."""
WRITTEN_FOR = f"{_NEW} AND h.subscriber_id IN (SELECT value FROM json_each($2))"
"""The same for subscribers in a list of JSON."""
HELD = "h.subscriber_id = $1 AND d.state = 'held'"
OPEN = "h.subscriber_id = $1 AND d.due_at IS NOT NULL AND d.state = 'planned'"
_HOLD = """
UPDATE delivery SET state = 'held', due_at = NULL, tell_at = $3 WHERE publication_id = $1 AND subscriber_id = $2
"""
SOONER = "UPDATE subscriber SET tells_at = min(coalesce(tells_at, $2), $2) WHERE id = $1"
"""Something held is to be told at a time, if nothing is before."""
_OF_MANY = f"""
SELECT h.subscriber_id, r.zone, {COLUMNS} FROM rhythm h JOIN subscriber s ON s.id = h.subscriber_id {CLOCK}
WHERE h.subscriber_id IN ({{marks}})
"""


async def crowded(fetch: Fetch, first: int, last: int) -> bool:
    """Whether so many subscribers behind `first` up to `last` have a rhythm that a whole slice would take too long."""
    return len(await fetch(_SOME, first, last, FEWER + 1)) > FEWER


def rhythm_of(row: Sequence[Any]) -> Rhythm:
    """The rhythm that `COLUMNS` hold."""
    pace, minute, weekday, quiet_from, quiet_until, silent = row
    quiet = None if quiet_from is None else (quiet_from, quiet_until)
    return Rhythm(pace=Pace(pace), minute=minute, weekday=weekday, quiet=quiet, silent=bool(silent))


def moment_of(milliseconds: int) -> datetime:
    """The moment of so many milliseconds since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


async def put_to_their_time(transaction: Transaction, where: str, parameters: tuple[Any, ...], now: int) -> None:
    """Hold the rows that `where` finds until their subscribers want to hear of them. `now` in milliseconds.

    What is due at once and open stays open; what is held is told at its new time.
    """
    changes: Changes = {}
    held = []
    for (publication, subscriber, is_open), tell_at in _times(
        await transaction.fetch(_ROWS.format(where=where), *parameters), now
    ):
        if is_open and tell_at <= now:
            continue
        held.append((publication, subscriber, tell_at))
        if is_open:
            changes.setdefault(publication, Counter()).update({WAITING: -1, State.HELD: 1})
    await transaction.many(_HOLD, held)
    await transaction.many(SOONER, [(subscriber, tell_at) for _, subscriber, tell_at in held])
    await adjust(transaction, changes, now)


def _times(rows: Iterable[Row], now: int) -> Iterable[tuple[Row, int]]:
    """Each row with the time at which it is to be told; the same rhythm is reckoned with once."""
    at = moment_of(now)
    known: dict[Row, int] = {}
    for row in rows:
        key = row[3:]
        if key not in known:
            zone, pace, *chosen = key
            known[key] = milliseconds_of(rhythm_of(chosen).told_at(Pace(pace), at, zone_of(zone)))
        yield row[:3], known[key]


async def quiet_and_silent(
    fetch: Fetch, subscribers: Sequence[int], now: datetime
) -> dict[int, tuple[int | None, bool]]:
    """Of those who have a rhythm: when the quiet hours end in which they are (milliseconds; None: in none), and
    whether messages come without a sound."""
    if not subscribers:
        return {}
    marks = ", ".join(f"${place}" for place in range(1, len(subscribers) + 1))
    found = {}
    for subscriber, zone, *chosen in await fetch(_OF_MANY.format(marks=marks), *subscribers):
        rhythm = rhythm_of(chosen)
        end = rhythm.quiet_at(now, zone_of(zone))
        found[subscriber] = (None if end is None else milliseconds_of(end), rhythm.silent)
    return found
