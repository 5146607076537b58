"""Presses, inline queries and cards: from the person to the bot and back."""

from typing import Any

import pytest

from bot.sandbox.pictures import PIXEL
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTON = {"inline_keyboard": [[{"text": "Next", "callback_data": "n"}, {"text": "Open", "url": "https://t.me/x"}]]}


def article(result_id: str, **more: Any) -> dict[str, Any]:
    """An inline result that becomes a text."""
    content = {"message_text": f"<b>{result_id}</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": result_id, "title": result_id, "input_message_content": content} | more


async def test_a_press_reaches_the_bot_and_its_answer_the_person(world: World, bot: Bot, reader: int) -> None:
    """The query carries the message; a second answer in time stands in place of the first."""
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=BUTTON)
    await bot.updates()
    events = world.listen()
    query_id = world.press(reader, "n")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "n", reader)
    assert query["message"] == sent
    assert world.answer(query_id) is None
    assert await bot.ok("answerCallbackQuery", callback_query_id=query_id, text="first") is True
    await bot.ok("answerCallbackQuery", callback_query_id=query_id, text="t" * 200, show_alert=True)
    assert world.answer(query_id) == {"text": "t" * 200, "show_alert": True, "url": ""}
    assert events.get_nowait()["text"] == "first"


async def test_a_press_is_answered_within_fifteen_seconds(world: World, bot: Bot, reader: int) -> None:
    """After that, and for ids never given, the query is too old."""
    await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=BUTTON)
    query_id = world.press(reader, "n")
    world.advance(15)
    assert await bot.ok("answerCallbackQuery", callback_query_id=query_id)
    world.advance(1)
    assert await bot.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD
    assert await bot.refused("answerCallbackQuery", callback_query_id="5") == TOO_OLD


async def test_an_answer_is_short_and_opens_only_the_bot(world: World, bot: Bot, reader: int) -> None:
    """Up to 200 characters; a url leads to the bot itself."""
    await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=BUTTON)
    query = {"callback_query_id": world.press(reader, "n")}
    assert await bot.refused("answerCallbackQuery", **query, text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert await bot.refused("answerCallbackQuery", **query, url="https://example.org") == "Bad Request: URL_INVALID"
    assert await bot.ok("answerCallbackQuery", **query, url="https://t.me/spool_bot?start=t_1")


async def test_only_real_buttons_are_pressed_unless_forged(world: World, bot: Bot, reader: int) -> None:
    """Made-up data needs `forged`; the world refuses it otherwise."""
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=BUTTON)
    message_id = sent["message_id"]
    with pytest.raises(ValueError, match="No button"):
        world.press(reader, "evil", message_id=message_id)
    with pytest.raises(ValueError, match="No message"):
        world.press(reader, "evil")
    with pytest.raises(ValueError, match="no message"):
        world.press(reader, "evil", message_id=999)
    with pytest.raises(ValueError, match="no such card"):
        world.press(reader, "evil", inline_message_id="x")
    await bot.updates()
    world.press(reader, "evil", message_id=message_id, forged=True)
    world.press(reader, "evil", message_id=999, forged=True)
    world.press(reader, "evil", inline_message_id="x", forged=True)
    forged = [update["callback_query"] for update in await bot.updates()]
    assert [query["data"] for query in forged] == ["evil"] * 3
    assert forged[1]["message"]["date"] == 0
    assert "message" not in forged[2]


