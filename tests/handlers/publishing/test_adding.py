"""Bringing a story in from the chat: every way of sending it, and what comes of it."""

from tests.builders import story
from tests.driver import Telegram, button, labels, visible
from tests.handlers.publisher import CONTROL, control, publisher
from tests.quiet import remember
from threads.sources import spool_json

TALE = "The lamp went out at nine. #harbour\n\nNobody had touched it.\n\nThe keeper wrote it down. #ghosts"


async def test_a_text_becomes_a_draft_that_looks_as_readers_will_see_it(telegram: Telegram) -> None:
    """/add and a text: the real title card, whose Read and Next step the draft, and below it what can be done."""
    (olga,) = await publisher(telegram)
    card, below = await olga.say(f"/add {TALE}")
    assert "3 tweets" in visible(card)
    assert "#harbour" in visible(card)
    assert labels(card) == [["▶ Read"], ["🔖 Save", "↗ Share"], ["🔔 Follow", "🔗 Open"]]
    assert visible(below).startswith("Draft 1\n\nThe lamp went out at nine.")
    assert [row[0] for row in labels(below)] == CONTROL
    await olga.press("▶ Read", card)
    frame = telegram.world.message(olga.id, card["message_id"])
    assert labels(frame)[0] == ["◀ Prev", "1/3", "Next ▶"]
    await olga.press("Next ▶", frame)
    assert "Nobody had touched it." in visible(telegram.world.message(olga.id, card["message_id"]))


async def test_publishing_a_draft_opens_it_to_readers(telegram: Telegram) -> None:
    """Readers meet it only then, under the id that the preview had."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await olga.say(f"/add {TALE}")
    (before,) = await ada.start("t_1")
    assert "not available" in visible(before)
    await olga.press("Publish")
    assert visible(olga.last()) == "Published."
    assert labels(olga.last()) == [["Undo", "Edit", "🔗 Open"]]
    (after,) = await ada.start("t_1")
    assert "The lamp went out at nine." in visible(after)


async def test_add_alone_asks_and_takes_the_next_message(telegram: Telegram) -> None:
    """Also after a restart, and one line too; the message after that is a search again."""
    (olga,) = await publisher(telegram)
    (asked,) = await olga.say("/add")
    assert "I take your next message" in visible(asked)
    await telegram.restart()
    _, below = await olga.say("A story of one line.")
    assert "A story of one line." in visible(below)
    (found,) = await olga.say("A story of one line.")
    assert "Publish" not in str(labels(found))


async def test_what_was_asked_for_can_be_called_off(telegram: Telegram) -> None:
    """Cancel: the next message is a search again."""
    (olga,) = await publisher(telegram)
    await olga.say("/add")
    await olga.press("Cancel")
    (found,) = await olga.say("lanterns")
    assert "Publish" not in str(labels(found))


async def test_a_file_is_read_by_the_importers_of_the_command_line(telegram: Telegram) -> None:
    """Sent with the command as its caption, before the command, or after it."""
    (olga,) = await publisher(telegram)
    for number, way in enumerate(("caption", "answer", "after"), 1):
        told = story(f"A bell below the water, {way}.", "It rang.", source_id=way)
        data = spool_json.dump(told)
        if way == "after":
            await olga.say("/add")
        caption = "/add" if way == "caption" else ""
        sent = telegram.world.send_media(olga.id, "document", data=data, file_name="tale.json", caption=caption)
        await telegram.settled()
        if way == "answer":
            telegram.world.say(olga.id, "/add", reply_to=sent["message_id"])
            await telegram.settled()
        assert f"A bell below the water, {way}." in visible(control(olga))
        assert visible(control(olga)).startswith(f"Draft {number}")


async def test_several_stories_of_one_file_all_wait_as_drafts(telegram: Telegram) -> None:
    """They are counted, and listed with a button for each."""
    (olga,) = await publisher(telegram)
    stories = [story(f"Wave {number} came in.", "And went out.", source_id=f"w{number}") for number in range(12)]
    data = b"\n".join(map(spool_json.dump, stories))
    telegram.world.send_media(olga.id, "document", data=data, file_name="tales.jsonl", caption="/add")
    await telegram.settled()
    counted, listed = telegram.world.messages(olga.id)[-2:]
    assert visible(counted) == "12 stories wait as drafts."
    assert labels(counted) == [["Publish all"]]
    assert labels(listed) == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["▶"]]
    await olga.press("▶", listed)
    assert labels(olga.last()) == [["11", "12"], ["◀"]]
    await olga.press("12", olga.last())
    assert "Wave 11 came in." in visible(control(olga))


async def test_what_came_of_one_file_is_published_together(telegram: Telegram) -> None:
    """But for what should be looked at first and what is decided already; a second tap does nothing more."""
    (olga,) = await publisher(telegram)
    stories = [story(f"Wave {number} came in.", "And went out.", source_id=f"w{number}") for number in range(5)]
    stories.append(story("Wave 5 came in.", source_id="w5", review=("Look at the end.",)))
    data = b"\n".join(map(spool_json.dump, stories))
    telegram.world.send_media(olga.id, "document", data=data, file_name="tales.jsonl", caption="/add")
    await telegram.settled()
    counted, listed = telegram.world.messages(olga.id)[-2:]
    await olga.press("1", listed)
    await olga.press("Discard", control(olga))
    every = button(counted, "Publish all")["callback_data"]
    for _ in range(2):
        telegram.world.press(olga.id, every, chat=olga.id, message_id=counted["message_id"])
    await telegram.settled()
    told = visible(telegram.world.message(olga.id, counted["message_id"]))
    assert told == "4 stories published. 1 waits for a look: /drafts"
    (listed,) = await olga.say("/drafts")
    assert "Wave 5 came in." in visible(listed)
    assert "Wave 4 came in." not in visible(listed)
    (latest,) = await telegram.person().say("/latest")
    assert "Wave 4 came in." in visible(latest)


async def test_a_message_that_is_no_search_is_offered_to_be_added(telegram: Telegram) -> None:
    """Several paragraphs: Add beside Search, and Add makes the draft; a second tap makes nothing more."""
    (olga,) = await publisher(telegram)
    (asked,) = await olga.say(TALE)
    assert labels(asked) == [["Add", "Search"]]
    await telegram.restart()
    data = button(asked, "Add")["callback_data"]
    for _ in range(2):
        telegram.world.press(olga.id, data, chat=olga.id, message_id=asked["message_id"])
    await telegram.settled()
    assert "3 tweets" in visible(control(olga))
    assert len([message for message in telegram.world.messages(olga.id) if ["Publish"] in labels(message)]) == 1


async def test_readers_are_offered_to_suggest_or_search(telegram: Telegram) -> None:
    """Somebody else's several paragraphs, file and link offer no Add; /add and a forged press answer kindly."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    (asked,) = await ada.say(TALE)
    assert labels(asked) == [["Suggest", "Search"]]
    await ada.press("Search", asked)
    telegram.world.send_media(ada.id, "document", data=TALE.encode(), file_name="tale.txt")
    await telegram.settled()
    assert labels(ada.last()) == [["Suggest", "Search"]]
    (answer,) = await ada.say(f"/add {TALE}")
    assert "Stories are added by those who run this bot" in visible(answer)
    (asked,) = await olga.say(TALE)
    data = button(asked, "Add")["callback_data"]
    answered = await ada.press_data(data, ada.last(), forged=True)
    assert "operators" in answered["text"]
    assert not await telegram.services.threads.fresh(1)  # type: ignore[arg-type]  # ids are whole numbers


