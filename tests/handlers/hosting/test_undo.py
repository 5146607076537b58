"""`Undo`: the newest post in a group or channel goes, and nothing else."""

from tests.driver import Telegram, button, buttons, visible
from tests.handlers.hosts import channel, hall, of, picking, publish, tale, told

DAY = 24 * 3600.0


async def test_undo_removes_the_newest_post(telegram: Telegram) -> None:
    """In a channel from the admin's own chat: that post and no other; a second press finds the one before."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    await publish(telegram, tale(1), tale(2))
    card = await of(ada, "News")
    assert "Undo removes my last post there: Tale 2" in visible(card)
    assert (await ada.press("Undo", card))["text"] == "Removed."
    assert ["Tale 1" in visible(post) for post in told(telegram.world.messages(news))] == [True]
    assert "Undo removes my last post there: Tale 1" in visible(ada.last())
    await ada.press("Undo")
    assert told(telegram.world.messages(news)) == []
    assert not any(key["text"] == "Undo" for key in buttons(ada.last()))


async def test_undo_in_a_group_is_for_its_admins(telegram: Telegram) -> None:
    """On the list there; a member's press is a toast; an older press than the newest post removes nothing."""
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    card = await here.listed()
    assert (await here.member.press("Undo", card))["text"].startswith("Only admins")
    await publish(telegram, tale(2))
    assert (await here.admin.press("Undo", card))["text"] == "There is a newer post by now: look again."
    assert here.tales() == [1, 2]
    await here.admin.press("Undo", telegram.world.message(here.id, card["message_id"]))
    assert here.tales() == [1]


async def test_after_two_days_a_post_stays(telegram: Telegram) -> None:
    """Telegram lets a bot remove nothing older: there is no button any more, and an old one says so."""
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    card = await here.listed()
    await telegram.skip_time(2.1 * DAY)
    assert "two days only" in (await here.admin.press("Undo", card))["text"]
    assert here.tales() == [1]
    assert not any(key["text"] == "Undo" for key in buttons(await here.listed()))


async def test_undo_never_touches_a_message_of_the_group_that_was(telegram: Telegram) -> None:
    """A supergroup counts its messages anew: the number of a post before the move means another message after it."""
    here = await hall(telegram, kind="group", bot_status="administrator")
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    card = await here.listed()
    data = button(card, "Undo")["callback_data"]
    number = here.posts()[0]["message_id"]
    new = telegram.world.migrate(here.id)
    await telegram.settled()
    while telegram.world.messages(new)[-1]["message_id"] < number:
        await here.member.say("talk", chat=new)
    await here.admin.press_data(data, telegram.world.messages(new)[-1], forged=True)
    assert number in [message["message_id"] for message in telegram.world.messages(new)]
    assert telegram.calls("deleteMessage") == []


async def test_a_post_that_an_admin_has_removed_is_not_missed(telegram: Telegram) -> None:
    """It is gone already, which is what was wanted."""
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    card = await here.listed()
    description = "Bad Request: message to delete not found"
    telegram.world.faults.add(method="deleteMessage", status=400, description=description)
    assert (await here.admin.press("Undo", card))["text"] == "Removed."
