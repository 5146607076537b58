"""What is kept of other people's pictures and films, and how much of it."""

from dataclasses import dataclass
from pathlib import Path

from storage.media.kept import LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRules:
    """Where media are kept, and how many bytes of them at most (0 keeps none).

    `fetch` says whether the bot brings what is not kept yet by itself, beside everything else.
    """

    folder: Path
    limit: int = LIMIT
    fetch: bool = False
