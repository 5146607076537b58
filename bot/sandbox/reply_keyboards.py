"""Reply keyboards: buttons in place of a person's own keyboard. No part of a message: the chat shows the last one."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.keyboards import MAX_BUTTONS

_REQUESTS = ("request_chat", "request_users", "request_contact", "request_location", "request_poll", "web_app")


def changed(markup: Any, shown: dict[str, Any] | None, *, private: bool) -> dict[str, Any] | None:
    """The reply keyboard that a chat shows after a message with this markup. Raises ApiError."""
    if not isinstance(markup, dict):
        return shown
    if "keyboard" in markup:
        rows = [[_button(button, private) for button in _array(row)] for row in _array(markup["keyboard"])]
        if sum(map(len, rows)) > MAX_BUTTONS:
            raise bad("reply markup is too long")
        kept = {"keyboard": [row for row in rows if row]}
        return kept | {"one_time_keyboard": markup.get("one_time_keyboard") is True}
    return None if markup.get("remove_keyboard") is True else shown


def chat_request(keyboard: dict[str, Any] | None, request_id: int) -> dict[str, Any]:
    """What a button of the keyboard asks for with this id; ValueError when there is none."""
    for row in (keyboard or {}).get("keyboard", []):
        for button in row:
            asked: dict[str, Any] = button.get("request_chat", {})
            if asked.get("request_id") == request_id:
                return asked
    raise ValueError(f"There is no button that asks for a chat with the id {request_id}.")


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise bad('field "keyboard" must be an Array of Arrays')
    return value


def _button(button: Any, private: bool) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad("keyboard button text must be non-empty")
    requests = [key for key in _REQUESTS if button.get(key)]
    if requests and not private:
        raise bad("BUTTON_TYPE_PRIVATE_ONLY")
    if "request_chat" in requests:
        _check(button["request_chat"])
    return {key: button[key] for key in ("text", *requests)}


def _check(asked: Any) -> None:
    """A request for a chat has an id and says of what kind; what the bot is to get the person has to have."""
    if not isinstance(asked, dict) or not isinstance(asked.get("chat_is_channel"), bool):
        raise bad("can't parse keyboard button: Can't find field \"chat_is_channel\"")
    if not isinstance(asked.get("request_id"), int) or not -(2**31) <= asked["request_id"] < 2**31:
        raise bad("can't parse keyboard button: Can't find field \"request_id\"")
    mine, theirs = (_given(asked.get(name)) for name in ("bot_administrator_rights", "user_administrator_rights"))
    if not mine <= theirs:
        raise bad("BUTTON_INVALID")


def _given(rights: Any) -> set[str]:
    return {name for name, given in rights.items() if given is True} if isinstance(rights, dict) else set()
