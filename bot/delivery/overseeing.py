"""Looks after the operators: keeps their cards of /deliveries up to date, and tells them of trouble with deliveries.

A step a second of the worker's clock. What can't be done now is done later: it never waits out a flood limit.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.clock import Clock
from handlers.catalogue import Words
from handlers.context import Services
from handlers.gateway import ChatMessage, Done, RetryAfter, Unknown
from handlers.limiter import Limiter
from handlers.subscribing.deliveries import look
from handlers.subscribing.overlooking import Watched
from handlers.views.card import Card
from handlers.views.deliveries import deliveries_card, late_card, over_card, stalled_card
from storage.delivery.deliveries import Deliveries
from storage.readers import ReaderId
from storage.threads import milliseconds_of

PACE = timedelta(seconds=5)
"""Between two edits of a card."""
CHECKS = timedelta(seconds=20)
"""Between two looks whether there is trouble."""
STALLED = timedelta(minutes=2)
"""Rows could be claimed and for so long none was settled: nobody delivers."""
LATE = timedelta(minutes=15)
"""How long a row may be due beyond what sending all the others takes."""
SLACK = 1.5
"""Sending may take so many times as long as the rate says before it counts as late."""

_log = structlog.get_logger()


class Overseer:
    """What operators get to see without asking. Remembers in memory what they have been told of: once an incident."""

    def __init__(self, services: Services, deliveries: Deliveries, limiter: Limiter, clock: Clock) -> None:
        self._services = services
        self._deliveries = deliveries
        self._limiter = limiter
        self._clock = clock
        self._next_edit = self._next_check = clock.now()
        self._moved_at = clock.now()
        self._last: tuple[int, int] | None = None
        self._told: set[Callable[[int, Words], Card]] = set()
        self._shown: dict[ChatMessage, dict[str, Any]] = {}

    async def step(self) -> bool:
        """Do what is due by the clock; never more at once."""
        now = self._clock.now()
        if now >= self._next_edit and self._services.overlooking.watched:
            self._next_edit = now + PACE
            await self._refresh(now)
        if now >= self._next_check and self._services.admins:
            self._next_check = now + CHECKS
            await self._check(now)
        return False

    async def _refresh(self, now: datetime) -> None:
        """Draw every watched card anew; one that is finished, gone or was long enough watched for the last time."""
        overview = await look(self._services)
        watched = self._services.overlooking.watched
        for each in watched:
            kept = await self._edit(each, deliveries_card(overview, each.words).payload())
            if not kept or not overview.under_way or now >= each.until:
                self._services.overlooking.leave(each.target.chat)
        targets = {each.target for each in watched}
        self._shown = {target: payload for target, payload in self._shown.items() if target in targets}

    async def _edit(self, each: Watched, payload: dict[str, Any]) -> bool:
        """Edit a card unless it shows just this; whether it is there to be edited."""
        chat = each.target.chat
        if self._shown.get(each.target) == payload or self._limiter.wait_for(chat):
            return True
        named = {"chat_id": chat, "message_id": each.target.message}
        outcome = await self._services.gateway.call("editMessageText", named | payload)
        if isinstance(outcome, RetryAfter):
            self._limiter.refused(chat, outcome.seconds)
        if isinstance(outcome, Done):
            self._shown[each.target] = payload
        return isinstance(outcome, Done | RetryAfter | Unknown)

    async def _check(self, now: datetime) -> None:
        """Tell of trouble when it begins, and when there is none any more."""
        backlog = await self._services.publications.backlog()
        due = timedelta(milliseconds=milliseconds_of(now) - (backlog.oldest_due or milliseconds_of(now)))
        if due <= timedelta() or (backlog.publications, backlog.settled) != self._last:
            self._last, self._moved_at = (backlog.publications, backlog.settled), now
        still = now - self._moved_at
        needed = timedelta(seconds=backlog.rows / self._services.rate * SLACK)
        trouble: set[Callable[[int, Words], Card]] = set()
        # While Telegram has told the bot to wait, waiting is right.
        if still >= STALLED and not self._limiter.bulk_paused and await self._deliveries.claimable(now):
            trouble.add(stalled_card)
        elif due >= LATE + needed:
            trouble.add(late_card)
        for card in trouble - self._told:
            minutes = (still if card is stalled_card else due) // timedelta(minutes=1)
            _log.warning("deliveries are in trouble", stalled=card is stalled_card, minutes=minutes)
            await self._tell(partial(card, minutes))
        if self._told and not trouble:
            _log.info("deliveries are in order again")
            await self._tell(over_card)
            self._told.clear()
        self._told |= trouble

    async def _tell(self, card: Callable[[Words], Card]) -> None:
        """Write to every operator who has opened the bot, in their language."""
        services = self._services
        for admin in map(ReaderId, sorted(services.admins)):
            if await services.readers.knows(admin):
                manner = await services.readers.manner(admin)
                words = services.catalogue.words(await services.readers.tongue(admin), plain=manner.plain)
                await services.gateway.call("sendMessage", {"chat_id": admin, **card(words).payload()})
