"""Telling those who run the bot, each in their own chat and language. Who can't be written to is passed over."""

from collections.abc import Callable

from handlers.catalogue import Words
from handlers.context import Services
from handlers.views.card import Card
from storage.readers import ReaderId


async def tell_admins(drawn: Callable[[Words], Card], services: Services) -> None:
    """Send every admin a card."""
    for admin in sorted(services.admins):
        await tell(admin, drawn, services)


async def tell(person: int, drawn: Callable[[Words], Card], services: Services, *, language: str | None = None) -> None:
    """Send one person a card in their own chat, in the language that they chose, else in this one."""
    manner = await services.readers.manner(ReaderId(person))
    words = services.catalogue.words(manner.language or language, plain=manner.plain)
    await services.showing.send(person, drawn(words))
