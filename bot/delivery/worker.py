"""The worker: plans rows, claims what is due, sends at an even pace, records at once; from start to stop, for ever.

Three loops side by side. One writes the rows of new publications and tidies up, one sends, and one keeps the operators
informed. Nothing is kept in memory that a kill could lose: a row is this process's by a lease, and the next process
takes leases back.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from math import ceil

import structlog

from bot.chore import Chore
from bot.clock import Clock
from bot.delivery.overseeing import Overseer
from bot.delivery.pacing import Room, Spacing
from bot.delivery.sending import Sender
from handlers.limiter import Limiter
from storage.delivery.absence import Absence
from storage.delivery.deliveries import Claim, Deliveries, Entry
from storage.delivery.holding import Holding
from storage.delivery.ledger import State
from storage.delivery.planning import Planning
from storage.delivery.portions import Portions
from storage.threads import milliseconds_of

LEASE = timedelta(minutes=2)
STALE = timedelta(minutes=1)
"""A claim that has waited so long (the lane was paused) is not sent: its lease could end before its answer comes."""
IDLE = 1.0
"""Seconds between two looks whether there is something to do: a story may come from the command line."""
GIVE_WAY = 0.004
"""Seconds between two transactions of planning: readers' taps find the write lock free."""
TROUBLE = 5.0
"""Seconds until the next try when the database can't be used."""
AWAY = timedelta(hours=1)
"""After so long without a claim what is overdue is gathered into digests."""
FEWEST_CLAIMED, MOST_CLAIMED = 2, 200
"""Rows claimed at once: about as many as go out in a second, since what is in hand goes out though it is paused."""
LOOPS = 3
KEPT = timedelta(days=30)
"""After this the rows of what has ended are folded into their counts."""

_log = structlog.get_logger()


class Worker:
    """Delivers. `rate` is in messages a second. Only one may run with a database."""

    def __init__(
        self,
        deliveries: Deliveries,
        planning: Planning,
        holding: Holding,
        absence: Absence,
        portions: Portions,
        sender: Sender,
        overseer: Overseer,
        limiter: Limiter,
        clock: Clock,
        rate: float,
    ) -> None:
        self._deliveries = deliveries
        self._planning = planning
        self._holding = holding
        self._absence = absence
        self._portions = portions
        self._sender = sender
        self._overseer = overseer
        self._limiter = limiter
        self._clock = clock
        self._room = Room(rate)
        self._spacing = Spacing()
        self._batch = min(MOST_CLAIMED, max(FEWEST_CLAIMED, ceil(rate)))
        self._hand: deque[Claim] = deque()
        self._flights: set[asyncio.Task[None]] = set()
        self._outcomes: list[Entry] = []
        self._recording = asyncio.Lock()
        self._chore = Chore(clock, "deliveries wait", TROUBLE, LOOPS)
        self._seen: datetime | None = None

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes: nothing in flight, and every loop waits for the clock."""
        return not self._flights and self._chore.resting

    async def run(self) -> None:
        """Deliver until cancelled; what is in flight then is waited for by `land`."""
        await self._chore.done(self._recover)
        async with asyncio.TaskGroup() as group:
            for step in (self._plan, self._deliver, self._overseer.step):
                group.create_task(self._chore.forever(_resting_after(step)))

    async def land(self, seconds: float) -> None:
        """Let what is in flight be answered and recorded, for so long."""
        if self._flights:
            await asyncio.wait(self._flights, timeout=seconds)

    async def _recover(self) -> bool:
        if recovered := await self._deliveries.recover(self._clock.now()):
            _log.info("deliveries go on where they were", leased=recovered)
        return True

    async def _plan(self) -> bool:
        """Write a slice of rows, or tidy up a little."""
        now = self._clock.now()
        worked = (
            await self._planning.step(now)
            or await self._absence.catch_up(now)
            or await self._holding.wake(now)
            or await self._holding.tell(now)
            or await self._portions.plan(now)
            or await self._deliveries.close_cancelled(now)
            or await self._deliveries.fold(now - KEPT)
        )
        if worked:
            await asyncio.sleep(GIVE_WAY)
        return worked

    async def _deliver(self) -> bool:
        """Send the next claim; with empty hands claim some."""
        if not self._hand:
            now = self._clock.now()
            if self._was_away(now) and (gathered := await self._absence.gather(now)):
                _log.info("what is overdue comes in digests", rows=gathered)
            self._seen = now
            self._hand.extend(await self._deliveries.claim(now, now + LEASE, self._batch))
            return bool(self._hand)
        claim = self._hand.popleft()
        if self._fresh(claim) and not await self._put_off(claim):
            await self._take_turn()
            if self._fresh(claim):
                self._send(claim)
        return True

    def _was_away(self, now: datetime) -> bool:
        """Whether nothing was claimed for long: the program has just begun, or the machine has slept."""
        return self._seen is None or now - self._seen > AWAY

    def _fresh(self, claim: Claim) -> bool:
        """Whether the claim is this worker's for long enough; one that is not can be claimed again when it ends."""
        return milliseconds_of(self._clock.now() + LEASE - STALE) <= claim.lease

    async def _put_off(self, claim: Claim) -> bool:
        """Whether the claim's chat has to wait: then its row is due later, and others are sent meanwhile."""
        now, chat = self._clock.now(), claim.chat or 0
        wait = max(self._limiter.wait_for(chat), self._spacing.wait_for(chat, self._clock.seconds()))
        if wait:
            due = milliseconds_of(now + timedelta(seconds=wait)) + 1
            entry = Entry(claim=claim, state=State.PLANNED, due=due, tries=claim.tries, lost=claim.lost)
            await self._deliveries.record([entry], now)
        return wait > 0

    async def _take_turn(self) -> None:
        while len(self._flights) >= self._room.size:
            await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)
        while (wait := self._limiter.bulk_wait()) > 0:
            await self._chore.rest(wait)

    def _send(self, claim: Claim) -> None:
        if claim.chat is not None:
            self._spacing.sent(claim.chat, self._clock.seconds())
        flight = asyncio.create_task(self._fly(claim))
        self._flights.add(flight)
        flight.add_done_callback(self._flights.discard)

    async def _fly(self, claim: Claim) -> None:
        began = self._clock.seconds()
        await self._record(await self._sender.send(claim))
        # Until it is recorded a message takes room, and would be repeated after a kill.
        ended = self._clock.seconds()
        self._room.measured(ended - began, ended)

    async def _record(self, entry: Entry) -> None:
        """Record an outcome at once; those that come while another is being written are written together."""
        self._outcomes.append(entry)
        async with self._recording:
            if self._outcomes:
                await self._chore.done(self._write_outcomes)

    async def _write_outcomes(self) -> bool:
        entries = list(self._outcomes)
        await self._deliveries.record(entries, self._clock.now())
        del self._outcomes[: len(entries)]
        return True


def _resting_after(step: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[float]]:
    """The step, with a rest behind it when there was nothing to do."""

    async def stepped() -> float:
        return 0.0 if await step() else IDLE

    return stepped
