"""Tags, with how many published stories carry each, and those that look like another."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from storage.database import Database
from storage.threads import Tag, seconds_of
from threads.hashtag import tag_key
from threads.letters import fold
from threads.model import TagId
from threads.spelling import near

_TAG = "SELECT id, key, label, stories FROM tag"
_TAGS = f"{_TAG} WHERE stories > 0 ORDER BY stories DESC, key LIMIT $1 OFFSET $2"
_LATELY = """
SELECT g.id, g.key, g.label, count(*) AS lately FROM thread t JOIN thread_tag tt ON tt.thread_id = t.id
JOIN tag g ON g.id = tt.tag_id WHERE t.status = 'published' AND t.published_at >= $1
GROUP BY g.id ORDER BY lately DESC, g.key LIMIT $2
"""
# Other spellings first, then slips of the finger, then longer tags that begin so. The last are not all looked at: a
# short beginning has very many.
_NEAR = f"""
SELECT id, key, label, stories FROM (
  SELECT 0 AS kind, * FROM ({_TAG} WHERE near = $1)
  UNION ALL SELECT 1, * FROM ({_TAG} WHERE near IN (SELECT value FROM json_each($2)))
  UNION ALL SELECT 2, * FROM ({_TAG} WHERE near > $1 AND near < $3 LIMIT {{begun}})
) WHERE stories > 0 AND key <> $4 GROUP BY id, key, label, stories ORDER BY min(kind), stories DESC, key LIMIT $5
"""
TAGS_PAGE = 20
"""Tags on one page of the list."""
MONTH = timedelta(days=30)
MOST_LATELY = 200
"""Tags in the list of the last month."""
COUNTED_FOR = 600.0
"""Seconds for which the counts of the last month are kept: they are the one list that has to be counted."""
BEGUN = 500
"""Tags that begin like another and are looked at."""


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag, and how many published stories carry it."""

    tag: Tag
    stories: int


class Tags:
    """Reads tags."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lately: tuple[TagEntry, ...] = ()
        self._counted_until = 0.0

    async def all(self, page: int) -> tuple[list[TagEntry], bool]:
        """One page of tags, the most used first, and whether another page follows."""
        rows = await self._database.fetch(_TAGS, TAGS_PAGE + 1, page * TAGS_PAGE)
        return [_tag_entry(*row) for row in rows[:TAGS_PAGE]], len(rows) > TAGS_PAGE

    async def lately(self, page: int, now: datetime) -> tuple[list[TagEntry], bool]:
        """As `all`, for stories published in the last 30 days; at most 200 tags, counted every ten minutes."""
        if time.monotonic() >= self._counted_until:
            rows = await self._database.scan(_LATELY, seconds_of(now - MONTH), MOST_LATELY)
            self._lately = tuple(_tag_entry(*row) for row in rows or ())
            self._counted_until = time.monotonic() + COUNTED_FOR
        start = page * TAGS_PAGE
        return list(self._lately[start : start + TAGS_PAGE]), len(self._lately) > start + TAGS_PAGE

    async def get(self, tag: TagId) -> TagEntry | None:
        """One tag by its id."""
        rows = await self._database.fetch(f"{_TAG} WHERE id = $1", tag)
        return _tag_entry(*rows[0]) if rows else None

    async def of_key(self, key: str) -> TagEntry | None:
        """One tag by its index key."""
        rows = await self._database.fetch(f"{_TAG} WHERE key = $1", key)
        return _tag_entry(*rows[0]) if rows else None

    async def near(self, label: str, limit: int) -> list[TagEntry]:
        """Used tags that look like this one: other accents, a slip of the finger, a longer one that begins so."""
        form = fold(label)
        spellings = orjson.dumps(near(form)).decode()
        sql = _NEAR.format(begun=BEGUN)
        rows = await self._database.scan(sql, form, spellings, form + "\U0010ffff", tag_key(label), limit)
        return [_tag_entry(*row) for row in rows or ()]


def _tag_entry(identity: int, key: str, label: str, stories: int) -> TagEntry:
    return TagEntry(Tag(TagId(identity), key, label), stories)
