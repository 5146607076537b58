"""Setting what groups, channels and topics hear: the presses and answers of their admins, there or in their own chat.

Rights are asked of Telegram on every press and every change: callback data may be forged, admins may be admins no more.
"""

import asyncio
from collections.abc import Mapping

from handlers.callback_data import MAX_PAGE
from handlers.callbacks import Press
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, OnPress, Services, Tap, toast_words, words_for
from handlers.gateway import Blocked, ChatMessage, Done, Gone, Rejected, Shut
from handlers.hosting.chat_pacing import chat_paced, is_about_times, pace_chat
from handlers.hosting.choices import choices, toggled
from handlers.hosting.listing import heard_card, refusal, written
from handlers.hosting.rights import probe
from handlers.presses.acts import Host, Hosting
from handlers.views import html
from handlers.views.card import Card
from handlers.views.chats import followed, mine_card, nothing_surely_card
from handlers.views.picker import picker
from storage.delivery.chats import SetChat
from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import SubscriberId
from storage.readers import ReaderId
from threads.model import AuthorId, TagId

_CHOICES = {
    Hosting.TAGS: Kind.TAG,
    Hosting.TAG: Kind.TAG,
    Hosting.AUTHORS: Kind.AUTHOR,
    Hosting.AUTHOR: Kind.AUTHOR,
}
"""Presses after which there is still something to choose from."""
_LOOKS = {
    *(Hosting.MINE, Hosting.PICK, Hosting.LIST, Hosting.NOTHING, Hosting.TAGS, Hosting.AUTHORS),
    *(Hosting.RHYTHM, Hosting.HOURS, Hosting.DAYS, Hosting.QUIET, Hosting.QUIET_FROM),
}
"""Presses that show something and change nothing: whoever looks has not set the chat."""


