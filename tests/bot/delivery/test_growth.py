"""Stories that grow: who hears of the new tweets, how often, where they go on, and who does not hear."""

from typing import Any

import pytest

from storage.delivery.publications import PublicationId
from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import Address
from tests.bot.delivery.followers import counts, followers, follows, ledger
from tests.builders import story
from tests.driver import Message, Person, Telegram, labels, visible
from threads.model import Thread

DAY = 24 * 3600.0
MINUTE = 60.0


def lamps(count: int, **fields: Any) -> Thread:
    """A story of so many tweets that is known again however many it has."""
    texts = [f"Lamp {number} is lit. #lamps" for number in range(1, count + 1)]
    return story(*texts, source_id="lamps", title="The lamps", **fields)


async def finisher(telegram: Telegram, tweets: int = 3, name: str = "Ada", language: str = "en") -> Person:
    """Somebody who has read the story, which has so many tweets, to its end; they follow nothing."""
    person = telegram.person(name, language)
    await person.start(f"t_1_{tweets}")
    return person


async def grown(telegram: Telegram, count: int, *, notify: bool = True) -> None:
    """The story comes again with so many tweets, and there is time to tell of it."""
    await telegram.bring(lamps(count), notify=notify)
    await telegram.pass_time(20)


async def stopped(telegram: Telegram, stop: bool) -> None:
    """An operator stops the first publication, or lets it go on."""
    await telegram.services.publications.pause(PublicationId(1), stop, telegram.services.now())


def news(telegram: Telegram, person: Person) -> list[Message]:
    """The messages that told of new tweets."""
    return [message for message in telegram.world.messages(person.id) if "new tweet" in visible(message)]


async def test_who_finished_a_story_hears_that_it_has_grown(telegram: Telegram) -> None:
    """How many tweets are new, how they begin, and a button to the first; /continue and the title card agree."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await grown(telegram, 7)
    (card,) = news(telegram, ada)
    assert visible(card).startswith("4 new tweets in The lamps\n")
    assert "Lamp 4 is lit." in visible(card)
    assert labels(card) == [["▶ Continue 4/7"], ["Later", "Pause", "Unsubscribe"], ["🔗 Open"]]
    (title,) = await ada.start("t_1")
    (unfinished,) = await ada.say("/continue")
    assert labels(title)[0] == labels(unfinished)[0] == ["▶ Continue 4/7"]
    await ada.press("▶ Continue 4/7", card)
    frame = next(each for each in telegram.world.messages(ada.id) if each["message_id"] == card["message_id"])
    assert "Lamp 4 is lit." in visible(frame)
    assert labels(frame)[0][1] == "4/7"
    assert await counts(telegram) == ("done", {"sent": 1})


async def test_who_follows_hears_and_who_only_saved_or_began_it_does_not(telegram: Telegram) -> None:
    """Followers of the author, a hashtag, everything; not those who stand in the middle of it or saved it."""
    await telegram.bring(lamps(3))
    author, tag, everything, began, kept = (telegram.person(name) for name in ("Ann", "Tom", "Eve", "Bea", "Kim"))
    for person in (author, tag, everything, began, kept):
        await person.start("t_1_1" if person is began else "")
    follow = telegram.services.subscriptions.follow
    for person, subject in (
        (author, Subject(Kind.AUTHOR, 1)),
        (tag, Subject(Kind.TAG, 1)),
        (everything, EVERYTHING),
    ):
        await follow(Address(person.id), subject, telegram.services.now(), set_by=person.id, language="en")
    await kept.start("t_1")
    await kept.press("🔖 Save")
    await grown(telegram, 4)
    told = [len(news(telegram, person)) for person in (author, tag, everything, began, kept)]
    assert told == [1, 1, 1, 0, 0]
    assert visible(news(telegram, author)[0]).startswith("1 new tweet in The lamps")


async def test_who_follows_and_finished_hears_once(telegram: Telegram) -> None:
    """Two reasons, one row, one message; the publisher is told how many hear before they do."""
    await telegram.bring(lamps(3))
    (ada,) = await followers(telegram, 1)
    await ada.start("t_1_3")
    await finisher(telegram, name="Ben")
    (taken,) = await telegram.bring(lamps(5), notify=True)
    assert (taken.added, taken.hears) == (2, 2)
    await telegram.pass_time(20)
    assert len(news(telegram, ada)) == 1
    assert await ledger(telegram) == {("sent", None): 2}


async def test_a_group_hears_too(telegram: Telegram) -> None:
    """A card for everybody there, which goes on at the first new tweet."""
    await telegram.bring(lamps(3))
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id])
    await telegram.settled()
    await follows(telegram, group)
    await grown(telegram, 5)
    card = telegram.world.messages(group)[-1]
    assert labels(card) == [["▶ Continue 4/5"], ["🔗 Open"]]
    await ada.press("▶ Continue 4/5", card, chat=group)
    assert labels(telegram.world.messages(group)[-1])[0][1] == "4/5"


async def test_quiet_growth_corrections_and_cuts_tell_nobody(telegram: Telegram) -> None:
    """Only new tweets are news, and only when they are to be told; the next growth then counts all that is new."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await grown(telegram, 5, notify=False)
    await grown(telegram, 5)
    await grown(telegram, 4)
    corrected = story(*(f"Lamp {n} was lit. #lamps" for n in range(1, 5)), source_id="lamps", title="The lamps")
    await telegram.bring(corrected, notify=True)
    await telegram.pass_time(20)
    assert news(telegram, ada) == []
    await telegram.bring(lamps(4))
    await grown(telegram, 6)
    (card,) = news(telegram, ada)
    assert visible(card).startswith("3 new tweets in The lamps")
    assert labels(card)[0] == ["▶ Continue 4/6"]


