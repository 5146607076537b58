"""What opens on a card in place, and closes by Back: the jump grid, the story's tags."""

from collections.abc import Mapping

from handlers.callbacks import Jump, Press, ShowTags
from handlers.context import OnPress, Services, Tap
from handlers.unfolding import unfold
from handlers.views.frame import grid_rows
from handlers.views.title import tag_rows


async def on_jump(tap: Tap, press: Jump, services: Services) -> None:
    """Open the grid of places to jump to."""
    await unfold(tap, press.spot, grid_rows, services, open_grid=True)


async def on_tags(tap: Tap, press: ShowTags, services: Services) -> None:
    """Show the story's tags."""
    await unfold(tap, press.spot, tag_rows, services)


PRESSES: Mapping[type[Press], OnPress] = {Jump: on_jump, ShowTags: on_tags}
