"""Adding a story: /add with text, a file or a link, or before them; and messages that may be a story on their own.

What was sent is read by the importers of `spool import` and waits as a draft: nothing is published from here.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers.admins import is_admin
from handlers.cards import post, put
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.presses.desk import AtDesk, Deskwork
from handlers.publishing.bringing import link_in, stories_in
from handlers.publishing.counting import SETTLING, begun, collect
from handlers.publishing.forwards import is_part
from handlers.publishing.presenting import keep_drafts
from handlers.publishing.sent import Sent, loaded
from handlers.publishing.ways_in import WayIn
from handlers.views.desk import offer, said, what_to_send
from storage.desk.awaiting import Asked, Awaited
from storage.desk.offers import OfferId
from storage.readers import ReaderId
from threads.query import parse

_CAPTION = re.compile(r"/add(?:@\w+)?(?:\s+|\Z)", re.IGNORECASE)


async def add(ask: Ask, services: Services) -> None:
    """/add: what stands behind it, or the message that it answers; else the next message is taken."""
    words = await words_for(ask, services)
    if ask.personal is None or not is_admin(ask, services):
        await post(
            ask, said(words.say("Stories are added by those who run this bot, in their own chat with it.")), services
        )
        return
    await services.desk.collecting.close(ask.personal, services.now())
    if ask.sent and (is_part(ask.sent) or ask.sent.album):
        await collect(ask, ask.personal, ask.sent, await begun(ask.personal, services, asked=True), services)
        return
    for sent in (ask.sent, ask.answered):
        if sent and (sent.text.strip() or sent.file):
            await WAY.take(ask, ask.personal, sent, services)
            return
    await services.desk.awaiting.expect(ask.personal, Awaited(what=Asked.STORY), services.now())
    await post(ask, what_to_send(words), services)


async def take(ask: Ask, services: Services) -> bool:
    """Take a message for a story when one was asked for, else offer to. False for one that is a search."""
    sent, person = ask.sent, ask.personal
    if sent is None or person is None:
        return False
    if sent.file and (captioned := _CAPTION.match(sent.text)):
        await add(_without(ask, sent, captioned.end()), services)
        return True
    if sent.origin is None and sent.text.startswith("/"):
        return False
    if is_admin(ask, services) and await _is_awaited(person, services):
        await services.desk.awaiting.forget(person)
        await WAY.take(ask, person, sent, services)
        return True
    if _may_be_story(sent):
        await _offer_soon(ask, person, sent, services)
        return True
    return False


async def on_add(tap: Tap, press: AtDesk, services: Services) -> None:
    """Add what was sent before; a second tap adds nothing twice."""
    words = await toast_words(tap, services)
    kept = await services.desk.offers.get(OfferId(press.number), tap.personal or 0)
    if kept is None or tap.personal is None:
        toast = words.say("This message is kept no longer: please send it again.")
    else:
        toast = WAY.begin(tap, tap.personal, loaded(kept), words, services)
    await services.gateway.answer(tap.query, toast)


async def on_cancel(tap: Tap, press: AtDesk, services: Services) -> None:
    """Wait no longer for what was asked for."""
    words = await toast_words(tap, services)
    if tap.personal is not None:
        await services.desk.awaiting.forget(tap.personal)
    await services.gateway.answer(tap.query)
    await put(tap, said(words.say("All right, I wait for nothing.")), services)


async def _is_awaited(person: ReaderId, services: Services) -> bool:
    awaited = await services.desk.awaiting.get(person, services.now())
    return awaited is not None and awaited.what is Asked.STORY


def _without(ask: Ask, sent: Sent, start: int) -> Ask:
    """A message whose caption begins with the command, as if the command stood before it."""
    return replace(ask, sent=replace(sent, text=sent.text[start:]), answered=None)


def _may_be_story(sent: Sent) -> bool:
    """Whether it is more than a search: several paragraphs, a file, a forward, or a link and nothing else."""
    lines = sum(bool(line.strip()) for line in sent.text.splitlines())
    return bool(lines > 1 or sent.file or sent.origin or link_in(sent))


async def _offer_soon(ask: Ask, person: ReaderId, sent: Sent, services: Services) -> None:
    """Ask once about messages that come together, as albums and forwarded ones do."""
    if sent.album or sent.origin:
        services.errands.soon(("offer", person), SETTLING, lambda: _offer(ask, person, sent, services))
    else:
        await _offer(ask, person, sent, services)


async def _offer(ask: Ask, person: ReaderId, sent: Sent, services: Services) -> None:
    """Ask what to do with it. Only admins can add, others may suggest; everybody can search."""
    admin = is_admin(ask, services)
    kept_for_later = admin or services.offers.suggestions
    number = await services.desk.offers.keep(person, sent.dumped(), services.now()) if kept_for_later else 0
    query = parse(sent.text)
    kept = None if query.is_empty else await services.search.keep(query)
    await post(ask, offer(number, kept, await words_for(ask, services), admin=admin), services)


async def _brought(visit: Visit, person: ReaderId, sent: Sent, services: Services) -> None:
    """Read it, keep what is in it as drafts, and show them."""
    words = await words_for(visit, services)
    await keep_drafts(visit, person, await stories_in(sent, services.desk, words), services)


WAY = WayIn("add", _brought, lambda words: words.say("It has just been added: it stands below."))
COMMANDS: Mapping[str, Command] = {"add": add}
DESKWORK: Mapping[Deskwork, OnPress] = {Deskwork.ADD: on_add, Deskwork.CANCEL: on_cancel}
"""What is done with presses at the desk here, by admins alone."""
