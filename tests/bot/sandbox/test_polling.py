"""Long polling: offsets, waiting, wishes, and two bots with one token."""

import asyncio

from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot

REPLACED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_updates_wait_until_they_are_confirmed(world: World, bot: Bot, reader: int) -> None:
    """The same updates come again until an offset past them confirms them."""
    for text in ("a", "b"):
        world.say(reader, text)
    assert world.pending() == 3
    first = await bot.ok("getUpdates")
    assert await bot.ok("getUpdates") == first
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    assert await bot.ok("getUpdates", limit=1) == first[:1]
    assert await bot.ok("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert world.pending() == 2
    assert await bot.ok("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert world.pending() == 0


async def test_a_negative_offset_forgets_all_before(world: World, bot: Bot, reader: int) -> None:
    """-1 gives the last update and drops the others."""
    world.say(reader, "last")
    (update,) = await bot.ok("getUpdates", offset=-1)
    assert update["message"]["text"] == "last"
    assert world.pending() == 1


async def test_a_poll_waits_for_what_comes(world: World, bot: Bot, reader: int) -> None:
    """It answers at once when something happens, and with nothing when its time is over."""
    await bot.updates()
    poll = asyncio.create_task(bot.ok("getUpdates", offset=bot.offset, timeout=30))
    await asyncio.sleep(0.05)
    world.say(reader, "now")
    (update,) = await asyncio.wait_for(poll, 5)
    assert update["message"]["text"] == "now"
    assert await bot.ok("getUpdates", offset=update["update_id"] + 1, timeout=1) == []


async def test_a_newer_poll_ends_the_older(world: World, bot: Bot, reader: int) -> None:
    """The older one gets 409, the newer one the updates."""
    await bot.updates()
    older = asyncio.create_task(bot.call("getUpdates", offset=bot.offset, timeout=30))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.ok("getUpdates", offset=bot.offset, timeout=30))
    refusal = await asyncio.wait_for(older, 5)
    assert (refusal["error_code"], refusal["description"]) == (409, REPLACED)
    world.say(reader, "now")
    assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_a_webhook_ends_polling(bot: Bot) -> None:
    """The waiting poll is ended by setWebhook, further ones are refused until deleteWebhook."""
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await bot.ok("setWebhook", url="http://127.0.0.1:9/")
    assert (await asyncio.wait_for(poll, 5))["description"] == "Conflict: terminated by setWebhook request"
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert await bot.ok("deleteWebhook", drop_pending_updates=True) is True
    assert await bot.ok("getUpdates") == []


async def test_the_bot_gets_what_it_asked_for(world: World, bot: Bot, reader: int) -> None:
    """The wish holds for what happens later and stays until another is made; an empty list means the default."""
    await bot.updates(allowed_updates=["callback_query", "nonsense"])
    world.say(reader, "unheard")
    assert await bot.updates() == []
    assert (await bot.ok("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await bot.updates(allowed_updates=[])
    world.say(reader, "heard")
    assert len(await bot.updates()) == 1
    assert "allowed_updates" not in await bot.ok("getWebhookInfo")
