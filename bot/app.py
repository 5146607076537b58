"""The wiring: the only place that makes the concrete things, and the order in which they start and stop."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot

from bot.appointments import Appointments
from bot.clock import Clock, SystemClock
from bot.collecting import Collector
from bot.delivery.building import worker_of
from bot.delivery.worker import Worker
from bot.dispatch import Dispatcher, Raw, key_of
from bot.drawing import can_draw
from bot.fetching import Fetcher
from bot.following import Follower, Manner
from bot.heeding import Heeding
from bot.introducing import introduced
from bot.media_rules import MediaRules
from bot.menu import introduce
from bot.newcomers import Newcomers
from bot.outside.client import Outside
from bot.outside.rules import Rules
from bot.polling import Polling
from bot.studio import Studio
from bot.transport import Transport
from handlers import on_inline_query, on_membership, on_press, register, shown_card
from handlers.catalogue import Catalogue
from handlers.context import Services
from handlers.errands import Errands
from handlers.gateway import Gateway
from handlers.limiter import Limiter
from handlers.publishing.desk import Desk
from handlers.routing import SpoolApplication, SpoolContext
from handlers.showing import Showing
from handlers.subscribing.overlooking import Overlooking
from handlers.supply import Supply
from handlers.views.share import Offers
from storage.authors import Authors
from storage.database import Database
from storage.delivery.chats import Chats
from storage.delivery.holding import Holding
from storage.delivery.portions import Portions
from storage.delivery.publications import Publications
from storage.delivery.rhythms import Rhythms
from storage.delivery.subscribers import Subscribers
from storage.delivery.subscriptions import Subscriptions
from storage.desk.deciding import Deciding
from storage.desk.reports import Reports
from storage.desk.suggestions import Suggestions
from storage.finding.search import Search
from storage.finding.tags import Tags
from storage.media.files import Files
from storage.media.kept import KeptMedia
from storage.media.made import Made
from storage.opening import open_database, path_of
from storage.readers import Readers
from storage.shares import Shares
from storage.threads import Threads
from threads.sources.live.bases import Bases

RATE = 25.0
"""Notifications a second at most, where nothing else is set: Telegram allows about 30, taps are among them."""
STOPPING = 7.5
"""Seconds for what is under way when the program is asked to stop."""

_log = structlog.get_logger()


class App:
    """A running bot: updates go in through `dispatcher`, answers go out through the gateway, `worker` delivers."""

    def __init__(
        self,
        application: SpoolApplication,
        transport: Transport,
        worker: Worker,
        *chores: Collector | Follower | Appointments | Heeding,
    ) -> None:
        self._application = application
        self._transport = transport
        self.worker = worker
        self._chores = chores
        self.dispatcher = Dispatcher(self._handle, self._pass_by, shown_card, self._is_admins)

    @property
    def services(self) -> Services:
        """What the handlers were given."""
        return self._application.services

    @property
    def resting(self) -> bool:
        """Whether nothing happens beside the answers to updates until time passes."""
        return self.worker.resting and all(chore.resting for chore in self._chores)

    async def poll(self) -> None:
        """Take updates by long polling and deliver until cancelled; then what was taken is finished and confirmed."""
        polling = Polling(self._transport, self.dispatcher.put)
        # Beside it: nobody's first answer waits for commands to be registered, or for a broadcast.
        work = (introduce(self.services), self.worker.run(), *(chore.run() for chore in self._chores))
        beside = {asyncio.create_task(each) for each in work}
        try:
            await polling.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)
            await asyncio.gather(self.dispatcher.stop(STOPPING), self.worker.land(STOPPING))
            if not polling.displaced:
                await polling.confirm()

    async def _handle(self, update: Raw) -> None:
        """Handle one update and write its one line: the identifier, the handler, the time; never its text."""
        clear_contextvars()
        bind_contextvars(update=update["update_id"], chat=key_of(update), handler=None)
        began = time.perf_counter()
        if "callback_query" in update:
            # The path of a tap: no object is built of the card that comes with a press, which would be half its cost.
            await on_press(update["callback_query"], self.services)
        elif "inline_query" in update:
            await on_inline_query(update["inline_query"], self.services)
        elif "my_chat_member" in update:
            await on_membership(update["my_chat_member"], self.services)
        elif known := self._read(update):
            await self._application.process_update(known)
        outcome = get_contextvars().get("outcome", "done")
        _log.info("update", outcome=outcome, ms=round((time.perf_counter() - began) * 1000, 1))

    def _is_admins(self, update: Raw) -> bool:
        """Whether it is a message of somebody who runs the bot: of these, several hundred may come at once."""
        message = update.get("message")
        sender = message.get("from") if isinstance(message, dict) else None
        return isinstance(sender, dict) and sender.get("id") in self.services.admins

    async def _pass_by(self, update: Raw) -> None:
        """A press or an inline query that a later one has overtaken: a press is answered, and nothing else."""
        if "callback_query" in update:
            await self.services.gateway.answer(update["callback_query"]["id"])

    def _read(self, update: Raw) -> Update | None:
        """The update as PTB's object; one of a shape that can't be read is passed over."""
        try:
            return Update.de_json(dict(update), self._application.bot)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            bind_contextvars(outcome="unreadable", error=type(error).__name__)
            return None


@asynccontextmanager
async def running(
    api_url: str,
    token: str,
    database_url: str,
    *,
    rate: float = RATE,
    admins: frozenset[int] = frozenset(),
    suggestions: bool = True,
    clock: Clock | None = None,
    rules: Rules | None = None,
    media: MediaRules | None = None,
    bases: Bases | None = None,
    manner: Manner = "publish",
) -> AsyncIterator[App]:
    """A bot that is ready to take updates; everything is closed at the end, in order.

    `rate` is how many notifications a second are sent at most, `rules` which servers may be asked, `media` what is kept
    beside the database, `bases` where networks are, `suggestions` whether readers may suggest stories, `manner` what
    becomes of threads of those who are followed.

    Raises BadToken, Unreachable, StorageUnavailable and NewerSchema.
    """
    time = clock or SystemClock()
    transport = Transport(api_url, token)
    rules = rules or Rules()
    # Two ways: what is fetched beside everything else takes no place of what a reader waits for.
    outside, beside = Outside(rules.with_own(api_url)), Outside(rules.with_own(api_url), at_once=1)
    studio = Studio()
    newcomers = Newcomers(api_url, token, time, rules, bases or Bases())
    # Last, and closed whatever happens after it: its threads would keep the process alive.
    database = await _opened(database_url)
    try:
        bot, drawing = await asyncio.gather(introduced(api_url, token, transport), asyncio.to_thread(can_draw))
        # Languages and some of PTB's parts are read from disk: not inside the event loop.
        limiter = Limiter(rate, time.seconds, time.sleep)
        gateway = Gateway(transport.call, limiter)
        chosen = media or MediaRules(folder=path_of(database_url).parent / "media")
        supply = Supply(KeptMedia(database, chosen.folder, time.now, limit=chosen.limit), Fetcher(outside).fetch)
        desk = newcomers.desk(database, gateway, Files(database, bot.id), supply.media)
        offers = _offers(bot, admins, suggestions=suggestions, drawing=drawing)
        given = bot, gateway, database, supply, studio, desk, time, rate, admins, offers
        services = await asyncio.to_thread(_services, *given)
        await services.readers.read_clocks()
        application = await asyncio.to_thread(_application, bot, services)
        async with application:
            try:
                collector = Collector.of(database, services.media, chosen, beside, time, bot.id)
                worker = worker_of(services, database, limiter, time, rate)
                follower, heeding = newcomers.follower(database, time, manner), Heeding(services.deciding, time)
                chores = (collector, follower, Appointments(services, time), heeding)
                yield App(application, transport, worker, *chores)
            finally:
                await services.errands.close()
    finally:
        await newcomers.close()
        await studio.close()
        await outside.close()
        await beside.close()
        await transport.shutdown()
        await database.close()


async def _opened(url: str) -> Database:
    """Open the database to the end, also when cancelled: a connection left half open keeps the process alive."""
    opening = asyncio.create_task(open_database(url))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await (await opening).close()
        raise


def _services(
    bot: ExtBot[None],
    gateway: Gateway,
    database: Database,
    supply: Supply,
    studio: Studio,
    desk: Desk,
    clock: Clock,
    rate: float,
    admins: frozenset[int],
    offers: Offers,
) -> Services:
    threads = Threads(database)
    return Services(
        bot=bot.username,
        gateway=gateway,
        showing=Showing(gateway, Files(database, bot.id), supply),
        threads=threads,
        readers=Readers(database),
        authors=Authors(database),
        deciding=Deciding(database),
        tags=Tags(database),
        search=Search(database, threads),
        subscribers=Subscribers(database),
        subscriptions=Subscriptions(database),
        chats=Chats(database),
        holding=Holding(database),
        rhythms=Rhythms(database),
        portions=Portions(database),
        publications=Publications(database),
        overlooking=Overlooking(),
        admins=admins,
        rate=rate,
        catalogue=Catalogue(),
        offers=offers,
        errands=Errands(clock.seconds),
        made=Made(database, bot.id),
        shares=Shares(database),
        fetch=supply.bring,
        media=supply.media,
        reports=Reports(database),
        suggestions=Suggestions(database),
        make=studio.make,
        desk=desk,
        now=clock.now,
    )


def _offers(bot: ExtBot[None], admins: frozenset[int], *, suggestions: bool, drawing: bool) -> Offers:
    """What its owner has set at BotFather, what can be drawn here, and what there is anybody to look at."""
    return Offers(
        inline=bot.supports_inline_queries,
        groups=bot.can_join_groups,
        pictures=drawing,
        reports=bool(admins),
        suggestions=bool(admins) and suggestions,
    )


def _application(bot: ExtBot[None], services: Services) -> SpoolApplication:
    application = (
        ApplicationBuilder()
        .application_class(SpoolApplication, {"services": services})
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=SpoolContext))
        .build()
    )
    assert isinstance(application, SpoolApplication)  # noqa: S101  # narrows what the builder leaves open
    register(application)
    return application
