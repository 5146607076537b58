"""The chat page's server side, over real HTTP: what it shows, what it streams, and whom it refuses."""

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox import page
from bot.sandbox.page import add_page
from bot.sandbox.world import World
from tests.bot.sandbox.page_driver import events, sandbox, upcoming

STATIC = Path(page.__file__).parent / "static"
PICTURES = sorted(STATIC.rglob("*.png"))


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


async def test_a_picture_from_elsewhere_is_shown_from_there() -> None:
    """A picture that the bot gave by address is loaded by the page from that address."""
    async with sandbox() as here:
        here.world.say(here.ada, "hello")
        await here.bot("sendPhoto", chat_id=here.ada, photo="https://example.org/sea.jpg")
        message = (await here.chat(here.ada))["messages"][-1]
    assert message["sandbox_media"] == {"kind": "photo", "url": "https://example.org/sea.jpg", "name": ""}


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
