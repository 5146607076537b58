"""What the bot puts into a message: text, captions, media and previews, checked as the real server checks them."""

from typing import Any

from bot.sandbox.entities import Entity, tidy
from bot.sandbox.entity_list import read_all
from bot.sandbox.errors import bad
from bot.sandbox.files import Kind, StoredFile
from bot.sandbox.html import WrongMarkup, parse, utf16
from bot.sandbox.links import WrongLink, checked
from bot.sandbox.params import Params
from bot.sandbox.state import State

MAX_TEXT = 4096
MAX_CAPTION = 1024
_PREVIEW_FLAGS = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def text_content(state: State, params: Params, *, text: str = "text") -> dict[str, Any]:
    """The content of a text message; raises ApiError. `text` names the parameter (inline results use another)."""
    if not params.has(text):
        raise bad("message text is empty")
    plain, entities = _styled(state, params, text, "entities")
    if not plain:
        raise bad("text must be non-empty")
    if utf16(plain) > MAX_TEXT:
        raise bad("message is too long")
    content: dict[str, Any] = {"text": plain} | ({"entities": entities} if entities else {})
    options = _preview(params)
    return content | ({"link_preview_options": options} if options else {})


def caption_content(state: State, params: Params) -> dict[str, Any]:
    """Caption and its entities; nothing for an empty one."""
    plain, entities = _styled(state, params, "caption", "caption_entities")
    if utf16(plain) > MAX_CAPTION:
        raise bad("message caption is too long")
    content: dict[str, Any] = {"caption": plain} if plain else {}
    if plain and params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content | ({"caption_entities": entities} if entities else {})


def media_content(
    state: State, params: Params, kind: Kind, *, source: str | None = None, uploads: bool = True
) -> dict[str, Any]:
    """The content of a media message with its caption; `source` names the parameter with the file.

    Without `uploads` (inline messages) only a file id or an address will do.
    """
    caption = caption_content(state, params)
    file = _file(state, params, kind, source or kind, uploads)
    content: dict[str, Any] = {kind: file.described()}
    if kind == "animation":
        content["document"] = {key: value for key, value in content[kind].items() if key not in _MOVING}
    if kind != "document" and params.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content | caption


_MOVING = ("width", "height", "duration")


def _file(state: State, params: Params, kind: Kind, source: str, uploads: bool) -> StoredFile:
    value = params.text(source)
    upload = params.files.get(value.removeprefix("attach://") if value.startswith("attach://") else source)
    if upload is not None and uploads:
        told = params.number("width"), params.number("height")
        return state.files.upload(kind, upload.data, upload.name, told=told if all(told) else None)
    if upload is not None:
        raise bad("invalid message content specified")
    if not value:
        raise bad(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        return state.files.by_url(kind, value)
    return state.files.get(value, kind)


def _styled(state: State, params: Params, text: str, entities: str) -> tuple[str, list[Entity]]:
    """Text without its markup, and all its entities, after everything the server does to them."""
    plain = params.text(text)
    match params.text("parse_mode").lower():
        case "":
            given = read_all(state, params.data(entities, "entities"))
        case "html":
            plain, given = _parsed(state, plain)
        case "markdown" | "markdownv2":
            raise bad("unsupported parse_mode: the sandbox reads HTML only")
        case _:
            raise bad("unsupported parse_mode")
    plain, kept = tidy(plain, given)
    # Custom emoji need a username bought on Fragment; without one the server leaves the plain emoji.
    return plain, [entity for entity in kept if entity["type"] != "custom_emoji"]


def _parsed(state: State, marked: str) -> tuple[str, list[Entity]]:
    try:
        plain, entities = parse(marked)
    except WrongMarkup as wrong:
        raise bad(f"can't parse entities: {wrong}") from wrong
    known = [entity for entity in entities if "user" not in entity or entity["user"]["id"] in state.people]
    return plain, [_with_user(state, entity) for entity in known]


def _with_user(state: State, entity: Entity) -> Entity:
    return entity | {"user": state.people[entity["user"]["id"]]} if "user" in entity else entity


def _preview(params: Params) -> dict[str, Any]:
    """The preview options that differ from the default, as a message shows them."""
    given = params.data("link_preview_options", "link preview options")
    given = {} if given is None else given
    if not isinstance(given, dict):
        raise bad("object expected as link preview options")
    for flag in _PREVIEW_FLAGS:
        if not isinstance(given.get(flag, False), bool):
            raise bad(f'field "{flag}" must be of type Boolean')
    options: dict[str, Any] = {flag: True for flag in _PREVIEW_FLAGS if given.get(flag)}
    if params.flag("disable_web_page_preview"):
        options["is_disabled"] = True
    if given.get("url"):
        try:
            checked(str(given["url"]))
        except WrongLink as wrong:
            raise bad("WEBPAGE_URL_INVALID") from wrong
        options["url"] = str(given["url"])
    return options
