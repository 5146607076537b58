"""/deliveries: how far each publication has come, for the bot's operators, and stopping, resuming or ending it."""

import asyncio
from collections.abc import Mapping

from handlers.acts import Oversee, Overseeing
from handlers.callbacks import Press
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.views.card import Card
from handlers.views.deliveries import Overview, deliveries_card, surely_card
from storage.audit import AdminId
from storage.publications import PublicationId
from storage.threads import milliseconds_of

SHOWN = 5
"""Publications on the card, the latest ones."""


async def deliveries(ask: Ask, services: Services) -> None:
    """The latest publications as they stand; to anybody else a sentence."""
    words = await words_for(ask, services)
    if ask.personal not in services.admins:
        await post(ask, Card(words.say("This is for the operators of this bot.")), services)
        return
    await post(ask, await _overview(words, services), services)


async def on_oversee(tap: Tap, press: Oversee, services: Services) -> None:
    """Look again, or stop, resume or end a publication. Only for operators: a press may be forged."""
    if tap.personal is None or tap.personal not in services.admins:
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))
        return
    card = await _overseen(tap, AdminId(tap.personal), press, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _overseen(visit: Visit, admin: AdminId, press: Oversee, services: Services) -> Card:
    words, publication = await words_for(visit, services), PublicationId(press.publication)
    match press.overseeing:
        case Overseeing.LOOK:
            pass
        case Overseeing.PAUSE:
            await services.publications.pause(publication, True, services.now(), by=admin)
        case Overseeing.RESUME:
            await services.publications.pause(publication, False, services.now(), by=admin)
        case Overseeing.CANCEL:
            found = await services.publications.get(publication)
            if found is not None:
                return surely_card(found, words)
        case Overseeing.CANCEL_SURELY:
            await services.publications.cancel(publication, services.now(), by=admin)
    return await _overview(words, services)


async def _overview(words: Words, services: Services) -> Card:
    reachable, subscribers = await services.subscribers.reach()
    overview = Overview(
        publications=await services.publications.latest(SHOWN),
        reachable=reachable,
        subscribers=subscribers,
        oldest_due=await services.publications.oldest_due(),
        now=milliseconds_of(services.now()),
        rate=services.rate,
    )
    return deliveries_card(overview, words)


COMMANDS: Mapping[str, Command] = {"deliveries": deliveries}
PRESSES: Mapping[type[Press], OnPress] = {Oversee: on_oversee}
