"""The little of Markdown that stories carry: code fences, pictures, and what clippers add to a page's text.

This is no Markdown reader: what is not named here stays as its author wrote it. Every pattern runs in linear time.
"""

import re
from collections.abc import Callable

from threads.model import Media, MediaKind

Span = tuple[int, int]
"""Start and end of a part of a text, in code points."""

_FENCE = re.compile(r"^ {0,3}(?P<sign>`{3,}+|~{3,}+)(?P<info>[^`\n]*+)$", re.MULTILINE)

_URL = r"https?://(?:[^\s()<>]++|\([^\s()<>]*+\))++"
_TITLE = r"(?:[ \t]++\"[^\"\n]*+\")?+"
_PICTURE = re.compile(rf"(?<!\\)!\[(?P<alt>[^\[\]\n]*+)\]\((?P<url>{_URL}){_TITLE}\)")
_LINKED = re.compile(rf"\[[ \t]*+(?P<picture>{_PICTURE.pattern})[ \t]*+\]\((?P<link>{_URL}){_TITLE}\)")
_NOTE = re.compile(r"(?<!\\)\[image:[ \t]*+(?P<url>https?://[^\s\]]++)[ \t]*+\](?P<alt>)", re.IGNORECASE)
_FILM_TAG = re.compile(r"<(?P<name>/?video|source)\b(?P<attributes>[^<>]*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|poster)=[\"']?(https?://[^\"'\s]++)", re.IGNORECASE)

_LINK = re.compile(rf"\[(?P<label>[^\[\]\n]*+)\]\((?P<url>{_URL}){_TITLE}\)")
_CARD = re.compile(rf"\s*+\[\s*+\*\*[^\[\]]++\]\((?P<url>{_URL}){_TITLE}\)\s*+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|<&])")
_ORIGIN = re.compile(r"^(?:https?://)?(?:www\.)?")
_HARD_BREAK = re.compile(r"(?:\\|(?<=\S)[ \t]++)$", re.MULTILINE)

# A picture's place, with the spaces that would be left over; alone on its line it takes the line with it.
_TAKEN = "\x00"
_TAKEN_LINE = re.compile(r"^[ \t]*+(?:\x00[ \t]*+)++(?:\n|\Z)", re.MULTILINE)
_TAKEN_WORD = re.compile(r"(?:^[ \t]*+\x00[ \t]*+|[ \t]?\x00)", re.MULTILINE)


def fences(text: str) -> list[Span]:
    """The code blocks between fences, with their fences. One that is never closed is no code block.

    A bare `~~~` opens one only as code does, at the start of a paragraph: else it separates tweets.
    """
    spans: list[Span] = []
    opening: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        if opening is None:
            opening = line if _opens(line, text) else None
        elif line["sign"].startswith(opening["sign"]) and not line["info"].strip():
            spans.append((opening.start(), line.end()))
            opening = None
    return spans


def _opens(line: re.Match[str], text: str) -> bool:
    if line["sign"][0] == "`" or line["info"].strip():
        return True
    is_first = line.start() == 0 or text.endswith("\n\n", 0, line.start())
    return is_first and not text.startswith(("\n\n", "\n~"), line.end())


def take_pictures(text: str) -> tuple[str, tuple[Media, ...]]:
    """The text without its pictures (`![alt](https…)`, `[image: https…]`), and the pictures in order.

    Pictures with other addresses and those inside code stay text.
    """
    media: list[Media] = []

    def take(found: re.Match[str]) -> str:
        alt = found["alt"].strip()
        media.append(Media(kind=MediaKind.PHOTO, url=found["url"], alt="" if alt.lower() == "image" else alt))
        return _TAKEN

    def replace(part: str) -> str:
        return _NOTE.sub(take, _PICTURE.sub(take, _LINKED.sub(_unlinked, part)))

    if "[" in text:
        text = _tidied(_outside_fences(text, replace))
    return text, tuple(media)


def _unlinked(found: re.Match[str]) -> str:
    """A clipper links a picture to itself in another size; any other link is the author's."""
    is_itself = _stem(found["link"]) == _stem(found["url"])
    return found["picture"] if is_itself else f"{found['picture']} {found['link']}"


def _stem(url: str) -> str:
    """The address up to the file's name, without its extension, size (`:large`) and query."""
    folder, _, name = url.partition("?")[0].rpartition("/")
    return f"{folder}/{name.partition(':')[0].partition('.')[0]}"


def _outside_fences(text: str, replace: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in fences(text):
        parts += (replace(text[done:start]), text[start:end])
        done = end
    return "".join((*parts, replace(text[done:])))


def _tidied(text: str) -> str:
    return _TAKEN_WORD.sub("", _TAKEN_LINE.sub("", text))


def take_films(text: str) -> tuple[str, tuple[Media, ...]]:
    """The text without raw `<video>` tags, and the films whose address they give, MP4 first."""
    films: list[dict[str, str]] = []

    def take(found: re.Match[str]) -> str:
        if found["name"].lower() == "video" or not films:
            films.append({})
        for name, url in _ATTRIBUTE.findall(found["attributes"]):
            if ".mp4" in url or name.lower() not in films[-1]:
                films[-1][name.lower()] = url
        return _TAKEN

    text = _tidied(_FILM_TAG.sub(take, text))
    return text, tuple(
        Media(kind=MediaKind.VIDEO, url=film["src"], preview_url=film.get("poster")) for film in films if "src" in film
    )


def card_link(block: str) -> str | None:
    """The address of a link card (`[**Title** words](https…)` and nothing else); None for any other block."""
    found = _CARD.fullmatch(block)
    return found["url"] if found else None


def plain(text: str) -> str:
    """What a clipper made of a page, as the page's text: links written out, escapes and hard breaks undone."""
    text = _LINK.sub(lambda found: written_out(found["label"], found["url"]), text)
    return _HARD_BREAK.sub("", _ESCAPE.sub(r"\1", text))


def written_out(label: str, url: str) -> str:
    """A link as plain text: mentions and tags by their name, shortened addresses in full, words with the address."""
    label = label.strip()
    if label.startswith(("@", "#", "＠", "＃")):
        return label
    if not label or _shows(label, url):
        return url
    return f"{label} ({url})"


def _shows(label: str, url: str) -> bool:
    """Whether the label is the address itself, perhaps without its beginning and cut short by `…`."""
    shown = _ORIGIN.sub("", label.lower()).rstrip("/…")
    return "." in shown and _ORIGIN.sub("", url.lower()).startswith(shown)
