"""Stories as they are kept, and the lists that are made of them. Writing them is in `intake.py`."""

import random
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson

from storage.database import Database, Fetch, Row
from threads.model import (
    Author,
    AuthorId,
    Moment,
    Precision,
    TagId,
    Thread,
    ThreadId,
    Tweet,
    TweetNumber,
)
from threads.sources.json_fields import Fields
from threads.sources.spool_json import parse_tweet
from threads.tags import tags_of

CACHED_THREADS = 2_000
PAGE = 10
"""Stories on one page of a list."""
SHORT = 2
"""Minutes that a short read takes at most."""

_THREAD = """
SELECT t.id, t.author_id, t.status, t.revision, t.minutes, t.published_at, t.next_number, t.language,
       t.source, t.source_id, t.own_id, t.source_url, t.title, t.written, t.written_precision, t.lang,
       t.declared_count, t.review, t.protected,
       a.handle, a.name, a.bio, a.avatar_url, a.url, t.wished, coalesce(t.marked, nullif(a.protected, 0))
FROM thread t JOIN author a ON a.id = t.author_id WHERE t.id = $1
"""
_TWEETS = """
SELECT number, text, extra, (SELECT revision FROM thread WHERE id = $1) FROM tweet
WHERE thread_id = $1 ORDER BY position
"""
_TAGS = """
SELECT g.id, g.key, g.label FROM thread_tag tt JOIN tag g ON g.id = tt.tag_id
WHERE tt.thread_id = $1 ORDER BY tt.rank
"""
# What drafts are not found by yet: a tag that no published story has had is none of ours so far.
_TAGS_TO_BE = "SELECT key, id, label FROM tag WHERE key IN (SELECT value FROM json_each($1))"
_REVISION = "SELECT revision FROM thread WHERE id = $1"

_SUMMARY = """
SELECT t.id, t.headline, a.id, a.handle, a.name, t.written, t.written_precision, t.tweet_count, t.minutes
FROM thread t JOIN author a ON a.id = t.author_id
"""
# What a page passes over is counted in an index alone: only the stories shown are looked up.
_LISTED = f"{_SUMMARY} JOIN ({{page}}) page ON page.id = t.id ORDER BY page.place"
_PUBLISHED = "SELECT id, row_number() OVER () AS place FROM (SELECT id FROM thread WHERE status = 'published'"
_NEWEST = "ORDER BY published_at DESC, id DESC LIMIT $1 OFFSET $2)"
_LATEST = _LISTED.format(page=f"{_PUBLISHED} {_NEWEST}")
_SHORT = _LISTED.format(page=f"{_PUBLISHED} AND minutes <= {SHORT} {_NEWEST}")
_FINISHED = _LISTED.format(
    page=f"{_PUBLISHED} AND finished > 0 ORDER BY finished DESC, published_at DESC, id DESC LIMIT $1 OFFSET $2)"
)
_BY_AUTHOR = _LISTED.format(page=f"{_PUBLISHED} AND author_id = $3 {_NEWEST}")
_OF_TAG = """SELECT thread_id AS id, row_number() OVER () AS place FROM (
  SELECT thread_id FROM thread_tag WHERE tag_id = $3 ORDER BY {order} LIMIT $1 OFFSET $2)"""
_BY_TAG = _LISTED.format(page=_OF_TAG.format(order="thread_id DESC"))
_BY_TAG_READ = _LISTED.format(page=_OF_TAG.format(order="begun DESC, thread_id DESC"))
_OF_IDS = f"{_SUMMARY} WHERE t.status = 'published' AND t.id IN (SELECT value FROM json_each($1))"
_DRAFTS = f"{_SUMMARY} WHERE t.status = 'draft' ORDER BY t.id LIMIT $1 OFFSET $2"
_AT_RANDOM = "SELECT id FROM thread WHERE status = 'published' AND id >= $1 ORDER BY id LIMIT 1"
_LAST_ID = "SELECT max(id) FROM thread"
_EXPORTED = "SELECT id FROM thread WHERE status = 'published' ORDER BY id"


