"""Inline: `@bot …` in any chat finds stories, and a chosen one is a card that everyone there can step, for years."""

from typing import Any

import pytest

from tests.builders import long_story, story
from tests.driver import Person, Telegram, button, labels, visible
from threads.model import Media, MediaKind, Tweet, TweetNumber


async def ask(person: Person, text: str, *, offset: str = "") -> dict[str, Any]:
    """Type `@bot text` somewhere: what Telegram shows below it."""
    query = person.telegram.world.inline(person.id, text, offset=offset)
    await person.telegram.settled()
    answer = person.telegram.world.results(query)
    assert answer is not None, "the query was not answered"
    return answer | {"query": query}


async def place(person: Person, text: str, *, chat: int, result: int = 0) -> dict[str, Any]:
    """Send one of the results to a chat: the message there."""
    answer = await ask(person, text)
    identity = answer["results"][result]["id"]
    return person.telegram.world.choose(person.id, answer["query"], identity, chat=chat, feedback=False)


async def press(person: Person, label: str, card: dict[str, Any]) -> dict[str, Any]:
    """Press a button of an inline card; the bot's answer to the press."""
    data = button(card, label)["callback_data"]
    query = person.telegram.world.press(person.id, data, inline_message_id=card["inline_message_id"])
    await person.telegram.settled()
    answer = person.telegram.world.answer(query)
    assert answer is not None, "the press was not answered"
    return answer


def titles(answer: dict[str, Any]) -> list[str]:
    """The titles of the results, in order."""
    return [result["title"] for result in answer["results"]]


async def test_a_chosen_story_is_a_card_that_everyone_can_step(telegram: Telegram) -> None:
    """With both rows, at the tweet that was found, also for people who never started the bot, and after a restart."""
    await telegram.bring(story("A kettle.", "The stove is cold. #winter", "It was the wind.", source_id="1"))
    ada, bea = telegram.person(), telegram.person("Bea")
    group = telegram.world.add_group("Friends", [ada.id, bea.id], bot_status="left")
    card = await place(ada, "stove", chat=group)
    assert "The stove is cold." in visible(card)
    assert labels(card) == [["◀ Prev", "2/3", "Next ▶"], ["🔖 Save", "# Tags", "↗ Share", "🔗 Open"]]
    await press(bea, "Next ▶", card)
    assert "It was the wind." in visible(ada.last(group))
    await telegram.restart()
    await press(bea, "3/3", ada.last(group))
    await press(bea, "1", ada.last(group))
    assert "A kettle." in visible(ada.last(group))
    assert button(ada.last(group), "🔗 Open")["url"].endswith("?start=t_1_1")


async def test_an_empty_query_gives_what_is_unfinished_then_the_newest(telegram: Telegram) -> None:
    """The asker's own stories first, each once, where they were left; answered for them alone and not kept."""
    await telegram.bring(long_story(5, source_id="1"), story("Newest.", source_id="2"), story("Third.", source_id="3"))
    ada, bea = telegram.person(), telegram.person("Bea")
    await ada.start("t_1_4")
    answer = await ask(ada, "")
    assert titles(answer) == ["Step 1 of the stairs. #stairs", "Third.", "Newest."]
    assert answer["results"][0]["id"] == "1.4"
    assert (answer["is_personal"], answer["cache_time"]) == (True, 0)
    assert titles(await ask(bea, "  ")) == ["Third.", "Newest.", "Step 1 of the stairs. #stairs"]
    assert answer["button"] == {"text": "Open Spool", "start_parameter": "home"}
    (card,) = await bea.start("home")
    assert visible(card).startswith("Stories told as threads")


async def test_every_answer_is_the_askers_alone(telegram: Telegram) -> None:
    """Results hold their language and places: Telegram may show them to nobody else."""
    await telegram.bring(story("A lamp.", source_id="1"))
    ada, sara = telegram.person(), telegram.person("Sara", language="ar")
    english, arabic = await ask(ada, "lamp"), await ask(sara, "lamp")
    assert english["is_personal"] and arabic["is_personal"]
    assert english["results"][0]["description"].endswith("A lamp.")
    assert "تغريدة" in arabic["results"][0]["description"]
    room = telegram.world.add_group("Friends", [ada.id, sara.id], bot_status="left")
    card = await place(sara, "lamp", chat=room)
    await press(ada, "1/1", card)
    assert labels(ada.last(room))[-1] == ["رجوع"]


