"""What people write, send and pass on, and the updates that come of it."""

from typing import Any, Literal

from bot.sandbox.entities import tidy
from bot.sandbox.errors import ApiError
from bot.sandbox.html import utf16
from bot.sandbox.pictures import PIXEL
from bot.sandbox.state import PRESENT, Chat, Message, State, User, for_bot

MAX_TEXT = 4096
MAX_CAPTION = 1024
CONTENT: tuple[str, ...] = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "video",
    "animation",
    "document",
    "caption",
)
CONTENT += ("caption_entities", "has_media_spoiler", "show_caption_above_media")


def dialog(state: State, one: int, other: int) -> Chat:
    """The two people's own chat, made when it is first needed."""
    people = {one, other}
    for chat in state.chats.values():
        if chat.kind == "dialog" and set(chat.members) == people:
            return chat
    number = state.next("dialog")
    names = " & ".join(state.person(person)["first_name"] for person in (one, other))
    shape = {"id": number, "type": "private", "first_name": names}
    state.chats[number] = Chat(id=number, kind="dialog", shape=shape, members=dict.fromkeys(people, "member"))
    state.tell("chat", chat=number)
    return state.chats[number]


def place(state: State, person: int, chat: int | None) -> Chat:
    """Where a person acts: None is the chat with the bot, another person's id the two people's dialog.

    ValueError when the person is not there.
    """
    state.person(person)
    if chat is not None and chat != person and chat in state.people:
        return dialog(state, person, chat)
    found = state.chat(person if chat is None else chat)
    if found.members.get(person) not in PRESENT:
        raise ValueError(f"{state.people[person]['first_name']} is not in chat {found.id}.")
    if found.migrated_to is not None:
        raise ValueError(f"Chat {found.id} became the supergroup {found.migrated_to}: write there.")
    if found.kind == "channel" and found.members[person] == "member":
        raise ValueError("Only administrators write in a channel.")
    return found


_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Whom Telegram names as the sender where an admin speaks as the group."""
_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""The same where somebody speaks as a channel."""


def sender(chat: Chat, user: User) -> dict[str, Any]:
    """The fields that say who wrote: in a channel it is the channel itself."""
    return {"sender_chat": chat.shape} if chat.kind == "channel" else {"from": user}


def _through(state: State, person: int, channel: int | None) -> dict[str, Any]:
    """The fields that say that somebody wrote in a group in the name of a channel of theirs."""
    if channel is None:
        return {}
    owned = state.chat(channel)
    if owned.kind != "channel" or owned.members.get(person) not in ("creator", "administrator"):
        raise ValueError("People write in the name of a channel of their own only.")
    return {"from": _CHANNEL, "sender_chat": owned.shape}


def _as_group(chat: Chat, person: int) -> dict[str, Any]:
    """The fields that say that an admin wrote who does not want to be named."""
    if not chat.is_group or chat.members.get(person) not in ("creator", "administrator"):
        raise ValueError("Only admins of a group write in its name.")
    return {"from": _ANONYMOUS, "sender_chat": chat.shape}


def say(
    state: State,
    person: int,
    text: str,
    *,
    chat: int | None,
    thread: int | None = None,
    reply_to: int | None = None,
    anonymous: bool = False,
    through: int | None = None,
) -> Message:
    """Write a text; one that is too long goes out in several messages, as apps do, and the last is returned."""
    where = place(state, person, chat)
    named = _as_group(where, person) if anonymous else _through(state, person, through)
    extra = _thread(where, thread) | _reply(where, reply_to) | named
    message: Message = {}
    for part in _parts(text):
        plain, entities = tidy(part, [])
        if not plain:
            raise ValueError("An empty message can't be sent: write something.")
        content = {"text": plain} | ({"entities": entities} if entities else {})
        message = _send(state, where, person, content | extra)
    return message


