"""The one way to Telegram: posts payloads and turns every answer, also a refusal or silence, into an outcome.

Expected refusals are values, not exceptions: a message that is not modified is a success, one that is gone is said to
be gone. Nothing here knows what a card means.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from handlers.limiter import Key, Limiter

Payload = dict[str, Any]


class NoAnswer(Exception):
    """Telegram gave no answer that can be read: whether the call had its effect is unknown."""


Post = Callable[[str, Payload], Awaitable[Mapping[str, Any]]]
"""Posts a method's payload and returns the decoded reply, `ok` true or false. Raises NoAnswer."""


@dataclass(frozen=True, slots=True)
class Done:
    """It worked; `result` is Telegram's, undecoded further."""

    result: Any


@dataclass(frozen=True, slots=True)
class Gone:
    """The message to act on is not there any more, or can't be acted on: send a new one."""


@dataclass(frozen=True, slots=True)
class Late:
    """The press is too old to be answered. That is normal life."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """This chat can't be written to: the bot was blocked or removed, or the account is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with this id."""

    to: int


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Too many requests: wait this many seconds with this chat."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses the call as it is; the same call would be refused again."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No readable answer: the call may have worked or not."""

    why: str


Outcome = Done | Gone | Late | Blocked | Migrated | RetryAfter | Rejected | Unknown

LONGEST_WAIT = 30
"""Seconds of `retry_after` that an answer to a person still waits for."""
TRIES = 3
PAUSE = 0.5
"""Seconds before an edit or an answer is tried again after silence."""

_NOT_MODIFIED = "message is not modified"
_LATE = ("query is too old", "query id is invalid")
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "message to delete not found",
)
_UNREACHABLE = ("chat not found", "bot is not a member", "have no rights to send", "need administrator rights")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message in a chat."""

    chat: int
    message: int


@dataclass(frozen=True, slots=True)
class InlineMessage:
    """A message placed through inline mode: it has no chat that the bot knows."""

    id: str


Target = ChatMessage | InlineMessage


class Gateway:
    """Calls to Telegram by method and payload."""

    def __init__(self, post: Post, limiter: Limiter) -> None:
        self._post = post
        self._limiter = limiter

    async def send(self, chat: int, message: Payload, *, topic: int | None = None) -> Outcome:
        """Send a text message. After silence it is not sent again, since it may have arrived."""
        payload = {"chat_id": chat, **message}
        if topic is not None:
            payload["message_thread_id"] = topic
        return await self._patiently(chat, "sendMessage", payload)

    async def edit(self, target: Target, message: Payload) -> Outcome:
        """Replace text and keyboard of a message. Being as it should be already counts as done."""
        match target:
            case ChatMessage(chat, identity):
                key: Key = chat
                payload = {"chat_id": chat, "message_id": identity, **message}
            case InlineMessage(inline):
                key = inline
                payload = {"inline_message_id": inline, **message}
        return await self._patiently(key, "editMessageText", payload, repeatable=True)

    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> Outcome:
        """Answer a button press, with a toast (up to 200 characters) when there is something to say."""
        payload: Payload = {"callback_query_id": query}
        if text:
            payload |= {"text": text[:200], "show_alert": alert}
        return await self.call("answerCallbackQuery", payload)

    async def call(self, method: str, payload: Payload) -> Outcome:
        """Call a method once."""
        try:
            reply = await self._post(method, payload)
        except NoAnswer as silence:
            return Unknown(str(silence))
        return Done(reply.get("result")) if reply.get("ok") else _refusal(reply)

    async def _patiently(self, key: Key, method: str, payload: Payload, *, repeatable: bool = False) -> Outcome:
        """Call when the chat may be written to; wait out a short `retry_after`, repeat after silence what may be."""
        outcome: Outcome = Unknown("not tried")
        for _ in range(TRIES):
            if (seconds := self._limiter.wait_for(key)) > LONGEST_WAIT:
                return RetryAfter(ceil(seconds))
            await self._limiter.ready(key)
            outcome = await self.call(method, payload)
            match outcome:
                case RetryAfter(seconds):
                    self._limiter.refused(key, seconds)
                case Unknown() if repeatable:
                    await asyncio.sleep(PAUSE)
                case _:
                    break
        return outcome


def _refusal(reply: Mapping[str, Any]) -> Outcome:
    code = reply.get("error_code")
    why = str(reply.get("description", ""))
    parameters = reply.get("parameters") or {}
    if "migrate_to_chat_id" in parameters:
        return Migrated(int(parameters["migrate_to_chat_id"]))
    if code == 429:
        return RetryAfter(int(parameters.get("retry_after", 1)))
    if code == 403:
        return Blocked(why)
    if isinstance(code, int) and code >= 500:
        return Unknown(why)
    return _bad_request(why)


def _bad_request(why: str) -> Outcome:
    said = why.lower()
    if _NOT_MODIFIED in said:
        return Done(None)
    if any(words in said for words in _LATE):
        return Late()
    if any(words in said for words in _GONE):
        return Gone()
    if any(words in said for words in _UNREACHABLE):
        return Blocked(why)
    return Rejected(why)
