"""Edits, deletions and pins: what may be changed into what, by whom, and for how long."""

from typing import Any

import pytest

from bot.sandbox.pictures import PIXEL
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
BUTTON = {"inline_keyboard": [[{"text": "Next", "callback_data": "n"}]]}
PHOTO = {"type": "photo", "media": "https://example.org/a.jpg"}


async def card(bot: Bot, chat: int, **params: Any) -> dict[str, int]:
    """A text message with a button; where it is, for an edit."""
    sent = await bot.ok("sendMessage", chat_id=chat, text="one", reply_markup=BUTTON, **params)
    return {"chat_id": chat, "message_id": sent["message_id"]}


async def test_a_text_is_edited_in_place(world: World, bot: Bot, reader: int) -> None:
    """The message keeps its id, gets an edit date, and loses a keyboard that is not sent again."""
    where = await card(bot, reader, protect_content=True)
    before = world.message(reader, where["message_id"])
    world.advance(5)
    events = world.listen()
    edited = await bot.ok("editMessageText", **where, text="two")
    assert (edited["text"], edited["message_id"]) == ("two", where["message_id"])
    assert edited["edit_date"] == edited["date"] + 5
    assert "reply_markup" not in edited
    assert edited["has_protected_content"] is True
    assert before["text"] == "one"
    assert events.get_nowait() == {"type": "edited", "chat": reader, "message": edited}


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, reader: int) -> None:
    """Content and markup are compared as the server keeps them, after parsing and trimming."""
    where = await card(bot, reader)
    for text in ("one", " one ", "<b></b>one"):
        same = {"text": text, "reply_markup": BUTTON, "parse_mode": "HTML"}
        assert await bot.refused("editMessageText", **where, **same) == NOT_MODIFIED
    assert await bot.refused("editMessageReplyMarkup", **where, reply_markup=BUTTON) == NOT_MODIFIED
    preview = {"text": "one", "reply_markup": BUTTON, "link_preview_options": {"url": "https://a.org"}}
    assert await bot.ok("editMessageText", **where, **preview)
    assert await bot.refused("editMessageText", **where, **preview) == NOT_MODIFIED
    assert await bot.ok("editMessageText", **where, text="<b>one</b>", parse_mode="HTML", reply_markup=BUTTON)


async def test_an_edit_of_the_keyboard_alone_shows_no_edit(bot: Bot, reader: int) -> None:
    """Only the markup changes: the text stays and there is no edit date."""
    where = await card(bot, reader)
    edited = await bot.ok("editMessageReplyMarkup", **where)
    assert "reply_markup" not in edited
    assert "edit_date" not in edited
    assert edited["text"] == "one"


async def test_text_becomes_media_but_media_never_text(bot: Bot, reader: int) -> None:
    """editMessageMedia takes a text message; a media message takes no editMessageText."""
    where = await card(bot, reader)
    photo = PHOTO | {"caption": "c", "has_spoiler": True}
    shown = await bot.ok("editMessageMedia", **where, media=photo)
    assert "text" not in shown
    assert (shown["caption"], shown["has_media_spoiler"]) == ("c", True)
    refusal = await bot.refused("editMessageText", **where, text="two")
    assert refusal == "Bad Request: there is no text in the message to edit"
    assert (
        await bot.refused("editMessageMedia", **where, media=PHOTO | {"caption": "c", "has_spoiler": True})
        == NOT_MODIFIED
    )
    other = await bot.ok(
        "editMessageMedia", {"new": PIXEL}, **where, media={"type": "document", "media": "attach://new"}
    )
    assert "photo" not in other
    assert "caption" not in other


async def test_a_caption_is_edited_where_there_is_media(bot: Bot, reader: int) -> None:
    """The media stays; a text message has no caption."""
    where = await card(bot, reader)
    refusal = await bot.refused("editMessageCaption", **where, caption="c")
    assert refusal == "Bad Request: there is no caption in the message to edit"
    await bot.ok("editMessageMedia", **where, media=PHOTO)
    edited = await bot.ok("editMessageCaption", **where, caption="c", show_caption_above_media=True)
    assert (edited["caption"], edited["show_caption_above_media"]) == ("c", True)
    assert "photo" in edited
    assert "caption" not in await bot.ok("editMessageCaption", **where)


WRONG_EDITS = [
    ("editMessageText", {"message_id": 999, "text": "x"}, "Bad Request: message to edit not found"),
    ("editMessageText", {"text": "x"}, "Bad Request: message identifier is not specified"),
    ("editMessageText", {"text": ""}, "Bad Request: message text is empty"),
    ("editMessageText", {"text": "x", "inline_message_id": "nonsense"}, "Bad Request: MESSAGE_ID_INVALID"),
    (
        "editMessageText",
        {"message_id": 1, "text": "x", "reply_markup": {"force_reply": True}},
        "Bad Request: inline keyboard expected",
    ),
    ("editMessageMedia", {"media": "x"}, "Bad Request: can't parse media JSON object"),
    ("editMessageMedia", {"media": []}, "Bad Request: can't parse InputMedia: expected an Object"),
    (
        "editMessageMedia",
        {"media": {"type": "song"}},
        "Bad Request: can't parse InputMedia: type of the media is invalid",
    ),
    ("editMessageCaption", {"caption": "x" * 1025}, "Bad Request: message caption is too long"),
]


