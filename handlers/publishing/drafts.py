"""Drafts: /drafts, and what is done with each."""

import asyncio
from collections.abc import Mapping

from handlers.admins import is_admin
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, toast_words, words_for
from handlers.presses.desk import AtDesk, Deskwork
from handlers.publishing.presenting import control_of, drafts_page, guessed, present
from handlers.publishing.suggesting import settle_draft
from handlers.views.card import Card
from handlers.views.notices import sentence
from storage.desk.audit import AdminId
from storage.desk.awaiting import Asked
from storage.desk.publishing import Deed, Refusal
from threads.model import ThreadId


async def drafts(ask: Ask, services: Services) -> None:
    """What waits for a look; to anybody else a sentence."""
    if not is_admin(ask, services):
        words = await words_for(ask, services)
        await post(ask, sentence(words.say("This is for the operators of this bot."), words), services)
        return
    await post(ask, await drafts_page(ask, 0, services), services)


async def on_desk(tap: Tap, press: AtDesk, services: Services) -> None:
    """Do it, and show in place what can be done next."""
    draft = ThreadId(press.number)
    if press.deskwork is Deskwork.PREVIEW:
        await services.gateway.answer(tap.query)
        await present(tap, draft, services)
        return
    words = await toast_words(tap, services)
    toast, card = await _done(tap, press, draft, words, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        await put(tap, card, services)


async def _done(tap: Tap, press: AtDesk, draft: ThreadId, words: Words, services: Services) -> tuple[str, Card]:
    """What there is to say in a toast, and the card as it is now."""
    match press.deskwork:
        case Deskwork.LIST:
            return "", await drafts_page(tap, press.number, services)
        case Deskwork.PUBLISH | Deskwork.QUIETLY:
            outcome = await _published(tap, press, draft, services)
            return _refused(outcome, words), await control_of(tap, draft, services)
        case Deskwork.DISCARD:
            discarded = await services.desk.publishing.discard(draft, services.now(), by=_admin(tap))
            await _heard(tap, discarded, services)
            return _refused(discarded, words), await control_of(tap, draft, services)
        case Deskwork.UNDO:
            undone = await services.desk.publishing.undo(draft, services.now(), by=_admin(tap))
            waiting = draft if isinstance(undone, Refusal) else undone
            return _refused(undone, words), await control_of(tap, waiting, services)
        case _:
            await _unasked(tap, services)
            return "", await control_of(tap, draft, services)


async def _unasked(tap: Tap, services: Services) -> None:
    """Whoever goes back to the draft is not about to type a time for it any more."""
    if tap.personal is None:
        return
    awaited = await services.desk.awaiting.get(tap.personal, services.now())
    if awaited and awaited.what is Asked.TIME:
        await services.desk.awaiting.forget(tap.personal)


async def _published(tap: Tap, press: AtDesk, draft: ThreadId, services: Services) -> Deed | Refusal:
    notify = press.deskwork is Deskwork.PUBLISH
    publishing, now = services.desk.publishing, services.now()
    language = await guessed(draft, services)
    outcome = await publishing.publish(draft, press.revision, now, notify=notify, by=_admin(tap), language=language)
    await _heard(tap, outcome, services)
    return outcome


async def _heard(tap: Tap, outcome: Deed | Refusal, services: Services) -> None:
    """Whoever suggested the story hears what became of it."""
    if isinstance(outcome, Deed) and tap.personal is not None:
        await settle_draft(outcome, AdminId(tap.personal), services)


def _refused(outcome: Deed | ThreadId | Refusal, words: Words) -> str:
    match outcome:
        case Refusal.CHANGED:
            return words.say("It was changed meanwhile: look at it again before you decide.")
        case Refusal.LATE:
            return words.say("That is too long ago to be taken back here.")
        case Refusal.UNWANTED:
            return words.say("Its author does not want their stories here.")
        case Refusal.MISSING:
            return words.say("There is nothing of it left to do this with.")
        case _:
            return ""


def _admin(tap: Tap) -> AdminId | None:
    return AdminId(tap.personal) if tap.personal is not None else None


COMMANDS: Mapping[str, Command] = {"drafts": drafts}
DESKWORK: Mapping[Deskwork, OnPress] = dict.fromkeys(
    (
        Deskwork.LIST,
        Deskwork.LOOK,
        Deskwork.PREVIEW,
        Deskwork.PUBLISH,
        Deskwork.QUIETLY,
        Deskwork.DISCARD,
        Deskwork.UNDO,
    ),
    on_desk,
)
"""What is done with presses at the desk here, by admins alone."""
