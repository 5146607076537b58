"""The HTTP side: how parameters come in, what is answered, and trouble on purpose."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from bot.sandbox.world import World
from tests.bot.sandbox.conftest import Bot


async def test_a_wrong_token_and_an_unknown_method(bot: Bot) -> None:
    """401 and 404, in the server's words."""
    assert await bot.call("getWeather") == {"ok": False, "error_code": 404, "description": "Not Found"}
    bot.token = "1:other"
    assert await bot.call("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_parameters_come_in_every_form(world: World, bot: Bot, reader: int) -> None:
    """Query, form, multipart and JSON, and method names in any case."""
    url = f"{bot.base}/bot{bot.token}/sendmessage"
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    fields = {"chat_id": str(reader), "text": "é <b>", "reply_markup": json.dumps(markup)}
    nested = {"chat_id": reader, "text": "é <b>", "reply_markup": markup, "protect_content": False}
    for attempt in (
        bot.session.get(url, params=fields),
        bot.session.post(url, data=fields),
        bot.session.post(url, json=nested),
        bot.session.post(url, params={"chat_id": reader}, json=nested | {"chat_id": None, "chat_id ": 1, **nested}),
    ):
        async with attempt as response:
            reply = await response.json()
        assert reply["ok"], reply
        assert reply["result"]["reply_markup"] == markup
    assert [message["text"] for message in world.messages(reader)][1:] == ["é <b>"] * 4


async def test_a_part_without_a_name_is_passed_over(bot: Bot, reader: int) -> None:
    """Only named parts of a multipart body are parameters."""
    named = [f'; name="{name}"\r\n\r\n{value}\r\n' for name, value in (("chat_id", reader), ("text", "x"))]
    parts = ["\r\n\r\nnameless\r\n", *named]
    body = "".join(f"--cut\r\nContent-Disposition: form-data{part}" for part in parts) + "--cut--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=cut"}
    url = f"{bot.base}/bot{bot.token}/sendMessage"
    async with bot.session.post(url, data=body.encode(), headers=headers) as response:
        assert (await response.json())["result"]["text"] == "x"


UNREADABLE = [
    ({"data": b"text=%FF&chat_id=1"}, "Bad Request: strings must be encoded in UTF-8"),
    ({"json": {"text": "\ud800", "chat_id": 1}}, "Bad Request: strings must be encoded in UTF-8"),
    ({"json": {"text": "x", "entities": [{"url": "\udfff"}]}}, "Bad Request: strings must be encoded in UTF-8"),
    ({"data": b'{"text": "\xff"}'}, "Bad Request: strings must be encoded in UTF-8"),
    ({"data": b"{"}, "Bad Request: can't parse request JSON object"),
    ({"data": b"[]"}, "Bad Request: can't parse request JSON object"),
    ({"data": b""}, "Bad Request: message text is empty"),
]


@pytest.mark.parametrize(("body", "description"), UNREADABLE)
async def test_what_can_not_be_read_is_refused(bot: Bot, body: dict[str, Any], description: str) -> None:
    """Text that is no UTF-8, lone surrogates, JSON that is none."""
    is_form = b"text=" in body.get("data", b"")
    headers = {"Content-Type": "application/x-www-form-urlencoded" if is_form else "application/json"}
    async with bot.session.post(f"{bot.base}/bot{bot.token}/sendMessage", headers=headers, **body) as response:
        assert (await response.json())["description"] == description


async def test_calls_are_noted_with_their_replies(world: World, bot: Bot, reader: int) -> None:
    """Tests see what the bot sent, and what came of it; of files only their size; of polls nothing."""
    await bot.ok("sendMessage", chat_id=reader, text="x")
    await bot.refused("sendPhoto", {"photo": b"abc"}, chat_id=reader)
    await bot.updates()
    good, wrong = world.calls
    assert (good.method, good.params["text"], good.ok, good.result["text"]) == ("sendMessage", "x", True, "x")
    assert (wrong.ok, wrong.result) == (False, None)
    assert wrong.params["photo"] == "<photo.bin, 3 bytes>"


