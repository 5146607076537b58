"""Telegram's own list of chats, opened by the buttons of a reply keyboard, which goes away when one was chosen."""

from typing import Any

from handlers.catalogue import Words
from handlers.views import html
from handlers.views.card import Card

GROUP, CHANNEL = 1, 2
"""What the picker was to bring: Telegram hands the number back with the chat that was chosen."""

# Telegram asks for these to be named in any case.
_NO_RIGHTS = dict.fromkeys(
    (
        *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
        *("can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories"),
    ),
    False,
)
_ADMIN = _NO_RIGHTS | {"can_manage_chat": True}
_POSTING = _ADMIN | {"can_post_messages": True}


def picker(words: Words) -> dict[str, Any]:
    """The message that opens Telegram's own list of the chats in which somebody is an admin.

    Telegram brings the bot in where it is not yet, a channel as an admin who may post.
    """
    named = {"request_title": True}
    group = {"request_id": GROUP, "chat_is_channel": False, "user_administrator_rights": _ADMIN, "bot_is_member": True}
    rights = {"user_administrator_rights": _POSTING, "bot_administrator_rights": _POSTING}
    channel = {"request_id": CHANNEL, "chat_is_channel": True, **rights}
    keys = [
        {"text": words.label("Choose a group"), "request_chat": group | named},
        {"text": words.label("Choose a channel"), "request_chat": channel | named},
        {"text": words.label("Choose no chat")},
    ]
    shown = {"keyboard": [[key] for key in keys], "resize_keyboard": True, "one_time_keyboard": True}
    said = words.say("Which chat is to hear of new stories? The buttons below show those of which you are an admin.")
    return Card(html.text(said)).payload() | {"reply_markup": shown}


def picked(said: str) -> dict[str, Any]:
    """A sentence that takes the buttons of the picker away again."""
    return Card(html.text(said)).payload() | {"reply_markup": {"remove_keyboard": True}}
