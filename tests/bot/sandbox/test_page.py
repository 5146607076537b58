"""The chat page's server side, over real HTTP: what it shows, streams, does and refuses."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox import page
from bot.sandbox.page import add_page
from bot.sandbox.server import make_app
from bot.sandbox.world import World

STATIC = Path(page.__file__).parent / "static"
PICTURES = sorted(STATIC.rglob("*.png"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c0f01f0005050101a4f15d250000000049454e44ae426082"
)


@pytest.fixture
def anyio_backend() -> str:
    """The server is asyncio's."""
    return "asyncio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running sandbox with Ada in it, and the page's side of its HTTP."""

    world: World
    ada: int
    url: str
    http: aiohttp.ClientSession
    runner: web.AppRunner

    async def state(self, person: int | None = None) -> Any:
        """What the page fetches."""
        query = {} if person is None else {"person": str(person)}
        async with self.http.get(f"{self.url}/sandbox/state", params=query) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def chat(self, chat: int, person: int | None = None) -> Any:
        """One chat of the state."""
        state = await self.state(person or self.ada)
        return next(found for found in state["chats"] if found["id"] == chat)

    async def act(self, action: str, **body: Any) -> Any:
        """Do something that is not refused."""
        async with self.http.post(f"{self.url}/sandbox/{action}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def refused(self, action: str, **body: Any) -> str:
        """Do something that is refused: the sentence."""
        async with self.http.post(f"{self.url}/sandbox/{action}", json=body) as response:
            assert response.status == 400
            told = await response.json()
            assert list(told) == ["error"]
            return str(told["error"])

    async def bot(self, method: str, **body: Any) -> Any:
        """A call of the bot."""
        async with self.http.post(f"{self.url}/bot{self.world.token}/{method}", json=body) as response:
            told = await response.json()
            assert told["ok"], told
            return told["result"]

    async def card(self, chat: int) -> int:
        """A message of the bot with a callback button and a URL button: its id."""
        rows = [[{"text": "Next", "callback_data": "next"}, {"text": "Open", "url": "https://example.org/"}]]
        sent = await self.bot("sendMessage", chat_id=chat, text="A card", reply_markup={"inline_keyboard": rows})
        return int(sent["message_id"])


@asynccontextmanager
async def sandbox(*, heartbeat: float = 15.0) -> AsyncIterator[Sandbox]:
    """A sandbox on a free port."""
    world = World()
    ada = world.add_person("Ada")
    app = make_app(world)
    add_page(app, world, heartbeat=heartbeat)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as http:
            yield Sandbox(world=world, ada=ada, url=url, http=http, runner=runner)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def events(here: Sandbox, person: int) -> AsyncIterator[AsyncIterator[Any]]:
    """The stream of events as the page of `person` gets it, from the moment it is open."""
    async with here.http.get(f"{here.url}/sandbox/events", params={"person": str(person)}) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        await response.content.readuntil(b"\n\n")
        yield _events(response.content)


async def _events(stream: aiohttp.StreamReader) -> AsyncIterator[Any]:
    while block := await stream.readuntil(b"\n\n"):
        if block.startswith(b"data: "):
            yield json.loads(block.removeprefix(b"data: "))


async def upcoming(stream: AsyncIterator[Any], kind: str) -> Any:
    """The next event of a kind."""
    async with asyncio.timeout(5):
        async for event in stream:
            if event["type"] == kind:
                return event
    raise AssertionError("The stream ended.")


async def test_the_page_and_its_files_are_served() -> None:
    """The page comes with the files it names, each of its own type, and with a policy that lets nothing else in."""
    async with sandbox() as here, here.http.get(f"{here.url}/") as response:
        html = await response.text()
        assert response.content_type == "text/html"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        names = re.findall(r'(?:src|href)="(/static/[^"]+)"', html)
        assert {Path(name).suffix for name in names} == {".js", ".css", ".svg"}
        names += [f"/static/{path.relative_to(STATIC).as_posix()}" for path in PICTURES]
        for name in names:
            async with here.http.get(f"{here.url}{name}") as file:
                assert file.status == 200
                assert file.content_type in ("text/javascript", "text/css", "image/svg+xml", "image/png")


async def test_an_unknown_file_is_not_found() -> None:
    """A name the page has no file for is refused, also one that climbs out of its folder."""
    async with sandbox() as here:
        for name in ("nothing.js", "..%2fpage.py", "%2e%2e%2fpage.py"):
            async with here.http.get(f"{here.url}/static/{name}") as response:
                assert response.status == 404


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """No file of the page names another server, so that it works without a network."""
    for path in STATIC.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        found = re.findall(r"(?:src=|href=|url\(|@import|from|import\()\s*[\"']?(?:https?:)?//[^\s\"')]+", text)
        assert found == [], path.name


def test_modules_stay_small_and_import_only_each_other() -> None:
    """Every script is at most 250 lines and imports only files that are there."""
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 250, path.name
        for name in re.findall(r'from "(.+)";', text):
            assert (STATIC / name).is_file(), f"{path.name} imports {name}"


async def test_state_shows_a_persons_world() -> None:
    """The state holds the bot, the people, this person's chats with their messages, and the commands they see."""
    async with sandbox() as here:
        bea = here.world.add_person("Bea", language_code="de")
        here.world.add_group("Friends", [here.ada, bea])
        await here.bot("setMyCommands", commands=[{"command": "latest", "description": "The newest"}])
        await here.bot("setMyCommands", commands=[{"command": "neu", "description": "Neues"}], language_code="de")
        here.world.say(here.ada, "hello")
        ada, second = await here.state(), await here.state(bea)
    assert ada["bot"] == {"id": here.world.bot["id"], "username": "spool_bot", "name": "Spool"}
    assert ada["person"] == here.ada
    assert ada["people"] == [
        {"id": here.ada, "name": "Ada", "language_code": "en"},
        {"id": bea, "name": "Bea", "language_code": "de"},
    ]
    assert [(chat["kind"], chat["title"]) for chat in ada["chats"]] == [("bot", "Spool"), ("group", "Friends")]
    assert [message["text"] for message in ada["chats"][0]["messages"]] == ["hello"]
    assert ada["commands"] == [{"command": "latest", "description": "The newest"}]
    assert second["commands"] == [{"command": "neu", "description": "Neues"}]
    assert second["chats"][0]["messages"] == []


async def test_state_of_an_empty_world() -> None:
    """Without people there is a state all the same, with nobody in it, and the page asks for a name."""
    world = World()
    app = web.Application()
    add_page(app, world)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{runner.addresses[0][1]}/sandbox/state") as response,
    ):
        state = await response.json()
    await runner.cleanup()
    assert (state["person"], state["people"], state["chats"]) == (0, [], [])


