"""Whether somebody may set what a chat hears, and whether the bot may write there: asked of Telegram each time."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from telegram import ChatMember

from handlers.gateway import Blocked, Done, Gateway, Migrated, Outcome, Rejected, Shut
from storage.delivery.subscribers import Address


class Rights(Enum):
    """What somebody may do in a chat, as far as the bot can know."""

    ADMIN = auto()
    NONE = auto()
    """A member, or nobody there."""
    AWAY = auto()
    """The bot itself is not in the chat, or sees nobody there: in a channel only admins do."""
    UNKNOWN = auto()
    """Telegram gave no answer that says."""


async def rights(person: int, chat: int, gateway: Gateway, *, channel: bool) -> Rights:
    """The rights of somebody in a group or channel now. In a channel those count as admins who may post there."""
    outcome = await gateway.call("getChatMember", {"chat_id": chat, "user_id": person})
    if isinstance(outcome, Rejected):
        # Of its members a group may tell only admins; who the admins are it tells every bot in it.
        outcome = await gateway.call("getChatAdministrators", {"chat_id": chat})
    match outcome:
        case Done(dict() as member):
            return _of(member, channel)
        case Done(list() as admins):
            mine = (admin for admin in admins if admin.get("user", {}).get("id") == person)
            return _of(next(mine, {}), channel)
        case Migrated(to):
            return await rights(person, to, gateway, channel=channel)
        case Blocked() | Shut() | Rejected():
            return Rights.AWAY
        case _:
            return Rights.UNKNOWN


async def probe(address: Address, gateway: Gateway) -> Outcome:
    """What would become of a message, without sending one: the bot is shown to be writing.

    Only `Blocked` and `Shut` say no: that nobody can be shown to be writing somewhere says nothing of messages.
    """
    topic = {"message_thread_id": address.topic} if address.topic else {}
    return await gateway.call("sendChatAction", {"chat_id": address.chat, "action": "typing", **topic})


def _of(member: Mapping[str, Any], channel: bool) -> Rights:
    match member.get("status"):
        case ChatMember.OWNER:
            return Rights.ADMIN
        case ChatMember.ADMINISTRATOR if not channel or member.get("can_post_messages") is not False:
            return Rights.ADMIN
        case _:
            return Rights.NONE
