"""Places that take no message any more: what they hear rests, their admin is told once, and it goes on by itself."""

from pathlib import Path

import pytest

from storage.delivery.subscribers import Address
from tests.builders import long_story
from tests.clock import HandClock
from tests.driver import Person, Telegram, buttons, labels, telegram_on, visible
from tests.handlers.hosts import Hall, hall, publish, tale

READ = "▶ Read"


async def following(telegram: Telegram, **world: object) -> Hall:
    """A group that follows everything."""
    here = await hall(telegram, **world)  # type: ignore[arg-type]  # as World has them
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    return here


def notices(person: Person) -> list[str]:
    """What an admin was told beside stories: that something rests."""
    said = [visible(message) for message in person.telegram.world.messages(person.id)]
    return [text for text in said if "rest" in text or "gone" in text or "taken out" in text]


async def test_a_closed_topic_rests_until_it_is_opened(telegram: Telegram) -> None:
    """The admin is told once, however many stories come; what came meanwhile is not poured out; others go on."""
    here = await hall(telegram, is_forum=True)
    sea, fog = telegram.world.add_topic(here.id, "Sea"), telegram.world.add_topic(here.id, "Fog")
    for topic in (sea, fog):
        await here.listed("", thread=topic)
        await here.admin.press("🔔 Follow everything", chat=here.id)
    telegram.world.close_topic(here.id, sea)
    for number in (1, 2):
        await publish(telegram, tale(number))
    assert notices(here.admin) == [
        "The topic Readers · Sea is closed, so new stories rest there: open it and they go on."
    ]
    assert notices(here.member) == []
    telegram.world.reopen_topic(here.id, sea)
    await publish(telegram, tale(3))
    assert (here.tales(sea), here.tales(fog), here.tales(0)) == ([3], [1, 2, 3], [])


async def test_a_deleted_topic_falls_into_no_other(telegram: Telegram) -> None:
    """Nothing comes into the general topic in its place; the admin is told what to do."""
    here = await hall(telegram, is_forum=True)
    sea = telegram.world.add_topic(here.id, "Sea")
    await here.listed("", thread=sea)
    await here.admin.press("🔔 Follow everything", chat=here.id)
    telegram.world.delete_topic(here.id, sea)
    for number in (1, 2):
        await publish(telegram, tale(number))
    assert here.tales() == []
    (told,) = notices(here.admin)
    assert told.startswith("The topic Readers · Sea is gone")
    assert not buttons(here.admin.last())


async def test_a_closed_topic_is_opened_by_nothing_else(telegram: Telegram) -> None:
    """Neither by the bot's return nor from afar: of what waits nothing more is tried, and nobody is told again."""
    here = await hall(telegram, is_forum=True)
    sea = telegram.world.add_topic(here.id, "Sea")
    await here.listed("", thread=sea)
    await here.admin.press("🔔 Follow everything", chat=here.id)
    telegram.world.close_topic(here.id, sea)
    listed = len([call for call in telegram.calls("sendMessage") if call.get("message_thread_id") == sea])
    await publish(telegram, tale(1), tale(2), tale(3))
    tried = [call for call in telegram.calls("sendMessage") if call.get("message_thread_id") == sea]
    assert len(tried) == listed + 1
    telegram.world.remove_bot(here.id)
    telegram.world.add_bot(here.id)
    await here.admin.say("/subscriptions")
    await here.admin.press("Groups and channels")
    await here.admin.press("Sea")
    await here.admin.press("✕ 1")
    await here.admin.press("🔔 Follow everything")
    sent = len(telegram.calls("sendMessage"))
    await publish(telegram, tale(4))
    assert (len(telegram.calls("sendMessage")), len(notices(here.admin))) == (sent, 1)


async def test_a_closed_general_topic_rests_too(telegram: Telegram) -> None:
    """It names no topic, and is opened again like any other."""
    here = await following(telegram, is_forum=True)
    telegram.world.close_topic(here.id)
    await publish(telegram, tale(1))
    assert len(notices(here.admin)) == 1
    telegram.world.reopen_topic(here.id)
    await publish(telegram, tale(2))
    assert here.tales() == [2]


