"""When somebody is told of new stories: at once or in digests, at which hour, when not, and each subscription's own."""

from dataclasses import replace

from handlers.catalogue import Words
from handlers.context import Services, Tap, words_for
from handlers.presses.acts import Time, Timing
from handlers.subscribing.zoning import here
from handlers.views.card import Card
from handlers.views.rhythm import KINDS, days_card, each_card, hours_card, quiet_card, quiet_until_card, rhythm_card
from storage.delivery.subjects import Subject
from storage.delivery.subscribers import Address
from storage.delivery.subscriptions import last_page
from storage.readers import ReaderId
from threads.daytime import DAY
from threads.rhythm import Pace, Rhythm

WEEK = 7


async def paced(tap: Tap, reader: ReaderId, press: Time, services: Services) -> Card:
    """Change it, or show what there is to choose from; then the state as it is."""
    words = await words_for(tap, services)
    if question := asked(press, words):
        return question
    match press.timing:
        case Timing.EACH:
            return await _each(tap, reader, press.number, services)
        case Timing.EACH_NEXT if press.number < len(KINDS):
            await _next_pace(reader, Subject(KINDS[press.number], press.second), services)
            return await _each(tap, reader, press.third, services)
    await change(Address(reader), press, reader, tap.client, services)
    chosen = await services.rhythms.get(Address(reader))
    return rhythm_card(chosen, await here(tap, reader, services), words)


def asked(press: Time, words: Words) -> Card | None:
    """What there is to choose from for a press that asks for it; None for any other."""
    match press.timing:
        case Timing.HOURS:
            return hours_card(words)
        case Timing.DAYS:
            return days_card(words)
        case Timing.QUIET:
            return quiet_card(words)
        case Timing.QUIET_FROM if press.number < DAY:
            return quiet_until_card(press.number, words)
        case _:
            return None


async def change(address: Address, press: Time, by: int, language: str | None, services: Services) -> None:
    """Keep what was chosen for a chat; a press that only wants to see changes nothing."""
    old = (await services.rhythms.get(address)).rhythm
    new = _changed(old, press)
    if new != old:
        await services.rhythms.choose(address, new, services.now(), set_by=by, language=language)


def _changed(rhythm: Rhythm, press: Time) -> Rhythm:
    number = press.number
    match press.timing:
        case Timing.PACE if number in set(Pace):
            return replace(rhythm, pace=Pace(number))
        case Timing.HOUR if number < DAY:
            return replace(rhythm, minute=number)
        case Timing.DAY if number < WEEK:
            return replace(rhythm, weekday=number)
        case Timing.QUIET_UNTIL if number < DAY and press.second < DAY and number != press.second:
            return replace(rhythm, quiet=(number, press.second))
        case Timing.NEVER_QUIET:
            return replace(rhythm, quiet=None)
        case Timing.SILENT:
            return replace(rhythm, silent=bool(number))
        case _:
            return rhythm


async def _each(tap: Tap, reader: ReaderId, page: int, services: Services) -> Card:
    """What is followed, each with its pace; a page past the end falls back to the last."""
    address = Address(reader)
    page = min(page, last_page(await services.subscriptions.count(address)))
    entries, more = await services.subscriptions.page(address, page)
    chosen = await services.rhythms.get(address)
    return each_card(entries, page, more, chosen.rhythm, await words_for(tap, services))


async def _next_pace(reader: ReaderId, subject: Subject, services: Services) -> None:
    """From the chat's own pace through each of the others and back: every press changes something."""
    address = Address(reader)
    own = (await services.rhythms.get(address)).rhythm.pace
    paces = [None, *(pace for pace in Pace if pace is not own)]
    pace = await services.subscriptions.pace(address, subject)
    # One that was chosen before the chat's own became the same goes on as that does.
    place = paces.index(pace) if pace in paces else 0
    await services.rhythms.pace(address, subject, paces[(place + 1) % len(paces)], services.now())
