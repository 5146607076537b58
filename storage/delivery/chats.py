"""Groups, channels and topics of forums: subscribers that admins set, and that may take nothing for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database, Row
from storage.delivery.ledger import LATELY, Why
from storage.delivery.publications import PublicationId
from storage.delivery.subscribers import Address, Barrier, SubscriberId, skip_rest
from storage.threads import PAGE, milliseconds_of

DELETABLE = timedelta(hours=48)
"""How long Telegram lets a bot delete what it has sent."""

_COLUMNS = """s.id, s.chat_id, s.topic_id, s.title, s.topic_title, s.channel, s.barrier, s.set_by, s.language"""
_SET = """
INSERT INTO subscriber (chat_id, topic_id, set_by, language, title, topic_title, channel)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (chat_id, topic_id) DO UPDATE SET set_by = coalesce(excluded.set_by, subscriber.set_by),
  language = coalesce(excluded.language, subscriber.language), title = excluded.title, channel = excluded.channel,
  topic_title = coalesce(excluded.topic_title, subscriber.topic_title)
RETURNING id
"""
_MANAGE = "INSERT INTO managed (admin_id, subscriber_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
_DISMISS = "DELETE FROM managed WHERE admin_id = $1 AND subscriber_id = $2"
_GET = f"SELECT {_COLUMNS} FROM subscriber s WHERE s.id = $1 AND s.chat_id < 0"
_OF_ADMIN = f"""
SELECT {_COLUMNS} FROM managed m JOIN subscriber s ON s.id = m.subscriber_id WHERE m.admin_id = $1
ORDER BY s.title, s.chat_id, s.topic_id LIMIT $2 OFFSET $3
"""
_AT = f"SELECT {_COLUMNS} FROM subscriber s WHERE s.chat_id = $1 AND s.chat_id < 0"
_OPEN_AT = f"{_AT} AND s.unreachable_since IS NULL ORDER BY s.topic_id"
_SHUT = "UPDATE subscriber SET unreachable_since = $2, barrier = $3 WHERE id = $1"
# Without the right to write all topics rest together, and together they go on.
_REOPENED = """
UPDATE subscriber SET unreachable_since = NULL, barrier = NULL
WHERE id = $1 OR (chat_id = (SELECT chat_id FROM subscriber WHERE id = $1) AND barrier = 'rights')
"""
_TOPIC_REOPENED = """
UPDATE subscriber SET unreachable_since = NULL, barrier = NULL
WHERE chat_id = $1 AND topic_id = $2 AND barrier IS NOT NULL
"""
# A message is never older than the publication that it tells of.
_LAST_POST = f"""
SELECT p.id, d.message_id, coalesce(t.headline, '')
FROM publication p JOIN delivery d ON d.publication_id = p.id AND d.subscriber_id = $1
LEFT JOIN thread t ON t.id = p.thread_id
WHERE p.id IN ({LATELY}) AND p.published_at > $2
  AND d.state = 'sent' AND d.message_id IS NOT NULL
ORDER BY p.id DESC LIMIT 1
"""
# A digest is the message of every story that it tells of.
_TAKEN_BACK = f"""
UPDATE delivery SET message_id = NULL WHERE publication_id IN ({LATELY}) AND subscriber_id = $1 AND message_id = $2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a group or channel is called, and the topic of a forum where that is known."""

    title: str
    channel: bool = False
    topic_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChat:
    """A group, channel or topic that admins set. `barrier` says why it rests.

    `set_by` is the admin who set it last; None for one who spoke as the group itself.
    """

    id: SubscriberId
    address: Address
    room: Room
    barrier: Barrier | None
    set_by: int | None
    language: str | None


@dataclass(frozen=True, slots=True)
class LastPost:
    """The newest post in a chat that can still be removed. Its headline is empty for several stories in one."""

    publication: PublicationId
    message: int
    headline: str


class Chats:
    """Reads and writes which chats admins have set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, address: Address, room: Room, admin: int | None, language: str | None) -> SubscriberId:
        """An admin sets what is heard there: from now on it is among theirs. None for one who speaks as the group."""
        given = (address.chat, address.topic, admin, language, room.title, room.topic_title, int(room.channel))
        async with self._database.transaction() as transaction:
            subscriber = SubscriberId((await transaction.fetch(_SET, *given))[0][0])
            if admin is not None:
                await transaction.fetch(_MANAGE, admin, subscriber)
        return subscriber

    async def dismiss(self, admin: int, subscriber: SubscriberId) -> None:
        """Somebody is no admin there any more."""
        await self._database.write(_DISMISS, admin, subscriber)

    async def get(self, subscriber: SubscriberId) -> SetChat | None:
        """One of them; None for an id that is nobody's, or a person's."""
        rows = await self._database.fetch(_GET, subscriber)
        return _chat(rows[0]) if rows else None

    async def of_admin(self, admin: int, page: int) -> tuple[list[SetChat], bool]:
        """One page of those that somebody has set, by title; and whether another follows."""
        rows = await self._database.fetch(_OF_ADMIN, admin, PAGE + 1, page * PAGE)
        return [_chat(row) for row in rows[:PAGE]], len(rows) > PAGE

    async def shut(self, address: Address, barrier: Barrier, now: datetime) -> Sequence[SetChat]:
        """The place takes no message: what waits for it is skipped, and it rests. Those that did not rest before.

        Without the right to write all topics of a forum rest; a topic that is closed rests alone.
        """
        at = milliseconds_of(now)
        async with self._database.transaction() as transaction:
            there = [_chat(row) for row in await transaction.fetch(_OPEN_AT, address.chat)]
            resting = [chat for chat in there if barrier is Barrier.RIGHTS or chat.address == address]
            for chat in resting:
                await transaction.fetch(_SHUT, chat.id, at, barrier)
                await skip_rest(transaction, chat.id, Why.UNREACHABLE, at)
        return resting

    async def reachable(self, chat: int) -> Sequence[SetChat]:
        """What of a group or channel is set and does not rest: itself, or topics of it."""
        return [_chat(row) for row in await self._database.fetch(_OPEN_AT, chat)]

    async def reopen(self, subscriber: SubscriberId) -> None:
        """Somebody says that it can be written to again, or a message has come through."""
        await self._database.write(_REOPENED, subscriber)

    async def topic_reopened(self, address: Address) -> None:
        """A closed topic was opened again."""
        await self._database.write(_TOPIC_REOPENED, address.chat, address.topic)

    async def last_post(self, subscriber: SubscriberId, now: datetime) -> LastPost | None:
        """The newest post that Telegram still lets the bot delete; None when there is none."""
        rows = await self._database.fetch(_LAST_POST, subscriber, milliseconds_of(now - DELETABLE))
        return LastPost(PublicationId(rows[0][0]), rows[0][1], rows[0][2]) if rows else None

    async def taken_back(self, subscriber: SubscriberId, post: LastPost) -> None:
        """The post is not there any more."""
        await self._database.write(_TAKEN_BACK, subscriber, post.message)


def _chat(row: Row) -> SetChat:
    identity, chat, topic, title, topic_title, channel, barrier, set_by, language = row
    return SetChat(
        id=SubscriberId(identity),
        address=Address(chat, topic),
        room=Room(title=title or "", channel=bool(channel), topic_title=topic_title),
        barrier=Barrier(barrier) if barrier else None,
        set_by=set_by,
        language=language,
    )