async def test_results_page_by_their_offset(telegram: Telegram) -> None:
    """Ten at a time, to the end; an offset from elsewhere is the first page."""
    await telegram.bring(*(story(f"Lamp number {n}.", source_id=str(n)) for n in range(23)))
    ada = telegram.person()
    for text in ("lamp", ""):
        seen: list[str] = []
        offset = ""
        for wanted in ("1", "2", ""):
            answer = await ask(ada, text, offset=offset)
            seen += titles(answer)
            offset = answer["next_offset"]
            assert offset == wanted
        assert len(set(seen)) == len(seen) == 23
    for strange in ("x", "-1", "99999999999", "١"):
        assert len(titles(await ask(ada, "lamp", offset=strange))) in (0, 10)


async def test_a_story_and_tweet_by_its_number(telegram: Telegram) -> None:
    """What `Send to a chat` types: that story, at that tweet; a number of none gives nothing."""
    await telegram.bring(long_story(5, source_id="1"), story("t_1_4 is not me.", source_id="2"))
    ada = telegram.person()
    (result,) = (await ask(ada, "t_1_4"))["results"]
    assert result["id"] == "1.4"
    assert "Step 4" in result["input_message_content"]["message_text"]
    assert (await ask(ada, "t_1"))["results"][0]["id"] == "1.1"
    answer = await ask(ada, "t_77_1")
    assert titles(answer) == []
    assert answer["button"]["text"] == "Nothing found: open Spool"


async def test_stories_not_to_be_passed_on_stand_in_no_result(telegram: Telegram) -> None:
    """Neither for words, nor for nothing, nor by number."""
    await telegram.bring(story("A lamp.", source_id="1", protected=True), story("Another lamp.", source_id="2"))
    ada = telegram.person()
    await ada.start("t_1")
    for text in ("lamp", ""):
        assert titles(await ask(ada, text)) == ["Another lamp."]
    assert titles(await ask(ada, "t_1_1")) == []


async def test_pictures_are_shown_as_previews_on_cards_placed_inline(telegram: Telegram) -> None:
    """Nothing can be uploaded there: the picture's address is previewed large above the text."""
    picture = Media(kind=MediaKind.PHOTO, url="https://pictures.example/a.jpg", alt="a door")
    await telegram.bring(story(Tweet(number=TweetNumber(1), text="A door.", media=(picture,)), source_id="1"))
    (result,) = (await ask(telegram.person(), "door"))["results"]
    assert result["input_message_content"]["link_preview_options"]["url"] == picture.url


@pytest.mark.parametrize("text", ['"', "NEAR(", "#a -#b lang:x", "x" * 256, "'; --", "漢" * 200, "@", "-"])
async def test_any_inline_query_is_answered(telegram: Telegram, text: str) -> None:
    """Whatever stands behind the bot's name."""
    await telegram.bring(story("A lamp. #a", source_id="1"))
    answer = await ask(telegram.person(), text)
    assert answer["button"]["start_parameter"] == "home"


async def test_of_a_query_typed_letter_by_letter_the_last_is_answered(telegram: Telegram) -> None:
    """Those that a later one has overtaken may stay without an answer, and hold up nobody."""
    await telegram.bring(story("A lamp.", source_id="1"))
    ada = telegram.person()
    queries = [telegram.world.inline(ada.id, "lamp"[:length]) for length in range(1, 5)]
    await telegram.settled()
    answer = telegram.world.results(queries[-1])
    assert answer and titles(answer) == ["A lamp."]


async def test_an_inline_query_that_fails_is_logged_and_the_next_one_works(telegram: Telegram) -> None:
    """The bot goes on; nobody gets a half answer."""
    await telegram.bring(story("A lamp.", source_id="1"))
    ada = telegram.person()
    bring_back = await telegram.break_database()
    query = telegram.world.inline(ada.id, "")
    await telegram.settled()
    assert telegram.world.results(query) is None
    await bring_back()
    assert titles(await ask(ada, "")) == ["A lamp."]
