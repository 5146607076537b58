"""What is done with drafts in the chat: published once, discarded, taken back; by admins alone, whoever presses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.desk.audit import Audit
from storage.opening import open_database
from tests.bot.delivery.followers import counts, followers, heard
from tests.builders import story
from tests.clock import HandClock
from tests.driver import Telegram, button, labels, telegram_on, visible
from tests.handlers.publisher import control, publisher
from threads.sources import spool_json

TALE = "/add Tale 1. The lamp went out at nine.\n\nNobody had touched it.\n\nThe keeper wrote it down. #ghosts"


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot by a clock of the test's own, since notifications are paced."""
    async with telegram_on(tmp_path / "spool.db", clock=HandClock()) as telegram:
        yield telegram


async def test_followers_hear_of_what_is_published_and_of_nothing_published_quietly(telegram: Telegram) -> None:
    """Their number is told; of a story published quietly nobody hears."""
    (olga,) = await publisher(telegram)
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await olga.press("Publish quietly")
    assert visible(olga.last()) == "Published."
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == []
    await olga.say("/add Tale 2. Two boats left at dawn.\n\nOne came back.")
    await olga.press("Publish", control(olga))
    assert visible(olga.last()) == "Published. 1 follower hears of it."
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [2]


async def test_two_taps_and_two_admins_publish_once(telegram: Telegram) -> None:
    """Whoever comes later finds it published; one line of the audit log, one publication."""
    olga, omar = await publisher(telegram, "Olga", "Omar")
    (ada,) = await followers(telegram, 1)
    await olga.say(TALE)
    await omar.say("/drafts")
    await omar.press("1")
    data = button(olga.last(), "Publish")["callback_data"]
    for person in (olga, omar, olga):
        message = control(person)
        telegram.world.press(person.id, data, chat=person.id, message_id=message["message_id"])
    await telegram.settled()
    for person in (olga, omar):
        assert visible(person.last()) == "Published. 1 follower hears of it."
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [1]


async def test_a_press_after_a_restart_finds_what_became_of_the_draft(telegram: Telegram) -> None:
    """A kill between the commit and the answer: the same button then shows that it is published, and how to undo it."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    shown = olga.last()
    telegram.world.faults.add(method="editMessageText", kind="error", status=502, description="Bad Gateway", times=9)
    await olga.press("Publish", shown)
    telegram.world.faults.clear()
    assert ["Publish"] in labels(olga.last())
    await telegram.restart()
    await olga.press("Publish", shown)
    assert visible(olga.last()).startswith("Published.")
    assert labels(olga.last()) == [["Undo", "Edit", "🔗 Open"]]


async def test_undo_takes_a_new_story_back_and_tells_nobody_else(telegram: Telegram) -> None:
    """It waits as a draft again, cards say so kindly, and who has not heard of it hears nothing."""
    (olga,) = await publisher(telegram)
    people = await followers(telegram, 60)
    await olga.say(TALE)
    await olga.press("Publish")
    await telegram.pass_time(2)
    await olga.press("Undo")
    assert ["Publish"] in labels(olga.last())
    await telegram.pass_time(30)
    reached = [person for person in people if heard(telegram, person.id)]
    assert 0 < len(reached) < 60
    await reached[0].press("▶ Read")
    assert "not available any more" in visible(reached[0].last())
    await olga.press("Publish")
    assert visible(olga.last()) == "Published. 60 followers hear of it."
    await telegram.pass_time(30)
    assert len(heard(telegram, people[-1].id)) == 1


async def test_undo_of_an_update_brings_the_earlier_version_back(telegram: Telegram) -> None:
    """Word for word and with its numbers; the new version waits as a draft again."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await telegram.bring(story())
    (frame,) = await ada.start("t_1_2")
    changed = story("A kettle sings on the pier. #harbour", "Somebody lit the stove after all.")
    telegram.world.send_media(olga.id, "document", data=spool_json.dump(changed), file_name="t.json", caption="/add")
    await telegram.settled()
    await olga.press("Publish")
    assert visible(olga.last()) == "Published: the story has a new version."
    (frame,) = await ada.start("t_1_2")
    assert "Somebody lit the stove after all." in visible(frame)
    await olga.press("Undo")
    assert visible(olga.last()).startswith("Draft 3")
    (frame,) = await ada.start("t_1_3")
    assert "It was the wind." in visible(frame)
    assert labels(frame)[0] == ["◀ Prev", "3/3", "Finish ✓"]
    (frame,) = await ada.start("t_1_2")
    assert "Nobody lit the stove." in visible(frame)
    await olga.press("Publish", control(olga))
    assert "new version" in visible(olga.last())


async def test_undo_is_over_after_a_while(telegram: Telegram) -> None:
    """An hour later the button says so, and the card shows it no more."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await olga.press("Publish")
    await telegram.skip_time(3601)
    answer = await olga.press("Undo")
    assert "too long ago" in answer["text"]
    assert labels(olga.last()) == [["Edit", "🔗 Open"]]


async def test_a_discarded_draft_comes_back_by_undo(telegram: Telegram) -> None:
    """Discard is one tap; its preview then says that the story is gone, and Undo brings the draft back whole."""
    (olga,) = await publisher(telegram)
    card, below = await olga.say(TALE)
    await olga.press("Discard", below)
    assert visible(olga.last()) == "Discarded."
    await olga.press("▶ Read", card)
    assert "not available any more" in visible(telegram.world.message(olga.id, card["message_id"]))
    (listed,) = await olga.say("/drafts")
    assert "No drafts" in visible(listed)
    await olga.press("Undo", telegram.world.message(olga.id, below["message_id"]))
    (listed,) = await olga.say("/drafts")
    assert "The lamp went out at nine." in visible(listed)
    assert "3 tweets" in visible(listed)


async def test_drafts_are_listed_with_why_they_wait(telegram: Telegram) -> None:
    """What `spool import` kept back stands there with its reason; to readers /drafts answers with a sentence."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story(review=("The page says 9 tweets and has 3.",)))
    (listed,) = await olga.say("/drafts")
    assert "The page says 9 tweets and has 3." in visible(listed)
    await olga.press("1")
    assert "Look at this first:\n• The page says 9 tweets and has 3." in visible(control(olga))
    ada = telegram.person()
    (answer,) = await ada.say("/drafts")
    assert "operators" in visible(answer)


