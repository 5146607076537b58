"""Makes what somebody wants of a story, sends it, and remembers under which id Telegram keeps it.

What was made once of a story as it stands goes out again by its id, to whomever wants it. What has to be made is made
outside the event loop, and its pictures are fetched within limits.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from handlers.callbacks import Frame, Product, Spot
from handlers.context import Services, Tap
from handlers.gateway import BadFile, Blocked, Done, Outcome, Shut, Upload
from handlers.gathering import gathered
from handlers.views import html
from handlers.views.card import Card
from handlers.views.frame import Setting
from handlers.views.parcel import Parcel, doing, enclosed, files_of, parcel, unsent
from handlers.views.picture import picture_labels
from handlers.views.share import place_of
from handlers.views.wording import wording_of
from storage.media.made import MadeKey
from storage.threads import StoredThread
from threads.errors import SpoolError
from threads.exports import registry
from threads.exports.edition import Edition
from threads.exports.file_name import file_name
from threads.exports.picture import pictures
from threads.exports.pictures import wanted_of
from threads.links import story_payload, tag_payload
from threads.model import TweetNumber

VERSION = 1
"""Raised when files come to look otherwise: what was made by an earlier version is made anew."""
MAX_FILE = 49 * 1024 * 1024
"""Bytes; Telegram takes 50 MB with what stands around them."""
INCOMPLETE_FOR = timedelta(days=1)
"""How long a file goes out again of whose pictures some could not be had."""

_log = structlog.get_logger()

_FORMATS = {Product.EPUB: "epub", Product.HTML: "html", Product.MARKDOWN: "markdown", Product.TEXT: "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who wants what, where, of which story, in which words."""

    tap: Tap
    chat: int
    story: StoredThread
    product: Product
    spot: Spot
    look: Setting

    @property
    def parcel(self) -> Parcel:
        """What it comes as."""
        return Parcel.FILE if self.product in _FORMATS else Parcel.PICTURES

    @property
    def number(self) -> TweetNumber:
        """The tweet that is wanted: of the story as a whole, its first."""
        place = place_of(self.spot)
        return place.number if place else self.story.thread.tweets[0].number

    @property
    def revealed(self) -> bool:
        """Whether the tweet was shown in spite of its content warning."""
        return isinstance(self.spot, Frame) and self.spot.revealed

    @property
    def key(self) -> MadeKey:
        """By what it is known again: the same for everybody who would get the same."""
        what = _FORMATS.get(self.product) or f"picture.{self.product}.{self.number}{'.r' if self.revealed else ''}"
        return MadeKey(
            thread=self.story.id,
            revision=self.story.revision,
            what=f"{what}.{VERSION}",
            language=self.look.words.language.code,
        )


async def deliver(order: Order, services: Services) -> None:
    """Bring it, or a sentence why not."""
    try:
        # Of several people who want the same, one has it made.
        async with services.errands.alone(order.key):
            if not await _known(order, services):
                await _made(order, services)
    except SpoolError as error:
        _log.warning("not made", what=order.key.what, why=error.message_id, **error.parameters)
        await _say(order, unsent(error, order.look.words), services)


async def _known(order: Order, services: Services) -> bool:
    """Send it by the id under which Telegram has it, if it has."""
    files = await services.made.get(order.key, services.now())
    if not files:
        return False
    outcome = await _send(order, files, services)
    if isinstance(outcome, BadFile):
        await services.made.forget(order.key)
        return False
    await _told(order, outcome, services)
    return True


async def _made(order: Order, services: Services) -> None:
    """Have it made, send it, and remember it."""
    await services.gateway.call("sendChatAction", doing(order.chat, order.tap.topic, order.parcel))
    files, whole = await (_pictures if order.parcel is Parcel.PICTURES else _file)(order, services)
    if sum(len(file.data) for file in files) > MAX_FILE:
        await _say(order, order.look.words.say("This story is too large for a file in Telegram."), services)
        return
    outcome = await _send(order, files, services)
    await _told(order, outcome, services)
    if isinstance(outcome, Done) and (ids := files_of(outcome.result)):
        until = None if whole else services.now() + INCOMPLETE_FOR
        await services.made.keep(order.key, ids, until=until)


async def _file(order: Order, services: Services) -> tuple[tuple[Upload, ...], bool]:
    """The file, and whether everything is in it that should be."""
    form = registry.named(_FORMATS[order.product])
    assert form  # noqa: S101  # the names are the registry's
    thread, bot = order.story.thread, order.look.bot
    found = await gathered(thread, services.fetch) if form.pictures else {}
    edition = Edition(
        thread=thread,
        wording=await asyncio.to_thread(wording_of, order.story, replace(order.look.words, plain=False)),
        link=html.bot_link(bot, story_payload(order.story.id)),
        tag_links={tag.key: html.bot_link(bot, tag_payload(tag.key, tag.id)) for tag in order.story.tags},
        pictures=found,
    )
    data = await services.make(form.write, edition)
    whole = not form.pictures or all(wanted.url in found for wanted in wanted_of(thread))
    return (Upload(file_name(thread, form.ending), data),), whole


async def _pictures(order: Order, services: Services) -> tuple[tuple[Upload, ...], bool]:
    """The pictures of the tweet, one a page."""
    words = replace(order.look.words, plain=False)
    made = await services.make(
        pictures,
        order.story.thread,
        order.number,
        link=html.bot_link(order.look.bot, story_payload(order.story.id, order.number)),
        dark=order.product is Product.DARK,
        labels=picture_labels(order.story, order.number, words),
        revealed=order.revealed,
    )
    return tuple(Upload(f"page-{place}.png", data) for place, data in enumerate(made, 1)), True


async def _send(order: Order, files: Sequence[str | Upload], services: Services) -> Outcome:
    card = enclosed(order.story, order.spot, order.look)
    method, payload = parcel(card, files, order.parcel)
    return await services.gateway.send(order.chat, payload, topic=order.tap.topic, method=method)


async def _told(order: Order, outcome: Outcome, services: Services) -> None:
    """Somebody who waits for it in vain is told; somebody who has blocked the bot can't be."""
    if not isinstance(outcome, Done | Blocked | Shut):
        await _say(order, order.look.words.say("It could not be sent. Please try again in a moment."), services)


async def _say(order: Order, sentence: str, services: Services) -> None:
    await services.gateway.send(order.chat, Card(html.text(sentence)).payload(), topic=order.tap.topic)
