"""The parameters of one Bot API call, however they came: query, form, multipart or JSON.

As on the real server every value may be text; a number or an object is read from it when it is asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad

_TRUE = ("true", "1", "yes", "y", "t")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along."""

    name: str
    data: bytes


class Params:
    """Parameters by name. Raises ApiError for text that is no valid Unicode, wherever it stands."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        if not _is_unicode(values):
            raise bad("strings must be encoded in UTF-8")
        self.values = dict(values)
        self.files = dict(files or {})

    def inner(self, values: Mapping[str, Any]) -> "Params":
        """The fields of an object inside these parameters, with the same files sent along."""
        return Params(values, self.files)

    def has(self, name: str) -> bool:
        """Whether the parameter was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The parameter as text, empty when it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value) if isinstance(value, (dict, list)) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """The parameter as a whole number, the default when it is missing or is none."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        return self.text(name).strip().lower() in _TRUE

    def data(self, name: str, what: str) -> Any:
        """The parameter as JSON, None when it is missing; `what` names it in the refusal of text that is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad(f"can't parse {what} JSON object") from error


def _is_unicode(value: Any) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, Mapping):
        return all(_is_unicode(key) and _is_unicode(inner) for key, inner in value.items())
    return not isinstance(value, list) or all(map(_is_unicode, value))
