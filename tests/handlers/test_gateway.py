"""What the reader meets when Telegram refuses, stumbles or says nothing."""

from typing import Any

import pytest

from handlers.gateway import (
    BadFile,
    Blocked,
    Done,
    Failing,
    Gateway,
    Gone,
    Late,
    Migrated,
    NoAnswer,
    NoText,
    NotSent,
    Outcome,
    Payload,
    Rejected,
    RetryAfter,
    Unknown,
    Unsent,
)
from handlers.limiter import Limiter
from tests.builders import story
from tests.driver import Telegram, button, labels, visible


@pytest.mark.parametrize("kind", ["html", "garbage", "drop_before", "drop_after"])
async def test_an_edit_without_an_answer_is_tried_again(telegram: Telegram, kind: Any) -> None:
    """A proxy's page, a broken body, a dropped connection before or after the effect: the card gets there."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_1")
    telegram.world.faults.add(method="editMessageText", kind=kind)
    await ada.press("Next ▶")
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_short_flood_wait_is_waited_for(telegram: Telegram) -> None:
    """429 with retry_after: the edit comes when the time is over."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_1")
    telegram.world.faults.add(method="editMessageText", status=429, parameters={"retry_after": 1})
    await ada.press("Next ▶")
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_message_without_an_answer_is_not_sent_twice(telegram: Telegram) -> None:
    """sendMessage has no key against doubling: after silence it is left at one."""
    await telegram.bring(story())
    ada = telegram.person()
    telegram.world.faults.add(method="sendMessage", kind="drop_after")
    assert len(await ada.start("t_1_1")) == 1


async def test_an_old_press_is_still_acted_on(telegram: Telegram) -> None:
    """The query is too old to be answered, the edit is done all the same."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    telegram.world.faults.add(
        method="answerCallbackQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    telegram.world.press(ada.id, button(frame, "Next ▶")["callback_data"], chat=ada.id, message_id=frame["message_id"])
    await telegram.settled()
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_card_that_was_deleted_meanwhile_is_sent_anew(telegram: Telegram) -> None:
    """`message to edit not found`: the frame comes as a new message."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    telegram.world.faults.add(
        method="editMessageText", status=400, description="Bad Request: message to edit not found"
    )
    await ada.press("Next ▶")
    assert ada.last()["message_id"] > frame["message_id"]
    assert labels(ada.last())[0][1] == "2/3"


async def test_someone_who_blocked_the_bot_stops_nothing(telegram: Telegram) -> None:
    """403 is an outcome like others: the next reader is served."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start("t_1_1")
    telegram.world.say(ada.id, "/latest")
    telegram.world.block(ada.id)
    await telegram.settled()
    (frame,) = await ben.start("t_1_2")
    assert labels(frame)[0][1] == "2/3"


async def test_a_card_placed_inline_is_stepped_by_its_inline_id(telegram: Telegram) -> None:
    """It has no chat: Next edits by inline_message_id, and opening a list edits too, since nothing can be sent."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    (frame,) = await ada.start("t_1_1")
    group = telegram.world.add_group("Friends", [ada.id, ben.id], kind="supergroup", bot_status="left")
    query = telegram.world.inline(ada.id, "kettle")
    result = {
        "type": "article",
        "id": "1",
        "title": "A kettle",
        "input_message_content": {"message_text": frame["text"]},
        "reply_markup": frame["reply_markup"],
    }
    await telegram.services.gateway.call("answerInlineQuery", {"inline_query_id": query, "results": [result]})
    card = telegram.world.choose(ada.id, query, "1", chat=group, feedback=False)
    placed = telegram.world.message(group, card["message_id"])
    press = telegram.world.press(
        ben.id, button(placed, "Next ▶")["callback_data"], chat=group, message_id=card["message_id"]
    )
    await telegram.settled()
    assert telegram.world.answer(press) is not None
    shown = telegram.world.message(group, card["message_id"])
    assert labels(shown) == [["◀ Prev", "2/3", "Next ▶"], ["🔖 Save", "# Tags", "↗ Share", "🔗 Open"]]
    assert "Nobody lit the stove" in visible(shown)
    assert len(telegram.world.messages(group)) == 1


async def test_a_handler_that_fails_says_sorry_and_the_bot_goes_on(telegram: Telegram) -> None:
    """The database is gone for a moment: the press and the command are answered, later ones work."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    bring_back = await telegram.break_database()
    answer = await ada.press("Next ▶", frame)
    assert answer["text"].startswith("Something went wrong")
    (sorry,) = await ada.say("/latest")
    assert visible(sorry).startswith("Something went wrong")
    await bring_back()
    await ada.press("Next ▶", frame)
    assert labels(telegram.world.message(ada.id, frame["message_id"]))[0][1] == "2/3"


def _refused(code: int, description: str, **parameters: int) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description, "parameters": parameters}


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ({"ok": True, "result": 7}, Done(7)),
        (_refused(400, "Bad Request: message is not modified: specified"), Done(None)),
        (_refused(400, "Bad Request: MESSAGE_ID_INVALID"), Gone()),
        (_refused(400, "Bad Request: query is too old and response"), Late()),
        (_refused(400, "Bad Request: there is no text in the message to edit"), NoText()),
        (
            _refused(400, "Bad Request: failed to get HTTP URL content"),
            BadFile("Bad Request: failed to get HTTP URL content"),
        ),
        (_refused(403, "Forbidden: x"), Blocked("Forbidden: x")),
        (_refused(400, "Bad Request: chat not found"), Blocked("Bad Request: chat not found")),
        (_refused(400, "upgraded", migrate_to_chat_id=-100), Migrated(-100)),
        (_refused(429, "Too Many Requests", retry_after=99), RetryAfter(99)),
        (_refused(400, "Bad Request: BUTTON_DATA_INVALID"), Rejected("Bad Request: BUTTON_DATA_INVALID")),
        (_refused(502, "Bad Gateway"), Failing("Bad Gateway")),
        (_refused(401, "Unauthorized"), Failing("Unauthorized")),
        (NotSent("ClientConnectorError"), Unsent("ClientConnectorError")),
        (NoAnswer("ServerDisconnectedError"), Unknown("ServerDisconnectedError")),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
async def test_every_answer_of_telegram_becomes_an_outcome(reply: Any, outcome: Outcome) -> None:
    """Nothing is raised: each refusal, and silence, is a value that says what to do."""

    async def post(method: str, payload: Payload) -> Any:
        if isinstance(reply, NoAnswer):
            raise reply
        return reply

    assert await Gateway(post, Limiter()).send(5, {"text": "x"}) == outcome
