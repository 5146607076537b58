"""What the sandbox says has the shapes the Bot API documents: known fields, required ones present, right types."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import methods
from bot.sandbox.pictures import PIXEL
from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot

_PLAIN: dict[str, type | tuple[type, ...]] = {"Integer": int, "String": str, "Boolean": bool, "Float": (int, float)}


@pytest.fixture(scope="module")
def documented() -> dict[str, Any]:
    """The Bot API's types and methods as data."""
    samples = os.environ.get("SPOOL_SAMPLES", "")
    path = Path(samples).parent / "botapi" / "botapi.json"
    if not samples or not path.exists():
        pytest.skip("The Bot API's description is not here: set SPOOL_SAMPLES to compare shapes with it.")
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


class Shapes:
    """Compares values with documented types."""

    def __init__(self, documented: dict[str, Any]) -> None:
        self.types = documented["types"]
        self.methods = documented["methods"]

    def problem(self, value: Any, names: list[str]) -> str:
        """Why the value is of none of the types, empty when it is of one."""
        problems = [self._one(value, name) for name in names]
        return "" if "" in problems else "; ".join(problems)

    def _one(self, value: Any, name: str) -> str:
        if name.startswith("Array of "):
            if not isinstance(value, list):
                return f"{value!r} is no {name}"
            return next((why for item in value if (why := self._one(item, name[9:]))), "")
        if name in _PLAIN:
            fits = isinstance(value, _PLAIN[name]) and (name == "Boolean" or not isinstance(value, bool))
            return "" if fits else f"{value!r} is no {name}"
        shape = self.types[name]
        if shape.get("subtypes"):
            return self.problem(value, shape["subtypes"])
        return self._object(value, name, shape.get("fields", []))

    def _object(self, value: Any, name: str, fields: list[dict[str, Any]]) -> str:
        if not isinstance(value, dict):
            return f"{value!r} is no {name}"
        known = {field["name"]: field for field in fields}
        if unknown := value.keys() - known.keys():
            return f"{name} has no {sorted(unknown)}"
        if missing := {field["name"] for field in fields if field["required"]} - value.keys():
            return f"{name} lacks {sorted(missing)}"
        problems = (self.problem(inner, known[key]["types"]) for key, inner in value.items())
        return next((f"{name}: {why}" for why in problems if why), "")


@pytest.fixture
def shapes(documented: dict[str, Any]) -> Shapes:
    """The comparer."""
    return Shapes(documented)


def test_the_comparer_sees_what_is_wrong(shapes: Shapes) -> None:
    """A comparison that finds nothing would prove nothing."""
    good = {"id": 1, "is_bot": False, "first_name": "x"}
    assert shapes.problem(good, ["User"]) == ""
    wrong: list[Any] = [good | {"id": "1"}, good | {"age": 1}, {"id": 1}, good | {"id": True}, "x", [good]]
    assert all(shapes.problem(value, ["User"]) for value in wrong)
    assert shapes.problem([1, "x"], ["Array of Integer"])


def test_every_method_of_the_sandbox_exists(shapes: Shapes) -> None:
    """No method is made up."""
    assert set(methods.NAMES) <= set(shapes.methods)


