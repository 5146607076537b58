"""Authors, with how many published stories each has; and writing what stories tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Database, Transaction
from storage.threads import PAGE
from threads.identity import author_key, key_of, network
from threads.model import Author, AuthorId, Thread

_ENTRY = """
SELECT id, handle, name, bio, avatar_url, url, stories, network, protected, opted_out_at IS NOT NULL FROM author"""
_AUTHORS = f"""{_ENTRY} WHERE stories > 0 AND (handle <> '' OR name <> '')
ORDER BY stories DESC, key LIMIT $1 OFFSET $2"""
_AUTHOR = f"{_ENTRY} WHERE id = $1"
# A handle may be another person's elsewhere: who has something to read comes first, then who has it on X.
_AUTHOR_BY_HANDLE = f"""{_ENTRY} WHERE handle_key = $1 AND handle_key <> ''
ORDER BY stories = 0, network <> 'x', stories DESC, id LIMIT 1"""
_NAMED = f"{_ENTRY} WHERE handle_key = $1 AND handle_key <> '' ORDER BY id"
_NETWORKS = "SELECT DISTINCT network FROM author"
_ADD = """
INSERT INTO author (key, handle, name, bio, network, handle_key) VALUES ($1, $2, '', '', $3, $4)
ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id
"""
_WRITE = """
INSERT INTO author (key, handle, name, bio, avatar_url, url, network, handle_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (key) DO UPDATE SET
  handle = excluded.handle,
  name = CASE WHEN excluded.name = '' THEN author.name ELSE excluded.name END,
  bio = CASE WHEN excluded.bio = '' THEN author.bio ELSE excluded.bio END,
  avatar_url = coalesce(excluded.avatar_url, author.avatar_url),
  url = coalesce(excluded.url, author.url)
"""
_WRITE_NEW = f"{_WRITE.partition('ON CONFLICT')[0]} ON CONFLICT (key) DO NOTHING"
# Whole stories are kept in memory with their author: those of an author who changed have to be read anew.
_REFRESH = """
UPDATE thread SET revision = revision + 1
WHERE status = 'published' AND author_id = (
  SELECT id FROM author
  WHERE key = $1 AND (handle <> $2 OR $3 NOT IN ('', name) OR $4 NOT IN ('', bio)
    OR coalesce($5, avatar_url, '') <> coalesce(avatar_url, '') OR coalesce($6, url, '') <> coalesce(url, '')))
"""
_TOLD = 6
"""Columns of an author that a story may change, the key with them."""


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """An author, how many published stories there are, and where the handle is theirs.

    `protected` says that none of their stories is to be passed on, `opted_out` that they want none here.
    """

    id: AuthorId
    author: Author
    stories: int
    network: str
    protected: bool
    opted_out: bool


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
        """The author of a handle, in any case and without its @.

        Of several in different networks the one on X, else the one with the most stories; who has none comes last.
        """
        rows = await self._database.fetch(_AUTHOR_BY_HANDLE, handle.casefold())
        return _author_entry(*rows[0]) if rows else None

    async def named(self, handle: str) -> list[AuthorEntry]:
        """Everybody of a handle, in any case and without its @, one in each network; those without stories too."""
        return [_author_entry(*row) for row in await self._database.fetch(_NAMED, handle.casefold())]

    async def add(self, handle: str, network: str) -> AuthorId:
        """The author of a handle in a network, made known when they are not."""
        handle_key = handle.casefold()
        rows = await self._database.write(_ADD, key_of(handle_key, network), handle, network, handle_key)
        return AuthorId(rows[0][0])

    async def networks(self) -> set[str]:
        """Every network in which an author is known."""
        return {network for (network,) in await self._database.fetch(_NETWORKS)}


async def add_authors(transaction: Transaction, threads: Sequence[Thread]) -> None:
    """Write the authors of these stories who are not known; what is known of the others stays as it is."""
    await transaction.many(_WRITE_NEW, [_author_row(thread) for thread in threads])


async def write_authors(transaction: Transaction, threads: Sequence[Thread]) -> None:
    """Write what these stories tell of their authors: the later word counts, and silence takes nothing away."""
    rows: dict[str, tuple[Any, ...]] = {}
    for thread in threads:
        row = _author_row(thread)
        known = rows.get(row[0], row)
        rows[row[0]] = tuple(new or old for new, old in zip(row, known, strict=True))
    await transaction.many(_REFRESH, [row[:_TOLD] for row in rows.values()])
    await transaction.many(_WRITE, rows.values())


def _author_row(thread: Thread) -> tuple[Any, ...]:
    author = thread.author
    return (
        author_key(thread),
        author.handle,
        author.name,
        author.bio,
        author.avatar_url,
        author.url,
        network(thread),
        author.handle.casefold(),
    )


def _author_entry(  # one parameter a column
    identity: int,
    handle: str,
    name: str,
    bio: str,
    avatar_url: str | None,
    url: str | None,
    stories: int,
    network: str,
    protected: int,
    opted_out: int,
) -> AuthorEntry:
    author = Author(handle=handle, name=name, bio=bio, avatar_url=avatar_url, url=url)
    return AuthorEntry(AuthorId(identity), author, stories, network, bool(protected), bool(opted_out))
