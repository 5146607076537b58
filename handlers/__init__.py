"""The third floor: what a chat can ask for. `register` is the one ordered list of it."""

from collections.abc import Mapping

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import browse, errors, overlays, reader, saving, settings, start
from handlers.callbacks import Press
from handlers.context import Command, OnPress
from handlers.routing import SpoolApplication, on_command, on_message, on_press

COMMANDS: Mapping[str, Command] = {**start.COMMANDS, **browse.COMMANDS, **settings.COMMANDS}
PRESSES: Mapping[type[Press], OnPress] = {
    **reader.PRESSES,
    **overlays.PRESSES,
    **saving.PRESSES,
    **browse.PRESSES,
    **settings.PRESSES,
}

_NEW = filters.UpdateType.MESSAGE


def register(application: SpoolApplication) -> None:
    """Tell the application everything that it answers to, in order: the first that fits takes the update."""
    application.add_handler(CallbackQueryHandler(on_press(PRESSES)))
    for name, run in COMMANDS.items():
        application.add_handler(CommandHandler(name, on_command(name, run), filters=_NEW))
    words = filters.ChatType.PRIVATE & _NEW & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(words, on_message("text", browse.on_text)))
    application.add_error_handler(errors.on_error)
