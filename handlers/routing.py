"""From Telegram's updates to handlers: who asks what and where is read off here, once, and nowhere else."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from structlog.contextvars import bind_contextvars
from telegram import Chat, MaybeInaccessibleMessage, Message, Update, User
from telegram.ext import Application, CallbackContext, ExtBot

from handlers import callbacks
from handlers.callbacks import Press
from handlers.context import Ask, Command, OnPress, Services, Tap
from handlers.gateway import ChatMessage, InlineMessage
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


Callback = Callable[[Update, SpoolContext], Coroutine[Any, Any, None]]


def on_command(name: str, run: Command) -> Callback:
    """The callback of a command."""

    async def callback(update: Update, context: SpoolContext) -> None:
        bind_contextvars(handler=name)
        message = update.message
        if message is not None:
            _, _, text = (message.text or "").partition(" ")
            await run(_ask(message, text), context.services)

    return callback


def on_message(name: str, run: Command) -> Callback:
    """The callback of a message that is no known command."""

    async def callback(update: Update, context: SpoolContext) -> None:
        bind_contextvars(handler=name)
        message = update.message
        if message is not None:
            await run(_ask(message, message.text or message.caption or ""), context.services)

    return callback


def on_press(presses: Mapping[type[Press], OnPress]) -> Callback:
    """The callback of every button: its data is decoded, and what can't be read gets a kind sentence."""

    async def callback(update: Update, context: SpoolContext) -> None:
        query = update.callback_query
        if query is None:
            return
        press = callbacks.decode(query.data or "")
        if press is None:
            bind_contextvars(handler="unreadable")
            words = context.services.catalogue.words(query.from_user.language_code)
            await context.services.gateway.answer(query.id, words.say("This button can't be read. Try /latest."))
            return
        bind_contextvars(handler=type(press).__name__.lower())
        tap = _tap(query.id, query.from_user, query.message, query.inline_message_id)
        await presses[type(press)](tap, press, context.services)

    return callback


def _ask(message: Message, text: str) -> Ask:
    user = None if message.sender_chat else message.from_user
    return Ask(
        chat=message.chat.id,
        topic=message.message_thread_id if message.is_topic_message else None,
        private=message.chat.type == Chat.PRIVATE,
        reader=ReaderId(user.id) if user else None,
        language=user.language_code if user else None,
        text=text,
    )


def _tap(query: str, user: User, message: MaybeInaccessibleMessage | None, inline: str | None) -> Tap:
    chat = message.chat if message else None
    return Tap(
        chat=chat.id if chat else None,
        topic=message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None,
        private=chat is not None and chat.type == Chat.PRIVATE,
        reader=ReaderId(user.id),
        language=user.language_code,
        query=query,
        target=ChatMessage(message.chat.id, message.message_id) if message else InlineMessage(inline or ""),
        reachable=message is None or message.is_accessible,
    )
