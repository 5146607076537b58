"""Who can be reached, as Telegram tells it: blocks and unblocks, joins and removals, groups that become supergroups."""

from structlog.contextvars import bind_contextvars
from telegram import ChatMember, Update

from handlers.routing import SpoolContext

_THERE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED)


async def on_membership(update: Update, context: SpoolContext) -> None:
    """The bot was blocked or removed: nothing more is sent there; it is back: new stories are told again."""
    bind_contextvars(handler="membership")
    change = update.my_chat_member
    if change is None:
        return
    services = context.services
    if change.new_chat_member.status in _THERE:
        await services.subscribers.returned(change.chat.id)
    else:
        await services.subscribers.lost(change.chat.id, services.now())


async def on_migration(update: Update, context: SpoolContext) -> None:
    """A group became a supergroup: told in the old chat and in the new one, in either order."""
    bind_contextvars(handler="migration")
    message, services = update.message, context.services
    if message and message.migrate_to_chat_id:
        await services.subscribers.moved(message.chat.id, message.migrate_to_chat_id, services.now())
    if message and message.migrate_from_chat_id:
        await services.subscribers.moved(message.migrate_from_chat_id, message.chat.id, services.now())
