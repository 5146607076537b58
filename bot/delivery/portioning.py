"""Portions of stories on their way: drawn from the reader's place, which moves on once the message has come."""

from dataclasses import dataclass
from datetime import datetime

from handlers.catalogue import Catalogue
from handlers.views.frame import Setting
from handlers.views.portion import Drawn, next_portion
from storage.delivery.deliveries import Claim
from storage.delivery.ledger import Why
from storage.delivery.portions import Portions
from storage.readers import ReaderId, Readers
from storage.threads import Status, StoredThread, Threads


@dataclass(frozen=True, slots=True)
class Ready:
    """A portion that is ready to be sent."""

    reader: ReaderId
    story: StoredThread
    drawn: Drawn


class Portioner:
    """Draws portions for whoever sends, and keeps where their readers are."""

    def __init__(self, bot: str, portions: Portions, readers: Readers, threads: Threads, catalogue: Catalogue) -> None:
        self._bot = bot
        self._portions = portions
        self._readers = readers
        self._threads = threads
        self._catalogue = catalogue

    async def draw(self, claim: Claim, chat: int) -> Ready | Why:
        """The portion that a claim stands for, from where the reader is now; or why there is none any more."""
        planned = await self._portions.planned(chat, claim.publication)
        if planned is None:
            return Why.UNSUBSCRIBED
        story = await self._threads.fresh(planned.thread)
        if story is None or story.status is not Status.PUBLISHED:
            return Why.WITHDRAWN
        reader = ReaderId(chat)
        standing = await self._readers.standing(reader, story.id)
        if planned.begun and not standing.unfinished(story):
            # They have read it to its end on their own: it does not begin anew.
            await self._portions.stop(reader, story.id)
            return Why.KNOWN
        words = self._catalogue.words(self._catalogue.code(claim.language), plain=claim.plain)
        return Ready(reader, story, next_portion(story, standing, planned.tweets, Setting(words=words, bot=self._bot)))

    async def came(self, ready: Ready, now: datetime) -> None:
        """The message has come: the reader's place is its last tweet. Behind the story's last one no more portions."""
        drawn = ready.drawn
        await self._readers.step(ready.reader, ready.story, drawn.place, now, last=drawn.last, again=drawn.again)
        await self._portions.came(ready.reader, ready.story.id, last=drawn.last)
