"""Tags, with how many published stories carry each."""

from dataclasses import dataclass

from storage.database import Database
from storage.threads import Tag
from threads.model import TagId

_TAGS = """
SELECT g.id, g.key, g.label, count(*) FROM thread_tag tt JOIN tag g ON g.id = tt.tag_id
GROUP BY g.id ORDER BY count(*) DESC, g.key LIMIT $1 OFFSET $2
"""
_TAG = """
SELECT g.id, g.key, g.label, (SELECT count(*) FROM thread_tag tt WHERE tt.tag_id = g.id) FROM tag g
"""
TAGS_PAGE = 20
"""Tags on one page of the list."""


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag, and how many published stories carry it."""

    tag: Tag
    stories: int


class Tags:
    """Reads tags."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, page: int) -> tuple[list[TagEntry], bool]:
        """One page of tags, the most used first, and whether another page follows."""
        rows = await self._database.fetch(_TAGS, TAGS_PAGE + 1, page * TAGS_PAGE)
        return [_tag_entry(*row) for row in rows[:TAGS_PAGE]], len(rows) > TAGS_PAGE

    async def get(self, tag: TagId) -> TagEntry | None:
        """One tag by its id."""
        rows = await self._database.fetch(_TAG + " WHERE g.id = $1", tag)
        return _tag_entry(*rows[0]) if rows else None

    async def of_key(self, key: str) -> TagEntry | None:
        """One tag by its index key."""
        rows = await self._database.fetch(_TAG + " WHERE g.key = $1", key)
        return _tag_entry(*rows[0]) if rows else None


def _tag_entry(identity: int, key: str, label: str, stories: int) -> TagEntry:
    return TagEntry(Tag(TagId(identity), key, label), stories)
