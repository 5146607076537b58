"""Ways in for what people send: words are read at once, a file or what is behind a link beside everything else."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from handlers.cards import post
from handlers.catalogue import Words
from handlers.context import Services, Visit, words_for
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.publishing.bringing import LARGEST, link_in
from handlers.publishing.sent import Sent
from handlers.views.desk import said
from storage.readers import ReaderId

SLOW = 1024 * 1024
"""Bytes of a file from which on somebody is told that it takes a moment."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """`bring` reads what was sent and does the rest with it; `twice` says that this has just been done."""

    name: str
    bring: Callable[[Visit, ReaderId, Sent, Services], Coroutine[Any, Any, None]]
    twice: Callable[[Words], str]

    async def take(self, visit: Visit, person: ReaderId, sent: Sent, services: Services) -> None:
        """Bring what was sent, and say so where it takes a moment or can't be now."""
        if sent.file is None and link_in(sent) is None:
            await self.bring(visit, person, sent, services)
            return
        begun = self._begin(visit, person, sent, services)
        if begun is not Begun.YES or (sent.file and SLOW <= sent.file.size <= LARGEST):
            await post(visit, said(self._told(begun, await words_for(visit, services))), services)

    def begin(self, visit: Visit, person: ReaderId, sent: Sent, words: Words, services: Services) -> str:
        """Begin to bring what was sent before, and what there is to say of that; twice brings nothing twice."""
        return self._told(self._begin(visit, person, sent, services), words)

    def _begin(self, visit: Visit, person: ReaderId, sent: Sent, services: Services) -> Begun:
        def work() -> Coroutine[Any, Any, None]:
            return guarded(self.bring(visit, person, sent, services), person, visit, services)

        return services.errands.begin(person, (self.name, sent.message), work)

    def _told(self, begun: Begun, words: Words) -> str:
        match begun:
            case Begun.YES:
                return words.say("One moment: it is being read.")
            case Begun.BUSY:
                return words.say("One thing at a time: the one before is still being read. Send it again in a moment.")
            case Begun.AGAIN:
                return self.twice(words)
