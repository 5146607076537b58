"""Collecting a story from messages: forwarded ones, pictures and albums, one tweet a message, until `Done`.

Several come within a second, each in an update of its own: they are kept as they come, and one message of the bot
counts them all.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from handlers.admins import is_admin
from handlers.bringing import story_in
from handlers.cards import put
from handlers.context import Ask, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.desk_acts import AtDesk, Deskwork
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.forwards import is_message
from handlers.gateway import ChatMessage, Done
from handlers.presenting import keep_drafts
from handlers.sent import Sent, loaded
from handlers.views.card import Card
from handlers.views.desk import collecting, offer_messages, said
from storage.awaiting import Asked
from storage.collecting import Collection, CollectionId
from storage.readers import ReaderId
from threads.query import parse

SETTLING = 0.5
"""Seconds after a message until it is counted on the card: what comes together is counted together."""
MOST = 1_000
"""Messages of one collection."""


async def take(ask: Ask, services: Services) -> bool:
    """Take a message of an admin into a collection: every one when a story was asked for, else what is a message."""
    sent, person = ask.sent, ask.personal
    if sent is None or person is None or not is_admin(ask, services) or _is_command(sent):
        return False
    under_way = await services.desk.collecting.open(person, services.now())
    if not (is_message(sent) or (under_way and under_way.asked)):
        return False
    number = under_way.id if under_way else await _begun(person, services)
    if under_way is None or under_way.count < MOST:
        await services.desk.collecting.add(number, sent.message, sent.dumped(), services.now())
    services.errands.soon(("count", number), SETTLING, lambda: _count(ask, person, number, services))
    return True


async def on_done(tap: Tap, press: AtDesk, services: Services) -> None:
    """Make a draft of what was collected."""
    words = await toast_words(tap, services)
    person, number = tap.personal, CollectionId(press.number)
    if person is None or await services.desk.collecting.get(number, person) is None:
        await services.gateway.answer(
            tap.query, words.say("This is done already, or too old: send the messages again.")
        )
        return

    def work() -> Coroutine[Any, Any, None]:
        return guarded(_made(tap, person, number, services), person, tap, services)

    begun = services.errands.begin(person, ("collection", number), work)
    busy = words.say("One thing at a time: the one before is still being read.")
    await services.gateway.answer(tap.query, busy if begun is Begun.BUSY else "")


async def on_drop(tap: Tap, press: AtDesk, services: Services) -> None:
    """Forget what was collected."""
    if tap.personal is not None:
        await services.desk.collecting.drop(CollectionId(press.number), tap.personal)
    words = await words_for(tap, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, said(words.say("Discarded.")), services)


def _is_command(sent: Sent) -> bool:
    """Whether it is an order to the bot; a forwarded message is none, whatever it begins with."""
    return sent.origin is None and sent.text.startswith("/")


async def _begun(person: ReaderId, services: Services) -> CollectionId:
    """A new collection, as /add wants it when that was waiting for a story."""
    awaited = await services.desk.awaiting.get(person, services.now())
    asked = awaited is not None and awaited.what is Asked.STORY
    if asked:
        await services.desk.awaiting.forget(person)
    return await services.desk.collecting.begin(person, services.now(), asked=asked)


async def _count(visit: Visit, person: ReaderId, number: CollectionId, services: Services) -> None:
    """Say how many there are: on the card that counts them, which is sent with the first."""
    under_way = await services.desk.collecting.get(number, person)
    if under_way is None:
        return
    card = await _card(visit, person, under_way, services)
    if under_way.card is not None:
        await services.gateway.edit(ChatMessage(person, under_way.card), card.payload())
        return
    outcome = await services.showing.send(person, card)
    if isinstance(outcome, Done) and isinstance(outcome.result, dict):
        await services.desk.collecting.counted_by(number, int(outcome.result["message_id"]))


async def _card(visit: Visit, person: ReaderId, under_way: Collection, services: Services) -> Card:
    words = await words_for(visit, services)
    if under_way.asked:
        return collecting(under_way.id, under_way.count, words)
    first = loaded((await services.desk.collecting.all(under_way.id, person))[0])
    query = parse(first.text)
    kept = None if query.is_empty else await services.search.keep(query)
    return offer_messages(under_way.id, under_way.count, kept, words)


async def _made(tap: Tap, person: ReaderId, number: CollectionId, services: Services) -> None:
    """Show the story, and forget what it was made of once it is kept."""
    words = await words_for(tap, services)
    messages = [loaded(sent) for sent in await services.desk.collecting.all(number, person)]
    if not messages:
        return
    if await keep_drafts(tap, person, await story_in(messages, services.desk, words), services):
        await services.desk.collecting.drop(number, person)
        counted = words.count("{n} message taken.", "{n} messages taken.", len(messages))
        await put(tap, said(counted), services)


DESKWORK: Mapping[Deskwork, OnPress] = {Deskwork.DONE: on_done, Deskwork.DROP: on_drop}
"""What is done with presses at the desk here, by admins alone."""
