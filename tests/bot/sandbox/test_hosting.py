"""What admins set about a bot in the sandbox: topics, rights, the chat picker, messages in the group's own name."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot

CLOSED = "Bad Request: TOPIC_CLOSED"
MUTED = "Bad Request: not enough rights to send text messages to the chat"
POSTING = {"can_manage_chat": True, "can_post_messages": True}


def asking(**asked: Any) -> dict[str, Any]:
    """A reply keyboard with one button that asks for a chat."""
    return {"keyboard": [[{"text": "Choose", "request_chat": {"request_id": 7, **asked}}]]}


async def test_closed_and_deleted_topics_take_nothing(world: World, bot: Bot, reader: int) -> None:
    """Service messages tell of closing and opening; of a deletion nothing does. An admin of topics writes on."""
    forum = world.add_group("Forum", [reader], kind="supergroup", is_forum=True)
    topic = world.add_topic(forum, "Stories")
    await bot.updates()
    world.close_topic(forum, topic)
    world.close_topic(forum)
    assert await bot.refused("sendMessage", chat_id=forum, text="x", message_thread_id=topic) == CLOSED
    assert await bot.refused("sendMessage", chat_id=forum, text="x") == CLOSED
    assert await bot.refused("sendChatAction", chat_id=forum, action="typing", message_thread_id=topic) == CLOSED
    world.reopen_topic(forum, topic)
    closed, general, opened = [update["message"] for update in await bot.updates()]
    assert (closed["forum_topic_closed"], closed["message_thread_id"]) == ({}, topic)
    assert ("message_thread_id" in general, opened["forum_topic_reopened"]) == (False, {})
    assert await bot.ok("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    world.add_bot(forum, "administrator")
    assert await bot.ok("sendMessage", chat_id=forum, text="x")
    world.delete_topic(forum, topic)
    gone = await bot.refused("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert gone == "Bad Request: message thread not found"
    assert all(message.get("message_thread_id") != topic for message in world.messages(forum))


async def test_a_message_in_a_topic_answers_the_one_that_made_it(world: World, bot: Bot, reader: int) -> None:
    """That is where its name can be read; a real answer keeps what it answers."""
    forum = world.add_group("Forum", [reader], kind="supergroup", is_forum=True)
    topic = world.add_topic(forum, "Stories")
    said = world.say(reader, "/x", chat=forum, thread=topic)
    assert said["reply_to_message"]["forum_topic_created"]["name"] == "Stories"
    answer = world.say(reader, "/y", chat=forum, thread=topic, reply_to=said["message_id"])
    assert answer["reply_to_message"]["text"] == "/x"


async def test_a_bot_without_rights(world: World, bot: Bot, reader: int) -> None:
    """Muted with everybody, restricted by itself, an admin who may not post or not delete."""
    group = world.add_group("Friends", [reader], kind="supergroup")
    await bot.updates()
    world.mute(group)
    assert await bot.refused("sendMessage", chat_id=group, text="x") == MUTED
    assert await bot.updates() == []
    world.mute(group, False)
    world.add_bot(group, "restricted")
    assert await bot.refused("sendMessage", chat_id=group, text="x") == MUTED
    (change,) = [update["my_chat_member"] for update in await bot.updates()]
    assert change["new_chat_member"]["can_send_messages"] is False
    channel = world.add_group("News", [reader], kind="channel", admins=[reader], bot_status="administrator")
    theirs = world.say(reader, "x", chat=channel)
    world.set_bot_rights(channel, can_delete_messages=False)
    assert await bot.ok("deleteMessage", chat_id=channel, message_id=theirs["message_id"])
    old = await bot.ok("sendMessage", chat_id=channel, text="x")
    world.advance(49 * 3600)
    late = await bot.refused("deleteMessage", chat_id=channel, message_id=old["message_id"])
    assert late == "Bad Request: message can't be deleted for everyone"
    world.set_bot_rights(channel, can_delete_messages=True, can_post_messages=False)
    refused = await bot.refused("sendMessage", chat_id=channel, text="x")
    assert refused == "Bad Request: need administrator rights in the channel chat"
    assert (await bot.ok("getChatMember", chat_id=channel, user_id=world.bot["id"]))["can_post_messages"] is False
    world.add_bot(channel, "member")
    hidden = await bot.refused("getChatMember", chat_id=channel, user_id=reader)
    assert hidden == "Bad Request: member list is inaccessible"


async def test_an_admin_may_write_as_the_group(world: World, bot: Bot, reader: int) -> None:
    """The sender is the group and nobody; a member can't."""
    friend = world.add_person("Omid")
    group = world.add_group("Friends", [friend], kind="supergroup", admins=[reader])
    await bot.updates()
    world.say(reader, "/x", chat=group, anonymous=True)
    (update,) = await bot.updates()
    assert update["message"]["sender_chat"]["id"] == group
    assert update["message"]["from"]["username"] == "GroupAnonymousBot"
    with pytest.raises(ValueError, match="Only admins"):
        world.say(friend, "/x", chat=group, anonymous=True)
    channel = world.add_group("News", [], kind="channel", admins=[friend], bot_status="left")
    assert world.say(friend, "/x", chat=group, through=channel)["sender_chat"]["id"] == channel
    with pytest.raises(ValueError, match="of their own"):
        world.say(reader, "/x", chat=group, through=channel)
    world.set_member(group, friend, "administrator")
    world.say(friend, "/x", chat=group, anonymous=True)