async def test_without_the_right_to_write_all_topics_rest_and_one_message_says_so(telegram: Telegram) -> None:
    """`Try again` tells whether it works by now, and then it goes on."""
    here = await hall(telegram, is_forum=True)
    sea = telegram.world.add_topic(here.id, "Sea")
    for topic in ({"thread": sea}, {}):
        await here.listed("", **topic)
        await here.admin.press("🔔 Follow everything", chat=here.id)
    telegram.world.mute(here.id)
    for number in (1, 2):
        await publish(telegram, tale(number))
    (told,) = notices(here.admin)
    assert told.startswith("I may not write in Readers")
    notice = here.admin.last()
    assert (await here.admin.press("Try again", notice))["text"] == "It does not work yet."
    assert "Nothing is sent there: I may not write." in visible(here.admin.last())
    telegram.world.mute(here.id, False)
    assert (await here.admin.press("Try again"))["text"].startswith("It works again")
    await publish(telegram, tale(3))
    assert here.tales() == [3, 3]


async def test_a_sign_of_the_admin_in_the_group_is_enough(telegram: Telegram) -> None:
    """The list called for there shows that it works; called for while it does not, it is told in private."""
    here = await following(telegram)
    telegram.world.mute(here.id)
    await publish(telegram, tale(1))
    assert len(notices(here.admin)) == 1
    assert await here.admin.say("/subscriptions@spool_bot", chat=here.id) == []
    assert len(notices(here.admin)) == 2
    telegram.world.mute(here.id, False)
    await here.listed()
    await publish(telegram, tale(2))
    assert here.tales() == [2]


async def test_a_restricted_bot_rests_and_goes_on_as_telegram_tells(telegram: Telegram) -> None:
    """No message has to fail for it, and nobody has to press anything."""
    here = await following(telegram)
    telegram.world.add_bot(here.id, "restricted")
    await telegram.settled()
    assert len(notices(here.admin)) == 1
    await publish(telegram, tale(1))
    telegram.world.add_bot(here.id, "member")
    await telegram.settled()
    await publish(telegram, tale(2))
    assert (here.tales(), len(notices(here.admin))) == ([2], 1)


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: have no rights to send a message"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_every_wording_of_lost_rights_is_known(telegram: Telegram, status: int, description: str) -> None:
    """Told once, and not counted as a failure of the bot."""
    here = await following(telegram)
    telegram.world.faults.add(method="sendMessage", chat=here.id, status=status, description=description)
    await publish(telegram, tale(1))
    assert len(notices(here.admin)) == 1
    assert await telegram.services.subscribers.reach() == (0, 1)


async def test_removal_stops_it_and_return_resumes_it_without_a_flood(telegram: Telegram) -> None:
    """Whoever took the bot out knows; what was published meanwhile is not poured out."""
    here = await following(telegram)
    await publish(telegram, tale(1))
    telegram.world.remove_bot(here.id)
    await telegram.settled()
    await publish(telegram, *(tale(number) for number in range(2, 8)))
    telegram.world.add_bot(here.id)
    await telegram.settled()
    await publish(telegram, tale(8))
    assert here.tales() == [1, 8]
    assert notices(here.admin) == []


async def test_who_has_set_a_group_hears_that_another_took_the_bot_out(telegram: Telegram) -> None:
    """One sentence, with what to do."""
    here = await following(telegram)
    telegram.world.set_member(here.id, here.member.id, "administrator")
    card = await here.listed()
    await here.member.press("✕ 1", card)
    await here.member.press("🔔 Follow everything", chat=here.id)
    telegram.world.remove_bot(here.id)
    await telegram.settled()
    assert notices(here.member) == ["I was taken out of Readers: bring me back, and new stories come there again."]
    assert notices(here.admin) == []


