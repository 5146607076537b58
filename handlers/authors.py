"""What the bot's operators do for an author, on the author's page: opting out, and stories that are not passed on."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Listing, Press, Turn
from handlers.cards import put
from handlers.context import OnPress, Services, Tap, toast_words
from handlers.lists import listed
from handlers.presses.acts import Decide, Decision
from handlers.views.authors import surely_card
from storage.desk.audit import AdminId


async def on_decide(tap: Tap, press: Decide, services: Services) -> None:
    """Decide for an author. Only for operators: a press may be forged."""
    words = await toast_words(tap, services)
    entry = await services.authors.get(press.author)
    if tap.personal is None or tap.personal not in services.admins:
        await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))
        return
    if entry is None:
        await services.gateway.answer(tap.query, words.say("There is no story by this author."))
        return
    if press.decision is Decision.OPT_OUT:
        async with asyncio.TaskGroup() as group:
            group.create_task(services.gateway.answer(tap.query))
            await put(tap, surely_card(entry, words), services)
        return
    # Answered before it is done: many stories take their time, and the press would be repeated.
    await services.gateway.answer(tap.query)
    await _decided(press, AdminId(tap.personal), services)
    await put(tap, await listed(tap, Turn(Listing.AUTHOR, press.author, 0), services), services)


async def _decided(press: Decide, admin: AdminId, services: Services) -> None:
    now, author = services.now(), press.author
    match press.decision:
        case Decision.OPT_OUT_SURELY:
            await services.deciding.opt_out(author, now, by=admin)
        case Decision.OPT_IN:
            await services.deciding.opt_in(author, now, by=admin)
        case Decision.PROTECT | Decision.UNPROTECT:
            await services.deciding.keep(author, press.decision is Decision.PROTECT, now, by=admin)
        case Decision.LOOK | Decision.OPT_OUT:
            pass


PRESSES: Mapping[type[Press], OnPress] = {Decide: on_decide}
