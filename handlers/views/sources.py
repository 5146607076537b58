"""/follow: whose new threads come in by themselves, when they were last looked at, and what keeps that from working."""

from collections.abc import Sequence
from datetime import datetime

from handlers.catalogue import Words
from handlers.presses.acts import Following, FollowSource
from handlers.views import html
from handlers.views.card import Button, Card, Row
from handlers.views.lists import turning
from handlers.views.refusals import kept_sentence
from storage.sources import Followed
from threads.sources.live.source import Source

PAGE = 8
"""Of them on one card."""


def sources_card(followed: Sequence[Followed], page: int, now: datetime, words: Words) -> Card:
    """Everybody who is followed, a page at a time, each with a button to stop."""
    shown = followed[page * PAGE : (page + 1) * PAGE]
    parts = [html.bold(words.say("Followed authors and feeds"))]
    rows: list[Row] = []
    for ordinal, each in enumerate(shown, page * PAGE + 1):
        parts.append(_lines(ordinal, each, now, words))
        stop = words.label("Stop: {n}", n=words.number(ordinal))
        rows.append((Button(stop, FollowSource(Following.STOP, each.id)),))
    if not followed:
        parts.append(html.text(words.say("Nobody yet.")))
    parts.append(html.text(words.say("To follow somebody, send /follow with the link to their page or feed.")))
    more = len(followed) > (page + 1) * PAGE
    turns = turning(page, more, words, lambda to: FollowSource(Following.LIST, to))
    return Card("\n\n".join(parts), (*rows, *turns))


def followed_card(source: Source, is_new: bool, words: Words) -> Card:
    """That somebody is followed now, and what that means."""
    name = html.isolated(source.name)
    if not is_new:
        return Card(html.text(words.say("{name} is followed already.", name=name)))
    said = words.say(
        "{name} is followed. Threads from now on come in once they have been quiet for a while; older ones don’t.",
        name=name,
    )
    return Card(html.text(said))


def refused_card(why: str) -> Card:
    """Why nobody can be followed there."""
    return Card(html.text(html.isolated(why)))


def _lines(ordinal: int, followed: Followed, now: datetime, words: Words) -> str:
    name = html.link(html.isolated(followed.source.name), followed.source.link)
    title = words.line(f"{words.number(ordinal)}. {name}")
    state = words.line(html.text(_state(followed, now, words)))
    trouble = f"\n{html.text(html.isolated(kept_sentence(followed.trouble, words)))}" if followed.trouble else ""
    return f"{title}\n{state}{trouble}"


def _state(followed: Followed, now: datetime, words: Words) -> str:
    if followed.looked is None:
        return words.say("Not looked at yet.")
    minutes = max(0, int((now - followed.looked).total_seconds() // 60))
    return words.count("Looked at {n} min ago.", "Looked at {n} min ago.", minutes)
