"""The sandbox's chat page, for meeting the bot in a browser without Telegram.

Serves the page's files, tells it what a person sees, streams what happens, and hands its actions to the
world. It holds no state of its own and knows nothing of the bot: what a message may hold and who may do
what is the world's to say. Everything here is for the page alone, so other sites are refused.
"""

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, urlsplit

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import ApiError
from bot.sandbox.world import Event, Message, World

Json: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

SHOWN_MESSAGES = 300
"""How many of a chat's latest messages the page gets."""
LARGEST_FILE = 50 * 1024 * 1024
"""Bytes of an attached file: what the Bot API lets a bot send."""

_STATIC = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# Found once: a request can name only what was there, and so never leads out of the folder.
_FILES = {path.relative_to(_STATIC).as_posix(): path for path in _STATIC.rglob("*") if path.suffix in _KINDS}
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "img-src 'self' http: https: data:; media-src 'self' http: https:; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CLOSING: Event = {"type": "closing"}


def add_page(app: web.Application, world: World, *, heartbeat: float = 15.0) -> None:
    """Add the chat page of `world` to `app`: `/`, `/static/…` and `/sandbox/…`.

    `heartbeat` is in seconds: after so much silence the stream of events says that it is still there.
    Refusals of `/sandbox/…` are JSON, `{"error": "one sentence"}`, with a 4xx status.
    """
    page = _Page(world, heartbeat)
    app.router.add_get("/", _guarded(page.index))
    app.router.add_get("/static/{name:.+}", _guarded(page.static))
    app.router.add_get("/sandbox/state", _guarded(page.state))
    app.router.add_get("/sandbox/events", _guarded(page.events))
    actions = _Actions(world)
    for name in _Actions.NAMES:
        app.router.add_post(f"/sandbox/{name}", _guarded(getattr(actions, name)))
    app.on_shutdown.append(page.close)


