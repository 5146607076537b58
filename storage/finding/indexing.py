"""How published stories are made findable: their words, their tags, and the counts of tags and authors.

Rows are collected inside one transaction and written together by `flush`. What was put into the index is made anew
from the story to take it out, so the story has to be given as it was put in.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from storage.database import Transaction
from storage.finding import marks
from storage.threads import StoredThread
from threads.finding import searched
from threads.identity import author_key
from threads.letters import fold
from threads.model import Thread, ThreadId
from threads.tags import tags_of
from threads.words import words

_UP_TO = "SELECT up_to FROM indexed"
_ADD = "INSERT INTO story_word (rowid, words) VALUES ($1, $2)"
_REMOVE = "INSERT INTO story_word (story_word, rowid, words) VALUES ('delete', $1, $2)"
_TAG = """
INSERT INTO tag (key, label, near, stories) VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE SET stories = tag.stories + excluded.stories, near = excluded.near
"""
_THREAD_TAG = """
INSERT INTO thread_tag (tag_id, thread_id, rank, begun)
SELECT g.id, t.id, $3, t.begun FROM tag g, thread t WHERE g.key = $1 AND t.id = $2
ON CONFLICT DO NOTHING
"""
_DROP_TAGS = "DELETE FROM thread_tag WHERE thread_id = $1"
_AUTHOR = "UPDATE author SET stories = stories + $2 WHERE key = $1"


@dataclass(frozen=True, slots=True)
class Findable:
    """Under what a story is found: its tags in order of appearance (key to first spelling), and all its words."""

    tags: dict[str, str]
    words: str


class Index:
    """What changes in the index within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._up_to: int | None = None
        self._removed: list[tuple[ThreadId, str]] = []
        self._added: list[tuple[ThreadId, str]] = []
        self._labels: dict[str, str] = {}
        self._tags: Counter[str] = Counter()
        self._authors: Counter[str] = Counter()
        self._thread_tags: list[tuple[str, ThreadId, int]] = []

    async def begin(self) -> None:
        """Find out how far the index has come: what lies behind is put in by whoever makes it, not here."""
        rows = await self._transaction.fetch(_UP_TO)
        self._up_to = rows[0][0] if rows else 0

    def add(self, story: ThreadId, thread: Thread, found: Findable) -> None:
        """Make a published story findable."""
        if self._is_ahead(story):
            return
        self._added.append((story, found.words))
        self._thread_tags += [(key, story, rank) for rank, key in enumerate(found.tags)]
        self._count(thread, found.tags, 1)

    def remove(self, story: StoredThread) -> None:
        """Take out a story that was published until now."""
        if self._is_ahead(story.id):
            return
        found = findable(story.thread, story.language)
        self._removed.append((story.id, found.words))
        self._count(story.thread, found.tags, -1)

    async def flush(self) -> None:
        """Write the rows collected, what is taken out first."""
        await self._transaction.many(_REMOVE, self._removed)
        await self._transaction.many(_DROP_TAGS, [(story,) for story, _ in self._removed])
        await self._transaction.many(_TAG, self._tag_rows())
        await self._transaction.many(_THREAD_TAG, self._thread_tags)
        await self._transaction.many(_AUTHOR, [row for row in self._authors.items() if row[1]])
        await self._transaction.many(_ADD, self._added)
        for written in (self._removed, self._added, self._labels, self._tags, self._authors, self._thread_tags):
            written.clear()

    def _is_ahead(self, story: ThreadId) -> bool:
        assert self._up_to is not None, "begin comes first"  # noqa: S101  # an order that the types can't hold
        return story > self._up_to

    def _count(self, thread: Thread, tags: dict[str, str], by: int) -> None:
        self._authors[author_key(thread)] += by
        for key, label in tags.items():
            self._labels.setdefault(key, label)
            self._tags[key] += by

    def _tag_rows(self) -> list[tuple[Any, ...]]:
        return [(key, self._labels[key], fold(key), by) for key, by in self._tags.items()]


def findable(thread: Thread, language: str) -> Findable:
    """Under what a story in a language is found; the words are in the order in which the index holds them."""
    tags = tags_of(thread)
    parts = [*marks.of_story(thread, tags, language), *words(thread.title)]
    for tweet in thread:
        parts.append(marks.ANY)
        parts += words(searched(tweet))
    return Findable(tags, " ".join(parts))