@pytest.mark.parametrize("path", ["state", "events"])
@pytest.mark.parametrize("person", ["1", "x", ""])
async def test_an_unknown_person_is_refused(path: str, person: str) -> None:
    """Looking through the eyes of nobody is a 404 with a sentence."""
    async with sandbox() as here, here.http.get(f"{here.url}/sandbox/{path}?person={person}") as response:
        assert response.status == 404
        assert "no such person" in (await response.json())["error"]


async def test_saying_and_starting_reach_the_bot() -> None:
    """What is said and what is started become updates, a start with its payload."""
    async with sandbox() as here:
        await here.act("say", person=here.ada, chat=here.ada, text="a story, please")
        await here.act("start", person=here.ada, payload="t_1_3")
        group = here.world.add_group("Friends", [here.ada])
        await here.act("start", person=here.ada, payload="t_2", chat=group)
        updates = await here.bot("getUpdates")
    said = [update["message"] for update in updates if "text" in update.get("message", {})]
    assert [message["text"] for message in said] == ["a story, please", "/start t_1_3", "/start t_2"]
    assert [message["chat"]["id"] for message in said] == [here.ada, here.ada, group]


async def test_a_press_reaches_the_bot_and_its_answer_the_page() -> None:
    """A press gives the id of its query; the answer comes to the person who pressed, and to nobody else."""
    async with sandbox() as here:
        here.world.say(here.ada, "hello")
        bea = here.world.add_person("Bea")
        card = await here.card(here.ada)
        async with events(here, here.ada) as ada, events(here, bea) as other:
            pressed = await here.act("press", person=here.ada, chat=here.ada, message_id=card, data="next")
            await here.bot("answerCallbackQuery", callback_query_id=pressed["query_id"], text="Done", show_alert=True)
            answer = await upcoming(ada, "answer")
            here.world.say(bea, "later")
            async with asyncio.timeout(5):
                first = await anext(other)
    assert answer["query_id"] == pressed["query_id"]
    assert (answer["text"], answer["show_alert"]) == ("Done", True)
    assert first["type"] == "message"


