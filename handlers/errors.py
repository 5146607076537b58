"""The last resort: a handler failed. The log says where and why, the person gets a sentence, the bot goes on."""

import structlog
from structlog.contextvars import bind_contextvars
from telegram import Update

from handlers.context import Services, Tap
from handlers.routing import SpoolContext
from storage.errors import trouble

_log = structlog.get_logger()


async def on_error(update: object, context: SpoolContext) -> None:
    """A message's handler failed: log it, and say sorry where it was written."""
    report(context.error)
    if isinstance(update, Update) and update.message:
        user = update.effective_user
        text = _sorry(user.language_code if user else None, context.services)
        await context.services.gateway.send(update.message.chat.id, {"text": text})


async def sorry_for_press(tap: Tap, error: Exception, services: Services) -> None:
    """A press's handler failed: log it, and answer the press."""
    report(error)
    await services.gateway.answer(tap.query, _sorry(tap.language, services))


def report(error: Exception | None) -> None:
    """Log what failed, and nothing more.

    Trouble with the disk is one line a press, however many press; a fault of the program shows where it is.
    """
    bind_contextvars(outcome="failed")
    if error and (known := trouble(error)):
        _log.error("the database can't be used", why=known.parameters["why"])
    else:
        _log.error("handler failed", exc_info=error)


def _sorry(language: str | None, services: Services) -> str:
    words = services.catalogue.words(language)
    return words.say("Something went wrong on my side. Please try again in a moment.")