async def test_what_can_not_be_read_is_answered_with_its_reason(telegram: Telegram) -> None:
    """Data of an unknown kind, a picture sent as a file, an empty text, a link: a sentence each, and nothing waits."""
    (olga,) = await publisher(telegram)
    for data, why in (
        (b'{"a": 1}', "JSON, but of no kind"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "PNG"),
        (b"PK\x03\x04x", ""),
    ):
        telegram.world.send_media(olga.id, "document", data=data, file_name="odd.bin", caption="/add")
        await telegram.settled()
        assert "There is no story to be read here." in visible(olga.last())
        assert why in visible(olga.last())
    (answer,) = await olga.say("/add http://localhost/tales")
    assert "localhost is no address of the open internet" in visible(answer)
    (listed,) = await olga.say("/drafts")
    assert "No drafts" in visible(listed)


async def test_a_file_that_telegram_does_not_hand_over_is_told_how_to_come_in(telegram: Telegram) -> None:
    """Past 20 MB nothing is downloaded, and the sentence names the command."""
    (olga,) = await publisher(telegram)
    large = b"x" * (20 * 1024 * 1024 + 1)
    telegram.world.send_media(olga.id, "document", data=large, file_name="archive.zip", caption="/add")
    await telegram.settled()
    assert "spool import" in visible(olga.last())
    assert not telegram.calls("getFile")


async def test_a_large_file_is_read_in_a_process_of_its_own(telegram: Telegram) -> None:
    """What is more than a message goes there, faults and all, and comes back as the same stories."""
    (olga,) = await publisher(telegram)
    texts = [f"Mile {number} of the coast road. " + "The sea was grey. " * 12 for number in range(200)]
    remember("The sea was grey.")
    telegram.world.send_media(
        olga.id, "document", data="\n\n".join(texts).encode(), file_name="road.txt", caption="/add"
    )
    await telegram.settled()
    assert "200 tweets" in visible(control(olga))


async def test_a_story_that_readers_have_is_said_to_be_there(telegram: Telegram) -> None:
    """Just as it is: no draft. With other words: a draft that says which story it would update."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story())
    telegram.world.send_media(olga.id, "document", data=spool_json.dump(story()), file_name="t.json", caption="/add")
    await telegram.settled()
    assert "Readers have this story already" in visible(telegram.world.messages(olga.id)[-2])
    changed = story("A kettle sings on the pier. #harbour", "Somebody lit the stove.", "It was the wind.")
    telegram.world.send_media(olga.id, "document", data=spool_json.dump(changed), file_name="t.json", caption="/add")
    await telegram.settled()
    assert "It becomes the new version of story 1." in visible(control(olga))


async def test_an_album_of_a_reader_is_answered_once(telegram: Telegram) -> None:
    """Ten pictures at once are one question."""
    await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    before = len(telegram.world.messages(ada.id))
    for _ in range(10):
        telegram.world.send_media(ada.id, "photo", media_group_id="album")
    await telegram.settled()
    assert len(telegram.world.messages(ada.id)) == before + 11
