"""The ways to hand a story on: the menus that open on a card, and where they lead."""

from dataclasses import dataclass
from urllib.parse import urlencode

from handlers.callbacks import AsFile, AsPicture, Frame, Make, Product, Share, Show, Spot
from handlers.catalogue import Words
from handlers.presses.desk import Edit, Editing
from handlers.presses.portions import Portioned, Portioning
from handlers.presses.reports import Objected, Objection
from handlers.views import html
from handlers.views.card import Button, CopyButton, Key, LinkButton, Row, SendButton, in_rows
from handlers.views.frame import Setting
from handlers.views.reports import admin_row
from handlers.views.title import headline
from storage.threads import Status, StoredThread
from threads.links import report_payload, story_payload
from threads.reading import Place

LONG = 4
"""From so many tweets on a story is long enough for portions."""
HEADLINE = 80
"""Clusters of a story's headline beside its link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What this bot can do: answer inline queries, join groups, draw pictures, take reports and suggestions."""

    inline: bool
    groups: bool
    pictures: bool
    reports: bool
    suggestions: bool


def place_of(spot: Spot) -> Place | None:
    """The place that a card stands for; None for a card of the story as a whole."""
    return spot.place if isinstance(spot, Frame) else None


def share_rows(
    story: StoredThread, spot: Spot, setting: Setting, offers: Offers, *, admin: bool = False
) -> tuple[Row, ...]:
    """The ways to share this card: every link opens the story at this very tweet.

    A button stands only where it works: not every bot answers inline queries, an inline card has no chat for a file,
    and what its author does not want passed on has links only. Where others report a story, an `admin` takes it away.
    """
    words = setting.words
    payload = payload_of(story, spot)
    url = html.bot_link(setting.bot, payload)
    elsewhere = "https://t.me/share/url?" + urlencode({"url": url, "text": headline(story, HEADLINE)})
    rows: list[Row] = [
        (CopyButton(words.label("Copy link"), url), LinkButton(words.label("Share elsewhere"), elsewhere))
    ]
    if not story.thread.protected:
        if offers.inline:
            rows.insert(0, (SendButton(words.label("Send to a chat"), payload),))
        if setting.carries:
            rows.append(_made(spot, words, offers))
    if offers.groups:
        group = f"https://t.me/{setting.bot}?startgroup={payload}"
        rows.append((LinkButton(words.label("Add to a group"), group),))
    if not setting.shared and len(story.thread) >= LONG:
        rows.append((Button(words.label("📅 In portions"), Portioned(Portioning.OPEN, story.id)),))
    back: Row = (Button(words.label("Back"), Show(spot)),)
    if admin:
        decided = (admin_row(story, words),) if story.status is Status.PUBLISHED else ()
        return (*rows, *decided, (_edit(story, spot, words), *back))
    return (*rows, (*back, _report(story, setting)) if offers.reports else back)


def _edit(story: StoredThread, spot: Spot, words: Words) -> Key:
    """For admins: the way to correct the story, at this tweet."""
    place = place_of(spot)
    number = place.number if place else 0
    return Button(words.label("Edit"), Edit(Editing.OPEN, story.id, number, story.revision))


def _report(story: StoredThread, setting: Setting) -> Key:
    """The way to report the story; from a shared card into the reader's own chat."""
    label = setting.words.label("Report")
    if setting.shared:
        return LinkButton(label, html.bot_link(setting.bot, report_payload(story.id)))
    return Button(label, Objected(Objection.ASK, story.id))


def _made(spot: Spot, words: Words, offers: Offers) -> Row:
    picture = (Button(words.label("As picture"), AsPicture(spot)),) if offers.pictures else ()
    return (*picture, Button(words.label("As file"), AsFile(spot)))


def file_rows(story: StoredThread, spot: Spot, setting: Setting) -> tuple[Row, ...]:
    """The kinds of files there are."""
    words = setting.words
    labels = {
        Product.EPUB: words.label("Book (EPUB)"),
        Product.HTML: words.label("Page (HTML)"),
        Product.MARKDOWN: words.label("Markdown"),
        Product.TEXT: words.label("Plain text"),
    }
    return _products(labels, spot, words)


def picture_rows(story: StoredThread, spot: Spot, setting: Setting) -> tuple[Row, ...]:
    """The kinds of pictures there are."""
    words = setting.words
    return _products({Product.LIGHT: words.label("Light"), Product.DARK: words.label("Dark")}, spot, words)


def _products(labels: dict[Product, str], spot: Spot, words: Words) -> tuple[Row, ...]:
    keys: list[Key] = [Button(label, Make(product, spot)) for product, label in labels.items()]
    return (*in_rows(keys, 2), (Button(words.label("Back"), Share(spot)),))


def payload_of(story: StoredThread, spot: Spot) -> str:
    """What stands in a card's links."""
    place = place_of(spot)
    return story_payload(story.id, place.number if place else None)