async def test_a_button_that_is_not_there_is_refused() -> None:
    """Only data that stands on a button can be pressed on the page."""
    async with sandbox() as here:
        here.world.say(here.ada, "hello")
        card = await here.card(here.ada)
        error = await here.refused("press", person=here.ada, chat=here.ada, message_id=card, data="forged")
    assert error.endswith(".")


async def test_forwarding_keeps_url_buttons_only() -> None:
    """A forward to another person stands in the two people's chat, with the URL button alone."""
    async with sandbox() as here:
        here.world.say(here.ada, "hello")
        bea = here.world.add_person("Bea")
        card = await here.card(here.ada)
        dialog = (await here.act("dialog", person=here.ada, other=bea))["chat"]
        await here.act("forward", person=here.ada, chat=here.ada, message_id=card, to=dialog)
        mine, theirs = await here.chat(dialog), await here.chat(dialog, bea)
    assert (mine["kind"], mine["title"], mine["peer"]) == ("person", "Bea", bea)
    assert (theirs["title"], theirs["peer"]) == ("Ada", here.ada)
    rows = theirs["messages"][0]["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["Open"]]
    assert theirs["messages"][0]["forward_origin"]["sender_user"]["username"] == "spool_bot"


async def test_inline_mode_from_question_to_card() -> None:
    """A query says what chat it is typed in, its results come by the stream, and a chosen one can be pressed by all."""
    async with sandbox() as here:
        bea = here.world.add_person("Bea")
        group = here.world.add_group("Friends", [here.ada, bea])
        dialog = here.world.dialog(here.ada, bea)
        async with events(here, here.ada) as ada:
            for chat in (here.ada, dialog, group):
                asked = await here.act("inline", person=here.ada, chat=chat, query="sea", offset="")
            content = {"message_text": "A story of the sea"}
            result = {
                "type": "article",
                "id": "1",
                "title": "The sea",
                "input_message_content": content,
                "reply_markup": {"inline_keyboard": [[{"text": "Next", "callback_data": "next"}]]},
            }
            query_id = asked["inline_query_id"]
            await here.bot("answerInlineQuery", inline_query_id=query_id, results=[result])
            results = await upcoming(ada, "results")
        await here.act("choose", person=here.ada, chat=group, inline_query_id=query_id, result_id="1")
        card = (await here.chat(group, bea))["messages"][-1]
        pressed = await here.act(
            "press",
            person=bea,
            chat=group,
            message_id=card["message_id"],
            data="next",
            inline_message_id=card["inline_message_id"],
        )
        updates = await here.bot("getUpdates")
    kinds = [update["inline_query"]["chat_type"] for update in updates if "inline_query" in update]
    press = next(update["callback_query"] for update in updates if "callback_query" in update)
    assert kinds == ["sender", "private", "group"]
    assert results["payload"]["results"][0]["title"] == "The sea"
    assert card["via_bot"]["username"] == "spool_bot"
    assert (press["id"], press["from"]["id"]) == (pressed["query_id"], bea)
    assert press["inline_message_id"] == card["inline_message_id"]


async def test_adding_a_person_and_a_group() -> None:
    """A new person has a chat with the bot; a new group has its maker as owner and everyone chosen in it."""
    async with sandbox() as here:
        bea = (await here.act("add_person", name="  Bea   Berg ", language_code=" DE "))["person"]
        group = (await here.act("add_group", title="Friends", members=[here.ada, bea]))["chat"]
        state = await here.state(bea)
    assert state["people"][-1] == {"id": bea, "name": "Bea Berg", "language_code": "de"}
    assert [(chat["id"], chat["kind"]) for chat in state["chats"]] == [(bea, "bot"), (group, "group")]
    assert here.world.members(group)[here.ada] == "creator"


async def test_what_makes_no_sense_is_refused_in_a_sentence() -> None:
    """A nameless person, an empty group, a chat with oneself and an empty message are refused and change nothing."""
    async with sandbox() as here:
        sentences = [
            await here.refused("add_person", name="  ", language_code="en"),
            await here.refused("add_group", title="Friends", members=[]),
            await here.refused("add_group", title=" ", members=[here.ada]),
            await here.refused("dialog", person=here.ada, other=here.ada),
            await here.refused("say", person=here.ada, chat=here.ada, text="  "),
            await here.refused("say", person=1, chat=1, text="hello"),
            await here.refused("forward", person=here.ada, chat=here.ada, message_id=99, to=here.ada),
        ]
        state = await here.state()
    assert all(re.fullmatch(r"[A-Z].+\.", sentence) for sentence in sentences), sentences
    assert len(state["people"]) == 1
    assert state["chats"][0]["messages"] == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"person=1&chat=1&text=x", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"person": "1", "chat": 1, "text": "x"}', "application/json", 400),
        (b'{"person": 1, "chat": 1, "text": 1}', "application/json", 400),
    ],
)
async def test_a_broken_body_is_refused(body: bytes, content_type: str, status: int) -> None:
    """A body that is not the JSON object an action wants is answered with a sentence."""
    headers = {"Content-Type": content_type}
    async with (
        sandbox() as here,
        here.http.post(f"{here.url}/sandbox/say", data=body, headers=headers) as response,
    ):
        assert response.status == status
        assert (await response.json())["error"].endswith(".")


