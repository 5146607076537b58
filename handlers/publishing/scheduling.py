"""Scheduling a draft: by a button, or by typing a time as the publisher's own clock shows it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.admins import is_admin
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.presses.desk import AtDesk, Deskwork
from handlers.publishing.presenting import control_of
from handlers.subscribing.zoning import here
from handlers.views.card import Card
from handlers.views.desk import said
from handlers.views.scheduling import MORNING, NIGHT, other_time_card, when_card
from handlers.views.zones import Here
from storage.desk.audit import AdminId
from storage.desk.awaiting import Asked, Awaited
from storage.readers import ReaderId
from threads.daytime import moment_in, next_time
from threads.model import ThreadId

LATEST = timedelta(days=366)
"""How far ahead a story can be scheduled."""
_CHOOSING, _TYPING = 0, 1
"""Whether a time may be typed beside the buttons, or had to be: then what can't be read is asked for again."""


async def on_schedule(tap: Tap, press: AtDesk, services: Services) -> None:
    """Show the times to choose from, take one, or let the draft wait again; and show it as it is now."""
    if tap.personal is None:
        return
    draft, person = ThreadId(press.number), tap.personal
    words = await toast_words(tap, services)
    match press.deskwork:
        case Deskwork.SCHEDULE:
            await services.desk.awaiting.expect(person, _expected(draft, _CHOOSING), services.now())
            toast, card = "", await _choices(tap, person, draft, press.revision, services)
        case Deskwork.UNSCHEDULE:
            await services.desk.schedule.cancel(draft, services.now(), by=AdminId(person))
            toast, card = "", await control_of(tap, draft, services)
        case _:
            at = await _moment(press.deskwork, person, services)
            await services.desk.awaiting.forget(person)
            why = await _set(person, draft, at, words, services)
            toast, card = why, await control_of(tap, draft, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        await put(tap, card, services)


async def on_other_time(tap: Tap, press: AtDesk, services: Services) -> None:
    """Ask for a time: the next message is taken for it."""
    await services.gateway.answer(tap.query)
    if tap.personal is not None:
        awaited = _expected(ThreadId(press.number), _TYPING)
        await services.desk.awaiting.expect(tap.personal, awaited, services.now())
        place = await here(tap, tap.personal, services)
        await post(tap, other_time_card(place, await words_for(tap, services)), services)


async def take(ask: Ask, services: Services) -> bool:
    """Take a message of an admin for the time that was asked for; whether it is one."""
    if ask.personal is None or not is_admin(ask, services) or ask.text.startswith("/"):
        return False
    awaited = await services.desk.awaiting.get(ask.personal, services.now())
    if awaited is None or awaited.what is not Asked.TIME:
        return False
    words = await words_for(ask, services)
    clock = await services.readers.clock(ask.personal)
    at = moment_in(ask.text, clock, services.now(), services.catalogue.days())
    if at is None and awaited.number == _CHOOSING:
        await services.desk.awaiting.forget(ask.personal)
        return False
    if at is None:
        await post(ask, other_time_card(await here(ask, ask.personal, services), words, unread=True), services)
        return True
    draft = ThreadId(awaited.thread)
    if why := await _set(ask.personal, draft, at, words, services):
        await post(ask, said(why), services)
        return True
    await services.desk.awaiting.forget(ask.personal)
    await post(ask, await control_of(ask, draft, services), services)
    return True


def _expected(draft: ThreadId, how: int) -> Awaited:
    return Awaited(what=Asked.TIME, thread=draft, number=how)


async def _choices(visit: Visit, person: ReaderId, draft: ThreadId, revision: int, services: Services) -> Card:
    place: Here = await here(visit, person, services)
    tonight = await _moment(Deskwork.TONIGHT, person, services)
    clock = await services.readers.clock(person)
    today = tonight.astimezone(clock).date() == services.now().astimezone(clock).date()
    return when_card(draft, revision, place, await words_for(visit, services), tonight=today)


async def _moment(choice: Deskwork, person: ReaderId, services: Services) -> datetime:
    """The moment of a button, by the clock of whoever presses it."""
    clock, now = await services.readers.clock(person), services.now()
    match choice:
        case Deskwork.TONIGHT:
            return next_time(now, NIGHT, clock)
        case Deskwork.TOMORROW:
            midnight = next_time(now, 0, clock)
            return next_time(midnight - timedelta(seconds=1), MORNING, clock)
        case _:
            return now + timedelta(hours=1)


async def _set(person: ReaderId, draft: ThreadId, at: datetime, words: Words, services: Services) -> str:
    """Set the time; why not, in a sentence, when it can't be."""
    now = services.now()
    if at <= now:
        return words.say("That time is over: choose a later one.")
    if at - now > LATEST:
        return words.say("That is more than a year ahead: choose an earlier time.")
    if not await services.desk.schedule.set(draft, at, now, by=AdminId(person)):
        return words.say("There is nothing of it left to do this with.")
    return ""


_CHOICES = (Deskwork.SCHEDULE, Deskwork.UNSCHEDULE, Deskwork.HOUR, Deskwork.TONIGHT, Deskwork.TOMORROW)
DESKWORK: Mapping[Deskwork, OnPress] = {
    **dict.fromkeys(_CHOICES, on_schedule),
    Deskwork.OTHER: on_other_time,
}
"""What is done with presses at the desk here, by admins alone."""
