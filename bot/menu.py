"""What Telegram shows of the bot itself: its commands, for private chats and for groups."""

import structlog

from handlers.context import Services
from handlers.gateway import Done
from handlers.views.menu import commands

_log = structlog.get_logger()


async def offer_commands(services: Services) -> None:
    """Register the commands. The bot works without: a refusal is logged and nothing more."""
    words = services.catalogue.words(None)
    for scope, names in commands(words).items():
        payload = {"scope": {"type": scope}, "commands": [{"command": n, "description": d} for n, d in names.items()]}
        outcome = await services.gateway.call("setMyCommands", payload)
        if not isinstance(outcome, Done):
            _log.warning("the commands could not be registered", scope=scope, outcome=type(outcome).__name__)
