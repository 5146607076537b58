"""What comes of Telegram's own list of chats: the one that somebody has chosen, if they are an admin of it.

The list shows only chats of which somebody is an admin, but what it brings is checked: any client can send anything.
"""

from structlog.contextvars import bind_contextvars
from telegram import Chat, Update

from handlers.cards import post
from handlers.catalogue import LANGUAGES, Words
from handlers.context import Ask, Services, words_for
from handlers.gateway import Blocked, Done, Migrated, Rejected, Shut
from handlers.hosting.listing import heard_card
from handlers.hosting.rights import Rights, probe, rights
from handlers.routing import SpoolContext, asked
from handlers.views.chats import name_of
from handlers.views.picker import picked
from storage.delivery.chats import Room, SetChat
from storage.delivery.subscribers import Address
from storage.readers import ReaderId


async def on_shared(update: Update, context: SpoolContext) -> None:
    """Somebody has chosen a chat: from now on they can set it from their own chat."""
    bind_contextvars(handler="chat shared")
    message, services = update.message, context.services
    if message is None or message.chat_shared is None:
        return
    ask = await asked(message, "", services)
    if ask.personal is None:
        return
    words = await words_for(ask, services)
    named = Room(title=message.chat_shared.title or "")
    chosen = await _chosen(ask.personal, message.chat_shared.chat_id, named, words, services)
    if not isinstance(chosen, SetChat):
        await services.gateway.send(ask.personal, picked(chosen))
        return
    await services.gateway.send(ask.personal, picked(words.say("Chosen: you set it here from now on.")))
    await post(ask, await heard_card(ask, chosen, words, services), services)


async def take(ask: Ask, services: Services) -> bool:
    """What the last of the buttons writes: no chat is chosen, and the buttons go away. Whether it is that."""
    labels = (services.catalogue.words(language.code).label("Choose no chat") for language in LANGUAGES)
    if ask.personal is None or ask.text not in labels:
        return False
    words = await words_for(ask, services)
    await services.gateway.send(ask.personal, picked(words.say("No chat was chosen.")))
    return True


async def _chosen(person: ReaderId, chat: int, named: Room, words: Words, services: Services) -> SetChat | str:
    """The chat, or why it can't be set."""
    outcome = await services.gateway.call("getChat", {"chat_id": chat})
    if isinstance(outcome, Migrated):
        return await _chosen(person, outcome.to, named, words, services)
    if not isinstance(outcome, Done):
        return _no_way_in(named, words, known=isinstance(outcome, Blocked | Shut | Rejected))
    if outcome.result.get("type") not in (Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL):
        return words.say("Only groups and channels can be chosen.")
    room = Room(title=str(outcome.result.get("title", "")), channel=outcome.result["type"] == Chat.CHANNEL)
    may = await rights(person, chat, services.gateway, channel=room.channel)
    if may is Rights.NONE:
        return words.say("Only admins of {chat} can set what it hears.", chat=name_of(room, words))
    if may is not Rights.ADMIN:
        return _no_way_in(room, words, known=may is Rights.AWAY)
    if isinstance(await probe(Address(chat), services.gateway), Blocked | Shut):
        return _no_way_in(room, words, known=True)
    subscriber = await services.chats.set(Address(chat), room, person, words.language.code)
    return await services.chats.get(subscriber) or words.say("Only groups and channels can be chosen.")


def _no_way_in(room: Room, words: Words, *, known: bool) -> str:
    """What to do about a chat that the bot can't look into or write in, where that is `known`; else to try again."""
    if known:
        return words.say(
            "I may not write in {chat} yet: bring me in, into a channel as an admin who may post, "
            "then choose it again.",
            chat=name_of(room, words),
        )
    return words.say("Telegram does not answer just now: please try again in a moment.")
