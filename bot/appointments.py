"""Publishes drafts whose time has come: looks every few seconds, also after the machine slept or the bot was away."""

import structlog

from bot.clock import Clock
from handlers.appointments import keep
from handlers.context import Services
from storage.errors import trouble
from storage.schedule import Appointment

IDLE = 5.0
"""Seconds between two looks."""
TROUBLE = 30.0
"""Seconds until the next look when something failed."""

_log = structlog.get_logger()


class Appointments:
    """One loop, from start to stop."""

    def __init__(self, services: Services, clock: Clock) -> None:
        self._services = services
        self._clock = clock
        self._resting = False

    @property
    def resting(self) -> bool:
        """Whether nothing happens until time passes."""
        return self._resting

    async def run(self) -> None:
        """Publish what is due until cancelled."""
        while True:
            try:
                due = await self._services.desk.schedule.due(self._clock.now())
                failed = [each for each in due if not await self._kept(each)]
            except Exception as error:  # noqa: BLE001  # the loop: it outlives a database in trouble
                self._report(error)
                await self._rest(TROUBLE)
            else:
                if failed or not due:
                    await self._rest(TROUBLE if failed else IDLE)

    async def _kept(self, appointment: Appointment) -> bool:
        """Publish one; what fails keeps the others from nothing."""
        try:
            await keep(appointment, self._services)
        except Exception as error:  # noqa: BLE001  # as above
            self._report(error)
            return False
        return True

    def _report(self, error: Exception) -> None:
        known = trouble(error)
        _log.error("scheduled stories wait", why=known.parameters["why"] if known else None, exc_info=error)

    async def _rest(self, seconds: float) -> None:
        self._resting = True
        try:
            await self._clock.sleep(seconds)
        finally:
            self._resting = False
