"""An author's page as the bot's operators see it: opting out and in, and stories that are not passed on."""

import asyncio

import pytest

from storage.desk.audit import AdminId
from storage.writing import Outcome
from tests.builders import NOW, story
from tests.driver import Telegram, labels, visible
from tests.handlers.publisher import control, publisher
from tests.storage.library import library_on
from threads.model import AuthorId
from threads.sources import spool_json

OPT_OUT = "Opt out"


async def test_an_operator_has_an_author_opt_out(telegram: Telegram) -> None:
    """After asking once more: everything goes, what comes is refused, and it can be taken back from the same page."""
    await telegram.bring(story("a", source_id="1"), story("b", source_id="2"))
    (olga,) = await publisher(telegram, "Olga")
    await olga.say("@mira_tides")
    assert labels(olga.last())[-1] == ["Not to be passed on", OPT_OUT]
    await olga.press(OPT_OUT)
    assert visible(olga.last()) == "Withdraw everything by @mira_tides and refuse what comes later? 2 stories"
    await olga.press("Back")
    await olga.press(OPT_OUT)
    await olga.press("Yes, withdraw")
    assert visible(olga.last()).startswith("This author wants no stories here")
    assert labels(olga.last()) == [["Not to be passed on", "Opt in"]]
    (taken,) = await telegram.bring(story("c", source_id="3"))
    assert taken.outcome is Outcome.REFUSED
    ada = telegram.person("Ada")
    (said,) = await ada.start("t_1")
    assert visible(said).startswith("This story is not available any more.")
    (said,) = await ada.say("@mira_tides")
    assert visible(said).startswith("There is no story by this author.")
    await olga.start("a_1")
    await olga.press("Opt in")
    assert labels(olga.last()) == [["Not to be passed on", OPT_OUT]]
    (taken,) = await telegram.bring(story("c", source_id="3"))
    assert taken.outcome is Outcome.NEW


async def test_an_operator_has_an_authors_stories_kept(telegram: Telegram) -> None:
    """From then on they can't be forwarded, until the mark is taken away."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram, "Olga")
    ada = telegram.person("Ada")
    await olga.say("@mira_tides")
    await olga.press("Not to be passed on")
    assert visible(olga.last()).startswith("This author's stories are not to be passed on.")
    (card,) = await ada.start("t_1")
    assert card["has_protected_content"]
    await olga.press("May be passed on")
    assert visible(olga.last()).startswith("Mira_Tides")
    (card,) = await ada.start("t_1")
    assert "has_protected_content" not in card


async def test_a_mere_name_has_nothing_to_decide(telegram: Telegram) -> None:
    """It may be anybody's."""
    await telegram.bring(story("a", handle="", source="text", source_id=None))
    (olga,) = await publisher(telegram, "Olga")
    await olga.start("a_1")
    assert OPT_OUT not in str(labels(olga.last()))


@pytest.mark.parametrize("act", ["l", "o", "y", "i", "p", "u"])
async def test_nobody_else_decides(telegram: Telegram, act: str) -> None:
    """The buttons are not shown to others, a forged press does nothing; an operator in a group is nobody special."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram, "Olga")
    ada = telegram.person("Ada")
    (page,) = await ada.say("@mira_tides")
    assert OPT_OUT not in str(labels(page))
    answer = await ada.press_data(f"1A{act}1", page, forged=True)
    assert answer["text"] == "This is for the operators of this bot."
    group = telegram.world.add_group("Readers", [olga.id], kind="supergroup")
    (page,) = await olga.start("a_1", chat=group)
    assert OPT_OUT not in str(labels(page))
    answer = await olga.press_data(f"1A{act}1", page, forged=True)
    assert answer["text"] == "This is for the operators of this bot."
    (card,) = await ada.start("t_1")
    assert "A kettle sings" in visible(card)
    assert "has_protected_content" not in card


async def test_an_author_who_is_not_there_is_answered(telegram: Telegram) -> None:
    """Ids in a press may be forged by operators too."""
    (olga,) = await publisher(telegram, "Olga")
    answer = await olga.press_data("1Ao99", olga.last(), forged=True)
    assert answer["text"] == "There is no story by this author."


async def test_what_was_left_undone_is_done_at_the_next_start(telegram: Telegram) -> None:
    """A wish whose stories were still there when the program was killed."""
    await telegram.bring(story())
    async with library_on(telegram.database) as library:
        await library.database.write("UPDATE author SET opted_out_at = 1")
        await telegram.restart()
        while await library.database.fetch("SELECT 1 FROM thread WHERE status <> 'withdrawn'"):
            await asyncio.sleep(0.01)
    (said,) = await telegram.person("Ada").start("t_1")
    assert visible(said).startswith("This story is not available any more.")


async def test_nothing_of_theirs_is_added_in_the_chat(telegram: Telegram) -> None:
    """A text and a file are answered with the reason; what was discarded before does not come back."""
    tale = "---\nauthor: '@Mira_Tides'\n---\nThe lamp went out at nine.\n\nNobody had touched it."
    (olga,) = await publisher(telegram, "Olga")
    await olga.say(f"/add {tale}")
    await olga.press("Discard")
    discarded = olga.last()
    await olga.start("a_1")
    await olga.press(OPT_OUT)
    await olga.press("Yes, withdraw")
    (said,) = await olga.say(f"/add {tale}")
    assert visible(said) == "Its author does not want their stories here."
    answer = await olga.press("Undo", discarded)
    assert answer["text"] == "Its author does not want their stories here."
    stories = story("a", source_id="1"), story("b", handle="joe", source_id="2")
    two = b"\n".join(map(spool_json.dump, stories))
    telegram.world.send_media(olga.id, "document", data=two, file_name="two.jsonl", caption="/add")
    await telegram.settled()
    said = telegram.world.messages(olga.id)[-2]
    assert visible(said) == "1 story waits as a draft. 1 story was refused: its author wants none here."


async def test_an_author_who_opts_out_meanwhile(telegram: Telegram) -> None:
    """A draft that an admin still looks at is published no more, as what it is an edition of is gone."""
    (olga,) = await publisher(telegram, "Olga")
    await olga.say("/add ---\nauthor: '@mira_tides'\n---\nThe lamp went out at nine.\n\nNobody had touched it.")
    control = olga.last()
    await telegram.services.deciding.opt_out(AuthorId(1), NOW, by=AdminId(olga.id))
    answer = await olga.press("Publish", control)
    assert answer["text"] == "There is nothing of it left to do this with."
    (said,) = await telegram.person("Ada").start("t_1")
    assert "not available" in visible(said)


async def test_a_draft_is_not_made_theirs(telegram: Telegram) -> None:
    """Correcting its author to one who has opted out is answered with the reason."""
    await telegram.bring(story())
    (olga,) = await publisher(telegram, "Olga")
    await telegram.services.deciding.opt_out(AuthorId(1), NOW, by=AdminId(olga.id))
    await olga.say("/add The lamp went out at nine.\n\nNobody had touched it.")
    await olga.press("Edit", control(olga))
    await olga.press("Author")
    told, *_ = await olga.say("Mira @mira_tides")
    assert visible(told).startswith("Its author does not want their stories here.")


async def test_privacy_tells_authors_what_they_can_ask_for(telegram: Telegram) -> None:
    """In the same card that tells readers what is kept of them."""
    (said,) = await telegram.person().say("/privacy")
    assert "If a story is yours\nYou decide about it" in visible(said)
