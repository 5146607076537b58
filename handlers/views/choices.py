"""Hashtags and authors to choose from, for what a chat is to hear: in pages, each says how it stands."""

from collections.abc import Collection, Sequence

from handlers.catalogue import Words
from handlers.presses.acts import Host, Hosting
from handlers.views import html
from handlers.views.card import Button, Card, Key, in_rows
from handlers.views.chats import name_of
from handlers.views.lists import turning
from storage.delivery.chats import SetChat
from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscriptions import Subscription
from threads.text import opening

WIDTH = 2
NAME = 24
"""Clusters of a hashtag or a name on a button."""

_LISTS = {Kind.TAG: (Hosting.TAGS, Hosting.TAG), Kind.AUTHOR: (Hosting.AUTHORS, Hosting.AUTHOR)}


def choice_card(
    chat: SetChat,
    kind: Kind,
    offered: Sequence[Subscription],
    followed: Collection[Subject],
    page: int,
    more: bool,
    words: Words,
) -> Card:
    """A page (counted from 0) of the hashtags or of the authors that there are; those in `followed` are marked."""
    listing, toggle = _LISTS[kind]
    keys: list[Key] = [
        Button(_label(entry, entry.subject in followed, words), Host(toggle, chat.id, entry.subject.id, page))
        for entry in offered
    ]
    pages = turning(page, more, words, lambda page: Host(listing, chat.id, 0, page))
    back = (Button(words.label("Back"), Host(Hosting.LIST, chat.id)),)
    said = words.say("Press what is to be followed; pressed again, it is followed no longer.")
    name = words.line(html.bold(name_of(chat.room, words)))
    return Card(f"{name}\n\n{html.text(said)}", (*in_rows(keys, WIDTH), *pages, back))


def _label(entry: Subscription, followed: bool, words: Words) -> str:
    sign = "#" if entry.subject.kind is Kind.TAG else ""
    name = sign + opening(entry.label, NAME)
    if not followed:
        return name
    return words.say("{name} (followed)", name=name) if words.plain else f"✓ {name}"