async def test_replies_have_the_documented_shapes(world: World, bot: Bot, shapes: Shapes, reader: int) -> None:
    """Every method that gives an object gives one of its documented type."""
    forum = world.add_group("Forum", [reader], kind="supergroup", is_forum=True, bot_status="administrator")
    topic = world.add_topic(forum, "Stories")
    button = {"inline_keyboard": [[{"text": "x", "callback_data": "x", "style": "danger"}]]}
    text = "<b>a</b> #b <pre><code class='language-x'>c</code></pre> <tg-time unix='60' format='r'>d</tg-time>"
    preview = {"url": "https://a.org/", "prefer_large_media": True}
    sent = await bot.ok(
        "sendMessage",
        chat_id=reader,
        text=f"{text} <a href='tg://user?id={reader}'>e</a>",
        parse_mode="HTML",
        reply_markup=button,
        link_preview_options=preview,
        reply_parameters={"message_id": world.messages(reader)[0]["message_id"]},
    )
    photo = await bot.ok("sendPhoto", {"photo": PIXEL}, chat_id=reader, caption="<i>c</i>", parse_mode="HTML")
    where = {"chat_id": reader, "message_id": sent["message_id"]}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("getMe", {}),
        ("sendMessage", {"chat_id": forum, "text": "x", "message_thread_id": topic}),
        ("sendVideo", {"chat_id": reader, "video": "https://a.org/v.mp4", "has_spoiler": True}),
        ("sendAnimation", {"chat_id": reader, "animation": "https://a.org/v.mp4"}),
        ("sendDocument", {"chat_id": reader, "document": "https://a.org/v.txt", "protect_content": True}),
        (
            "sendMediaGroup",
            {"chat_id": reader, "media": [{"type": "photo", "media": photo["photo"][0]["file_id"]}] * 2},
        ),
        ("forwardMessage", where | {"from_chat_id": reader}),
        ("copyMessage", where | {"from_chat_id": reader}),
        ("editMessageText", where | {"text": "y", "reply_markup": button}),
        ("pinChatMessage", where),
        ("getChat", {"chat_id": reader}),
        ("getChat", {"chat_id": forum}),
        ("getChatMember", {"chat_id": forum, "user_id": reader}),
        ("getChatAdministrators", {"chat_id": forum}),
        ("getChatMemberCount", {"chat_id": forum}),
        ("getFile", {"file_id": photo["photo"][0]["file_id"]}),
        ("setMyCommands", {"commands": [{"command": "a", "description": "A"}]}),
        ("getMyCommands", {}),
        ("getMyName", {}),
        ("getMyDescription", {}),
        ("getMyShortDescription", {}),
        ("getChatMenuButton", {}),
        ("getUserProfilePhotos", {"user_id": reader}),
        ("getWebhookInfo", {}),
    ]
    for result, method in ((sent, "sendMessage"), (photo, "sendPhoto")):
        assert shapes.problem(result, shapes.methods[method]["returns"]) == ""
    for method, params in calls:
        documented = {field["name"] for field in shapes.methods[method].get("fields", [])}
        assert params.keys() <= documented
        result = await bot.ok(method, **params)
        assert shapes.problem(result, shapes.methods[method]["returns"]) == "", method


async def test_updates_have_the_documented_shape(world: World, bot: Bot, shapes: Shapes, reader: int) -> None:
    """Messages, posts, presses, inline queries, choices, changes of membership: all are Updates."""
    group = world.add_group("Friends", [reader], bot_status="administrator")
    channel = world.add_group("News", [reader], kind="channel", admins=[reader], bot_status="administrator")
    forum = world.add_group("Forum", [reader], kind="supergroup", is_forum=True)
    world.say(reader, "/x", chat=forum, thread=world.add_topic(forum, "t"))
    world.say(reader, "#post https://a.org", chat=channel)
    world.send_media(reader, "photo", caption="c #d", media_group_id="1")
    world.send_media(reader, "video", chat=group)
    world.send_media(reader, "document", file_name="a.txt")
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}, {"text": "y", "url": "https://a.org"}]]}
    sent = await bot.ok("sendMessage", chat_id=reader, text="x", reply_markup=markup)
    world.press(reader, "x")
    world.forget(reader, sent["message_id"])
    world.press(reader, "x")
    world.forward(reader, reader, sent["message_id"], group)
    query_id = world.inline(reader, "q")
    content = {"message_text": "x"}
    result = {"type": "article", "id": "1", "title": "x", "input_message_content": content, "reply_markup": markup}
    await bot.ok("answerInlineQuery", inline_query_id=query_id, results=[result])
    card = world.choose(reader, query_id, "1", chat=group)
    world.press(reader, "x", inline_message_id=card["inline_message_id"])
    world.block(reader)
    world.migrate(group)
    updates = await bot.ok("getUpdates", offset=0)
    assert {kind for update in updates for kind in update} == {
        *("update_id", "message", "channel_post", "callback_query", "inline_query"),
        *("chosen_inline_result", "my_chat_member"),
    }
    for update in updates:
        assert shapes.problem(update, ["Update"]) == ""