class Status(StrEnum):
    """Whether readers can open a story."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag: its index key, and the first spelling seen."""

    id: TagId
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredThread:
    """A story with what storage knows of it. `revision` changes with every change of the story.

    `language` is the code under which it is found: the source's, else the one its words look like; empty when unknown.
    Whether the story is protected is what its source `wished`, unless admins have `decided` for it or its author.
    Told apart by identity: comparing two of them by all their words would cost more than drawing a frame.
    """

    id: ThreadId
    author_id: AuthorId
    status: Status
    revision: int
    minutes: int
    next_number: int
    published_at: datetime | None
    tags: tuple[Tag, ...]
    language: str
    thread: Thread
    wished: bool = False
    decided: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story's line in a list."""

    id: ThreadId
    headline: str
    author_id: AuthorId
    author: Author
    written: Moment | None
    tweet_count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, counted from 0, and whether another follows."""

    items: tuple[Summary, ...]
    number: int
    more: bool


class Threads:
    """Reads stories. Whole stories are kept in a small cache, told apart by their revision."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: OrderedDict[ThreadId, StoredThread] = OrderedDict()

    async def get(self, thread: ThreadId, *, revision: int | None = None) -> StoredThread | None:
        """The story, from the cache when it is there; None when there is no such story.

        Give the `revision` when the database has just told it, and a story of another revision is read anew.
        """
        cached = self._cache.get(thread)
        if cached and (revision is None or cached.revision == revision):
            self._cache.move_to_end(thread)
            return cached
        return await self._load(thread)

    async def fresh(self, thread: ThreadId) -> StoredThread | None:
        """The story as it is now: the revision is asked for first, since another process may have changed it."""
        rows = await self._database.fetch(_REVISION, thread)
        return await self.get(thread, revision=rows[0][0]) if rows else None

    async def latest(self, page: int) -> Page:
        """Published stories, the newest in Spool first."""
        return await self._page(_LATEST, page)

    async def by_author(self, author: AuthorId, page: int) -> Page:
        """An author's published stories, newest first."""
        return await self._page(_BY_AUTHOR, page, author)

    async def by_tag(self, tag: TagId, page: int) -> Page:
        """Published stories with a tag, those of the latest ids first, as the index has them."""
        return await self._page(_BY_TAG, page, tag)

    async def drafts(self, page: int) -> Page:
        """What waits for a look, oldest first."""
        return await self._page(_DRAFTS, page)

    async def by_tag_read(self, tag: TagId, page: int) -> Page:
        """As `by_tag`, those that most people have begun first."""
        return await self._page(_BY_TAG_READ, page, tag)

    async def short(self, page: int) -> Page:
        """Published stories that take two minutes at most, the newest first."""
        return await self._page(_SHORT, page)

    async def finished(self, page: int) -> Page:
        """Published stories that people have read to the end, those that most have first."""
        return await self._page(_FINISHED, page)

    async def at_random(self) -> ThreadId | None:
        """Any published story; None when there is none. One that comes after withdrawn ones is met more often."""
        last = (await self._database.fetch(_LAST_ID))[0][0] or 1
        for start in (random.randint(1, last), 1):  # noqa: S311  # a story to read, no secret
            if rows := await self._database.fetch(_AT_RANDOM, start):
                return ThreadId(rows[0][0])
        return None

    async def summaries(self, ids: Sequence[ThreadId]) -> dict[ThreadId, Summary]:
        """The lines of these stories, without those that are not published."""
        rows = await self._database.fetch(_OF_IDS, orjson.dumps(list(ids)).decode())
        return {summary.id: summary for summary in map(summary_of, rows)}

    async def exported(self, ids: Sequence[ThreadId]) -> AsyncIterator[StoredThread | None]:
        """The stories of these ids in this order (None for an unknown one); without ids every published one, by id."""
        wanted = ids or [ThreadId(row[0]) for row in await self._database.fetch(_EXPORTED)]
        for thread in wanted:
            yield await self._load(thread)

    async def _page(self, sql: str, page: int, *parameters: Any) -> Page:
        rows = await self._database.fetch(sql, PAGE + 1, page * PAGE, *parameters)
        return Page(tuple(map(summary_of, rows[:PAGE])), page, len(rows) > PAGE)

    async def _load(self, thread: ThreadId) -> StoredThread | None:
        story = await load(self._database.fetch, thread)
        if story:
            self._keep(story)
        else:
            self._cache.pop(thread, None)
        return story

    def _keep(self, story: StoredThread) -> None:
        self._cache[story.id] = story
        self._cache.move_to_end(story.id)
        if len(self._cache) > CACHED_THREADS:
            self._cache.popitem(last=False)