async def attach(here: Sandbox, **fields: Any) -> tuple[int, Any]:
    """Send a form as the page does: status and answer. A file is (name, type, bytes)."""
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        if isinstance(value, tuple):
            form.add_field(name, BytesIO(value[2]), filename=value[0], content_type=value[1])
        else:
            form.add_field(name, str(value))
    async with here.http.post(f"{here.url}/sandbox/attach", data=form) as response:
        return response.status, await response.json()


async def test_an_attached_picture_is_shown_by_its_address() -> None:
    """A picture is sent as a photo with its caption, and the page can load it from this server."""
    async with sandbox() as here:
        picture = ("sea.png", "image/png", PNG)
        status, _ = await attach(here, person=here.ada, chat=here.ada, caption="The sea", file=picture)
        message = (await here.chat(here.ada))["messages"][0]
        async with here.http.get(here.url + message["sandbox_media"]["url"]) as response:
            loaded = await response.read()
    assert status == 200
    assert (message["caption"], message["sandbox_media"]["kind"]) == ("The sea", "photo")
    assert loaded == PNG


@pytest.mark.parametrize(
    ("name", "kind", "shown"), [("film.mp4", "video/mp4", "video"), ("story.txt", "text/plain", "document")]
)
async def test_an_attached_file_keeps_its_name(name: str, kind: str, shown: str) -> None:
    """A film is sent as a video and anything else as a document, in a group too."""
    async with sandbox() as here:
        group = here.world.add_group("Friends", [here.ada])
        await attach(here, person=here.ada, chat=group, caption="", file=(name, kind, b"some bytes"))
        message = (await here.chat(group))["messages"][-1]
    assert message["sandbox_media"]["kind"] == shown
    assert message["sandbox_media"]["name"] == name
    assert message["chat"]["id"] == group


async def test_a_picture_from_elsewhere_is_shown_from_there() -> None:
    """A picture that the bot gave by address is loaded by the page from that address."""
    async with sandbox() as here:
        here.world.say(here.ada, "hello")
        await here.bot("sendPhoto", chat_id=here.ada, photo="https://example.org/sea.jpg")
        message = (await here.chat(here.ada))["messages"][-1]
    assert message["sandbox_media"] == {"kind": "photo", "url": "https://example.org/sea.jpg", "name": ""}


async def test_what_cannot_be_attached_is_refused() -> None:
    """A form without a file, with a broken number, or with a picture that is none is refused in a sentence."""
    async with sandbox() as here:
        file = ("story.txt", "text/plain", b"words")
        no_file = await attach(here, person=here.ada, chat=here.ada, caption="")
        no_number = await attach(here, person="Ada", chat=here.ada, file=file)
        no_picture = await attach(here, person=here.ada, chat=here.ada, file=("x.png", "image/png", b"no picture"))
        async with here.http.post(f"{here.url}/sandbox/attach", json={}) as response:
            no_form = response.status, await response.json()
        messages = (await here.chat(here.ada))["messages"]
        nested = aiohttp.MultipartWriter("form-data")
        nested.append(aiohttp.MultipartWriter("mixed"))
        async with here.http.post(f"{here.url}/sandbox/attach", data=nested) as response:
            in_a_form = response.status, await response.json()
    refused = (no_file, no_number, no_picture, no_form, in_a_form)
    assert [status for status, _ in refused] == [400, 400, 400, 415, 400]
    assert "choose one" in no_file[1]["error"]
    assert messages == []


