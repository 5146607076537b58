"""Methods about chats and their members."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.methods import places
from bot.sandbox.params import Params
from bot.sandbox.state import PRESENT, Chat, State, for_bot

_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat(state: State, params: Params) -> dict[str, Any]:
    """getChat."""
    chat = places.readable(state, params)
    full = chat.shape | {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    if chat.pinned:
        full["pinned_message"] = for_bot(chat.messages[chat.pinned[-1]])
    return full


def _member(state: State, chat: Chat, user_id: int) -> dict[str, Any]:
    if user_id == state.bot["id"]:
        return state.member(chat.bot_status, state.bot, chat.denied)
    if chat.kind == "channel" and chat.bot_status != "administrator":
        raise bad("member list is inaccessible")
    return state.member(chat.members.get(user_id, "left"), state.people[user_id])


def get_chat_member(state: State, params: Params) -> dict[str, Any]:
    """getChatMember."""
    chat = places.readable(state, params)
    user_id = params.number("user_id")
    if user_id <= 0:
        raise bad("invalid user_id specified")
    if user_id != state.bot["id"] and user_id not in state.people:
        raise bad("PARTICIPANT_ID_INVALID")
    return _member(state, chat, user_id)


def get_chat_administrators(state: State, params: Params) -> list[dict[str, Any]]:
    """getChatAdministrators."""
    chat = places.readable(state, params)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    admins = [user for user, status in chat.members.items() if status in ("creator", "administrator")]
    admins += [state.bot["id"]] if chat.bot_status == "administrator" else []
    return [_member(state, chat, user) for user in admins]


def get_chat_member_count(state: State, params: Params) -> int:
    """getChatMemberCount."""
    chat = places.readable(state, params)
    return sum(status in PRESENT for status in chat.members.values()) + 1


def leave_chat(state: State, params: Params) -> bool:
    """leaveChat."""
    chat = places.readable(state, params)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    state.set_bot_status(chat, "left", state.bot["id"])
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