async def on_host(tap: Tap, press: Host, services: Services) -> None:
    """A press on a chat's list, in the chat or in an admin's own; or on the list of those that one has set."""
    words = await toast_words(tap, services)
    if press.hosting in (Hosting.MINE, Hosting.PICK):
        await _own(tap, press, words, services)
        return
    chat = await services.chats.get(SubscriberId(press.subscriber))
    if chat is not None and not tap.private and tap.chat != chat.address.chat:
        chat = None
    refused = await refusal(tap.reader, chat, words, services)
    if refused or chat is None or tap.reader is None:
        await services.gateway.answer(tap.query, refused)
        return
    toast = await _done(tap, tap.reader, chat, press, words, services)
    card = await _shown(tap, chat.id, press, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        await put(tap, card, services)


async def take(ask: Ask, services: Services) -> bool:
    """An answer to a chat's list in an admin's own chat: something to follow there, or to leave out. Whether it is."""
    if isinstance(ask.offered, Host) and ask.offered.subscriber:
        await _answered(ask, SubscriberId(ask.offered.subscriber), services)
        return True
    return False


async def _answered(ask: Ask, subscriber: SubscriberId, services: Services) -> None:
    words = await words_for(ask, services)
    chat = await services.chats.get(subscriber)
    refused = await refusal(ask.reader, chat, words, services)
    if refused or chat is None or ask.reader is None:
        await post(ask, Card(html.text(refused)), services)
        return
    await services.chats.set(chat.address, chat.room, ask.reader, words.language.code)
    said = await written(ask, chat, words, services)
    await post(ask, await heard_card(ask, chat, words, services, said=said), services)


async def _own(tap: Tap, press: Host, words: Words, services: Services) -> None:
    """The chats that somebody has set, and choosing another one: only in their own chat."""
    if tap.personal is None or tap.chat is None:
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        if press.hosting is Hosting.PICK:
            await services.gateway.send(tap.chat, picker(words))
        else:
            await put(tap, await _mine(tap.personal, press.page, words, services), services)


async def _mine(admin: ReaderId, page: int, words: Words, services: Services) -> Card:
    """The chats that an admin has set; a page past the end falls back to the first."""
    page = page if page < MAX_PAGE else 0
    chats, more = await services.chats.of_admin(admin, page)
    if page and not chats:
        return await _mine(admin, 0, words, services)
    return mine_card(chats, page, more, words)


async def _shown(tap: Tap, subscriber: SubscriberId, press: Host, services: Services) -> Card | None:
    """The list as it is after a press."""
    chat, words = await services.chats.get(subscriber), await words_for(tap, services)
    if chat is None:
        return None
    if is_about_times(press):
        return await chat_paced(tap, chat, press, services)
    if press.hosting in _CHOICES:
        return await choices(tap, chat, _CHOICES[press.hosting], press.page, services)
    if press.hosting is Hosting.NOTHING:
        return nothing_surely_card(chat, await services.subscriptions.count(chat.address), words)
    return await heard_card(tap, chat, words, services, page=press.page)


async def _done(tap: Tap, admin: ReaderId, chat: SetChat, press: Host, words: Words, services: Services) -> str:
    """Do what a press says, and tell what there is to say of it."""
    if press.hosting in _LOOKS:
        return ""
    if press.hosting is Hosting.UNDO:
        return await _take_back(chat, press.number, words, services)
    if press.hosting is Hosting.TRY:
        return await _try_again(chat, words, services)
    room = tap.room if tap.room and tap.room.title else chat.room
    await services.chats.set(chat.address, room, admin, words.language.code)
    is_followed = await _changed(chat, press, admin, words.language.code, services)
    if is_followed is None:
        return ""
    return followed(words, apart=tap.private) if is_followed else words.say("No longer followed.")


async def _changed(chat: SetChat, press: Host, admin: ReaderId, language: str, services: Services) -> bool | None:
    """Change what a chat hears; whether something is followed now, or no longer, None where neither is to be said."""
    address, now = chat.address, services.now()
    match press.hosting:
        case Hosting.EVERYTHING:
            await services.subscriptions.follow(address, EVERYTHING, now, set_by=admin, language=language)
            return True
        case Hosting.TAG | Hosting.AUTHOR:
            return await toggled(chat, _subject(press), admin, language, services)
        case Hosting.NOTHING_SURELY:
            await services.subscriptions.unfollow(address, [], now)
            return False
        case Hosting.NOT_EVERYTHING | Hosting.NOT_AUTHOR | Hosting.NOT_TAG:
            await services.subscriptions.unfollow(address, [_subject(press)], now)
            return False
        case Hosting.RESTORE:
            await services.subscriptions.restore(address, press.number)
        case _:
            await pace_chat(chat, press, admin, language, services)
    return None


def _subject(press: Host) -> Subject:
    match press.hosting:
        case Hosting.NOT_AUTHOR | Hosting.AUTHOR:
            return Subject(Kind.AUTHOR, AuthorId(press.number))
        case Hosting.NOT_TAG | Hosting.TAG:
            return Subject(Kind.TAG, TagId(press.number))
        case _:
            return EVERYTHING


async def _take_back(chat: SetChat, message: int, words: Words, services: Services) -> str:
    """Delete the newest post, if it is the one that was shown: what a press names is never deleted for that alone."""
    newest = await services.chats.last_post(chat.id, services.now())
    if newest is not None and newest.message != message:
        return words.say("There is a newer post by now: look again.")
    outcome = await services.gateway.delete(ChatMessage(chat.address.chat, message)) if newest else None
    match outcome:
        case Done() | Gone() if newest:
            await services.chats.taken_back(chat.id, newest)
            return words.say("Removed.")
        case None | Rejected():
            return words.say("I can remove posts for two days only: please remove it yourself.")
        case _:
            return words.say("Telegram does not answer just now: please try again in a moment.")


async def _try_again(chat: SetChat, words: Words, services: Services) -> str:
    """Whether the bot may write there now, without writing anything."""
    match await probe(chat.address, services.gateway):
        case Done() | Rejected():
            await services.chats.reopen(chat.id)
            return words.say("It works again: new stories come there.")
        case Shut() | Blocked():
            return words.say("It does not work yet.")
        case _:
            return words.say("Telegram does not answer just now: please try again in a moment.")


PRESSES: Mapping[type[Press], OnPress] = {Host: on_host}
