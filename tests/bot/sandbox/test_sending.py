"""What the bot sends: limits, refusals in Telegram's words, and what arrives."""

from typing import Any

import pytest

from bot.sandbox.pictures import PIXEL
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    """An inline keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


async def test_a_message_arrives_with_everything_it_was_sent_with(world: World, bot: Bot, reader: int) -> None:
    """Text, entities, keyboard, preview options, protection and reply stand on the stored message."""
    asked = world.say(reader, "latest?")
    sent = await bot.ok(
        "sendMessage",
        chat_id=reader,
        text="<b>New</b> story",
        parse_mode="html",
        reply_markup=keyboard({"text": "Read", "callback_data": "r1", "style": "primary"}),
        link_preview_options={"url": "https://example.org/a.png", "show_above_text": True, "is_disabled": False},
        protect_content=True,
        reply_parameters={"message_id": asked["message_id"]},
    )
    assert sent == world.message(reader, sent["message_id"])
    plain = await bot.ok("sendMessage", chat_id=reader, text="x", disable_web_page_preview=True)
    assert plain["link_preview_options"] == {"is_disabled": True}
    assert (sent["text"], sent["entities"]) == ("New story", [{"type": "bold", "offset": 0, "length": 3}])
    assert sent["reply_markup"]["inline_keyboard"][0][0]["style"] == "primary"
    assert sent["link_preview_options"] == {"show_above_text": True, "url": "https://example.org/a.png"}
    assert sent["has_protected_content"] is True
    assert sent["reply_to_message"]["text"] == "latest?"
    assert sent["from"]["id"] == world.bot["id"]


TEXTS = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    ({"text": "x", "parse_mode": "Wiki"}, "Bad Request: unsupported parse_mode"),
    (
        {"text": "x", "parse_mode": "MarkdownV2"},
        "Bad Request: unsupported parse_mode: the sandbox reads HTML only",
    ),
    (
        {"text": "<x>", "parse_mode": "HTML"},
        'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
    ),
    ({"text": "x", "link_preview_options": {"url": "nowhere"}}, "Bad Request: WEBPAGE_URL_INVALID"),
    ({"text": "x", "link_preview_options": []}, "Bad Request: object expected as link preview options"),
    (
        {"text": "x", "link_preview_options": {"is_disabled": "yes"}},
        'Bad Request: field "is_disabled" must be of type Boolean',
    ),
    ({"text": "x", "link_preview_options": "{"}, "Bad Request: can't parse link preview options JSON object"),
    ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "Bad Request: message to be replied not found"),
    ({"text": "x", "reply_parameters": {"quote": "x"}}, 'Bad Request: can\'t find field "message_id"'),
    ({"text": "x", "reply_to_message_id": 999}, "Bad Request: message to be replied not found"),
    ({"text": "x", "business_connection_id": "b"}, "Bad Request: business connection not found"),
]


@pytest.mark.parametrize(("params", "description"), TEXTS)
async def test_what_is_wrong_with_a_text_is_said_as_telegram_says_it(
    bot: Bot, reader: int, params: dict[str, Any], description: str
) -> None:
    """Each refusal of sendMessage has the server's own words."""
    assert await bot.refused("sendMessage", chat_id=reader, **params) == description


