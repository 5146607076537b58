"""Any reader may suggest a story; those who run the bot look at it and decide, and the reader hears of it."""

from typing import Any

import pytest

from storage.desk.audit import Audit
from tests.builders import story
from tests.driver import Message, Person, Telegram, button, labels, payload_of, visible
from tests.handlers.publisher import publisher
from tests.storage.library import library_on
from threads.sources import spool_json

TALE = "The lamp went out at nine.\n\nNobody had touched it.\n\nThe keeper wrote it down."
THANKS = "Thank you: those who run this bot look at it, and you hear what became of it."
OPERATORS = "This is for the operators of this bot."


def suggestions(admin: Person) -> list[Message]:
    """The suggestions that an admin has got, as they stand now."""
    shown = admin.telegram.world.messages(admin.id)
    return [message for message in shown if visible(message).startswith("A reader suggests a story")]


async def suggested(telegram: Telegram, tale: str = TALE, name: str = "Ada", **person: Any) -> Person:
    """Somebody who has suggested a story."""
    ada = telegram.person(name, **person)
    await ada.say(f"/suggest {tale}")
    return ada


async def audit(telegram: Telegram) -> list[tuple[str, str]]:
    """What admins have done, and to what."""
    async with library_on(telegram.database) as library:
        return [(entry.act, entry.noun) async for entry in Audit(library.database).since()]


async def test_a_suggestion_is_looked_at_and_published(telegram: Telegram) -> None:
    """Every admin gets it, `Look` shows it as readers will see it, and the reader hears of it with a link."""
    olga, oleg = await publisher(telegram, "Olga", "Oleg")
    ada = await suggested(telegram)
    assert visible(ada.last()) == THANKS
    for admin in (olga, oleg):
        (card,) = suggestions(admin)
        assert visible(card).endswith("The lamp went out at nine. · 3 tweets")
        assert labels(card) == [["Look"], ["Publish", "Decline"], ["Mute sender"]]
    await olga.press("Look", suggestions(olga)[0])
    preview = telegram.world.messages(olga.id)[-2]
    assert labels(preview)[0] == ["▶ Read"]
    assert "A reader suggests this story" in visible(olga.last())
    await olga.press("▶ Read", preview)
    assert "1/3" in str(labels(telegram.world.message(olga.id, preview["message_id"])))
    (before,) = await ada.start("t_1")
    assert "not available" in visible(before)
    await olga.press("Publish", suggestions(olga)[0])
    assert visible(suggestions(olga)[0]).endswith("It was published.")
    heard = ada.last()
    assert visible(heard) == "The story that you suggested is published. Thank you!"
    (after,) = await ada.start(payload_of(button(heard, "🔗 Open")["url"]))
    assert "The lamp went out at nine." in visible(after)
    assert await audit(telegram) == [("publish", "story")]


async def test_a_suggestion_is_declined(telegram: Telegram) -> None:
    """The draft is gone, and the reader hears it in their own language."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram, language="fa")
    await olga.press("Decline", suggestions(olga)[0])
    assert visible(suggestions(olga)[0]).endswith("It was declined.")
    assert labels(suggestions(olga)[0]) == [["Mute sender"]]
    assert visible(ada.last()) == "از پیشنهادتان سپاسگزاریم. این بار پذیرفته نشد."
    (drafts,) = await olga.say("/drafts")
    assert visible(drafts).startswith("No drafts")
    assert await audit(telegram) == [("discard", "story"), ("decline", "suggestion")]


async def test_of_two_admins_the_first_decides(telegram: Telegram) -> None:
    """The other sees what was decided, whichever button it was; the reader hears it once."""
    olga, oleg = await publisher(telegram, "Olga", "Oleg")
    ada = await suggested(telegram)
    await olga.press("Publish", suggestions(olga)[0])
    answer = await oleg.press("Decline", suggestions(oleg)[0])
    assert answer["text"] == "This was decided already."
    assert visible(suggestions(oleg)[0]).endswith("It was published.")
    (after,) = await ada.start("t_1")
    assert "The lamp went out at nine." in visible(after)
    assert [visible(each) for each in telegram.world.messages(ada.id)].count(
        "The story that you suggested is published. Thank you!"
    ) == 1
    assert await audit(telegram) == [("publish", "story")]


@pytest.mark.parametrize(("label", "heard"), [("Publish quietly", "is published"), ("Discard", "was not taken")])
async def test_what_is_done_at_the_desk_is_heard_too(telegram: Telegram, label: str, heard: str) -> None:
    """`Look`, then the buttons of any draft; the suggestion shows it."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram)
    await olga.press("Look", suggestions(olga)[0])
    await olga.press(label)
    assert heard in visible(ada.last())
    answer = await olga.press("Publish", suggestions(olga)[0])
    assert answer["text"] == "This was decided already."
    assert "It was" in visible(suggestions(olga)[0])


