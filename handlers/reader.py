"""Reading: the buttons that lead from card to card. Each says on which frame it was pressed, which fixes its target:
two quick taps on one frame end one step on, and a card made years ago still leads to the right tweet.
"""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Again, End, Frame, Next, OpenStory, Press, Previous, Show, Spot
from handlers.cards import Aim, arrive, post, put
from handlers.context import OnPress, Services, Tap, toast_words
from handlers.views.frame import counting
from storage.threads import StoredThread
from threads import reading
from threads.model import ThreadId
from threads.reading import Place


async def on_show(tap: Tap, press: Show, services: Services) -> None:
    """Read, Continue, a jump, Back: show the card that the button names."""
    await _go(tap, press.spot.thread, lambda story: press.spot, services)


async def on_next(tap: Tap, press: Next, services: Services) -> None:
    """One step forward from the frame pressed; past the last tweet comes the end card."""

    def aim(story: StoredThread) -> Spot:
        place = reading.after(story.thread, press.spot.place, counting(press.spot))
        return _onward(story, press.spot, place) if place else End(story.id)

    await _go(tap, press.spot.thread, aim, services)


async def on_previous(tap: Tap, press: Previous, services: Services) -> None:
    """One step back from the frame pressed; on the first there is only a toast."""
    story = await services.threads.fresh(press.spot.thread)
    place = reading.before(story.thread, press.spot.place, counting(press.spot)) if story else None
    if story and place is None:
        words = await toast_words(tap, services)
        await services.gateway.answer(tap.query, words.say("This is the first tweet."))
        return

    def aim(story: StoredThread) -> Spot:
        place = reading.before(story.thread, press.spot.place, counting(press.spot))
        return _onward(story, press.spot, place or reading.first(story.thread))

    await _go(tap, press.spot.thread, aim, services)


async def on_again(tap: Tap, press: Again, services: Services) -> None:
    """Begin a new reading at the first tweet."""
    await _go(tap, press.spot.thread, lambda story: Frame(story.id, reading.first(story.thread)), services, again=True)


async def on_open(tap: Tap, press: OpenStory, services: Services) -> None:
    """A story from a list: a card of its own, below the list."""
    card = await arrive(tap, press.spot.thread, lambda story: press.spot, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await post(tap, card, services)


def _onward(story: StoredThread, pressed: Frame, place: Place) -> Frame:
    """The frame a step leads to: another page of a tweet that was revealed is open, every other tweet is not."""
    return Frame(story.id, place, pressed.revealed and place.number == pressed.place.number)


async def _go(tap: Tap, thread: ThreadId, aim: Aim, services: Services, *, again: bool = False) -> None:
    """Answer the press and show where it leads, side by side.

    Only once the card is there: Telegram shows the first answer to a press, and a failure has to be told in it.
    """
    card = await arrive(tap, thread, aim, services, again=again)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


PRESSES: Mapping[type[Press], OnPress] = {
    Show: on_show,
    Next: on_next,
    Previous: on_previous,
    Again: on_again,
    OpenStory: on_open,
}
