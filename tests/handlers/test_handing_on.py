"""A story handed on from one person to another who has never met the bot: every way opens at the very tweet."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import long_story, story
from tests.driver import Message, Person, Telegram, button, buttons, labels, links, payload_of, visible


async def _standing(person: Person, url: str) -> Message:
    """Where somebody new stands after opening a link and pressing START once: one message, and nothing before it."""
    assert urlsplit(url).path == "/spool_bot"
    (card,) = await person.start(payload_of(url))
    assert "Step 4 of" in visible(card)
    assert labels(card)[0] == ["◀ Prev", "4/9", "Next ▶"]
    return card


def _forwarded(telegram: Telegram, one: Person, message: Message, other: Person) -> Message:
    """What somebody else receives of a message: Telegram takes every button away that is no link."""
    received = telegram.world.forward(one.id, one.id, message["message_id"], other.id)
    assert all("url" in key for key in buttons(received))
    return received


def _ways(card: Message) -> Iterator[str]:
    """The links that an open sharing menu gives out."""
    yield button(card, "Copy link")["copy_text"]["text"]
    yield parse_qs(urlsplit(button(card, "Share elsewhere")["url"]).query)["url"][0]
    yield button(card, "Add to a group")["url"].replace("startgroup", "start")


async def test_a_forward_opens_at_the_tweet_for_somebody_new(telegram: Telegram) -> None:
    """Ada reads to tweet 4 and passes the card on; Ben opens it, stands at tweet 4 and reads on."""
    await telegram.bring(long_story(9))
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start("t_1_3")
    await ada.press("Next ▶")
    received = _forwarded(telegram, ada, ada.last(), ben)
    assert [key["text"] for key in buttons(received)] == ["🔗 Open"]
    await _standing(ben, button(received, "🔗 Open")["url"])
    await ben.press("Next ▶")
    assert labels(ben.last())[0][1] == "5/9"
    (mine,) = await ada.start("t_1")
    assert labels(mine)[0] == ["▶ Continue 4/9"]


async def test_every_link_of_the_menu_opens_at_the_tweet_for_somebody_new(telegram: Telegram) -> None:
    """Copied, passed on through Telegram's own dialog, brought into a group."""
    await telegram.bring(long_story(9))
    ada = telegram.person("Ada")
    await ada.start("t_1_4")
    await ada.press("↗ Share")
    for place, url in enumerate(_ways(ada.last())):
        await _standing(telegram.person(f"Ben {place}"), url)


async def test_the_friends_card_placed_inline_steps_for_everyone(telegram: Telegram) -> None:
    """Ada sends it to a chat; Ben steps it there, and his friend Eve opens it in the bot where it stands."""
    await telegram.bring(long_story(9))
    ada, ben, eve = (telegram.person(name) for name in ("Ada", "Ben", "Eve"))
    await ada.start("t_1_4")
    await ada.press("↗ Share")
    query = button(ada.last(), "Send to a chat")["switch_inline_query_chosen_chat"]["query"]
    friends = telegram.world.add_group("Friends", [ada.id, ben.id, eve.id], kind="supergroup", bot_status="left")
    asked = telegram.world.inline(ada.id, query, chat_type="supergroup")
    await telegram.settled()
    answer = telegram.world.results(asked)
    assert answer
    card = telegram.world.choose(ada.id, asked, answer["results"][0]["id"], chat=friends)
    await telegram.settled()
    placed = telegram.world.message(friends, card["message_id"])
    assert labels(placed)[0] == ["◀ Prev", "4/9", "Next ▶"]
    await _standing(eve, button(placed, "🔗 Open")["url"])
    await ben.press("Next ▶", placed)
    stepped = telegram.world.message(friends, card["message_id"])
    assert labels(stepped)[0][1] == "5/9"
    assert payload_of(button(stepped, "🔗 Open")["url"]) == "t_1_5"


async def test_a_file_that_is_passed_on_opens_at_the_tweet(telegram: Telegram) -> None:
    """By its button, and by the name of the story below it."""
    await telegram.bring(long_story(9))
    ada, ben, eve = (telegram.person(name) for name in ("Ada", "Ben", "Eve"))
    await ada.start("t_1_4")
    await ada.press("↗ Share")
    await ada.press("As file")
    await ada.press("Plain text")
    received = _forwarded(telegram, ada, ada.last(), ben)
    await _standing(ben, button(received, "🔗 Open")["url"])
    (named,) = [url for url in links(received).values() if "start=" in url]
    await _standing(eve, named)


