"""/subscriptions: what a reader follows, found, removed and brought back, and the words they leave out."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Press, Turn, Unfollow
from handlers.cards import post, put
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.hosting.listing import asked_here
from handlers.lists import subject_of
from handlers.presses.acts import Manage, Managing
from handlers.views import html
from handlers.views.card import Card
from handlers.views.lists import NAME
from handlers.views.subscriptions import LONGEST, Followed, subscriptions_card, surely_card
from storage.delivery.subjects import EVERYTHING
from storage.delivery.subscribers import Address
from storage.delivery.subscriptions import last_page
from storage.readers import ReaderId
from threads.query import parse
from threads.text import opening


async def subscriptions(ask: Ask, services: Services) -> None:
    """What is followed; with words behind the command what has them in its name, and what is left out with them.

    `-word` and `-#tag` leave stories out, `+word` takes that back. In a group it is the group's list, for its admins.
    """
    if ask.personal is None:
        await asked_here(ask, services)
        return
    said, told = ask.text.strip(), ""
    word = said[1:].strip()[:LONGEST]
    address = Address(ask.personal)
    if said.startswith("-") and word:
        await services.subscriptions.leave_out(address, word, set_by=ask.personal, language=ask.language)
    elif said.startswith("+") and word:
        await services.subscriptions.take_back(address, word)
        words = await words_for(ask, services)
        told = words.say("Left out no longer: {word}", word=html.isolated(opening(word, NAME)))
    searched = "" if said[:1] in ("-", "+") else parse(said).text
    await post(ask, await _listed(ask, ask.personal, services, words=searched, told=told), services)


async def on_manage(tap: Tap, press: Manage, services: Services) -> None:
    """What can be done with all of them, and turning the pages."""
    if await _personal(tap, services) and tap.personal is not None:
        card = await _managed(tap, tap.personal, press, services)
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query))
            await put(tap, card, services)


async def on_unfollow(tap: Tap, press: Unfollow, services: Services) -> None:
    """Remove one, and stay on the page or in the search."""
    if await _personal(tap, services) and tap.personal is not None:
        subject = subject_of(Turn(press.listing, press.subject, press.page))
        if subject is not None:
            await services.subscriptions.unfollow(Address(tap.personal), [subject], services.now())
        words = await words_for(tap, services)
        searched = await services.search.kept(press.search) if press.search else None
        card = await _listed(tap, tap.personal, services, page=press.page, words=searched or "")
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query, words.say("No longer followed.")))
            await put(tap, card, services)


async def _personal(tap: Tap, services: Services) -> bool:
    if tap.personal is not None:
        return True
    words = await toast_words(tap, services)
    await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
    return False


async def _managed(tap: Tap, reader: ReaderId, press: Manage, services: Services) -> Card:
    address, now = Address(reader), services.now()
    match press.managing:
        case Managing.TURN:
            return await _listed(tap, reader, services, page=press.number)
        case Managing.EVERYTHING:
            await services.subscriptions.follow(address, EVERYTHING, now, set_by=reader, language=tap.client)
        case Managing.NOTHING:
            return surely_card(await services.subscriptions.count(address), await words_for(tap, services))
        case Managing.NOTHING_SURELY:
            await services.subscriptions.unfollow(address, [], now)
        case Managing.RESTORE:
            await services.subscriptions.restore(address, press.number)
        case Managing.RESUME:
            await services.holding.resume(address, now)
    return await _listed(tap, reader, services)


async def _listed(
    visit: Visit, reader: ReaderId, services: Services, *, page: int = 0, words: str = "", told: str = ""
) -> Card:
    """The list at a page; one past the end falls back to the last that there is. `told` is what was just done."""
    address = Address(reader)
    total = await services.subscriptions.count(address)
    page = min(page, last_page(total))
    entries, more = await services.subscriptions.page(address, page, words)
    followed = Followed(
        entries=entries,
        page=page,
        more=more,
        total=total,
        everything=bool(await services.subscriptions.among(address, [EVERYTHING])),
        left_out=[
            word for word in await services.subscriptions.left_out(address) if words.casefold() in word.casefold()
        ],
        said=told,
        words=words,
        search=await services.search.keep(parse(words)) if words and entries else 0,
        removed_at=await services.subscriptions.last_removed(address),
        paused_until=await services.holding.paused_until(address, services.now()),
    )
    return subscriptions_card(followed, await words_for(visit, services), services.bot)


COMMANDS: Mapping[str, Command] = {"subscriptions": subscriptions}
PRESSES: Mapping[type[Press], OnPress] = {Manage: on_manage, Unfollow: on_unfollow}
