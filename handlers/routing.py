"""From Telegram's updates to handlers: who asks what and where is read off here, once, and nowhere else."""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from structlog.contextvars import bind_contextvars
from telegram import Chat, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from handlers import callback_data
from handlers.callbacks import Press
from handlers.context import Ask, Asking, Command, Services, Tap
from handlers.gateway import ChatMessage, InlineMessage, Target
from handlers.sent import sent_of
from storage.readers import ReaderId


class SpoolContext(CallbackContext[ExtBot[None], None, None, None]):
    """PTB's context with the services, typed."""

    @property
    def services(self) -> Services:
        """The services that `bot/app.py` made."""
        application = self.application
        assert isinstance(application, SpoolApplication)  # noqa: S101  # narrows a type that PTB leaves open
        return application.services


class SpoolApplication(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's application that carries the services."""

    def __init__(self, *, services: Services, **parts: Any) -> None:
        super().__init__(**parts)
        self.services = services


_COMMAND = re.compile(r"\S*\s*")

Callback = Callable[[Update, SpoolContext], Coroutine[Any, Any, None]]


def on_command(name: str, run: Command) -> Callback:
    """The callback of a command."""

    async def callback(update: Update, context: SpoolContext) -> None:
        bind_contextvars(handler=name)
        message = update.message
        if message is not None:
            text = _COMMAND.sub("", message.text or "", count=1)
            await run(await _asked(message, text, context.services), context.services)

    return callback


def on_message(name: str, run: Command) -> Callback:
    """The callback of a message that is no known command."""

    async def callback(update: Update, context: SpoolContext) -> None:
        bind_contextvars(handler=name)
        message = update.message
        if message is not None:
            await run(await _asked(message, _words(message), context.services), context.services)

    return callback


def on_chosen(run: Callable[[Services], Awaitable[None]]) -> Callback:
    """The callback of an inline result that somebody has sent: that it happened is all that is told."""

    async def callback(_: Update, context: SpoolContext) -> None:
        await run(context.services)

    return callback


async def _asked(message: Message, text: str, services: Services) -> Ask:
    """The message as handlers get it. A card brought into a group speaks the language of the member who brings it."""
    ask = _ask(message, text)
    if ask.private or ask.reader is None:
        return ask
    manner = await services.readers.manner(ask.reader)
    return replace(ask, language=manner.language or ask.language)


def _ask(message: Message, text: str) -> Ask:
    user = None if message.sender_chat else message.from_user
    answered = message.reply_to_message
    return Ask(
        chat=message.chat.id,
        topic=message.message_thread_id if message.is_topic_message else None,
        private=message.chat.type == Chat.PRIVATE,
        reader=ReaderId(user.id) if user else None,
        language=user.language_code if user else None,
        text=text,
        sent=sent_of(message, text),
        answered=sent_of(answered, _words(answered)) if answered else None,
    )


def _words(message: Message) -> str:
    return message.text or message.caption or ""


MAX_PAGE = 9_999
"""The last page of inline results that is answered: offsets come from outside."""


def asking_of(query: Mapping[str, Any]) -> Asking:
    """Who asks for what behind the bot's name, wherever they write it."""
    user = query["from"]
    offset = query["offset"]
    is_page = offset.isdecimal() and len(offset) <= len(str(MAX_PAGE))
    return Asking(
        chat=None,
        topic=None,
        private=False,
        reader=ReaderId(user["id"]),
        language=user.get("language_code"),
        query=query["id"],
        text=query["query"].strip(),
        page=int(offset) if is_page else 0,
    )


_MEDIA = ("photo", "video", "animation", "document")


def press_of(query: Mapping[str, Any]) -> Press | None:
    """What a callback query's data says; None when it can't be read."""
    data = query.get("data")
    return callback_data.decode(data) if isinstance(data, str) else None


def target_of(query: Mapping[str, Any]) -> Target:
    """The card that was pressed."""
    if message := query.get("message"):
        return ChatMessage(message["chat"]["id"], message["message_id"])
    return InlineMessage(query.get("inline_message_id", ""))


def tap_of(query: Mapping[str, Any]) -> Tap:
    """Who pressed on which card. A message with date 0 is one that Telegram no longer shows the bot.

    A card that several people see speaks the language that its button names, whoever presses.
    """
    user = query["from"]
    message = query.get("message") or {}
    chat = message.get("chat") or {}
    private = chat.get("type") == Chat.PRIVATE
    client = user.get("language_code")
    return Tap(
        chat=chat.get("id"),
        topic=message.get("message_thread_id") if message.get("is_topic_message") else None,
        private=private,
        reader=ReaderId(user["id"]),
        language=client if private else callback_data.language_of(str(query.get("data", ""))),
        query=query["id"],
        target=target_of(query),
        reachable=not message or message["date"] != 0,
        has_media=any(kind in message for kind in _MEDIA),
        protected=message.get("has_protected_content") is True,
        client=client,
    )
