"""A reader reports a story from `↗ Share`; those who run the bot hear of it and decide, once."""

import pytest

from tests.builders import story
from tests.driver import Message, Person, Telegram, button, labels, payload_of, visible
from tests.handlers.publisher import publisher
from tests.storage.library import library_on

THANKS = "Thank you. Those who run this bot look at it; they don't learn who reported it."
OPERATORS = "This is for the operators of this bot."


async def reporting(telegram: Telegram, name: str = "Ada", thread: int = 1) -> Person:
    """Somebody who is asked what is wrong with a story."""
    person = telegram.person(name)
    await person.start(f"t_{thread}_1")
    await person.press("↗ Share")
    await person.press("Report")
    return person


def reports(admin: Person) -> list[Message]:
    """The reports that an admin has got, as they stand now."""
    shown = admin.telegram.world.messages(admin.id)
    return [message for message in shown if visible(message).startswith("A reader reports a story")]


async def test_a_report_with_a_sentence_reaches_every_admin(telegram: Telegram) -> None:
    """With the story's link, not with who sent it; the story's own card stays where it is."""
    await telegram.bring(story())
    olga, oleg = await publisher(telegram, "Olga", "Oleg")
    ada = await reporting(telegram)
    assert visible(ada.last()).startswith("A kettle sings on the pier.")
    assert "What is wrong with this story?" in visible(ada.last())
    (said,) = await ada.say("This is my story, please take it away.")
    assert visible(said) == THANKS
    for admin in (olga, oleg):
        (report,) = reports(admin)
        assert "This is my story, please take it away." in visible(report)
        assert "Ada" not in visible(report)
        assert payload_of(button(report, "🔗 Open")["url"]) == "t_1"
        assert labels(report)[1] == ["Withdraw", "Dismiss"]
    (found,) = await ada.say("kettle")
    assert "1. A kettle sings" in visible(found)


async def test_a_report_without_a_word(telegram: Telegram) -> None:
    """The question becomes the thanks, and the next message is a search."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    assert visible(ada.last()) == THANKS
    await ada.say("kettle")
    assert len(reports(olga)) == 1


async def test_a_report_is_called_off(telegram: Telegram) -> None:
    """Nothing is sent, also by what is written next."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.press("Cancel")
    assert visible(ada.last()) == "All right, nothing was sent."
    await ada.say("kettle")
    assert reports(olga) == []


async def test_a_question_left_unanswered_takes_no_search(telegram: Telegram) -> None:
    """Not after a file, which is no answer; a command in between changes nothing."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.say("/latest")
    telegram.world.send_media(ada.id, "document", data=b"no report", file_name="a.txt")
    await telegram.settled()
    (found,) = await ada.say("kettle")
    assert "1. A kettle sings" in visible(found)
    assert reports(olga) == []


async def test_what_is_too_long_is_asked_for_again(telegram: Telegram) -> None:
    """The question stands until it is answered."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    (said,) = await ada.say("x" * 301)
    assert visible(said) == "That is too long: please say it in at most 300 characters."
    (said,) = await ada.say("<b>x</b>" + "x" * 292)
    assert visible(said) == THANKS
    assert "<b>x</b>xxx" in visible(reports(olga)[0])


async def test_a_story_is_reported_once_by_each_and_five_a_day(telegram: Telegram) -> None:
    """With a kind sentence; a restart in between changes nothing."""
    await telegram.bring(*(story(f"Tale {number}.", source_id=f"{number}") for number in range(1, 8)))
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    await telegram.restart()

    async def again(thread: int) -> str:
        await ada.start(f"r_{thread}")
        await ada.press("Send without a word")
        return visible(ada.last())

    assert await again(1) == "You have reported this story already: it will be looked at."
    assert [await again(number) for number in range(2, 6)] == [THANKS] * 4
    assert await again(6) == "You have reported several stories today: please report this one tomorrow."
    assert len(reports(olga)) == 5


async def test_many_reports_of_one_story_are_counted(telegram: Telegram) -> None:
    """Admins hear of the first, and of two more that say something."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    for name in ("A", "B", "C", "D", "E"):
        person = await reporting(telegram, name)
        await (person.press("Send without a word") if name in "AB" else person.say(f"It is wrong, says {name}."))
    assert len(reports(olga)) == 2
    assert "3 readers have reported it." in visible(reports(olga)[1])
    await olga.press("Dismiss", reports(olga)[1])
    assert "5 readers have reported it.\n\nThe report was dismissed." in visible(reports(olga)[1])
    await reporting(telegram, "F")
    await telegram.settled()


async def test_an_admin_withdraws_what_was_reported(telegram: Telegram) -> None:
    """The other one, who is second, sees what was decided; and it can be brought back."""
    await telegram.bring(story())
    olga, oleg = await publisher(telegram, "Olga", "Oleg")
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    await olga.press("Withdraw")
    assert "The story was withdrawn." in visible(olga.last())
    answer = await oleg.press("Dismiss")
    assert answer["text"] == "This was decided already."
    assert "The story was withdrawn." in visible(oleg.last())
    (said,) = await ada.start("t_1")
    assert "not available" in visible(said)
    await oleg.press("Publish again")
    (said,) = await ada.start("t_1")
    assert "A kettle" in visible(said)


async def test_an_admin_takes_a_story_away_from_its_card(telegram: Telegram) -> None:
    """Where others find `Report`: after asking once more, and back again; and keeps it from being passed on."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    await olga.start("t_1_2")
    await olga.press("↗ Share")
    assert labels(olga.last())[-2:] == [["Not to be passed on", "Withdraw"], ["Edit", "Back"]]
    await olga.press("Not to be passed on")
    assert olga.last()["has_protected_content"]
    await olga.press("↗ Share")
    await olga.press("May be passed on")
    await olga.press("↗ Share")
    await olga.press("Withdraw")
    await olga.press("Back")
    await olga.press("↗ Share")
    await olga.press("Withdraw")
    await olga.press("Yes, withdraw")
    assert visible(olga.last()) == "The story was withdrawn."
    (said,) = await telegram.person().start("t_1")
    assert "not available" in visible(said)
    await olga.press("Publish again")
    assert "A kettle" in visible(olga.last())


