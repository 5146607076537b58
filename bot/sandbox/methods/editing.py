"""Methods that change messages: edits, deletions, pins."""

from typing import Any, cast

from bot.sandbox import keyboards
from bot.sandbox.errors import bad
from bot.sandbox.files import Kind
from bot.sandbox.messages import caption_content, media_content, text_content
from bot.sandbox.methods import places
from bot.sandbox.params import Params
from bot.sandbox.state import Chat, Message, State, for_bot
from bot.sandbox.talking import CONTENT, sender

MAX_AGE = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_MEDIA = ("photo", "video", "animation", "document")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def _markup(params: Params) -> dict[str, Any]:
    markup = keyboards.read(params.data("reply_markup", "reply keyboard markup"), inline_only=True)
    return {"reply_markup": markup} if markup else {}


def _target(state: State, params: Params) -> Message:
    """The message to edit; raises ApiError when there is none or it is not the bot's."""
    if params.has("inline_message_id"):
        card = state.cards.get(params.text("inline_message_id"))
        if card is None:
            raise bad("MESSAGE_ID_INVALID")
        return state.chats[card[0]].messages[card[1]]
    chat = places.writable(state, params)
    message = places.message(chat, params, "edit")
    has_content = any(key in message for key in CONTENT)
    if not has_content or "forward_origin" in message or not (places.is_own(state, message) or chat.kind == "channel"):
        raise bad("message can't be edited")
    return message


def _is_media(message: Message) -> bool:
    return any(kind in message for kind in _MEDIA)


def _apply(state: State, params: Params, message: Message, content: dict[str, Any]) -> Message | bool:
    """Put the content and the markup of the call in place of the message's own."""
    markup = _markup(params)
    old = {key: message[key] for key in CONTENT if key in message}
    if content == old and markup.get("reply_markup") == message.get("reply_markup"):
        raise bad(_NOT_MODIFIED)
    kept = {key: value for key, value in message.items() if key not in (*CONTENT, "reply_markup")}
    # An edit of the keyboard alone does not show as an edit.
    dated = {} if content == old else {"edit_date": int(state.now())}
    new = state.replace(kept | content | markup | dated)
    return True if params.has("inline_message_id") else new


def edit_text(state: State, params: Params) -> Message | bool:
    """editMessageText: text to text only."""
    content = text_content(state, params)
    _markup(params)
    message = _target(state, params)
    if _is_media(message):
        raise bad("there is no text in the message to edit")
    return _apply(state, params, message, content)


def edit_caption(state: State, params: Params) -> Message | bool:
    """editMessageCaption: media messages only; the media stays."""
    caption = caption_content(state, params)
    _markup(params)
    message = _target(state, params)
    if not _is_media(message):
        raise bad("there is no caption in the message to edit")
    media = {key: message[key] for key in CONTENT if key in message and key not in _CAPTION}
    return _apply(state, params, message, media | caption)


def edit_media(state: State, params: Params) -> Message | bool:
    """editMessageMedia: from media or text to media; an inline message takes a file id or an address only."""
    item = params.data("media", "media")
    if not isinstance(item, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in _MEDIA:
        raise bad("can't parse InputMedia: type of the media is invalid")
    _markup(params)
    message = _target(state, params)
    uploads = not params.has("inline_message_id")
    content = media_content(state, params.inner(item), cast("Kind", kind), source="media", uploads=uploads)
    return _apply(state, params, message, content)


def edit_markup(state: State, params: Params) -> Message | bool:
    """editMessageReplyMarkup."""
    _markup(params)
    message = _target(state, params)
    return _apply(state, params, message, {key: message[key] for key in CONTENT if key in message})


def _check_deletable(state: State, chat: Chat, message: Message) -> None:
    admin = chat.kind != "private" and chat.bot_status == "administrator"
    if admin and "can_delete_messages" not in chat.denied:
        return
    if chat.is_group and not places.is_own(state, message):
        raise bad("message can't be deleted")
    if state.now() - message["date"] > MAX_AGE:
        raise bad("message can't be deleted for everyone")


def delete_message(state: State, params: Params) -> bool:
    """deleteMessage: under 48 hours old, the bot's own (in private chats the person's too), or any as an admin."""
    chat = places.writable(state, params)
    message = places.message(chat, params, "delete")
    _check_deletable(state, chat, message)
    state.remove(chat, message["message_id"])
    return True


def delete_messages(state: State, params: Params) -> bool:
    """deleteMessages: 1 to 100; those that are not there are passed over."""
    ids = params.data("message_ids", "message identifiers")
    if not isinstance(ids, list) or not ids:
        raise bad("message identifiers are not specified")
    if len(ids) > 100:
        raise bad("too many message identifiers specified")
    chat = places.writable(state, params)
    present = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    for message in present:
        _check_deletable(state, chat, message)
    for message in present:
        state.remove(chat, message["message_id"])
    return True


def _check_pinning(chat: Chat) -> None:
    if chat.kind != "private" and chat.bot_status != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")


def pin(state: State, params: Params) -> bool:
    """pinChatMessage."""
    chat = places.writable(state, params)
    message = places.message(chat, params, "pin")
    _check_pinning(chat)
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        shown = {key: value for key, value in for_bot(message).items() if key != "reply_to_message"}
        state.post(chat, sender(chat, state.bot) | {"pinned_message": shown})
    return True


def unpin(state: State, params: Params) -> bool:
    """unpinChatMessage: the named message, or the latest pinned one."""
    chat = places.writable(state, params)
    _check_pinning(chat)
    wanted = params.number("message_id") if params.has("message_id") else (chat.pinned or [0])[-1]
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    state.tell("chat", chat=chat.id)
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
}