async def test_a_draft_is_seen_by_admins_in_their_own_chat_and_by_nobody_else(telegram: Telegram) -> None:
    """Forged presses on its frames, its menus and its control answer as for a story that is not there."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    card, below = await olga.say(TALE)
    for label in ("▶ Read", "🔖 Save", "↗ Share", "🔔 Follow"):
        await ada.press_data(button(card, label)["callback_data"], ada.last(), forged=True)
    group = telegram.world.add_group("Friends", [olga.id, ada.id])
    said = await olga.start("t_1", chat=group)
    answer = await ada.press_data(button(below, "Publish")["callback_data"], ada.last(), forged=True)
    assert "operators" in answer["text"]
    seen = [visible(message) for message in (*said, *telegram.world.messages(ada.id))]
    assert not any("lamp went out" in text for text in seen)
    assert "not available" in "".join(seen)


async def test_a_draft_is_shared_and_edited_but_not_withdrawn(telegram: Telegram) -> None:
    """What is decided of published stories is not offered on a preview."""
    (olga,) = await publisher(telegram)
    card, _ = await olga.say(TALE)
    await olga.press("↗ Share", card)
    shown = labels(telegram.world.message(olga.id, card["message_id"]))
    assert shown[-1] == ["Edit", "Back"]
    assert "Withdraw" not in str(shown)


async def test_looking_at_a_draft_counts_for_nothing(telegram: Telegram) -> None:
    """No place is kept and nobody is counted: /continue knows nothing of it, nor the most finished stories."""
    (olga,) = await publisher(telegram)
    card, _ = await olga.say(TALE)
    for label in ("▶ Read", "Next ▶", "Next ▶", "Finish ✓"):
        await olga.press(label, telegram.world.message(olga.id, card["message_id"]))
    assert "Finished" in visible(telegram.world.message(olga.id, card["message_id"]))
    await olga.press("Publish")
    (answer,) = await olga.say("/continue")
    assert "The lamp went out" not in visible(answer)
    (title,) = await olga.start("t_1")
    assert labels(title)[0] == ["▶ Read"]


async def test_the_audit_log_has_who_published_and_took_back(telegram: Telegram) -> None:
    """Each act once, by its admin."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await olga.press("Publish")
    await olga.press("Undo")
    await olga.press("Discard")
    database = await open_database(telegram.url)
    acts = [(entry.act, entry.who) async for entry in Audit(database).since()]
    await database.close()
    assert acts == [(act, olga.id) for act in ("keep as draft", "publish", "undo", "discard")]


async def test_counts_of_a_publication_taken_back_are_whole(telegram: Telegram) -> None:
    """What was not sent any more is told as skipped, so that the sum stays."""
    (olga,) = await publisher(telegram)
    await followers(telegram, 60)
    await olga.say(TALE)
    await olga.press("Publish")
    await telegram.pass_time(2)
    await olga.press("Undo")
    await telegram.pass_time(30)
    stage, numbers = await counts(telegram, 1)
    assert stage == "cancelled"
    assert set(numbers) == {"sent", "skipped"}
    assert sum(numbers.values()) == 60


async def test_what_changed_since_is_not_taken_back(telegram: Telegram) -> None:
    """An update that was corrected since, and a story that was withdrawn since, stay so, and a toast says why."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story())
    changed = story("A kettle sings on the pier. #harbour", "Somebody lit the stove after all.")
    telegram.world.send_media(olga.id, "document", data=spool_json.dump(changed), file_name="t.json", caption="/add")
    await telegram.settled()
    await olga.press("Publish")
    updated = olga.last()
    await olga.say("/edit 1")
    await olga.press("2")
    await olga.press("Correct")
    await olga.say("Somebody lit the stove at dawn.")
    answer = await olga.press("Undo", updated)
    assert "changed meanwhile" in answer["text"]
    await olga.say(TALE)
    await olga.press("Publish", control(olga))
    published = olga.last()
    await telegram.withdraw(3)
    answer = await olga.press("Undo", published)
    assert "nothing of it left" in answer["text"]


async def test_presses_on_drafts_that_are_not_there_are_answered(telegram: Telegram) -> None:
    """Whatever is forged or long gone: a sentence, and the way to the others."""
    (olga,) = await publisher(telegram)
    await olga.say("/drafts")
    for data in ("1wp99.1", "1wx99.1", "1wu99", "1wo99", "1wv99", "1wl99999999999", "1wh99.1", "1wd9", "1wa9", "1wb9"):
        answer = await olga.press_data(data, olga.last(), forged=True)
        assert answer["text"] or olga.last()
    assert not any("went wrong" in visible(message) for message in telegram.world.messages(olga.id))
    for data in ("1Wn99.0.1", "1Wo99.1.1", "1Wx99.1.1", "1Wu99.1.1", "1Ws99.5.1", "1Wy99.1.1"):
        await olga.press_data(data, olga.last(), forged=True)
    assert not any("went wrong" in visible(message) for message in telegram.world.messages(olga.id))
    (answered,) = await olga.say("/edit the one about the sea")
    assert "Which story?" in visible(answered)