async def test_a_planned_refusal_happens_once(world: World, bot: Bot, reader: int) -> None:
    """By default a 429 that tells when to come back; only the named method and chat are meant."""
    world.faults.add(method="sendMessage", chat=reader + 1)
    assert await bot.ok("sendMessage", chat_id=reader, text="x")
    world.faults.clear()
    world.faults.add(method="sendMessage", chat=reader)
    assert await bot.ok("getMe")
    reply = await bot.call("sendMessage", chat_id=reader, text="x")
    assert reply["error_code"] == 429
    assert reply["description"] == "Too Many Requests: retry after 2"
    assert reply["parameters"] == {"retry_after": 2}
    assert await bot.ok("sendMessage", chat_id=reader, text="x")
    assert [call.ok for call in world.calls] == [True, True, False, True]


async def test_faults_may_come_several_times_for_any_call_but_polls(world: World, bot: Bot) -> None:
    """Without a method every call is meant; clear() ends it."""
    world.faults.add(times=2, status=500, parameters={})
    assert await bot.refused("getMe") == "Internal Server Error"
    assert await bot.ok("getUpdates") == []
    assert await bot.refused("getMyName") == "Internal Server Error"
    assert await bot.ok("getMe")
    world.faults.add(times=9)
    world.faults.clear()
    assert await bot.ok("getMe")


async def raw(bot: Bot, method: str, **params: str) -> tuple[int, str, bytes]:
    """Status, content type and body of a call."""
    async with bot.session.post(f"{bot.base}/bot{bot.token}/{method}", data=params) as response:
        return response.status, response.content_type, await response.read()


async def test_a_proxy_may_answer_instead(world: World, bot: Bot, reader: int) -> None:
    """An HTML page or a broken body; nothing happens in the world."""
    world.faults.add(kind="html")
    status, kind, body = await raw(bot, "sendMessage", chat_id=str(reader), text="x")
    assert (status, kind) == (502, "text/html")
    assert b"Bad Gateway" in body
    world.faults.add(kind="garbage", status=200)
    status, kind, body = await raw(bot, "sendMessage", chat_id=str(reader), text="x")
    assert (status, kind) == (200, "application/json")
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(body)
    assert len(world.messages(reader)) == 1
    assert [call.reply for call in world.calls] == [None, None]


@pytest.mark.parametrize(("kind", "arrives"), [("drop_before", False), ("drop_after", True), ("hang", False)])
async def test_an_answer_may_be_lost(world: World, bot: Bot, reader: int, kind: Any, arrives: bool) -> None:
    """The connection closes; whether the message was sent is known to the world alone."""
    world.faults.add(method="sendMessage", kind=kind, seconds=0.05)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=reader, text="x")
    assert (len(world.messages(reader)) == 2) == arrives


async def test_an_answer_may_come_late(world: World, bot: Bot, reader: int) -> None:
    """A delay changes nothing but the time; others are answered meanwhile."""
    world.faults.add(method="sendMessage", kind="delay", seconds=0.2)
    began = time.monotonic()
    slow = asyncio.create_task(bot.ok("sendMessage", chat_id=reader, text="x"))
    await asyncio.sleep(0.05)
    assert await bot.ok("getMe")
    assert not slow.done()
    await slow
    assert time.monotonic() - began >= 0.2


async def test_uploads_can_not_run_as_a_page(world: World, bot: Bot, reader: int) -> None:
    """Files are served so that a browser runs nothing in them."""
    sent = world.send_media(reader, "document", data=b"<script>", file_name="a.html")
    path = world.file_path(sent["document"]["file_id"])
    async with bot.session.get(f"{bot.base}/file/bot{bot.token}/{path}") as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox"