async def test_the_longest_text_is_counted_after_parsing_and_in_utf16(bot: Bot, reader: int) -> None:
    """4,096 units pass, however much markup stands around them."""
    sent = await bot.ok("sendMessage", chat_id=reader, text=f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    assert sent["entities"][0]["length"] == 4096


async def test_a_reply_may_be_sent_without_what_it_replies_to(bot: Bot, reader: int) -> None:
    """allow_sending_without_reply passes over a message that is gone."""
    where = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.ok("sendMessage", chat_id=reader, text="x", reply_parameters=where)


BUTTONS: list[tuple[Any, str]] = [
    ([], "Bad Request: object expected as reply markup"),
    ("{", "Bad Request: can't parse reply keyboard markup JSON object"),
    ({"inline_keyboard": "no"}, 'Bad Request: field "inline_keyboard" must be of type Array'),
    ({"inline_keyboard": ["no"]}, 'Bad Request: field "inline_keyboard" must be an Array of Arrays'),
    (
        keyboard(*[{"text": str(n), "callback_data": "x"} for n in range(9)]),
        "Bad Request: reply markup is too long",
    ),
    (
        {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101},
        "Bad Request: reply markup is too long",
    ),
    (keyboard({"text": "x", "callback_data": "é" * 33}), "Bad Request: BUTTON_DATA_INVALID"),
    (
        keyboard({"text": "x", "callback_data": ""}),
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard({"callback_data": "x"}),
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        keyboard({"text": 1, "callback_data": "x"}),
        'Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String',
    ),
    (keyboard({"text": " ", "callback_data": "x"}), "Bad Request: inline keyboard button text must be non-empty"),
    (keyboard({"text": "x", "callback_data": "x", "url": "https://a.org"}), "Bad Request: BUTTON_TYPE_INVALID"),
    (keyboard({"text": "x", "pay": True}), "Bad Request: BUTTON_TYPE_INVALID"),
    (
        keyboard({"text": "x", "callback_data": 5}),
        'Bad Request: can\'t parse inline keyboard button: Field "callback_data" must be of type String',
    ),
    (
        keyboard({"text": "x", "callback_data": "x", "style": "loud"}),
        "Bad Request: can't parse inline keyboard button: Invalid button style specified",
    ),
    (
        keyboard({"text": "x", "url": "nowhere"}),
        "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        keyboard({"text": "x", "url": "ftp://example.com"}),
        "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (keyboard({"text": "x", "copy_text": {"text": ""}}), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    (keyboard({"text": "x", "copy_text": {"text": "x" * 257}}), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    (
        keyboard({"text": "x", "copy_text": "x"}),
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        keyboard({"text": "x", "switch_inline_query_chosen_chat": {"allow_user_chats": "yes"}}),
        'Bad Request: can\'t parse inline keyboard button: Field "allow_user_chats" must be of type Boolean',
    ),
    (
        keyboard({"text": "x", "switch_inline_query_chosen_chat": {"query": "q"}}),
        "Bad Request: at least one chat type must be allowed",
    ),
    (
        keyboard({"text": "x", "switch_inline_query_chosen_chat": "q"}),
        "Bad Request: can't parse inline keyboard button: "
        'Field "switch_inline_query_chosen_chat" must be of type Object',
    ),
    (
        keyboard({"text": "x", "web_app": {"url": "http://a.org"}}),
        "Bad Request: inline keyboard button Web App URL 'http://a.org' is invalid: Only HTTPS links are allowed",
    ),
    (
        {"inline_keyboard": [[5]]},
        "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
]


@pytest.mark.parametrize(("markup", "description"), BUTTONS)
async def test_what_is_wrong_with_a_keyboard_is_said_as_telegram_says_it(
    bot: Bot, reader: int, markup: Any, description: str
) -> None:
    """Each refusal of a keyboard has the server's own words."""
    assert await bot.refused("sendMessage", chat_id=reader, text="x", reply_markup=markup) == description


async def test_every_kind_of_button_is_kept_as_it_was_given(bot: Bot, reader: int) -> None:
    """Links, copy, inline and web buttons stand on the message; addresses in the form Telegram keeps."""
    given: list[dict[str, Any]] = [
        {"text": "data", "callback_data": "é" * 32},
        {"text": "url", "url": "HTTPS://T.me/spool_bot?start=t_1"},
        {"text": "tg", "url": "tg://resolve?domain=spool_bot"},
        {"text": "copy", "copy_text": {"text": "c" * 256}},
        {"text": "inline", "switch_inline_query": ""},
        {"text": "here", "switch_inline_query_current_chat": "q"},
        {"text": "chosen", "switch_inline_query_chosen_chat": {"query": "q", "allow_user_chats": True}},
        {"text": "app", "web_app": {"url": "https://a.org/"}},
    ]
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=keyboard(*given))
    kept = sent["reply_markup"]["inline_keyboard"][0]
    assert kept[1]["url"] == "https://t.me/spool_bot?start=t_1"
    assert kept[:1] + kept[2:] == given[:1] + given[2:]


async def test_a_hundred_buttons_pass_and_other_markup_is_no_part_of_a_message(bot: Bot, reader: int) -> None:
    """The limits of a keyboard are the documented ones; a reply keyboard or an empty one leaves no trace."""
    rows = [[{"text": str(n), "callback_data": "x"} for n in range(8)]] * 12 + [
        [{"text": "x", "callback_data": "x"}]
    ] * 4
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup={"inline_keyboard": rows})
    assert sum(map(len, sent["reply_markup"]["inline_keyboard"])) == 100
    others: list[Any] = [{"force_reply": True}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}, ""]
    for markup in others:
        assert "reply_markup" not in await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=markup)


