"""Who may do what only those in ADMIN_IDS may. Looked at on every press, since presses can be forged."""

from collections.abc import Mapping

from handlers.context import OnPress, Services, Tap, Visit, toast_words
from handlers.presses.desk import AtDesk, Deskwork


def is_admin(visit: Visit, services: Services) -> bool:
    """Whether this is an admin in their own chat."""
    return visit.personal is not None and visit.personal in services.admins


def at_desk(works: Mapping[Deskwork, OnPress]) -> OnPress:
    """The handler of presses at the publisher's desk: each work by its own, and none of them for anybody else."""

    async def on_desk(tap: Tap, press: AtDesk, services: Services) -> None:
        if is_admin(tap, services):
            await works[press.deskwork](tap, press, services)
            return
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))

    return on_desk
