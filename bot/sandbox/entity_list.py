"""Entities that the bot writes out itself (`entities`, `caption_entities`) in place of a parse mode."""

from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.errors import ApiError, bad
from bot.sandbox.links import WrongLink, checked, mentioned_user
from bot.sandbox.state import State

_PLAIN = ("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code")
_FOUND = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number")


def read_all(state: State, value: Any) -> list[Entity]:
    """The entities of a parameter, empty when it is missing; raises ApiError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad("expected an Array of MessageEntity")
    return [entity for given in value if (entity := _entity(state, given))]


def _entity(state: State, given: Any) -> Entity:
    """One entity; an empty one for a kind the server finds by itself, whatever the bot says."""
    entity = _span(given)
    match given["type"]:
        case "text_link":
            return entity | _text_link(state, given)
        case "text_mention":
            return entity | {"user": _user(state, given)}
        case "custom_emoji":
            return entity | {"custom_emoji_id": _emoji(given)}
        case "pre":
            return entity | ({"language": str(given["language"])} if given.get("language") else {})
        case "date_time":
            return entity | _moment(given)
        case kind if kind in _PLAIN:
            return entity
        case kind if kind in _FOUND:
            return {}
    raise bad("can't parse MessageEntity: Unsupported type specified")


def _span(given: Any) -> Entity:
    if not isinstance(given, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    for field in ("type", "offset", "length"):
        if field not in given:
            raise _no_field(field)
        if field != "type" and not isinstance(given[field], int):
            raise bad(f'can\'t parse MessageEntity: Field "{field}" must be of type Number')
    return {field: given[field] for field in ("type", "offset", "length")}


def _no_field(name: str) -> ApiError:
    return bad(f"can't parse MessageEntity: Can't find field \"{name}\"")


def _text_link(state: State, given: Entity) -> Entity:
    if "url" not in given:
        raise _no_field("url")
    url = str(given["url"])
    if user := mentioned_user(url):
        return {"type": "text_mention", "user": _user(state, {"user": {"id": user}})}
    try:
        return {"url": checked(url)}
    except WrongLink as wrong:
        raise bad(f"entity URL '{url}' is invalid: {wrong.why}") from wrong


def _user(state: State, given: Entity) -> dict[str, Any]:
    if not isinstance(given.get("user"), dict):
        raise _no_field("user")
    user = state.people.get(given["user"].get("id"))
    if user is None:
        raise bad("user not found")
    return user


def _emoji(given: Entity) -> str:
    if "custom_emoji_id" not in given:
        raise _no_field("custom_emoji_id")
    value = str(given["custom_emoji_id"])
    if not (value.isascii() and value.isdigit() and int(value) < 2**63):
        raise bad('can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number')
    return value


def _moment(given: Entity) -> Entity:
    if not isinstance(given.get("unix_time"), int):
        raise _no_field("unix_time")
    shape = given.get("date_time_format")
    return {"unix_time": given["unix_time"]} | ({"date_time_format": str(shape)} if shape else {})
