"""What a file of a story is called: in the story's own script, and so that every file system takes it."""

import re
from unicodedata import normalize

import regex

from threads.model import Thread
from threads.text import cluster_ends, opening

MAX_BYTES = 120
"""UTF-8 bytes of a name without its ending: the strictest file systems allow 143, most 255."""
TITLE = 60
AUTHOR = 24
"""Clusters of the two parts."""

# Windows' signs, controls, private and unassigned characters, everything that turns the direction of what follows.
_UNSAFE = regex.compile(r"(?V1)[<>:\"/\\|?*\p{C}\u2028\u2029--[\u200C\u200D]]")
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_NOT_AT_AN_END = " .-_,;~'’\u200c\u200d"


def file_name(thread: Thread, ending: str, *, prefix: str = "") -> str:
    """The name of a story's file: who wrote it and how it begins. `prefix` tells stories apart in one folder."""
    author = opening(thread.author.handle or thread.author.name, AUTHOR) if thread.author.shown else ""
    texts = (tweet.text for tweet in thread if not (tweet.content_warning or tweet.gap))
    begins = next((words for text in (thread.title, *texts) if (words := opening(text, TITLE))), "")
    parts = [part for part in (safe(author), safe(begins)) if part]
    name = _bounded(" - ".join(parts) or "story")
    name = f"{prefix}{name}"
    return f"{'_' if _RESERVED.match(name) else ''}{name}.{ending}"


def safe(words: str) -> str:
    """The words without what some file system can't keep."""
    spaced = _SPACES.sub(" ", _UNSAFE.sub(" ", normalize("NFC", words)))
    return spaced.replace("…", "").strip(_NOT_AT_AN_END)


def _bounded(name: str) -> str:
    """The name in at most 120 bytes, cut between characters as a person sees them."""
    if len(name.encode()) <= MAX_BYTES:
        return name
    fitting = [end for end in cluster_ends(name, 0, len(name)) if len(name[:end].encode()) <= MAX_BYTES]
    cut = name[: fitting[-1]] if fitting else "story"
    words = cut.rpartition(" ")[0] if not name[len(cut) :].startswith(" ") else cut
    return (words if len(words) * 2 > len(cut) else cut).strip(_NOT_AT_AN_END)
