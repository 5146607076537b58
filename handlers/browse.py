"""Ways into the library: the latest stories, authors, tags, stories to continue, saved ones; each a list of pages."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Listing, OpenList, Press, Turn
from handlers.cards import post, put
from handlers.context import Ask, Command, OnPress, Services, Tap
from handlers.lists import author_named, listed, tag_named
from threads.hashtag import hashtags, mentions


async def latest(ask: Ask, services: Services) -> None:
    """The newest stories."""
    await post(ask, await listed(ask, Turn(Listing.LATEST, 0, 0), services), services)


async def authors(ask: Ask, services: Services) -> None:
    """Who wrote the stories; with a handle behind the command, that author."""
    if found := mentions(ask.text) or mentions("@" + ask.text):
        await post(ask, await author_named(ask, found[0].label, services), services)
    else:
        await post(ask, await listed(ask, Turn(Listing.AUTHORS, 0, 0), services), services)


async def tags(ask: Ask, services: Services) -> None:
    """The most used tags; with a tag behind the command, that one."""
    if found := hashtags(ask.text):
        await post(ask, await tag_named(ask, found[0].label, services), services)
    else:
        await post(ask, await listed(ask, Turn(Listing.TAGS, 0, 0), services), services)


async def continue_(ask: Ask, services: Services) -> None:
    """Stories not read to their end, the last one first."""
    await post(ask, await listed(ask, Turn(Listing.CONTINUE, 0, 0), services), services)


async def saved(ask: Ask, services: Services) -> None:
    """Stories saved for later."""
    await post(ask, await listed(ask, Turn(Listing.SAVED, 0, 0), services), services)


async def on_open_list(tap: Tap, press: OpenList, services: Services) -> None:
    """A list as a message of its own; from an inline card, which has no chat, in place."""
    card = await listed(tap, Turn(press.listing, press.subject, 0), services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await (put(tap, card, services) if tap.chat is None else post(tap, card, services))


async def on_turn(tap: Tap, press: Turn, services: Services) -> None:
    """Another page of a list, in place."""
    card = await listed(tap, press, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


COMMANDS: Mapping[str, Command] = {
    "latest": latest,
    "tags": tags,
    "authors": authors,
    "continue": continue_,
    "saved": saved,
}
PRESSES: Mapping[type[Press], OnPress] = {OpenList: on_open_list, Turn: on_turn}
