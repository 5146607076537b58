"""A story that its author does not want passed on: sent so that it can't be, and offered in no way that would."""

from typing import Any

import pytest

from tests.builders import story
from tests.driver import Message, Telegram, button, buttons, labels, text_of, visible
from tests.handlers.leaves import DAYS_LATER, reading_in, tweet, walk
from threads.model import Thread


def wish(*texts: Any, **fields: Any) -> Thread:
    """A story with that wish."""
    return story(*texts, protected=True, **fields)


def assert_protected(message: Message) -> None:
    """Telegram keeps it from being forwarded and saved."""
    assert message.get("has_protected_content") is True, message


async def test_every_card_of_the_story_is_protected(telegram: Telegram) -> None:
    """The title card, a frame, the end card, the first words of /start; Telegram refuses to forward them."""
    await telegram.bring(wish())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    for payload in ("", "t_1", "t_1_2", "t_1_3"):
        (card,) = await ada.start(payload)
        assert_protected(card)
    await ada.press("Finish ✓")
    assert_protected(ada.last())
    with pytest.raises(ValueError, match="protected"):
        telegram.world.forward(ada.id, ada.id, ada.last()["message_id"], ben.id)


async def test_a_protected_card_is_stepped_in_place(telegram: Telegram) -> None:
    """From every kind of frame to every other; where a new message has to come, it is protected too."""
    kinds = walk()
    await telegram.bring(wish(*(tweet(number, kind) for number, kind in enumerate(kinds, 1))))
    reading = await reading_in(telegram, "private", later=False)
    shown = {"photos": ["photo"] * 3, "photo": ["photo"], "video": ["video"], "gif": ["animation"]}
    frames = [frame for kind in kinds for frame in shown.get(kind, ["text"])]
    for frame in frames[1:]:
        await reading.press("Next ▶", frame)
        assert_protected(reading.card)


async def test_a_story_from_a_list_is_a_new_protected_message(telegram: Telegram) -> None:
    """The list, which is nobody's story, stays as it is."""
    await telegram.bring(wish())
    ada = telegram.person()
    (listed,) = await ada.say("/latest")
    assert "has_protected_content" not in listed
    await ada.press("1")
    assert_protected(ada.last())
    assert ada.last()["message_id"] != listed["message_id"]
    await ada.press("▶ Read")
    assert_protected(ada.last())
    (continued,) = await ada.say("/continue")
    assert "has_protected_content" not in continued
    await ada.press("▶ Continue")
    assert_protected(ada.last())


@pytest.mark.parametrize("label", ["Next ▶", "↗ Share", "1/3", "🔖 Save", "# Tags"])
@pytest.mark.parametrize("place", ["private", "group"])
async def test_a_card_from_before_the_wish_gives_way_to_a_protected_one(
    telegram: Telegram, place: str, label: str
) -> None:
    """No edit can protect a message: the new one comes first, then the old one goes."""
    await telegram.bring(story())
    ada = telegram.person()
    chat = telegram.world.add_group("Readers", [ada.id], kind="supergroup") if place == "group" else ada.id
    await ada.start("t_1_1", chat=None if place == "private" else chat)
    old = ada.last(chat)
    assert "has_protected_content" not in old
    await telegram.bring(wish())
    await ada.press(label, old)
    if (place, label) == ("group", "🔖 Save"):
        return
    assert_protected(ada.last(chat))
    assert old["message_id"] not in {message["message_id"] for message in telegram.world.messages(chat)}
    number = ada.last(chat)["message_id"]
    await ada.press("◀ Prev" if label == "Next ▶" else "1/3", chat=chat)
    assert ada.last(chat)["message_id"] == number