def _parts(text: str) -> list[str]:
    """The text in pieces of at most 4,096 UTF-16 units, cut at a line's or a word's end where there is one."""
    parts = []
    while utf16(text) > MAX_TEXT:
        head = text.encode("utf-16-le")[: MAX_TEXT * 2].decode("utf-16-le", "ignore")
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1 or len(head)
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def _thread(chat: Chat, thread: int | None) -> dict[str, Any]:
    if thread is None:
        return {}
    if thread not in chat.topics:
        raise ValueError(f"Chat {chat.id} has no topic {thread}: add one with add_topic().")
    place = {"message_thread_id": thread, "is_topic_message": True}
    made = chat.messages.get(thread)
    # What answers nothing else in a topic answers the message that made it.
    return place | ({"reply_to_message": for_bot(made)} if made else {})


def _reply(chat: Chat, message_id: int | None) -> dict[str, Any]:
    return {} if message_id is None else {"reply_to_message": for_bot(found(chat, message_id))}


def _send(state: State, chat: Chat, person: int, content: dict[str, Any]) -> Message:
    if chat.kind == "private":
        _open(chat)
    message = state.post(chat, sender(chat, state.people[person]) | content)
    state.deliver(chat, message)
    return message


def _open(chat: Chat) -> None:
    if chat.deactivated:
        raise ValueError("This account is deleted: nobody writes from it.")
    if chat.bot_status != "member":
        raise ValueError("This person has blocked the bot: unblock() or start() first.")
    chat.started = True


def send_media(
    state: State,
    person: int,
    kind: Literal["photo", "document", "video"],
    *,
    chat: int | None,
    caption: str,
    data: bytes,
    file_name: str,
    media_group_id: str | None,
) -> Message:
    """Send a file; without bytes a one-pixel picture stands in."""
    where = place(state, person, chat)
    if utf16(caption) > MAX_CAPTION:
        raise ValueError(f"A caption holds at most {MAX_CAPTION:,} characters.")
    text, entities = tidy(caption, [])
    try:
        file = state.files.upload(kind, data or PIXEL, file_name)
    except ApiError as refusal:
        raise ValueError(f"Telegram takes no such {kind}: {refusal.description}.") from refusal
    content: dict[str, Any] = {kind: file.described()}
    content |= {"caption": text} if text else {}
    content |= {"caption_entities": entities} if entities else {}
    content |= {"media_group_id": media_group_id} if media_group_id else {}
    return _send(state, where, person, content)


def found(chat: Chat, message_id: int) -> Message:
    """The message of the chat; ValueError when it is not there (any more)."""
    if message_id not in chat.messages:
        raise ValueError(f"There is no message {message_id} in chat {chat.id}.")
    return chat.messages[message_id]


def forward(
    state: State, person: int, chat: int, message_id: int, to: int, *, hidden: bool = False, album: str = ""
) -> Message:
    """Pass a message on: URL buttons stay, others go. ValueError for protected content."""
    source = place(state, person, chat) if state.chat(chat).kind != "channel" else state.chat(chat)
    message = found(source, message_id)
    if message.get("has_protected_content"):
        raise ValueError("This message is protected: it can't be forwarded.")
    content = passed_on(message) | ({"media_group_id": album} if album else {})
    origin = content["forward_origin"]
    if hidden and origin["type"] == "user":
        name = origin["sender_user"]["first_name"]
        content["forward_origin"] = {"type": "hidden_user", "date": origin["date"], "sender_user_name": name}
    return _send(state, place(state, person, to), person, content)


def passed_on(message: Message) -> dict[str, Any]:
    """What a forward carries of a message; ValueError when there is nothing to carry (a service message)."""
    content = {key: message[key] for key in (*CONTENT, "via_bot") if key in message}
    if not content:
        raise ValueError("A service message can't be forwarded.")
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    kept = [links for row in rows if (links := [button for button in row if "url" in button])]
    content |= {"reply_markup": {"inline_keyboard": kept}} if kept else {}
    return content | {"forward_origin": message.get("forward_origin") or _origin(message)}


def _origin(message: Message) -> dict[str, Any]:
    if "sender_chat" in message:
        where = {"chat": message["sender_chat"], "message_id": message["message_id"]}
        return {"type": "channel", "date": message["date"], **where}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}