async def test_what_may_be_a_story_can_be_suggested_beside_searching(telegram: Telegram) -> None:
    """Several paragraphs, a file, a forward: `Suggest` stands where admins have `Add`; a restart changes nothing."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    (offered,) = await ada.say(TALE)
    assert labels(offered) == [["Suggest", "Search"]]
    await telegram.restart()
    answer = await ada.press("Suggest")
    assert answer["text"] == "One moment: it is being read."
    assert visible(ada.last()) == THANKS
    answer = await ada.press("Suggest", offered)
    assert answer["text"] == "It has just been suggested."
    telegram.world.send_media(
        ada.id, "document", data=spool_json.dump(story("A bell below.", "It rang.")), file_name="bell.json"
    )
    await telegram.settled()
    await ada.press("Suggest")
    assert visible(ada.last()) == THANKS
    assert len(suggestions(olga)) == 2


async def test_suggest_alone_asks_and_takes_the_next_message(telegram: Telegram) -> None:
    """Also after a restart; `Cancel` calls it off."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    (asked,) = await ada.say("/suggest")
    assert "Send me the story that you suggest" in visible(asked)
    await telegram.restart()
    (said,) = await ada.say("A story of one line, and no more.")
    assert visible(said) == THANKS
    await ada.say("/suggest")
    await ada.press("Cancel")
    await ada.say("lanterns")
    assert len(suggestions(olga)) == 1


async def test_a_link_that_can_not_be_read_reaches_admins_as_it_is(telegram: Telegram) -> None:
    """They may know another way; it is taken once, and the reader hears what became of it."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram, "https://pier.invalid/mira/1")
    card = suggestions(olga)[0]
    assert "https://pier.invalid/mira/1" in visible(card)
    assert labels(card) == [["Take up", "Decline"], ["Mute sender"]]
    ben = await suggested(telegram, "https://pier.invalid/mira/1", "Ben")
    assert visible(ben.last()) == "Thank you. Somebody has brought it already: it will be looked at."
    await olga.press("Take up", card)
    assert visible(ada.last()) == "Thank you for your suggestion: the link was taken up."
    assert (await olga.press_data("1Sd1", suggestions(olga)[0], forged=True))["text"] == "This was decided already."
    assert await audit(telegram) == [("take up", "suggestion")]


async def test_a_muted_sender_hears_a_kind_sentence(telegram: Telegram) -> None:
    """And can suggest again once that is taken back; others are not touched."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram)
    await olga.press("Mute sender")
    assert "This sender is muted." in visible(suggestions(olga)[0])
    await ada.say(f"/suggest Another. {TALE}")
    assert visible(ada.last()) == "Thank you. No more suggestions can be taken at the moment."
    await suggested(telegram, f"Ben's. {TALE}", "Ben")
    assert len(suggestions(olga)) == 2
    await olga.press("Unmute sender", suggestions(olga)[0])
    await ada.say(f"/suggest Another. {TALE}")
    assert visible(ada.last()) == THANKS
    assert await audit(telegram) == [("mute", "sender"), ("unmute", "sender")]