async def test_a_start_link_typed_by_hand_opens_at_the_tweet(telegram: Telegram) -> None:
    """As text in the chat with the bot."""
    await telegram.bring(long_story(9))
    ben = telegram.person("Ben")
    (card,) = await ben.say("/start t_1_4")
    assert "Step 4 of" in visible(card)


async def test_a_link_works_years_later(telegram: Telegram) -> None:
    """The story has grown, tweets have moved, the bot was started again: the link leads to the same words."""
    await telegram.bring(long_story(9))
    ada = telegram.person("Ada")
    await ada.start("t_1_4")
    await ada.press("↗ Share")
    url = button(ada.last(), "Copy link")["copy_text"]["text"]
    telegram.world.advance(5 * 365 * 24 * 3600)
    steps = [tweet.text for tweet in long_story(9)]
    await telegram.bring(story("A new beginning.", *reversed(steps)))
    await telegram.restart()
    (card,) = await telegram.person("Ben").start(payload_of(url))
    assert "Step 4 of" in visible(card)


async def test_a_startgroup_link_brings_the_bot_and_the_story_into_a_group(telegram: Telegram) -> None:
    """Telegram writes the command with the bot's name; everyone there steps the card."""
    await telegram.bring(long_story(9))
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start("t_1_4")
    await ada.press("↗ Share")
    url = urlsplit(button(ada.last(), "Add to a group")["url"])
    payload = parse_qs(url.query)["startgroup"][0]
    group = telegram.world.add_group("Readers", [ada.id, ben.id], kind="supergroup")
    (card,) = await ada.say(f"/start@spool_bot {payload}", chat=group)
    assert "Step 4 of" in visible(card)
    await ben.press("Next ▶", chat=group)
    assert labels(ada.last(group))[0][1] == "5/9"


async def test_another_bots_start_in_a_group_is_not_ours(telegram: Telegram) -> None:
    """A command names whom it is for."""
    await telegram.bring(long_story(9))
    ada = telegram.person("Ada")
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    assert await ada.say("/start@other_bot t_1_4", chat=group) == []


@pytest.mark.parametrize("where", ["private", "group"])
@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("t_2_4", "This story is not available any more. There are others:"),
        ("t_2", "This story is not available any more. There are others:"),
        ("t_77_4", "This story is not available any more. There are others:"),
        ("t_1_", "This link does not lead to a story I know. Here are the latest ones:"),
        ("t_1_4x", "This link does not lead to a story I know. Here are the latest ones:"),
        ("t_1_99999999999999999999", "This link does not lead to a story I know. Here are the latest ones:"),
        ("%00💥../../t_1", "This link does not lead to a story I know. Here are the latest ones:"),
        ("x" * 200, "This link does not lead to a story I know. Here are the latest ones:"),
    ],
)
async def test_links_that_lead_nowhere_get_a_sentence_and_something_to_read(
    telegram: Telegram, payload: str, said: str, where: str
) -> None:
    """Withdrawn, unknown and mangled ones: for somebody new, in private and in a group."""
    await telegram.bring(long_story(9), story("Withdrawn.", source_id="s2"))
    await telegram.withdraw(2)
    ben = telegram.person("Ben")
    chat = telegram.world.add_group("Readers", [ben.id], kind="supergroup") if where == "group" else None
    (card,) = await ben.say(f"/start@spool_bot {payload}", chat=chat)
    assert visible(card).startswith(said)
    assert "Step 1 of" in visible(card)
    await ben.press("1", chat=chat)
    assert "▶ Read" in labels(ben.last(chat))[0]


async def test_a_link_to_a_tweet_that_is_gone_says_so_and_opens_the_nearest(telegram: Telegram) -> None:
    """For somebody new: a sentence, and the story at the tweet that came after it."""
    await telegram.bring(long_story(9))
    steps = [tweet.text for tweet in long_story(9)]
    await telegram.bring(story(*steps[:3], *steps[4:]))
    said, card = await telegram.person("Ben").start("t_1_4")
    assert visible(said) == "The tweet of this link is not in the story any more. Here is the nearest one:"
    assert "Step 5 of" in visible(card)
