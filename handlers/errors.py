"""The last resort: a handler failed. The log says where and why, the person gets a sentence, the bot goes on."""

import structlog
from telegram import Update

from handlers.routing import SpoolContext

_log = structlog.get_logger()


async def on_error(update: object, context: SpoolContext) -> None:
    """Log the failure, and answer the press or message that met it."""
    structlog.contextvars.bind_contextvars(outcome="failed")
    _log.error("handler failed", exc_info=context.error)
    if not isinstance(update, Update):
        return
    services = context.services
    user = update.effective_user
    words = services.catalogue.words(user.language_code if user else None)
    sorry = words.say("Something went wrong on my side. Please try again in a moment.")
    if update.callback_query:
        await services.gateway.answer(update.callback_query.id, sorry)
    elif update.message:
        await services.gateway.send(update.message.chat.id, {"text": sorry})
