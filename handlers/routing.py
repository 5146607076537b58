"""From Telegram's updates to handlers: who asks what and where is read off here, once, and nowhere else."""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from structlog.contextvars import bind_contextvars
from telegram import Chat, ChatMember, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from handlers import callback_data
from handlers.callbacks import Press
from handlers.context import Ask, Asking, Command, Presence, Services, Tap
from handlers.gateway import ChatMessage, InlineMessage, Target
from handlers.publishing.sent import sent_of
from storage.delivery.chats import Room
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
            await run(await asked(message, text, context.services), context.services)

    return callback


def on_message(name: str, run: Command) -> Callback:
    """The callback of a message that is no known command."""

    async def callback(update: Update, context: SpoolContext) -> None:
        bind_contextvars(handler=name)
        message = update.message
        if message is not None:
            await run(await asked(message, _words(message), context.services), context.services)

    return callback


def on_chosen(run: Callable[[Services], Awaitable[None]]) -> Callback:
    """The callback of an inline result that somebody has sent: that it happened is all that is told."""

    async def callback(_: Update, context: SpoolContext) -> None:
        await run(context.services)

    return callback


async def asked(message: Message, text: str, services: Services) -> Ask:
    """The message as handlers get it. A card brought into a group speaks the language of the member who brings it."""
    ask = _ask(message, text)
    if ask.private or ask.reader is None:
        return ask
    manner = await services.readers.manner(ask.reader)
    return replace(ask, language=manner.language or ask.language)


def _ask(message: Message, text: str) -> Ask:
    answered, speaks_as = message.reply_to_message, message.sender_chat
    user = None if speaks_as else message.from_user
    return Ask(
        chat=message.chat.id,
        topic=message.message_thread_id if message.is_topic_message else None,
        private=message.chat.type == Chat.PRIVATE,
        reader=ReaderId(user.id) if user else None,
        language=user.language_code if user else None,
        name=user.first_name if user else "",
        room=_room(message),
        text=text,
        sent=sent_of(message, text),
        answered=sent_of(answered, _words(answered)) if answered else None,
        offered=_offered(answered) if answered else None,
        as_chat=speaks_as is not None and speaks_as.id == message.chat.id,
    )


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _room(message: Message) -> Room | None:
    """What the group is called. A message in a topic answers the one that made the topic, if it answers no other."""
    if message.chat.type == Chat.PRIVATE:
        return None
    made = message.reply_to_message.forum_topic_created if message.reply_to_message else None
    named = made.name if made and message.is_topic_message else None
    return Room(title=message.chat.title or "", channel=message.chat.type == Chat.CHANNEL, topic_title=named)


def _offered(answered: Message) -> Press | None:
    """What the first button of a card says that is pressed."""
    markup = answered.reply_markup
    keys = (key for row in markup.inline_keyboard for key in row) if markup else ()
    data = next((key.callback_data for key in keys if isinstance(key.callback_data, str)), "")
    return callback_data.decode(data)


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


def presence_of(change: Mapping[str, Any]) -> Presence:
    """What has become of the bot in a chat. In a channel it writes only as an admin who may post."""
    member, kind = change["new_chat_member"], change["chat"]["type"]
    status = member["status"]
    there = status not in (ChatMember.LEFT, ChatMember.BANNED)
    writes = status != ChatMember.MEMBER or kind != Chat.CHANNEL
    if status == ChatMember.RESTRICTED:
        there, writes = member.get("is_member") is not False, member.get("can_send_messages") is not False
    if kind == Chat.CHANNEL and member.get("can_post_messages") is False:
        writes = False
    return Presence(
        chat=change["chat"]["id"],
        private=kind == Chat.PRIVATE,
        by=change["from"]["id"],
        there=there,
        writes=there and writes,
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
        name=str(user.get("first_name", "")),
        room=None if private else Room(title=chat.get("title") or "", channel=chat.get("type") == Chat.CHANNEL),
        query=query["id"],
        target=target_of(query),
        reachable=not message or message["date"] != 0,
        has_media=any(kind in message for kind in _MEDIA),
        protected=message.get("has_protected_content") is True,
        client=client,
    )
