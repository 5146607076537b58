"""Somebody's time zone, found by what they write and chosen; for whatever reckons with the clock on their wall."""

import asyncio
from datetime import datetime

from handlers.context import Services, Tap, Visit, words_for
from handlers.presses.acts import Time, Timing
from handlers.subscribing.cities import Cities, cities
from handlers.views.card import Card
from handlers.views.zones import (
    AHEAD,
    Here,
    cities_card,
    clocks_card,
    unknown_place_card,
    which_place_card,
    zone_card,
)
from storage.delivery.subscribers import Address
from storage.readers import ReaderId
from threads.zones import MOST_AHEAD, MOST_BEHIND, ZoneName, find, fixed, offset_at, zone_of


async def meant(text: str, now: datetime) -> list[ZoneName]:
    """The zones that somebody may mean by a city, a country or an offset, the most usual first."""
    return await asyncio.to_thread(lambda: cities().apart(find(text, cities().places), now))


async def chosen_by_words(visit: Visit, reader: ReaderId, text: str, services: Services) -> Card:
    """Choose the zone that the text means; where it may mean several, or none, a card that says so."""
    words = await words_for(visit, services)
    zones = await meant(text, services.now())
    if not zones:
        return unknown_place_card(words)
    if len(zones) > 1:
        return which_place_card(zones, await known_cities(), words)
    await choose(reader, zones[0], services)
    return await zone_card_of(visit, reader, services)


async def choose(reader: ReaderId, zone: ZoneName, services: Services) -> None:
    """Keep somebody's zone; what is held for them is told by their new clock."""
    now = services.now()
    await services.readers.start(reader, now)
    await services.readers.set_zone(reader, zone)
    await services.rhythms.renew(Address(reader), now)
    await services.portions.renew(reader, now)


async def zone_card_of(visit: Visit, reader: ReaderId, services: Services) -> Card:
    """The zone that is chosen, and what time it is there."""
    return zone_card(await here(visit, reader, services), await words_for(visit, services))


async def here(visit: Visit, reader: ReaderId, services: Services) -> Here:
    """Where somebody is, as far as they told, and what time it is there."""
    zone, now = await services.readers.zone(reader), services.now()
    clock = await asyncio.to_thread(zone_of, zone)
    minute = (now.hour * 60 + now.minute + offset_at(clock, now)) % (24 * 60)
    language = (await words_for(visit, services)).language
    return Here((await known_cities()).name(zone, language) if zone else "", minute)


async def known_cities() -> Cities:
    """The names of cities; the first time they are read from disk."""
    return await asyncio.to_thread(cities)


async def zoned(tap: Tap, reader: ReaderId, press: Time, services: Services) -> Card:
    """Choose a zone by buttons: from the time to the city."""
    offset = press.number - AHEAD
    match press.timing:
        case Timing.CLOCKS:
            return await _clocks(tap, services)
        case Timing.CITIES if MOST_BEHIND <= offset <= MOST_AHEAD:
            return await _cities(tap, offset, press.second, services)
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
