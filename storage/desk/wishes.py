"""What authors want done with their stories, asked in the transaction that writes some: not at all, or not passed on.

A wish is kept with the author, who is known by handle and network. Where only the way in tells the network (a text, a
feed) the handle alone decides: rather one story too few than one against its author's wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.database import Transaction
from storage.errors import OptedOut
from storage.incoming import Incoming, ready
from threads.identity import author_key, network
from threads.model import Thread

GUESSED = ("text", "feed")
"""Sources that don't say in which network a handle is its author's."""

_ASKED = """
SELECT key, handle_key, opted_out_at IS NOT NULL FROM author
WHERE handle_key IN ({marks}) AND handle_key <> '' AND (opted_out_at IS NOT NULL OR protected = 1)
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the authors of some stories want: who has opted out, by key and by handle, and whose are not passed on."""

    out: frozenset[str] = frozenset()
    out_handles: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def refuse(self, thread: Thread) -> bool:
        """Whether a story's author does not want it here."""
        guessed = thread.source.casefold() in GUESSED and thread.author.handle.casefold() in self.out_handles
        return guessed or author_key(thread) in self.out

    def protect(self, thread: Thread) -> bool:
        """Whether a story is not to be passed on: as its source says, or because none of its author's is."""
        return thread.protected or author_key(thread) in self.kept


async def wishes_of(transaction: Transaction, threads: Sequence[Thread]) -> Wishes:
    """What the authors of these stories want."""
    handles = sorted({thread.author.handle.casefold() for thread in threads})
    marks = ", ".join(f"${place}" for place in range(1, len(handles) + 1))
    rows = await transaction.fetch(_ASKED.format(marks=marks), *handles)
    return Wishes(
        out=frozenset(key for key, _, is_out in rows if is_out),
        out_handles=frozenset(handle for _, handle, is_out in rows if is_out),
        kept=frozenset(key for key, _, is_out in rows if not is_out),
    )


async def check_wanted(transaction: Transaction, thread: Thread) -> None:
    """Raises OptedOut when a story's author does not want it here."""
    if (await wishes_of(transaction, [thread])).refuse(thread):
        raise OptedOut(handle=thread.author.handle, network=network(thread))


def kept(story: Incoming, wishes: Wishes) -> Incoming:
    """A story under its author's mark, if there is one."""
    if wishes.protect(story.thread) == story.thread.protected:
        return story
    thread = replace(story.thread, protected=True)
    return ready(thread, story.status, story.language, wished=story.wished)
