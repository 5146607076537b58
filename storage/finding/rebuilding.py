"""Makes the index anew when the rules by which it was made have changed, and for a library that had none.

It goes through the published stories in short transactions and keeps how far it came, so that it can be ended at any
time, and two processes share the work. Until it is done, stories further on are written without the index.
"""

from storage.database import Database, Transaction
from storage.finding.indexing import Index, findable
from storage.threads import load
from threads.language import language_of
from threads.model import MAX_ID, ThreadId
from threads.words import VERSION

AT_ONCE = 40
"""Stories in one transaction."""

_STATE = "SELECT version, up_to FROM indexed"
_SET_STATE = "INSERT INTO indexed (version, up_to) VALUES ($1, 0)"
_RESET = (
    "DELETE FROM indexed",
    "INSERT INTO story_word (story_word) VALUES ('delete-all')",
    "DELETE FROM thread_tag",
    "UPDATE tag SET stories = 0 WHERE stories <> 0",
    "UPDATE author SET stories = 0 WHERE stories <> 0",
)
_NEXT = "SELECT id FROM thread WHERE status = 'published' AND id > $1 ORDER BY id LIMIT $2"
_CAME = "UPDATE indexed SET up_to = $1"
_LANGUAGE = "UPDATE thread SET language = $2 WHERE id = $1"


async def ensure_index(database: Database, version: str = VERSION) -> None:
    """Bring the index up to `version` of the rules; nothing to do when it is there already. Can be cancelled."""
    rows = await database.fetch(_STATE)
    if rows and rows[0][0] == version and rows[0][1] == MAX_ID:
        return
    while await _step(database, version):
        pass


async def _step(database: Database, version: str) -> bool:
    """One transaction's worth of stories; false when every story is in."""
    async with database.transaction() as transaction:
        rows = await transaction.fetch(_STATE)
        if not rows or rows[0][0] != version:
            for statement in _RESET:
                await transaction.fetch(statement)
            await transaction.fetch(_SET_STATE, version)
            return True
        up_to = rows[0][1]
        ids = [ThreadId(row[0]) for row in await transaction.fetch(_NEXT, up_to, AT_ONCE)]
        await transaction.fetch(_CAME, ids[-1] if ids else MAX_ID)
        await _put_in(transaction, ids)
    return bool(ids)


async def _put_in(transaction: Transaction, ids: list[ThreadId]) -> None:
    index = Index(transaction)
    await index.begin()
    for story_id in ids:
        story = await load(transaction.fetch, story_id)
        if story is None:
            continue
        language = story.language or language_of(story.thread)
        await transaction.fetch(_LANGUAGE, story_id, language)
        index.add(story_id, story.thread, findable(story.thread, language))
    await index.flush()
