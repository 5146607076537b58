"""One claim on its way: drawn, sent once, and its outcome turned into what the ledger is to say."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from bot.delivery.portioning import Portioner
from handlers.catalogue import Catalogue
from handlers.gateway import Blocked, Done, Failing, Gateway, Migrated, Outcome, RetryAfter, Shut, Unknown, Unsent
from handlers.limiter import Limiter
from handlers.views.frame import Setting
from handlers.views.growth import new_tweets
from handlers.views.notification import channel_digest, channel_notification, digest, notification
from storage.delivery.deliveries import Claim, Entry
from storage.delivery.growth import Growth
from storage.delivery.holding import Holding
from storage.delivery.ledger import State, Why
from storage.delivery.publications import PublicationKind
from storage.delivery.subscribers import Address, Barrier, SubscriberId, Subscribers
from storage.delivery.subscriptions import Subscriptions
from storage.threads import Status, StoredThread, Threads, milliseconds_of
from threads.model import ThreadId

RESEND = timedelta(minutes=5)
"""After this a message whose answer was lost is sent once more."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 120))
"""Between tries of a call that Telegram has trouble with; after the last one it has failed."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds for which nothing is sent while Telegram can't be reached: doubled from first to longest."""
DRAWN = 200
"""Cards kept: one for each language of the stories under way."""

_log = structlog.get_logger()

CardKey = tuple[ThreadId, int, str, bool, bool, bool, int]
Rest = Callable[[Address, Barrier], Awaitable[None]]
"""Lets a place rest that takes no message now, and tells whoever set it."""
Lost = Callable[[int], Awaitable[None]]
"""Skips the rest of a chat that can't be reached any more, and tells whoever set it."""


