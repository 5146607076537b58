"""Signs in a text that the reader of plain text would act on, and the backslash that keeps it from that.

`spool export` writes the backslash, as Markdown has it; the reader takes it away again. Only where something would
happen without it: a backslash before anything else is the author's. Code between fences is left alone.
"""

import re

from threads.sources.markdown import fences

SEPARATOR = re.compile(
    r"^ {0,3}(?:(?P<dashes>[-–—─]++)|[-–—─](?:[ \t]*+[-–—─]){2,}|\*(?:[ \t]*+\*){2,}|_(?:[ \t]*+_){2,}"
    r"|(?P<equals>={3,}+)|~{3,}+|\[break\]|[•·](?:[ \t]*+[•·]){2})[ \t]*+$",
    re.MULTILINE | re.IGNORECASE,
)
"""A line of signs that may stand between tweets."""

_ALONE = re.compile(rf"{SEPARATOR.pattern}|^ {{0,3}}(?:`{{3,}}+|~{{3,}}+)[^`\n]*+$|^ {{0,3}}#[ \t]", re.IGNORECASE)
_LINE = re.compile(r"^(?P<indent> {0,3})(?P<guards>\\*+)(?P<rest>[^\n]*+)$", re.MULTILINE)
_PICTURE = re.compile(r"(\\*+)(!\[(?!image:)|\[image:)", re.IGNORECASE)


def guarded(text: str) -> str:
    """The text with one backslash more before everything that would divide it, head it or be taken out of it."""
    return _outside_code(text, guard=True)


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; one that never was loses a backslash where it guards something."""
    return _outside_code(text, guard=False)


def _outside_code(text: str, *, guard: bool) -> str:
    parts: list[str] = []
    done = 0
    for start, end in fences(text):
        parts += (_changed(text[done:start], guard=guard), text[start:end])
        done = end
    return "".join((*parts, _changed(text[done:], guard=guard)))


def _changed(text: str, *, guard: bool) -> str:
    def line(found: re.Match[str]) -> str:
        if not _ALONE.match(found["indent"] + found["rest"]):
            return found[0]
        return f"{found['indent']}{_one(found['guards'], guard=guard)}{found['rest']}"

    def picture(found: re.Match[str]) -> str:
        return f"{_one(found[1], guard=guard)}{found[2]}"

    return _PICTURE.sub(picture, _LINE.sub(line, text))


def _one(guards: str, *, guard: bool) -> str:
    return f"\\{guards}" if guard else guards[1:]
