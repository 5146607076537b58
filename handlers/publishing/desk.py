"""What publishing in the chat works with: the ways in from outside, and what is kept of it. Made by `bot/app.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.publishing.guesses import Guesses
from handlers.publishing.sent import Attachment
from storage.desk.awaiting import Awaiting
from storage.desk.collecting import Collecting
from storage.desk.offers import Offers
from storage.desk.publishing import Publishing
from storage.desk.revising import Revising
from storage.desk.schedule import Schedule
from storage.intake import Intake
from storage.sources import Sources
from threads.model import Thread
from threads.sources.live.source import Source

Read = Callable[[str, bytes], Awaitable[list[Thread]]]
"""Every story of a document of this name and these bytes, by the importers of `spool import`, outside the event loop
and with bounded memory and time. Raises UnreadableSource."""

Download = Callable[[str], Awaitable[bytes | None]]
"""The bytes of a file by the id that Telegram gave it; None when it can't be had. Never raises."""

Live = Callable[[str], Awaitable[list[Thread]]]
"""The stories behind an address, read where they live. Raises UnreadableSource."""


Hold = Callable[[Attachment], Awaitable[None]]
"""Keeps a picture or film that was sent, so that it can be shown whatever becomes of the message. Never raises."""

Find = Callable[[str], Awaitable[Source]]
"""The author or feed behind an address. Raises SpoolError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The publisher's desk. `live` is None where no link can be read."""

    intake: Intake
    publishing: Publishing
    revising: Revising
    schedule: Schedule
    offers: Offers
    awaiting: Awaiting
    collecting: Collecting
    read: Read
    guesses: Guesses
    download: Download
    hold: Hold
    sources: Sources
    find: Find
    live: Live | None = None
