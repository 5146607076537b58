"""The sharing menu, and what comes of it: files once made and sent to everybody, one wish at a time."""

import asyncio
import zipfile
from io import BytesIO
from typing import Any

import pytest

from storage.opening import open_database
from tests.builders import long_story, story
from tests.driver import Message, Person, Telegram, button, buttons, labels, links, telegram_on, visible
from tests.threads.exports.editions import PNG
from threads.model import Media, MediaKind, Tweet, TweetNumber

FORMATS = [("Book (EPUB)", "epub"), ("Page (HTML)", "html"), ("Markdown", "md"), ("Plain text", "txt")]


def file_in(telegram: Telegram, message: Message) -> bytes:
    """The bytes of a message's document."""
    stored = telegram.world.state.files.get(message["document"]["file_id"])
    assert stored.data
    return stored.data


async def ask_for(person: Person, label: str, payload: str = "t_1_2", *, chat: int | None = None) -> list[Message]:
    """Open a card, its sharing menu and its files, and press one of them; what came after the card."""
    (card,) = await person.start(payload, chat=chat)
    await person.press("↗ Share", chat=chat)
    await person.press("As file", chat=chat)
    await person.press(label, chat=chat)
    messages = person.telegram.world.messages(chat or person.id)
    return [message for message in messages if message["message_id"] > card["message_id"]]


async def placed_inline(telegram: Telegram, person: Person, payload: str) -> Message:
    """The card of a payload, placed through inline mode into a chat where the bot is not."""
    (card,) = await person.start(payload)
    chat = telegram.world.add_group("Friends", [person.id], kind="supergroup", bot_status="left")
    query = telegram.world.inline(person.id, payload)
    content = {"message_text": card["text"]}
    result = {"type": "article", "id": "1", "title": "A kettle", "input_message_content": content}
    results = [result | {"reply_markup": card["reply_markup"]}]
    await telegram.services.gateway.call("answerInlineQuery", {"inline_query_id": query, "results": results})
    placed = telegram.world.choose(person.id, query, "1", chat=chat)
    await telegram.settled()
    return placed


async def test_the_menu_has_every_way_to_share(telegram: Telegram) -> None:
    """On a frame the stepping row stays above it; Back leads to the menu and from there to the card."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1_2")
    await ada.press("↗ Share")
    menu = labels(ada.last())
    assert menu[0] == labels(card)[0]
    assert menu[1] == ["Send to a chat"]
    assert menu[2] == ["Copy link", "Share elsewhere"]
    assert "As file" in menu[3]
    assert menu[4:] == [["Add to a group"], ["Back"]]
    await ada.press("As file")
    assert labels(ada.last())[1:] == [["Book (EPUB)", "Page (HTML)"], ["Markdown", "Plain text"], ["Back"]]
    await ada.press("Back")
    assert labels(ada.last()) == menu
    await ada.press("Back")
    assert labels(ada.last()) == labels(card)


async def test_send_to_a_chat_writes_the_query_of_this_very_tweet(telegram: Telegram) -> None:
    """Into a chat of any kind; a group gets it with the bot itself."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    assert button(ada.last(), "Send to a chat")["switch_inline_query_chosen_chat"] == {
        "query": "t_1_2",
        "allow_user_chats": True,
        "allow_group_chats": True,
        "allow_channel_chats": True,
    }
    assert button(ada.last(), "Add to a group")["url"] == "https://t.me/spool_bot?startgroup=t_1_2"


@pytest.mark.parametrize(
    ("ability", "missing"), [("supports_inline_queries", "Send to a chat"), ("can_join_groups", "Add to a group")]
)
async def test_a_button_appears_only_when_what_it_leads_to_works(
    telegram: Telegram, ability: str, missing: str
) -> None:
    """What the bot's owner has not allowed at BotFather is not offered."""
    await telegram.bring(story())
    telegram.world.state.abilities[ability] = False
    await telegram.restart()
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    found = [key["text"] for key in buttons(ada.last())]
    assert missing not in found
    assert "As file" in found


