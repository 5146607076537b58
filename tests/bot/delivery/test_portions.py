"""Long stories in portions: three tweets at eight, more now, and no more."""

from datetime import UTC, datetime

import pytest

from storage.readers import ReaderId
from tests.bot.delivery.followers import ledger
from tests.builders import long_story, story
from tests.driver import Person, Telegram, button, buttons, labels, visible
from threads.model import Media, MediaKind, ThreadId, Tweet, TweetNumber

HOUR = 3600.0
DAY = 24 * HOUR


async def until(telegram: Telegram, *moment: int) -> None:
    """Let time pass until some seconds after this moment (UTC)."""
    assert telegram.clock is not None
    then = datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute
    await telegram.skip_time((then - telegram.clock.now()).total_seconds())


async def subscribed(telegram: Telegram, tweets: int = 3, hour: str = "08:00", zone: str = "") -> Person:
    """Somebody who gets the first story in portions, chosen by thumb."""
    ada = telegram.person()
    await ada.start()
    if zone:
        await ada.say(f"/settings {zone}")
    await ada.start("t_1")
    await ada.press("↗ Share")
    await ada.press("In portions")
    await ada.press(str(tweets))
    await ada.press(hour)
    return ada


def portions(telegram: Telegram, person: Person) -> list[str]:
    """The portions that came, as they are seen."""
    messages = telegram.world.messages(person.id)
    return [visible(message) for message in messages if "Step" in visible(message) and _is_portion(message)]


def _is_portion(message: dict[str, object]) -> bool:
    found = {key["text"] for key in buttons(message)}
    return bool(found & {"More now", "Finish ✓"}) and not found & {"◀ Prev", "Back"}


async def place(telegram: Telegram, person: Person) -> int:
    """The number of the tweet where the reader is."""
    standing = await telegram.services.readers.standing(ReaderId(person.id), ThreadId(1))
    return standing.place.number if standing.place else 0


async def test_three_tweets_come_at_eight_each_day(telegram: Telegram) -> None:
    """By the reader's clock, in one message, from where they are; the place moves on; behind the last one they end."""
    await telegram.bring(long_story(8))
    ada = await subscribed(telegram, zone="Tehran")
    assert "3 tweets every day at 08:00." in visible(ada.last())
    await until(telegram, 2026, 11, 24, 4, 29)
    assert portions(telegram, ada) == []
    await until(telegram, 2026, 11, 24, 4, 30)
    (first,) = portions(telegram, ada)
    assert all(f"Step {number} of the stairs." in first for number in (1, 2, 3))
    assert "Step 4" not in first
    assert first.endswith("3/8")
    assert labels(ada.last()) == [["More now"], ["▶ Continue 4/8", "Stop portions"], ["🔗 Open"]]
    assert await place(telegram, ada) == 3
    await until(telegram, 2026, 11, 25, 4, 30)
    assert "Step 4" in portions(telegram, ada)[1]
    await ada.press("▶ Continue 7/8")
    await until(telegram, 2026, 11, 26, 4, 30)
    assert labels(ada.last()) == [["Finish ✓"], ["🔗 Open"]]
    assert "Step 8" in visible(ada.last())
    assert "Step 7" not in visible(ada.last())
    await ada.press("Finish ✓")
    assert visible(ada.last()).startswith("Finished")
    messages = len(telegram.world.messages(ada.id))
    await telegram.skip_time(5 * DAY)
    assert len(telegram.world.messages(ada.id)) == messages
    assert await ledger(telegram) == {("sent", None): 3}


async def test_more_now_brings_the_next_ones_at_once(telegram: Telegram) -> None:
    """As a message of its own; a later press on the same card brings the same, and no tweet is left out."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await ada.press("More now")
    first = ada.last()
    assert "Step 3" in visible(first)
    await ada.press("More now")
    await telegram.pass_time(10)
    await ada.press("More now", first)
    assert [text.count("Step 4") for text in portions(telegram, ada)] == [0, 1, 1]
    assert await place(telegram, ada) == 6
    await until(telegram, 2026, 11, 24, 8)
    assert "Step 7" in portions(telegram, ada)[-1]


async def test_a_second_tap_on_more_now_brings_nothing_twice(telegram: Telegram) -> None:
    """Nor the portion after it, from the card where they were chosen; the next card can be pressed at once."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    chosen = ada.last()
    for card in (chosen, chosen):
        answer = await ada.press("More now", card)
    assert "just been sent" in answer["text"]
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12"]
    first = ada.last()
    for card in (first, first, first):
        await ada.press("More now", card)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12", "6/12"]
    await ada.press("More now")
    assert await place(telegram, ada) == 9


