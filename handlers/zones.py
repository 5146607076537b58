"""Choosing a time zone by buttons: from the time to the city. What is written is taken by /settings."""

import asyncio
from collections.abc import Mapping

from handlers.acts import Time, Timing
from handlers.callbacks import Press
from handlers.cards import put
from handlers.context import OnPress, Services, Tap, toast_words, words_for
from handlers.views.card import Card
from handlers.views.zones import AHEAD, cities_card, clocks_card
from handlers.zoning import choose, known_cities, zone_card_of
from storage.readers import ReaderId
from threads.zones import MOST_AHEAD, MOST_BEHIND, fixed


async def on_time(tap: Tap, press: Time, services: Services) -> None:
    """Do it, and show what is chosen. Personal: in a group it does nothing."""
    if tap.personal is None:
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    card = await _timed(tap, tap.personal, press, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _timed(tap: Tap, reader: ReaderId, press: Time, services: Services) -> Card:
    offset = press.number - AHEAD
    match press.timing:
        case Timing.CLOCKS:
            return await _clocks(tap, services)
        case Timing.CITIES if MOST_BEHIND <= offset <= MOST_AHEAD:
            return await _cities(tap, offset, press.page, services)
        case Timing.OFFSET if MOST_BEHIND <= offset <= MOST_AHEAD:
            await choose(reader, fixed(offset), services)
        case Timing.CITY if zone := (await known_cities()).numbered(press.number):
            await choose(reader, zone, services)
        case _:
            pass
    return await zone_card_of(tap, reader, services)


async def _clocks(tap: Tap, services: Services) -> Card:
    known, now = await known_cities(), services.now()
    return clocks_card(await asyncio.to_thread(known.offsets, now), now, await words_for(tap, services))


async def _cities(tap: Tap, offset: int, page: int, services: Services) -> Card:
    known = await known_cities()
    zones = await asyncio.to_thread(known.at_offset, offset, services.now())
    return cities_card(offset, zones, page, known, await words_for(tap, services))


PRESSES: Mapping[type[Press], OnPress] = {Time: on_time}
