"""Suggestions on their way: drawn for admins, and their outcome told to whoever suggested."""

from handlers.catalogue import Words
from handlers.context import Services
from handlers.telling import tell
from handlers.views.card import Card
from handlers.views.desk import Waiting
from handlers.views.suggestions import outcome_card, suggestion_card
from storage.desk.audit import AdminId
from storage.desk.publishing import Deed, Done
from storage.desk.suggestions import Suggestion, Verdict
from storage.threads import Status
from threads.model import ThreadId


async def drawn(suggestion: Suggestion, words: Words, services: Services) -> Card:
    """A suggestion as it stands, for an admin."""
    return suggestion_card(suggestion, await waiting(suggestion, services), words, services.bot)


async def waiting(suggestion: Suggestion, services: Services) -> Waiting | None:
    """The draft of a suggestion, while it waits."""
    draft = await services.threads.fresh(suggestion.draft) if suggestion.draft is not None else None
    if draft is None or draft.status is not Status.DRAFT:
        return None
    return Waiting(draft=draft, beside=await services.desk.publishing.beside(draft))


async def settle_draft(deed: Deed, admin: AdminId, services: Services) -> None:
    """A draft was published or discarded in any way: if a reader suggested it, that is the verdict."""
    if suggestion := await services.suggestions.of_draft(deed.draft):
        verdict = Verdict.DECLINED if deed.done is Done.DISCARDED else Verdict.PUBLISHED
        await settle(suggestion, verdict, deed.thread, admin, services)


async def settle(
    suggestion: Suggestion, verdict: Verdict, story: ThreadId | None, admin: AdminId, services: Services
) -> bool:
    """Write the verdict down and tell whoever suggested it, once; False when it stood already."""
    if not await services.suggestions.settle(suggestion.id, verdict, services.now(), by=admin):
        return False
    if suggestion.reader is not None:
        bot = services.bot
        await tell(
            suggestion.reader,
            lambda words: outcome_card(verdict, story, words, bot),
            services,
            language=suggestion.language,
        )
    return True
