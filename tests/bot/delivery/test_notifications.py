"""What somebody does with a notification: later, pause, unsubscribe; and the digest that ends a pause."""

from dataclasses import replace

import pytest

from tests.bot.delivery.followers import counts, followers, heard, ledger, tale
from tests.driver import Person, Telegram, button, buttons, labels, visible
from tests.storage.library import library_on

DAY = 24 * 3600.0
ANSWERS = [["▶ Read"], ["Later", "Pause", "Unsubscribe"], ["🔗 Open"]]


async def told(telegram: Telegram, number: int = 1) -> Person:
    """Somebody who follows everything and has just been told of a story."""
    (ada,) = await followers(telegram, 1)
    await telegram.bring(tale(number), notify=True)
    await telegram.pass_time(10)
    assert labels(ada.last()) == ANSWERS
    return ada


async def publish(telegram: Telegram, *numbers: int) -> None:
    """New stories, with the time to tell of them."""
    await telegram.bring(*map(tale, numbers), notify=True)
    await telegram.pass_time(20)


async def test_later_keeps_the_story(telegram: Telegram) -> None:
    """Under /saved, once, however often it is pressed; the notification stays."""
    ada = await told(telegram)
    for _ in range(2):
        assert "/saved" in (await ada.press("Later"))["text"]
    assert labels(ada.last()) == ANSWERS
    (saved,) = await ada.say("/saved")
    assert "Tale 1" in visible(saved)


async def test_unsubscribing_ends_it_and_can_be_taken_back(telegram: Telegram) -> None:
    """One tap; the next story is not told; `Subscribe again`, and the one after it is."""
    ada = await told(telegram)
    await ada.press("Unsubscribe")
    await publish(telegram, 2)
    assert heard(telegram, ada.id) == [1]
    await ada.press("Subscribe again")
    assert labels(ada.last()) == ANSWERS
    await publish(telegram, 3)
    assert heard(telegram, ada.id) == [1, 3]


async def test_unsubscribing_twice_says_so(telegram: Telegram) -> None:
    """An old notification whose subscription is gone; and nothing left to bring back after a day."""
    ada = await told(telegram)
    card = ada.last()
    await ada.press("Unsubscribe", card)
    assert (await ada.press_data(button(card, "Unsubscribe")["callback_data"], card, forged=True))["text"] == (
        "You did not follow this."
    )
    await ada.press("Subscribe again")
    assert (await ada.press_data("1ia1", ada.last(), forged=True))["text"] == "There is nothing to bring back any more."


@pytest.mark.parametrize(("length", "days"), [("A day", 1), ("A week", 7)])
async def test_a_pause_ends_by_itself_with_one_digest(telegram: Telegram, length: str, days: int) -> None:
    """Nothing comes meanwhile, nothing is lost; the best of it first, the rest counted."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press(length)
    assert labels(ada.last()) == [["▶ Read"], ["End the pause"], ["🔗 Open"]]
    await publish(telegram, 2, 3, 4)
    await finished(telegram, 3)
    await telegram.skip_time((days - 0.1) * DAY)
    assert heard(telegram, ada.id) == [1]
    assert (await ledger(telegram))["held", None] == 3
    await telegram.skip_time(0.2 * DAY)
    card = ada.last()
    assert visible(card).startswith("3 stories came meanwhile\n\n1. Tale 3")
    assert [key["text"] for key in buttons(card)] == ["1", "2", "3"]
    assert await ledger(telegram) == {("sent", None): 5}
    assert await counts(telegram, 2) == ("done", {"sent": 1})
    await publish(telegram, 5)
    assert heard(telegram, ada.id) == [1, 5]


async def finished(telegram: Telegram, story: int) -> None:
    """Somebody reads a story to its end."""
    reader = telegram.person("Reader")
    await reader.start(f"t_{story}_2")


@pytest.mark.parametrize("way", ["start", "button", "list"])
async def test_a_pause_until_they_return_ends_when_they_do(telegram: Telegram, way: str) -> None:
    """By /start, by the notification's button or in /subscriptions; one story comes as any notification."""
    ada = await told(telegram)
    await ada.press("Pause")
    assert "until you send /start" in (await ada.press("Until I return"))["text"]
    card = ada.last()
    await publish(telegram, 2)
    await telegram.skip_time(300 * DAY)
    assert heard(telegram, ada.id) == [1]
    match way:
        case "start":
            await ada.start()
        case "button":
            await ada.press("End the pause", card)
        case _:
            await ada.say("/subscriptions")
            await ada.press("End the pause")
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [1, 2]
    assert labels(ada.last()) == ANSWERS


async def test_the_list_says_at_once_that_the_pause_is_over(telegram: Telegram) -> None:
    """The card that was pressed offers nothing to end any more, before what was held has been looked after."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press("Until I return")
    await ada.say("/subscriptions")
    assert "Paused:" in visible(ada.last())
    await ada.press("End the pause")
    assert "Paused:" not in visible(ada.last())
    assert ["End the pause"] not in labels(ada.last())


async def test_a_pause_without_anything_new_ends_in_silence(telegram: Telegram) -> None:
    """No digest of nothing; also when what was held was withdrawn."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press("A day")
    messages = len(telegram.world.messages(ada.id))
    await telegram.skip_time(2 * DAY)
    assert len(telegram.world.messages(ada.id)) == messages
    await ada.press("▶ Read")


async def test_pause_goes_back_to_the_notification(telegram: Telegram) -> None:
    """`Back` changes nothing."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press("Back")
    assert labels(ada.last()) == ANSWERS
    await publish(telegram, 2)
    assert heard(telegram, ada.id) == [1, 2]


async def test_a_long_absence_is_ten_stories_and_a_number(telegram: Telegram) -> None:
    """The digest fits a message, and says how many more there are."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press("A week")
    await publish(telegram, *range(2, 15))
    await telegram.skip_time(8 * DAY)
    card = ada.last()
    assert visible(card).startswith("13 stories came meanwhile")
    assert visible(card).endswith("And 3 more: /latest has them all.")
    assert len(buttons(card)) == 10


async def test_a_story_that_is_gone_answers_with_a_sentence(telegram: Telegram) -> None:
    """Also when somebody presses in a group what belongs to a private chat."""
    ada = await told(telegram)
    card = ada.last()
    await telegram.withdraw(1)
    for label in ("Later", "Unsubscribe"):
        assert "not available" in (await ada.press(label, card))["text"]


async def test_a_lost_digest_comes_once_more_with_all_of_it(telegram: Telegram) -> None:
    """Its answer was lost: what it told of stays held until an answer comes."""
    ada = await told(telegram)
    await ada.press("Pause")
    await ada.press("A day")
    await publish(telegram, 2, 3)
    telegram.world.faults.add(method="sendMessage", kind="drop_before")
    await telegram.skip_time(1.1 * DAY)
    assert (await ledger(telegram))["held", None] == 2
    await telegram.skip_time(600)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    async with library_on(telegram.database) as library:
        assert await library.publications.oldest_due() is None


async def test_a_story_that_may_not_be_passed_on_is_told_so(telegram: Telegram) -> None:
    """Its notification can't be forwarded either."""
    (ada,) = await followers(telegram, 1)
    await telegram.bring(replace(tale(1), protected=True), notify=True)
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [1]
    assert ada.last()["has_protected_content"]