@pytest.mark.parametrize(("label", "ending"), FORMATS)
async def test_a_story_comes_as_a_file_that_leads_back_to_it(telegram: Telegram, label: str, ending: str) -> None:
    """With a good name, the story's name and its author below, and a link to the very tweet that survives a forward."""
    await telegram.bring(story(title="The kettle on the pier"))
    ada = telegram.person()
    (sent,) = await ask_for(ada, label)
    assert sent["document"]["file_name"] == f"mira_tides - The kettle on the pier.{ending}"
    assert visible(sent) == "The kettle on the pier\nMira_Tides @mira_tides"
    assert links(sent)["\u2068The kettle on the pier\u2069"] == "https://t.me/spool_bot?start=t_1_2"
    assert buttons(sent) == [{"text": "🔗 Open", "url": "https://t.me/spool_bot?start=t_1_2"}]
    data = file_in(telegram, sent)
    if ending == "epub":
        data = zipfile.ZipFile(BytesIO(data)).read("EPUB/chapter-001.xhtml")
    assert b"Nobody lit the stove." in data


async def test_a_file_leads_to_the_story_and_its_tags(telegram: Telegram) -> None:
    """Tags too long for a link go by their id; the page's own words are the reader's, the digits too."""
    tag = "वसंतकालीनसमुद्रतटीयगीतमाला"
    await telegram.bring(story(f"A kettle. #{tag} #harbour"))
    sara = telegram.person("Sara", "fa")
    await sara.start("t_1_1")
    for data in ("1h1.1.0", "1f1.1.0", "1eh1.1.0"):
        await sara.press_data(data, sara.last(), forged=True)
    page = file_in(telegram, sara.last()).decode()
    assert '<a href="https://t.me/spool_bot?start=t_1">خواندن در تلگرام</a>' in page
    assert f'<a href="https://t.me/spool_bot?start=g_1">#{tag}</a>' in page
    assert '<a href="https://t.me/spool_bot?start=h_aGFyYm91cg">#harbour</a>' in page
    assert '<bdi dir="ltr">۱/۱</bdi>' in page


async def test_the_second_person_gets_the_same_file_at_once(telegram: Telegram) -> None:
    """Under the id that Telegram gave it, after a restart too; somebody of another language gets one of their own."""
    await telegram.bring(story())
    (first,) = await ask_for(telegram.person("Ada"), "Plain text")
    await telegram.restart()
    (second,) = await ask_for(telegram.person("Ben"), "Plain text")
    assert second["document"]["file_id"] == first["document"]["file_id"]
    ways = [call["document"] for call in telegram.calls("sendDocument")]
    assert ways[1] == first["document"]["file_id"]
    mona = telegram.person("Mona", "ar")
    await mona.start("t_1_2")
    await mona.press_data("1et1.2.0", mona.last(), forged=True)
    assert "وقت" not in file_in(telegram, mona.last()).decode()
    assert "تغريدات" in file_in(telegram, mona.last()).decode()


async def test_a_story_that_changed_is_made_anew(telegram: Telegram) -> None:
    """Nobody gets the file of an older revision."""
    await telegram.bring(story("One.", "Two."))
    ada = telegram.person()
    await ask_for(ada, "Plain text", "t_1_1")
    await telegram.bring(story("One.", "Two.", "Three."))
    (sent,) = await ask_for(telegram.person("Ben"), "Plain text", "t_1_1")
    assert b"Three." in file_in(telegram, sent)


async def test_an_id_that_telegram_no_longer_takes_is_forgotten(telegram: Telegram) -> None:
    """The file is made again, and whoever wants it notices nothing."""
    await telegram.bring(story())
    await ask_for(telegram.person("Ada"), "Plain text")
    telegram.world.faults.add(
        method="sendDocument", status=400, description="Bad Request: wrong file identifier/HTTP URL specified"
    )
    (sent,) = await ask_for(telegram.person("Ben"), "Plain text")
    assert b"Nobody lit" in file_in(telegram, sent)
    await ask_for(telegram.person("Eve"), "Plain text")
    assert telegram.calls("sendDocument")[-1]["document"] == sent["document"]["file_id"]


