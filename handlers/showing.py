"""Cards on their way to a chat: as text or with a picture or film, sent anew or in place of another card.

Telegram lets a text become a picture and a picture another one, but never a picture a text: then the new message comes
first, and the old one is deleted or, past 48 hours, loses its keyboard. A picture goes out under the id that Telegram
gave it, else as an upload of what is kept of it, else by its address, else as an upload of what is fetched now; if
Telegram takes it in no way, the card names and links it instead.
"""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from handlers.gateway import (
    BadFile,
    ChatMessage,
    Done,
    Gateway,
    Gone,
    NoText,
    Outcome,
    Rejected,
    Target,
    Upload,
)
from handlers.supply import Supply
from handlers.turns import Turns
from handlers.views.card import Card, Medium
from handlers.views.media import carrying, file_of, replacing, sending
from storage.media.files import Files
from storage.media.kept import Kept
from threads.model import is_address

Attempt = Callable[[Medium, str | Upload], Awaitable[Outcome]]
"""Shows a card with its medium, which is given as a file id, an address or an upload."""

LOST_FOR = 600.0
"""Seconds for which a medium that could be had in no way is not tried again: each try keeps a reader waiting."""
REMEMBERED = 10_000
"""Lost media and replaced messages kept in mind."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Showing:
    """Sends and replaces cards."""

    def __init__(self, gateway: Gateway, files: Files, supply: Supply) -> None:
        self._gateway = gateway
        self._files = files
        self._supply = supply
        self._turns = Turns()
        self._lost: dict[str, tuple[float, str]] = {}
        self._retired: dict[Target, None] = {}

    async def send(self, chat: int, card: Card, *, topic: int | None = None) -> Outcome:
        """Send a card as a new message."""

        async def attempt(medium: Medium, file: str | Upload) -> Outcome:
            method, payload = sending(card, medium, file)
            return await self._gateway.send(chat, payload | card.protection(), topic=topic, method=method)

        if card.medium and (outcome := await self._with(card.medium, attempt)):
            return outcome
        payload = card.without_medium().payload() | card.protection()
        return await self._gateway.send(chat, payload, topic=topic)

    async def replace(
        self, target: Target, card: Card, *, has_media: bool, protected: bool = False, topic: int | None = None
    ) -> Outcome:
        """Show a card in place of a message, which holds a picture or film when `has_media`.

        A protected card takes the place of a message that is not `protected` as a new one: no edit protects. Gone when
        the message is not there to be replaced: then nothing has been shown.
        """
        if card.protected and not protected:
            return await self._succeed(target, card, topic)

        async def attempt(medium: Medium, file: str | Upload) -> Outcome:
            return await self._gateway.edit(target, replacing(card, medium, file), method="editMessageMedia")

        if card.medium and (outcome := await self._with(card.medium, attempt)):
            return outcome
        text = card.without_medium()
        if not has_media:
            outcome = await self._gateway.edit(target, text.payload())
            if not isinstance(outcome, NoText):
                return outcome
        return await self._succeed(target, text, topic)

    def is_retired(self, target: Target) -> bool:
        """Whether another message has taken this one's place: a press on it that was under way is answered only."""
        return target in self._retired

    async def _succeed(self, old: Target, card: Card, topic: int | None) -> Outcome:
        """Send the new message, and only then take the old one away: a reader is never left without a card."""
        if not isinstance(old, ChatMessage):
            return Gone()
        outcome = await self.send(old.chat, card, topic=topic)
        if not isinstance(outcome, Done):
            return outcome
        removed = await self._gateway.delete(old)
        if not isinstance(removed, Done | Gone):
            removed = await self._gateway.edit(old, {}, method="editMessageReplyMarkup")
        if isinstance(removed, Done | Gone):
            _remember(self._retired, old, None)
        return outcome

    async def _with(self, medium: Medium, attempt: Attempt) -> Outcome | None:
        """Try every way to a medium, the cheapest first. None when Telegram takes it in no way."""
        tried = self._lost_with(medium)
        outcome, kept = await self._by_id(medium, attempt)
        if isinstance(outcome, BadFile) and kept and kept.hash != tried and (carried := carrying(kept, medium)):
            outcome = await self._from_kept(carried, kept, attempt, is_other=carried.form != medium.form)
        if isinstance(outcome, BadFile) and tried is None:
            outcome = await self._from_source(medium, attempt)
            if isinstance(outcome, BadFile):
                _remember(self._lost, medium.url, (time.monotonic() + LOST_FOR, kept.hash if kept else ""))
        if isinstance(outcome, BadFile):
            return None
        await self._learn(medium, outcome)
        # What is refused for another reason, as pictures are in some groups, may still be shown as text.
        return None if isinstance(outcome, Rejected) else outcome

    async def _from_source(self, medium: Medium, attempt: Attempt) -> Outcome:
        """Let Telegram fetch it from its address, else fetch it here."""
        outcome: Outcome = BadFile("no address")
        if is_address(medium.url):
            outcome = await attempt(medium, medium.url)
        if isinstance(outcome, BadFile) and (upload := await self._supply.fetch(medium.url, medium.kind)):
            outcome = await attempt(medium, upload)
        return outcome

    async def _by_id(self, medium: Medium, attempt: Attempt) -> tuple[Outcome, Kept | None]:
        """Try the id that Telegram gave it; when there is none, or not any more, also what is kept of it."""
        known = await self._files.get(medium.url, medium.form)
        if known.file_id is None:
            return BadFile("not sent before"), known.kept
        outcome = await attempt(medium, known.file_id)
        if not isinstance(outcome, BadFile):
            return outcome, None
        await self._files.forget(medium.url, medium.form)
        return outcome, (await self._files.get(medium.url, medium.form)).kept

    async def _from_kept(self, medium: Medium, kept: Kept, attempt: Attempt, *, is_other: bool) -> Outcome:
        """Upload what is kept, once: whoever else wants it meanwhile waits, and gets it by the id that it then has.

        `is_other` says that it goes in another form than the story names, so that its id was not looked for yet.
        """
        async with self._turns.alone(medium.url), self._supply.room(kept):
            if is_other or self._files.remembered(medium.url, medium.form):
                outcome, _ = await self._by_id(medium, attempt)
                if not isinstance(outcome, BadFile):
                    return outcome
            upload = await self._supply.kept(kept, medium.kind)
            outcome = await attempt(medium, upload) if upload else BadFile("lost")
            await self._learn(medium, outcome)
        return outcome

    async def _learn(self, medium: Medium, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and (file := file_of(outcome.result, medium)):
            await self._files.keep(medium.url, medium.form, file)

    def _lost_with(self, medium: Medium) -> str | None:
        """Of a medium that could be had in no way a while ago, the hash of what was kept of it then, empty for nothing.

        What has been kept since is shown at once; nothing else is tried again yet.
        """
        until, tried = self._lost.get(medium.url, (0.0, ""))
        return tried if time.monotonic() < until else None


def _remember(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep an entry, and drop the oldest when there are too many."""
    kept[key] = value
    if len(kept) > REMEMBERED:
        del kept[next(iter(kept))]
