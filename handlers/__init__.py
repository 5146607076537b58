"""The third floor: what a chat can ask for. `register` is the one ordered list of it."""

from collections.abc import Hashable, Mapping
from typing import Any

from structlog.contextvars import bind_contextvars
from telegram.ext import ChosenInlineResultHandler, CommandHandler, MessageHandler, filters

from handlers import authors, browse, errors, inline, overlays, reader, reports, saving, search, settings, share, start
from handlers.admins import at_desk
from handlers.callbacks import Again, AsFile, AsPicture, Find, Jump, Next, Press, Previous, Share, Show, ShowTags, Turn
from handlers.context import Ask, Command, OnPress, Services
from handlers.hosting import chats, membership, picking
from handlers.presses.desk import AtDesk
from handlers.publishing import adding, batches, collecting, drafts, editing, scheduling, sources, suggestions
from handlers.routing import (
    SpoolApplication,
    asking_of,
    on_chosen,
    on_command,
    on_message,
    presence_of,
    press_of,
    tap_of,
    target_of,
)
from handlers.subscribing import deliveries, following, notified, portions, subscriptions, times

COMMANDS: Mapping[str, Command] = {
    **start.COMMANDS,
    **browse.COMMANDS,
    **search.COMMANDS,
    **subscriptions.COMMANDS,
    **suggestions.COMMANDS,
    **settings.COMMANDS,
}
ADMIN_COMMANDS: Mapping[str, Command] = {
    **adding.COMMANDS,
    **drafts.COMMANDS,
    **editing.COMMANDS,
    **deliveries.COMMANDS,
    **sources.COMMANDS,
}
"""Listed for each operator's own chat, once they have started the bot."""
PRESSES: Mapping[type[Press], OnPress] = {
    **reader.PRESSES,
    **overlays.PRESSES,
    **share.PRESSES,
    **saving.PRESSES,
    **browse.PRESSES,
    **search.PRESSES,
    **following.PRESSES,
    **notified.PRESSES,
    **subscriptions.PRESSES,
    **deliveries.PRESSES,
    **authors.PRESSES,
    **chats.PRESSES,
    **reports.PRESSES,
    **suggestions.PRESSES,
    **sources.PRESSES,
    **settings.PRESSES,
    **times.PRESSES,
    **portions.PRESSES,
    **editing.PRESSES,
    AtDesk: at_desk(
        {
            **adding.DESKWORK,
            **collecting.DESKWORK,
            **drafts.DESKWORK,
            **editing.DESKWORK,
            **scheduling.DESKWORK,
            **batches.DESKWORK,
        }
    ),
}
_TAKERS = (
    *(reports.take, suggestions.take, chats.take, picking.take),
    *(editing.take, scheduling.take, collecting.take, adding.take),
)

_ONLY_SHOWING = (Show, Next, Previous, Jump, ShowTags, Share, AsFile, AsPicture, Again, Turn, Find)
"""Presses after which the card shows something else and nothing more: a later one makes an earlier one pointless."""

_NEW = filters.UpdateType.MESSAGE


def register(application: SpoolApplication) -> None:
    """Tell the application everything that it answers to, in order: the first that fits takes the update."""
    # A forwarded message orders nothing: somebody else wrote it.
    own = _NEW & ~filters.FORWARDED
    for name, run in {**COMMANDS, **ADMIN_COMMANDS}.items():
        application.add_handler(CommandHandler(name, on_command(name, run), filters=own))
    words = filters.ChatType.PRIVATE & _NEW & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(words, on_message("text", on_words)))
    application.add_handler(MessageHandler(filters.StatusUpdate.CHAT_SHARED & _NEW, picking.on_shared))
    application.add_handler(ChosenInlineResultHandler(on_chosen(share.on_chosen)))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, membership.on_migration))
    reopened = filters.StatusUpdate.FORUM_TOPIC_REOPENED & _NEW
    application.add_handler(MessageHandler(reopened, membership.on_topic_reopened))
    application.add_error_handler(errors.on_error)


async def on_words(ask: Ask, services: Services) -> None:
    """A message in a private chat that is no known command: the first that takes it has it, the rest is a search."""
    for take in _TAKERS:
        if await take(ask, services):
            return
    await search.on_text(ask, services)


async def on_press(query: Mapping[str, Any], services: Services) -> None:
    """A press of any button, as Telegram sends it. A failure is logged and answered with a sentence, never raised."""
    try:
        tap = tap_of(query)
    except (AttributeError, KeyError, TypeError):
        bind_contextvars(outcome="unreadable")
        return
    press = press_of(query)
    if press is None:
        bind_contextvars(handler="unreadable")
        words = services.catalogue.words(tap.language)
        await services.gateway.answer(tap.query, words.say("This button can't be read. Try /latest."))
        return
    if services.showing.is_retired(tap.target):
        bind_contextvars(handler="retired")
        await services.gateway.answer(tap.query)
        return
    bind_contextvars(handler=type(press).__name__.lower())
    try:
        await PRESSES[type(press)](tap, press, services)
    except Exception as error:  # noqa: BLE001  # the error handler of presses
        await errors.sorry_for_press(tap, error, services)


async def on_inline_query(query: Mapping[str, Any], services: Services) -> None:
    """`@bot …` in any chat, as Telegram sends it. A failure is logged, never raised."""
    bind_contextvars(handler="inline")
    try:
        asking = asking_of(query)
    except (AttributeError, KeyError, TypeError):
        bind_contextvars(outcome="unreadable")
        return
    try:
        await inline.answer(asking, services)
    except Exception as error:  # noqa: BLE001  # the error handler of inline queries
        errors.report(error)


async def on_membership(change: Mapping[str, Any], services: Services) -> None:
    """What has become of the bot in a chat, as Telegram sends it. A failure is logged, never raised.

    Read by ourselves: PTB refuses it where the server is older or newer and names other rights.
    """
    bind_contextvars(handler="membership")
    try:
        presence = presence_of(change)
    except (AttributeError, KeyError, TypeError):
        bind_contextvars(outcome="unreadable")
        return
    try:
        await membership.on_membership(presence, services)
    except Exception as error:  # noqa: BLE001  # the error handler of changes of membership
        errors.report(error)


def _asker(query: Any) -> Hashable | None:
    """Whose list of results it is: of what one types letter by letter, the last is wanted."""
    return ("inline", query.get("from", {}).get("id")) if isinstance(query, dict) else None


def shown_card(update: Mapping[str, Any]) -> Hashable | None:
    """What an update only shows something on: the card of a press, someone's list of inline results; else None."""
    if "inline_query" in update:
        return _asker(update["inline_query"])
    query = update.get("callback_query")
    if not isinstance(query, dict) or not isinstance(press_of(query), _ONLY_SHOWING):
        return None
    try:
        return target_of(query)
    except (AttributeError, KeyError, TypeError):
        return None
