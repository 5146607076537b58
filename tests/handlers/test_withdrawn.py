"""A story that was taken away: whatever of it is still somewhere says so kindly, and nothing offers it any more."""

import pytest

from tests.builders import long_story, story
from tests.driver import Message, Person, Telegram, button, buttons, labels, links, payload_of, text_of, visible
from tests.handlers.test_inline import ask, place, press, titles
from threads.model import Thread

GONE = "This story is not available any more"


async def says_so(person: Person, label: str, card: Message) -> None:
    """A press of this button is answered with the sentence, in a toast or on a card, and the story is not there."""
    answer = await person.press(label, card)
    chat = person.telegram.world.messages(card["chat"]["id"])
    shown = [visible(each) for each in chat if each["message_id"] in (card["message_id"], chat[-1]["message_id"])]
    assert GONE in answer.get("text", "") or any(each.startswith(GONE) for each in shown), (label, answer, shown)


def pressed(card: Message) -> list[str]:
    """The labels of the buttons that are pressed, those that lead elsewhere left out."""
    return [key["text"] for key in buttons(card) if "callback_data" in key]


@pytest.mark.parametrize("payload", ["t_1", "t_1_2", "t_1_3"])
@pytest.mark.parametrize("where", ["private", "group"])
async def test_every_button_of_an_old_card_says_so(telegram: Telegram, payload: str, where: str) -> None:
    """Each on a card of its own: title card, frame in the middle, last frame."""
    await telegram.bring(long_story(3), story("Another. #stairs", source_id="2"))
    ada = telegram.person()
    await ada.start()
    chat = telegram.world.add_group("Readers", [ada.id], kind="supergroup") if where == "group" else ada.id
    (first,) = await ada.start(payload, chat=chat)
    cards = [(label, (await ada.start(payload, chat=chat))[0]) for label in pressed(first)]
    await telegram.withdraw(1)
    for label, card in cards:
        await says_so(ada, label, card)


@pytest.mark.parametrize("menu", ["Finish ✓", "3/3", "# Tags", "↗ Share", "↗ Share>As file", "↗ Share>As picture"])
async def test_every_open_menu_and_end_card_says_so(telegram: Telegram, menu: str) -> None:
    """Also those that were opened before it went."""
    await telegram.bring(long_story(3))
    ada = telegram.person()

    async def opened() -> Message:
        await ada.start("t_1_3")
        for label in menu.split(">"):
            if label not in str(labels(ada.last())):
                pytest.skip("no pictures can be drawn here")
            await ada.press(label)
        return ada.last()

    inside = pressed(await opened())
    cards = [(label, await opened()) for label in inside if not label.startswith("#")]
    await telegram.withdraw(1)
    for label, card in cards:
        await says_so(ada, label, card)


@pytest.mark.parametrize("command", ["/latest", "stairs", "#stairs", "@mira_tides", "/saved", "/continue", "lang:en"])
async def test_every_row_of_an_old_list_says_so(telegram: Telegram, command: str) -> None:
    """Of the newest, of what was found, of a tag, an author, saved and unfinished ones; a new list has it no more."""
    await telegram.bring(story("The stairs of the lighthouse are steep. #stairs", "They were.", lang="en"))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("🔖 Save")
    (listed,) = await ada.say(command)
    await telegram.withdraw(1)
    row = "▶ Continue" if command == "/continue" else "1"
    await says_so(ada, row, listed)
    said = await ada.say(command)
    assert all("lighthouse" not in visible(each) for each in said)


async def test_every_link_says_so(telegram: Telegram) -> None:
    """To the story and to a tweet, from lists, cards and files."""
    await telegram.bring(story())
    ada = telegram.person()
    (listed,) = await ada.say("/latest")
    (card,) = await ada.start("t_1_2")
    await ada.press("↗ Share")
    await ada.press("As file")
    await ada.press("Plain text")
    urls = [*links(listed).values(), button(card, "🔗 Open")["url"], button(ada.last(), "🔗 Open")["url"]]
    assert "document" in ada.last()
    await telegram.withdraw(1)
    for payload in {payload_of(url) for url in urls if "?start=t_" in url}:
        (said,) = await telegram.person("Ben").start(payload)
        assert visible(said).startswith(GONE)


async def test_an_inline_card_says_so_and_is_offered_no_more(telegram: Telegram) -> None:
    """Each of its buttons; neither a query nor the link of a shared place finds the story."""
    await telegram.bring(long_story(3))
    ada = telegram.person()
    group = telegram.world.add_group("Friends", [ada.id], bot_status="left")
    first = await place(ada, "t_1_2", chat=group)
    cards = [(label, await place(ada, "t_1_2", chat=group)) for label in pressed(first)]
    await telegram.withdraw(1)
    for label, card in cards:
        answer = await press(ada, label, card)
        (now,) = [each for each in telegram.world.messages(group) if each["message_id"] == card["message_id"]]
        assert GONE in answer.get("text", "") or text_of(now).startswith(GONE), label
    for query in ("stairs", "t_1_2", ""):
        assert titles(await ask(ada, query)) == []


async def test_a_similar_story_on_an_end_card_says_so(telegram: Telegram) -> None:
    """An end card from before offers it still."""
    other: Thread = story("A kettle again. #harbour", source_id="2")
    await telegram.bring(story(), other)
    ada = telegram.person()
    await ada.start("t_1_3")
    await ada.press("Finish ✓")
    card = ada.last()
    await telegram.withdraw(2)
    await says_so(ada, "A kettle again.", card)
