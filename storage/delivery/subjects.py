"""What can be followed, and which of it a story belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Fetch
from storage.threads import StoredThread
from threads.identity import author_key
from threads.model import AuthorId, TagId, Thread, ThreadId

_OF_STORY = """
SELECT 'author', author_id FROM thread WHERE id = $1
UNION ALL SELECT 'tag', tag_id FROM thread_tag WHERE thread_id = $1
"""
_AUTHOR = "SELECT 'author', id FROM author WHERE key = $1"
_TAGS = "SELECT 'tag', id FROM tag WHERE key IN ({marks})"


class Kind(StrEnum):
    """The kinds of what can be followed."""

    ALL = "all"
    AUTHOR = "author"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be followed: everything (id 0), an author or a hashtag."""

    kind: Kind
    id: AuthorId | TagId | int = 0


EVERYTHING = Subject(Kind.ALL)


def mainly(story: StoredThread) -> Subject:
    """What somebody follows who follows a story: its author, and everything where nobody knows the author."""
    return Subject(Kind.AUTHOR, story.author_id) if story.thread.author.shown else EVERYTHING


def all_of(story: StoredThread) -> list[Subject]:
    """Everything that a story at hand belongs to."""
    tags = (Subject(Kind.TAG, tag.id) for tag in story.tags)
    return [EVERYTHING, Subject(Kind.AUTHOR, story.author_id), *tags]


async def subjects_of(fetch: Fetch, thread: ThreadId) -> list[Subject]:
    """Everything that a published story belongs to: whoever follows one of these is told of it."""
    rows = await fetch(_OF_STORY, thread)
    return [EVERYTHING, *(Subject(Kind(kind), subject) for kind, subject in rows)]


async def subjects_to_be(fetch: Fetch, thread: Thread, tags: Sequence[str]) -> list[Subject]:
    """The same of a story that is not stored yet, by the keys of its author and tags: only what is known already."""
    marks = ", ".join(f"${place}" for place in range(1, len(tags) + 1))
    rows = await fetch(_AUTHOR, author_key(thread))
    rows += await fetch(_TAGS.format(marks=marks), *tags) if tags else []
    return [EVERYTHING, *(Subject(Kind(kind), subject) for kind, subject in rows)]
