"""/deliveries: operators see how far each publication has come, and stop, resume or end it; nobody else does."""

from tests.bot.delivery.followers import counts, followers, heard, tale
from tests.driver import Person, Telegram, labels, visible


async def operator(telegram: Telegram) -> Person:
    """Somebody whose id the bot is started with."""
    admin = telegram.person("Olga")
    telegram.admins = frozenset({admin.id})
    await telegram.restart()
    await admin.start()
    return admin


async def test_the_numbers_of_a_publication_are_shown_as_they_stand(telegram: Telegram) -> None:
    """Under way with what is left, then done; the latest first, and how many can be reached."""
    admin = await operator(telegram)
    people = await followers(telegram, 60)
    telegram.world.block(people[0].id)
    await telegram.settled()
    (card,) = await admin.say("/deliveries")
    assert "59 of 60 subscribers can be reached." in visible(card)
    assert "Nothing has been told" in visible(card)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(2)
    await admin.press("Look again")
    assert "1. Tale 1 of the lighthouse." in visible(admin.last())
    assert "About 1 min left." in visible(admin.last())
    assert labels(admin.last())[0] == ["Stop: 1", "End: 1"]
    await telegram.pass_time(10)
    await admin.press("Look again")
    assert "sent 59\nDone." in visible(admin.last())
    assert labels(admin.last()) == [["⟲ Look again"]]


async def test_a_publication_is_stopped_and_goes_on(telegram: Telegram) -> None:
    """Nobody hears while it is stopped, everybody afterwards; a restart changes nothing."""
    admin = await operator(telegram)
    people = await followers(telegram, 5)
    await telegram.bring(tale(1), notify=True)
    await admin.say("/deliveries")
    await admin.press("Stop: 1")
    await telegram.pass_time(10)
    await telegram.restart()
    await telegram.pass_time(1000)
    assert [heard(telegram, person.id) for person in people] == [[]] * 5
    await admin.press("Look again")
    assert "Stopped." in visible(admin.last())
    await admin.press("Go on: 1")
    await telegram.pass_time(10)
    assert [heard(telegram, person.id) for person in people] == [[1]] * 5


async def test_a_publication_is_ended_for_good(telegram: Telegram) -> None:
    """After asking once more; the rows say why, and the next story is told as ever."""
    admin = await operator(telegram)
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 60})
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(5)
    await admin.say("/deliveries")
    await admin.press("End: 1")
    await admin.press("Back")
    await admin.press("End: 1")
    await admin.press("Yes, end it")
    assert "Ended before its time." in visible(admin.last())
    await telegram.pass_time(100)
    assert await counts(telegram) == ("cancelled", {"skipped": 1})
    await telegram.bring(tale(2), notify=True)
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [2]


async def test_nobody_else_sees_or_stops_anything(telegram: Telegram) -> None:
    """Neither by the command nor by a forged press; an operator in a group is nobody in particular."""
    admin = await operator(telegram)
    (ada,) = await followers(telegram, 1)
    await telegram.bring(tale(1), notify=True)
    (said,) = await ada.say("/deliveries")
    assert visible(said) == "This is for the operators of this bot."
    for data in ("1yp1", "1yy1", "1yl0"):
        answer = await ada.press_data(data, said, forged=True)
        assert answer["text"] == "This is for the operators of this bot."
    group = telegram.world.add_group("Readers", [admin.id])
    (said,) = await admin.say("/deliveries@spool_bot", chat=group)
    assert visible(said) == "This is for the operators of this bot."
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [1]


async def test_the_command_is_listed_for_operators_alone(telegram: Telegram) -> None:
    """In their own chat, once they have started the bot."""
    admin = await operator(telegram)
    ada = telegram.person("Ada")
    await ada.start()
    assert "deliveries" in {entry["command"] for entry in telegram.world.commands(admin.id)}
    assert "deliveries" not in {entry["command"] for entry in telegram.world.commands(ada.id)}
