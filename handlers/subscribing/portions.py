"""Getting a long story in portions: so many tweets a day at an hour of the reader's, more of them now, and no more."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Press
from handlers.cards import post, put, readable, setting
from handlers.context import OnPress, Services, Tap, toast_words, words_for
from handlers.gateway import Done
from handlers.presses.portions import Portioned, Portioning
from handlers.subscribing.zoning import here
from handlers.views.card import Card
from handlers.views.portion import SIZES, choice_card, hours_card, next_portion
from storage.delivery.portions import Order
from storage.readers import ReaderId
from storage.threads import StoredThread
from threads.daytime import DAY
from threads.model import TweetNumber
from threads.reading import Place

DEFAULT = 3
"""Tweets at a time for who asks for more of a story that they don't get in portions any more."""


async def on_portioned(tap: Tap, press: Portioned, services: Services) -> None:
    """Do it, and show what is chosen. Personal: in a group it does nothing."""
    words = await toast_words(tap, services)
    story = await readable(press.thread, services, tap, fresh=True)
    if tap.personal is None:
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
    elif story is None:
        await services.gateway.answer(tap.query, words.say("This story is not available any more."))
    elif press.portioning is Portioning.MORE:
        await _more(tap, tap.personal, story, press, services)
    else:
        toast, card = await _chosen(tap, tap.personal, story, press, services)
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query, toast))
            if card:
                await put(tap, card, services)


async def _chosen(
    tap: Tap, reader: ReaderId, story: StoredThread, press: Portioned, services: Services
) -> tuple[str, Card | None]:
    words, now = await words_for(tap, services), services.now()
    match press.portioning:
        case Portioning.HOURS if press.first in SIZES:
            return "", hours_card(story, press.first, await here(tap, reader, services), words)
        case Portioning.START if press.first in SIZES and press.second < DAY:
            await services.readers.start(reader, now)
            await services.readers.clock(reader)
            order = Order(press.first, press.second)
            await services.portions.choose(reader, story.id, order, now, language=tap.client)
        case Portioning.STOP:
            await services.portions.stop(reader, story.id)
            return words.say("No more portions of this story. Your place in it is kept."), None
        case _:
            pass
    order_now = await services.portions.get(reader, story.id)
    return "", choice_card(story, order_now, await here(tap, reader, services), words)


async def _more(tap: Tap, reader: ReaderId, story: StoredThread, press: Portioned, services: Services) -> None:
    """The next portion as a new message; a later press on the same card brings the same, a second tap nothing."""
    # By the card and not by what was asked for: from the choice card a second tap would bring the portion after it.
    errand = ("portion", tap.target)
    if services.errands.just_done(reader, errand):
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("It has just been sent: it stands below."))
        return
    order = await services.portions.get(reader, story.id)
    standing = await services.readers.standing(reader, story.id)
    after = Place(TweetNumber(press.first), press.second) if press.first else None
    tweets = order.tweets if order else DEFAULT
    drawn = next_portion(story, standing, tweets, setting(tap, services, standing), after)
    now = services.now()
    await services.readers.start(reader, now)
    await services.readers.step(reader, story, drawn.place, now, last=drawn.last, again=drawn.again)
    await services.portions.came(reader, story.id, last=drawn.last)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        if isinstance(await post(tap, drawn.card, services), Done):
            services.errands.done(reader, errand)


PRESSES: Mapping[type[Press], OnPress] = {Portioned: on_portioned}
