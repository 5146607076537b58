"""A group, channel or topic that takes no message any more: what it hears rests, and whoever set it is told once."""

from collections.abc import Callable, Iterable

from handlers.catalogue import Words
from handlers.context import Services
from handlers.views.card import Card
from handlers.views.chats import removed_card, resting_card
from storage.delivery.chats import SetChat
from storage.delivery.subscribers import Address, Barrier
from storage.readers import ReaderId

Drawing = Callable[[SetChat, Words], Card]


async def rest(address: Address, barrier: Barrier, services: Services) -> None:
    """Let what is heard at an address rest until it works again."""
    resting = await services.chats.shut(address, barrier, services.now())
    await _tell(resting, lambda chat, words: resting_card(chat, barrier, words), services)


async def removed(chat: int, services: Services, by: int | None = None) -> None:
    """A chat can't be reached any more. Whoever took the bot out knows it; anybody else who set something is told."""
    known = await services.chats.reachable(chat) if chat < 0 else ()
    await services.subscribers.lost(chat, services.now())
    await _tell((each for each in known if each.set_by != by), removed_card, services)


async def _tell(chats: Iterable[SetChat], drawing: Drawing, services: Services) -> None:
    """Tell each admin once, however many topics of a forum they have set."""
    told: set[int] = set()
    for chat in chats:
        if chat.set_by is not None and chat.set_by not in told:
            told.add(chat.set_by)
            card = drawing(chat, await _words(chat, ReaderId(chat.set_by), services))
            await services.gateway.send(chat.set_by, card.payload())


async def _words(chat: SetChat, admin: ReaderId, services: Services) -> Words:
    """An admin's own words; of one who never chose a language those in which they set the chat."""
    manner = await services.readers.manner(admin)
    return services.catalogue.words(manner.language or chat.language, plain=manner.plain)
