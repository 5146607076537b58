"""The block of `key: value` lines between two `---` at the start of a text: what people and clippers write there.

Only the simple part of YAML: one value a line, quotes around it, or a list of which the first entry counts. A block
without a single key that is known here is no front matter but text between separators, and stays text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from threads.model import Author, Moment
from threads.sources import dates
from threads.sources.status_links import find_status, find_unrolled

MAX_LINES = 100
MAX_VALUE = 500
"""The longest value taken over, in characters."""

KNOWN = frozenset(
    (
        *("author", "handle", "name", "date", "published", "id", "title", "source", "lang", "url", "tags", "layout"),
        *("protected", "tweets"),
    )
)

_KEY = re.compile(r"([A-Za-z][\w-]*+)[ \t]*+:(?:[ \t]++(.*+))?$")
_ENTRY = re.compile(r"[ \t]*+-[ \t]++(.*+)$")
_HANDLE = re.compile(r"(?<![\w.])@(\w+(?:[.-]+\w+)*(?:@\w+(?:[.-]+\w+)*)?)", re.ASCII)
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")
_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The values by lower-case key, each stripped and unquoted."""

    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, *keys: str) -> str:
        """The first of the keys that has a value; empty when none has."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")

    @property
    def author(self) -> Author:
        """From `handle`, `name` and `author`, which may hold either or both: `Ada (@ada)`, `[[@ada]]`."""
        said = self.get("author").replace("[[", "").replace("]]", "")
        handle = self.get("handle").removeprefix("@")
        if found := _HANDLE.search(said):
            handle = handle or found[1]
            said = said.replace(found[0], "").replace("()", "").strip()
        if not handle and (status := find_status(self.link or "")):
            handle = status[0]
        return Author(handle=handle, name=self.get("name") or said)

    @property
    def link(self) -> str | None:
        """The http(s) address in `source`, else in `url`."""
        links = (self.get(key) for key in ("source", "url"))
        return next((link for link in links if _WEB.fullmatch(link)), None)

    @property
    def status_id(self) -> str | None:
        """The id of the tweet on X that the link leads to, by X's own address or by Thread Reader's."""
        status = find_status(self.link or "")
        return status[1] if status else find_unrolled(self.link or "")

    @property
    def lang(self) -> str | None:
        """The language tag, when it has the shape of one."""
        said = self.get("lang")
        return said if _LANG.fullmatch(said) else None

    @property
    def protected(self) -> bool:
        """Whether the author does not want the story forwarded: `protected: true`."""
        return self.get("protected").lower() in ("true", "yes")

    @property
    def tweets(self) -> int | None:
        """How many tweets the text says that it has."""
        said = self.get("tweets")
        return int(said) if _COUNT.fullmatch(said) else None

    @property
    def written(self) -> Moment | None:
        """`date`, or a clipper's `published`, in ISO 8601."""
        return dates.iso(self.get("date", "published"))


def split(text: str) -> tuple[FrontMatter, str]:
    """The front matter and the text after it; an empty one and the whole text when there is none."""
    first, *lines = text.lstrip("\n").split("\n", MAX_LINES)
    if first.rstrip() != "---":
        return FrontMatter(), text
    for index, line in enumerate(lines):
        if line.rstrip() in ("---", "..."):
            values = _values(lines[:index])
            if KNOWN & values.keys():
                return FrontMatter(values=values), "\n".join(lines[index + 1 :])
            break
    return FrontMatter(), text


def _values(lines: list[str]) -> dict[str, str]:
    """Nothing at all when a line is neither a key, indented, an entry of a list, a comment nor blank."""
    values: dict[str, str] = {}
    key = ""
    for line in lines:
        if found := _KEY.match(line):
            key = found[1].lower()
            values[key] = _bare(found[2] or "")
        elif key and (found := _ENTRY.match(line)):
            values[key] = values[key] or _bare(found[1])
        elif line.strip() and not line.startswith((" ", "\t", "#")):
            return {}
    return values


def _bare(value: str) -> str:
    value = value.strip()[:MAX_VALUE]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
