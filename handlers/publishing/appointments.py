"""What happens when the time of a scheduled draft has come: it is published, and whoever set the time is told."""

from handlers.catalogue import Words
from handlers.context import Services
from handlers.publishing.presenting import guessed
from handlers.publishing.suggesting import settle_draft
from handlers.telling import tell
from handlers.views.card import Card
from handlers.views.desk import done, not_gone
from storage.desk.publishing import Deed
from storage.desk.schedule import Appointment


async def keep(appointment: Appointment, services: Services) -> None:
    """Publish the draft as it is now, once. What can't be published any more waits as a draft, and that is told."""
    now, draft = services.now(), appointment.draft
    language = await guessed(draft, services)
    outcome = await services.desk.publishing.publish(
        draft, None, now, notify=True, by=appointment.by, language=language
    )
    # Publishing has dropped it already; of what could not be published it is dropped here.
    await services.desk.schedule.cancel(draft, now, by=None)
    if isinstance(outcome, Deed):
        await settle_draft(outcome, appointment.by, services)

    def drawn(words: Words) -> Card:
        if isinstance(outcome, Deed):
            return done(outcome, words, services.bot, late=False)
        return not_gone(draft, words)

    await tell(appointment.by, drawn, services)
