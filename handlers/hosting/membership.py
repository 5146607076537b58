"""Who can be reached, as Telegram tells it: blocks and unblocks, joins and removals, rights, topics, moved groups."""

from structlog.contextvars import bind_contextvars
from telegram import Update

from handlers.context import Presence, Services
from handlers.hosting.resting import removed, rest
from handlers.routing import SpoolContext
from storage.delivery.subscribers import Address, Barrier


async def on_membership(presence: Presence, services: Services) -> None:
    """The bot was blocked or removed: nothing more is sent there; it is back: new stories are told again.

    Without the right to write, what is set there rests.
    """
    if presence.writes:
        await services.subscribers.returned(presence.chat)
    elif presence.there:
        await rest(Address(presence.chat), Barrier.RIGHTS, services)
    else:
        await removed(presence.chat, services, by=presence.by)


async def on_topic_reopened(update: Update, context: SpoolContext) -> None:
    """A topic was opened again: new stories are told there again."""
    bind_contextvars(handler="topic")
    if message := update.message:
        topic = message.message_thread_id if message.is_topic_message else None
        await context.services.chats.topic_reopened(Address(message.chat.id, topic or 0))


async def on_migration(update: Update, context: SpoolContext) -> None:
    """A group became a supergroup: told in the old chat and in the new one, in either order."""
    bind_contextvars(handler="migration")
    message, services = update.message, context.services
    if message and message.migrate_to_chat_id:
        await services.subscribers.moved(message.chat.id, message.migrate_to_chat_id, services.now())
    if message and message.migrate_from_chat_id:
        await services.subscribers.moved(message.migrate_from_chat_id, message.chat.id, services.now())
