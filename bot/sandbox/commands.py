"""Which of the bot's commands a person sees: the first list that exists, from the narrowest scope to the widest.

The order is the one the Bot API documents for BotCommandScope, each scope first with the person's language.
"""

from typing import Any

from bot.sandbox.state import Chat, State


def scope_key(kind: str, chat: int | None = None, user: int | None = None) -> str:
    """The name under which a scope's commands are kept."""
    return ":".join([kind, *(str(part) for part in (chat, user) if part is not None)])


def visible(state: State, person: int, chat: Chat) -> list[dict[str, Any]]:
    """The commands this person is shown in this chat."""
    language = state.person(person)["language_code"].partition("-")[0]
    for scope in _scopes(person, chat):
        for code in (language, ""):
            if (scope, code) in state.commands:
                return state.commands[scope, code]
    return []


def _scopes(person: int, chat: Chat) -> list[str]:
    if chat.kind == "private":
        return [scope_key("chat", chat.id), "all_private_chats", "default"]
    is_admin = chat.members.get(person) in ("creator", "administrator")
    return [
        scope_key("chat_member", chat.id, person),
        *([scope_key("chat_administrators", chat.id)] if is_admin else []),
        scope_key("chat", chat.id),
        *(["all_chat_administrators"] if is_admin else []),
        "all_group_chats",
        "default",
    ]
