"""Those who read a story to its end: they hear when it grows, also those who follow nothing.

They are walked by a cursor over the readers of the story, a few thousand at a time, so that a story that everybody has
read holds no reader's tap either.
"""

from collections.abc import Collection, Sequence

import orjson

from storage.database import Fetch, Transaction
from storage.delivery.audience import SLICE, leaving_out, parameters_of
from storage.delivery.subjects import Subject
from threads.model import Thread, ThreadId

_END_OF_SLICE = """
SELECT max(reader_id) FROM (
  SELECT reader_id FROM progress WHERE thread_id = $1 AND reader_id > $2 ORDER BY reader_id LIMIT $3) AS slice
"""
# $1 is the story; the slice lies behind the reader $2 and ends with $3.
_FINISHED = "p.finished_next IS NOT NULL AND p.muted = 0 AND r.grown = 1"
_IN_SLICE = f"""progress p JOIN reader r ON r.id = p.reader_id {{join}}
WHERE p.thread_id = $1 AND p.reader_id > $2 AND p.reader_id <= $3 AND {_FINISHED}"""
_COUNT = f"""
SELECT count(*) FROM {
    _IN_SLICE.format(join="LEFT JOIN subscriber s ON s.chat_id = p.reader_id AND s.topic_id = 0")
} AND s.unreachable_since IS NULL
  AND NOT EXISTS (SELECT 1 FROM subscription f WHERE f.subscriber_id = s.id AND ({{subjects}}))
"""
_MAKE_KNOWN = f"""
INSERT INTO subscriber (chat_id, topic_id, set_by) SELECT p.reader_id, 0, p.reader_id
FROM {_IN_SLICE.format(join="")} ON CONFLICT DO NOTHING
"""
SLICE_SQL = f"""SELECT s.id AS subscriber_id FROM {
    _IN_SLICE.format(join="JOIN subscriber s ON s.chat_id = p.reader_id AND s.topic_id = 0")
}"""
"""The subscribers of a slice: $1 is the story, $2 the reader before the slice, $3 the last one of it."""
_LEFT_OUT = "SELECT subscriber_id, word FROM left_out WHERE subscriber_id IN (SELECT value FROM json_each($1))"


async def end_of_slice(fetch: Fetch, thread: ThreadId, cursor: int, size: int = SLICE) -> int | None:
    """The last of the next so many readers behind `cursor`; None when there are none behind it."""
    last: int | None = (await fetch(_END_OF_SLICE, thread, cursor, size))[0][0]
    return last


async def make_known(transaction: Transaction, thread: ThreadId, first: int, last: int) -> None:
    """Make subscribers of those of a slice who are none: they follow nothing, and can be written to."""
    await transaction.fetch(_MAKE_KNOWN, thread, first, last)


async def unwilling(fetch: Fetch, thread: Thread, tags: Collection[str], subscribers: Sequence[int]) -> list[int]:
    """Of these subscribers those who leave out a word or tag of the story."""
    return leaving_out(await fetch(_LEFT_OUT, orjson.dumps(subscribers).decode()), thread, tags)


async def count_beside(fetch: Fetch, thread: ThreadId, subjects: Sequence[Subject]) -> int:
    """How many finished the story, can be written to and follow none of `subjects`."""
    places = range(4, 4 + 2 * len(subjects), 2)
    follows = " OR ".join(f"(f.kind = ${place} AND f.subject_id = ${place + 1})" for place in places)
    sql, total, cursor = _COUNT.format(subjects=follows), 0, 0
    while (last := await end_of_slice(fetch, thread, cursor)) is not None:
        total += int((await fetch(sql, thread, cursor, last, *parameters_of(subjects)))[0][0])
        cursor = last
    return total