@pytest.mark.parametrize(("method", "params", "description"), WRONG_EDITS)
async def test_a_wrong_edit_is_refused(
    bot: Bot, reader: int, method: str, params: dict[str, Any], description: str
) -> None:
    """Missing messages and wrong content, in the server's words."""
    assert await bot.refused(method, chat_id=reader, **params) == description


async def test_only_own_messages_with_content_are_edited(world: World, bot: Bot, reader: int) -> None:
    """Not the reader's, not forwarded, not service messages; a channel's posts by its admin."""
    theirs = world.say(reader, "mine")
    where = await card(bot, reader)
    forward = await bot.ok("forwardMessage", **where, from_chat_id=reader)
    await bot.ok("pinChatMessage", **where)
    service = world.messages(reader)[-1]
    assert service["pinned_message"]["text"] == "one"
    for message in (theirs, forward, service):
        refusal = await bot.refused("editMessageText", chat_id=reader, message_id=message["message_id"], text="x")
        assert refusal == "Bad Request: message can't be edited"
    channel = world.add_group("News", [reader], kind="channel", admins=[reader], bot_status="administrator")
    post = world.say(reader, "post", chat=channel)
    assert await bot.ok("editMessageText", chat_id=channel, message_id=post["message_id"], text="x")


async def test_a_message_is_deleted_for_everyone_within_48_hours(world: World, bot: Bot, reader: int) -> None:
    """Afterwards it stays, and what is gone is not found."""
    where, old = await card(bot, reader), await card(bot, reader)
    theirs = world.say(reader, "mine")
    assert await bot.ok("deleteMessage", **where) is True
    assert await bot.ok("deleteMessage", chat_id=reader, message_id=theirs["message_id"]) is True
    assert await bot.refused("deleteMessage", **where) == "Bad Request: message to delete not found"
    world.advance(48 * 3600 + 1)
    assert await bot.refused("deleteMessage", **old) == "Bad Request: message can't be deleted for everyone"
    with pytest.raises(ValueError, match="no message"):
        world.message(reader, where["message_id"])


async def test_in_groups_others_messages_are_deleted_by_admins_only(world: World, bot: Bot, reader: int) -> None:
    """A plain member deletes its own; an admin deletes all, at any age."""
    group = world.add_group("Friends", [reader])
    theirs = world.say(reader, "hello", chat=group)
    where = {"chat_id": group, "message_id": theirs["message_id"]}
    assert await bot.refused("deleteMessage", **where) == "Bad Request: message can't be deleted"
    world.add_bot(group, "administrator")
    world.advance(49 * 3600)
    assert await bot.ok("deleteMessage", **where) is True


async def test_many_messages_are_deleted_at_once(world: World, bot: Bot, reader: int) -> None:
    """Missing ones are passed over; there must be 1 to 100."""
    ids = [(await card(bot, reader))["message_id"] for _ in range(2)]
    assert await bot.ok("deleteMessages", chat_id=reader, message_ids=[*ids, 999]) is True
    assert all(message["message_id"] not in ids for message in world.messages(reader))
    empty = await bot.refused("deleteMessages", chat_id=reader, message_ids=[])
    assert empty == "Bad Request: message identifiers are not specified"
    many = await bot.refused("deleteMessages", chat_id=reader, message_ids=list(range(101)))
    assert many == "Bad Request: too many message identifiers specified"


async def test_pins_come_and_go(world: World, bot: Bot, reader: int) -> None:
    """A pin shows in getChat; without an id the latest pin goes; in groups it takes an admin."""
    first, second = await card(bot, reader), await card(bot, reader)
    for where in (first, second, second):
        await bot.ok("pinChatMessage", **where)
    assert (await bot.ok("getChat", chat_id=reader))["pinned_message"]["message_id"] == second["message_id"]
    await bot.ok("unpinChatMessage", chat_id=reader)
    assert (await bot.ok("getChat", chat_id=reader))["pinned_message"]["message_id"] == first["message_id"]
    await bot.ok("unpinChatMessage", **first)
    assert await bot.refused("unpinChatMessage", chat_id=reader) == "Bad Request: message to unpin not found"
    missing = await bot.refused("pinChatMessage", chat_id=reader, message_id=999)
    assert missing == "Bad Request: message to pin not found"
    group = world.add_group("Friends", [reader])
    refusal = await bot.refused("pinChatMessage", **await card(bot, group))
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_deleted_message_is_no_longer_pinned(bot: Bot, reader: int) -> None:
    """Deleting takes the pin away too."""
    where = await card(bot, reader)
    await bot.ok("pinChatMessage", **where)
    await bot.ok("deleteMessage", **where)
    assert "pinned_message" not in await bot.ok("getChat", chat_id=reader)
