"""How things look for a reader, and what is kept of them: /settings, /privacy, /help."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Choice, Choose, Press, Speak
from handlers.cards import post, put
from handlers.catalogue import LANGUAGES
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, spoken, toast_words, words_for
from handlers.subscribing.zoning import chosen_by_words, here
from handlers.views.card import Card
from handlers.views.notices import forget_card, forgotten_card, help_card, privacy_card, settings_card
from storage.readers import ReaderId


async def help_(ask: Ask, services: Services) -> None:
    """What the bot can do."""
    await post(ask, help_card(await words_for(ask, services), **_heard(services)), services)


async def privacy(ask: Ask, services: Services) -> None:
    """What is kept of a person."""
    await post(ask, privacy_card(await words_for(ask, services), **_heard(services)), services)


async def settings(ask: Ask, services: Services) -> None:
    """A reader's settings: personal, so only in a private chat. With a city or an offset behind it, their time zone."""
    if ask.personal is None:
        words = await words_for(ask, services)
        await post(ask, Card(words.say("Settings are personal: send /settings to me in our private chat.")), services)
        return
    if ask.text.strip():
        card = await chosen_by_words(ask, ask.personal, ask.text, services)
    else:
        card = await _settings(ask, ask.personal, services)
    await post(ask, card, services)


async def on_choose(tap: Tap, press: Choose, services: Services) -> None:
    """A choice in /settings or /privacy. In a group it would be somebody else's: there it does nothing."""
    if await _personal(tap, services):
        card = await _chosen(tap, press.choice, services)
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query))
            await put(tap, card, services)


async def on_speak(tap: Tap, press: Speak, services: Services) -> None:
    """A choice of language, at once shown in it. One that there is not (any more) counts as automatic."""
    if tap.reader is not None and await _personal(tap, services):
        await services.readers.start(tap.reader, services.now())
        known = next((language.code for language in LANGUAGES if language.code == press.language), None)
        await services.readers.set_language(tap.reader, known)
        card = await _settings(tap, tap.reader, services)
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query))
            await put(tap, card, services)


async def _personal(tap: Tap, services: Services) -> bool:
    """Whether this is the person's own chat; where it is not, a toast says so."""
    if tap.personal is not None:
        return True
    words = await toast_words(tap, services)
    await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
    return False


async def _settings(visit: Visit, reader: ReaderId, services: Services) -> Card:
    manner = await services.readers.manner(reader)
    time = await here(visit, reader, services)
    hears = await services.readers.hears_of_growth(reader)
    words = spoken(visit, manner, services)
    return settings_card(words, LANGUAGES, manner.language, time, hears_of_growth=hears)


async def _chosen(tap: Tap, choice: Choice, services: Services) -> Card:
    words = await words_for(tap, services)
    if tap.reader is None:
        return privacy_card(words, **_heard(services))
    match choice:
        case Choice.PLAIN_ON | Choice.PLAIN_OFF:
            await services.readers.start(tap.reader, services.now())
            await services.readers.set_plain(tap.reader, choice is Choice.PLAIN_ON)
            return await _settings(tap, tap.reader, services)
        case Choice.GROWTH_ON | Choice.GROWTH_OFF:
            await services.readers.start(tap.reader, services.now())
            await services.readers.set_growth(tap.reader, choice is Choice.GROWTH_ON)
            return await _settings(tap, tap.reader, services)
        case Choice.FORGET:
            return forget_card(words)
        case Choice.FORGET_SURELY:
            await services.reports.forget(tap.reader)
            await services.readers.forget(tap.reader)
            await services.subscribers.forget(tap.reader, services.now())
            return forgotten_card(words)
        case Choice.KEEP:
            return privacy_card(words, **_heard(services))
        case Choice.SETTINGS:
            return await _settings(tap, tap.reader, services)


def _heard(services: Services) -> dict[str, bool]:
    """What readers can tell those who run the bot."""
    return {"reports": services.offers.reports, "suggestions": services.offers.suggestions}


COMMANDS: Mapping[str, Command] = {"help": help_, "privacy": privacy, "settings": settings}
PRESSES: Mapping[type[Press], OnPress] = {Choose: on_choose, Speak: on_speak}