class _Refused(Exception):
    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def _guarded(handler: Handler) -> Handler:
    """The same handler for the page's own requests only, its refusals as JSON.

    The world refuses by ValueError, and what a file may be by ApiError.
    """

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            if not _is_own(request):
                raise _Refused("The sandbox answers only to its own page: open it by its address.", 403)
            return await handler(request)
        except _Refused as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except (ApiError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return guarded


def _is_own(request: web.Request) -> bool:
    """Whether a request comes from the sandbox's own page, or from no page at all.

    A foreign name that was made to point here (DNS rebinding) is told by its Host, which is then a name and
    no address; a foreign page by the Origin that browsers send with every POST.
    """
    origin = request.headers.get("Origin")
    host = urlsplit(f"//{request.host}").hostname or ""
    return _is_local(host) and (origin is None or urlsplit(origin).netloc == request.host)


def _is_local(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


class _Page:
    """What the page reads."""

    def __init__(self, world: World, heartbeat: float) -> None:
        self._world = world
        self._heartbeat = heartbeat
        self._queues: set[asyncio.Queue[Event]] = set()

    async def index(self, request: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def state(self, request: web.Request) -> web.StreamResponse:
        """Everything a person sees; without `person`, as the first one."""
        world = self._world
        people = [_person(user) for user in world.people()]
        person = _seer(world, request) if "person" in request.query else next((p["id"] for p in people), 0)
        bot = {"id": world.bot["id"], "username": world.bot["username"], "name": world.bot["first_name"]}
        chats = [_chat(world, person, chat) for chat in world.chats(person)] if person else []
        commands = world.commands(person) if person else []
        return web.json_response({"bot": bot, "person": person, "people": people, "chats": chats, "commands": commands})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as Server-Sent Events. What is missed while away is not repeated: ask for the state."""
        person = _seer(self._world, request)
        queue = self._world.listen()
        self._queues.add(queue)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while (event := await _next(queue, self._heartbeat)) is not _CLOSING:
                await response.write(_line(self._world, person, event))
        except ConnectionResetError:
            pass  # The page was closed or reloaded.
        finally:
            self._queues.discard(queue)
            self._world.unlisten(queue)
        return response

    async def close(self, app: web.Application) -> None:
        """End the streams, which would otherwise hold up the server's end."""
        for queue in self._queues:
            queue.put_nowait(_CLOSING)


def _file(name: str) -> web.StreamResponse:
    path = _FILES.get(name)
    if path is None:
        raise _Refused(f"The page has no file {name!r}.", 404)
    return web.FileResponse(path, headers=_HEADERS | {"Content-Type": _KINDS[path.suffix]})


async def _next(queue: "asyncio.Queue[Event]", patience: float) -> Event | None:
    """The next event, or None when it is time for a heartbeat."""
    try:
        async with asyncio.timeout(patience):
            return await queue.get()
    except TimeoutError:
        return None


def _line(world: World, person: int, event: Event | None) -> bytes:
    """An event as a line of the stream; a comment instead of what is not for this person."""
    if event is None or event.get("person", person) != person:
        return b":\n\n"
    told = dict(event)
    if event["type"] in ("message", "edited", "deleted"):
        told["people"] = _seers(world, event["chat"])
    if "message" in event:
        told["message"] = _shown(world, event["message"])
    return f"data: {json.dumps(told)}\n\n".encode()


def _seer(world: World, request: web.Request) -> int:
    """The person whose eyes the request looks through."""
    given = request.query.get("person", "")
    known = {str(user["id"]): int(user["id"]) for user in world.people()}
    if given not in known:
        raise _Refused("There is no such person in the sandbox: reload the page.", 404)
    return known[given]


def _seers(world: World, chat: int) -> list[int]:
    """The people who see a chat."""
    ids = [int(user["id"]) for user in world.people()]
    return [person for person in ids if any(chat == seen["id"] for seen in world.chats(person))]


def _name(user: Json) -> str:
    return " ".join(part for part in (user.get("first_name", ""), user.get("last_name", "")) if part)


def _person(user: Json) -> Json:
    return {"id": user["id"], "name": _name(user), "language_code": user.get("language_code", "en")}


def _chat(world: World, person: int, chat: Json) -> Json:
    """A chat as `person` sees it. `kind` is how the page draws it, `peer` the other one of two people."""
    about = _title(world, person, chat)
    messages = [_shown(world, message) for message in world.messages(chat["id"])[-SHOWN_MESSAGES:]]
    commands = [] if about["kind"] == "person" else world.commands(person, chat=chat["id"])
    return {"id": chat["id"], "type": chat["type"], "messages": messages, "commands": commands, **about}


def _title(world: World, person: int, chat: Json) -> Json:
    if chat["id"] == person:
        return {"kind": "bot", "title": world.bot["first_name"], "keyboard": world.keyboard(person)}
    members = world.members(chat["id"])
    if chat["type"] == "private":
        peer = next(member for member in members if member != person)
        names = {user["id"]: _name(user) for user in world.people()}
        return {"kind": "person", "title": names[peer], "peer": peer}
    kind = "channel" if chat["type"] == "channel" else "group"
    return {"kind": kind, "title": chat["title"], "members": len(members)}


def _shown(world: World, message: Message) -> Message:
    """A message with the address of its file, since a file_id says nothing to a browser."""
    for kind in ("photo", "video", "animation", "document"):
        if kind in message:
            file = message[kind][-1] if kind == "photo" else message[kind]
            media = {"kind": kind, "url": _url(world, file["file_id"]), "name": file.get("file_name", "")}
            return message | {"sandbox_media": media}
    return message


def _url(world: World, file_id: str) -> str:
    path = world.file_path(file_id) or ""
    return world.file_url(file_id) or f"/file/bot{world.token}/{quote(path)}"


class _Actions:
    """What a person does on the page. Each takes a JSON object (an attached file: a form) and returns one."""

    NAMES = (
        *("say", "start", "press", "forward", "inline", "choose", "share_chat"),
        *("dialog", "add_person", "add_group", "attach"),
    )

    def __init__(self, world: World) -> None:
        self._world = world

    async def say(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, text=str)
        answered = told.get("reply_to") if isinstance(told.get("reply_to"), int) else None
        return _sent(self._world.say(told["person"], told["text"], chat=_place(told), reply_to=answered))

    async def start(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, payload=str)
        return _sent(self._world.start(told["person"], told["payload"], chat=_place(told)))

    async def press(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, message_id=int, data=str)
        inline_id = told.get("inline_message_id")
        where: Json = {"inline_message_id": str(inline_id)}
        if inline_id is None:
            where = {"chat": told["chat"], "message_id": told["message_id"]}
        return web.json_response({"query_id": self._world.press(told["person"], told["data"], **where)})

    async def forward(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, message_id=int, to=int)
        return _sent(self._world.forward(told["person"], told["chat"], told["message_id"], told["to"]))

    async def inline(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, query=str, offset=str)
        kind = _chat_type(self._world, told["person"], told["chat"])
        query = self._world.inline(told["person"], told["query"], offset=told["offset"], chat_type=kind)
        return web.json_response({"inline_query_id": query})

    async def choose(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, inline_query_id=str, result_id=str)
        person, query, result = told["person"], told["inline_query_id"], told["result_id"]
        return _sent(self._world.choose(person, query, result, chat=told["chat"]))

    async def share_chat(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, person=int, chat=int, request_id=int)
        return _sent(self._world.share_chat(told["person"], told["chat"], told["request_id"]))

    async def dialog(self, request: web.Request) -> web.StreamResponse:
        """Open the chat of two people."""
        told = await _fields(request, person=int, other=int)
        if told["person"] == told["other"]:
            raise _Refused("A chat of two people needs another person: choose one.")
        return web.json_response({"chat": self._world.dialog(told["person"], told["other"])})

    async def add_person(self, request: web.Request) -> web.StreamResponse:
        told = await _fields(request, name=str, language_code=str)
        name = " ".join(told["name"].split())
        if not name:
            raise _Refused("A person needs a name: write one.")
        code = told["language_code"].strip().lower() or "en"
        return web.json_response({"person": self._world.add_person(name, language_code=code)})

    async def add_group(self, request: web.Request) -> web.StreamResponse:
        """A group with the bot in it. The first member made it and is its admin."""
        told = await _fields(request, title=str, members=list)
        members = [member for member in told["members"] if isinstance(member, int)]
        if not told["title"].strip() or not members:
            raise _Refused("A group needs a name and a member: give both.")
        group = self._world.add_group(told["title"].strip(), members, admins=members[:1])
        return web.json_response({"chat": group})

    async def attach(self, request: web.Request) -> web.StreamResponse:
        told, name, kind, data = await _form(request)
        person, chat = _number(told, "person"), _number(told, "chat")
        place = None if chat == person else chat
        caption = told.get("caption", "")
        return _sent(self._world.send_media(person, kind, chat=place, caption=caption, data=data, file_name=name))


def _sent(message: Message) -> web.StreamResponse:
    return web.json_response({"message_id": message["message_id"]})


def _place(told: Json) -> int | None:
    """The chat that was meant: none given, or the person's own id, is the person's chat with the bot."""
    chat = told.get("chat")
    return chat if isinstance(chat, int) and chat != told["person"] else None


def _number(told: dict[str, str], name: str) -> int:
    try:
        return int(told.get(name, ""))
    except ValueError:
        raise _Refused(f"The field {name!r} is missing or is not a number.") from None


def _chat_type(world: World, person: int, chat: int) -> str:
    """What an inline query says of the chat it was written in (`InlineQuery.chat_type`)."""
    if chat == person:
        return "sender"
    return next((str(seen["type"]) for seen in world.chats(person) if seen["id"] == chat), "private")


async def _fields(request: web.Request, **kinds: type) -> Json:
    """The JSON object of a request, with these fields and their types."""
    if request.content_type != "application/json":
        raise _Refused("Send a JSON object, as application/json.", 415)
    try:
        told = json.loads(await request.text())
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise _Refused("Send a JSON object.")
    for name, kind in kinds.items():
        if not isinstance(told.get(name), kind):
            raise _Refused(f"The field {name!r} is missing or is not of type {kind.__name__}.")
    return told


MediaKind: TypeAlias = Literal["photo", "document", "video"]


async def _form(request: web.Request) -> tuple[dict[str, str], str, MediaKind, bytes]:
    """The fields of an attached file, its name, how Telegram would show it, and its bytes."""
    if not request.content_type.startswith("multipart/"):
        raise _Refused("Send a form with a file.", 415)
    told: dict[str, str] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise _Refused("Send a form with a file.")
        if part.name != "file":
            told[part.name or ""] = await part.text()
            continue
        kind = _media_kind(part.headers.get("Content-Type", ""))
        return told, part.filename or "file", kind, await _bytes(part)
    raise _Refused("The form has no file: choose one.")


def _media_kind(content_type: str) -> MediaKind:
    if content_type in ("image/jpeg", "image/png", "image/webp"):
        return "photo"
    return "video" if content_type == "video/mp4" else "document"


async def _bytes(part: BodyPartReader) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > LARGEST_FILE:
            raise _Refused("The file is larger than 50 MB: choose a smaller one.", 413)
    return bytes(data)
