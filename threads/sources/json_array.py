"""A list of JSON objects behind `window.YTD.tweets.part0 =`, read one by one: files of gigabytes in bounded memory.

The scripts of an archive are data with a few letters of code in front. The code is cut away and never run.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from threads.errors import UnreadableSource

CHUNK = 1024 * 1024
MAX_OBJECT = 8 * 1024 * 1024
"""Bytes of one object of a list: a tweet has some thousands."""
MAX_VALUE = 4 * 1024 * 1024
"""Bytes of a file that is read whole."""
PREFIX = 1024
"""Bytes in which the list has to begin."""

_ASSIGNED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:[A-Za-z_][\w. \t]{0,200}=)?\s*(?=[\[{])")
# Up to the next bracket, strings passed over; inside an object also over what holds no bracket itself.
_PLAIN = rb'[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"'
_TO_BRACKET = re.compile(rb"(?:%b)*+[{}\[\]]" % _PLAIN, re.DOTALL)
_INSIDE = re.compile(rb"(?:%b|\{(?:%b)*+\}|\[(?:%b)*+\])*+[{}\[\]]" % (_PLAIN, _PLAIN, _PLAIN), re.DOTALL)
_OPENING = (ord("{"), ord("["))


def objects(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The objects of the list, as bytes, whatever stands between them.

    Raises UnreadableSource, naming the file, when there is no list, when it ends in the middle, and for an object of
    more than 8 MiB.
    """
    buffer = stream.read(CHUNK)
    begins = _ASSIGNED.match(buffer[:PREFIX])
    if not begins or buffer[begins.end() : begins.end() + 1] != b"[":
        raise UnreadableSource(why=f"{name} holds no list of tweets: look whether it was unpacked whole.")
    place, start, depth = begins.end(), -1, 0
    while True:
        while found := (_INSIDE if depth > 1 else _TO_BRACKET).match(buffer, place):
            place = found.end()
            if buffer[place - 1] in _OPENING:
                if depth == 1:
                    start = place - 1
                depth += 1
                continue
            depth -= 1
            if depth == 1:
                yield buffer[start:place]
                start = -1
            elif depth == 0:
                return
        kept = start if start >= 0 else place
        buffer, place, start = buffer[kept:], place - kept, min(start, 0)
        buffer += _more(stream, len(buffer), name)


def _more(stream: BinaryIO, held: int, name: str) -> bytes:
    if held > MAX_OBJECT:
        raise UnreadableSource(why=f"{name} holds an entry that is larger than any tweet: it is damaged or hostile.")
    chunk = stream.read(CHUNK)
    if not chunk:
        raise UnreadableSource(why=f"{name} ends in the middle: unpack or download the archive again.")
    return chunk


def assigned(stream: BinaryIO, name: str) -> Any:
    """The one JSON value of a small file. Raises UnreadableSource for one above 4 MiB, and for what is no JSON."""
    data = stream.read(MAX_VALUE + 1)
    begins = _ASSIGNED.match(data[:PREFIX])
    if len(data) > MAX_VALUE or not begins:
        raise UnreadableSource(why=f"{name} is not what archives have there: look whether it was unpacked whole.")
    try:
        return orjson.loads(data[begins.end() :].strip().removesuffix(b";"))
    except orjson.JSONDecodeError as error:
        raise UnreadableSource(why=f"{name} is not valid JSON: unpack or download the archive again.") from error