async def test_three_a_day(telegram: Telegram) -> None:
    """With a kind sentence, also after a restart."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    for number in range(1, 4):
        await ada.say(f"/suggest Tale {number}. {TALE}")
        assert visible(ada.last()) == THANKS
    await telegram.restart()
    await ada.say(f"/suggest Tale 4. {TALE}")
    assert visible(ada.last()).startswith("Thank you. You have suggested several stories today")
    assert len(suggestions(olga)) == 3


async def test_what_is_known_already_is_not_suggested(telegram: Telegram) -> None:
    """What waits, what readers have, what was taken away, and what its author does not want."""
    (olga,) = await publisher(telegram)
    here, waits, gone, out = (
        story(f"Tale {number}.", "Its end.", source_id=f"{number}", handle=f"author{number}") for number in range(4)
    )
    await telegram.bring(here, gone, out)
    await telegram.bring(waits, draft=True)
    await telegram.withdraw(2)
    await olga.start("a_3")
    await olga.press("Opt out")
    await olga.press("Yes, withdraw")
    ada = telegram.person()
    for tale, said in (
        (here, "Readers have this story already"),
        (waits, "Thank you. Somebody has brought it already"),
        (gone, "Thank you. This story can't be taken"),
        (out, "Thank you. This story can't be taken"),
    ):
        await ada.say(f"/suggest {spool_json.dump(tale).decode()}")
        assert visible(ada.last()).startswith(said)
    two = b"\n".join(map(spool_json.dump, (here, waits))).decode()
    await ada.say(f"/suggest {two}")
    assert visible(ada.last()) == "Please suggest one story at a time: this holds 2."
    assert suggestions(olga) == []


async def test_a_suggestion_changes_nothing_before_it_is_published(telegram: Telegram) -> None:
    """Neither the story of which it is a new version, nor what is told of its author, nor a draft that waits."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story())
    given = spool_json.dump(story("Not at all the kettle.")).decode().replace("Mira_Tides", "Somebody Else")
    ada = await suggested(telegram, given)
    (card,) = suggestions(olga)
    assert "It becomes the new version of story 1." in visible(card)
    (title,) = await ada.start("t_1")
    assert "A kettle sings" in visible(title)
    assert "Somebody Else" not in visible(title)
    await olga.press("Publish", card)
    (title,) = await ada.start("t_1")
    assert "Not at all the kettle." in visible(title)


async def test_without_suggestions_nothing_is_offered(telegram: Telegram) -> None:
    """Without anybody to look at them, and where the setting says so: no button, no command, a kind sentence."""
    for admins in ((), ("Olga",)):
        telegram.suggestions = False
        if admins:
            await publisher(telegram, *admins)
        ada = telegram.person()
        (offered,) = await ada.say(TALE)
        assert labels(offered) == [["Search"]]
        (said,) = await ada.say(f"/suggest {TALE}")
        assert visible(said) == "No suggestions are taken here."
        await ada.press_data("1Sg1", said, forged=True)
        assert "suggest" not in {entry["command"] for entry in telegram.world.commands(ada.id)}
        (said,) = await ada.say("/help")
        assert "/suggest" not in visible(said)
    async with library_on(telegram.database) as library:
        assert await library.count("suggestion") == 0


async def test_the_command_is_listed_where_suggestions_are_taken(telegram: Telegram) -> None:
    """For readers in their own chats, not in groups; admins have /add."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id])
    assert "suggest" in {entry["command"] for entry in telegram.world.commands(ada.id)}
    assert "suggest" not in {entry["command"] for entry in telegram.world.commands(ada.id, chat=group)}
    (said,) = await ada.say("/help")
    assert "/suggest brings a story to those who run this bot." in visible(said)
    (said,) = await olga.say(f"/suggest {TALE}")
    assert visible(said) == "You can bring stories in yourself: /add"
    (said,) = await ada.say("/suggest@spool_bot a story", chat=group)
    assert visible(said) == "This is personal: open it in our private chat."


@pytest.mark.parametrize("act", ["l", "p", "d", "t", "m", "u"])
async def test_nobody_else_decides(telegram: Telegram, act: str) -> None:
    """Presses may be forged; an admin in a group is nobody special either; what is not there is answered."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram)
    answer = await ada.press_data(f"1S{act}1", ada.last(), forged=True)
    assert answer["text"] == OPERATORS
    group = telegram.world.add_group("Readers", [olga.id], kind="supergroup")
    (card,) = await olga.say("/latest", chat=group)
    assert (await olga.press_data(f"1S{act}1", card, forged=True))["text"] == OPERATORS
    answer = await olga.press_data(f"1S{act}99", olga.last(), forged=True)
    assert answer["text"] == "This suggestion is not there any more."
    assert labels(suggestions(olga)[0])[1] == ["Publish", "Decline"]
    assert await audit(telegram) == []


