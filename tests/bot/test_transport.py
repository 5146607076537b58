"""The HTTP client: what is an answer, what is none, and that no error holds the token."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
import pytest
from aiohttp import web
from telegram.error import NetworkError
from telegram.request import RequestData

from bot.transport import Transport
from handlers.gateway import NoAnswer

TOKEN = "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz"
Answer = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def connected(answer: Answer) -> AsyncIterator[Transport]:
    """A transport to a server that answers every call so."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    transport = Transport(f"http://127.0.0.1:{runner.addresses[0][1]}/", TOKEN)
    await transport.initialize()
    try:
        yield transport
    finally:
        await transport.shutdown()
        await runner.cleanup()


def fixed(status: int, body: bytes) -> Answer:
    """Always the same answer."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    return answer


async def dropped(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_a_call_is_json_to_the_methods_address() -> None:
    """The payload goes as it is, to `{url}/bot{token}/{method}` without a doubled slash."""
    seen: list[tuple[str, bytes]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.path, await request.read()))
        return web.json_response({"ok": True, "result": [1]})

    async with connected(answer) as transport:
        await transport.initialize()
        assert await transport.call("sendMessage", {"chat_id": 5, "text": "ä"}) == {"ok": True, "result": [1]}
    assert seen == [(f"/bot{TOKEN}/sendMessage", '{"chat_id":5,"text":"ä"}'.encode())]


async def test_a_refusal_is_an_answer() -> None:
    """Telegram's own refusals come with their code, whatever the status is."""
    body = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":3}}'
    async with connected(fixed(429, body)) as transport:
        assert await transport.call("sendMessage", {}) == orjson.loads(body)


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (502, b"<html>Bad Gateway</html>", "HTTP 502 without a readable body"),
        (200, b'{"ok":tru', "HTTP 200 without a readable body"),
        (200, b"", "HTTP 200 without a readable body"),
        (200, b"[]", "HTTP 200 with a body of another kind"),
        (200, b'{"ok":true}', "HTTP 200 with a body of another kind"),
        (200, b'{"ok":false}', "HTTP 200 with a body of another kind"),
        (503, b'{"error":"upstream is away"}', "HTTP 503 with a body of another kind"),
        (500, b'{"ok":false,"error_code":"x"}', "HTTP 500 with a body of another kind"),
    ],
)
async def test_what_is_not_the_bot_api_is_no_answer(status: int, body: bytes, why: str) -> None:
    """A proxy's page or JSON says nothing of what became of the call."""
    async with connected(fixed(status, body)) as transport:
        with pytest.raises(NoAnswer) as caught:
            await transport.call("sendMessage", {})
    assert str(caught.value) == why


async def test_a_closed_connection_is_no_answer_and_the_next_call_works() -> None:
    """One lost connection harms no other call."""
    answers = iter((dropped, fixed(200, b'{"ok":true,"result":1}')))

    async def answer(request: web.Request) -> web.Response:
        return await next(answers)(request)

    async with connected(answer) as transport:
        with pytest.raises(NoAnswer):
            await transport.call("sendMessage", {})
        assert (await transport.call("sendMessage", {}))["result"] == 1


async def test_a_hanging_poll_ends_at_its_limit() -> None:
    """A server that never answers is not waited for longer than was asked."""
    gate = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        await gate.wait()
        return web.Response()

    async with connected(answer) as transport:
        with pytest.raises(NoAnswer):
            async with asyncio.timeout(5):
                await transport.poll({}, 0.05)
        gate.set()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://telegram.invalid", "http://127.0.0.1:99999", "http://", "http://no host"]
)
async def test_an_address_that_cannot_be_reached_is_no_answer(url: str) -> None:
    """Nothing listens there, nobody knows its name, or it is no address at all; the token is in no error on the way."""
    transport = Transport(url, TOKEN)
    await transport.initialize()
    try:
        with pytest.raises(NoAnswer) as caught:
            await transport.call("getMe", {})
        with pytest.raises(NetworkError) as by_ptb:
            await transport.do_request(f"{url}/bot{TOKEN}/getMe", "POST")
    finally:
        await transport.shutdown()
    for error in (caught.value, by_ptb.value):
        assert TOKEN not in f"{error!r} {error.__cause__!r}"
        assert error.__suppress_context__


async def test_a_transport_that_is_closed_gives_no_answer() -> None:
    """What still wants to call at the end is told so; closing twice does no harm."""
    transport = Transport("http://127.0.0.1:1", TOKEN)
    with pytest.raises(NoAnswer, match="closed"):
        await transport.call("getMe", {})
    with pytest.raises(NetworkError):
        await transport.do_request("http://127.0.0.1:1/", "POST")
    await transport.shutdown()


async def test_ptb_gets_status_and_body_as_they_are() -> None:
    """PTB reads refusals itself; a call without parameters has an empty object as its body."""
    seen: list[bytes] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.read())
        if "address" in request.path:
            return web.json_response({"ok": True, "result": str(request.url.origin())})
        return web.Response(status=404, body=b'{"ok":false}')

    async with connected(answer) as transport:
        url = (await transport.call("address", {}))["result"]
        assert await transport.do_request(f"{url}/getMe", "POST") == (404, b'{"ok":false}')
        assert await transport.do_request(f"{url}/getMe", "POST", RequestData([])) == (404, b'{"ok":false}')
        assert transport.read_timeout > 0
    assert seen == [b"{}"] * 3
