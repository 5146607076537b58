"""Where the bot may write, what it is told of chats, and what it can ask about them."""

import pytest

from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


async def test_people_who_can_not_be_reached(world: World, bot: Bot, reader: int) -> None:
    """Unknown, never started, blocked, deleted: each has its own refusal."""
    stranger = world.add_person("Omid")
    assert await bot.refused("sendMessage", chat_id=5, text="x") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", chat_id="@nobody", text="x") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    never = await bot.refused("sendMessage", chat_id=stranger, text="x")
    assert never == "Forbidden: bot can't initiate conversation with a user"
    world.block(reader)
    blocked = await bot.refused("sendMessage", chat_id=reader, text="x")
    assert blocked == "Forbidden: bot was blocked by the user"
    world.unblock(reader)
    assert await bot.ok("sendMessage", chat_id=str(reader), text="x")
    world.deactivate(reader)
    assert await bot.refused("sendMessage", chat_id=reader, text="x") == "Forbidden: user is deactivated"


@pytest.mark.parametrize(("kind", "name"), [("group", "group chat"), ("supergroup", "supergroup chat")])
async def test_a_group_takes_the_bot_in_and_throws_it_out(
    world: World, bot: Bot, reader: int, kind: str, name: str
) -> None:
    """my_chat_member tells of both; afterwards nothing can be sent or asked there."""
    await bot.updates()
    group = world.add_group("Friends", [reader], kind="supergroup" if kind == "supergroup" else "group")
    joined, service = await bot.updates()
    change = joined["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert service["message"]["new_chat_members"] == [world.bot]
    assert await bot.ok("sendMessage", chat_id=group, text="x")
    world.remove_bot(group)
    (removed,) = await bot.updates()
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    for method in ("sendMessage", "getChat"):
        assert await bot.refused(method, chat_id=group, text="x") == f"Forbidden: bot was kicked from the {name}"
    world.add_bot(group)
    assert await bot.ok("leaveChat", chat_id=group) is True
    left = await bot.refused("sendMessage", chat_id=group, text="x")
    assert left == f"Forbidden: bot is not a member of the {name}"
    assert (await bot.updates())[-1]["my_chat_member"]["from"]["id"] == world.bot["id"]


async def test_a_channel_needs_an_admin(world: World, bot: Bot, reader: int) -> None:
    """A bot that is no admin can't post; one that never was there is no member."""
    channel = world.add_group("News", [reader], kind="channel")
    refusal = await bot.refused("sendMessage", chat_id=channel, text="x")
    assert refusal == "Bad Request: need administrator rights in the channel chat"
    world.add_bot(channel, "administrator")
    post = await bot.ok("sendMessage", chat_id=channel, text="x")
    assert post["sender_chat"]["id"] == channel
    world.remove_bot(channel)
    assert "kicked from the channel chat" in await bot.refused("sendMessage", chat_id=channel, text="x")
    other = world.add_group("Other", [reader], kind="channel", bot_status="left")
    assert "not a member of the channel chat" in await bot.refused("sendMessage", chat_id=other, text="x")


async def test_a_group_becomes_a_supergroup(world: World, bot: Bot, reader: int) -> None:
    """Both sides say so; the old id answers with the new one; nobody writes to the old one."""
    group = world.add_group("Friends", [reader])
    await bot.updates()
    supergroup = world.migrate(group)
    before, after = [update["message"] for update in await bot.updates()]
    assert before["migrate_to_chat_id"] == supergroup
    assert (after["migrate_from_chat_id"], after["chat"]["id"]) == (group, supergroup)
    for method in ("sendMessage", "getChat"):
        reply = await bot.call(method, chat_id=group, text="x")
        assert reply["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert reply["parameters"] == {"migrate_to_chat_id": supergroup}
    assert await bot.ok("sendMessage", chat_id=supergroup, text="x")
    with pytest.raises(ValueError, match="became the supergroup"):
        world.say(reader, "x", chat=group)


async def test_topics_of_a_forum(world: World, bot: Bot, reader: int) -> None:
    """Messages stay in their topic; an unknown topic is refused."""
    forum = world.add_group("Forum", [reader], kind="supergroup", is_forum=True)
    topic = world.add_topic(forum, "Stories")
    sent = await bot.ok("sendMessage", chat_id=forum, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert world.say(reader, "/x", chat=forum, thread=topic)["message_thread_id"] == topic
    refusal = await bot.refused("sendMessage", chat_id=forum, text="x", message_thread_id=999)
    assert refusal == "Bad Request: message thread not found"


async def test_supergroups_count_their_own_messages(world: World, bot: Bot, reader: int) -> None:
    """Ids are unique in a chat, not in the world."""
    first, second = (world.add_group(title, [reader], kind="supergroup") for title in ("A", "B"))
    ids = [(await bot.ok("sendMessage", chat_id=chat, text="x"))["message_id"] for chat in (first, second)]
    assert ids[0] == ids[1]


async def test_what_can_be_asked_about_a_group(world: World, bot: Bot, reader: int) -> None:
    """Members, admins, counts, and how a private chat differs."""
    friend, stranger = world.add_person("Omid"), world.add_person("Mina")
    group = world.add_group("Friends", [friend], admins=[reader], bot_status="administrator")
    assert (await bot.ok("getChat", chat_id=group))["title"] == "Friends"
    assert await bot.ok("getChatMemberCount", chat_id=group) == 3
    admins = await bot.ok("getChatAdministrators", chat_id=group)
    assert [(admin["user"]["id"], admin["status"]) for admin in admins] == [
        (reader, "creator"),
        (world.bot["id"], "administrator"),
    ]
    world.add_bot(group, "member")
    assert len(await bot.ok("getChatAdministrators", chat_id=group)) == 1
    for user, status in ((friend, "member"), (stranger, "left"), (world.bot["id"], "member")):
        assert (await bot.ok("getChatMember", chat_id=group, user_id=user))["status"] == status
    assert await bot.refused("getChatMember", chat_id=group, user_id=0) == "Bad Request: invalid user_id specified"
    assert await bot.refused("getChatMember", chat_id=group, user_id=5) == "Bad Request: PARTICIPANT_ID_INVALID"
    private = await bot.refused("getChatAdministrators", chat_id=reader)
    assert private == "Bad Request: there are no administrators in the private chat"
    leave = await bot.refused("leaveChat", chat_id=reader)
    assert leave == "Bad Request: chat member status can't be changed in private chats"