async def test_somebody_elses_message_can_not_be_suggested(telegram: Telegram) -> None:
    """An offer is its sender's: numbers in a press may be forged."""
    (olga,) = await publisher(telegram)
    ada, ben = telegram.person(), telegram.person("Ben")
    await ada.say(TALE)
    (said,) = await ben.say("/latest")
    answer = await ben.press_data("1Sg1", said, forged=True)
    assert answer["text"] == "This message is kept no longer: please send it again."
    assert suggestions(olga) == []


async def test_deleting_my_data_leaves_the_story_and_nobody(telegram: Telegram) -> None:
    """The draft waits on, nobody hears of it, and nobody can be muted."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram)
    await ada.say("/privacy")
    assert "What you suggest is shown to those who run this bot" in visible(ada.last())
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    known = len(telegram.world.messages(ada.id))
    await olga.press("Publish", suggestions(olga)[0])
    assert labels(suggestions(olga)[0]) == []
    assert len(telegram.world.messages(ada.id)) == known


async def test_what_can_not_be_read_is_said(telegram: Telegram) -> None:
    """The importers' own sentence, for words and for a file, and nothing reaches admins."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram, '{"spool": 99}')
    assert visible(ada.last()).startswith("There is no story to be read here.")
    assert visible(ada.last()).endswith("update Spool to read it.")
    await ada.say("/suggest")
    telegram.world.send_media(ada.id, "document", data=b"\x00\x01", file_name="a.bin")
    await telegram.settled()
    assert visible(ada.last()).startswith("There is no story to be read here.")
    assert suggestions(olga) == []


async def test_links_count_among_three_a_day(telegram: Telegram) -> None:
    """Those that can't be read, too."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    for number in range(4):
        await ada.say(f"/suggest https://pier.invalid/{number}")
        await telegram.settled()
    assert visible(ada.last()).startswith("Thank you. You have suggested several stories today")
    assert len(suggestions(olga)) == 3


async def test_an_author_who_opts_out_meanwhile(telegram: Telegram) -> None:
    """There is nothing left to publish, and the reader hears that it was not taken."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram, f"---\nauthor: '@mira_tides'\n---\n{TALE}")
    card = suggestions(olga)[0]
    await olga.start("a_1")
    await olga.press("Opt out")
    await olga.press("Yes, withdraw")
    answer = await olga.press("Publish", card)
    assert answer["text"] == "There is nothing of it left to do this with."
    assert visible(suggestions(olga)[0]).endswith("It was declined.")
    assert "was not taken" in visible(ada.last())


async def test_a_cancel_that_is_pressed_in_a_group_changes_nothing(telegram: Telegram) -> None:
    """It stands in private chats only: elsewhere it is forged."""
    await publisher(telegram)
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    (card,) = await ada.say("/latest@spool_bot", chat=group)
    answer = await ada.press_data("1Sc0", card, forged=True)
    assert answer["text"] == "This is personal: open it in our private chat."
    assert telegram.world.message(group, card["message_id"])["text"] == card["text"]


async def test_a_reader_who_blocks_the_bot_holds_nothing_up(telegram: Telegram) -> None:
    """The verdict stands, and no error comes of it."""
    (olga,) = await publisher(telegram)
    ada = await suggested(telegram)
    telegram.world.block(ada.id)
    await olga.press("Publish", suggestions(olga)[0])
    assert visible(suggestions(olga)[0]).endswith("It was published.")