@pytest.mark.parametrize("kind", ["text", "photo"])
async def test_an_old_card_that_can_not_be_deleted_loses_its_buttons(telegram: Telegram, kind: str) -> None:
    """Past 48 hours; so no unprotected card can be stepped any more."""
    await telegram.bring(story(tweet(1, kind), tweet(2, kind)))
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    telegram.world.advance(DAYS_LATER)
    await telegram.bring(wish(tweet(1, kind), tweet(2, kind)))
    await ada.press("Next ▶", old)
    assert_protected(ada.last())
    assert "Leaf 2" in text_of(ada.last())
    assert buttons(telegram.world.message(ada.id, old["message_id"])) == []


async def test_two_quick_taps_on_an_old_card_leave_one_new_one(telegram: Telegram) -> None:
    """The second one was on a message that has been replaced."""
    await telegram.bring(story())
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    await telegram.bring(wish())
    data = button(old, "Next ▶")["callback_data"]
    for _ in range(2):
        telegram.world.press(ada.id, data, message_id=old["message_id"])
    await telegram.settled()
    cards = [message for message in telegram.world.messages(ada.id) if buttons(message)]
    assert [labels(card)[0][1] for card in cards] == ["2/3"]
    assert_protected(cards[0])


async def test_only_links_are_offered(telegram: Telegram) -> None:
    """Neither a chat nor a file nor a picture; a forged press brings a sentence and nothing else."""
    await telegram.bring(wish())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    assert labels(ada.last())[1:] == [["Copy link", "Share elsewhere"], ["Add to a group"], ["Back"]]
    assert button(ada.last(), "Copy link")["copy_text"]["text"] == "https://t.me/spool_bot?start=t_1_2"
    before = telegram.world.messages(ada.id)
    for data in ("1ee1.2.0", "1eh1", "1el1.2.0", "1ed1.e"):
        answer = await ada.press_data(data, ada.last(), forged=True)
        assert answer["text"] == "The author does not want this story passed on. You can read it in the bot."
    assert telegram.world.messages(ada.id) == before


async def test_what_was_made_before_the_wish_is_not_sent_after_it(telegram: Telegram) -> None:
    """Though Telegram has it."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press_data("1et1.2.0", ada.last(), forged=True)
    assert "document" in ada.last()
    await telegram.bring(wish())
    await ada.start("t_1_2")
    await ada.press_data("1et1.2.0", ada.last(), forged=True)
    assert len(telegram.calls("sendDocument")) == 1


async def test_an_inline_card_from_before_the_wish_shows_the_way_into_the_bot(telegram: Telegram) -> None:
    """It can't be protected, and nothing can be sent in its place: the story leaves it, the link stays."""
    await telegram.bring(story())
    reading = await reading_in(telegram, "inline", later=False)
    await telegram.bring(wish())
    await reading.person.press("Next ▶", reading.card)
    shown = reading.card
    assert visible(shown) == "The author does not want this story passed on. You can read it in the bot."
    assert buttons(shown) == [{"text": "🔗 Open", "url": "https://t.me/spool_bot?start=t_1_2"}]


async def test_the_story_stands_in_no_inline_result(telegram: Telegram) -> None:
    """Neither by its link nor by its words nor among the newest."""
    await telegram.bring(wish(source_id="s1"), story("Another kettle. #harbour", source_id="s2"))
    ada = telegram.person()
    await ada.start("t_1_2")
    for query in ("t_1_2", "t_1", "stove", "#harbour", ""):
        asked = telegram.world.inline(ada.id, query)
        await telegram.settled()
        answer = telegram.world.results(asked)
        assert answer is not None
        assert "stove" not in str(answer["results"]), query


async def test_a_wish_that_is_withdrawn_leaves_cards_as_they_are(telegram: Telegram) -> None:
    """A protected card goes on in place; new ones are as every other story's."""
    await telegram.bring(wish())
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    await telegram.bring(story())
    await ada.press("Next ▶", old)
    assert ada.last()["message_id"] == old["message_id"]
    (new,) = await ada.start("t_1_1")
    assert "has_protected_content" not in new