class Sender:
    """Sends claims. Knows what Telegram's answers mean for a delivery; when to send is the worker's matter."""

    def __init__(
        self,
        *,
        bot: str,
        gateway: Gateway,
        limiter: Limiter,
        threads: Threads,
        subscribers: Subscribers,
        subscriptions: Subscriptions,
        holding: Holding,
        growth: Growth,
        portioner: Portioner,
        catalogue: Catalogue,
        clock: Clock,
        rest: Rest,
        lost: Lost,
    ) -> None:
        self._bot = bot
        self._gateway = gateway
        self._limiter = limiter
        self._threads = threads
        self._subscribers = subscribers
        self._subscriptions = subscriptions
        self._holding = holding
        self._growth = growth
        self._portioner = portioner
        self._catalogue = catalogue
        self._clock = clock
        self._rest = rest
        self._lost = lost
        self._cards: OrderedDict[CardKey, dict[str, Any]] = OrderedDict()
        self._away = 0.0

    async def send(self, claim: Claim) -> Entry:
        """Send a claim and tell what became of it. A fault of the program is logged, and the row has failed."""
        try:
            return await self._send(claim)
        except Exception as error:  # noqa: BLE001  # one row that can't be sent must not end the delivery of all others
            _log.error("delivery failed", publication=claim.publication, chat=claim.chat, exc_info=error)
            return _entry(claim, State.FAILED, why=Why.FAULT)

    async def _send(self, claim: Claim) -> Entry:
        if claim.chat is None:
            return _entry(claim, State.SKIPPED, why=Why.UNSUBSCRIBED)
        if claim.quiet_until is not None:
            return _put_off(claim)
        if claim.kind is PublicationKind.PORTION:
            return await self._portion(claim, claim.chat)
        if claim.thread is None:
            return await self._digest(claim, claim.chat)
        # Who has unsubscribed since the rows were written is not told any more.
        story, follows = await self._as_it_is(claim.thread, claim.subscriber)
        if story is None or story.status is not Status.PUBLISHED:
            return _entry(claim, State.SKIPPED, why=Why.WITHDRAWN)
        if claim.first_new is not None or claim.again:
            since = await self._since(claim, claim.chat, story, follows=follows)
        else:
            since = 0 if follows else Why.UNSUBSCRIBED
        if isinstance(since, Why):
            return _entry(claim, State.SKIPPED, why=since)
        entry = await self._post(claim, claim.chat, self._drawn(claim, story, since))
        return replace(entry, up_to=story.next_number) if entry.state is State.SENT else entry

    async def _as_it_is(self, thread: ThreadId, subscriber: SubscriberId) -> tuple[StoredThread | None, bool]:
        """The story as it is now, and whether a subscriber follows it."""
        story, follows = await self._threads.get(thread), False
        while story is not None:
            revision, follows = await self._subscriptions.hears(subscriber, story)
            if revision == story.revision:
                break
            story = None if revision is None else await self._threads.get(thread, revision=revision)
        return story, follows

    async def _since(self, claim: Claim, chat: int, story: StoredThread, *, follows: bool) -> int | Why:
        """From which tweet on a story is new to somebody who may know of it already, 0 for all of it; or why they are
        not told.

        Whoever finished it has read to a place of their own, from which `/continue` goes on too.
        """
        known = await self._growth.knowledge(chat, claim.subscriber, story.id, claim.up_to)
        first = claim.first_new or 0
        if not (follows or (first and known.wants)):
            return Why.UNSUBSCRIBED
        if known.told or (known.finished_next or 0) >= story.next_number:
            return Why.KNOWN
        since = (known.finished_next or first) if first else 0
        return since if since == 0 or new_tweets(story, since) else Why.WITHDRAWN

    async def _digest(self, claim: Claim, chat: int) -> Entry:
        """Everything that was held for a chat in one message; a single story as any other notification."""
        held = await self._holding.held(claim.subscriber, self._clock.now())
        if not held.best:
            return replace(_entry(claim, State.SKIPPED, why=Why.NOTHING), gone=held.gone)
        only = await self._threads.fresh(held.best[0].id) if held.total == 1 else None
        if only:
            since = held.since if held.since and new_tweets(only, held.since) else 0
            payload = self._drawn(claim, only, since)
        else:
            language = self._catalogue.code(claim.language)
            drawing = channel_digest if claim.channel else digest
            card = drawing(held.best, held.total, self._catalogue.words(language, plain=claim.plain), self._bot)
            payload = (replace(card, language=language) if chat < 0 else card).payload()
        entry = await self._post(claim, chat, payload)
        return replace(entry, told=held.publications, gone=held.gone) if entry.state is State.SENT else entry

    async def _portion(self, claim: Claim, chat: int) -> Entry:
        """The next tweets of a story that somebody gets in portions; only once they have come, their place moves on."""
        ready = await self._portioner.draw(claim, chat)
        if isinstance(ready, Why):
            return _entry(claim, State.SKIPPED, why=ready)
        card = ready.drawn.card
        entry = await self._post(claim, chat, card.payload() | card.protection())
        if entry.state is State.SENT:
            await self._portioner.came(ready, self._clock.now())
        return entry

    async def _post(self, claim: Claim, chat: int, payload: dict[str, Any]) -> Entry:
        place: dict[str, Any] = {"chat_id": chat}
        if claim.topic:
            place["message_thread_id"] = claim.topic
        if claim.silent:
            place["disable_notification"] = True
        outcome = await self._gateway.call("sendMessage", place | payload)
        return await self._settle(claim, chat, outcome)

    def _drawn(self, claim: Claim, story: StoredThread, since: int = 0) -> dict[str, Any]:
        """The fields of the message, drawn once for each language."""
        shared = claim.chat is None or claim.chat < 0
        language = self._catalogue.code(claim.language)
        key = (story.id, story.revision, language, claim.plain, shared, claim.channel, since)
        if key not in self._cards:
            words = self._catalogue.words(language, plain=claim.plain)
            drawing = channel_notification if claim.channel else notification
            card = drawing(story, Setting(words=words, bot=self._bot, shared=shared), since)
            card = replace(card, language=language) if shared else card
            self._cards[key] = card.payload() | card.protection()
            if len(self._cards) > DRAWN:
                self._cards.popitem(last=False)
        return self._cards[key]

    async def _settle(self, claim: Claim, chat: int, outcome: Outcome) -> Entry:
        now = self._clock.now()
        if not isinstance(outcome, Unsent):
            self._away = 0.0
        match outcome:
            case Done(result):
                return _entry(claim, State.SENT, message=result.get("message_id"))
            case RetryAfter(seconds):
                self._limiter.refused(chat, seconds)
                return _entry(claim, State.PLANNED, due=now + timedelta(seconds=seconds))
            case Blocked():
                await self._lost(chat)
                return _entry(claim, State.SKIPPED, why=Why.UNREACHABLE)
            case Shut(barrier):
                await self._rest(Address(chat, claim.topic), barrier)
                return _entry(claim, State.SKIPPED, why=Why.UNREACHABLE)
            case Migrated(to):
                await self._subscribers.moved(chat, to, now)
                return _entry(claim, State.PLANNED, due=now)
            case Unsent(why):
                return _entry(claim, State.PLANNED, due=now + self._pause(why))
            case Failing():
                return _tried(claim, now)
            case Unknown():
                again = None if claim.lost else now + RESEND
                return _entry(claim, State.UNKNOWN, due=again, lost=claim.lost + 1)
            case _:
                _log.warning("a notification was refused", publication=claim.publication, chat=chat)
                return _entry(claim, State.FAILED, why=Why.REJECTED)

    def _pause(self, why: str) -> timedelta:
        """Telegram is away: the whole lane pauses, longer each time, and no row is to blame."""
        if not self._away:
            _log.warning("deliveries wait until Telegram can be reached", why=why)
        self._away = min(max(self._away * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._limiter.pause_bulk(self._away)
        return timedelta(seconds=self._away)


def _put_off(claim: Claim) -> Entry:
    """The chat is in its quiet hours: a portion waits, a story is held, and a digest is planned anew when they end."""
    if claim.kind is PublicationKind.PORTION:
        return Entry(claim=claim, state=State.PLANNED, due=claim.quiet_until, tries=claim.tries, lost=claim.lost)
    state, why = (State.SKIPPED, Why.QUIET) if claim.thread is None else (State.HELD, None)
    return replace(_entry(claim, state, why=why), tell_at=claim.quiet_until)


def _tried(claim: Claim, now: datetime) -> Entry:
    """Telegram had trouble with the call: due again later, until it was tried often enough."""
    if claim.tries >= len(PAUSES):
        return _entry(claim, State.FAILED, why=Why.TRIED)
    return _entry(claim, State.PLANNED, due=now + PAUSES[claim.tries], tries=claim.tries + 1)


def _entry(
    claim: Claim,
    state: State,
    *,
    due: datetime | None = None,
    why: Why | None = None,
    message: int | None = None,
    tries: int | None = None,
    lost: int | None = None,
) -> Entry:
    return Entry(
        claim=claim,
        state=state,
        due=None if due is None else milliseconds_of(due),
        why=why,
        message=message,
        tries=claim.tries if tries is None else tries,
        lost=claim.lost if lost is None else lost,
    )
