"""Methods about the bot itself: its name, descriptions, commands and menu button; and its files."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.commands import scope_key
from bot.sandbox.errors import bad
from bot.sandbox.files import MAX_DOWNLOAD
from bot.sandbox.html import utf16
from bot.sandbox.methods import places
from bot.sandbox.params import Params
from bot.sandbox.state import State

_WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(state: State, _params: Params) -> dict[str, Any]:
    """getMe."""
    return state.bot | state.abilities


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def _scope(state: State, params: Params) -> str:
    given = params.data("scope", "BotCommandScope")
    if given is None:
        return "default"
    kind = given.get("type") if isinstance(given, dict) else None
    if kind in _WIDE_SCOPES:
        return str(kind)
    if kind not in _CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    inner = params.inner(given)
    chat = places.chat(state, inner)
    return scope_key(str(kind), chat.id, inner.number("user_id") if kind == "chat_member" else None)


def _command(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise bad("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(given.get(field), str):
            raise bad(f"can't parse BotCommand: Can't find field \"{field}\"")
    if not _COMMAND.fullmatch(given["command"]):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= utf16(given["description"].strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": given["command"], "description": given["description"].strip()}


def set_my_commands(state: State, params: Params) -> bool:
    """setMyCommands: up to 100 for each scope and language."""
    given = params.data("commands", "commands")
    if not isinstance(given, list):
        raise bad("expected an Array of BotCommand")
    if len(given) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(state, params), _language(params))
    commands = [_command(command) for command in given]
    state.commands.pop(key, None)
    if commands:
        state.commands[key] = commands
    state.tell("commands")
    return True


def get_my_commands(state: State, params: Params) -> list[dict[str, Any]]:
    """getMyCommands."""
    return state.commands.get((_scope(state, params), _language(params)), [])


def delete_my_commands(state: State, params: Params) -> bool:
    """deleteMyCommands."""
    state.commands.pop((_scope(state, params), _language(params)), None)
    state.tell("commands")
    return True


def _setter(field: str, most: int) -> Callable[[State, Params], bool]:
    def set_it(state: State, params: Params) -> bool:
        if utf16(params.text(field)) > most:
            raise bad(f"{field.replace('_', ' ')} is too long")
        state.profile[field, _language(params)] = params.text(field)
        return True

    return set_it


def _getter(field: str) -> Callable[[State, Params], dict[str, str]]:
    def get_it(state: State, params: Params) -> dict[str, str]:
        fallback = state.bot["first_name"] if field == "name" else ""
        default = state.profile.get((field, "")) or fallback
        return {field: state.profile.get((field, _language(params))) or default}

    return get_it


def _menu_chat(state: State, params: Params) -> int | None:
    return places.chat(state, params).id if params.has("chat_id") else None


def set_chat_menu_button(state: State, params: Params) -> bool:
    """setChatMenuButton."""
    button = params.data("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad("can't parse MenuButton: Unsupported type specified")
    state.menu_buttons[_menu_chat(state, params)] = button
    return True


def get_chat_menu_button(state: State, params: Params) -> dict[str, Any]:
    """getChatMenuButton."""
    default = state.menu_buttons.get(None, {"type": "commands"})
    return state.menu_buttons.get(_menu_chat(state, params), default)


def get_file(state: State, params: Params) -> dict[str, Any]:
    """getFile: up to 20 MB."""
    file = state.files.known(params.text("file_id"))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data or b"") > MAX_DOWNLOAD:
        raise bad("file is too big")
    sized = {} if file.data is None else {"file_size": len(file.data)}
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, **sized, "file_path": file.path}


def get_user_profile_photos(state: State, params: Params) -> dict[str, Any]:
    """getUserProfilePhotos: nobody here has one."""
    if params.number("user_id") not in state.people:
        raise bad("user not found")
    return {"total_count": 0, "photos": []}


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "getFile": get_file,
    "getUserProfilePhotos": get_user_profile_photos,
}
