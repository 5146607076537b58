"""The queue of updates that wait for the bot, and who may take them: one poll, or the webhook.

What the bot does not want (`allowed_updates`) is dropped when it happens, as on the real server.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Update: TypeAlias = dict[str, Any]

KINDS = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result"),
    *("callback_query", "my_chat_member", "chat_member", "message_reaction", "message_reaction_count"),
)
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = frozenset(KINDS) - _ONLY_WHEN_ASKED


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where updates are posted; an empty `url` means polling. Times are Unix seconds."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error: str = ""


@dataclass(slots=True)
class Updates:
    """Updates in order. `poll` counts the polls, so that an older one sees that it was replaced."""

    webhook: Webhook = field(default_factory=Webhook)
    poll: int = 0
    ended_by: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    allowed: frozenset[str] = DEFAULT_KINDS
    asked_for: list[str] | None = None
    _queue: list[Update] = field(default_factory=list)
    _last_id: int = 100_000_000

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Queue one update of the kind, unless the bot does not want it."""
        if kind in self.allowed:
            self._last_id += 1
            self._queue.append({"update_id": self._last_id, kind: body})
            self.wake()

    def wake(self) -> None:
        """Let everyone who waits look again."""
        self.changed.set()
        self.changed = asyncio.Event()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Take the bot's wish: None keeps the last one, an empty list means the default."""
        if kinds is None:
            return
        known = [kind for kind in kinds if kind in KINDS]
        self.asked_for = known or None
        self.allowed = frozenset(known) or DEFAULT_KINDS

    def take(self, offset: int, limit: int) -> list[Update]:
        """Forget what the offset confirms and give up to `limit` of the rest; a negative offset counts from the end."""
        if offset > 0:
            self._queue = [update for update in self._queue if update["update_id"] >= offset]
        elif offset < 0:
            self._queue = self._queue[offset:]
        return self._queue[:limit]

    def done(self, update_id: int) -> None:
        """Forget one update: the webhook took it."""
        self._queue = [update for update in self._queue if update["update_id"] != update_id]

    def waiting(self) -> list[Update]:
        """Everything not yet confirmed, oldest first."""
        return list(self._queue)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._queue = []

    def begin_poll(self, ended_by: str) -> int:
        """Count a new poll, which ends the one before it."""
        self.poll += 1
        self.ended_by = ended_by
        self.wake()
        return self.poll
