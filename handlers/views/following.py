"""The buttons by which something is followed, and followed no longer: they say how it stands."""

from handlers.callbacks import FollowList, Turn
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.card import Button, Row
from handlers.views.frame import Setting
from threads.model import Author
from threads.text import opening

NAME = 20
"""Clusters of an author's handle or name on a button."""


def follow_label(setting: Setting) -> str:
    """The label of the button on a title card; on a shared card always the same."""
    return _label(setting.follows and not setting.shared, setting.words)


def follow_author_label(author: Author, setting: Setting) -> str:
    """The same on an end card, where the author is named."""
    shown = opening(f"@{author.handle}" if author.handle else author.name, NAME)
    # Where both run from left to right there is nothing to keep apart, and the label is found by what it says.
    if setting.words.rtl or not shown.isascii():
        shown = html.isolated(shown)
    if setting.follows and not setting.shared:
        return setting.words.label("🔔 Following {author}", author=shown)
    return setting.words.label("🔔 Follow {author}", author=shown)


def follow_row(turn: Turn, follows: bool, words: Words) -> Row:
    """Below the list of an author's or a tag's stories."""
    return (Button(_label(follows, words), FollowList(turn.listing, turn.subject, turn.page)),)


def _label(follows: bool, words: Words) -> str:
    return words.label("🔔 Following") if follows else words.label("🔔 Follow")
