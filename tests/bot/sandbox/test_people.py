"""What people do in the world, and which of it reaches the bot."""

from collections.abc import Callable

import pytest

from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


async def texts(bot: Bot) -> list[str]:
    """The texts of the messages that reached the bot since the last look."""
    return [update["message"].get("text", "") for update in await bot.updates() if "message" in update]


async def test_a_private_message_arrives_with_its_entities(world: World, bot: Bot) -> None:
    """Writing opens the chat; commands, tags and links are found."""
    person = world.add_person("Rana", username="rana", language_code="ar")
    said = world.say(person, " /start t_1 ")
    (update,) = await bot.updates()
    assert update["message"] == said
    assert said["text"] == "/start t_1"
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert said["from"]["language_code"] == "ar"
    assert said["chat"] == {"id": person, "type": "private", "first_name": "Rana", "username": "rana"}
    assert world.start(person)["text"] == "/start"
    assert world.start(person, "h_x")["text"] == "/start h_x"


async def test_a_text_that_is_too_long_goes_out_in_pieces(world: World, bot: Bot) -> None:
    """Apps cut at a line's or a word's end, else anywhere between two characters."""
    person = world.add_person("Rana")
    world.say(person, "a" * 4000 + " " + "b" * 200)
    world.say(person, "😀" * 2049)
    assert [len(text) for text in await texts(bot)] == [4000, 200, 2048, 1]


def test_nothing_is_not_said(world: World, reader: int) -> None:
    """An empty message can't be sent."""
    with pytest.raises(ValueError, match="empty message"):
        world.say(reader, " \n")


PRIVACY = [
    ("hello", False),
    ("/next", True),
    ("/next@spool_bot now", True),
    ("/next@other_bot", False),
    ("see /next@other_bot", False),
    ("hey @Spool_Bot", True),
    ("hey @spool_bots", False),
]


@pytest.mark.parametrize(("text", "arrives"), PRIVACY)
async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(
    world: World, bot: Bot, reader: int, text: str, arrives: bool
) -> None:
    """In a group the bot gets commands and mentions, but no ordinary talk."""
    group = world.add_group("Friends", [reader])
    await bot.updates()
    world.say(reader, text, chat=group)
    world.start(reader, "g_1", chat=group)
    assert await texts(bot) == ([text] if arrives else []) + ["/start g_1"]


async def test_an_admin_bot_hears_all_but_commands_for_others(world: World, bot: Bot, reader: int) -> None:
    """Privacy mode ends with admin rights."""
    group = world.add_group("Friends", [reader], bot_status="administrator")
    await bot.updates()
    for text in ("hello", "/next@other_bot", "/next@spool_bot"):
        world.say(reader, text, chat=group)
    assert await texts(bot) == ["hello", "/next@spool_bot"]


async def test_replies_to_the_bot_arrive_and_pictures_do_not(world: World, bot: Bot, reader: int) -> None:
    """A reply is meant for the bot; someone's picture is not."""
    group = world.add_group("Friends", [reader])
    sent = await bot.ok("sendMessage", chat_id=group, text="x")
    await bot.updates()
    world.say(reader, "yes", chat=group, reply_to=sent["message_id"])
    world.send_media(reader, "photo", chat=group)
    (update,) = await bot.updates()
    assert update["message"]["reply_to_message"]["message_id"] == sent["message_id"]


async def test_media_arrive_with_caption_and_group(world: World, bot: Bot, reader: int) -> None:
    """Items of an album share their id; the bytes can be fetched."""
    await bot.updates()
    world.send_media(reader, "photo", caption="one #two", media_group_id="7")
    world.send_media(reader, "document", data=b"story", file_name="story.txt", media_group_id="7")
    photo, document = [update["message"] for update in await bot.updates()]
    assert photo["caption_entities"] == [{"type": "hashtag", "offset": 4, "length": 4}]
    assert (photo["media_group_id"], document["media_group_id"]) == ("7", "7")
    assert document["document"]["file_name"] == "story.txt"
    assert document["document"]["mime_type"] == "text/plain"
    file = await bot.ok("getFile", file_id=document["document"]["file_id"])
    assert world.file_path(file["file_id"]) == file["file_path"]
    assert world.file_url(file["file_id"]) is None
    assert world.file_path("nonsense") is world.file_url("nonsense") is None
    async with bot.session.get(f"{bot.base}/file/bot{bot.token}/{file['file_path']}") as response:
        assert (await response.read(), response.content_type) == (b"story", "text/plain")
    with pytest.raises(ValueError, match="caption"):
        world.send_media(reader, "photo", caption="x" * 1025)


async def test_two_people_talk_without_the_bot(world: World, bot: Bot, reader: int) -> None:
    """A dialog is one chat for both; the bot neither hears of it nor can write there."""
    friend = world.add_person("Omid")
    await bot.updates()
    said = world.say(reader, "look!", chat=friend)
    dialog = world.dialog(friend, reader)
    assert said["chat"]["id"] == dialog == world.dialog(reader, friend)
    assert world.messages(dialog) == [said]
    assert await bot.updates() == []
    assert await bot.refused("sendMessage", chat_id=dialog, text="x") == "Bad Request: chat not found"
    assert dialog in [chat["id"] for chat in world.chats(friend)]