async def test_the_admins_own_language_is_spoken_to_them(telegram: Telegram) -> None:
    """What they have chosen in /settings; the posts in the group speak it too."""
    here = await hall(telegram, is_forum=True)
    await here.admin.say("/settings")
    await here.admin.press("العربية")
    await here.listed()
    await here.admin.press("متابعة كل شيء", chat=here.id)
    await publish(telegram, tale(1))
    assert any("اقرأ" in key["text"] or "قراءة" in key["text"] for key in buttons(here.posts()[0]))
    telegram.world.mute(here.id)
    await publish(telegram, tale(2))
    assert "Readers" in visible(here.admin.last())
    assert "I may not" not in visible(here.admin.last())


@pytest.mark.parametrize("sign", ["service message", "error"])
async def test_a_group_that_moves_keeps_everything(telegram: Telegram, sign: str) -> None:
    """What is followed and left out, its times, what waits, its admin's list: all under the new id, by either sign."""
    await telegram.bring(tale(1, "sea"))
    here = await hall(telegram, kind="group")
    await here.listed("#sea")
    await here.listed("-#fog")
    await here.admin.press("🕗 When they come", chat=here.id)
    await here.admin.press("🔇 Without a sound", chat=here.id)
    telegram.world.faults.add(method="sendMessage", chat=here.id, parameters={"retry_after": 30})
    await publish(telegram, tale(2, "sea"))
    if sign == "error":
        telegram.world.faults.add(method="getUpdates", kind="delay", seconds=0.5)
    new = telegram.world.migrate(here.id)
    if sign == "service message":
        await telegram.settled()
    await telegram.pass_time(40)
    moved = Hall(telegram, new, here.admin, here.member)
    assert (moved.tales(), await moved.hears()) == ([2], ["tag sea"])
    assert await telegram.services.subscriptions.left_out(Address(new)) == ["#fog"]
    assert (await telegram.services.rhythms.get(Address(new))).rhythm.silent
    await here.admin.say("/subscriptions")
    await here.admin.press("Groups and channels")
    await here.admin.press("Readers")
    await here.admin.press("✕ 1")
    assert await moved.hears() == []


async def test_a_refusal_tells_of_a_removal_too(telegram: Telegram) -> None:
    """Where Telegram's own word of it was lost, the first send finds out; it is told once."""
    here = await following(telegram)
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    telegram.world.faults.add(method="sendMessage", chat=here.id, status=403, description=kicked, times=5)
    for number in (1, 2):
        await publish(telegram, tale(number))
    assert notices(here.admin) == ["I was taken out of Readers: bring me back, and new stories come there again."]


async def test_a_group_gets_at_most_twenty_messages_a_minute(tmp_path: Path) -> None:
    """Thirty stories for two topics of one forum: all come, in order, and Telegram refuses none of them.

    Edits count too, so there is room left for a member who steps a card meanwhile.
    """
    async with telegram_on(tmp_path / "spool.db", clock=HandClock(), flood_control=True) as telegram:
        await telegram.bring(long_story(20))
        here = await hall(telegram, is_forum=True)
        sea, fog = telegram.world.add_topic(here.id, "Sea"), telegram.world.add_topic(here.id, "Fog")
        for topic in (sea, fog):
            await here.listed("", thread=topic)
            await here.admin.press("🔔 Follow everything", chat=here.id)
            await telegram.skip_time(30)
        (card,) = await here.member.start("t_1_1", chat=here.id)
        await telegram.bring(*(tale(number) for number in range(30)), notify=True)
        for _ in range(15):
            await telegram.pass_time(20)
            await here.member.press("Next ▶", telegram.world.message(here.id, card["message_id"]))
        assert (here.tales(sea), here.tales(fog)) == (list(range(30)), list(range(30)))
        assert labels(telegram.world.message(here.id, card["message_id"]))[0][1] == "16/20"
        assert [call.reply for call in telegram.world.calls if call.reply and not call.ok] == []
