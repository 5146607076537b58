"""Answers to presses and to inline queries."""

from typing import Any

from bot.sandbox import keyboards
from bot.sandbox.asking import is_alive
from bot.sandbox.errors import ApiError, bad
from bot.sandbox.files import Kind
from bot.sandbox.html import utf16
from bot.sandbox.messages import media_content, text_content
from bot.sandbox.params import Params
from bot.sandbox.state import Query, State

MAX_TOAST = 200
MAX_RESULTS = 50
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_MEDIA: dict[str, tuple[Kind, str]] = {
    "photo": ("photo", "photo"),
    "gif": ("animation", "gif"),
    "mpeg4_gif": ("animation", "mpeg4"),
    "video": ("video", "video"),
    "document": ("document", "document"),
}


def _alive(state: State, query: Query | None) -> Query:
    if query is None or not is_alive(state, query):
        raise bad(_TOO_OLD)
    return query


def answer_callback_query(state: State, params: Params) -> bool:
    """answerCallbackQuery: within 15 seconds; a second answer is taken too, and the last one stands."""
    query = _alive(state, state.presses.get(params.text("callback_query_id")))
    text, url = params.text("text"), params.text("url")
    if utf16(text) > MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    if url and not url.startswith(
        (f"https://t.me/{state.bot['username']}?", f"tg://resolve?domain={state.bot['username']}&")
    ):
        raise bad("URL_INVALID")
    query.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url}
    state.tell("answer", person=query.person, query_id=query.id, **query.answer)
    return True


def answer_inline_query(state: State, params: Params) -> bool:
    """answerInlineQuery: up to 50 results, each checked as the message it would become."""
    results = params.data("results", "inline query results")
    if not isinstance(results, list):
        raise bad("can't parse JSON encoded inline query results")
    if len(results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    contents = [_content(state, params, result) for result in results]
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    query = _alive(state, state.inline.get(params.text("inline_query_id")))
    query.contents = dict(zip(ids, contents, strict=True))
    query.answer = {
        "results": results,
        "cache_time": params.number("cache_time", 300),
        "is_personal": params.flag("is_personal"),
        "next_offset": params.text("next_offset"),
        "button": _button(params),
    }
    state.tell("results", person=query.person, inline_query_id=query.id, payload=query.answer)
    return True


def _wrong(why: str) -> ApiError:
    return bad(f"can't parse inline query result: {why}")


def _content(state: State, params: Params, result: Any) -> dict[str, Any]:
    """The message a result would become; raises ApiError for one the server would not take."""
    if not isinstance(result, dict):
        raise _wrong("expected an Object")
    for field in ("type", "id"):
        if not isinstance(result.get(field), str):
            raise _wrong(f'Can\'t find field "{field}"')
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    inner = params.inner(result)
    markup = keyboards.read(result.get("reply_markup"), inline_only=True)
    content = _article(state, inner) if result["type"] == "article" else _media(state, inner)
    return content | ({"reply_markup": markup} if markup else {})


def _article(state: State, result: Params) -> dict[str, Any]:
    if not result.has("title"):
        raise bad("ARTICLE_TITLE_EMPTY")
    if not result.has("input_message_content"):
        raise _wrong('Can\'t find field "input_message_content"')
    return _text(state, result)


def _text(state: State, result: Params) -> dict[str, Any]:
    content = result.data("input_message_content", "input message content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad("the sandbox knows only text as input_message_content")
    return text_content(state, result.inner(content), text="message_text")


def _media(state: State, result: Params) -> dict[str, Any]:
    if result.text("type") not in _MEDIA:
        raise bad("the sandbox does not know this type of inline query result")
    kind, prefix = _MEDIA[result.text("type")]
    source = f"{prefix}_file_id" if result.has(f"{prefix}_file_id") else f"{prefix}_url"
    if not result.has(source):
        raise _wrong(f'Can\'t find field "{prefix}_url"')
    if source.endswith("_url") and kind != "document" and not result.has("thumbnail_url"):
        raise _wrong('Can\'t find field "thumbnail_url"')
    content = media_content(state, result, kind, source=source, uploads=False)
    return _text(state, result) if result.has("input_message_content") else content


def _button(params: Params) -> dict[str, Any] | None:
    button = params.data("button", "inline query results button")
    if button is None:
        return None
    if not isinstance(button, dict) or not button.get("text"):
        raise bad("can't parse InlineQueryResultsButton: Can't find field \"text\"")
    start = button.get("start_parameter")
    if start is not None and not _is_start(str(start)):
        raise bad("START_PARAM_INVALID")
    return button


def _is_start(value: str) -> bool:
    return 1 <= len(value) <= 64 and value.isascii() and all(char.isalnum() or char in "_-" for char in value)


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
