"""The Bot API methods the sandbox knows, by name; everything else is answered with 404."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bot.sandbox.errors import ApiError, flood
from bot.sandbox.methods import answering, chats, downloads, editing, polling, profile, sending
from bot.sandbox.params import Params
from bot.sandbox.state import Call, State

Handler: TypeAlias = Callable[[State, Params], Any]

_ALL: dict[str, Handler] = {
    **sending.METHODS,
    **editing.METHODS,
    **answering.METHODS,
    **chats.METHODS,
    **downloads.METHODS,
    **profile.METHODS,
    **polling.METHODS,
}
METHODS: Mapping[str, Handler] = {name.lower(): handler for name, handler in _ALL.items()}
"""Handlers by lower-case name: method names are not case-sensitive."""

NAMES = tuple(_ALL)
_FREE = {"sendchataction"}


def find(name: str) -> Handler | None:
    """The handler of a method, None for one the sandbox does not know."""
    return METHODS.get(name.lower())


async def execute(state: State, name: str, params: Params) -> tuple[int, dict[str, Any]]:
    """Run a known method: the HTTP status and the whole reply. Every call but getUpdates is noted in `calls`."""
    try:
        _check_flood(state, name.lower(), params)
        result = METHODS[name.lower()](state, params)
        reply = {"ok": True, "result": await result if inspect.isawaitable(result) else result}
        status = 200
    except ApiError as refusal:
        status, reply = refusal.code, refused(refusal)
    if name.lower() != "getupdates":
        note(state, name, params, reply)
    return status, reply


def refused(refusal: ApiError) -> dict[str, Any]:
    """The reply for a refusal."""
    reply: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return reply | ({"parameters": refusal.parameters} if refusal.parameters else {})


def note(state: State, name: str, params: Params, reply: dict[str, Any] | None) -> None:
    """Remember a call; of files only name and size."""
    files = {field: f"<{upload.name}, {len(upload.data)} bytes>" for field, upload in params.files.items()}
    state.calls.append(Call(method=name, params=params.values | files, reply=reply))


def _check_flood(state: State, name: str, params: Params) -> None:
    """Count what is sent or edited in a chat, when the world has flood control."""
    is_edit = name.startswith("editmessage")
    chat = state.chats.get(params.number("chat_id"))
    sends = name.startswith(("send", "forward", "copy")) and name not in _FREE
    if state.flood is None or chat is None or not (sends or is_edit):
        return
    wait = state.flood.wait(chat.id, state.now(), is_group=chat.kind != "private", is_edit=is_edit)
    if wait:
        raise flood(wait)
