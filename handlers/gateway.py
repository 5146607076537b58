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
from storage.delivery.subscribers import Barrier

Payload = dict[str, Any]
"""The fields of a method. A field may hold an Upload, which then travels as a file of its name."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is sent along; the ending of its `name` tells what it is. `size` is a film's in pixels, if known."""

    name: str
    data: bytes
    size: tuple[int, int] | None = None


class NoAnswer(Exception):
    """Telegram gave no answer that can be read: whether the call had its effect is unknown."""


class NotSent(NoAnswer):
    """The call never left, since no connection came about: it had no effect."""


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
class Shut:
    """The bot is in this chat, but a message can't be written there now: see `Barrier`."""

    barrier: Barrier


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
class NoText:
    """The message to edit holds a picture or film, and can't become a text."""


@dataclass(frozen=True, slots=True)
class BadFile:
    """Telegram can't use the address, file id or upload that was to be shown; another way to it may work."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No readable answer: the call may have worked or not."""

    why: str


@dataclass(frozen=True, slots=True)
class Failing:
    """Telegram answers that it is in trouble itself: the call had no effect, and may work later."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """The call never left: Telegram can't be reached. It had no effect."""

    why: str


Outcome = (
    Done
    | Gone
    | Late
    | Blocked
    | Shut
    | Migrated
    | RetryAfter
    | Rejected
    | NoText
    | BadFile
    | Unknown
    | Failing
    | Unsent
)

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
    "message to delete not found",
)
_NO_TEXT = "there is no text in the message to edit"
# As telegram-bot-api and the servers behind it word them; none of them is documented.
_BAD_FILE = (
    "wrong file identifier",
    "failed to get http url content",
    "wrong remote file identifier",
    "wrong type of the web page content",
    "wrong file_id or the file is temporarily unavailable",
    "can't use file of type",
    "type of file mismatch",
    "file must be non-empty",
    "too big",
    "webpage_curl_failed",
    "webpage_media_empty",
    "media_empty",
    "media_invalid",
    "file_reference_",
    "image_process_failed",
    "photo_invalid_dimensions",
    "photo_save_file_invalid",
    "photo_ext_invalid",
    "video_content_type_invalid",
    "request entity too large",
)
_UNREACHABLE = ("chat not found", "bot is not a member")
# Rights to send pictures are another matter: without them a card goes out as text.
_BARRIERS = {
    Barrier.CLOSED: ("topic_closed",),
    Barrier.DELETED: ("message thread not found", "topic_deleted", "topic_id_invalid"),
    Barrier.RIGHTS: (
        "not enough rights to send text messages",
        "have no rights to send",
        "need administrator rights in the channel",
        "chat_write_forbidden",
        "chat_send_plain_forbidden",
    ),
}


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

    async def send(
        self, chat: int, message: Payload, *, topic: int | None = None, method: str = "sendMessage"
    ) -> Outcome:
        """Send a message. After silence it is not sent again, since it may have arrived."""
        payload = {"chat_id": chat, **message}
        if topic is not None:
            payload["message_thread_id"] = topic
        return await self._patiently(chat, method, payload)

    async def edit(self, target: Target, message: Payload, *, method: str = "editMessageText") -> Outcome:
        """Replace content and keyboard of a message. Being as it should be already counts as done."""
        return await self._patiently(_key(target), method, {**_named(target), **message}, repeatable=True)

    async def delete(self, target: ChatMessage) -> Outcome:
        """Delete one of the bot's messages; Telegram refuses one that is older than 48 hours."""
        return await self._patiently(target.chat, "deleteMessage", _named(target), repeatable=True)

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
        except NotSent as silence:
            return Unsent(str(silence))
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
                case Unknown() | Failing() | Unsent() if repeatable:
                    await asyncio.sleep(PAUSE)
                case _:
                    break
        return outcome


def _key(target: Target) -> Key:
    return target.chat if isinstance(target, ChatMessage) else target.id


def _named(target: Target) -> Payload:
    match target:
        case ChatMessage(chat, identity):
            return {"chat_id": chat, "message_id": identity}
        case InlineMessage(inline):
            return {"inline_message_id": inline}


def _refusal(reply: Mapping[str, Any]) -> Outcome:
    code = reply.get("error_code")
    why = str(reply.get("description", ""))
    parameters = reply.get("parameters") or {}
    if "migrate_to_chat_id" in parameters:
        return Migrated(int(parameters["migrate_to_chat_id"]))
    if code == 429:
        return RetryAfter(int(parameters.get("retry_after", 1)))
    if barrier := _barrier(why):
        return Shut(barrier)
    if code == 403:
        return Blocked(why)
    # With a token that is not known (any more) nothing is wrong with the call: polling ends the program.
    if isinstance(code, int) and (code >= 500 or code in (401, 404)):
        return Failing(why)
    return _bad_request(why)


def _barrier(why: str) -> Barrier | None:
    said = why.lower()
    return next((barrier for barrier, all_said in _BARRIERS.items() if any(each in said for each in all_said)), None)


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
    if _NO_TEXT in said:
        return NoText()
    if any(words in said for words in _BAD_FILE):
        return BadFile(why)
    return Rejected(why)
