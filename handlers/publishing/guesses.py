"""The languages of drafts, guessed while somebody looks at them: what guesses takes a second to be loaded, and whoever
presses Publish should not wait for it."""

from collections.abc import Awaitable, Callable

from handlers.turns import Turns
from storage.threads import StoredThread
from threads.model import Thread, ThreadId

Guess = Callable[[Thread], Awaitable[str]]
"""The code of the language that a story looks like, guessed outside this process; empty when nothing can be told."""

REMEMBERED = 200
"""Drafts whose language is kept in mind."""


class Guesses:
    """Guesses once for each draft as it stands, however many ask. In memory: after a restart it is guessed anew."""

    def __init__(self, guess: Guess) -> None:
        self._guess = guess
        self._known: dict[tuple[ThreadId, int], str] = {}
        self._turns = Turns()

    def knows(self, story: StoredThread) -> bool:
        """Whether the story's language has been told."""
        return (story.id, story.revision) in self._known

    async def of(self, story: StoredThread) -> str:
        """The code of the story's language; empty when nothing can be told. Waits for a guess that is under way."""
        key = (story.id, story.revision)
        async with self._turns.alone(key):
            if key not in self._known:
                self._keep(key, await self._guess(story.thread))
        return self._known.get(key, "")

    def _keep(self, key: tuple[ThreadId, int], code: str) -> None:
        # None may also mean that too much was being read just then: the next one asks again.
        if code:
            self._known[key] = code
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
