"""Who is where: new people and groups, blocks, removals, and a group that becomes a supergroup."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.state import PRESENT, Chat, ChatKind, State


def add_person(state: State, name: str, username: str, language_code: str) -> int:
    """A new person and their (still unopened) chat with the bot."""
    number = state.next("person")
    named = {"first_name": name} | ({"username": username} if username else {})
    state.people[number] = {"id": number, "is_bot": False, **named, "language_code": language_code}
    shape = {"id": number, "type": "private", **named}
    state.chats[number] = Chat(id=number, kind="private", shape=shape, members={number: "member"}, started=False)
    state.tell("chat", chat=number)
    return number


def add_group(
    state: State,
    title: str,
    members: Iterable[int],
    *,
    kind: ChatKind,
    admins: Iterable[int],
    is_forum: bool,
    is_protected: bool,
    bot_status: str,
    username: str = "",
) -> int:
    """A new group, with the bot in it unless its status says otherwise. The first admin (or member) made it."""
    admins = list(admins)
    everyone = dict.fromkeys([*admins, *members], "member") | dict.fromkeys(admins, "administrator")
    for person in everyone:
        state.person(person)
    if not everyone:
        raise ValueError("A group needs at least one person.")
    founder = next(iter(everyone))
    everyone[founder] = "creator" if founder in admins else "member"
    if is_forum and kind != "supergroup":
        raise ValueError("Only a supergroup can be a forum.")
    number = _group_id(state, kind)
    shape: dict[str, Any] = {"id": number, "type": kind, "title": title} | ({"is_forum": True} if is_forum else {})
    shape |= {"username": username} if username else {}
    chat = Chat(id=number, kind=kind, shape=shape, members=everyone, bot_status="left", protected=is_protected)
    state.chats[number] = chat
    state.tell("chat", chat=number)
    if bot_status in PRESENT:
        add_bot(state, chat, bot_status, founder)
    else:
        chat.bot_status = bot_status
    return number


def _group_id(state: State, kind: ChatKind) -> int:
    number = state.next("group")
    return -number if kind == "group" else -1_000_000_000_000 - number


def add_bot(state: State, chat: Chat, status: str, by: int) -> None:
    """Bring the bot in: it is told by my_chat_member, and in groups by a service message too."""
    was_there = chat.bot_status in PRESENT
    state.set_bot_status(chat, status, by)
    if chat.is_group and not was_there:
        message = state.post(chat, {"from": state.people[by], "new_chat_members": [state.bot]})
        state.deliver(chat, message)


def remove_bot(state: State, chat: Chat) -> None:
    """An admin takes the bot out."""
    by = next(iter(chat.members))
    state.set_bot_status(chat, "kicked", by)
    if chat.is_group:
        state.post(chat, {"from": state.people[by], "left_chat_member": state.bot})


def set_bot_rights(state: State, chat: Chat, rights: dict[str, bool]) -> None:
    """Give the bot rights of an admin, or take them away; it is told by my_chat_member."""
    if chat.bot_status != "administrator":
        raise ValueError("The bot is no admin there: add_bot() with the status administrator first.")
    chat.denied |= {name for name, given in rights.items() if not given}
    chat.denied -= {name for name, given in rights.items() if given}
    state.set_bot_status(chat, "administrator", next(iter(chat.members)))


def set_member(state: State, chat: Chat, person: int, status: str) -> None:
    """What somebody is in a group or channel from now on; a bot is told of it only if it asks for chat_member."""
    state.person(person)
    chat.members[person] = status
    state.tell("chat", chat=chat.id)


def set_blocked(state: State, person: int, blocked: bool) -> None:
    """The person blocks the bot, or takes that back."""
    chat = state.chat(state.person(person)["id"])
    status = "kicked" if blocked else "member"
    if chat.bot_status != status:
        state.set_bot_status(chat, status, person)


def migrate(state: State, chat: Chat) -> int:
    """The group becomes a supergroup with a new id; both sides say so."""
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ValueError("Only a basic group becomes a supergroup, and only once.")
    number = _group_id(state, "supergroup")
    by = {"from": state.people[next(iter(chat.members))]}
    shape = {"id": number, "type": "supergroup", "title": chat.shape["title"]}
    new = Chat(id=number, kind="supergroup", shape=shape, members=dict(chat.members), bot_status=chat.bot_status)
    state.chats[number] = new
    state.deliver(chat, state.post(chat, by | {"migrate_to_chat_id": number}))
    chat.migrated_to = number
    state.deliver(new, state.post(new, by | {"migrate_from_chat_id": chat.id}))
    state.tell("chat", chat=number)
    state.tell("chat", chat=chat.id)
    return number
