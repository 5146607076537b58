"""Many drafts at once: what came of one file is published together, but for what should be looked at first."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import orjson

from handlers.cards import put
from handlers.context import OnPress, Services, Tap, toast_words, words_for
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.presses.desk import AtDesk, Deskwork
from handlers.publishing.presenting import guessed
from handlers.publishing.suggesting import settle_draft
from handlers.views.desk import batch_done
from storage.desk.audit import AdminId
from storage.desk.offers import OfferId
from storage.desk.publishing import Deed
from storage.readers import ReaderId
from storage.threads import Status
from threads.model import ThreadId

TOLD_OF = 10
"""Stories at once up to which followers are told of them, as `spool import` does."""


async def on_publish_all(tap: Tap, press: AtDesk, services: Services) -> None:
    """Publish what waits of a batch, beside everything else."""
    words = await toast_words(tap, services)
    kept = await services.desk.offers.get(OfferId(press.number), tap.personal or 0)
    if kept is None or tap.personal is None:
        said = words.say("This message is kept no longer: please send it again.")
        await services.gateway.answer(tap.query, said)
        return
    person, drafts = tap.personal, [ThreadId(draft) for draft in orjson.loads(kept)]

    def work() -> Coroutine[Any, Any, None]:
        return guarded(_published(tap, person, drafts, services), person, tap, services)

    begun = services.errands.begin(person, ("publish all", press.number), work)
    busy = words.say("One thing at a time: the one before is still being read.")
    await services.gateway.answer(tap.query, busy if begun is Begun.BUSY else "")


async def _published(tap: Tap, person: ReaderId, drafts: list[ThreadId], services: Services) -> None:
    """One after the other, so that taps find their turn between them."""
    published = waiting = hears = 0
    for draft in drafts:
        story = await services.threads.fresh(draft)
        if story is None or story.status is not Status.DRAFT:
            continue
        if story.thread.review:
            waiting += 1
            continue
        notify, by, language = len(drafts) <= TOLD_OF, AdminId(person), await guessed(draft, services)
        outcome = await services.desk.publishing.publish(
            draft, story.revision, services.now(), notify=notify, by=by, language=language
        )
        if isinstance(outcome, Deed):
            await settle_draft(outcome, by, services)
            published, hears = published + 1, hears + outcome.hears
        await asyncio.sleep(0)
    await put(tap, batch_done(published, waiting, hears, await words_for(tap, services)), services)


DESKWORK: Mapping[Deskwork, OnPress] = {Deskwork.PUBLISH_ALL: on_publish_all}
"""What is done with presses at the desk here, by admins alone."""
