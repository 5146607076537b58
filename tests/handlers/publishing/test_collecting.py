"""A story out of messages: forwarded ones, collected until `Done`, one tweet a message."""

from bot.sandbox.pictures import PIXEL
from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscribers import Address
from tests.bot.program import until
from tests.builders import NOW
from tests.driver import Telegram, labels, links, visible
from tests.handlers.collected import Channel, cards
from tests.handlers.publisher import control, publisher
from threads.model import ThreadId

LINES = tuple(f"Line {number} of the ferryman." for number in range(1, 8))


async def test_forwarded_messages_are_collected_until_done(telegram: Telegram) -> None:
    """One card counts them, however many come at once; Done shows one tweet a message, in order, with its source."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    posts = [channel.post(line) for line in LINES]
    await olga.say("/add")
    channel.forward(*posts[:5])
    await telegram.settled()
    (card,) = cards(olga)
    assert visible(card).startswith("5 messages taken.")
    assert labels(card) == [["Done", "Discard"]]
    channel.forward(*posts[5:])
    await telegram.settled()
    (card,) = cards(olga)
    assert visible(card).startswith("7 messages taken.")
    await olga.press("Done", card)
    assert "7 tweets" in visible(control(olga))
    title = telegram.world.messages(olga.id)[-2]
    assert visible(title).startswith("Ferry Tales @ferry_tales")
    await olga.press("▶ Read", title)
    frame = telegram.world.message(olga.id, title["message_id"])
    assert "Line 1 of the ferryman." in visible(frame)
    assert f"https://t.me/ferry_tales/{posts[0]}" in links(frame).values()
    assert "https://t.me/ferry_tales" in links(frame).values()


async def test_a_restart_in_the_middle_loses_no_message(telegram: Telegram) -> None:
    """What came before it and what comes after it are one story."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    posts = [channel.post(line) for line in LINES]
    await olga.say("/add")
    channel.forward(*posts[:3])
    await telegram.restart()
    channel.forward(*posts[3:])
    await telegram.settled()
    await olga.press("Done", cards(olga)[-1])
    assert "7 tweets" in visible(control(olga))


async def test_messages_forwarded_without_a_word_are_offered_as_one_story(telegram: Telegram) -> None:
    """One question for all of them, Add beside Search; Add makes the draft, and a second tap makes nothing more."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    channel.forward(*(channel.post(line) for line in LINES))
    await telegram.settled()
    assert labels(olga.last()) == [["Add", "Search"]]
    assert visible(olga.last()).startswith("7 messages.")
    asked = olga.last()
    await olga.press("Add", asked)
    assert "7 tweets" in visible(control(olga))
    before = len(telegram.world.messages(olga.id))
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await olga.press_data(data, asked, forged=True)
    assert len(telegram.world.messages(olga.id)) == before


async def test_authors_are_those_of_the_forwarded_messages(telegram: Telegram) -> None:
    """A person by name and username, a hidden one by name; of several the draft says that there are several."""
    (olga,) = await publisher(telegram)
    wren, hidden = telegram.world.add_person("Wren", username="wren_writes"), telegram.world.add_person("Iris")
    told = [telegram.world.say(wren, line, chat=olga.id)["message_id"] for line in LINES[:2]]
    secret = telegram.world.say(hidden, "Nobody knows me.", chat=olga.id)["message_id"]
    dialog, other = telegram.world.dialog(wren, olga.id), telegram.world.dialog(hidden, olga.id)
    for message in told:
        telegram.world.forward(olga.id, dialog, message, olga.id)
    telegram.world.forward(olga.id, other, secret, olga.id, hidden=True)
    await telegram.settled()
    await olga.press("Add")
    assert visible(telegram.world.messages(olga.id)[-2]).startswith("Wren @wren_writes")
    assert "The messages come from 2 senders" in visible(control(olga))


async def test_the_same_posts_forwarded_again_update_their_story(telegram: Telegram) -> None:
    """Posts of a public channel are known again; a new one is the next version's new tweet."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    posts = [channel.post(line) for line in LINES[:3]]
    for upto in (2, 3):
        await olga.say("/add")
        channel.forward(*posts[:upto])
        await telegram.settled()
        await olga.press("Done", cards(olga)[-1])
        await olga.press("Publish", control(olga))
    assert "new version" in visible(olga.last())
    (title,) = await olga.start("t_1")
    assert "3 tweets" in visible(title)


