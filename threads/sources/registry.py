"""Which importer reads a document: the one that is named, else the first that knows it by its beginning.

To add a format, write a module with NAME, `detects` and `read`, and give it its place in FORMATS.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Protocol

import orjson

from threads.errors import UnreadableSource
from threads.model import Thread, is_blank
from threads.sources import (
    bluesky,
    feed,
    fxtwitter,
    mastodon,
    mastodon_archive,
    plain_text,
    spool_json,
    thread_reader_html,
    thread_reader_text,
    x_api_v1,
    x_api_v2,
    x_archive,
    x_web,
)
from threads.sources.document import Document


class Format(Protocol):
    """What every importer module offers."""

    NAME: str

    def detects(self, document: Document) -> bool:
        """Whether the document is of this format; cheap, looks at its `head` and `tail` only."""

    def read(self, document: Document, today: date) -> Iterator[Thread]:
        """The stories. Raises UnreadableSource, at the latest when the first story is asked for."""


FORMATS: tuple[Format, ...] = (
    spool_json,
    mastodon_archive,
    x_archive,
    x_web,
    x_api_v2,
    fxtwitter,
    x_api_v1,
    bluesky,
    mastodon,
    feed,
    thread_reader_html,
    thread_reader_text,
    plain_text,
)
"""In order of detection: the surest signs first, and plain text, which is anything, last."""

_JSON = re.compile(r"\s*+(?:\{\s*+[\"}]|\[\s*+\{)")
_JSON_VALUE = re.compile(r"\s*+[\[\"0-9tfn-]")
_MARKUP = re.compile(r"\s*+<(?:!doctype|!--|\?xml|(?:html|head|body|div|script|style|rss|feed)\b)", re.IGNORECASE)


def names() -> tuple[str, ...]:
    """The values of `--format`."""
    return tuple(known.NAME for known in FORMATS)


def read(document: Document, *, today: date, format: str | None = None) -> Iterator[Thread]:
    """The stories of a document, by the format of that name or the one detected.

    `today` completes dates without a year. Raises UnreadableSource, here or while iterating.
    """
    if not document.folder and is_blank(document.head) and is_blank(document.text()):
        raise UnreadableSource(why=f"{document.name} is empty: there is no story in it.")
    importer = _named(format) if format else _detected(document)
    return importer.read(document, today)


def _named(name: str) -> Format:
    for known in FORMATS:
        if name == known.NAME:
            return known
    raise UnreadableSource(why=f"There is no format {name}: use one of {', '.join(names())}.")


def _detected(document: Document) -> Format:
    known = next(known for known in FORMATS if known.detects(document))
    if known is plain_text:
        _refuse_foreign(document)
    return known


def _refuse_foreign(document: Document) -> None:
    """Data and markup that no importer knows would make stories of brackets."""
    if _JSON.match(document.head) or (_JSON_VALUE.match(document.head) and _is_json(document.text())):
        kind = "JSON, but of no kind that is known here"
    elif _MARKUP.match(document.head):
        kind = "markup, but of no kind that is known here"
    else:
        return
    raise UnreadableSource(
        why=f"{document.name} looks like {kind}: Spool reads {', '.join(names())}; "
        "give --format text to take it as plain text."
    )


def _is_json(text: str) -> bool:
    """Whether all of it is one JSON value, as an empty list or a number is; "[1/9] One." is text."""
    try:
        orjson.loads(text.encode())
    except orjson.JSONDecodeError:
        return False
    return True