async def test_a_forward_keeps_links_and_loses_callbacks(world: World, bot: Bot, reader: int) -> None:
    """The friend gets the text and the URL button; a forward back to the bot names where it comes from."""
    friend = world.add_person("Omid")
    buttons = [[{"text": "Next", "callback_data": "n"}], [{"text": "Open", "url": "https://t.me/x"}]]
    card = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup={"inline_keyboard": buttons})
    passed = world.forward(reader, reader, card["message_id"], friend)
    assert passed["reply_markup"] == {"inline_keyboard": [buttons[1]]}
    assert passed["forward_origin"]["sender_user"]["id"] == world.bot["id"]
    await bot.updates()
    world.forward(friend, passed["chat"]["id"], passed["message_id"], friend)
    (update,) = await bot.updates()
    assert update["message"]["forward_origin"] == passed["forward_origin"]


async def test_a_channel_post_is_forwarded_with_its_place(world: World, bot: Bot, reader: int) -> None:
    """Posts come from the channel itself, to the bot as channel_post when it is an admin."""
    channel = world.add_group("News", [reader], kind="channel", admins=[reader], bot_status="administrator")
    await bot.updates()
    post = world.say(reader, "news", chat=channel)
    (update,) = await bot.updates()
    assert update["channel_post"] == post
    assert "from" not in post
    passed = world.forward(reader, channel, post["message_id"], reader)
    assert passed["forward_origin"] == {
        "type": "channel",
        "date": post["date"],
        "chat": post["chat"],
        "message_id": post["message_id"],
    }
    world.add_bot(channel, "member")
    await bot.updates()
    world.say(reader, "more", chat=channel)
    assert await bot.updates() == []


async def test_what_people_can_not_do_is_refused(world: World, bot: Bot, reader: int) -> None:
    """Protected and service messages, places one is not in, ids that are nobody's."""
    stranger = world.add_person("Omid")
    kept = await bot.ok("sendMessage", chat_id=reader, text="x", protect_content=True)
    group = world.add_group("Friends", [reader])
    service = world.messages(group)[0]
    channel = world.add_group("News", [reader], kind="channel", admins=[stranger])
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: world.forward(reader, reader, kept["message_id"], reader), "protected"),
        (lambda: world.forward(reader, group, service["message_id"], reader), "service message"),
        (lambda: world.say(stranger, "x", chat=group), "is not in chat"),
        (lambda: world.say(reader, "x", chat=channel), "Only administrators"),
        (lambda: world.say(reader, "x", chat=5), "no chat 5"),
        (lambda: world.say(5, "x"), "nobody"),
        (lambda: world.message(reader, 999), "no message 999"),
        (lambda: world.say(reader, "x", thread=9), "no topic 9"),
        (lambda: world.send_media(reader, "photo", data=b"no picture"), "IMAGE_PROCESS_FAILED"),
        (lambda: world.send_media(reader, "document", data=bytes(50 * 1024 * 1024 + 1)), "Too Large"),
        (lambda: world.add_group("Nobody", []), "at least one"),
        (lambda: world.add_group("Forum", [reader], is_forum=True), "Only a supergroup"),
        (lambda: world.add_topic(group, "x"), "Only a forum"),
        (lambda: world.migrate(channel), "Only a basic group"),
    ]
    for act, why in refusals:
        with pytest.raises(ValueError, match=why):
            act()


async def test_a_blocked_bot_is_started_again(world: World, bot: Bot, reader: int) -> None:
    """Blocking tells the bot once; nothing is written until START, which unblocks."""
    await bot.updates()
    world.block(reader)
    world.block(reader)
    with pytest.raises(ValueError, match="blocked"):
        world.say(reader, "x")
    world.start(reader)
    statuses = [
        update.get("my_chat_member", {}).get("new_chat_member", {}).get("status") for update in await bot.updates()
    ]
    assert statuses == ["kicked", "member", None]


def test_a_deleted_account_writes_nothing(world: World, reader: int) -> None:
    """Nobody writes from an account that is gone."""
    world.deactivate(reader)
    with pytest.raises(ValueError, match="deleted"):
        world.say(reader, "x")


def test_the_world_shows_who_is_where(world: World, reader: int) -> None:
    """People, chats and members as the page draws them."""
    friend = world.add_person("Omid")
    group = world.add_group("Friends", [friend], admins=[reader])
    assert [user["first_name"] for user in world.people()] == ["Rana", "Omid"]
    assert [chat["id"] for chat in world.chats(reader)] == [reader, group]
    assert world.members(group) == {reader: "creator", friend: "member"}


async def test_an_old_message_stays_what_it_was(world: World, bot: Bot, reader: int) -> None:
    """Messages are replaced, never changed: whoever holds one holds what it was."""
    sent = await bot.ok("sendMessage", chat_id=reader, text="one")
    held = world.message(reader, sent["message_id"])
    await bot.ok("editMessageText", chat_id=reader, message_id=sent["message_id"], text="two")
    assert (held["text"], world.message(reader, sent["message_id"])["text"]) == ("one", "two")
