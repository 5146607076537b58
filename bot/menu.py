"""What Telegram shows of the bot itself, in every language: its commands by scope, and its profile."""

from collections.abc import Iterator
from typing import Any

import structlog

from handlers.catalogue import ENGLISH, LANGUAGES, Words
from handlers.context import Services
from handlers.gateway import Done
from handlers.views.menu import commands, description, short_description

_log = structlog.get_logger()

Call = tuple[str, dict[str, Any]]


async def introduce(services: Services) -> None:
    """Tell Telegram everything, one call after the other. The bot works without: a refusal is logged and nothing more.

    English has no language code: it is what everybody sees whose language is none of ours.
    """
    for language in LANGUAGES:
        code = {} if language is ENGLISH else {"language_code": language.code}
        for method, payload in _calls(services.catalogue.words(language.code), services.offers.suggestions):
            outcome = await services.gateway.call(method, payload | code)
            if not isinstance(outcome, Done):
                _log.warning("the bot could not be introduced", method=method, outcome=type(outcome).__name__, **code)


def _calls(words: Words, suggestions: bool) -> Iterator[Call]:
    for scope, names in commands(words, suggestions=suggestions).items():
        listed = [{"command": name, "description": text} for name, text in names.items()]
        yield "setMyCommands", {"scope": {"type": scope}, "commands": listed}
    yield "setMyDescription", {"description": description(words)}
    yield "setMyShortDescription", {"short_description": short_description(words)}
