"""How things look for a reader, and what is kept of them: /settings, /privacy, /help."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from handlers.callbacks import Choice, Choose, Press
from handlers.cards import post, put
from handlers.context import Ask, Command, OnPress, Services, Tap, words_for
from handlers.views.card import Card
from handlers.views.notices import forget_card, forgotten_card, help_card, privacy_card, settings_card


async def help_(ask: Ask, services: Services) -> None:
    """What the bot can do."""
    await post(ask, help_card(await words_for(ask, services)), services)


async def privacy(ask: Ask, services: Services) -> None:
    """What is kept of a person."""
    await post(ask, privacy_card(await words_for(ask, services)), services)


async def settings(ask: Ask, services: Services) -> None:
    """A reader's settings: personal, so only in a private chat."""
    words = await words_for(ask, services)
    if ask.personal is None:
        await post(ask, Card(words.say("Settings are personal: send /settings to me in our private chat.")), services)
        return
    await post(ask, settings_card(words), services)


async def on_choose(tap: Tap, press: Choose, services: Services) -> None:
    """A choice in /settings or /privacy. In a group it would be somebody else's: there it does nothing."""
    words = await words_for(tap, services)
    if tap.personal is None:
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    card = await _chosen(tap, press.choice, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _chosen(tap: Tap, choice: Choice, services: Services) -> Card:
    words = await words_for(tap, services)
    if tap.reader is None:
        return privacy_card(words)
    match choice:
        case Choice.PLAIN_ON | Choice.PLAIN_OFF:
            plain = choice is Choice.PLAIN_ON
            await services.readers.start(tap.reader, services.now())
            await services.readers.set_plain(tap.reader, plain)
            return settings_card(replace(words, plain=plain))
        case Choice.FORGET:
            return forget_card(words)
        case Choice.FORGET_SURELY:
            await services.readers.forget(tap.reader)
            return forgotten_card(words)
        case Choice.KEEP:
            return privacy_card(words)


COMMANDS: Mapping[str, Command] = {"help": help_, "privacy": privacy, "settings": settings}
PRESSES: Mapping[type[Press], OnPress] = {Choose: on_choose}
