"""Stories from the archive of a Mastodon account: every thread that its owner wrote, from `outbox.json`.

It is gone through twice, first for what answers what, then for the posts that threads need.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO, cast

import orjson

from threads.errors import UnreadableSource
from threads.model import Gap, Thread
from threads.sources.document import GZIP, ZIP, Document
from threads.sources.json_array import CHUNK, objects
from threads.sources.json_fields import Fields
from threads.sources.mastodon_files import MEDIA, OUTBOX, Picture, actor_of, member, pictures
from threads.sources.mastodon_note import is_own, lies_in_the_archive, note_of, status_of
from threads.sources.mastodon_status import read_post
from threads.sources.posts import Faults, Post, story_of
from threads.sources.self_threads import Chain, Link, self_threads

NAME = "mastodon-archive"
LEAST = 2
"""Posts that make a thread."""

_SIGNS = (re.compile(r'"orderedItems"\s*+:'), re.compile(r'"(?:OrderedCollection|Create|Announce)"'))
_LIST = re.compile(rb'"orderedItems"\s*+:\s*+(?=\[)')
_PICTURES = "Its pictures lie in the archive: give the archive as a whole, or look whether they can be seen."


def detects(document: Document) -> bool:
    """Whether this is an outbox, or an archive with one. Anything that is packed by gzip is taken for one."""
    if document.folder is not None:
        return False
    if document.begins(*ZIP):
        return OUTBOX in document.tail
    return document.begins(GZIP) or all(sign.search(document.head) for sign in _SIGNS)


def is_packed(document: Document) -> bool:
    """Whether it is an archive that pictures may lie in."""
    return document.folder is None and document.begins(*ZIP, GZIP) and detects(document)


def media(document: Document, urls: Iterable[str]) -> Iterator[Picture]:
    """Those of its stories' pictures and films that lie in a packed archive, each to be read before the next.

    Raises UnreadableSource for an archive that is damaged.
    """
    places = {f"{MEDIA}/{place}": url for url in urls if (place := url.partition(f"/{MEDIA}/")[2])}
    yield from pictures(document, places)


def read(document: Document, today: date) -> Iterator[Thread]:
    """Every thread of the archive, the oldest first."""
    faults = Faults("posts")
    links = list(_links(document, faults))
    chains = [chain for chain in self_threads(links) if len(chain) >= LEAST]
    if not chains:
        faults.tell()
        raise UnreadableSource(why=f"{document.name} holds {len(links):,} posts, but no thread of at least {LEAST}.")
    actor = Fields(actor_of(document), "actor.json")
    wanted = {identity for chain in chains for identity in chain.ids}
    told = Faults("posts")  # told the first time
    kept = {note.text("id"): orjson.dumps(note.values) for note in _notes(document, told, wanted)}
    for chain in chains:
        with faults.passing(f"the thread of {chain.ids[0]}"):
            yield _story(chain, kept, actor, is_whole=is_packed(document))
    faults.tell()


def _links(document: Document, faults: Faults) -> Iterator[Link]:
    """Where the posts hang. An answer to oneself is told by its address, also where the post answered is gone."""
    for note in _notes(document, faults):
        owner, parent = note.text("attributedTo"), note.text("inReplyTo")
        whom = owner if is_own(parent, owner) else parent and "somebody"
        yield Link(id=note.text("id"), owner=owner, parent=parent or None, parent_owner=whom or None)


def _notes(document: Document, faults: Faults, wanted: set[str] | None = None) -> Iterator[Fields]:
    """The posts of the outbox, or the wanted ones. What ends it early is a fault; what was read before it counts."""
    with faults.passing(document.name), member(document, OUTBOX) as stream:
        if stream is None:
            raise UnreadableSource(why=f"{document.name} is an archive, but has no outbox.json: give the files in it.")
        for ordinal, item in enumerate(objects(_list_in(stream, document.name), OUTBOX), 1):
            where = f"post {ordinal} of {OUTBOX}"
            with faults.passing(where):
                note = note_of(Fields.of(_value(item), where))
                if note and note.text("id") and (wanted is None or note.text("id") in wanted):
                    yield note


def _story(chain: Chain, kept: dict[str, bytes], actor: Fields, *, is_whole: bool) -> Thread:
    def post_of(identity: str) -> Post:
        note = Fields(orjson.loads(kept[identity]), identity)
        doubts = (_PICTURES,) if lies_in_the_archive(note) and not is_whole else ()
        return read_post(status_of(note, actor), {}, doubts=doubts)

    return story_of("mastodon", chain, post_of, dict.fromkeys(chain.missing, Gap.DELETED))


def _value(item: bytes) -> object:
    try:
        return orjson.loads(item)
    except orjson.JSONDecodeError as error:
        raise UnreadableSource(why="this is not valid JSON.") from error


def _list_in(stream: BinaryIO, name: str) -> BinaryIO:
    """The stream from its list of posts on."""
    buffer = b""
    while not (found := _LIST.search(buffer)):
        more = stream.read(CHUNK)
        if not more or len(buffer) > CHUNK:
            raise UnreadableSource(why=f"{name} holds no list of posts: look whether it was saved whole.")
        buffer += more
    return cast(BinaryIO, _Rest(buffer[found.end() :], stream))


class _Rest:
    """What was read ahead of a stream, and then the stream."""

    def __init__(self, ahead: bytes, stream: BinaryIO) -> None:
        self._ahead = ahead
        self._stream = stream

    def read(self, size: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead or self._stream.read(size)
