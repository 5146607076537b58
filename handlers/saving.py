"""Saving a story for later, from any of its cards. On a shared card nothing changes but a toast tells."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Press, Save
from handlers.cards import draw, put, readable
from handlers.context import OnPress, Services, Tap, toast_words


async def on_save(tap: Tap, press: Save, services: Services) -> None:
    """Save the story, or drop it when it is saved already."""
    story = await readable(press.spot.thread, services, tap, fresh=True)
    words = await toast_words(tap, services)
    if story is None or tap.reader is None:
        await services.gateway.answer(tap.query, words.say("This story is not available any more."))
        return
    if tap.private:
        await services.readers.start(tap.reader, services.now())
    saved = await services.readers.toggle_saved(tap.reader, story.id, services.now())
    if saved is None:
        await services.gateway.answer(tap.query, words.say("Open the bot once, then you can save stories here too."))
        return
    toast = words.say("Saved: you find it under /saved.") if saved else words.say("No longer saved.")
    card = await draw(tap, story, press.spot, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        if tap.private:
            await put(tap, card, services)


PRESSES: Mapping[type[Press], OnPress] = {Save: on_save}
