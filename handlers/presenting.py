"""Drafts on their way to a publisher: as readers will see them, and below that what can be done with them."""

from handlers.callbacks import Title
from handlers.cards import draw, post
from handlers.context import Services, Visit, words_for
from handlers.views.card import Card
from handlers.views.desk import Waiting, control, done, draft_list
from handlers.views.notices import sentence
from storage.threads import PAGE, Status, StoredThread
from threads.model import ThreadId

LAST_PAGE = 100_000
"""A press may name any page: past this one there is none."""


async def present(visit: Visit, draft: ThreadId, services: Services) -> None:
    """Show a draft's real title card, and its control below; what became of it when it waits no longer."""
    story = await services.threads.fresh(draft)
    if story and story.status is Status.DRAFT:
        await post(visit, await draw(visit, story, Title(story.id), services), services)
    await post(visit, await control_of(visit, draft, services), services)


async def control_of(visit: Visit, draft: ThreadId, services: Services) -> Card:
    """What can be done with a draft as it stands now, or what became of it."""
    words = await words_for(visit, services)
    story = await services.threads.fresh(draft)
    if story and story.status is Status.DRAFT:
        beside = await services.desk.publishing.beside(story)
        return control(Waiting(draft=story, beside=beside), words, services.bot)
    deed = await services.desk.publishing.deed(draft)
    if deed is None:
        return sentence(words.say("This draft is not there any more. /drafts lists those that are."), words)
    return done(deed, words, services.bot, late=services.now() >= deed.until)


async def drafts_page(visit: Visit, page: int, services: Services) -> Card:
    """A page of the drafts; one past the end falls back to the first."""
    page = min(page, LAST_PAGE)
    listed = await services.threads.drafts(page)
    if page and not listed.items:
        return await drafts_page(visit, 0, services)
    found: list[StoredThread | None] = [await services.threads.fresh(summary.id) for summary in listed.items]
    drafts = [(summary, draft) for summary, draft in zip(listed.items, found, strict=True) if draft]
    return draft_list(drafts[:PAGE], page, listed.more, await words_for(visit, services), services.bot)
