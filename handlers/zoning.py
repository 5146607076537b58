"""Somebody's time zone, found by what they write and chosen; for whatever reckons with the clock on their wall."""

import asyncio
from datetime import datetime

from handlers.cities import Cities, cities
from handlers.context import Services, Visit, words_for
from handlers.views.card import Card
from handlers.views.zones import Here, unknown_place_card, which_place_card, zone_card
from storage.readers import ReaderId
from threads.zones import ZoneName, find, offset_at, zone_of


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
    """Keep somebody's zone."""
    await services.readers.start(reader, services.now())
    await services.readers.set_zone(reader, zone)


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
