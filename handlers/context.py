"""What a handler is given: the services, and who asked what and where. Nothing reaches a handler another way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.callbacks import Press
from handlers.catalogue import Catalogue, Words
from handlers.errands import Errands, Maker
from handlers.gateway import Gateway, Target
from handlers.publishing.desk import Desk
from handlers.publishing.sent import Sent
from handlers.showing import Showing
from handlers.subscribing.overlooking import Overlooking
from handlers.supply import Fetch
from handlers.views.share import Offers
from storage.authors import Authors
from storage.delivery.chats import Chats, Room
from storage.delivery.holding import Holding
from storage.delivery.portions import Portions
from storage.delivery.publications import Publications
from storage.delivery.rhythms import Rhythms
from storage.delivery.subscribers import Subscribers
from storage.delivery.subscriptions import Subscriptions
from storage.desk.deciding import Deciding
from storage.desk.reports import Reports
from storage.desk.suggestions import Suggestions
from storage.finding.search import Search
from storage.finding.tags import Tags
from storage.media.kept import KeptMedia
from storage.media.made import Made
from storage.readers import Manner, ReaderId, Readers
from storage.shares import Shares
from storage.threads import Threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything below the conversation, made once by `bot/app.py`."""

    bot: str
    """The bot's username, without @."""
    gateway: Gateway
    showing: Showing
    threads: Threads
    readers: Readers
    authors: Authors
    deciding: Deciding
    tags: Tags
    search: Search
    subscribers: Subscribers
    subscriptions: Subscriptions
    chats: Chats
    holding: Holding
    rhythms: Rhythms
    portions: Portions
    publications: Publications
    overlooking: Overlooking
    admins: frozenset[int]
    """Telegram's ids of the bot's operators."""
    rate: float
    """Notifications a second at most."""
    catalogue: Catalogue
    offers: Offers
    errands: Errands
    made: Made
    shares: Shares
    reports: Reports
    suggestions: Suggestions
    fetch: Fetch
    """Brings pictures: those that are kept, else from where they are."""
    media: KeptMedia
    make: Maker
    desk: Desk
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Someone who wants something, and where: a message or a press of a button.

    `chat` is None for a card placed through inline mode, `reader` is None when a channel or an anonymous admin speaks.
    `name` is their first one. `language` is the code of their client in a private chat; where several read, that of
    whoever brought the card.
    `room` is what a group is called.
    """

    chat: int | None
    topic: int | None
    private: bool
    reader: ReaderId | None
    language: str | None
    name: str = ""
    room: Room | None = None

    @property
    def personal(self) -> ReaderId | None:
        """The one person who sees the answer; None where several do."""
        return self.reader if self.private else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Visit):
    """A message to the bot; `text` is what stands after the command.

    `sent` is the whole message as stories are read from it, `answered` the one that it is an answer to, and `offered`
    what the first button below that one says. `as_chat` is true for an admin who speaks as the group itself: Telegram
    lets nobody else do that.
    """

    text: str
    sent: Sent | None = None
    answered: Sent | None = None
    offered: Press | None = None
    as_chat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap(Visit):
    """A press of a button on a card.

    `reachable` is false when Telegram no longer lets the bot see the message: then a new one is sent. `has_media` is
    true when the message holds a picture or film, `protected` when it can't be forwarded. `client` is the language code
    of the one who pressed, which on a shared card says nothing about the card.
    """

    query: str
    target: Target
    reachable: bool = True
    has_media: bool = False
    protected: bool = False
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Visit):
    """An inline query: `text` is what stands behind the bot's name, `page` which page of results is wanted."""

    query: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What has become of the bot in a chat: whether it is `there`, and may write. `by` is who changed that."""

    chat: int
    private: bool
    by: int
    there: bool
    writes: bool


Command = Callable[[Ask, Services], Awaitable[None]]
OnPress = Callable[[Tap, Any, Services], Awaitable[None]]


async def words_for(visit: Visit, services: Services) -> Words:
    """The language and manner for someone: their own in a private chat, the card's where several read."""
    manner = await services.readers.manner(visit.personal) if visit.personal is not None else Manner()
    return spoken(visit, manner, services)


async def toast_words(tap: Tap, services: Services) -> Words:
    """The words for what only the one who pressed gets to see, on a shared card too."""
    manner = await services.readers.manner(tap.reader) if tap.reader is not None else Manner()
    return services.catalogue.words(manner.language or tap.client, plain=manner.plain)


def spoken(visit: Visit, manner: Manner, services: Services) -> Words:
    """The words for someone whose manner is known; on a shared card nobody's manner counts."""
    if visit.personal is None:
        return services.catalogue.words(visit.language)
    return services.catalogue.words(manner.language or visit.language, plain=manner.plain)
