"""Reading reply markup: what may stand on a button, and the words in which the server refuses the rest."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.html import utf16
from bot.sandbox.links import WrongLink, checked

MAX_BUTTONS = 100
MAX_IN_A_ROW = 8
_ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
)
_STYLES = ("primary", "success", "danger")
_OTHER_MARKUP = ("keyboard", "remove_keyboard", "force_reply")


def read(markup: Any, *, inline_only: bool = False) -> dict[str, Any] | None:
    """The inline keyboard of a message, or None when there is none (a reply keyboard is not part of a message).

    `inline_only` is for edits and inline results, which take no other markup. Raises ApiError.
    """
    if markup in (None, ""):
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only and any(key in markup for key in _OTHER_MARKUP):
            raise bad("inline keyboard expected")
        return None
    rows = [_row(row) for row in _array(markup["inline_keyboard"])]
    if sum(len(row) for row in rows) > MAX_BUTTONS or any(len(row) > MAX_IN_A_ROW for row in rows):
        raise bad("reply markup is too long")
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise bad('field "inline_keyboard" must be of type Array')
    return value


def _row(row: Any) -> list[dict[str, Any]]:
    if not isinstance(row, list):
        raise bad('field "inline_keyboard" must be an Array of Arrays')
    return [_button(button) for button in row]


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unparsed("InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise _unparsed('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unparsed('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    kept = {"text": button["text"]}
    if button.get("style"):
        kept["style"] = _style(button["style"])
    actions = [key for key in _ACTIONS if _is_given(key, button.get(key))]
    if not actions:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1 or actions[0] in ("callback_game", "pay"):
        raise bad("BUTTON_TYPE_INVALID")
    return kept | {actions[0]: _action(actions[0], button[actions[0]])}


def _unparsed(why: str) -> Exception:
    return bad(f"can't parse inline keyboard button: {why}")


def _is_given(key: str, value: Any) -> bool:
    """An empty string counts as an action only where it has a meaning: an inline query may be empty."""
    if key.startswith("switch_inline_query"):
        return value is not None
    return value is not None and value != "" and value is not False


def _style(style: Any) -> str:
    if style not in _STYLES:
        raise _unparsed("Invalid button style specified")
    return str(style)


def _action(kind: str, value: Any) -> Any:
    match kind:
        case "url":
            return _url(value)
        case "callback_data":
            return _data(value)
        case "copy_text":
            return _copy(value)
        case "switch_inline_query" | "switch_inline_query_current_chat":
            return _text(kind, value)
        case "switch_inline_query_chosen_chat":
            return _chosen(value)
        case _:
            return _web(value)


def _text(kind: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _unparsed(f'Field "{kind}" must be of type String')
    return value


def _url(value: Any) -> str:
    url = _text("url", value)
    try:
        return checked(url)
    except WrongLink as wrong:
        raise bad(f"inline keyboard button URL '{url}' is invalid: {wrong.why}") from wrong


def _data(value: Any) -> str:
    data = _text("callback_data", value)
    if len(data.encode()) > 64:
        raise bad("BUTTON_DATA_INVALID")
    return data


def _copy(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or "text" not in value:
        raise _unparsed('Can\'t find field "text"')
    text = _text("text", value["text"])
    if not 1 <= utf16(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _chosen(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unparsed('Field "switch_inline_query_chosen_chat" must be of type Object')
    allowed = {key: value[key] for key in value if key.startswith("allow_")}
    for key, flag in allowed.items():
        if not isinstance(flag, bool):
            raise _unparsed(f'Field "{key}" must be of type Boolean')
    if not any(allowed.values()):
        raise bad("at least one chat type must be allowed")
    return {"query": _text("query", value.get("query", ""))} | {key: True for key, flag in allowed.items() if flag}


def _web(value: Any) -> dict[str, str]:
    url = value.get("url", "") if isinstance(value, dict) else ""
    if not str(url).startswith("https://"):
        raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return {"url": str(url)}
