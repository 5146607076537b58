"""What was found behind a link, before stories are made of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Gathered:
    """The answers of a `network`, by the name of its format; or, without one, the `body` of a page or feed.

    `here` is the address of the one entry of a feed that is wanted, or of the page above all its entries.
    """

    network: str = ""
    pages: list[Any] = field(default_factory=list)
    body: bytes = b""
    here: str = ""
