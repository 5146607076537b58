"""When a chat is told of new stories: the cards of one's own notifications, with buttons that mean the chat."""

from dataclasses import replace

from handlers.catalogue import Words
from handlers.presses.acts import Host, Hosting, Time, Timing
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row
from handlers.views.chats import name_of
from storage.delivery.chats import SetChat

TIMINGS = {
    Hosting.RHYTHM: Timing.RHYTHM,
    Hosting.PACE: Timing.PACE,
    Hosting.HOURS: Timing.HOURS,
    Hosting.HOUR: Timing.HOUR,
    Hosting.DAYS: Timing.DAYS,
    Hosting.DAY: Timing.DAY,
    Hosting.QUIET: Timing.QUIET,
    Hosting.QUIET_FROM: Timing.QUIET_FROM,
    Hosting.QUIET_UNTIL: Timing.QUIET_UNTIL,
    Hosting.NEVER_QUIET: Timing.NEVER_QUIET,
    Hosting.SILENT: Timing.SILENT,
}
"""What the presses about a chat's times are in one's own settings."""
_HOSTINGS = {timing: hosting for hosting, timing in TIMINGS.items()}


def for_chat(card: Card, chat: SetChat, words: Words) -> Card:
    """A card of one's own notifications as that of a chat: what is personal on it is left out.

    The way back into the settings leads to the chat's list.
    """
    rows = (tuple(kept for key in row if (kept := _of_chat(key, chat))) for row in card.rows)
    shown: tuple[Row, ...] = tuple(row for row in rows if row)
    if not any(_leads_back(key) for row in shown for key in row):
        shown = (*shown, (Button(words.label("Back"), Host(Hosting.LIST, chat.id)),))
    name = words.line(html.bold(name_of(chat.room, words)))
    return replace(card, text=f"{name}\n\n{card.text}", rows=shown)


def _of_chat(key: Key, chat: SetChat) -> Button | None:
    if not isinstance(key, Button) or not isinstance(key.press, Time) or key.press.timing not in _HOSTINGS:
        return None
    time = key.press
    return replace(key, press=Host(_HOSTINGS[time.timing], chat.id, time.number, time.second))


def _leads_back(key: Key) -> bool:
    """Whether a button leads from a choice to the state as it is."""
    return isinstance(key, Button) and isinstance(key.press, Host) and key.press.hosting is Hosting.RHYTHM