async def test_a_portion_that_did_not_come_is_no_second_tap(telegram: Telegram) -> None:
    """Whoever presses again at once gets it."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await ada.press("More now")
    first = ada.last()
    telegram.world.faults.add(method="sendMessage", chat=ada.id, kind="drop_before", times=9)
    await ada.press("More now", first)
    telegram.world.faults.clear()
    await ada.press("More now", first)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12", "6/12"]


async def test_stopping_ends_them_and_keeps_the_place(telegram: Telegram) -> None:
    """From a portion, and from the story's own card; more can be had all the same."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await until(telegram, 2026, 11, 24, 8)
    assert "Your place" in (await ada.press("Stop portions"))["text"]
    await until(telegram, 2026, 11, 26, 8)
    assert len(portions(telegram, ada)) == 1
    assert await place(telegram, ada) == 3
    await ada.press("More now")
    assert "Step 4" in visible(ada.last())
    await until(telegram, 2026, 11, 28, 8)
    assert len(portions(telegram, ada)) == 2


async def test_another_choice_takes_the_place_of_the_one_before(telegram: Telegram) -> None:
    """One tweet at noon instead of three at eight; the card says how it stands."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await ada.start("t_1")
    await ada.press("↗ Share")
    await ada.press("In portions")
    assert "3 tweets every day at 08:00." in visible(ada.last())
    await ada.press("1")
    await ada.press("12:00")
    assert "1 tweet every day at 12:00." in visible(ada.last())
    await until(telegram, 2026, 11, 24, 11)
    assert portions(telegram, ada) == []
    await until(telegram, 2026, 11, 24, 12)
    assert portions(telegram, ada)[0].endswith("1/12")
    assert len(portions(telegram, ada)) == 1


async def test_after_days_without_a_bot_one_portion_comes(telegram: Telegram) -> None:
    """Not one for each day that was missed."""
    await telegram.bring(long_story(30))
    ada = await subscribed(telegram)
    await telegram.end()
    assert telegram.clock is not None
    telegram.clock.jump(4 * DAY)
    await telegram.begin()
    await telegram.pass_time(20)
    assert len(portions(telegram, ada)) == 1
    await telegram.restart()
    await until(telegram, 2026, 11, 28, 8)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/30", "6/30"]


async def test_a_portion_whose_answer_was_lost_comes_once_more(telegram: Telegram) -> None:
    """The same one: the place had not moved. A 429 only puts it off."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, kind="drop_after")
    await until(telegram, 2026, 11, 24, 8)
    await telegram.skip_time(600)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12", "3/12"]
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 40})
    await until(telegram, 2026, 11, 25, 8)
    await telegram.pass_time(60)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12", "3/12", "6/12"]


async def test_a_crash_after_the_send_repeats_it_at_most(telegram: Telegram) -> None:
    """A row that was leased when the process died is sent by the next one, from where the reader is."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, kind="drop_before")
    await until(telegram, 2026, 11, 24, 8)
    await telegram.restart()
    await telegram.skip_time(600)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12"]
    assert await ledger(telegram) == {("sent", None): 1}


async def test_neither_a_pause_nor_quiet_hours_nor_a_block_is_broken(telegram: Telegram) -> None:
    """Quiet hours put it off until they end; in a pause none comes; whoever is back goes on where they were."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await ada.say("/settings")
    await ada.press("Notifications")
    await ada.press("Quiet hours")
    await ada.press("07:00")
    await ada.press("09:00")
    await until(telegram, 2026, 11, 24, 8, 30)
    assert portions(telegram, ada) == []
    await until(telegram, 2026, 11, 24, 9)
    assert len(portions(telegram, ada)) == 1
    telegram.world.block(ada.id)
    await telegram.settled()
    await until(telegram, 2026, 11, 27, 10)
    telegram.world.unblock(ada.id)
    await telegram.settled()
    await until(telegram, 2026, 11, 28, 9)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/12", "6/12"]


async def test_two_stories_in_portions_at_the_same_hour_both_come(telegram: Telegram) -> None:
    """One message for each story."""
    await telegram.bring(long_story(6), long_story(7, source_id="s2"))
    ada = await subscribed(telegram)
    await ada.start("t_2")
    await ada.press("↗ Share")
    await ada.press("In portions")
    await ada.press("2")
    await ada.press("08:00")
    await until(telegram, 2026, 11, 24, 8)
    assert sorted(text[-3:] for text in portions(telegram, ada)) == ["2/7", "3/6"]


