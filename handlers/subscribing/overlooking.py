"""The cards of /deliveries that are kept up to date for a while, and what was measured between two looks at them.

In memory alone: after a restart an operator looks again, and that is all that is lost.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.catalogue import Words
from handlers.gateway import ChatMessage
from storage.delivery.publications import Publication, PublicationId

KEPT_UP = timedelta(minutes=10)
"""How long a card is kept up to date after somebody has looked at it."""
WINDOW = timedelta(minutes=1)
"""Over which a rate is measured."""
LEAST = timedelta(seconds=3)
"""A rate over less than this would say nothing."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A card that is kept up to date until then, in the words of whoever looks at it."""

    target: ChatMessage
    words: Words
    until: datetime


class Overlooking:
    """One card for each operator: the one they looked at last."""

    def __init__(self) -> None:
        self._watched: dict[int, Watched] = {}
        self._looks: deque[tuple[datetime, dict[PublicationId, int]]] = deque()

    @property
    def watched(self) -> Sequence[Watched]:
        """The cards that are kept up to date."""
        return list(self._watched.values())

    def watch(self, target: ChatMessage, words: Words, now: datetime) -> None:
        """Keep a card up to date for some minutes, and no other in its chat."""
        self._watched[target.chat] = Watched(target, words, now + KEPT_UP)

    def leave(self, chat: int) -> None:
        """Let the card of a chat be."""
        self._watched.pop(chat, None)

    def rates(self, publications: Sequence[Publication], now: datetime) -> dict[PublicationId, float]:
        """Notifications a second that went out for each in the last minute, of those that were looked at before."""
        sent = {publication.id: publication.counts.sent for publication in publications}
        while self._looks and self._looks[0][0] < now - WINDOW:
            self._looks.popleft()
        if not self._looks or self._looks[-1][0] < now:
            self._looks.append((now, sent))
        at, before = self._looks[0]
        if now - at < LEAST:
            return {}
        seconds = (now - at).total_seconds()
        return {name: max(0, count - before[name]) / seconds for name, count in sent.items() if name in before}
