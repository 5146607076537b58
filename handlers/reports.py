"""Stories that somebody does not want: readers report them from `↗ Share`, admins take them away or leave them."""

import asyncio
from collections.abc import Mapping

from handlers.admins import is_admin
from handlers.callbacks import Press, Title
from handlers.cards import draw, put, readable
from handlers.context import Ask, OnPress, Services, Tap, toast_words, words_for
from handlers.presses.reports import Objected, Objection
from handlers.reporting import ask_why, send_report
from handlers.views.card import Card
from handlers.views.desk import said
from handlers.views.reports import report_card, take_card, taken_card
from storage.desk.audit import AdminId
from storage.desk.awaiting import Asked
from storage.desk.reports import ReportId, Verdict
from storage.errors import OptedOut, UnknownStory
from threads.model import ThreadId
from threads.text import graphemes

LONGEST = 300
"""Characters of what a reader can say of a story."""

_FOR_READERS = (Objection.ASK, Objection.SEND, Objection.CANCEL)


async def take(ask: Ask, services: Services) -> bool:
    """Take a message for what is wrong with a story, when that was asked for. Anything but words is none."""
    if ask.personal is None or ask.sent is None or ask.text.startswith("/"):
        return False
    awaited = await services.desk.awaiting.get(ask.personal, services.now())
    if awaited is None or awaited.what is not Asked.REPORT:
        return False
    if ask.sent.file or ask.sent.origin or not ask.text.strip():
        await services.desk.awaiting.forget(ask.personal)
        return False
    words = await words_for(ask, services)
    if len(graphemes(ask.text)) > LONGEST:
        card = said(words.say("That is too long: please say it in at most {n} characters.", n=words.number(LONGEST)))
    else:
        card = await send_report(ask, ask.personal, ThreadId(awaited.thread), ask.text.strip(), services)
    await services.showing.send(ask.personal, card)
    return True


async def on_object(tap: Tap, press: Objected, services: Services) -> None:
    """A press about an unwanted story. What admins do is theirs alone: a press may be forged."""
    if press.objection in _FOR_READERS:
        await _read(tap, press, services)
    elif is_admin(tap, services) and tap.personal is not None:
        await _decided(tap, press, AdminId(tap.personal), services)
    else:
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))


async def _read(tap: Tap, press: Objected, services: Services) -> None:
    """What readers press."""
    thread, words = ThreadId(press.number), await toast_words(tap, services)
    if tap.personal is None:
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    await services.gateway.answer(tap.query)
    match press.objection:
        case Objection.ASK:
            await ask_why(tap, thread, services)
        case Objection.SEND:
            await put(tap, await send_report(tap, tap.personal, thread, "", services), services)
        case _:
            await services.desk.awaiting.forget(tap.personal)
            await put(tap, said(words.say("All right, nothing was sent.")), services)


async def _decided(tap: Tap, press: Objected, admin: AdminId, services: Services) -> None:
    """What admins press: done, and shown as it is now."""
    match press.objection:
        case Objection.WITHDRAW | Objection.DISMISS:
            toast, card = await _settled(tap, press, admin, services)
        case _:
            toast, card = await _done(tap, press, admin, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        await put(tap, card, services)


async def _settled(tap: Tap, press: Objected, admin: AdminId, services: Services) -> tuple[str, Card | None]:
    """A verdict on a report. Whoever is second sees the first one's."""
    words, number = await words_for(tap, services), ReportId(press.number)
    verdict = Verdict.WITHDRAWN if press.objection is Objection.WITHDRAW else Verdict.DISMISSED
    first = await services.reports.settle(number, verdict, services.now(), by=admin)
    report = await services.reports.get(number)
    toast = "" if first else words.say("This was decided already.")
    return toast, report_card(report, words, services.bot) if report else None


async def _done(tap: Tap, press: Objected, admin: AdminId, services: Services) -> tuple[str, Card | None]:
    """What is done with a story from its own card."""
    thread, now, words = ThreadId(press.number), services.now(), await words_for(tap, services)
    toast = ""
    try:
        match press.objection:
            case Objection.TAKE_SURELY:
                await services.desk.intake.withdraw(thread, now, by=admin)
                return "", taken_card(thread, words)
            case Objection.BRING_BACK:
                await services.desk.intake.publish(thread, now, by=admin)
            case Objection.PROTECT | Objection.UNPROTECT:
                await services.deciding.decide(thread, press.objection is Objection.PROTECT, now, by=admin)
            case _:
                story = await readable(thread, services, fresh=True)
                return "", take_card(story, words) if story else None
    except OptedOut:
        toast = words.say("Its author does not want their stories here.")
    except UnknownStory:
        toast = words.say("This story is not available any more.")
    story = await readable(thread, services, fresh=True)
    return toast, await draw(tap, story, Title(thread), services) if story else None


PRESSES: Mapping[type[Press], OnPress] = {Objected: on_object}
