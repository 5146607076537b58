"""A story in portions: several tweets in one message, and what there is to choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.callbacks import End, Frame, Show, Title
from handlers.catalogue import Words
from handlers.presses.portions import Portioned, Portioning
from handlers.views import html
from handlers.views.body import counter, footing, heading, said
from handlers.views.card import Button, Card, Key, Row, in_rows
from handlers.views.frame import Setting, open_button
from handlers.views.pages import page_count, pages_of
from handlers.views.title import continuing, headline
from handlers.views.zones import Here, zone_line
from storage.delivery.portions import Order
from storage.readers import Standing
from storage.threads import StoredThread
from threads import reading
from threads.links import story_payload
from threads.portions import portion
from threads.reading import Place
from threads.text import utf16_length

SIZES = (1, 2, 3, 5, 10)
"""How many tweets at a time there are to choose from."""
LONGEST = 3_800
"""UTF-16 units of a portion with its markup: more is for the next one. What is seen of it is less."""
HOURS_WIDTH, HOUR = 6, 60
HEADLINE = 80


@dataclass(frozen=True, slots=True)
class Drawn:
    """A portion: the card, the last place on it, whether the story ends there, and whether a new reading begins."""

    card: Card
    place: Place
    last: bool
    again: bool


def next_portion(
    story: StoredThread, standing: Standing, tweets: int, setting: Setting, after: Place | None = None
) -> Drawn:
    """The portion that follows a reader's place, or the given one; from the beginning when they have read it all."""
    start, again = _start(story, standing, after)
    places = portion(story.thread, start, tweets, page_count, lambda some: _fits(story, some, setting))
    last = reading.is_last(story.thread, places[-1], page_count)
    rows = _rows(story, places[-1], setting, last=last)
    card = Card(_text(story, places, setting), rows, protected=story.thread.protected)
    return Drawn(card, places[-1], last, again)


def choice_card(story: StoredThread, order: Order | None, here: Here, words: Words) -> Card:
    """How it stands, and how many tweets at a time."""
    lines = [html.bold(words.say("In portions")), html.text(html.isolated(headline(story, HEADLINE)))]
    lines.append(_order_line(order, words) if order else html.text(words.say("How many tweets at a time, once a day?")))
    keys: list[Key] = [
        Button(words.number(size), Portioned(Portioning.HOURS, story.id, size))
        for size in SIZES
        if size < len(story.thread)
    ]
    rows: list[Row] = [tuple(keys)]
    if order:
        rows.append((_more(story, words), _stop(story, words)))
    rows.append((Button(words.label("Back"), Show(Title(story.id))),))
    return Card("\n\n".join([*lines, zone_line(here, words)]), tuple(rows))


def hours_card(story: StoredThread, tweets: int, here: Here, words: Words) -> Card:
    """At which hour they come."""
    keys: list[Key] = [
        Button(words.time(hour * HOUR), Portioned(Portioning.START, story.id, tweets, hour * HOUR))
        for hour in range(24)
    ]
    asked = html.bold(words.say("At which hour should they come, every day?"))
    back = Button(words.label("Back"), Portioned(Portioning.OPEN, story.id))
    return Card(f"{asked}\n\n{zone_line(here, words)}", (*in_rows(keys, HOURS_WIDTH), (back,)))


def _order_line(order: Order, words: Words) -> str:
    time = words.time(order.minute)
    count = words.count("{n} tweet every day at {time}.", "{n} tweets every day at {time}.", order.tweets, time=time)
    return html.text(count)


def _start(story: StoredThread, standing: Standing, after: Place | None) -> tuple[Place, bool]:
    """Where the portion begins, and whether that is a new reading of a story that was read to its end."""
    place = continuing(story, standing)
    seen = after or (place if standing.open else None)
    if seen is not None:
        there = reading.settle(story.thread, seen, page_count)
        return (reading.after(story.thread, there, page_count) or there, False)
    return (place, False) if place else (reading.first(story.thread), standing.place is not None)


def _fits(story: StoredThread, places: Sequence[Place], setting: Setting) -> bool:
    return utf16_length(_text(story, places, setting)) <= LONGEST


def _text(story: StoredThread, places: Sequence[Place], setting: Setting) -> str:
    """The tweets one below the other, each behind its number; a single one reads as its frame does."""
    words, thread = setting.words, story.thread
    tweets = [thread.tweets[reading.index_of(thread, place.number)] for place in places]
    parts = [heading(story, tweets[0], words)]
    for index, place in enumerate(places):
        if index and place.number != places[index - 1].number:
            url = html.bot_link(setting.bot, story_payload(story.id, place.number))
            parts.append(words.line(html.link(html.isolated(counter(story, place, words)), url)))
        parts += said(story, Frame(story.id, place), setting.bot, words)
    parts.append(footing(story, places[-1], tweets[-1], pages_of(tweets[-1]), words))
    return "\n\n".join(part for part in parts if part)


def _rows(story: StoredThread, place: Place, setting: Setting, *, last: bool) -> tuple[Row, ...]:
    words = setting.words
    if last:
        finish = Button(words.label("Finish ✓"), Show(End(story.id)), primary=True)
        return ((finish,), (open_button(story, setting, place),))
    following = reading.after(story.thread, place, page_count) or place
    onward = words.label("▶ Continue {counter}", counter=counter(story, following, words))
    return (
        (_more(story, words, place),),
        (Button(onward, Show(Frame(story.id, following))), _stop(story, words)),
        (open_button(story, setting, place),),
    )


def _more(story: StoredThread, words: Words, place: Place | None = None) -> Button:
    number, page = (place.number, place.page) if place else (0, 0)
    return Button(words.label("More now"), Portioned(Portioning.MORE, story.id, number, page), primary=True)


def _stop(story: StoredThread, words: Words) -> Button:
    return Button(words.label("Stop portions"), Portioned(Portioning.STOP, story.id))
