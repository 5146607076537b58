"""Lists: the latest stories, authors, tags, stories to continue, saved ones; and a line of text."""

from dataclasses import replace

import pytest

from tests.builders import long_story, story
from tests.driver import Telegram, labels, links, visible

WAYS = ["Short reads", "Most finished", "🎲 Any story"]


async def test_latest_pages_in_place_and_opens_a_story_as_a_new_card(telegram: Telegram) -> None:
    """Newest first, ten to a page, a button for each; turning edits, opening sends."""
    await telegram.bring(*(story(f"Story number {n}.", source_id=f"s{n}") for n in range(1, 24)))
    ada = telegram.person()
    (card,) = await ada.say("/latest")
    assert "1. Story number 23." in visible(card)
    assert labels(card) == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["▶"], WAYS]
    await ada.press("▶")
    assert "11. Story number 13." in visible(ada.last())
    assert labels(ada.last())[-2] == ["◀", "▶"]
    await ada.press("▶")
    assert labels(ada.last()) == [["21", "22", "23"], ["◀"], WAYS]
    assert len(telegram.world.messages(ada.id)) == 2
    await ada.press("22")
    assert "Story number 2." in visible(ada.last())
    assert labels(ada.last())[0] == ["▶ Read"]
    assert len(telegram.world.messages(ada.id)) == 3


async def test_authors_and_their_pages(telegram: Telegram) -> None:
    """The list counts stories; a page has the author's stories, by button, by @handle and by /authors @handle."""
    await telegram.bring(
        story("One.", source_id="s1"), story("Two.", source_id="s2"), story("Three.", source_id="s3", handle="otto")
    )
    ada = telegram.person()
    (card,) = await ada.say("/authors")
    assert "1. Mira_Tides · 2 stories" in visible(card)
    assert "2. Otto · 1 story" in visible(card)
    await ada.press("1")
    assert visible(ada.last()).startswith("Mira_Tides @mira_tides\n2 stories\n\n1. Two.")
    for words in ("@OTTO", "/authors @otto", "/authors otto"):
        (page,) = await ada.say(words)
        assert visible(page).startswith("Otto @otto\n1 story\n\n1. Three.")
    (nobody,) = await ada.say("@nobody")
    assert visible(nobody).startswith("There is no story by this author.")


async def test_tags_and_their_pages(telegram: Telegram) -> None:
    """The most used first; one tag in every spelling that is the same; the first spelling seen is shown."""
    await telegram.bring(
        story("A #Harbour and #fog.", source_id="s1"), story("Another #harbour.", source_id="s2", handle="otto")
    )
    ada = telegram.person()
    (card,) = await ada.say("/tags")
    assert "#Harbour · 2 stories\n#fog · 1 story" in visible(card)
    await ada.press("#Harbour")
    assert visible(ada.last()).startswith("#Harbour · 2 stories\n\n1. Another #harbour.")
    for words in ("#HARBOUR", "＃ｈａｒｂｏｕｒ", "/tags #harbour"):
        (page,) = await ada.say(words)
        assert visible(page).startswith("#Harbour · 2 stories")
    assert "hashtag" not in {entity["type"] for entity in page["entities"]}
    (unknown,) = await ada.say("#nosuch")
    assert visible(unknown).startswith("There is no story with the tag nosuch.")


async def test_continue_lists_unfinished_stories_the_last_read_first(telegram: Telegram) -> None:
    """One tap opens the last one where it was left; finished ones are not there."""
    await telegram.bring(
        long_story(5, source_id="s1"), story("Short.", source_id="s2"), long_story(7, source_id="s3", handle="otto")
    )
    ada = telegram.person()
    (nothing,) = await ada.say("/continue")
    assert visible(nothing).startswith("Nothing to continue")
    await ada.start("t_3_6")
    await ada.start("t_1_2")
    await ada.start("t_2_1")
    (card,) = await ada.say("/continue")
    assert labels(card) == [["▶ Continue 2/5"], ["1", "2"]]
    assert "2/5" in visible(card).split("2. ")[0]
    await ada.press("▶ Continue 2/5")
    assert "Step 2 of" in visible(ada.last())
    await ada.press("2", card)
    assert labels(ada.last())[0][1] == "6/7"


async def test_saved_stories_come_and_go_with_the_save_button(telegram: Telegram) -> None:
    """Save on a frame or a title card; Saved takes it back; /saved lists them, the last saved first."""
    await telegram.bring(story("One. #a", source_id="s1"), story("Two. #b", source_id="s2"))
    ada = telegram.person()
    (nothing,) = await ada.say("/saved")
    assert visible(nothing).startswith("Nothing saved yet")
    await ada.start("t_1_1")
    assert (await ada.press("🔖 Save"))["text"].startswith("Saved")
    assert labels(ada.last())[1][0] == "🔖 Saved"
    await ada.start("t_2")
    await ada.press("🔖 Save")
    assert labels(ada.last())[1][0] == "🔖 Saved"
    (card,) = await ada.say("/saved")
    assert visible(card).startswith("Saved stories\n\n1. Two.")
    await ada.press("1")
    assert labels(ada.last())[1][0] == "🔖 Saved"
    await ada.press("🔖 Saved")
    assert labels(ada.last())[1][0] == "🔖 Save"
    (card,) = await ada.say("/saved")
    assert "Two." not in visible(card)


@pytest.mark.parametrize("command", ["/authors", "/tags", "/latest"])
async def test_lists_of_an_empty_library_say_so(telegram: Telegram, command: str) -> None:
    """A sentence, not an empty list."""
    (card,) = await telegram.person().say(command)
    assert "look in later" in visible(card)


@pytest.mark.parametrize("words", ["/nosuchcommand", "🧵", "#", "@", "***", "/search"])
async def test_words_that_ask_for_nothing_get_told_what_can_be_asked(telegram: Telegram, words: str) -> None:
    """Whatever is written, the answer says what can be done."""
    (card,) = await telegram.person().say(words)
    assert visible(card).startswith("Write what you remember")
    assert labels(card) == [["Latest", "Tags"], ["Authors", "🎲 Any story"]]


async def test_titles_in_lists_lead_to_their_story(telegram: Telegram) -> None:
    """Each title is a deep link, so that a forwarded list still opens its stories."""
    await telegram.bring(story("A door in the sea. #doors", source_id="s1"))
    (card,) = await telegram.person().say("/latest")
    assert "https://t.me/spool_bot?start=t_1" in links(card).values()
    assert "hashtag" not in {entity["type"] for entity in card["entities"]}


async def test_a_story_behind_content_warnings_is_listed_by_the_first_of_them(telegram: Telegram) -> None:
    """Its words stay behind them, in lists and where it is shared; it has a name all the same."""
    tale = story("What nobody should see unasked.", "And more of it.")
    await telegram.bring(replace(tale, tweets=tuple(replace(t, content_warning="Storms at sea") for t in tale)))
    ada = telegram.person()
    (card,) = await ada.say("/latest")
    assert "1. Storms at sea" in visible(card)
    await ada.start("t_1_2")
    await ada.press("Finish ✓")
    assert "Storms at sea" in visible(ada.last())
    assert "nobody should see" not in visible(ada.last())
