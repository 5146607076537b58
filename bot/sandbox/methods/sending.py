"""Methods that put new messages into a chat."""

from collections.abc import Callable
from typing import Any, cast

from bot.sandbox import keyboards, reply_keyboards, talking
from bot.sandbox.errors import bad
from bot.sandbox.files import Kind
from bot.sandbox.messages import caption_content, media_content, text_content
from bot.sandbox.methods import places
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Message, State, for_bot

_ACTIONS = frozenset(
    (
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
    )
)
_ALBUM_KINDS = ("photo", "video", "document")


def _markup(params: Params) -> dict[str, Any]:
    markup = keyboards.read(params.data("reply_markup", "reply keyboard markup"))
    return {"reply_markup": markup} if markup else {}


def _show_keyboard(state: State, chat: Chat, params: Params) -> None:
    """A reply keyboard is shown below the chat, until another one comes or it is taken away."""
    markup = params.data("reply_markup", "reply keyboard markup")
    shown = reply_keyboards.changed(markup, chat.keyboard, private=chat.kind == "private")
    if shown != chat.keyboard:
        chat.keyboard = shown
        state.tell("chat", chat=chat.id)


def _around(chat: Chat, params: Params) -> dict[str, Any]:
    """What surrounds the content: topic, reply, protection."""
    if params.has("business_connection_id"):
        raise bad("business connection not found")
    around = places.thread(chat, params) | _reply(chat, params)
    return around | ({"has_protected_content": True} if params.flag("protect_content") else {})


def _reply(chat: Chat, params: Params) -> dict[str, Any]:
    given = params.data("reply_parameters", "reply parameters")
    if given is None and params.has("reply_to_message_id"):
        given = {"message_id": params.number("reply_to_message_id")}
    if given is None:
        return {}
    if not isinstance(given, dict) or "message_id" not in given:
        raise bad('can\'t find field "message_id"')
    replied = chat.messages.get(params.inner(given).number("message_id"))
    if replied is not None:
        return {"reply_to_message": _without_reply(for_bot(replied))}
    if params.inner(given).flag("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def _without_reply(message: Message) -> Message:
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _post(state: State, chat: Chat, fields: dict[str, Any]) -> Message:
    return state.post(chat, talking.sender(chat, state.bot) | fields)


def send_message(state: State, params: Params) -> Message:
    """sendMessage."""
    content = text_content(state, params) | _markup(params)
    chat = places.sendable(state, params)
    around = _around(chat, params)
    _show_keyboard(state, chat, params)
    return _post(state, chat, content | around)


def _sender_of(kind: Kind) -> Callable[[State, Params], Message]:
    def send(state: State, params: Params) -> Message:
        markup = _markup(params)
        chat = places.sendable(state, params)
        around = _around(chat, params)
        return _post(state, chat, media_content(state, params, kind) | markup | around)

    return send


def send_media_group(state: State, params: Params) -> list[Message]:
    """sendMediaGroup: 2 to 10 photos and videos, or as many documents; an album has no keyboard."""
    items = params.data("media", "media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad("can't parse media JSON object")
    if not items:
        raise bad("there are no messages to send")
    if len(items) > 10:
        raise bad("too many messages to send as an album")
    if len(items) < 2:
        raise bad("media group must include 2-10 items")
    kinds = {str(item.get("type")) for item in items}
    if not kinds <= set(_ALBUM_KINDS) or ("document" in kinds and len(kinds) > 1):
        raise bad("can't use the media of the specified type in the album")
    chat = places.sendable(state, params)
    around = _around(chat, params) | {"media_group_id": str(13_000_000_000 + state.next("query"))}
    contents = [media_content(state, params.inner(item), cast("Kind", item["type"]), source="media") for item in items]
    return [_post(state, chat, content | around) for content in contents]


def send_chat_action(state: State, params: Params) -> bool:
    """sendChatAction."""
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat = places.sendable(state, params)
    places.thread(chat, params)
    state.tell("action", chat=chat.id, action=action)
    return True


def _passable(state: State, params: Params, deed: str) -> tuple[Chat, Message]:
    target = places.sendable(state, params)
    source = params.inner(params.values | {"chat_id": params.text("from_chat_id")})
    if not params.has("from_chat_id"):
        raise bad("from_chat_id is empty")
    message = places.message(places.readable(state, source), params, deed)
    if message.get("has_protected_content") or not any(key in message for key in talking.CONTENT):
        raise bad(f"the message can't be {'forwarded' if deed == 'forward' else 'copied'}")
    return target, message


def forward_message(state: State, params: Params) -> Message:
    """forwardMessage."""
    chat, message = _passable(state, params, "forward")
    return _post(state, chat, talking.passed_on(message) | _around(chat, params))


def copy_message(state: State, params: Params) -> dict[str, int]:
    """copyMessage: the content without a trace of its sender; a new caption and keyboard may be given."""
    markup = _markup(params)
    chat, message = _passable(state, params, "copy")
    content = {key: message[key] for key in talking.CONTENT if key in message}
    if "caption" in params.values and "text" not in content:
        content = {key: value for key, value in content.items() if "caption" not in key}
        content |= caption_content(state, params)
    return {"message_id": _post(state, chat, content | markup | _around(chat, params))["message_id"]}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": _sender_of("photo"),
    "sendVideo": _sender_of("video"),
    "sendAnimation": _sender_of("animation"),
    "sendDocument": _sender_of("document"),
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
