"""What somebody knows of a story that has grown: whether they have been told already, and where they stand in it."""

from dataclasses import dataclass

from storage.database import Database
from storage.delivery.subscribers import SubscriberId
from threads.model import ThreadId

# One row, whether they have a place or not.
_KNOWS = """
SELECT p.finished_next, p.open, p.finished_next IS NOT NULL AND p.muted = 0 AND r.grown = 1,
  EXISTS (SELECT 1 FROM publication q JOIN delivery d ON d.publication_id = q.id AND d.subscriber_id = $3
    WHERE q.thread_id = $2 AND d.state = 'sent' AND d.up_to >= $4)
FROM (SELECT 1) AS one LEFT JOIN progress p ON p.reader_id = $1 AND p.thread_id = $2
LEFT JOIN reader r ON r.id = p.reader_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`told`: a notification has reached them that had it all. `wants`: they hear of growth for having finished.

    `finished_next` is the story's next number when they saw its end, None when they never did or when they read it
    again: then their place is theirs to go on from.
    """

    told: bool
    wants: bool
    finished_next: int | None


class Growth:
    """Looks at a story's growth with a subscriber's eyes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def knowledge(self, chat: int, subscriber: SubscriberId, thread: ThreadId, up_to: int) -> Knowledge:
        """What a subscriber knows of a story whose tweets all have numbers less than `up_to`."""
        rows = await self._database.fetch(_KNOWS, chat, thread, subscriber, up_to)
        finished, reading, wants, told = rows[0]
        return Knowledge(told=bool(told), wants=bool(wants), finished_next=None if reading else finished)
