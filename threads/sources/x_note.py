"""The long posts of an X archive: their texts lie in a file of their own that names no tweet.

A note is told by its id, which is made some milliseconds before its tweet's, and by its text, of which the tweet has
the beginning. Its text is not escaped; its links are shortened, sometimes otherwise than in the tweet.
"""

import re

from threads.sources.json_fields import Fields
from threads.sources.x_legacy import full_text
from threads.sources.x_text import unescape

COMPARED = 100
"""Signs of the beginning that have to be the same."""

_LINK = re.compile(r"https?://t\.co/\w+", re.ASCII)
_MENTIONS = re.compile(r"(?:\s*@\w{1,20})+\s*", re.ASCII)


def as_on_pages(note: Fields) -> Fields:
    """A note as X's own pages have it, where the tweet's reader expects its links."""
    core = note.object("core")
    urls = [
        {
            "url": item.text("shortUrl"),
            "expanded_url": item.text("expandedUrl"),
            "indices": [item.values.get("fromIndex"), item.values.get("toIndex")],
        }
        for item in core.objects("urls")
    ]
    entities = {"urls": urls, "hashtags": [{"text": item.text("text")} for item in core.objects("hashtags")]}
    return Fields({"text": core.text("text"), "entity_set": entities}, note.where)


def is_note_of(note: Fields, tweet: Fields) -> bool:
    """Whether the tweet begins as the note does, links, leading mentions and the sign of its cut aside."""
    shown = _key(unescape(full_text(tweet)))
    whole = _key(note.object("core").text("text"))
    return bool(whole) and whole.startswith(shown[:COMPARED])


def _key(text: str) -> str:
    leading = _MENTIONS.match(text)
    text = text[leading.end() :] if leading else text
    return "".join(_LINK.sub("", text).split()).rstrip("…")