async def test_a_double_tap_makes_one_file(telegram: Telegram) -> None:
    """The second press, during and just after, is answered with a sentence; so is another wish meanwhile."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    await ada.press("As file")
    card = ada.last()
    telegram.world.faults.add(method="sendDocument", kind="delay", seconds=0.3)
    presses = [
        telegram.world.press(ada.id, button(card, label)["callback_data"], message_id=card["message_id"])
        for label in ("Plain text", "Plain text", "Markdown")
    ]
    await telegram.settled()
    answers = [telegram.world.answer(query) for query in presses]
    assert [answer and answer["text"] for answer in answers] == [
        "One moment: it is being made.",
        *["One thing at a time: the one before is still being made."] * 2,
    ]
    answer = await ada.press("Plain text", card)
    assert answer["text"] == "It has just been sent: it stands below."
    assert len(telegram.calls("sendDocument")) == 1


async def test_several_people_who_want_the_same_have_it_made_once(telegram: Telegram) -> None:
    """The others wait and get it by its id."""
    await telegram.bring(story())
    people = [telegram.person(name) for name in ("Ada", "Ben", "Eve")]
    for person in people:
        await person.start("t_1_2")
    for person in people:
        telegram.world.press(person.id, "1et1.2.0", message_id=person.last()["message_id"], forged=True)
    await telegram.settled()
    files = {person.last()["document"]["file_id"] for person in people}
    assert len(files) == 1
    uploads = [call for call in telegram.calls("sendDocument") if call["document"].startswith("<")]
    assert len(uploads) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400, "description": "Bad Request: not enough rights to send documents to the chat"},
        {"kind": "drop_before"},
        {"kind": "html"},
    ],
)
async def test_a_failure_is_one_sentence(telegram: Telegram, fault: dict[str, Any]) -> None:
    """And the next try may work."""
    await telegram.bring(story())
    ada = telegram.person()
    telegram.world.faults.add(method="sendDocument", **fault)
    (said,) = await ask_for(ada, "Plain text")
    assert said["text"] == "It could not be sent. Please try again in a moment."
    (sent,) = await ask_for(telegram.person("Ben"), "Plain text")
    assert "document" in sent


async def test_somebody_who_blocks_the_bot_meanwhile_is_let_be(telegram: Telegram) -> None:
    """There is nobody to tell."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    telegram.world.faults.add(method="sendDocument", status=403, description="Forbidden: bot was blocked by the user")
    before = len(telegram.calls("sendMessage"))
    await ada.press_data("1et1.2.0", ada.last(), forged=True)
    assert len(telegram.calls("sendMessage")) == before


async def test_trouble_with_the_disk_is_told_where_the_file_was_to_come(telegram: Telegram) -> None:
    """The press has been answered already."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1_2")
    database = await open_database(telegram.url)
    await database.write("ALTER TABLE made RENAME TO lost")
    await database.close()
    await ada.press_data("1et1.2.0", card, forged=True)
    assert ada.last()["text"].startswith("Something went wrong on my side.")


async def test_in_a_group_the_file_comes_to_the_group_in_the_cards_language(telegram: Telegram) -> None:
    """Into the topic of the card, whoever presses."""
    await telegram.bring(story())
    mona, ben = telegram.person("Mona", "ar"), telegram.person("Ben")
    group = telegram.world.add_group("Forum", [mona.id, ben.id], kind="supergroup", is_forum=True)
    topic = telegram.world.add_topic(group, "Stories")
    telegram.world.say(mona.id, "/start t_1_2", chat=group, thread=topic)
    await telegram.settled()
    await ben.press_data("1et1.2.0~ar", ben.last(group), forged=True)
    sent = ben.last(group)
    assert sent["message_thread_id"] == topic
    assert "تغريدات" in file_in(telegram, sent).decode()


async def test_an_inline_card_offers_what_works_there(telegram: Telegram) -> None:
    """It has no chat for a file: neither file nor picture, and a forged press makes none."""
    await telegram.bring(story())
    ada = telegram.person()
    card = await placed_inline(telegram, ada, "t_1_2")
    telegram.world.press(ada.id, "1h1.2.0", inline_message_id=card["inline_message_id"])
    await telegram.settled()
    shown = telegram.world.message(card["chat"]["id"], card["message_id"])
    assert labels(shown)[1:] == [
        ["Send to a chat"],
        ["Copy link", "Share elsewhere"],
        ["Add to a group"],
        ["Back"],
    ]
    query = telegram.world.press(ada.id, "1et1.2.0", inline_message_id=card["inline_message_id"], forged=True)
    await telegram.settled()
    answer = telegram.world.answer(query)
    assert answer
    assert answer["text"] == "This button can't be read. Try /latest."
    assert not telegram.calls("sendDocument")


async def test_a_withdrawn_story_is_not_made_into_anything(telegram: Telegram) -> None:
    """Also by a menu that is still open."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    await ada.press("As file")
    await telegram.withdraw(1)
    answer = await ada.press("Plain text")
    assert answer["text"] == "This story is not available any more."
    assert not telegram.calls("sendDocument")


