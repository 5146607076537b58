"""Which chat and which message a call means, and whether the bot may do anything there."""

from typing import Any

from bot.sandbox.errors import bad, forbidden
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Message, State

_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def chat(state: State, params: Params, name: str = "chat_id") -> Chat:
    """The chat the parameter names, if the bot can know of it; raises ApiError."""
    value = params.text(name)
    if not value:
        raise bad(f"{name} is empty")
    found = state.chats.get(params.number(name))
    if found is None or found.kind == "dialog":
        raise bad("chat not found")
    return found


def writable(state: State, params: Params, name: str = "chat_id") -> Chat:
    """The chat, if the bot may write there now; raises ApiError with Telegram's reason."""
    found = chat(state, params, name)
    _check_migration(found)
    if found.kind == "private":
        _check_private(found)
    else:
        _check_membership(found)
        if found.kind == "channel" and not _may(found, "can_post_messages"):
            raise bad("need administrator rights in the channel chat")
    return found


def sendable(state: State, params: Params) -> Chat:
    """The chat, if the bot may send there now."""
    found = writable(state, params)
    silent = found.muted and found.bot_status != "administrator"
    if found.is_group and (silent or found.bot_status == "restricted"):
        raise bad("not enough rights to send text messages to the chat")
    return found


def _may(found: Chat, right: str) -> bool:
    return found.bot_status == "administrator" and right not in found.denied


def readable(state: State, params: Params) -> Chat:
    """The chat, if the bot may look into it: a private chat always, a group while the bot is in it."""
    found = chat(state, params)
    _check_migration(found)
    if found.kind != "private":
        _check_membership(found)
    return found


def _check_migration(found: Chat) -> None:
    if found.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=found.migrated_to)


def _check_private(found: Chat) -> None:
    if found.deactivated:
        raise forbidden("user is deactivated")
    if found.bot_status != "member":
        raise forbidden("bot was blocked by the user")
    if not found.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_membership(found: Chat) -> None:
    if found.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {_NAMES[found.kind]}")
    if found.bot_status == "left":
        raise forbidden(f"bot is not a member of the {_NAMES[found.kind]}")


def message(found: Chat, params: Params, deed: str) -> Message:
    """The message the call means; `deed` names what was to be done with it in the refusal."""
    message_id = params.number("message_id")
    if message_id <= 0:
        raise bad("message identifier is not specified")
    if message_id not in found.messages:
        raise bad(f"message to {deed} not found")
    return found.messages[message_id]


def thread(found: Chat, params: Params) -> dict[str, Any]:
    """The topic to write into, empty for none; raises ApiError for one that isn't there."""
    number = max(0, params.number("message_thread_id"))
    if number and number not in found.topics:
        raise bad("message thread not found")
    if number in found.closed and not _may(found, "can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    if not number:
        return {}
    return {"message_thread_id": number, "is_topic_message": True}


def is_own(state: State, found: Message) -> bool:
    """Whether the bot sent it, itself."""
    return bool(found.get("from", {}).get("id") == state.bot["id"])
