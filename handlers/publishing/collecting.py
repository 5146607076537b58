"""Collecting a story from messages: forwarded ones, pictures and albums, one tweet a message, until `Done`.

Several come within a second, each in an update of its own: they are kept as they come, and one message of the bot
counts them all.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from handlers.admins import is_admin
from handlers.cards import put
from handlers.context import Ask, OnPress, Services, Tap, toast_words, words_for
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.presses.desk import AtDesk, Deskwork
from handlers.publishing.counting import begun, collect, made
from handlers.publishing.forwards import is_message, is_part
from handlers.publishing.sent import Sent, loaded
from handlers.views.desk import said
from storage.desk.awaiting import Asked
from storage.desk.collecting import Collection, CollectionId
from storage.readers import ReaderId


async def take(ask: Ask, services: Services) -> bool:
    """Take a message of an admin into a collection: every one when a story was asked for, else what is a message."""
    sent, person = ask.sent, ask.personal
    if sent is None or person is None or not is_admin(ask, services) or _is_command(sent):
        return False
    under_way = await services.desk.collecting.open(person, services.now())
    if not (is_message(sent) or await _goes_on(person, sent, under_way, services)):
        if under_way and not under_way.asked:
            # Talk of something else lies between: what comes after it is asked about anew, where it can be seen.
            await services.desk.collecting.close(person, services.now())
        return False
    await collect(ask, person, sent, under_way or await _begun(person, services), services)
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

    started = services.errands.begin(person, ("collection", number), work)
    busy = words.say("One thing at a time: the one before is still being read.")
    await services.gateway.answer(tap.query, busy if started is Begun.BUSY else "")


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


async def _goes_on(person: ReaderId, sent: Sent, under_way: Collection | None, services: Services) -> bool:
    """Whether words of the publisher's own belong to a collection: to one that was asked for, or of one long text."""
    if sent.file:
        return False
    if is_part(sent) or under_way is None or under_way.asked:
        return is_part(sent) or under_way is not None
    return is_part(loaded((await services.desk.collecting.all(under_way.id, person))[-1]))


async def _begun(person: ReaderId, services: Services) -> Collection:
    """A new collection, as /add wants it when that was waiting for a story."""
    awaited = await services.desk.awaiting.get(person, services.now())
    asked = awaited is not None and awaited.what is Asked.STORY
    if asked:
        await services.desk.awaiting.forget(person)
    return await begun(person, services, asked=asked)


async def _made(tap: Tap, person: ReaderId, number: CollectionId, services: Services) -> None:
    if count := await made(tap, person, number, services):
        words = await words_for(tap, services)
        await put(tap, said(words.count("{n} message taken.", "{n} messages taken.", count)), services)


DESKWORK: Mapping[Deskwork, OnPress] = {Deskwork.DONE: on_done, Deskwork.DROP: on_drop}
"""What is done with presses at the desk here, by admins alone."""