async def test_three_hundred_messages_at_once_are_all_taken(telegram: Telegram) -> None:
    """None is dropped on the way, and they stay in order."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    posts = [channel.post(f"Wave {number} of the tide.") for number in range(1, 301)]
    await olga.say("/add")
    channel.forward(*posts)
    await telegram.settled()
    await olga.press("Done", cards(olga)[-1])
    assert "300 tweets" in visible(control(olga))
    (frame,) = await olga.start("t_1_300")
    assert "Wave 300 of the tide." in visible(frame)
    assert len([call for call in telegram.calls("editMessageText") if "taken" in str(call)]) < 20


async def test_a_collection_is_dropped_by_discard(telegram: Telegram) -> None:
    """Its card can't be used any more, and the next message belongs to no story."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    await olga.say("/add")
    channel.forward(channel.post(LINES[0]))
    await telegram.settled()
    card = cards(olga)[-1]
    await olga.press("Discard", card)
    data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answer = await olga.press_data(data, olga.last(), forged=True)
    assert "done already" in answer["text"]
    (found,) = await olga.say("lanterns")
    assert "taken" not in visible(found)


async def test_what_the_publisher_writes_between_messages_belongs_to_the_story(telegram: Telegram) -> None:
    """Once a story was asked for, everything is taken until Done: a picture, then words."""
    (olga,) = await publisher(telegram)
    await olga.say("/add")
    telegram.world.send_media(olga.id, "photo", data=PIXEL)
    await telegram.settled()
    assert visible(cards(olga)[-1]).startswith("1 message taken.")
    await olga.say("And so it was.")
    assert visible(cards(olga)[-1]).startswith("2 messages taken.")
    await olga.press("Done", cards(olga)[-1])
    assert "2 tweets" in visible(control(olga))


async def test_seven_messages_are_forwarded_put_in_order_published_read_and_corrected(telegram: Telegram) -> None:
    """From a publisher's phone to a subscriber's: two of them pictures, one moved, one corrected after it was read."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    subject = Subject(Kind.ALL)
    await telegram.services.subscriptions.follow(Address(ada.id), subject, NOW, set_by=ada.id, language="en")
    channel = Channel(telegram, olga)
    posts = [
        channel.post(LINES[0]),
        channel.picture("Line 2, a landing stage."),
        channel.post(LINES[3]),
        channel.post(LINES[2]),
        channel.post(LINES[4]),
        channel.picture("Line 6, fog."),
        channel.post(LINES[6]),
    ]
    await olga.say("/add")
    channel.forward(*posts)
    await telegram.settled()
    await olga.press("Done", cards(olga)[-1])
    await olga.press("Edit", control(olga))
    await olga.press("4")
    await olga.press("↑ Up")
    await olga.press("Back")
    await olga.press("Back")
    await olga.press("Publish")
    assert visible(olga.last()).startswith("Published. 1 follower hears of it.")
    await until(lambda: "Line 1 of the ferryman." in visible(ada.last()))

    await ada.press("▶ Read")
    seen = []
    for _ in LINES:
        seen.append(("photo" in ada.last(), visible(ada.last())))
        before = ada.last()
        await ada.press("Next ▶" if "Next ▶" in str(labels(before)) else "Finish ✓")
    assert [picture for picture, _ in seen] == [False, True, False, False, False, True, False]
    assert all(f"Line {number}" in text for number, (_, text) in enumerate(seen, 1))

    (old,) = await ada.start("t_1_5")
    assert "Line 5 of the ferryman." in visible(old)
    await olga.press("Edit")
    await olga.press("5")
    await olga.press("Correct")
    await olga.say("Line 5, as it was meant.")
    await ada.press("5/7", old)
    assert "Line 5, as it was meant." in visible(telegram.world.message(ada.id, old["message_id"]))


async def test_a_text_that_an_app_has_cut_up_is_put_together(telegram: Telegram) -> None:
    """/add and ten thousand characters come as three messages; a long one that comes alone needs no Done."""
    (olga,) = await publisher(telegram)
    waves = "\n\n".join(f"Wave {number} of the tide came in and went out again." for number in range(1, 211))
    assert 10_000 < len(waves) < 3 * 4_096
    telegram.world.say(olga.id, f"/add {waves}")
    await telegram.settled()
    assert visible(cards(olga)[-1]).startswith("3 messages taken.")
    await olga.press("Done", cards(olga)[-1])
    assert "210 tweets" in visible(control(olga))
    telegram.world.say(olga.id, f"/add Once more.\n\n{waves[:4_000]}")
    await telegram.settled()
    assert visible(control(olga)).startswith("Draft 2")


async def test_a_long_text_without_the_command_is_one_question(telegram: Telegram) -> None:
    """Its parts are offered together, also the last, short one."""
    (olga,) = await publisher(telegram)
    waves = "\n\n".join(f"Wave {number} of the tide came in and went out again." for number in range(1, 100))
    telegram.world.say(olga.id, waves)
    await telegram.settled()
    assert labels(olga.last()) == [["Add", "Search"]]
    assert visible(olga.last()).startswith("2 messages.")
    await olga.press("Add")
    assert "99 tweets" in visible(control(olga))


async def test_add_begins_anew_whatever_was_collected_before(telegram: Telegram) -> None:
    """Messages that were offered, or never done, don't swallow those that come after the next /add."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    channel.forward(channel.post(LINES[0]))
    await telegram.settled()
    assert labels(olga.last()) == [["Add", "Search"]]
    await olga.say("/add")
    channel.forward(channel.post(LINES[1]))
    await telegram.settled()
    assert labels(olga.last()) == [["Done", "Discard"]]
    assert visible(olga.last()).startswith("1 message taken.")
    await olga.say("/add")
    _, below = await olga.say(LINES[2])
    assert "Line 3 of the ferryman." in visible(below)