@pytest.mark.parametrize(
    ("kind", "method"),
    [("photo", "sendPhoto"), ("video", "sendVideo"), ("animation", "sendAnimation"), ("document", "sendDocument")],
)
async def test_media_come_by_upload_by_file_id_and_by_address(bot: Bot, reader: int, kind: str, method: str) -> None:
    """All three ways give a message with the file, its caption and a file id that can be used again."""
    upload = await bot.ok(
        method, {kind: PIXEL}, chat_id=reader, caption="<i>c</i>", parse_mode="HTML", has_spoiler=True
    )
    file = upload[kind][-1] if kind == "photo" else upload[kind]
    assert upload["caption"] == "c"
    assert upload["caption_entities"][0]["type"] == "italic"
    assert upload.get("has_media_spoiler", False) == (kind != "document")
    again = await bot.ok(method, chat_id=reader, **{kind: file["file_id"]})
    assert again[kind] == upload[kind]
    remote = await bot.ok(method, chat_id=reader, **{kind: "https://example.org/a.bin"})
    assert remote[kind] != upload[kind]
    attached = await bot.ok(method, {"x1": PIXEL}, chat_id=reader, **{kind: "attach://x1"})
    assert kind in attached


MEDIA = [
    ("sendPhoto", {}, {}, "Bad Request: there is no photo in the request"),
    ("sendPhoto", {}, {"photo": "nonsense"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {}, {"photo": "https://dead.example/a"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {}, {"photo": "https://gone.example/a"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {}, {"photo": "http://localhost"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"photo": b""}, {}, "Bad Request: file must be non-empty"),
    ("sendPhoto", {"photo": b"not a picture"}, {}, "Bad Request: IMAGE_PROCESS_FAILED"),
    ("sendPhoto", {"photo": PIXEL}, {"caption": "x" * 1025}, "Bad Request: message caption is too long"),
]


@pytest.mark.parametrize(("method", "files", "params", "description"), MEDIA)
async def test_what_is_wrong_with_a_file_is_said_as_telegram_says_it(
    world: World, bot: Bot, reader: int, method: str, files: dict[str, bytes], params: dict[str, str], description: str
) -> None:
    """Missing, unknown, unreachable, empty, unreadable and too big files are refused."""
    world.dead_urls.add("https://gone.example/a")
    assert description in await bot.refused(method, files, chat_id=reader, **params)


async def test_files_past_the_limits_are_refused(bot: Bot, reader: int) -> None:
    """A photo has at most 10 MB, any upload 50 MB."""
    photo = PIXEL + bytes(10 * 1024 * 1024)
    refusal = await bot.refused("sendPhoto", {"photo": photo}, chat_id=reader)
    assert (
        refusal
        == f"Bad Request: file of size {len(photo)} bytes is too big for a photo; the maximum size is 10485760 bytes"
    )
    document = {"document": bytes(50 * 1024 * 1024 + 1)}
    assert await bot.refused("sendDocument", document, chat_id=reader) == "Request Entity Too Large"


async def test_a_photo_too_wide_is_refused(bot: Bot, reader: int) -> None:
    """Photos have at most 10,000 pixels of width and height together and a ratio of at most 20."""
    wide = b"GIF89a" + (9_000).to_bytes(2, "little") + (9_000).to_bytes(2, "little") + b"x"
    thin = b"GIF89a" + (210).to_bytes(2, "little") + (10).to_bytes(2, "little") + b"x"
    for data in (wide, thin):
        assert (
            await bot.refused("sendPhoto", {"photo": data}, chat_id=reader) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
        )


async def test_a_file_id_of_a_photo_is_no_document(bot: Bot, reader: int) -> None:
    """A file id can't change what it is."""
    sent = await bot.ok("sendPhoto", {"photo": PIXEL}, chat_id=reader)
    refusal = await bot.refused("sendDocument", chat_id=reader, document=sent["photo"][-1]["file_id"])
    assert refusal == "Bad Request: can't use file of type Photo as Document"


async def test_an_album_arrives_as_messages_of_one_group(world: World, bot: Bot, reader: int) -> None:
    """Two to ten items share a media_group_id and have no keyboard."""
    items = [
        {"type": "photo", "media": "attach://one", "caption": "first", "show_caption_above_media": True},
        {"type": "video", "media": "https://example.org/b.mp4"},
    ]
    album = await bot.ok("sendMediaGroup", {"one": PIXEL}, chat_id=reader, media=items)
    assert [list(item.keys() & {"photo", "video"}) for item in album] == [["photo"], ["video"]]
    assert len({item["media_group_id"] for item in album}) == 1
    assert album[0]["show_caption_above_media"] is True
    assert [message["message_id"] for message in world.messages(reader)][-2:] == [item["message_id"] for item in album]


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "Bad Request: there are no messages to send"),
        ([{"type": "photo", "media": "x"}], "Bad Request: media group must include 2-10 items"),
        ([{"type": "photo", "media": "x"}] * 11, "Bad Request: too many messages to send as an album"),
        (["x"], "Bad Request: can't parse media JSON object"),
        (
            [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}],
            "Bad Request: can't use the media of the specified type in the album",
        ),
    ],
)
async def test_a_wrong_album_is_refused(bot: Bot, reader: int, media: Any, description: str) -> None:
    """Too few, too many, unreadable or mixed items are no album."""
    assert await bot.refused("sendMediaGroup", chat_id=reader, media=media) == description