async def test_the_picker_brings_a_chat_and_the_bot_into_it(world: World, bot: Bot, reader: int) -> None:
    """As the button asks: into a group as a member, into a channel as an admin; the keyboard can be taken away."""
    group = world.add_group("Friends", [], admins=[reader], bot_status="left")
    channel = world.add_group("News", [], kind="channel", admins=[reader], bot_status="left")
    await bot.updates()
    markup = asking(chat_is_channel=False, bot_is_member=True, request_title=True)
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=json.dumps(markup))
    assert "reply_markup" not in sent
    assert [[button["text"] for button in row] for row in world.keyboard(reader)] == [["Choose"]]
    world.share_chat(reader, group, 7)
    joined, service, shared = await bot.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert "new_chat_members" in service["message"]
    assert shared["message"]["chat_shared"] == {"request_id": 7, "chat_id": group, "title": "Friends"}
    rights = {"user_administrator_rights": POSTING, "bot_administrator_rights": POSTING}
    await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=asking(chat_is_channel=True, **rights))
    world.share_chat(reader, channel, 7)
    joined, shared = await bot.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert shared["message"]["chat_shared"] == {"request_id": 7, "chat_id": channel}
    await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup={"remove_keyboard": True})
    assert world.keyboard(reader) == []


async def test_the_picker_shows_only_what_was_asked_for(world: World, bot: Bot, reader: int) -> None:
    """Unless a client is made to send something else."""
    owner = world.add_person("Omid")
    group = world.add_group("Friends", [reader], admins=[owner])
    channel = world.add_group("News", [], kind="channel", admins=[reader])
    asked = asking(chat_is_channel=False, user_administrator_rights={"can_manage_chat": True})
    await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=asked)
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: world.share_chat(reader, group, 7), "is an admin"),
        (lambda: world.share_chat(reader, channel, 7), "of this kind"),
        (lambda: world.share_chat(reader, group, 8), "no button"),
        (lambda: world.set_bot_rights(group, can_pin_messages=True), "no admin"),
        (lambda: world.close_topic(group, 5), "no topic"),
        (lambda: world.delete_topic(world.add_group("F", [reader], kind="supergroup", is_forum=True), 0), "general"),
    ]
    for act, why in refusals:
        with pytest.raises(ValueError, match=why):
            act()
    await bot.updates()
    world.share_chat(reader, owner, 8, forged=True)
    (update,) = await bot.updates()
    assert update["message"]["chat_shared"] == {"request_id": 8, "chat_id": owner}


@pytest.mark.parametrize(
    "keyboard",
    [
        asking(),
        asking(chat_is_channel="yes"),
        asking(chat_is_channel=True, request_id=2**31),
        asking(chat_is_channel=True, bot_administrator_rights=POSTING),
        {"keyboard": [[{"text": " "}]]},
        {"keyboard": "x"},
        {"keyboard": [["x"] * 101]},
    ],
)
async def test_reply_keyboards_are_checked(world: World, bot: Bot, reader: int, keyboard: dict[str, Any]) -> None:
    """Before anything is sent: what a request lacks, rights that the person need not have, buttons without words."""
    before = len(world.messages(reader))
    assert (await bot.refused("sendMessage", chat_id=reader, text="x", reply_markup=keyboard)).startswith("Bad Request")
    assert len(world.messages(reader)) == before


async def test_chats_are_asked_for_in_private_alone(world: World, bot: Bot, reader: int) -> None:
    """In a group a reply keyboard has plain buttons only."""
    group = world.add_group("Friends", [reader])
    asked = asking(chat_is_channel=False)
    assert await bot.refused("sendMessage", chat_id=group, text="x", reply_markup=asked)
    assert await bot.ok("sendMessage", chat_id=group, text="x", reply_markup={"keyboard": [["plain"]]})
