"""Doing as authors want: withdrawing all that an author wrote, keeping stories from being passed on.

The wish itself is written first, so that nothing more comes in; the stories follow in short transactions, however many
there are. What a killed program has left of them is done by `finish`, which a running bot calls now and then.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from storage.database import Database, Row
from storage.desk.audit import Act, AdminId, Noun, What, audit
from storage.errors import UnknownStory
from storage.intake import writing
from storage.threads import milliseconds_of
from storage.writing import Writing
from threads.model import AuthorId, ThreadId

AT_ONCE = 100
"""Tweets of the stories in one transaction: they are read, taken out of the index, and written."""

_OPT_OUT = """
UPDATE author SET opted_out_at = coalesce(opted_out_at, $2) WHERE id = $1 AND handle_key <> '' RETURNING id
"""
_OPT_IN = "UPDATE author SET opted_out_at = NULL WHERE id = $1 AND opted_out_at IS NOT NULL RETURNING id"
_KEEP = "UPDATE author SET protected = $2 WHERE id = $1 AND handle_key <> '' AND protected <> $2 RETURNING id"
# Readers' stories and drafts apart, since an index has each; CROSS JOIN, or SQLite begins with all stories.
_UNWANTED = " UNION ALL ".join(
    f"""
SELECT t.id, t.tweet_count FROM author a CROSS JOIN author b CROSS JOIN thread t
WHERE a.opted_out_at IS NOT NULL AND b.handle_key = a.handle_key AND t.author_id = b.id AND t.status = '{status}'
  AND (b.id = a.id OR lower(t.source) IN ('text', 'feed'))
"""
    for status in ("published", "draft")
)
_UNHEEDED = " UNION ALL ".join(
    f"""
SELECT t.id, t.tweet_count FROM author a CROSS JOIN thread t
WHERE {{which}} AND t.author_id = a.id AND t.status = '{status}'
  AND t.protected <> coalesce(t.marked, CASE WHEN a.protected = 1 THEN 1 ELSE t.wished END)
"""
    for status in ("published", "draft")
)
_OF_AUTHOR = _UNHEEDED.format(which="a.id = $1")
_OF_ANYBODY = _UNHEEDED.format(which="a.protected = 1")

Step = Callable[[Writing, ThreadId], Awaitable[None]]


class Deciding:
    """Writes what authors want, and does it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opt_out(self, author: AuthorId, now: datetime, *, by: AdminId) -> int | None:
        """Withdraw all that an author wrote and refuse what comes later; how many stories were withdrawn.

        None when there is no such author, or none that is known again: a name alone may be anybody's.
        """
        if not await self._wish(_OPT_OUT, Act.OPT_OUT, author, now, by, milliseconds_of(now)):
            return None
        return await self._withdraw(now, by)

    async def opt_in(self, author: AuthorId, now: datetime, *, by: AdminId) -> bool:
        """Take an author's stories again; whether they had opted out. What was withdrawn stays so."""
        return await self._wish(_OPT_IN, Act.OPT_IN, author, now, by)

    async def keep(self, author: AuthorId, protected: bool, now: datetime, *, by: AdminId) -> int | None:
        """Have none of an author's stories passed on, or as each says for itself; how many changed.

        None when it is so already, and for an author who has no handle. A story that was marked itself stays as it is.
        """
        act = Act.PROTECT if protected else Act.UNPROTECT
        if not await self._wish(_KEEP, act, author, now, by, int(protected)):
            return None
        return await self._each(await self._database.fetch(_OF_AUTHOR, author), Writing.heed, now)

    async def decide(self, thread: ThreadId, protected: bool, now: datetime, *, by: AdminId) -> None:
        """Have one story passed on or not, whatever its source says. Raises UnknownStory."""
        async with writing(self._database, now, by) as work:
            await work.decide(thread, protected)

    async def finish(self, now: datetime) -> int:
        """Do what a killed program has left undone; how many stories that were."""
        heeded = await self._each(await self._database.fetch(_OF_ANYBODY), Writing.heed, now)
        return heeded + await self._withdraw(now, None)

    async def _wish(self, sql: str, act: Act, author: AuthorId, now: datetime, by: AdminId, *values: int) -> bool:
        async with self._database.transaction() as transaction:
            done = bool(await transaction.fetch(sql, author, *values))
            if done:
                await audit(transaction, by, act, What(Noun.AUTHOR, author), now)
        return done

    async def _withdraw(self, now: datetime, by: AdminId | None) -> int:
        return await self._each(await self._database.fetch(_UNWANTED), Writing.withdraw, now, by)

    async def _each(self, rows: Sequence[Row], step: Step, now: datetime, by: AdminId | None = None) -> int:
        done = 0
        for batch in _batches(rows):
            async with writing(self._database, now, by) as work:
                for thread in batch:
                    with suppress(UnknownStory):  # a draft that was discarded meanwhile
                        await step(work, thread)
                        done += 1
        return done


def _batches(rows: Sequence[Row]) -> Iterator[list[ThreadId]]:
    batch: list[ThreadId] = []
    size = 0
    for thread, tweets in rows:
        if batch and size + tweets > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(ThreadId(thread))
        size += tweets
    if batch:
        yield batch
