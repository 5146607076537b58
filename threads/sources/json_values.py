"""What is saved of a network's answers: one JSON value, or one a line as tools for collecting write them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from threads.errors import UnreadableSource
from threads.sources.document import Document
from threads.sources.json_fields import Fields
from threads.sources.posts import Faults


def begins_as_json(document: Document, signs: Iterable[re.Pattern[str]]) -> bool:
    """Whether a document begins as JSON does, with each of these signs of a network in it."""
    head = document.head.lstrip()
    return head.startswith(("{", "[")) and all(sign.search(head) for sign in signs)


def values(document: Document, faults: Faults) -> list[Any]:
    """The JSON values of a document. A line of JSON Lines that is none is a fault.

    Raises UnreadableSource for what is no JSON at all.
    """
    text = document.text()
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0][1]):
            raise UnreadableSource(why=f"{document.name} is not valid JSON: {error.msg}.") from error
    found = []
    for number, line in lines:
        with faults.passing(f"line {number} of {document.name}"):
            found.append(_loads(line))
    return found


def objects(value: Any, where: str) -> Iterator[Fields]:
    """Every object of a JSON value, each before those in it, in the order of the document."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield Fields(value, where)
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _is_json(line: str) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _loads(line: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise UnreadableSource(why=f"this is not valid JSON: {error.msg}.") from error
