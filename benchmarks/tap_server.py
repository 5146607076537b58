"""A Bot API server that taps: for `benchmarks.tap`, a process of its own so that its cost is nobody else's.

Plain aiohttp, no rules: it hands out callback updates to getUpdates, so many people at once, and counts a tap as done
when its card was edited and its press answered; that person then taps again, on the card as it was edited.

    python -m benchmarks.tap_server PORT PEOPLE LATENCY_MS
"""

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from aiohttp import web

TOKEN = "1:benchmark"


class Tapping:
    """People who tap as soon as the last tap was served."""

    def __init__(self, people: int, latency: float) -> None:
        self.people = people
        self.latency = latency
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.waiting: dict[int, set[str]] = {}
        self.tapped: dict[int, float] = {}
        self.taken: list[float] = []
        self.update = 0
        self.tapping = False
        self.data: dict[int, str] = {}
        self.cards: dict[int, dict[str, Any]] = {}
        self.brought = 0

    def begin(self) -> None:
        """Everybody taps, and taps are counted from now on."""
        self.tapping = True
        self.taken.clear()
        for person in range(100, 100 + self.people):
            if person not in self.tapped:
                self.tap(person)

    def end(self) -> list[float]:
        """Nobody taps again; the seconds that each tap took."""
        self.tapping = False
        return self.taken

    def tap(self, person: int) -> None:
        """One more press of Next."""
        self.update += 1
        self.waiting[person] = {"edit", "answer"}
        self.tapped[person] = time.perf_counter()
        self.queue.put_nowait(
            {
                "update_id": self.update,
                "callback_query": {
                    "id": f"{person}.{self.update}",
                    "from": {"id": person, "is_bot": False, "first_name": "Ada", "language_code": "en"},
                    "chat_instance": "1",
                    "data": self.data.get(person, "1n1.1.0"),
                    "message": {
                        "message_id": 7,
                        "date": 1_700_000_000,
                        "chat": {"id": person, "type": "private", "first_name": "Ada"},
                        "from": {"id": 1, "is_bot": True, "first_name": "Spool", "username": "spool_bot"},
                        **self.cards.get(person, {"text": "A frame as it stood before."}),
                    },
                },
            }
        )

    def say(self, text: str) -> None:
        """Somebody else writes to the bot."""
        self.update += 1
        person = {"id": 1_000_000 + self.update, "is_bot": False, "first_name": "Bea", "language_code": "en"}
        chat = {"id": person["id"], "type": "private", "first_name": "Bea"}
        message = {"message_id": self.update, "date": 1_700_000_000, "chat": chat, "from": person, "text": text}
        self.queue.put_nowait({"update_id": self.update, "message": message})

    def press(self, data: str) -> None:
        """Somebody else presses a button of their own card."""
        self.update += 1
        person = {"id": 1_000_000 + self.update, "is_bot": False, "first_name": "Bea", "language_code": "en"}
        chat = {"id": person["id"], "type": "private", "first_name": "Bea"}
        message = {"message_id": 7, "date": 1_700_000_000, "chat": chat, "text": "A frame."}
        query = {"id": f"0.{self.update}", "from": person, "chat_instance": "1", "data": data, "message": message}
        self.queue.put_nowait({"update_id": self.update, "callback_query": query})

    def served(self, person: int, what: str) -> None:
        """A part of a tap is done; with the last one the person taps again."""
        waiting = self.waiting.get(person, set())
        waiting.discard(what)
        if not waiting and person in self.tapped:
            self.taken.append(time.perf_counter() - self.tapped.pop(person))
            if self.tapping:
                self.tap(person)


ENTITIES = [
    {"type": "bold", "offset": 0, "length": 8},
    {"type": "text_link", "offset": 9, "length": 8, "url": "https://x.com/author0"},
    {"type": "text_link", "offset": 60, "length": 7, "url": "https://t.me/spool_bot?start=h_bGV0dGVy"},
]
"""A press comes with the whole card that it was made on, as Telegram sends it."""
MESSAGE = {
    "message_id": 7,
    "date": 1_700_000_000,
    "edit_date": 1_700_000_001,
    "from": {"id": 1, "is_bot": True, "first_name": "Spool", "username": "spool_bot"},
}


