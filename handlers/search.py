"""Finding: what somebody writes is a query, a #hashtag alone opens that tag, an @author alone that author."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Find, Go, Press, Title, Where
from handlers.cards import draw, post, put, readable
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, words_for
from handlers.lists import author_named, near_tags, tag_named
from handlers.views.card import Card
from handlers.views.notices import withdrawn
from handlers.views.results import how_to_search, nothing_found, results
from storage.finding.search import Order
from threads.query import Query, parse


async def search(ask: Ask, services: Services) -> None:
    """/search, with or without what to look for."""
    await post(ask, await _answer(ask, parse(ask.text), services), services)


async def on_text(ask: Ask, services: Services) -> None:
    """Words that are no command are a query; a command that there is not gets told what can be asked."""
    query = parse("" if ask.text.startswith("/") else ask.text)
    await post(ask, await _answer(ask, query, services), services)


async def on_find(tap: Tap, press: Find, services: Services) -> None:
    """Another page of what was found, or its other order, in place."""
    text = await services.search.kept(press.query)
    card = await found(tap, parse(text or ""), press.order, press.page, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def on_go(tap: Tap, press: Go, services: Services) -> None:
    """Any story, or what can be looked for, as a message of its own."""
    card = await (_any_story(tap, services) if press.where is Where.RANDOM else _how_to(tap, services))
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await (put(tap, card, services) if tap.chat is None else post(tap, card, services))


async def found(visit: Visit, query: Query, order: Order, page: int, services: Services) -> Card:
    """A page of what a query finds, or what to do instead. A page past the end falls back to the first."""
    if query.is_empty:
        return await _how_to(visit, services)
    words = await words_for(visit, services)
    result = await services.search.find(query, order, page, services.now())
    if page and not result.matches:
        result = await services.search.find(query, order, 0, services.now())
    if not result.matches:
        return nothing_found(query, await near_tags(query, services), words, late=result.late)
    return results(result, query, order, await services.search.keep(query), words, services.bot)


async def _answer(ask: Ask, query: Query, services: Services) -> Card:
    if query.only_tag:
        return await tag_named(ask, query.only_tag, services)
    if query.only_handle:
        return await author_named(ask, query.only_handle, services)
    return await found(ask, query, Order.BEST, 0, services)


async def _any_story(visit: Visit, services: Services) -> Card:
    thread = await services.threads.at_random()
    story = await readable(thread, services, fresh=True) if thread else None
    return await draw(visit, story, Title(story.id), services) if story else withdrawn(await words_for(visit, services))


async def _how_to(visit: Visit, services: Services) -> Card:
    return how_to_search(await words_for(visit, services))


COMMANDS: Mapping[str, Command] = {"search": search}
PRESSES: Mapping[type[Press], OnPress] = {Find: on_find, Go: on_go}