async def test_messages_after_talk_of_something_else_are_asked_about_where_they_stand(telegram: Telegram) -> None:
    """A search lies between two forwarded messages: the second has a question of its own, below it."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    channel.forward(channel.post(LINES[0]))
    await telegram.settled()
    await olga.say("lanterns")
    channel.forward(channel.post(LINES[1]))
    await telegram.settled()
    assert visible(olga.last()).startswith("1 message.")


async def test_what_has_nothing_to_show_is_left_out_and_said_to_be(telegram: Telegram) -> None:
    """A forwarded die among words; alone it makes no story, and a sentence says so."""
    (olga,) = await publisher(telegram)
    world = telegram.world
    origin = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Iris"}
    for words in (False, True):
        await olga.say("/add")
        if words:
            dialog = world.dialog(world.add_person("Wren"), olga.id)
            said = world.say(olga.id, "It fell on three.", chat=dialog)
            world.forward(olga.id, dialog, said["message_id"], olga.id)
        die = {"from": world.people()[0], "forward_origin": origin, "dice": {"emoji": "🎲", "value": 3}}
        chat = world.state.chat(olga.id)
        world.state.deliver(chat, world.state.post(chat, die))
        await telegram.settled()
        await olga.press("Done", cards(olga)[-1])
        if words:
            assert "were left out: 1." in visible(control(olga))
            assert "1 tweet" in visible(control(olga))
        else:
            assert "neither words nor pictures" in visible(olga.last())
            await olga.press("Discard", cards(olga)[-1])


async def test_words_that_lead_somewhere_keep_their_address(telegram: Telegram) -> None:
    """A link behind words of a forwarded post, also behind letters of two units, is written out."""
    (olga,) = await publisher(telegram)
    world = telegram.world
    text = "🌊🌊 See the chart here, and the list."
    entity = {"type": "text_link", "offset": 5 + 4, "length": 9, "url": "https://tides.example/chart"}
    origin = {"type": "chat", "date": 1_700_000_000, "sender_chat": {"id": -5, "type": "group", "title": "Pilots"}}
    message = {"from": world.people()[0], "text": text, "entities": [entity], "forward_origin": origin}
    chat = world.state.chat(olga.id)
    world.state.deliver(chat, world.state.post(chat, message))
    await telegram.settled()
    await olga.press("Add")
    story = await telegram.services.threads.fresh(ThreadId(1))
    assert story is not None
    assert story.thread.tweets[0].text == "🌊🌊 See the chart (https://tides.example/chart) here, and the list."
    assert story.thread.author.name == "Pilots"


async def test_a_forwarded_message_orders_nothing(telegram: Telegram) -> None:
    """Also when it reads as a command: it is offered as any other, to admins and to readers."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    channel = Channel(telegram, olga)
    order = channel.post("/latest stories of the ferry")
    channel.forward(order)
    await telegram.settled()
    assert labels(olga.last()) == [["Add", "Search"]]
    await olga.press("Add")
    assert "/latest stories of the ferry" in visible(control(olga))
    wren = telegram.world.add_person("Wren")
    told = telegram.world.say(wren, "/latest stories of the ferry", chat=ada.id)["message_id"]
    telegram.world.forward(ada.id, telegram.world.dialog(wren, ada.id), told, ada.id)
    await telegram.settled()
    assert labels(ada.last()) == [["Suggest", "Search"]]
