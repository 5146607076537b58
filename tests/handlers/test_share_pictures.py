"""A tweet as a picture: made once for everybody who would get the same, and leading back to the tweet."""

import pytest

from bot.sandbox.pictures import size
from tests.builders import DAY, story
from tests.driver import Message, Person, Telegram, button, buttons, labels, links, visible
from threads.exports.picture import available
from threads.model import Gap, Moment, Poll, PollOption, Tweet, TweetNumber

pytestmark = pytest.mark.skipif(not available(), reason="what draws pictures is not installed (libpangocairo-1.0-0)")

OPEN = "https://t.me/spool_bot?start=t_1_2"
LONG = "The lamp of Skerrow turned once more, and nobody had lit it. " * 60


async def ask_for(person: Person, label: str, payload: str = "t_1_2") -> list[Message]:
    """Open a card, its sharing menu and its pictures, and press one of them; what came after the card."""
    (card,) = await person.start(payload)
    await person.press("↗ Share")
    await person.press("As picture")
    await person.press(label)
    messages = person.telegram.world.messages(person.id)
    return [message for message in messages if message["message_id"] > card["message_id"]]


def pixels(telegram: Telegram, message: Message) -> bytes:
    """The bytes of a message's photo, which is as wide as a card."""
    stored = telegram.world.state.files.get(message["photo"][-1]["file_id"])
    assert stored.data
    measured = size(stored.data)
    assert measured
    assert measured[0] == 1080
    return stored.data


async def test_the_tweet_comes_as_a_picture_by_day_or_by_night(telegram: Telegram) -> None:
    """With the story's name and link below it, and the button that survives a forward."""
    await telegram.bring(story())
    ada = telegram.person()
    found = []
    for label in ("Light", "Dark"):
        (sent,) = await ask_for(ada, label)
        found.append(pixels(telegram, sent))
        assert visible(sent).startswith("A kettle sings on the pier. #harbour\nMira_Tides @mira_tides")
        assert OPEN in links(sent).values()
        assert buttons(sent) == [{"text": "🔗 Open", "url": OPEN}]
    assert found[0] != found[1]


async def test_the_menu_of_pictures_opens_in_place(telegram: Telegram) -> None:
    """Back leads to the sharing menu."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    menu = labels(ada.last())
    assert menu[3] == ["As picture", "As file"]
    await ada.press("As picture")
    assert labels(ada.last())[1:] == [["Light", "Dark"], ["Back"]]
    await ada.press("Back")
    assert labels(ada.last()) == menu


async def test_the_second_person_gets_the_same_picture_at_once(telegram: Telegram) -> None:
    """By its id; the picture of another tweet, and of a story that changed, is made."""
    await telegram.bring(story())
    await ask_for(telegram.person(), "Light")
    (second,) = await ask_for(telegram.person(), "Light")
    await ask_for(telegram.person(), "Light", "t_1_3")
    await telegram.bring(story("A kettle.", "Nobody.", "It was the wind."))
    await ask_for(telegram.person(), "Light")
    ways = [call["photo"].startswith("<") for call in telegram.calls("sendPhoto")]
    assert ways == [True, False, True, True]
    assert telegram.calls("sendPhoto")[1]["photo"] == second["photo"][-1]["file_id"]


async def test_a_card_of_the_whole_story_gives_the_picture_of_its_first_tweet(telegram: Telegram) -> None:
    """From the title card and from the end card, with the link of the story."""
    await telegram.bring(story())
    ada, ben = telegram.person(), telegram.person()
    (first,) = await ask_for(ada, "Light", "t_1_1")
    (sent,) = await ask_for(ada, "Light", "t_1")
    assert sent["photo"] == first["photo"]
    assert button(sent, "🔗 Open")["url"] == "https://t.me/spool_bot?start=t_1"
    await ben.start("t_1_3")
    await ben.press("Finish ✓")
    await ben.press_data("1el1.e", ben.last(), forged=True)
    assert ben.last()["photo"] == first["photo"]


async def test_a_long_tweet_comes_as_an_album(telegram: Telegram) -> None:
    """Which has no buttons: the link stands below its first picture; kept by its ids as a single one is."""
    await telegram.bring(story("One.", LONG))
    first = await ask_for(telegram.person(), "Light")
    assert len(first) > 1
    assert len({message["media_group_id"] for message in first}) == 1
    assert OPEN in links(first[0]).values()
    assert [visible(message) for message in first[1:]] == [""] * (len(first) - 1)
    second = await ask_for(telegram.person(), "Light")
    assert [message["photo"] for message in second] == [message["photo"] for message in first]
    assert "page0" not in telegram.calls("sendMediaGroup")[-1]


async def test_what_a_warning_hides_is_on_the_picture_only_once_it_is_shown(telegram: Telegram) -> None:
    """From a frame that was opened by Show, the tweet; else the warning. Nobody gets the other one's."""
    hidden = Tweet(number=TweetNumber(1), text="A drowned bell rings.", content_warning="deep water")
    await telegram.bring(story(hidden, "It was the wind."))
    ada = telegram.person()
    (closed,) = await ask_for(ada, "Light", "t_1_1")
    await ada.start("t_1_1")
    await ada.press("Show")
    await ada.press("↗ Share")
    await ada.press("As picture")
    await ada.press("Light")
    assert pixels(telegram, ada.last()) != pixels(telegram, closed)


async def test_every_kind_of_tweet_has_its_picture_in_every_language(telegram: Telegram) -> None:
    """Polls, gaps, quotes and times have their words from the catalogue; each language its own picture."""
    poll = Poll(options=(PollOption(label="Ebb", votes=2), PollOption(label="Flow")), closes=DAY)
    await telegram.bring(
        story(
            Tweet(number=TweetNumber(1), text="Which?", poll=poll, written=Moment(at=DAY.at)),
            Tweet(number=TweetNumber(2), gap=Gap.DELETED),
        )
    )
    for payload in ("t_1_1", "t_1_2"):
        found = set()
        for language in ("en", "ar", "fa"):
            person = telegram.person(language=language)
            (card,) = await person.start(payload)
            place = payload.removeprefix("t_1_")
            await person.press_data(f"1el1.{place}.0", card, forged=True)
            found.add(pixels(telegram, person.last()))
        assert len(found) == 3


async def test_a_tweet_too_long_for_ten_pictures_is_told(telegram: Telegram) -> None:
    """One sentence, and what to do instead."""
    await telegram.bring(story("One.", LONG * 20))
    (said,) = await ask_for(telegram.person(), "Light")
    assert visible(said) == "This tweet is too long for a picture. Share the story as a file instead."


async def test_reading_goes_on_while_a_picture_is_made(telegram: Telegram) -> None:
    """A step that was pressed after it is answered before it comes."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1_1")
    telegram.world.press(ada.id, "1el1.1.0", message_id=card["message_id"], forged=True)
    telegram.world.press(ada.id, "1n1.1.0", message_id=card["message_id"])
    await telegram.settled()
    edited, sent = telegram.world.messages(ada.id)[-2:]
    assert labels(edited)[0][1] == "2/3"
    methods = [call.method for call in telegram.world.calls if call.method in ("editMessageText", "sendPhoto")]
    assert methods == ["editMessageText", "sendPhoto"]
    assert "photo" in sent
