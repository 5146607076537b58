"""Choosing a chat through a button of a reply keyboard, as Telegram's own picker does it."""

from typing import Any

from bot.sandbox import membership, reply_keyboards
from bot.sandbox.state import PRESENT, Chat, Message, State


def share_chat(state: State, person: int, chat: int, request_id: int, *, forged: bool) -> Message:
    """Choose a chat; see World.share_chat."""
    home, chosen = state.chat(person), state.chat(chat)
    asked = reply_keyboards.chat_request(home.keyboard, request_id) if not forged else {"request_title": True}
    if not forged:
        _check(chosen, person, asked)
        _bring_in(state, chosen, person, asked)
    shared: dict[str, Any] = {"request_id": request_id, "chat_id": chosen.id}
    shared |= {"title": chosen.shape["title"]} if asked.get("request_title") and "title" in chosen.shape else {}
    message = state.post(home, {"from": state.people[person], "chat_shared": shared})
    state.deliver(home, message)
    return message


def _check(chosen: Chat, person: int, asked: dict[str, Any]) -> None:
    """The picker shows only chats of the kind, in which the person has the rights that are asked for."""
    if asked["chat_is_channel"] != (chosen.kind == "channel") or not (chosen.is_group or chosen.kind == "channel"):
        raise ValueError("The picker does not show chats of this kind.")
    wanted = asked.get("user_administrator_rights")
    if chosen.members.get(person) not in (("creator", "administrator") if wanted else PRESENT):
        raise ValueError("The picker shows only chats in which this person is an admin.")


def _bring_in(state: State, chosen: Chat, person: int, asked: dict[str, Any]) -> None:
    """The person's app adds the bot where it is not yet, or makes it an admin."""
    if asked.get("bot_administrator_rights") and chosen.bot_status != "administrator":
        membership.add_bot(state, chosen, "administrator", person)
    elif asked.get("bot_is_member") and chosen.bot_status not in PRESENT:
        membership.add_bot(state, chosen, "member", person)
