"""What a handler is given: the services, and who asked what and where. Nothing reaches a handler another way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.catalogue import Catalogue, Words
from handlers.gateway import Gateway, Target
from storage.authors import Authors
from storage.readers import ReaderId, Readers
from storage.tags import Tags
from storage.threads import Threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything below the conversation, made once by `bot/app.py`."""

    bot: str
    """The bot's username, without @."""
    gateway: Gateway
    threads: Threads
    readers: Readers
    authors: Authors
    tags: Tags
    catalogue: Catalogue
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Someone who wants something, and where: a message or a press of a button.

    `chat` is None for a card placed through inline mode, `reader` is None when a channel or an anonymous admin speaks.
    """

    chat: int | None
    topic: int | None
    private: bool
    reader: ReaderId | None
    language: str | None

    @property
    def personal(self) -> ReaderId | None:
        """The one person who sees the answer; None where several do."""
        return self.reader if self.private else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Visit):
    """A message to the bot; `text` is what stands after the command."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap(Visit):
    """A press of a button on a card.

    `reachable` is false when Telegram no longer lets the bot see the message: then a new one is sent.
    """

    query: str
    target: Target
    reachable: bool = True


Command = Callable[[Ask, Services], Awaitable[None]]
OnPress = Callable[[Tap, Any, Services], Awaitable[None]]


async def words_for(visit: Visit, services: Services) -> Words:
    """The language and manner for someone: their own in a private chat, the chat's where several read."""
    plain = visit.personal is not None and await services.readers.plain(visit.personal)
    return services.catalogue.words(visit.language, plain=plain)
