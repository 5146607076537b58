"""What opens on a card in place, and closes by Back: the jump grid, the story's tags, the ways to share."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.callbacks import Frame, Jump, Press, Share, ShowTags, Spot
from handlers.cards import draw, put, readable, setting
from handlers.context import OnPress, Services, Tap
from handlers.views.card import Card, Row
from handlers.views.frame import Setting, grid_rows, settled, step_row
from handlers.views.title import share_rows, tag_rows
from storage.readers import Standing
from storage.threads import StoredThread

Rows = Callable[[StoredThread, Spot, Setting], tuple[Row, ...]]


async def on_jump(tap: Tap, press: Jump, services: Services) -> None:
    """Open the grid of places to jump to."""
    await _open(tap, press.spot, grid_rows, services)


async def on_tags(tap: Tap, press: ShowTags, services: Services) -> None:
    """Show the story's tags."""
    await _open(tap, press.spot, tag_rows, services)


async def on_share(tap: Tap, press: Share, services: Services) -> None:
    """Show the ways to share."""
    await _open(tap, press.spot, share_rows, services)


async def _open(tap: Tap, spot: Spot, rows: Rows, services: Services) -> None:
    """Draw the card again with other rows; on a frame the stepping row stays where it is."""
    story = await readable(spot.thread, services, fresh=True)
    card = await _with_rows(tap, story, spot, rows, services) if story else None
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _with_rows(tap: Tap, story: StoredThread, spot: Spot, rows: Rows, services: Services) -> Card:
    card = await draw(tap, story, spot, services)
    look = setting(tap, services, await _standing(tap, story, services))
    if not isinstance(spot, Frame):
        return replace(card, rows=rows(story, spot, look))
    spot = settled(story, spot)
    opened = step_row(story, spot, look, open_grid=rows is grid_rows)
    return replace(card, rows=(opened, *rows(story, spot, look)))


async def _standing(tap: Tap, story: StoredThread, services: Services) -> Standing:
    return await services.readers.standing(tap.personal, story.id) if tap.personal is not None else Standing()


PRESSES: Mapping[type[Press], OnPress] = {Jump: on_jump, ShowTags: on_tags, Share: on_share}
