"""An author's page as the bot's operators see it: what the author wants, and the ways to have it so."""

from dataclasses import replace

from handlers.catalogue import Words
from handlers.presses.acts import Decide, Decision
from handlers.views import html
from handlers.views.card import Button, Card, Row
from storage.authors import AuthorEntry
from threads.text import opening

NAME = 40
"""Clusters of a handle."""


def for_admins(card: Card, entry: AuthorEntry, words: Words) -> Card:
    """The page with what has been decided above it, and what can be decided below. A mere name is nobody's for sure."""
    if not entry.author.handle:
        return card
    said = []
    if entry.opted_out:
        said.append(words.say("This author wants no stories here: whatever comes in is refused."))
    if entry.protected:
        said.append(words.say("This author's stories are not to be passed on."))
    text = "\n\n".join([*map(html.text, said), card.text])
    return replace(card, text=text, rows=(*card.rows, _decisions(entry, words)))


def surely_card(entry: AuthorEntry, words: Words) -> Card:
    """Asked once more before everything of an author is withdrawn."""
    name = html.isolated(f"@{opening(entry.author.handle, NAME)}")
    stories = words.count("{n} story", "{n} stories", entry.stories)
    asked = words.say("Withdraw everything by {author} and refuse what comes later?", author=name)
    yes = Button(words.label("Yes, withdraw"), Decide(Decision.OPT_OUT_SURELY, entry.id))
    back = Button(words.label("Back"), Decide(Decision.LOOK, entry.id), primary=True)
    return Card(html.text(f"{asked} {html.isolated(stories)}"), ((yes, back),))


def _decisions(entry: AuthorEntry, words: Words) -> Row:
    if entry.protected:
        mark = Button(words.label("May be passed on"), Decide(Decision.UNPROTECT, entry.id))
    else:
        mark = Button(words.label("Not to be passed on"), Decide(Decision.PROTECT, entry.id))
    if entry.opted_out:
        return (mark, Button(words.label("Opt in"), Decide(Decision.OPT_IN, entry.id)))
    return (mark, Button(words.label("Opt out"), Decide(Decision.OPT_OUT, entry.id)))
