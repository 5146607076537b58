"""The wiring of what delivers: made once for a running bot, as all else in `bot/app.py`."""

from functools import partial

from bot.clock import Clock
from bot.delivery.overseeing import Overseer
from bot.delivery.portioning import Portioner
from bot.delivery.sending import Sender
from bot.delivery.worker import Worker
from handlers.context import Services
from handlers.hosting.resting import removed, rest
from handlers.limiter import Limiter
from storage.database import Database
from storage.delivery.absence import Absence
from storage.delivery.deliveries import Deliveries
from storage.delivery.growth import Growth
from storage.delivery.planning import Planning


def worker_of(services: Services, database: Database, limiter: Limiter, clock: Clock, rate: float) -> Worker:
    """The worker; `rate` is in messages a second."""
    sender = Sender(
        bot=services.bot,
        gateway=services.gateway,
        limiter=limiter,
        threads=services.threads,
        subscribers=services.subscribers,
        subscriptions=services.subscriptions,
        holding=services.holding,
        growth=Growth(database),
        portioner=Portioner(services.bot, services.portions, services.readers, services.threads, services.catalogue),
        catalogue=services.catalogue,
        clock=clock,
        rest=partial(rest, services=services),
        lost=partial(removed, services=services),
    )
    planning = Planning(database, services.threads)
    deliveries = Deliveries(database)
    overseer = Overseer(services, deliveries, limiter, clock)
    absence = Absence(database, services.threads)
    holding, portions = services.holding, services.portions
    return Worker(deliveries, planning, holding, absence, portions, sender, overseer, limiter, clock, rate)
