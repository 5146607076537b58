"""What a group, channel or topic hears, as its admins set it: who may, the list, and what is written to change it.

What the command in a group and the presses and answers of admins have in common.
"""

from handlers.cards import post
from handlers.catalogue import Words
from handlers.context import Ask, Services, Visit, words_for
from handlers.gateway import Shut
from handlers.hosting.resting import rest
from handlers.hosting.rights import Rights, rights
from handlers.views import html
from handlers.views.card import Card
from handlers.views.chats import Heard, chat_card, followed
from storage.delivery.chats import SetChat
from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import Address
from storage.delivery.subscriptions import last_page
from storage.readers import ReaderId
from threads.hashtag import tag_key
from threads.query import Query, parse
from threads.text import opening

LONGEST = 100
"""Characters of a word that is left out."""
NAMED = 40
"""Clusters of a hashtag or handle in a sentence."""


async def asked_here(ask: Ask, services: Services) -> None:
    """/subscriptions in a group or topic: to its admins the list of what is heard there, to others one sentence."""
    words = await words_for(ask, services)
    if ask.chat is None or ask.room is None:
        return
    if refused := await _refused_here(ask, ask.chat, words, services):
        await post(ask, Card(html.text(refused)), services)
        return
    address = Address(ask.chat, ask.topic or 0)
    subscriber = await services.chats.set(address, ask.room, ask.reader, ask.language)
    await services.chats.reopen(subscriber)
    chat = await services.chats.get(subscriber)
    if chat is None:
        return
    said = await written(ask, chat, words, services)
    outcome = await post(ask, await heard_card(ask, chat, words, services, said=said), services)
    if isinstance(outcome, Shut):
        await rest(address, outcome.barrier, services)


async def _refused_here(ask: Ask, chat: int, words: Words, services: Services) -> str:
    """Why the list of a group is not shown to somebody. Whoever speaks as the group itself is one of its admins."""
    if ask.as_chat:
        return ""
    found = await rights(ask.reader, chat, services.gateway, channel=False) if ask.reader is not None else Rights.NONE
    match found:
        case Rights.ADMIN:
            return ""
        case Rights.NONE:
            return words.say(
                "What this group hears is set by its admins; send /subscriptions to me in our private chat "
                "for what you want to hear yourself."
            )
        case Rights.AWAY | Rights.UNKNOWN:
            return words.say("Telegram does not answer just now: please try again in a moment.")


async def refusal(person: ReaderId | None, chat: SetChat | None, words: Words, services: Services) -> str:
    """Why somebody may not set what a chat hears; empty for an admin of it. Telegram is asked each time."""
    if chat is None or person is None:
        return words.say("This list is not kept any more: send /subscriptions once more.")
    match await rights(person, chat.address.chat, services.gateway, channel=chat.room.channel):
        case Rights.ADMIN:
            return ""
        case Rights.NONE:
            await services.chats.dismiss(person, chat.id)
            return words.say("Only admins of this chat can set what it hears.")
        case Rights.AWAY:
            return words.say("I can't look into this chat any more: bring me back, and it goes on.")
        case Rights.UNKNOWN:
            return words.say("Telegram does not answer just now: please try again in a moment.")


async def heard_card(
    visit: Visit, chat: SetChat, words: Words, services: Services, *, page: int = 0, said: str = ""
) -> Card:
    """The list of a chat at a page; one past the end falls back to the last that there is."""
    address = chat.address
    total = await services.subscriptions.count(address)
    page = min(page, last_page(total))
    entries, more = await services.subscriptions.page(address, page)
    heard = Heard(
        chat=chat,
        entries=entries,
        page=page,
        more=more,
        total=total,
        everything=bool(await services.subscriptions.among(address, [EVERYTHING])),
        left_out=await services.subscriptions.left_out(address),
        removed_at=await services.subscriptions.last_removed(address),
        last_post=await services.chats.last_post(chat.id, services.now()),
        said=said,
        apart=visit.private,
    )
    return chat_card(heard, words, services.bot)


async def written(ask: Ask, chat: SetChat, words: Words, services: Services) -> str:
    """Do what an admin has written about a chat, and tell what was done; nothing for no words at all.

    `#tag` and `@author` are followed, `-word` is left out, `+word` is not any more.
    """
    said = ask.text.strip()
    word = said[1:].strip()[:LONGEST]
    if not said:
        return ""
    if said.startswith("-") and word:
        await services.subscriptions.leave_out(chat.address, word, set_by=ask.reader, language=chat.language)
        return words.say("Left out: {words}", words=html.isolated(opening(word, NAMED)))
    if said.startswith("+") and word:
        await services.subscriptions.take_back(chat.address, word)
        return words.say("Left out no longer: {word}", word=html.isolated(opening(word, NAMED)))
    query = parse(said)
    if not (query.tags or query.handles):
        return words.say("Write a #hashtag or an @author to follow it here, or a word behind a minus.")
    return await _followed(ask, query, chat, words, services)


async def _followed(ask: Ask, query: Query, chat: SetChat, words: Words, services: Services) -> str:
    """Follow every hashtag and author of a query; what there is no story of is named."""
    unknown, found = [], False
    named = {f"#{tag}": await _tag(tag, services) for tag in query.tags}
    named |= {f"@{handle}": await _author(handle, services) for handle in query.handles}
    for name, subject in named.items():
        if subject is None:
            unknown.append(html.isolated(opening(name, NAMED)))
        else:
            found = True
            await services.subscriptions.follow(
                chat.address, subject, services.now(), set_by=ask.reader, language=chat.language
            )
    if unknown:
        return words.say("There is no story of {names} yet.", names=", ".join(unknown))
    return followed(words, apart=ask.private) if found else ""


async def _tag(label: str, services: Services) -> Subject | None:
    entry = await services.tags.of_key(tag_key(label))
    return Subject(Kind.TAG, entry.tag.id) if entry else None


async def _author(handle: str, services: Services) -> Subject | None:
    entry = await services.authors.of_handle(handle)
    return Subject(Kind.AUTHOR, entry.id) if entry else None
