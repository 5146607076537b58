"""Presses about times: the time zone, and when new stories are told of. What is written is taken by /settings."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Press
from handlers.cards import put
from handlers.context import OnPress, Services, Tap, toast_words
from handlers.presses.acts import Time, Timing
from handlers.subscribing.pacing import paced
from handlers.subscribing.zoning import zoned

ZONES = (Timing.ZONE, Timing.CLOCKS, Timing.CITIES, Timing.CITY, Timing.OFFSET)


async def on_time(tap: Tap, press: Time, services: Services) -> None:
    """Do it, and show what is chosen. Personal: in a group it does nothing."""
    if tap.personal is None:
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    draw = zoned if press.timing in ZONES else paced
    card = await draw(tap, tap.personal, press, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


PRESSES: Mapping[type[Press], OnPress] = {Time: on_time}