async def test_who_reads_on_alone_to_the_end_gets_no_more(telegram: Telegram) -> None:
    """The story does not begin anew; for who asks for a story that they have read already, it does."""
    await telegram.bring(long_story(6))
    ada = await subscribed(telegram)
    await until(telegram, 2026, 11, 24, 8)
    await ada.start("t_1_6")
    await telegram.skip_time(3 * DAY)
    assert len(portions(telegram, ada)) == 1
    assert (await ledger(telegram))["skipped", "known already"] == 1
    await ada.start("t_1")
    for label in ("↗ Share", "In portions", "3", "08:00"):
        await ada.press(label)
    await until(telegram, 2026, 11, 28, 8)
    assert portions(telegram, ada)[-1].endswith("3/6")
    await until(telegram, 2026, 11, 29, 8)
    assert portions(telegram, ada)[-1].endswith("6/6")


@pytest.mark.parametrize(("zone", "hour"), [("UTC-3", 11), ("UTC+3", 5)])
async def test_another_zone_moves_the_hour_and_doubles_nothing(telegram: Telegram, zone: str, hour: int) -> None:
    """After today's portion to the west or to the east: the next one comes when it is eight there tomorrow."""
    await telegram.bring(long_story(30))
    ada = await subscribed(telegram, zone="UTC")
    await until(telegram, 2026, 11, 24, 8)
    await ada.say(f"/settings {zone}")
    await until(telegram, 2026, 11, 25, hour - 1, 59)
    assert len(portions(telegram, ada)) == 1
    await until(telegram, 2026, 11, 25, hour)
    assert [text[-4:] for text in portions(telegram, ada)] == ["3/30", "6/30"]


async def test_a_withdrawn_story_sends_no_more(telegram: Telegram) -> None:
    """Nor does a story that is gone answer its buttons otherwise than with a sentence."""
    await telegram.bring(long_story(12))
    ada = await subscribed(telegram)
    await until(telegram, 2026, 11, 24, 8)
    card = ada.last()
    await telegram.withdraw(1)
    await until(telegram, 2026, 11, 25, 8)
    assert len(portions(telegram, ada)) == 1
    assert (await ledger(telegram))["skipped", "withdrawn"] == 1
    assert "not available" in (await ada.press("More now", card))["text"]


async def test_long_tweets_and_pictures_are_all_there(telegram: Telegram) -> None:
    """A tweet longer than a message goes on in the next portion; a picture is named and linked; warnings stay."""
    photo = Media(kind=MediaKind.PHOTO, url="https://sea.example/a.jpg", alt="A gull")
    tweets = [
        Tweet(number=TweetNumber(1), text="Step 1. " + "word " * 1500),
        Tweet(number=TweetNumber(2), text="Step 2.", media=(photo,)),
        Tweet(number=TweetNumber(3), text="Step 3.", content_warning="heights"),
        Tweet(number=TweetNumber(4), text="Step 4."),
    ]
    await telegram.bring(story(*tweets))
    ada = await subscribed(telegram)
    seen = ""
    for _ in range(4):
        await ada.press("More now")
        seen += visible(ada.last())
        if not any(key["text"] == "More now" for key in buttons(ada.last())):
            break
    assert seen.count("word") == 1500
    assert "A gull" in seen
    assert "heights" in seen and "Step 3" not in seen
    assert "Step 4." in seen


async def test_only_long_stories_and_only_ones_own_chat_offer_it(telegram: Telegram) -> None:
    """Not on a card that several people see."""
    await telegram.bring(story(), long_story(12, source_id="long"))
    ada = telegram.person()
    await ada.start("t_1")
    await ada.press("↗ Share")
    assert "In portions" not in str(labels(ada.last()))
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    await ada.start("t_2", chat=group)
    await ada.press("↗ Share", chat=group)
    assert "In portions" not in str(labels(ada.last(group)))
    answer = await ada.press_data("1Zo2", ada.last(group), forged=True)
    assert "private chat" in answer["text"]


@pytest.mark.parametrize("data", ["1Zh1.4", "1Zs1.3.9999", "1Zs1.99.60", "1Zm1.77.5", "1Zx1", "1Zo1"])
async def test_forged_choices_are_answered_and_choose_nothing(telegram: Telegram, data: str) -> None:
    """No such size, hour or tweet."""
    await telegram.bring(long_story(12))
    ada = telegram.person()
    (card,) = await ada.start("t_1")
    await ada.press_data(data, card, forged=True)
    assert "Something went wrong" not in str(telegram.calls("answerCallbackQuery"))
    assert await telegram.services.portions.get(ReaderId(ada.id), ThreadId(1)) is None
    assert button(card, "↗ Share")
