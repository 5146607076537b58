"""Which pictures and films stories name: written with the story, so that they are fetched, and thrown away when none
names them any more.
"""

from collections.abc import Iterator

from storage.database import Transaction
from threads.model import Thread, ThreadId, is_address

_ADD = "INSERT INTO thread_medium (thread_id, url) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_DROP = "DELETE FROM thread_medium WHERE thread_id = $1"
_WANT = """
INSERT INTO medium (url, due_at) VALUES ($1, $2)
ON CONFLICT (url) DO UPDATE SET unnamed_at = NULL WHERE medium.unnamed_at IS NOT NULL
"""


class Naming:
    """What changes in it within one transaction."""

    def __init__(self, transaction: Transaction, now: int) -> None:
        self._transaction = transaction
        self._now = now
        self._replaced: list[ThreadId] = []
        self._named: list[tuple[ThreadId, str]] = []

    def add(self, story: ThreadId, thread: Thread) -> None:
        """Note what a story names."""
        self._named += [(story, url) for url in named_by(thread)]

    def replace(self, story: ThreadId, thread: Thread) -> None:
        """Note what a new version of a story names, in place of what was noted before."""
        self._replaced.append(story)
        self.add(story, thread)

    async def flush(self) -> None:
        """Write the rows collected."""
        await self._transaction.many(_DROP, [(story,) for story in self._replaced])
        await self._transaction.many(_ADD, self._named)
        # What is no address of the web came with its bytes: there is nothing to fetch.
        urls = dict.fromkeys(url for _, url in self._named)
        await self._transaction.many(_WANT, [(url, self._now if is_address(url) else None) for url in urls])
        self._replaced.clear()
        self._named.clear()


def named_by(thread: Thread) -> Iterator[str]:
    """The addresses of a story's pictures and films, of their previews and of its author's picture; some twice."""
    if thread.author.avatar_url:
        yield thread.author.avatar_url
    for tweet in thread:
        for media in tweet.media:
            yield media.url
            if media.preview_url:
                yield media.preview_url
