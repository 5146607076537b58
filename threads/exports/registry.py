"""What stories can be written as, each by its name: the values of `spool export --format`, the buttons of `As file`.

To add a format, write a module with NAME, ENDING, MIME_TYPE and `write`, and give it its place here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from threads.exports import epub, html_page, markdown, plain_text
from threads.exports.edition import Edition
from threads.sources import spool_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file. `streams` when files of several stories, one after the other, are again such a file.

    `pictures` when it holds them; `binary` when it is no text.
    """

    name: str
    ending: str
    mime_type: str
    write: Callable[[Edition], bytes]
    streams: bool = False
    binary: bool = False
    pictures: bool = False


def _as_line(edition: Edition) -> bytes:
    return spool_json.dump(edition.thread) + b"\n"


def _as_json(edition: Edition) -> bytes:
    return orjson.dumps(spool_json.document_of(edition.thread), option=orjson.OPT_INDENT_2) + b"\n"


FORMATS: tuple[Format, ...] = (
    Format(name=epub.NAME, ending=epub.ENDING, mime_type=epub.MIME_TYPE, write=epub.write, binary=True, pictures=True),
    Format(
        name=html_page.NAME,
        ending=html_page.ENDING,
        mime_type=html_page.MIME_TYPE,
        write=html_page.write,
        pictures=True,
    ),
    Format(name=markdown.NAME, ending=markdown.ENDING, mime_type=markdown.MIME_TYPE, write=markdown.write),
    Format(
        name=plain_text.NAME,
        ending=plain_text.ENDING,
        mime_type=plain_text.MIME_TYPE,
        write=plain_text.write,
        streams=True,
    ),
    Format(name="jsonl", ending="jsonl", mime_type="application/jsonl", write=_as_line, streams=True),
    Format(name="json", ending="json", mime_type="application/json", write=_as_json, streams=True),
)

BOOKS = tuple(known for known in FORMATS if known.name in ("epub", "html", "markdown", "text"))
"""Those that are for reading."""


def named(name: str) -> Format | None:
    """The format of a name; None when there is none."""
    return next((known for known in FORMATS if known.name == name), None)
