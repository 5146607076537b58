"""Sharing: the menus that open on a card, and the files and pictures that they bring.

Most of what is shared goes ways of Telegram's own, of which a bot hears nothing: only what comes by here is counted.
"""

from collections.abc import Coroutine, Mapping
from functools import partial
from typing import Any

from structlog.contextvars import bind_contextvars

from handlers.admins import is_admin
from handlers.callbacks import AsFile, AsPicture, Frame, Make, Press, Product, Share
from handlers.cards import readable, setting
from handlers.context import OnPress, Services, Tap, toast_words
from handlers.delivering import Order, deliver
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.unfolding import unfold
from handlers.views.frame import settled
from handlers.views.share import file_rows, picture_rows, share_rows
from storage.readers import Manner, ReaderId, Standing
from storage.shares import Way
from storage.threads import StoredThread

_WAYS = {
    Product.EPUB: Way.EPUB,
    Product.HTML: Way.HTML,
    Product.MARKDOWN: Way.MARKDOWN,
    Product.TEXT: Way.TEXT,
    Product.LIGHT: Way.PICTURE,
    Product.DARK: Way.PICTURE,
}


async def on_share(tap: Tap, press: Share, services: Services) -> None:
    """Show the ways to share."""
    rows = partial(share_rows, offers=services.offers, admin=is_admin(tap, services))
    await unfold(tap, press.spot, rows, services)
    await services.shares.count(Way.MENU)


async def on_as_file(tap: Tap, press: AsFile, services: Services) -> None:
    """Show the kinds of files."""
    await unfold(tap, press.spot, file_rows, services)


async def on_as_picture(tap: Tap, press: AsPicture, services: Services) -> None:
    """Show the kinds of pictures."""
    await unfold(tap, press.spot, picture_rows, services)


async def on_make(tap: Tap, press: Make, services: Services) -> None:
    """Make a file or picture and send it: beside everything else, one at a time for each person."""
    story = await readable(press.spot.thread, services, tap, fresh=True)
    words = await toast_words(tap, services)
    if story is None:
        await services.gateway.answer(tap.query, words.say("This story is not available any more."))
    elif tap.chat is None or tap.reader is None:
        await services.gateway.answer(tap.query, words.say("This button can't be read. Try /latest."))
    elif story.thread.protected:
        said = words.say("The author does not want this story passed on. You can read it in the bot.")
        await services.gateway.answer(tap.query, said)
    else:
        await _begin(tap, tap.reader, await _ordered(tap, tap.chat, press, story, services), services)
        await services.shares.count(_WAYS[press.product])


async def _ordered(tap: Tap, chat: int, press: Make, story: StoredThread, services: Services) -> Order:
    """What is wanted, in the words of whoever sees it: the reader's own, in a group the card's."""
    manner = await services.readers.manner(tap.personal) if tap.personal is not None else Manner()
    look = setting(tap, services, Standing(manner=manner))
    spot = settled(story, press.spot) if isinstance(press.spot, Frame) else press.spot
    return Order(tap=tap, chat=chat, story=story, product=press.product, spot=spot, look=look)


async def _begin(tap: Tap, reader: ReaderId, order: Order, services: Services) -> None:
    """Answer at once, and do the work behind it."""
    words = await toast_words(tap, services)

    def work() -> Coroutine[Any, Any, None]:
        return guarded(deliver(order, services), order.chat, tap, services)

    match services.errands.begin(reader, (order.chat, order.key, order.spot), work):
        case Begun.YES:
            toast = words.say("One moment: it is being made.")
        case Begun.BUSY:
            toast = words.say("One thing at a time: the one before is still being made.")
        case Begun.AGAIN:
            toast = words.say("It has just been sent: it stands below.")
    await services.gateway.answer(tap.query, toast)


async def on_chosen(services: Services) -> None:
    """Somebody has placed a card through inline mode; Telegram tells it where inline feedback is on."""
    bind_contextvars(handler="chosen")
    await services.shares.count(Way.INLINE)


PRESSES: Mapping[type[Press], OnPress] = {
    Share: on_share,
    AsFile: on_as_file,
    AsPicture: on_as_picture,
    Make: on_make,
}