async def load(fetch: Fetch, thread: ThreadId) -> StoredThread | None:
    """Read a whole story; None when there is no such story."""
    while rows := await fetch(_THREAD, thread):
        tweets = await fetch(_TWEETS, thread)
        tags = await fetch(_TAGS, thread)
        # Another process may have changed or dropped the story between the reads: then all are done again.
        if tweets and tweets[0][3] == rows[0][3]:
            story = story_of(rows[0], tweets, tags)
            return replace(story, tags=await _tags_to_be(fetch, story)) if story.status is Status.DRAFT else story
    return None


async def _tags_to_be(fetch: Fetch, draft: StoredThread) -> tuple[Tag, ...]:
    """The tags that a draft will have once it is published; id 0 for one that is new."""
    tags = tags_of(draft.thread)
    rows = await fetch(_TAGS_TO_BE, orjson.dumps(list(tags)).decode()) if tags else []
    known = {key: Tag(TagId(tag), key, label) for key, tag, label in rows}
    return tuple(known.get(key) or Tag(TagId(0), key, label) for key, label in tags.items())


def story_of(row: Row, tweets: Sequence[Row], tags: Sequence[Row]) -> StoredThread:
    """A story from its rows."""
    thread, author, status, revision, minutes, published, next_number, language, *own, wished, decided = row
    return StoredThread(
        id=ThreadId(thread),
        author_id=AuthorId(author),
        status=Status(status),
        revision=revision,
        minutes=minutes,
        next_number=next_number,
        published_at=time_of(published),
        tags=tuple(Tag(TagId(tag), key, label) for tag, key, label in tags),
        language=language or "",
        wished=bool(wished),
        decided=None if decided is None else bool(decided),
        thread=_thread_of(own, tuple(tweet_of(*row[:3]) for row in tweets)),
    )


def _thread_of(row: Sequence[Any], tweets: tuple[Tweet, ...]) -> Thread:
    source, source_id, own_id, source_url, title, written, precision, lang, declared, review, protected, *author = row
    handle, name, bio, avatar_url, url = author
    return Thread(
        source=source,
        source_id=source_id,
        own_id=own_id,
        source_url=source_url,
        title=title,
        written=moment_of(written, precision),
        lang=lang,
        declared_count=declared,
        review=tuple(orjson.loads(review)),
        protected=bool(protected),
        numbers_given=True,
        author=Author(handle=handle, name=name, bio=bio, avatar_url=avatar_url, url=url),
        tweets=tweets,
    )


def tweet_of(number: int, text: str, extra: str) -> Tweet:
    """A tweet from its columns."""
    if extra == "{}":
        return Tweet(number=TweetNumber(number), text=text)
    # The number goes beside the fields: what files may give is bounded, what a story has grown to is not.
    return parse_tweet(Fields.of(orjson.loads(extra) | {"text": text}, "a stored tweet"), number)


def summary_of(row: Row) -> Summary:
    """A list's line from its row."""
    thread, headline, author, handle, name, written, precision, tweet_count, minutes = row
    return Summary(
        id=ThreadId(thread),
        headline=headline,
        author_id=AuthorId(author),
        author=Author(handle=handle, name=name),
        written=moment_of(written, precision),
        tweet_count=tweet_count,
        minutes=minutes,
    )


def moment_of(seconds: int | None, precision: str | None) -> Moment | None:
    """A moment from its two columns."""
    at = time_of(seconds)
    return Moment(at=at, precision=Precision(precision)) if at and precision else None


def time_of(seconds: int | None) -> datetime | None:
    """An aware time from UTC seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def seconds_of(at: datetime) -> int:
    """UTC seconds since 1970, rounded down."""
    return int(at.timestamp())


def milliseconds_of(at: datetime) -> int:
    """UTC milliseconds since 1970, rounded down."""
    return int(at.timestamp() * 1000)
