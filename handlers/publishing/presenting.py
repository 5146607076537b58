"""Drafts on their way to a publisher: as readers will see them, and below that what can be done with them."""

import orjson

from handlers.callbacks import Title
from handlers.cards import draw, post
from handlers.catalogue import Words
from handlers.context import Services, Visit, words_for
from handlers.publishing.bringing import Unread
from handlers.views.card import Card
from handlers.views.desk import Waiting, batch, control, done, draft_list, said, unread
from handlers.views.notices import sentence
from handlers.views.scheduling import local_time
from storage.desk.audit import AdminId
from storage.threads import Status
from storage.writing import Outcome, Taken
from threads.model import Thread, ThreadId

LAST_PAGE = 100_000
"""A press may name any page: past this one there is none."""


async def present(visit: Visit, draft: ThreadId, services: Services) -> None:
    """Show a draft's real title card, and its control below; what became of it when it waits no longer."""
    story = await services.threads.fresh(draft)
    if story and story.status is Status.DRAFT:
        await post(visit, await draw(visit, story, Title(story.id), services), services)
    await post(visit, await control_of(visit, draft, services), services)


async def keep_drafts(visit: Visit, person: int, found: list[Thread] | Unread, services: Services) -> bool:
    """Keep what was found as drafts, by this admin, and show them; or say why there is nothing. Whether there was."""
    words = await words_for(visit, services)
    if isinstance(found, Unread):
        await post(visit, unread(found.why, words), services)
        return False
    taken = await services.desk.intake.take(found, services.now(), draft=True, guess=False, by=AdminId(person))
    if len(taken) == 1:
        await _show(visit, taken[0], words, services)
        return True
    drafts = [each.id for each in taken if each.outcome is Outcome.DRAFT]
    counted = words.count("{n} story waits as a draft.", "{n} stories wait as drafts.", len(drafts))
    if refused := sum(each.outcome is Outcome.REFUSED for each in taken):
        unwanted = words.count(
            "{n} story was refused: its author wants none here.",
            "{n} stories were refused: their authors want none here.",
            refused,
        )
        counted = f"{counted} {unwanted}"
    kept = await services.desk.offers.keep(person, orjson.dumps(drafts).decode(), services.now()) if drafts else 0
    await post(visit, batch(counted, kept, words), services)
    await post(visit, await drafts_page(visit, 0, services), services)
    return True


async def _show(visit: Visit, taken: Taken, words: Words, services: Services) -> None:
    if taken.outcome is Outcome.REFUSED:
        await post(visit, said(words.say("Its author does not want their stories here.")), services)
        return
    if taken.outcome is Outcome.DRAFT:
        await present(visit, taken.id, services)
        return
    await post(visit, said(words.say("Readers have this story already, just as it is.")), services)
    if story := await services.threads.fresh(taken.id):
        await post(visit, await draw(visit, story, Title(story.id), services), services)


async def control_of(visit: Visit, draft: ThreadId, services: Services) -> Card:
    """What can be done with a draft as it stands now, or what became of it."""
    words = await words_for(visit, services)
    story = await services.threads.fresh(draft)
    if story and story.status is Status.DRAFT:
        beside = await services.desk.publishing.beside(story)
        goes_out = await _goes_out(visit, draft, words, services)
        if not story.language and not services.desk.guesses.knows(story):
            services.errands.aside(services.desk.guesses.of(story))
        return control(Waiting(draft=story, beside=beside, goes_out=goes_out), words, services.bot)
    deed = await services.desk.publishing.deed(draft)
    if deed is None:
        return sentence(words.say("This draft is not there any more. /drafts lists those that are."), words)
    return done(deed, words, services.bot, late=services.now() >= deed.until)


async def guessed(draft: ThreadId, services: Services) -> str:
    """The language of a draft that does not say it, known before it is published: stories are found by it."""
    story = await services.threads.fresh(draft)
    is_open = story is None or story.status is not Status.DRAFT or story.language
    return "" if is_open or story is None else await services.desk.guesses.of(story)


async def drafts_page(visit: Visit, page: int, services: Services) -> Card:
    """A page of the drafts; one past the end falls back to the first."""
    page = min(page, LAST_PAGE)
    listed = await services.threads.drafts(page)
    if page and not listed.items:
        return await drafts_page(visit, 0, services)
    words = await words_for(visit, services)
    drafts = []
    for summary in listed.items:
        if draft := await services.threads.fresh(summary.id):
            goes_out = await _goes_out(visit, draft.id, words, services)
            drafts.append((summary, Waiting(draft=draft, goes_out=goes_out)))
    return draft_list(drafts, page, listed.more, words, services.bot)


async def _goes_out(visit: Visit, draft: ThreadId, words: Words, services: Services) -> str:
    """When a draft goes out by itself, as the clock of whoever looks shows it; empty when it waits."""
    appointment = await services.desk.schedule.get(draft)
    if appointment is None or visit.personal is None:
        return ""
    return local_time(appointment.at, await services.readers.clock(visit.personal), words)
