"""Opens something on a card in place: the card is drawn again with other rows below it, and `Back` among them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from handlers.callbacks import Frame, Spot
from handlers.cards import draw, put, readable, setting
from handlers.context import Services, Tap
from handlers.views.card import Card, Row
from handlers.views.frame import Setting, settled, step_row
from storage.readers import Standing
from storage.threads import StoredThread

Rows = Callable[[StoredThread, Spot, Setting], tuple[Row, ...]]


async def unfold(tap: Tap, spot: Spot, rows: Rows, services: Services, *, open_grid: bool = False) -> None:
    """Draw the card again with these rows; on a frame the stepping row stays where it is."""
    story = await readable(spot.thread, services, tap, fresh=True)
    card = await _with_rows(tap, story, spot, rows, services, open_grid=open_grid) if story else None
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _with_rows(
    tap: Tap, story: StoredThread, spot: Spot, rows: Rows, services: Services, *, open_grid: bool
) -> Card:
    card = await draw(tap, story, spot, services)
    look = setting(tap, services, await _standing(tap, story, services))
    if not isinstance(spot, Frame):
        return replace(card, rows=rows(story, spot, look))
    spot = settled(story, spot)
    opened = step_row(story, spot, look, open_grid=open_grid)
    return replace(card, rows=(opened, *rows(story, spot, look)))


async def _standing(tap: Tap, story: StoredThread, services: Services) -> Standing:
    return await services.readers.standing(tap.personal, story.id) if tap.personal is not None else Standing()