async def test_a_chat_action_is_shown_and_an_unknown_one_refused(world: World, bot: Bot, reader: int) -> None:
    """The page is told that the bot is typing."""
    events = world.listen()
    assert await bot.ok("sendChatAction", chat_id=reader, action="typing") is True
    assert events.get_nowait() == {"type": "action", "chat": reader, "action": "typing"}
    assert "wrong parameter action" in await bot.refused("sendChatAction", chat_id=reader, action="singing")
    world.unlisten(events)
    await bot.ok("sendChatAction", chat_id=reader, action="typing")
    assert events.empty()


async def test_forwarding_drops_callback_buttons_and_copying_leaves_no_origin(
    world: World, bot: Bot, reader: int
) -> None:
    """A forward names its origin and keeps URL buttons; a copy may get a new caption and keyboard."""
    buttons = keyboard({"text": "a", "callback_data": "a"}, {"text": "b", "url": "https://t.me/x"})
    card = await bot.ok("sendPhoto", {"photo": PIXEL}, chat_id=reader, caption="old", reply_markup=buttons)
    source = {"from_chat_id": reader, "message_id": card["message_id"]}
    forward = await bot.ok("forwardMessage", chat_id=reader, **source)
    assert forward["forward_origin"]["sender_user"]["id"] == world.bot["id"]
    assert [button["text"] for button in forward["reply_markup"]["inline_keyboard"][0]] == ["b"]
    again = await bot.ok("forwardMessage", chat_id=reader, from_chat_id=reader, message_id=forward["message_id"])
    assert again["forward_origin"] == forward["forward_origin"]
    copied = await bot.ok("copyMessage", chat_id=reader, caption="new", **source)
    copy = world.message(reader, copied["message_id"])
    assert (copy["caption"], copy["photo"]) == ("new", card["photo"])
    assert "forward_origin" not in copy
    plain = await bot.ok("copyMessage", chat_id=reader, **source)
    assert world.message(reader, plain["message_id"])["caption"] == "old"


async def test_what_can_not_be_passed_on_is_refused(world: World, bot: Bot, reader: int) -> None:
    """Protected, missing and unnamed messages are neither forwarded nor copied."""
    kept = await bot.ok("sendMessage", chat_id=reader, text="x", protect_content=True)
    source = {"chat_id": reader, "from_chat_id": reader}
    for deed, participle in (("forward", "forwarded"), ("copy", "copied")):
        method = f"{deed}Message"
        protected = await bot.refused(method, message_id=kept["message_id"], **source)
        assert protected == f"Bad Request: the message can't be {participle}"
        assert await bot.refused(method, message_id=999, **source) == f"Bad Request: message to {deed} not found"
        assert await bot.refused(method, **source) == "Bad Request: message identifier is not specified"
        assert await bot.refused(method, chat_id=reader, message_id=1) == "Bad Request: from_chat_id is empty"
