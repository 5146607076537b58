"""Authors, with how many published stories each has."""

from dataclasses import dataclass

from storage.database import Database
from storage.threads import PAGE
from threads.model import Author, AuthorId

_AUTHORS = """
SELECT a.id, a.handle, a.name, a.bio, a.avatar_url, a.url, count(*) FROM author a
JOIN thread t ON t.author_id = a.id AND t.status = 'published'
WHERE a.handle <> '' OR a.name <> ''
GROUP BY a.id ORDER BY count(*) DESC, a.key LIMIT $1 OFFSET $2
"""
_AUTHOR = """
SELECT a.id, a.handle, a.name, a.bio, a.avatar_url, a.url,
  (SELECT count(*) FROM thread t WHERE t.author_id = a.id AND t.status = 'published')
FROM author a WHERE a.id = $1
"""
_AUTHOR_BY_KEY = "SELECT id FROM author WHERE key = $1"


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """An author, and how many published stories there are."""

    id: AuthorId
    author: Author
    stories: int


class Authors:
    """Reads authors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, page: int) -> tuple[list[AuthorEntry], bool]:
        """One page of authors, those with the most stories first, and whether another page follows."""
        rows = await self._database.fetch(_AUTHORS, PAGE + 1, page * PAGE)
        return [_author_entry(*row) for row in rows[:PAGE]], len(rows) > PAGE

    async def get(self, author: AuthorId) -> AuthorEntry | None:
        """One author; None when there is none of this id."""
        rows = await self._database.fetch(_AUTHOR, author)
        return _author_entry(*rows[0]) if rows else None

    async def of_handle(self, handle: str) -> AuthorEntry | None:
        """The author of a handle, in any case and without its @."""
        rows = await self._database.fetch(_AUTHOR_BY_KEY, handle.casefold())
        return await self.get(AuthorId(rows[0][0])) if rows else None


def _author_entry(  # one parameter a column
    identity: int, handle: str, name: str, bio: str, avatar_url: str | None, url: str | None, stories: int
) -> AuthorEntry:
    author = Author(handle=handle, name=name, bio=bio, avatar_url=avatar_url, url=url)
    return AuthorEntry(AuthorId(identity), author, stories)
