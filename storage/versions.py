"""What becomes of a story that comes again: its next version, with what is known of it already."""

from dataclasses import replace

from storage.threads import StoredThread
from threads.identity import merge
from threads.model import Author, Thread


def protected_now(wished: bool, old: StoredThread) -> bool:
    """Whether a story that comes again is protected: what was decided here stands above what its source says."""
    return wished if old.decided is None else old.decided


def next_version(thread: Thread, old: StoredThread) -> Thread:
    """The story as it is from now on: tweets that it had keep their numbers."""
    return merge(old.thread, _with_what_is_known(thread, old.thread), old.next_number)


def _with_what_is_known(new: Thread, old: Thread) -> Thread:
    """A story that comes again without its ids or address keeps those it had, and what is known of its author."""
    author = Author(
        handle=new.author.handle or old.author.handle,
        name=new.author.name or old.author.name,
        bio=new.author.bio or old.author.bio,
        avatar_url=new.author.avatar_url or old.author.avatar_url,
        url=new.author.url or old.author.url,
    )
    known = old if old.source_id and not new.source_id else new
    return replace(
        new,
        author=author,
        source=known.source,
        source_id=known.source_id,
        source_url=new.source_url or old.source_url,
        own_id=new.own_id or old.own_id,
    )
