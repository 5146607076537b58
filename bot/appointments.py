"""Publishes drafts whose time has come: looks every few seconds, also after the machine slept or the bot was away."""

from bot.chore import Round
from bot.clock import Clock
from handlers.context import Services
from handlers.publishing.appointments import keep
from storage.desk.schedule import Appointment

IDLE = 5.0
"""Seconds between two looks."""
TROUBLE = 30.0
"""Seconds until the next look when something failed."""


class Appointments(Round):
    """One loop, from start to stop."""

    def __init__(self, services: Services, clock: Clock) -> None:
        super().__init__(clock, "scheduled stories wait", TROUBLE)
        self._services = services

    async def _step(self) -> float:
        due = await self._services.desk.schedule.due(self._clock.now())
        kept = [await self._kept(each) for each in due]
        if not all(kept):
            return TROUBLE
        return 0.0 if kept else IDLE

    async def _kept(self, appointment: Appointment) -> bool:
        """Publish one; what fails keeps the others from nothing."""
        try:
            await keep(appointment, self._services)
        except Exception as error:  # noqa: BLE001  # one story that can't be published holds up no other
            self._chore.report(error)
            return False
        return True