def make(tapping: Tapping) -> web.Application:
    """The server's routes: the Bot API, and for the benchmark /begin, /end and what happens between them."""
    app = web.Application(client_max_size=100_000_000)

    async def call(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "multipart/form-data":
            await request.read()
            params: dict[str, Any] = {}
        else:
            body = await request.read()
            params = orjson.loads(body) if body.startswith(b"{") else dict(await request.post())
        if tapping.latency and method != "getUpdates":
            await asyncio.sleep(tapping.latency)
        return _answer(await _result(tapping, method, params))

    def on(path: str, act: Callable[[Mapping[str, str]], object]) -> None:
        async def answer(request: web.Request) -> web.Response:
            return _answer(act(request.query))

        app.router.add_get(path, answer)

    app.router.add_route("*", f"/bot{TOKEN}/{{method}}", call)
    on("/begin", lambda query: tapping.begin())
    on("/say", lambda query: tapping.say(query["text"]))
    on("/press", lambda query: tapping.press(query["data"]))
    on("/brought", lambda query: [tapping.brought])
    on("/taken", lambda query: tapping.taken)
    on("/end", lambda query: tapping.end())
    return app


async def _result(tapping: Tapping, method: str, params: dict[str, Any]) -> Any:
    match method:
        case "getMe":
            return {"id": 1, "is_bot": True, "first_name": "Spool", "username": "spool_bot"}
        case "getUpdates":
            return await _updates(tapping, float(params.get("timeout", 0)))
        case "editMessageText":
            person = int(params["chat_id"])
            tapping.data[person] = _next_data(params)
            tapping.cards[person] = {"text": params["text"], "entities": ENTITIES, "reply_markup": _markup(params)}
            tapping.served(person, "edit")
            chat = {"id": person, "type": "private", "first_name": "Ada"}
            return MESSAGE | {"chat": chat, "text": params["text"], "reply_markup": _markup(params)}
        case "sendMessage":
            return MESSAGE | {"chat": {"id": int(params["chat_id"]), "type": "private", "first_name": "Ada"}}
        case "sendPhoto" | "sendDocument" | "sendMediaGroup":
            tapping.brought += 1
            sent = MESSAGE | {"photo": [{"file_id": f"f{tapping.brought}"}]}
            return [sent, sent] if method == "sendMediaGroup" else sent
        case "answerCallbackQuery":
            tapping.served(int(str(params["callback_query_id"]).partition(".")[0]), "answer")
    return True


async def _updates(tapping: Tapping, seconds: float) -> list[dict[str, Any]]:
    updates = []
    try:
        updates.append(await asyncio.wait_for(tapping.queue.get(), seconds))
    except TimeoutError:
        return []
    while not tapping.queue.empty() and len(updates) < 100:
        updates.append(tapping.queue.get_nowait())
    return updates


def _markup(params: dict[str, Any]) -> dict[str, Any]:
    markup = params["reply_markup"]
    return orjson.loads(markup) if isinstance(markup, str) else markup  # type: ignore[no-any-return]  # it is an object


def _next_data(params: dict[str, Any]) -> str:
    """What Next says on the card as edited; on the last tweet reading begins again."""
    key = _markup(params)["inline_keyboard"][0][-1]
    return "1n1.1.0" if key["text"].startswith("Finish") else str(key["callback_data"])


def _answer(result: Any) -> web.Response:
    return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")


if __name__ == "__main__":
    port, people, latency = (float(argument) for argument in sys.argv[1:4])
    web.run_app(
        make(Tapping(int(people), latency / 1000)), host="127.0.0.1", port=int(port), print=None, access_log=None
    )
