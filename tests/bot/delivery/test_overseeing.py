"""/deliveries: operators see how far each publication has come, and pause, resume or cancel it; nobody else does."""

import re

from storage.delivery.publications import PublicationId
from tests.bot.delivery.followers import counts, followers, heard, tale
from tests.driver import Message, Person, Telegram, labels, visible
from tests.storage.library import library_on


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
    assert labels(admin.last())[0] == ["Pause: 1", "Cancel: 1"]
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
    await admin.press("Pause: 1")
    await telegram.pass_time(10)
    await telegram.restart()
    await telegram.pass_time(1000)
    assert [heard(telegram, person.id) for person in people] == [[]] * 5
    await admin.press("Look again")
    assert "Paused." in visible(admin.last())
    await admin.press("Resume: 1")
    await telegram.pass_time(10)
    assert [heard(telegram, person.id) for person in people] == [[1]] * 5


async def test_a_slow_delivery_is_stopped_within_moments_too(telegram: Telegram) -> None:
    """What is in hand goes out though it is paused: never more than about a second's worth, however low the rate."""
    telegram.rate = 1
    admin = await operator(telegram)
    people = await followers(telegram, 12)
    await telegram.bring(tale(1), notify=True)
    await admin.say("/deliveries")
    await telegram.pass_time(3)
    await admin.press("Pause: 1")
    before = sum(len(heard(telegram, person.id)) for person in people)
    await telegram.pass_time(30)
    assert 0 < sum(len(heard(telegram, person.id)) for person in people) <= before + 2
    await admin.press("Resume: 1")
    await telegram.pass_time(30)
    assert [heard(telegram, person.id) for person in people] == [[1]] * 12


async def test_a_publication_is_ended_for_good(telegram: Telegram) -> None:
    """After asking once more; the rows say why, and the next story is told as ever."""
    admin = await operator(telegram)
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 60})
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(5)
    await admin.say("/deliveries")
    await admin.press("Cancel: 1")
    await admin.press("Back")
    await admin.press("Cancel: 1")
    await admin.press("Yes, cancel it")
    assert "Cancelled." in visible(admin.last())
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


async def test_the_card_is_kept_up_to_date_while_it_runs(telegram: Telegram) -> None:
    """By edits at a polite pace, with the measured rate; it ends by itself with the last state."""
    admin = await operator(telegram)
    await followers(telegram, 600)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(1)
    await admin.say("/deliveries")
    card = admin.last()
    before = len(telegram.calls("editMessageText"))
    await telegram.pass_time(12)
    edits = len(telegram.calls("editMessageText")) - before
    assert 2 <= edits <= 3
    shown = visible(at(telegram, admin, card))
    assert "planned 600 · sent " in shown
    assert re.search(r"\n2[0-5] a second · About 1 min left\.", shown)
    await telegram.pass_time(30)
    assert "sent 600\nDone." in visible(at(telegram, admin, card))
    before = len(telegram.calls("editMessageText"))
    await telegram.pass_time(60)
    assert len(telegram.calls("editMessageText")) == before


def at(telegram: Telegram, person: Person, card: Message) -> Message:
    """A message as it is now."""
    return next(each for each in telegram.world.messages(person.id) if each["message_id"] == card["message_id"])


async def test_a_card_that_nobody_looks_at_is_let_be_after_some_minutes(telegram: Telegram) -> None:
    """A long delivery is not edited for hours; another look begins anew; a question is not overwritten."""
    admin = await operator(telegram)
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 7000})
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(5)
    await admin.say("/deliveries")
    await admin.press("Cancel: 1")
    await telegram.pass_time(30)
    assert labels(admin.last()) == [["Yes, cancel it", "Back"]]
    await admin.press("Back")
    await telegram.pass_time(11 * 60)
    before = len(telegram.calls("editMessageText"))
    await telegram.skip_time(7000)
    await telegram.pass_time(10)
    assert len(telegram.calls("editMessageText")) == before
    await admin.press("Look again")
    assert "Done." in visible(admin.last())


async def test_an_operator_sees_the_notification_first(telegram: Telegram) -> None:
    """It stops, the operator gets just what followers get, and it goes on when they say so."""
    admin = await operator(telegram)
    people = await followers(telegram, 40)
    await telegram.bring(tale(1), notify=True)
    await admin.say("/deliveries")
    card = admin.last()
    await admin.press("Send to me first: 1")
    mine = admin.last()
    assert heard(telegram, admin.id) == [1]
    assert "Paused." in visible(at(telegram, admin, card))
    await telegram.pass_time(30)
    assert not any(heard(telegram, person.id) for person in people)
    await admin.press("Resume: 1", at(telegram, admin, card))
    await telegram.pass_time(10)
    theirs = people[0].last()
    for name in ("text", "entities", "reply_markup", "link_preview_options"):
        assert mine.get(name) == theirs.get(name)
    assert all(heard(telegram, person.id) == [1] for person in people)


async def test_who_can_not_be_reached_is_told_too(telegram: Telegram) -> None:
    """Of all subscribers so many can be reached, and so many not."""
    admin = await operator(telegram)
    for person in (await followers(telegram, 3))[:2]:
        telegram.world.block(person.id)
    await telegram.settled()
    await admin.say("/deliveries")
    assert "1 of 3 subscribers can be reached. 2 can't: blocked, removed or gone." in visible(admin.last())


async def test_operators_hear_once_of_deliveries_that_stand_still(telegram: Telegram) -> None:
    """Rows are due and nothing is recorded: told after some minutes, once, and once when it is over."""
    admin = await operator(telegram)
    await followers(telegram, 3)
    async with library_on(telegram.database) as library:
        broken = "CREATE TRIGGER stuck BEFORE UPDATE ON delivery BEGIN SELECT raise(IGNORE); END"
        await library.database.write(broken)
        await telegram.bring(tale(1), notify=True)
        await telegram.pass_time(60)
        assert told(telegram, admin) == []
        for _ in range(5):
            await telegram.pass_time(60)
        (said,) = told(telegram, admin)
        assert said.startswith("Deliveries stand still: some are due, and for 2 min nothing went out.")
        await library.database.write("DROP TRIGGER stuck")
    await telegram.pass_time(60)
    assert told(telegram, admin)[1:] == ["Deliveries are in order again."]
    await telegram.pass_time(600)
    assert len(told(telegram, admin)) == 2


def told(telegram: Telegram, admin: Person) -> list[str]:
    """What an operator was told unasked."""
    said = [visible(message) for message in telegram.world.messages(admin.id)]
    return [text for text in said if text.startswith(("Deliveries stand", "Deliveries are in", "The oldest"))]


async def test_operators_hear_once_of_a_row_that_grows_old(telegram: Telegram) -> None:
    """One chat's row that waits behind another for long; not while a delivery was stopped by an operator."""
    admin = await operator(telegram)
    (ada,) = await followers(telegram, 1)
    await telegram.bring(tale(1), notify=True)
    await telegram.services.publications.pause(PublicationId(1), True, telegram.services.now())
    await telegram.skip_time(3600)
    await telegram.pass_time(60)
    assert told(telegram, admin) == []
    await telegram.services.publications.cancel(PublicationId(1), telegram.services.now())
    telegram.world.faults.add(method="sendMessage", chat=ada.id, status=500, times=4)
    await telegram.bring(tale(2), tale(3), notify=True)
    for _ in range(45):
        await telegram.pass_time(60)
    assert told(telegram, admin)[:1] == ["The oldest has been due for 15 min."]
    assert heard(telegram, ada.id) == [2, 3]
    assert told(telegram, admin)[1:] == ["Deliveries are in order again."]
