"""What becomes of a text and its entities on Telegram's side: cleaned, joined, split, trimmed.

The order of steps is the server's, because a message is compared with its edit after all of them. Entities are
Bot API dicts; offsets and lengths are UTF-16 code units.
"""

from itertools import pairwise
from typing import Any, TypeAlias

from bot.sandbox.autolinks import find
from bot.sandbox.errors import bad
from bot.sandbox.html import utf16

Entity: TypeAlias = dict[str, Any]

MAX_ENTITIES = 100
_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("pre", "code")
_KEPT_WHEN_BLANK = (*_CODE, "text_link", "text_mention")
_PRIORITY = {"pre": 10, "code": 20, "text_link": 49, "text_mention": 49} | dict.fromkeys(_QUOTES, 0)
_PRIORITY |= {style: 90 + place for place, style in enumerate(_STYLES)} | {"custom_emoji": 99}
_REMOVED = frozenset("\r\u030a\u0333\u033f") | {chr(code) for code in range(0x2028, 0x202F)}
_BLANK = frozenset(" \n\u1680\u180e\u202f\u205f\u2800\u3000\ufffc") | {chr(code) for code in range(0x2000, 0x2010)}


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text and entities as the server keeps them; an empty text when nothing to be seen is left.

    Raises ApiError for offsets that point outside the text or into the middle of a character.
    """
    for entity in entities:
        for side in ("offset", "length"):
            if not 0 <= entity[side] <= 1_000_000:
                raise bad(f"receive an entity with incorrect {side} {entity[side]}")
    entities = _settled([entity for entity in entities if entity["length"] > 0])
    text, entities = _cleaned(text, entities)
    entities = _settled(_shrunk(text, entities))
    text, entities = _trimmed(text, entities)
    if all(char in _BLANK for char in text):
        return "", []
    entities = _with_found(text, _at_most(entities))
    return text, _shrunk(text, entities)


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _order(entity: Entity) -> tuple[int, int, int]:
    return (entity["offset"], -entity["length"], _PRIORITY.get(entity["type"], 50))


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces, some characters go; offsets follow."""
    kept: list[str] = []
    moved = {0: 0}
    old = new = 0
    for char in text:
        units = utf16(char)
        old += units
        if char not in _REMOVED:
            kept.append(char if char >= " " or char == "\n" else " ")
            new += units
        moved[old] = new
    return "".join(kept), [_moved(entity, moved, text) for entity in entities]


def _moved(entity: Entity, moved: dict[int, int], text: str) -> Entity:
    start, end = entity["offset"], _end(entity)
    length = utf16(text)
    if start > length or (start == length and end > length):
        raise bad(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > length:
        raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")
    if start not in moved:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {_byte(text, start)}")
    if end not in moved:
        place = _byte(text, end)
        raise bad(
            f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at byte offset {place}"
        )
    return entity | {"offset": moved[start], "length": moved[end] - moved[start]}


def _byte(text: str, unit: int) -> int:
    """The byte offset of the character after the one that the UTF-16 offset falls into."""
    return len(text.encode("utf-16-le")[: unit * 2 + 2].decode("utf-16-le").encode())


def _shrunk(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities without the whitespace they begin with; those around nothing but whitespace are gone."""
    units = text.encode("utf-16-le")
    result = []
    for entity in entities:
        inside = units[entity["offset"] * 2 : _end(entity) * 2].decode("utf-16-le")
        body = inside.lstrip(" \n")
        if entity["type"] in _KEPT_WHEN_BLANK and inside:
            result.append(entity)
        elif body:
            lost = len(inside) - len(body)
            result.append(entity | {"offset": entity["offset"] + lost, "length": entity["length"] - lost})
    return sorted(result, key=_order)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    length = utf16(text)
    entities = [
        entity | {"length": min(_end(entity), length) - entity["offset"]}
        for entity in entities
        if entity["offset"] < length
    ]
    first = min((entity["offset"] for entity in entities), default=length)
    lost = min(len(text) - len(text.lstrip(" \n")), first)
    return text[lost:], [entity | {"offset": entity["offset"] - lost} for entity in entities]


def _at_most(entities: list[Entity]) -> list[Entity]:
    """The first hundred: links, code and quotations before styles, as the server counts them."""
    solid = [entity for entity in entities if entity["type"] not in _STYLES]
    styles = [entity for entity in entities if entity["type"] in _STYLES]
    return sorted([*solid, *styles][:MAX_ENTITIES], key=_order)


def _with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Adds the links, tags, mentions and commands that Telegram finds by itself, where nothing else stands."""
    quotes = [entity for entity in entities if entity["type"] in _QUOTES]
    solid = [entity for entity in entities if entity["type"] not in (*_QUOTES, *_STYLES)]
    found = [
        entity
        for entity in _outside_quotes(find(text), quotes)
        if all(_end(entity) <= other["offset"] or entity["offset"] >= _end(other) for other in solid)
    ]
    styles = [entity for entity in entities if entity["type"] in _STYLES]
    return _split(styles, sorted([*solid, *found, *quotes], key=_order))


def _settled(entities: list[Entity]) -> list[Entity]:
    """Entities that nest properly: what may not overlap is dropped, what may be split is split."""
    entities = sorted(entities, key=_order)
    solid = _apart([entity for entity in entities if entity["type"] not in (*_QUOTES, *_STYLES)])
    quotes = _apart([entity for entity in entities if entity["type"] in _QUOTES])
    styles = [entity for entity in entities if entity["type"] in _STYLES]
    return _split(styles, sorted([*_outside_quotes(solid, quotes), *quotes], key=_order))


def _apart(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _outside_quotes(entities: list[Entity], quotes: list[Entity]) -> list[Entity]:
    """Those that lie wholly inside one quotation or wholly outside all of them."""

    def crosses(entity: Entity, quote: Entity) -> bool:
        overlaps = entity["offset"] < _end(quote) and quote["offset"] < _end(entity)
        return overlaps and not (quote["offset"] <= entity["offset"] and _end(entity) <= _end(quote))

    return [entity for entity in entities if not any(crosses(entity, quote) for quote in quotes)]


def _split(styles: list[Entity], others: list[Entity]) -> list[Entity]:
    """Styles joined where they touch, cut where anything else begins (or, but for styles, ends), never inside code."""
    runs = {style: _joined([entity for entity in styles if entity["type"] == style]) for style in _STYLES}
    edges = {place for other in others for place in (other["offset"], _end(other))}
    code = [(other["offset"], _end(other)) for other in others if other["type"] in _CODE]
    pieces = []
    for style, spans in runs.items():
        cuts = edges | {start for other in _STYLES if other != style for start, _ in runs[other]}
        for start, end in spans:
            places = sorted({start, end, *(place for place in cuts if start < place < end)})
            pieces += [
                {"type": style, "offset": left, "length": right - left}
                for left, right in pairwise(places)
                if not any(begin <= left and right <= stop for begin, stop in code)
            ]
    return sorted([*others, *pieces], key=_order)


def _joined(entities: list[Entity]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for entity in entities:
        if runs and entity["offset"] <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], _end(entity)))
        else:
            runs.append((entity["offset"], _end(entity)))
    return runs
