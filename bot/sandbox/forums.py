"""Forums: topics that are made, closed, opened again and deleted, each told by a service message."""

from typing import Any

from bot.sandbox.state import Chat, State

GENERAL = 0
"""Stands for the topic that every forum has; its messages name no topic."""


def add_topic(state: State, chat: Chat, name: str) -> int:
    """A new topic of a forum, known by the id of the message that made it."""
    if not chat.shape.get("is_forum"):
        raise ValueError("Only a forum has topics.")
    thread = chat.last_id + 1
    _say(state, chat, thread, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
    chat.topics.add(thread)
    return thread


def close_topic(state: State, chat: Chat, thread: int) -> None:
    """Only admins write there from now on."""
    _check(chat, thread)
    chat.closed.add(thread)
    _say(state, chat, thread, {"forum_topic_closed": {}})


def reopen_topic(state: State, chat: Chat, thread: int) -> None:
    """Everybody writes there again."""
    _check(chat, thread)
    chat.closed.discard(thread)
    _say(state, chat, thread, {"forum_topic_reopened": {}})


def delete_topic(state: State, chat: Chat, thread: int) -> None:
    """The topic and its messages go; the bot is told nothing."""
    _check(chat, thread)
    if thread == GENERAL:
        raise ValueError("The general topic can't be deleted.")
    chat.topics.discard(thread)
    for message_id in [
        each["message_id"] for each in chat.messages.values() if each.get("message_thread_id") == thread
    ]:
        state.remove(chat, message_id)


def _check(chat: Chat, thread: int) -> None:
    if thread not in chat.topics and not (thread == GENERAL and chat.shape.get("is_forum")):
        raise ValueError(f"Chat {chat.id} has no topic {thread}: add one with add_topic().")


def _say(state: State, chat: Chat, thread: int, what: dict[str, Any]) -> None:
    """A service message in the topic, by whoever made the forum."""
    place = {"message_thread_id": thread, "is_topic_message": True} if thread != GENERAL else {}
    message = state.post(chat, {"from": state.people[next(iter(chat.members))], **place, **what})
    state.deliver(chat, message)
