"""Story cards for someone: drawn from the story as it is now, with the reader's place written on the way.

What the handlers of reading, starting and saving have in common. The path of a tap is one write: it stores the place
and tells the story's revision, so that a correction made by another process is seen at once.
"""

from collections.abc import Callable
from dataclasses import replace

from structlog.contextvars import bind_contextvars

from handlers.callback_data import MOTHER_TONGUE
from handlers.callbacks import End, Frame, Spot, Title
from handlers.context import Services, Tap, Visit, spoken, words_for
from handlers.gateway import Gone, Outcome, Rejected
from handlers.views.card import Card
from handlers.views.frame import Setting, counting, frame, settled
from handlers.views.notices import not_here, withdrawn
from handlers.views.title import end_card, title_card
from storage.delivery.subjects import mainly
from storage.delivery.subscribers import Address
from storage.readers import Standing, Told
from storage.threads import Status, StoredThread
from threads import reading
from threads.model import ThreadId

SIMILAR = 3
"""Stories offered on an end card."""

Aim = Callable[[StoredThread], Spot]
"""Where somebody wants to go, in the story as it is now."""


async def readable(
    thread: ThreadId, services: Services, visit: Visit | None = None, *, fresh: bool = False
) -> StoredThread | None:
    """The story if readers may see it; a draft too when the `visit` is an admin's, in their own chat.

    `fresh` looks at the database first, where no write will tell.
    """
    story = await (services.threads.fresh(thread) if fresh else services.threads.get(thread))
    return story if story and _may_see(visit, story, services) else None


def _may_see(visit: Visit | None, story: StoredThread, services: Services) -> bool:
    previewed = story.status is Status.DRAFT and visit is not None and visit.personal in services.admins
    return story.status is Status.PUBLISHED or previewed


async def arrive(visit: Visit, thread: ThreadId, aim: Aim, services: Services, *, again: bool = False) -> Card | None:
    """The card somebody goes to, their place stored when it is a frame. None when the story can't be read any more.

    `again` begins a new reading. When the write tells that the story has changed, the way is worked out anew.
    """
    story = await readable(thread, services, visit)
    while story:
        spot = aim(story)
        if not isinstance(spot, Frame):
            story = await readable(thread, services, visit, fresh=True)
            return await draw(visit, story, spot, services) if story else None
        spot = settled(story, spot)
        told = await _record(visit, story, spot, services, again=again)
        if told is None:
            story = await readable(thread, services, visit, fresh=True)
            return await draw(visit, story, aim(story), services) if story else None
        if told.revision == story.revision:
            return frame(story, spot, setting(visit, services, told))
        changed = await services.threads.get(thread, revision=told.revision)
        story = changed if changed and _may_see(visit, changed, services) else None
    return None


async def _record(visit: Visit, story: StoredThread, spot: Frame, services: Services, *, again: bool) -> Told | None:
    """Write the place. None when nothing was written: nobody known, a place further on, or a story that is gone.

    Whoever looks at a draft is no reader of it: nothing is kept, and nobody counted.
    """
    if visit.reader is None or story.status is not Status.PUBLISHED:
        return None
    now = services.now()
    place = spot.place
    last = reading.is_last(story.thread, place, counting(spot))
    if not visit.private:
        return await services.readers.step_forward(visit.reader, story, place, now, last=last)
    told = await services.readers.step(visit.reader, story, place, now, last=last, again=again)
    if told is None:
        # Someone whose first sign of life is a press, as after the database was begun anew.
        await services.readers.start(visit.reader, now, visit.language)
        told = await services.readers.step(visit.reader, story, place, now, last=last, again=again)
    return told


async def draw(visit: Visit, story: StoredThread, spot: Spot, services: Services) -> Card:
    """Any card of a story, without moving anybody's place."""
    reader = visit.personal
    standing = await services.readers.standing(reader, story.id) if reader is not None else Standing()
    look = setting(visit, services, standing)
    if reader is not None and not isinstance(spot, Frame):
        look = replace(look, follows=bool(await services.subscriptions.among(Address(reader), [mainly(story)])))
    match spot:
        case Title():
            return title_card(story, standing, look)
        case End():
            return end_card(story, await services.search.like(story, reader or 0, SIMILAR), look)
        case Frame():
            return frame(story, settled(story, spot), look)


def setting(visit: Visit, services: Services, told: Told | Standing) -> Setting:
    """What a card depends on besides its story."""
    words = spoken(visit, told.manner, services)
    carries = visit.chat is not None
    return Setting(words=words, bot=services.bot, saved=told.saved, shared=not visit.private, carries=carries)


async def put(tap: Tap, card: Card | None, services: Services) -> None:
    """Show a card in place of the one that was pressed; as a new message where that one can't be edited any more.

    No card means that the story is not to be read any more, and a sentence says so.
    """
    shown = await _outgoing(tap, card, services)
    if tap.reachable:
        outcome = await services.showing.replace(
            tap.target, shown, has_media=tap.has_media, protected=tap.protected, topic=tap.topic
        )
        if not isinstance(outcome, Gone):
            _noted(outcome)
            return
    await post(tap, shown, services)


async def post(visit: Visit, card: Card | None, services: Services) -> Outcome | None:
    """Send a card as a new message; an inline card has no chat to send it to, and nothing becomes of it."""
    shown = await _outgoing(visit, card, services)
    if visit.chat is None:
        return None
    outcome = await services.showing.send(visit.chat, shown, topic=visit.topic)
    _noted(outcome)
    return outcome


def _noted(outcome: Outcome) -> None:
    """A card that Telegram refuses is told in the update's line. Its words are not: they may hold the story's."""
    if isinstance(outcome, Rejected):
        bind_contextvars(outcome="rejected")


async def _outgoing(visit: Visit, card: Card | None, services: Services) -> Card:
    """The card, or the sentence in its place; one that several people see carries its language."""
    shown = card or withdrawn(await words_for(visit, services))
    if shown.protected and visit.chat is None:
        shown = not_here(shown, await words_for(visit, services))
    language = MOTHER_TONGUE if visit.private else services.catalogue.code(visit.language)
    return shown if shown.language == language else replace(shown, language=language)
