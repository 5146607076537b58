"""Every story of a document, read as `spool import` reads it, with one sentence for whatever goes wrong.

The importers are loaded where and when something is read: a running bot that reads nothing keeps the memory.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from threads.errors import SpoolError, UnreadableSource
from threads.model import Thread
from threads.sources.live.gathered import Gathered

MOST = 200
"""Stories of one document that is sent in the chat: each becomes a draft to look at."""


def guarded(stories: Iterable[Thread]) -> Iterator[Thread]:
    """The same stories. Raises nothing but a SpoolError."""
    with faults_told():
        yield from stories


@contextmanager
def faults_told() -> Iterator[None]:
    """Raises nothing but a SpoolError, whatever is raised within.

    Sources come from strangers: a fault in an importer that one of them hits keeps no other out. Only its type is
    told, as its text may hold what the story says.
    """
    try:
        yield
    except SpoolError:
        raise
    except Exception as error:
        raise UnreadableSource(
            why=f"Spool itself failed at reading this ({type(error).__name__}): please report it with the file."
        ) from error


def stories_of(name: str, data: bytes, today: date) -> list[Thread]:
    """All stories of a document. Raises UnreadableSource, also when there are too many for a chat."""
    return _bounded(name, _read(name, data, today))


def stories_behind(gathered: Gathered, today: date, *, partly: bool = False) -> list[Thread]:
    """All stories of what was gathered behind a link; `partly` those that can be read, when there are any.

    Raises SpoolError, also when there are too many for a chat.
    """
    made = _made(gathered, today)
    return _bounded("This link", _readable(made) if partly else made)


def _readable(stories: Iterator[Thread]) -> Iterator[Thread]:
    is_there = False
    try:
        for story in guarded(stories):
            is_there = True
            yield story
    except SpoolError:
        if not is_there:
            raise


def _bounded(name: str, found: Iterable[Thread]) -> list[Thread]:
    stories = list(islice(guarded(found), MOST + 1))
    if len(stories) > MOST:
        raise UnreadableSource(
            why=f"{name} holds more than {MOST} stories: bring it in with `spool import` on the machine."
        )
    if not stories:
        raise UnreadableSource(why=f"{name} holds no story: look whether it is the right one.")
    return stories


def _made(gathered: Gathered, today: date) -> Iterator[Thread]:
    from threads.sources.live import reading

    yield from reading.stories(gathered, today)


def _read(name: str, data: bytes, today: date) -> Iterator[Thread]:
    # A generator, so that detecting the format is guarded too.
    from threads.sources import registry
    from threads.sources.document import Document

    yield from registry.read(Document.of(name, data), today=today)
