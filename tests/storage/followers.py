"""Subscribers for the tests of the ledger, and a worker of the simplest kind."""

from datetime import datetime, timedelta

from storage.delivery.deliveries import Claim, Entry
from storage.delivery.ledger import State
from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import Address
from tests.builders import NOW
from tests.storage.library import Library

LEASE = timedelta(minutes=1)

_CHATS = """
WITH RECURSIVE n (chat) AS (SELECT $1 UNION ALL SELECT chat + $2 FROM n WHERE chat + $2 < $3)
INSERT INTO subscriber (chat_id) SELECT chat FROM n WHERE true ON CONFLICT DO NOTHING
"""
_SUBSCRIPTIONS = """
WITH RECURSIVE n (chat) AS (SELECT $1 UNION ALL SELECT chat + $2 FROM n WHERE chat + $2 < $3)
INSERT INTO subscription (kind, subject_id, subscriber_id, since)
SELECT $4, $5, s.id, 0 FROM n JOIN subscriber s ON s.chat_id = n.chat
"""


async def follow(library: Library, chat: int, subject: Subject = EVERYTHING, *, topic: int = 0) -> Address:
    """A chat that follows something."""
    address = Address(chat, topic)
    await library.subscriptions.follow(address, subject, NOW, set_by=chat, language="en")
    return address


async def crowd(library: Library, chats: range, subject: Subject = EVERYTHING) -> None:
    """Many chats that follow something, in two statements."""
    given = (chats.start, chats.step, chats.stop)
    await library.database.write(_CHATS, *given)
    await library.database.write(_SUBSCRIPTIONS, *given, subject.kind, subject.id)


async def author(library: Library, handle: str = "mira_tides") -> Subject:
    """An author who is known already."""
    entry = await library.authors.of_handle(handle)
    assert entry is not None
    return Subject(Kind.AUTHOR, entry.id)


async def tag(library: Library, key: str) -> Subject:
    """A hashtag that is known already."""
    entry = await library.tags.of_key(key)
    assert entry is not None
    return Subject(Kind.TAG, entry.tag.id)


async def plan(library: Library, now: datetime = NOW) -> None:
    """Write every row there is to write."""
    while await library.planning.step(now):
        pass


async def claim(library: Library, limit: int = 1000, now: datetime = NOW) -> list[Claim]:
    """Claim what is due, for a minute."""
    return await library.deliveries.claim(now, now + LEASE, limit)


async def send(library: Library, *claims: Claim, now: datetime = NOW) -> None:
    """Record these as sent."""
    entries = [Entry(claim=claim, state=State.SENT, message=7, tries=claim.tries, lost=claim.lost) for claim in claims]
    await library.deliveries.record(entries, now)


async def rows(library: Library) -> dict[tuple[int, int], tuple[str, str | None]]:
    """State and reason of every row, by publication and chat."""
    found = await library.database.fetch(
        "SELECT d.publication_id, s.chat_id, d.state, d.why FROM delivery d "
        "JOIN subscriber s ON s.id = d.subscriber_id ORDER BY 1, 2"
    )
    return {(publication, chat): (state, why) for publication, chat, state, why in found}


async def counted(library: Library) -> None:
    """The counts of every publication are those of its rows."""
    for publication in await library.publications.latest(100):
        found = await library.database.fetch(
            "SELECT CASE WHEN due_at IS NOT NULL THEN 'waiting' ELSE state END, count(*) FROM delivery "
            "WHERE publication_id = $1 GROUP BY 1",
            publication.id,
        )
        counts = publication.counts
        told = {name: getattr(counts, name) for name in counts.__slots__}
        assert {name: number for name, number in told.items() if number} == dict(found)
