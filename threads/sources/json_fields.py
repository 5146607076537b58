"""Reading fields of a JSON object that somebody else wrote: each with its type, each error with the field's name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from threads.errors import UnreadableSource
from threads.model import MAX_ADDRESS, is_address, is_held
from threads.text import clean

Choice = TypeVar("Choice", bound=StrEnum)

MOST = {"number": 1_000_000}
"""The largest value of a field that Spool counts on from: a tweet's number, after which later tweets get theirs."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object and the words that say where it stands. An absent field and null are the same."""

    values: dict[str, Any]
    where: str

    @classmethod
    def of(cls, value: Any, where: str) -> "Fields":
        """The object at `where`. Raises UnreadableSource when the value is something else."""
        if not isinstance(value, dict):
            raise UnreadableSource(why=f"Here {where} has to be a JSON object.")
        return cls(value, where)

    def __bool__(self) -> bool:
        return bool(self.values)

    def wrong(self, name: str, expected: str) -> UnreadableSource:
        """The error that names this field and what it has to be."""
        return UnreadableSource(why=f'In {self.where}, "{name}" has to be {expected}.')

    def text(self, name: str) -> str:
        """A text, cleaned; empty when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(name, "text")
        return clean(value)

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts; None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name, "a list of texts")
        return tuple(clean(item) for item in value)

    def integer(self, name: str) -> int | None:
        """A whole number from 0 to its bound, below 2**53 for most; None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
            raise self.wrong(name, "a whole number")
        if name in MOST and value > MOST[name]:
            raise self.wrong(name, f"a whole number of at most {MOST[name]:,}")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false when absent."""
        value = self.values.get(name, False)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, "true or false")
        return bool(value)

    def link(self, name: str) -> str | None:
        """An http or https address; None when absent. Other schemes are refused, since readers will be sent there."""
        value = self.text(name)
        if not value:
            return None
        if not is_address(value):
            raise self.wrong(name, f"an address that begins with https://, of at most {MAX_ADDRESS:,} characters")
        return value

    def web(self, name: str) -> str | None:
        """An http or https address that readers can be sent to; None for any other value: networks have odd ones."""
        value = self.values.get(name)
        address = clean(value).strip() if isinstance(value, str) else ""
        return address if is_address(address) else None

    def identity(self, name: str) -> str | None:
        """An id as text, also where it is written as a number; None when absent or empty."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text(name).strip() or None

    def count(self, name: str) -> int | None:
        """A whole number from 0 on, also where it is written as text; None for any other value."""
        value = self.values.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            return int(value)
        is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
        return value if is_count else None

    def required_link(self, name: str) -> str:
        """As `link`, but it has to be there."""
        link = self.link(name)
        if link is None:
            raise self.wrong(name, "an address that begins with https://")
        return link

    def required_medium(self, name: str) -> str:
        """As `required_link`; a picture or film that came through Telegram is named by its id there."""
        value = self.text(name)
        return value if is_held(value) else self.required_link(name)

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """One of a fixed set of words; None when absent."""
        value = self.text(name)
        if not value:
            return None
        try:
            return kind(value)
        except ValueError as error:
            raise self.wrong(name, "one of " + ", ".join(kind)) from error

    def required_choice(self, name: str, kind: type[Choice]) -> Choice:
        """As `choice`, but it has to be there."""
        choice = self.choice(name, kind)
        if choice is None:
            raise self.wrong(name, "one of " + ", ".join(kind))
        return choice

    def object(self, name: str) -> "Fields":
        """An object inside this one; an empty one when absent."""
        value = self.values.get(name)
        return Fields({}, self.where) if value is None else Fields.of(value, f"{self.where}, {name}")

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects; empty when absent."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(name, "a list")
        return [Fields.of(item, f"{self.where}, {name} {ordinal}") for ordinal, item in enumerate(value, 1)]
