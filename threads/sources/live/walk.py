"""Walking a thread that no single answer holds: up to where its author begins, down until nothing is left to ask for.

The same walk for every network. What an answer leaves out is seen by the numbers that posts tell: one with more replies
than came with it, and none by its author, may go on, and is asked for itself, once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from threads.errors import UnreadableSource
from threads.sources.self_threads import Link

MOST = 100
"""Questions for one story: enough for thousands of posts at twenty an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """A post as the network gave it, where it hangs, and how many replies it is said to have."""

    link: Link
    value: dict[str, Any]
    replies: int


Look = Callable[[str], Awaitable[None]]
"""Asks for what is around a post, and tells the walk of every post in the answer."""


class Walk:
    """The posts known so far. `look` asks for more; each post is asked for once."""

    def __init__(self, look: Look) -> None:
        self.posts: dict[str, Found] = {}
        self._look = look
        self._asked: set[str] = set()

    def add(self, found: Found) -> None:
        """A post of an answer; the first that was said of it stays."""
        self.posts.setdefault(found.link.id, found)

    async def look(self, identity: str) -> bool:
        """Ask for what is around a post, unless that was done. Raises UnreadableSource when it never ends."""
        if identity in self._asked:
            return False
        if len(self._asked) >= MOST:
            raise UnreadableSource(
                why=f"This thread needs more than {MOST} questions to its network: save it as a file and import that."
            )
        self._asked.add(identity)
        await self._look(identity)
        return True

    async def top(self, identity: str) -> str:
        """The first post of the author's unbroken run that a post belongs to, as far as there are posts."""
        owner = self.posts[identity].link.owner
        while (parent := self.posts[identity].link.parent) is not None:
            if parent not in self.posts:
                await self.look(identity)
            above = self.posts.get(parent)
            if above is None or above.link.owner != owner:
                break
            identity = parent
        return identity

    async def down(self, top: str) -> None:
        """Ask until every post of the run below `top` has all that it is said to have."""
        while (leaf := self._unfinished(top)) is not None:
            await self.look(leaf)

    def run(self, top: str) -> dict[str, Found]:
        """The author's own posts from `top` on: those that answer themselves, in every branch."""
        children = self._children()
        owner, kept, waiting = self.posts[top].link.owner, {top: self.posts[top]}, [top]
        while waiting:
            for child in children.get(waiting.pop(), ()):
                if child.link.owner == owner and child.link.id not in kept:
                    kept[child.link.id] = child
                    waiting.append(child.link.id)
        return kept

    def _unfinished(self, top: str) -> str | None:
        children = self._children()
        for identity, found in self.run(top).items():
            below = children.get(identity, ())
            goes_on = any(child.link.owner == found.link.owner for child in below)
            if not goes_on and found.replies > len(below) and identity not in self._asked:
                return identity
        return None

    def _children(self) -> dict[str, list[Found]]:
        children: dict[str, list[Found]] = {}
        for found in self.posts.values():
            if found.link.parent is not None:
                children.setdefault(found.link.parent, []).append(found)
        return children