async def test_a_forgotten_message_arrives_inaccessible(world: World, bot: Bot, reader: int) -> None:
    """Old messages come with date 0 and nothing else."""
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=BUTTON)
    world.forget(reader, sent["message_id"])
    await bot.updates()
    world.press(reader, "n", message_id=sent["message_id"])
    (update,) = await bot.updates()
    assert update["callback_query"]["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}


async def test_an_inline_query_is_answered_and_a_result_chosen(world: World, bot: Bot, reader: int) -> None:
    """The card stands in the other chat, has an id because it has a keyboard, and is pressed and edited by that id."""
    friend = world.add_person("Omid")
    await bot.updates()
    query_id = world.inline(reader, " sea ", offset="20")
    (asked,) = await bot.updates()
    query = asked["inline_query"]
    assert (query["query"], query["offset"], query["from"]["id"]) == ("sea", "20", reader)
    assert world.results(query_id) is None
    results = [article("1", reply_markup=BUTTON), article("2")]
    button = {"text": "Open the bot", "start_parameter": "x"}
    await bot.ok("answerInlineQuery", inline_query_id=query_id, results=results, next_offset="40", button=button)
    shown = world.results(query_id)
    assert shown is not None
    assert shown["results"] == results
    assert (shown["cache_time"], shown["is_personal"], shown["next_offset"], shown["button"]) == (
        300,
        False,
        "40",
        button,
    )

    placed = world.choose(reader, query_id, "1", chat=friend)
    assert (placed["text"], placed["via_bot"]["id"], placed["from"]["id"]) == ("1", world.bot["id"], reader)
    (chosen,) = await bot.updates()
    card = placed["inline_message_id"]
    assert chosen["chosen_inline_result"]["inline_message_id"] == card

    world.press(friend, "n", chat=placed["chat"]["id"], message_id=placed["message_id"])
    world.press(friend, "n", inline_message_id=card)
    presses = [update["callback_query"] for update in await bot.updates()]
    assert [(press["inline_message_id"], "message" in press) for press in presses] == [(card, False)] * 2
    assert await bot.ok("editMessageText", inline_message_id=card, text="two") is True
    assert world.messages(world.dialog(friend, reader))[-1]["text"] == "two"


async def test_a_result_without_a_keyboard_has_no_id(world: World, bot: Bot, reader: int) -> None:
    """It can't be edited later; without feedback the bot does not hear of the choice."""
    query_id = world.inline(reader, "")
    await bot.ok("answerInlineQuery", inline_query_id=query_id, results=[article("1")])
    await bot.updates()
    placed = world.choose(reader, query_id, "1", chat=reader, feedback=False)
    assert "inline_message_id" not in placed
    (update,) = await bot.updates()
    assert update["message"]["via_bot"]["id"] == world.bot["id"]
    world.choose(reader, query_id, "1", chat=world.add_person("Omid"))
    (chosen,) = await bot.updates()
    assert chosen["chosen_inline_result"] == {"result_id": "1", "from": placed["from"], "query": ""}
    with pytest.raises(ValueError, match="no such result"):
        world.choose(reader, query_id, "9", chat=reader)


async def test_a_card_in_a_group_is_pressed_as_a_card(world: World, bot: Bot, reader: int) -> None:
    """The group's bot sees the message without the card's id; deleting it ends the card."""
    group = world.add_group("Friends", [reader], bot_status="administrator")
    query_id = world.inline(reader, "x", chat_type="group")
    await bot.ok("answerInlineQuery", inline_query_id=query_id, results=[article("1", reply_markup=BUTTON)])
    await bot.updates()
    placed = world.choose(reader, query_id, "1", chat=group)
    message, _chosen = await bot.updates()
    assert "inline_message_id" not in message["message"]
    await bot.ok("deleteMessage", chat_id=group, message_id=placed["message_id"])
    gone = await bot.refused("editMessageText", inline_message_id=placed["inline_message_id"], text="x")
    assert gone == "Bad Request: MESSAGE_ID_INVALID"


async def test_a_card_shows_media_by_address_or_file_id_only(world: World, bot: Bot, reader: int) -> None:
    """Photos and films are results too; an upload into an inline message is refused."""
    sent = await bot.ok("sendPhoto", {"photo": PIXEL}, chat_id=reader)
    remote = {"photo_url": "https://a.org/p.jpg", "thumbnail_url": "https://a.org/t.jpg"}
    results = [
        {"type": "photo", "id": "1", **remote, "caption": "c", "reply_markup": BUTTON},
        {"type": "photo", "id": "2", "photo_file_id": sent["photo"][0]["file_id"]},
        {"type": "mpeg4_gif", "id": "3", "mpeg4_url": "https://a.org/g.mp4", "thumbnail_url": "https://a.org/t.jpg"},
        {"type": "photo", "id": "4", **remote, "input_message_content": {"message_text": "text instead"}},
    ]
    query_id = world.inline(reader, "x")
    await bot.ok("answerInlineQuery", inline_query_id=query_id, results=results, is_personal=True, cache_time=0)
    first, second, third, fourth = (world.choose(reader, query_id, str(n), chat=reader) for n in range(1, 5))
    assert first["caption"] == "c"
    assert second["photo"] == sent["photo"]
    assert "animation" in third
    assert fourth["text"] == "text instead"
    card = first["inline_message_id"]
    item = {"type": "photo", "media": "attach://new"}
    refusal = await bot.refused("editMessageMedia", {"new": PIXEL}, inline_message_id=card, media=item)
    assert refusal == "Bad Request: invalid message content specified"
    assert (
        await bot.ok("editMessageMedia", inline_message_id=card, media=item | {"media": "https://a.org/q.jpg"}) is True
    )


WRONG_RESULTS: list[tuple[dict[str, Any], str]] = [
    ({"results": {}}, "Bad Request: can't parse JSON encoded inline query results"),
    ({"results": [article(str(n)) for n in range(51)]}, "Bad Request: RESULTS_TOO_MUCH"),
    ({"results": [article("1"), article("1")]}, "Bad Request: RESULT_ID_DUPLICATE"),
    ({"results": [article("é" * 33)]}, "Bad Request: RESULT_ID_INVALID"),
    ({"results": [article("")]}, "Bad Request: RESULT_ID_INVALID"),
    ({"results": ["x"]}, "Bad Request: can't parse inline query result: expected an Object"),
    ({"results": [{"type": "article"}]}, "Bad Request: can't parse inline query result: Can't find field \"id\""),
    ({"results": [article("1", title="")]}, "Bad Request: ARTICLE_TITLE_EMPTY"),
    (
        {"results": [article("1", input_message_content="")]},
        "Bad Request: can't parse inline query result: Can't find field \"input_message_content\"",
    ),
    (
        {"results": [article("1", input_message_content={"latitude": 1})]},
        "Bad Request: the sandbox knows only text as input_message_content",
    ),
    ({"results": [article("1", input_message_content={"message_text": ""})]}, "Bad Request: message text is empty"),
    (
        {"results": [{"type": "sticker", "id": "1"}]},
        "Bad Request: the sandbox does not know this type of inline query result",
    ),
    (
        {"results": [{"type": "photo", "id": "1"}]},
        "Bad Request: can't parse inline query result: Can't find field \"photo_url\"",
    ),
    (
        {"results": [{"type": "photo", "id": "1", "photo_url": "https://a.org/p.jpg"}]},
        "Bad Request: can't parse inline query result: Can't find field \"thumbnail_url\"",
    ),
    ({"results": [], "next_offset": "x" * 65}, "Bad Request: NEXT_OFFSET_INVALID"),
    ({"results": [], "button": {}}, "Bad Request: can't parse InlineQueryResultsButton: Can't find field \"text\""),
    ({"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "Bad Request: START_PARAM_INVALID"),
    ({"results": [], "inline_query_id": "5"}, TOO_OLD),
]


@pytest.mark.parametrize(("params", "description"), WRONG_RESULTS)
async def test_wrong_results_are_refused(
    world: World, bot: Bot, reader: int, params: dict[str, Any], description: str
) -> None:
    """Each result is checked as the message it would become."""
    query = {"inline_query_id": world.inline(reader, "x")} | params
    assert await bot.refused("answerInlineQuery", **query) == description


def test_an_inline_query_is_short(world: World, reader: int) -> None:
    """Apps send at most 256 characters."""
    with pytest.raises(ValueError, match="256"):
        world.inline(reader, "x" * 257)