async def test_a_file_past_50_mb_is_refused() -> None:
    """More bytes than a bot could send are refused while they come in."""
    async with sandbox() as here:
        file = ("big.bin", "application/octet-stream", bytes(50 * 1024 * 1024 + 1))
        status, told = await attach(here, person=here.ada, chat=here.ada, file=file)
    assert status == 413
    assert "50 MB" in told["error"]


async def test_the_stream_tells_what_happens_and_to_whom() -> None:
    """New, edited and deleted messages come in order with the people who see them; so do new chats and commands."""
    async with sandbox() as here:
        bea = here.world.add_person("Bea")
        here.world.say(here.ada, "hello")
        async with events(here, bea) as stream:
            card = await here.card(here.ada)
            new = await upcoming(stream, "message")
            await here.bot("editMessageText", chat_id=here.ada, message_id=card, text="Edited")
            edited = await upcoming(stream, "edited")
            await here.bot("deleteMessage", chat_id=here.ada, message_id=card)
            deleted = await upcoming(stream, "deleted")
            group = here.world.add_group("Friends", [here.ada, bea])
            chat = await upcoming(stream, "chat")
            here.world.say(here.ada, "hi both", chat=group)
            shared = await upcoming(stream, "message")
            while "text" not in shared["message"]:
                shared = await upcoming(stream, "message")
            await here.bot("setMyCommands", commands=[{"command": "latest", "description": "The newest"}])
            await upcoming(stream, "commands")
            await here.bot("sendChatAction", chat_id=group, action="typing")
            action = await upcoming(stream, "action")
    assert (new["message"]["message_id"], new["people"]) == (card, [here.ada])
    assert (edited["message"]["text"], edited["people"]) == ("Edited", [here.ada])
    assert (deleted["message_id"], deleted["people"]) == (card, [here.ada])
    assert chat["chat"] == group
    assert (shared["message"]["text"], sorted(shared["people"])) == ("hi both", sorted([here.ada, bea]))
    assert action["chat"] == group


async def test_a_silent_stream_beats() -> None:
    """When nothing happens the stream says so, which is how a lost connection is noticed."""
    async with (
        sandbox(heartbeat=0.02) as here,
        here.http.get(f"{here.url}/sandbox/events", params={"person": str(here.ada)}) as response,
    ):
        async with asyncio.timeout(5):
            blocks = [await response.content.readuntil(b"\n\n") for _ in range(3)]
    assert blocks[1:] == [b":\n\n", b":\n\n"]


async def _forgotten(world: World) -> None:
    for _ in range(200):
        if not world.state.listeners:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("The world still tells a page that was closed.")


async def test_streams_end_with_the_server_and_with_the_page() -> None:
    """An open page does not hold up the server's end, and a closed one is forgotten."""
    async with sandbox(heartbeat=0.02) as here:
        async with events(here, here.ada):
            pass
        await _forgotten(here.world)
        async with events(here, here.ada) as stream:
            async with asyncio.timeout(5):
                await here.runner.cleanup()
            with pytest.raises((StopAsyncIteration, aiohttp.ClientError, asyncio.IncompleteReadError)):
                async with asyncio.timeout(5):
                    await anext(stream)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "evil.example:8765", "Origin": "http://evil.example:8765"},
        {"Host": "localhost.evil.example"},
    ],
)
async def test_other_sites_are_refused(headers: dict[str, str]) -> None:
    """A request from another page, or to a foreign name that was made to point here, gets nothing and does nothing."""
    async with sandbox() as here:
        for path in ("/", "/sandbox/state", f"/sandbox/events?person={here.ada}"):
            async with here.http.get(here.url + path, headers=headers) as response:
                assert response.status == 403
        body = {"person": here.ada, "chat": here.ada, "text": "not mine"}
        async with here.http.post(f"{here.url}/sandbox/say", json=body, headers=headers) as response:
            assert response.status == 403
            assert (await response.json())["error"].endswith(".")
        assert here.world.messages(here.ada) == []


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "192.168.7.7:{port}"])
async def test_the_own_page_is_served_by_every_local_name(host: str) -> None:
    """The page works under localhost and under any address of this machine."""
    async with sandbox() as here:
        name = host.format(port=here.url.rpartition(":")[2])
        headers = {"Host": name, "Origin": f"http://{name}"}
        body = {"person": here.ada, "chat": here.ada, "text": "mine"}
        async with here.http.post(f"{here.url}/sandbox/say", json=body, headers=headers) as response:
            assert response.status == 200
