"""How often stories were handed on, and in which way: totals, of which nobody can read who did it or with what.

What Telegram does by itself is told to no bot: copied links, forwards, and messages sent through its own dialogs.
"""

from enum import StrEnum

from storage.database import Database

_COUNT = """
INSERT INTO share (way, total) VALUES ($1, 1) ON CONFLICT (way) DO UPDATE SET total = share.total + 1
"""
_TOTALS = "SELECT way, total FROM share"


class Way(StrEnum):
    """What is counted."""

    MENU = "menu"
    EPUB = "epub"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    PICTURE = "picture"
    INLINE = "inline"
    LINK = "link"
    GROUP = "group"


class Shares:
    """Counts, and tells the totals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, way: Way) -> None:
        """One more."""
        await self._database.write(_COUNT, way)

    async def totals(self) -> dict[Way, int]:
        """Every way with its total, also those that nobody has gone yet."""
        found: dict[str, int] = dict(await self._database.fetch(_TOTALS))
        return {way: found.get(way, 0) for way in Way}
