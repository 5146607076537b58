"""Flood control: what passes, what waits, and how long."""

import pytest

from bot.sandbox.server import make_app, serve
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot, Clock


@pytest.fixture
def world() -> World:
    """A world with flood control."""
    return World(clock=Clock(), flood_control=True)


async def send(bot: Bot, chat: int) -> int:
    """Send one message: 0 when it passed, else the seconds to wait."""
    reply = await bot.call("sendMessage", chat_id=chat, text="x")
    if reply["ok"]:
        return 0
    wait = reply["parameters"]["retry_after"]
    assert (reply["error_code"], reply["description"]) == (429, f"Too Many Requests: retry after {wait}")
    return int(wait)


async def test_one_chat_takes_a_short_burst_then_one_a_second(world: World, bot: Bot, reader: int) -> None:
    """Five at once, then one after each second; edits in a private chat are not counted."""
    assert [await send(bot, reader) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    world.advance(1)
    assert [await send(bot, reader) for _ in range(2)] == [0, 1]
    last = world.messages(reader)[-1]["message_id"]
    for number in range(10):
        await bot.ok("editMessageText", chat_id=reader, message_id=last, text=str(number))
    await bot.ok("sendChatAction", chat_id=reader, action="typing")


async def test_all_chats_together_take_thirty_a_second(world: World, bot: Bot) -> None:
    """The thirty-first in one second waits, whoever it is for."""
    people = [world.add_person(str(number)) for number in range(31)]
    for person in people:
        world.start(person)
    assert [await send(bot, person) for person in people] == [0] * 30 + [1]
    world.advance(1)
    assert await send(bot, people[-1]) == 0


async def test_a_group_takes_twenty_a_minute_edits_included(world: World, bot: Bot, reader: int) -> None:
    """After that the group waits until the first is a minute old; other chats don't."""
    group = world.add_group("Friends", [reader])
    for _ in range(10):
        assert await send(bot, group) == 0
        world.advance(1)
    last = world.messages(group)[-1]["message_id"]
    for number in range(10):
        await bot.ok("editMessageText", chat_id=group, message_id=last, text=str(number))
    assert await send(bot, group) == 50
    reply = await bot.call("editMessageText", chat_id=group, message_id=last, text="y")
    assert reply["parameters"] == {"retry_after": 50}
    assert await send(bot, reader) == 0
    world.advance(50)
    assert await send(bot, group) == 0


async def test_without_flood_control_nothing_waits(bot: Bot) -> None:
    """The default for tests that are about something else."""
    free = World()
    runner, port = await serve(make_app(free))
    person = free.add_person("Rana")
    free.start(person)
    other = Bot(session=bot.session, base=f"http://127.0.0.1:{port}", token=free.token)
    assert [await send(other, person) for _ in range(40)] == [0] * 40
    await runner.cleanup()
