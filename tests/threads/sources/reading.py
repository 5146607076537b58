"""Reads what tests make: JSON values and texts, as documents of the registry."""

import json
from datetime import date
from typing import Any

import pytest

from threads.errors import UnreadableSource
from threads.model import Thread
from threads.sources import registry
from threads.sources.document import Document

TODAY = date(2026, 3, 14)


def stories(*values: Any, format: str | None = None) -> list[Thread]:
    """The stories of a document of this JSON value, or of several, one a line; a text is taken as it is."""
    return list(registry.read(document(*values), today=TODAY, format=format))


def story(*values: Any) -> Thread:
    """The one story."""
    (thread,) = stories(*values)
    return thread


def refusal(*values: Any, format: str | None = None) -> str:
    """Why a document is refused, whatever came in before."""
    with pytest.raises(UnreadableSource) as refused:
        stories(*values, format=format)
    return str(refused.value)


def document(*values: Any) -> Document:
    """The document itself."""
    lines = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
    return Document.of("saved.json", "\n".join(lines).encode("utf-8", "surrogatepass"))


def texts(thread: Thread) -> list[str]:
    """What its tweets say."""
    return [tweet.text for tweet in thread]