async def test_a_new_story_that_grows_before_it_was_told_is_one_message(telegram: Telegram) -> None:
    """Its title card, which has the new tweets already."""
    (ada,) = await followers(telegram, 1)
    await telegram.bring(lamps(3), notify=True)
    await grown(telegram, 6)
    assert "6 tweets" in visible(ada.last())
    assert news(telegram, ada) == []
    assert await ledger(telegram) == {("sent", None): 1, ("skipped", "known already"): 1}


async def test_growths_in_a_short_time_are_one_message(telegram: Telegram) -> None:
    """Those that come while the first is not sent yet: with everything that is new; afterwards each is one."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 60})
    for count in (4, 6, 9):
        await grown(telegram, count)
    await telegram.pass_time(60)
    assert [visible(card).partition(" in")[0] for card in news(telegram, ada)] == ["6 new tweets"]
    await grown(telegram, 10)
    assert visible(news(telegram, ada)[-1]).startswith("7 new tweets in")
    assert labels(ada.last())[0] == ["▶ Continue 4/10"]
    assert len(news(telegram, ada)) == 2


async def test_growth_during_a_pause_comes_with_its_end(telegram: Telegram) -> None:
    """Held as anything else: several growths of one story are one notification, with another story one digest."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await follows(telegram, ada.id)
    await telegram.services.holding.pause(Address(ada.id), None, telegram.services.now())
    await grown(telegram, 4)
    await grown(telegram, 6)
    assert news(telegram, ada) == []
    await telegram.services.holding.returned(ada.id, telegram.services.now())
    await telegram.pass_time(20)
    (card,) = news(telegram, ada)
    assert visible(card).startswith("3 new tweets in The lamps")
    await telegram.services.holding.pause(Address(ada.id), None, telegram.services.now())
    await grown(telegram, 7)
    await grown(telegram, 8)
    await telegram.bring(story("Another tale.", source_id="other"), notify=True)
    await telegram.pass_time(20)
    await ada.start()
    await telegram.pass_time(20)
    assert visible(ada.last()).startswith("2 stories came meanwhile")


@pytest.mark.parametrize("way", ["read", "withdrawn", "cut"])
async def test_what_is_no_news_any_more_is_not_told(telegram: Telegram, way: str) -> None:
    """Whoever has read it meanwhile knows; what was taken away again is not there to be told."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await telegram.bring(lamps(5), notify=True)
    await stopped(telegram, True)
    await telegram.pass_time(10)
    match way:
        case "read":
            await ada.start("t_1_5")
        case "withdrawn":
            await telegram.withdraw(1)
        case _:
            await telegram.bring(lamps(3))
    await stopped(telegram, False)
    await telegram.pass_time(60)
    assert news(telegram, ada) == []
    assert await ledger(telegram) == {("skipped", "known already" if way == "read" else "withdrawn"): 1}


async def test_unsubscribing_from_growth_ends_it_for_this_story(telegram: Telegram) -> None:
    """Also for somebody who follows nothing; `Subscribe again` takes it back, and every answer keeps the card."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await grown(telegram, 4)
    await ada.press("Pause")
    await ada.press("Back")
    assert visible(ada.last()).startswith("1 new tweet in")
    assert "Unsubscribed" in (await ada.press("Unsubscribe"))["text"]
    assert labels(ada.last()) == [["▶ Continue 4/4"], ["Subscribe again"], ["🔗 Open"]]
    await grown(telegram, 5)
    assert len(news(telegram, ada)) == 1
    await ada.press("Subscribe again")
    await grown(telegram, 6)
    assert len(news(telegram, ada)) == 2


async def test_growth_is_turned_off_in_settings(telegram: Telegram) -> None:
    """For all finished stories; what is followed is told all the same."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await ada.say("/settings")
    await ada.press("Turn new tweets off")
    assert "you are not told" in visible(ada.last())
    await grown(telegram, 4)
    assert news(telegram, ada) == []
    assert await ledger(telegram) == {}
    await follows(telegram, ada.id)
    await grown(telegram, 5)
    assert len(news(telegram, ada)) == 1
    await ada.say("/settings")
    await ada.press("Turn new tweets on")
    assert "you are told" in visible(ada.last())


async def test_a_finisher_hears_in_the_language_of_their_client(telegram: Telegram) -> None:
    """Nobody has set anything for them: the language is that in which they opened the bot."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram, language="fa")
    await grown(telegram, 5)
    assert visible(ada.last()).lstrip("\u200f").startswith("۲ توییت تازه در The lamps")


async def test_words_that_are_left_out_count_for_finishers_too(telegram: Telegram) -> None:
    """Whoever leaves out a word of the story is not told that it has grown."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await ada.say("/subscriptions -#lamps")
    await grown(telegram, 5)
    assert news(telegram, ada) == []
    assert await ledger(telegram) == {("skipped", "left out"): 1}


async def test_a_growth_that_was_stopped_does_not_tell_what_is_known(telegram: Telegram) -> None:
    """An admin stops it, the next growth tells of everything; resumed, it has nothing to say to anybody."""
    await telegram.bring(lamps(3))
    ada = await finisher(telegram)
    await telegram.bring(lamps(4), notify=True)
    await stopped(telegram, True)
    await grown(telegram, 6)
    (card,) = news(telegram, ada)
    assert visible(card).startswith("3 new tweets in")
    await stopped(telegram, False)
    await telegram.pass_time(20)
    assert len(news(telegram, ada)) == 1
