"""What people do on the chat page, over real HTTP: what reaches the bot, and what is refused in a sentence."""

import asyncio
import re
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from tests.bot.sandbox.page_driver import Sandbox, events, sandbox, upcoming

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf"
    "c0f01f0005050101a4f15d250000000049454e44ae426082"
)


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
