"""/deliveries: how far each publication has come, for the bot's operators, and stopping, resuming or ending it.

The card is kept up to date for some minutes; `bot/delivery/overseeing.py` does that.
"""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Press
from handlers.cards import post, put, readable
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, toast_words, words_for
from handlers.gateway import ChatMessage, Done
from handlers.presses.acts import Oversee, Overseeing
from handlers.views.card import Card
from handlers.views.deliveries import Overview, deliveries_card, surely_card
from handlers.views.frame import Setting
from handlers.views.notification import notification
from storage.delivery.publications import Publication, PublicationId
from storage.desk.audit import AdminId
from storage.threads import milliseconds_of

SHOWN = 5
"""Publications on the card, the latest ones."""


async def deliveries(ask: Ask, services: Services) -> None:
    """The latest publications as they stand; to anybody else a sentence."""
    words = await words_for(ask, services)
    if ask.personal not in services.admins:
        await post(ask, Card(words.say("This is for the operators of this bot.")), services)
        return
    overview = await look(services)
    outcome = await post(ask, deliveries_card(overview, words), services)
    if isinstance(outcome, Done) and ask.chat is not None:
        _watch(ChatMessage(ask.chat, outcome.result["message_id"]), overview, words, services)


async def on_oversee(tap: Tap, press: Oversee, services: Services) -> None:
    """Look again, or stop, resume or end a publication. Only for operators: a press may be forged."""
    words = await toast_words(tap, services)
    if tap.personal is None or tap.personal not in services.admins:
        await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))
        return
    admin, publication = AdminId(tap.personal), PublicationId(press.publication)
    found = await services.publications.get(publication) if publication else None
    services.overlooking.leave(tap.personal)
    await _do(press.overseeing, publication, admin, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        if press.overseeing is Overseeing.CANCEL and found is not None:
            await put(tap, surely_card(found, words), services)
            return
        await _show(tap, words, services)
    if press.overseeing is Overseeing.SHOW_ME and found is not None:
        await _show_first(tap, found, words, services)


async def _do(overseeing: Overseeing, publication: PublicationId, admin: AdminId, services: Services) -> None:
    match overseeing:
        case Overseeing.PAUSE | Overseeing.SHOW_ME:
            await services.publications.pause(publication, True, services.now(), by=admin)
        case Overseeing.RESUME:
            await services.publications.pause(publication, False, services.now(), by=admin)
        case Overseeing.CANCEL_SURELY:
            await services.publications.cancel(publication, services.now(), by=admin)
        case Overseeing.LOOK | Overseeing.CANCEL:
            pass


async def _show(tap: Tap, words: Words, services: Services) -> None:
    """The card as it is now in place of the one that was pressed, and from here on by itself."""
    overview = await look(services)
    await put(tap, deliveries_card(overview, words), services)
    if isinstance(tap.target, ChatMessage):
        _watch(tap.target, overview, words, services)


async def _show_first(tap: Tap, publication: Publication, words: Words, services: Services) -> None:
    """Send an operator what followers get, while it waits for their word to go on."""
    story = await readable(publication.thread, services, fresh=True)
    if story is not None:
        setting = Setting(words=words, bot=services.bot)
        await post(tap, notification(story, setting, publication.first_new or 0), services)


def _watch(target: ChatMessage, overview: Overview, words: Words, services: Services) -> None:
    if overview.under_way:
        services.overlooking.watch(target, words, services.now())


async def look(services: Services) -> Overview:
    """Everything that the card shows, as it is now."""
    reachable, subscribers = await services.subscribers.reach()
    publications = await services.publications.latest(SHOWN)
    now = services.now()
    return Overview(
        publications=publications,
        reachable=reachable,
        subscribers=subscribers,
        oldest_due=await services.publications.oldest_due(),
        now=milliseconds_of(now),
        rate=services.rate,
        rates=services.overlooking.rates(publications, now),
    )


COMMANDS: Mapping[str, Command] = {"deliveries": deliveries}
PRESSES: Mapping[type[Press], OnPress] = {Oversee: on_oversee}
