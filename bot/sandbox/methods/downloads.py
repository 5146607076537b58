"""Where files lie that people or the bot have sent."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.files import MAX_DOWNLOAD
from bot.sandbox.params import Params
from bot.sandbox.state import State


def get_file(state: State, params: Params) -> dict[str, Any]:
    """getFile: the path below `/file/bot{token}/`; at most 20 MB."""
    if not params.has("file_id"):
        raise bad("file_id not specified")
    file = state.files.known(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    size = len(file.data or b"")
    if size > MAX_DOWNLOAD:
        raise bad("file is too big")
    shown = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_path": file.path}
    return shown | ({"file_size": size} if size else {})


METHODS = {"getFile": get_file}