async def test_from_a_group_and_an_inline_card_a_link_leads_to_it(telegram: Telegram) -> None:
    """Into the reader's own chat; somebody new may report too."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    await ada.start("t_1", chat=group)
    await ada.press("↗ Share", chat=group)
    payload = payload_of(button(ada.last(group), "Report")["url"])
    assert payload == "r_1"
    (said,) = await ada.start(payload, chat=group)
    assert visible(said) == "This is personal: open it in our private chat."
    await ada.start(payload)
    (said,) = await ada.say("It is not what it says.")
    assert visible(said) == THANKS
    assert len(reports(olga)) == 1


async def test_without_anybody_to_report_to_nothing_is_offered(telegram: Telegram) -> None:
    """A button appears only when what it leads to works; a link and a forged press lead nowhere."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1")
    await ada.press("↗ Share")
    assert "Report" not in str(labels(ada.last()))
    (said,) = await ada.start("r_1")
    assert visible(said).startswith("This link does not lead to a story I know.")
    await ada.press_data("1Rs1", said, forged=True)
    assert "not available" in visible(ada.last())
    (said,) = await ada.say("/privacy")
    assert "report" not in visible(said).casefold()


async def test_a_story_that_is_gone_meanwhile_is_not_reported(telegram: Telegram) -> None:
    """Neither asked about nor taken."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await telegram.withdraw(1)
    (said,) = await ada.say("It is wrong.")
    assert "not available" in visible(said)
    (said,) = await ada.start("r_1")
    assert "not available" in visible(said)
    assert reports(olga) == []


@pytest.mark.parametrize("data", ["1Rw1", "1Rd1", "1Rt1", "1Ry1", "1Rb1", "1Rp1", "1Ru1"])
async def test_nobody_else_decides(telegram: Telegram, data: str) -> None:
    """Presses may be forged; an admin in a group is nobody special either."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    assert (await ada.press_data(data, ada.last(), forged=True))["text"] == OPERATORS
    group = telegram.world.add_group("Readers", [olga.id], kind="supergroup")
    (card,) = await olga.start("t_1", chat=group)
    assert (await olga.press_data(data, card, forged=True))["text"] == OPERATORS
    (card,) = await ada.start("t_1")
    assert "A kettle" in visible(card)
    assert "has_protected_content" not in card
    assert labels(reports(olga)[0])[1] == ["Withdraw", "Dismiss"]


@pytest.mark.parametrize("data", ["1Rw9", "1Rd9", "1Rt9", "1Ry9", "1Rb9", "1Rp9", "1Ru9"])
async def test_what_is_not_there_is_answered(telegram: Telegram, data: str) -> None:
    """Ids in a press may be forged by admins too."""
    (olga,) = await publisher(telegram)
    await olga.press_data(data, olga.last(), forged=True)
    assert "not available" in visible(olga.last())


async def test_a_reader_in_a_group_can_not_press_what_is_personal(telegram: Telegram) -> None:
    """A forged press of a button that stands in private chats only."""
    await telegram.bring(story())
    await publisher(telegram)
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    (card,) = await ada.start("t_1", chat=group)
    answer = await ada.press_data("1Ra1", card, forged=True)
    assert answer["text"] == "This is personal: open it in our private chat."


async def test_an_author_who_opted_out_is_not_brought_back(telegram: Telegram) -> None:
    """`Publish again` on an old report says why not."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    await olga.press("Withdraw")
    report = olga.last()
    await olga.start("a_1")
    await olga.press("Opt out")
    await olga.press("Yes, withdraw")
    answer = await olga.press("Publish again", report)
    assert answer["text"] == "Its author does not want their stories here."


async def test_deleting_my_data_deletes_what_i_reported(telegram: Telegram) -> None:
    """That somebody has reported stays, not who or what they said; /privacy tells how an author can ask."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram)
    ada = await reporting(telegram)
    await ada.say("It is wrong.")
    (said,) = await ada.say("/privacy")
    assert "What you report is kept too; those who look at it don't learn who you are." in visible(said)
    assert visible(said).endswith("Press Report below ↗ Share on the story, and say so.")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    await olga.press("Dismiss", reports(olga)[0])
    assert "It is wrong." not in visible(olga.last())
    async with library_on(telegram.database) as library:
        assert await library.database.fetch("SELECT reader_id, said FROM report") == [(None, "")]


async def test_an_admin_who_can_not_be_written_to_is_passed_over(telegram: Telegram) -> None:
    """The other one hears of it all the same."""
    await telegram.bring(story())
    olga, oleg = await publisher(telegram, "Olga", "Oleg")
    telegram.world.block(olga.id)
    ada = await reporting(telegram)
    await ada.press("Send without a word")
    assert len(reports(oleg)) == 1
