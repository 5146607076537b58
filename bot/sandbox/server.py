"""The HTTP side of the sandbox: the Bot API at `/bot{token}/{method}` and files at `/file/bot{token}/{path}`.

Speaks as the real server does, to one bot; listens on this machine only unless it is told otherwise.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError, bad
from bot.sandbox.faults import Fault
from bot.sandbox.files import MAX_UPLOAD
from bot.sandbox.methods import execute, find, note, refused
from bot.sandbox.params import Params, Upload
from bot.sandbox.state import State
from bot.sandbox.webhook import Deliverer
from bot.sandbox.world import World

STATE = web.AppKey("sandbox_state", State)
_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>"
)


def make_app(world: World) -> web.Application:
    """The Bot API server of a world."""
    app = web.Application(client_max_size=MAX_UPLOAD + 1024 * 1024)
    app[STATE] = world.state
    app.router.add_route("*", "/bot{token}/{method}", _call)
    app.router.add_get("/file/bot{token}/{path:.+}", _file)
    app.cleanup_ctx.append(_delivering)
    return app


async def serve(app: web.Application, host: str = "127.0.0.1", port: int = 0) -> tuple[web.AppRunner, int]:
    """Begin to serve: the runner, whose cleanup() ends it, and the port (the one chosen when 0 was given)."""
    # A poll may wait for most of a minute: at the end it is cut off.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    return runner, int(runner.addresses[0][1])


async def _delivering(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(Deliverer(app[STATE]).run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _call(request: web.Request) -> web.Response:
    state, method = request.app[STATE], request.match_info["method"]
    if request.match_info["token"] != state.token:
        return _reply(401, refused(ApiError(401, "Unauthorized")))
    if find(method) is None:
        return _reply(404, refused(ApiError(404, "Not Found")))
    try:
        params = await _read(request)
    except ApiError as refusal:
        return _reply(refusal.code, refused(refusal))
    fault = state.faults.take(method, params.number("chat_id") or None)
    if fault is None:
        return _reply(*await execute(state, method, params))
    return await _suffer(request, fault, method, params)


async def _suffer(request: web.Request, fault: Fault, method: str, params: Params) -> web.Response:
    """Answer a call as the fault says."""
    state = request.app[STATE]
    await asyncio.sleep(fault.seconds)
    if fault.kind in ("delay", "drop_after"):
        status, reply = await execute(state, method, params)
        return _reply(status, reply) if fault.kind == "delay" else _drop(request)
    if fault.kind == "error":
        reply = refused(ApiError(fault.status, fault.description, fault.parameters))
        note(state, method, params, reply)
        return _reply(fault.status, reply)
    note(state, method, params, None)
    if fault.kind == "html":
        return web.Response(status=fault.status, text=_BAD_GATEWAY, content_type="text/html")
    if fault.kind == "garbage":
        return web.Response(status=fault.status, body=b'{"ok":tru', content_type="application/json")
    return _drop(request)


def _drop(request: web.Request) -> web.Response:
    """Close the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _reply(status: int, reply: dict[str, Any]) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(reply), content_type="application/json")


async def _read(request: web.Request) -> Params:
    """The parameters of a call; raises ApiError."""
    values: dict[str, Any] = dict(_pairs(request.rel_url.raw_query_string))
    files: dict[str, Upload] = {}
    match request.content_type:
        case "application/json":
            values |= _json(await request.read())
        case "application/x-www-form-urlencoded":
            values |= _pairs((await request.read()).decode("utf-8", "surrogateescape"))
        case "multipart/form-data":
            await _read_parts(request, values, files)
    return Params(values, files)


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True, errors="surrogateescape"))


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except UnicodeDecodeError as error:
        raise bad("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad("can't parse request JSON object") from error
    if not isinstance(values, dict):
        raise bad("can't parse request JSON object")
    return values


async def _read_parts(request: web.Request, values: dict[str, Any], files: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = await _bytes(part)
        if part.filename is None:
            values[part.name] = data.decode("utf-8", "surrogateescape")
        else:
            files[part.name] = Upload(part.filename, data)


async def _bytes(part: BodyPartReader) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
    return bytes(data)


async def _file(request: web.Request) -> web.Response:
    """A file's bytes; for a file the bot gave by URL, the way there."""
    state = request.app[STATE]
    file = state.files.at(request.match_info["path"])
    if request.match_info["token"] != state.token:
        return _reply(401, refused(ApiError(401, "Unauthorized")))
    if file is None:
        return _reply(404, refused(ApiError(404, "Not Found")))
    if file.url is not None:
        return web.Response(status=302, headers={"Location": file.url})
    # What people upload must not run as a page of this server.
    guards = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return web.Response(body=file.data, content_type=file.mime, headers=guards)
