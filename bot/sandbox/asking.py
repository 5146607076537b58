"""Presses of buttons, inline queries and the cards that come of them."""

from typing import Any

from bot.sandbox.entities import tidy
from bot.sandbox.html import utf16
from bot.sandbox.state import Chat, Message, Query, State, for_bot
from bot.sandbox.talking import found, place

LIFETIME = 15.0
MAX_INLINE_QUERY = 256


def press(
    state: State,
    person: int,
    data: str,
    *,
    chat: int | None,
    message_id: int | None,
    inline_message_id: str | None,
    forged: bool,
) -> str:
    """Press a button by its data; see World.press."""
    state.person(person)
    if inline_message_id is not None:
        body = _card(state, inline_message_id, data, forged)
        where = state.cards.get(inline_message_id, (0, 0))[0]
    else:
        room = place(state, person, chat) if chat is None or state.chat(chat).kind != "channel" else state.chat(chat)
        body, where = _message(room, data, message_id, forged), room.id
    query_id = str(4_000_000_000_000 + state.next("query"))
    state.presses[query_id] = Query(id=query_id, person=person, asked=state.now(), text=data)
    instance = str(-where if where < 0 else where + 1)
    query = {"id": query_id, "from": state.people[person], **body, "chat_instance": instance, "data": data}
    state.updates.add("callback_query", query)
    return query_id


def _card(state: State, inline_message_id: str, data: str, forged: bool) -> dict[str, Any]:
    if inline_message_id in state.cards:
        chat, message_id = state.cards[inline_message_id]
        _check(state.chats[chat].messages[message_id], data, forged)
    elif not forged:
        raise ValueError("There is no such card.")
    return {"inline_message_id": inline_message_id}


def _message(chat: Chat, data: str, message_id: int | None, forged: bool) -> dict[str, Any]:
    if message_id is None:
        message_id = _latest(chat, data)
    message = chat.messages.get(message_id)
    if message is None and not forged and message_id not in chat.forgotten:
        found(chat, message_id)
    if message is not None:
        _check(message, data, forged)
        if "inline_message_id" in message:
            return {"inline_message_id": message["inline_message_id"]}
    if message is None or message_id in chat.forgotten:
        return {"message": {"chat": chat.shape, "message_id": message_id, "date": 0}}
    return {"message": for_bot(message)}


def _latest(chat: Chat, data: str) -> int:
    for message in reversed(chat.messages.values()):
        if data in _data(message):
            return int(message["message_id"])
    raise ValueError(f"No message in chat {chat.id} has a button with the data {data!r}.")


def _check(message: Message, data: str, forged: bool) -> None:
    if not forged and data not in _data(message):
        raise ValueError(f"No button of message {message['message_id']} has the data {data!r}.")


def _data(message: Message) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def is_alive(state: State, query: Query) -> bool:
    """Whether the server still takes an answer: a query lives some 15 seconds."""
    return state.now() - query.asked <= LIFETIME


def inline(state: State, person: int, text: str, *, offset: str, chat_type: str) -> str:
    """Type `@bot text`; see World.inline."""
    user = state.person(person)
    if utf16(text) > MAX_INLINE_QUERY:
        raise ValueError(f"An inline query holds at most {MAX_INLINE_QUERY} characters.")
    text = tidy(text, [])[0]
    query_id = str(8_000_000_000_000 + state.next("query"))
    state.inline[query_id] = Query(id=query_id, person=person, asked=state.now(), text=text)
    asked = {"id": query_id, "from": user, "query": text, "offset": offset, "chat_type": chat_type}
    state.updates.add("inline_query", asked)
    return query_id


def choose(state: State, person: int, inline_query_id: str, result_id: str, *, chat: int, feedback: bool) -> Message:
    """Send one of the results; see World.choose."""
    query = state.inline.get(inline_query_id)
    if query is None or result_id not in query.contents:
        raise ValueError("There is no such result: the bot has not answered, or not with it.")
    where = place(state, person, chat)
    fields = {"from": state.people[person], "via_bot": state.bot, **query.contents[result_id]}
    card = f"AQAA{state.bot['id']}-{state.next('query'):06}" if "reply_markup" in fields else None
    message = state.post(where, fields | ({"inline_message_id": card} if card else {}))
    if card:
        state.cards[card] = (where.id, message["message_id"])
    state.deliver(where, message)
    if feedback:
        chosen = {"result_id": result_id, "from": state.people[person], "query": query.text}
        state.updates.add("chosen_inline_result", chosen | ({"inline_message_id": card} if card else {}))
    return message