async def test_pictures_that_can_be_had_are_in_the_book(telegram: Telegram) -> None:
    """Those that can't are links, and the book is made again another day."""
    url = telegram.world.state.files.upload("photo", PNG).path
    here = f"{telegram.address}/file/bot{telegram.world.token}/{url}"
    gone = "https://sea.invalid/lost.png"
    pictures = tuple(Media(kind=MediaKind.PHOTO, url=address) for address in (here, gone))
    await telegram.bring(story(Tweet(number=TweetNumber(1), text="Look.", media=pictures)))
    (sent,) = await ask_for(telegram.person(), "Book (EPUB)", "t_1_1")
    names = zipfile.ZipFile(BytesIO(file_in(telegram, sent))).namelist()
    assert [name for name in names if "pictures" in name] == ["EPUB/pictures/0001.png"]


async def test_pictures_that_are_kept_are_in_the_book_though_their_source_is_gone(telegram: Telegram) -> None:
    """They are taken from there, and nobody is asked for them."""
    gone = "https://sea.invalid/lost.png"
    await telegram.services.media.keep(gone, PNG)
    lost = (Media(kind=MediaKind.PHOTO, url=gone),)
    await telegram.bring(story(Tweet(number=TweetNumber(1), text="Look.", media=lost)))
    (sent,) = await ask_for(telegram.person(), "Book (EPUB)", "t_1_1")
    with zipfile.ZipFile(BytesIO(file_in(telegram, sent))) as book:
        assert book.read("EPUB/pictures/0001.png") == PNG


async def test_an_enormous_story_is_made_while_others_read_on(telegram: Telegram) -> None:
    """Its reader steps on, too: nothing waits for it."""
    await telegram.bring(long_story(300))
    ada = telegram.person()
    await ada.start("t_1_1")
    telegram.world.press(ada.id, "1ee1.1.0", message_id=ada.last()["message_id"], forged=True)
    telegram.world.press(ada.id, "1n1.1.0", message_id=ada.last()["message_id"])
    await telegram.settled()
    edited, sent = telegram.world.messages(ada.id)[-2:]
    assert labels(edited)[0][1] == "2/300"
    assert sent["document"]["file_name"].endswith(".epub")


async def test_a_story_too_large_for_telegram_is_told(telegram: Telegram) -> None:
    """Nothing is uploaded for nothing."""
    await telegram.bring(story(*(f"{number} " + "The sea. " * 11_000 for number in range(520))))
    ada = telegram.person()
    (said,) = await ask_for(ada, "Plain text", "t_1_1")
    assert said["text"] == "This story is too large for a file in Telegram."
    assert not telegram.calls("sendDocument")


async def test_a_bot_that_is_stopped_leaves_what_is_under_way(telegram: Telegram) -> None:
    """It ends at once; after the next start the same wish is met."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    telegram.world.faults.add(method="sendDocument", kind="hang", seconds=20.0)
    telegram.world.press(ada.id, "1et1.2.0", message_id=ada.last()["message_id"], forged=True)
    while not telegram.calls("sendChatAction"):
        await asyncio.sleep(0.002)
    await telegram.restart()
    telegram.world.faults.clear()
    (sent,) = await ask_for(ada, "Plain text")
    assert "document" in sent


async def test_what_is_shared_is_counted_in_totals(telegram: Telegram) -> None:
    """Openings of the menu, files, chosen inline results, and stories opened by a link in private and in groups."""
    await telegram.bring(story())
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    await ask_for(ada, "Plain text")
    await ada.start("t_1")
    await ada.start("h_Z2hvc3Rz")
    await ada.start("t_99_1")
    await ada.say("/start@spool_bot t_1_2", chat=group)
    await placed_inline(telegram, ada, "t_1_2")
    totals = await telegram.services.shares.totals()
    assert {way.value: total for way, total in totals.items() if total} == {
        "menu": 1,
        "text": 1,
        "link": 3,
        "inline": 1,
        "group": 1,
    }


async def test_another_bot_does_not_use_the_ids_of_this_one(telegram: Telegram) -> None:
    """A file id is good for one bot only."""
    await telegram.bring(story())
    await ask_for(telegram.person(), "Plain text")
    await telegram.end()
    async with telegram_on(telegram.database, token="2000000002:other") as other:
        await ask_for(other.person(), "Plain text")
        assert other.calls("sendDocument")[0]["document"].startswith("<")
