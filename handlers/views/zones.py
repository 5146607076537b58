"""Choosing a time zone with thumbs: what time is it where you are, and in which city's manner."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.callbacks import Choice, Choose
from handlers.catalogue import Words
from handlers.presses.acts import Time, Timing
from handlers.subscribing.cities import Cities
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows, mirrored
from threads.text import opening
from threads.zones import ZoneName, fixed, number_of

CLOCKS_WIDTH = 4
CITIES_WIDTH, CITIES_SHOWN = 2, 16
NAME = 24
"""Characters of a city's name on a button."""
AHEAD = 24 * 60
"""Added to offsets in callback data, where no number is below 0."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where somebody is (empty: they have not told), and the time of day there, in minutes after midnight."""

    place: str
    minute: int


def zone_line(here: Here, words: Words) -> str:
    """The zone in a sentence, as HTML."""
    time = words.time(here.minute)
    if not here.place:
        return html.text(words.say("Time zone: not chosen, so times are those of UTC, where it is {time}.", time=time))
    place = html.isolated(here.place)
    return html.text(words.say("Time zone: {place}, where it is {time}.", place=place, time=time))


def zone_card(here: Here, words: Words) -> Card:
    """What is chosen, and the way to another choice."""
    parts = [zone_line(here, words), html.text(_written(words))]
    change = Button(words.label("Choose by the time"), Time(Timing.CLOCKS))
    return Card("\n\n".join(parts), ((change,), (_settings(words),)))


def clocks_card(offsets: Sequence[int], now: datetime, words: Words) -> Card:
    """What time is it where you are: everybody knows that."""
    clocks = {offset: now + timedelta(minutes=offset) for offset in offsets}
    shown = Counter(clock.time() for clock in clocks.values())
    keys: list[Key] = [
        Button(_clock(clock, words, twice=shown[clock.time()] > 1), Time(Timing.CITIES, offset + AHEAD))
        for offset, clock in clocks.items()
    ]
    parts = [html.bold(words.say("What time is it where you are?")), html.text(_written(words))]
    return Card("\n\n".join(parts), (*in_rows(keys, CLOCKS_WIDTH), (_settings(words),)))


def _clock(clock: datetime, words: Words, *, twice: bool) -> str:
    """What a clock shows; with its day where another one shows the same on the day before."""
    time = words.time(clock.hour * 60 + clock.minute)
    return words.joined([words.weekday(clock.weekday()), time]) if twice else time


def cities_card(offset: int, zones: Sequence[ZoneName], page: int, known: Cities, words: Words) -> Card:
    """The cities where it is that time, and the time alone for those to whom daylight saving means nothing."""
    shown = zones[page * CITIES_SHOWN : (page + 1) * CITIES_SHOWN]
    # No label, which would lose the sign of the offset in plain mode.
    always = Button(words.say("{zone}, always", zone=fixed(offset)), Time(Timing.OFFSET, offset + AHEAD))
    back = Button(words.label("Back"), Time(Timing.CLOCKS))
    rows = (*_city_rows(shown, known, words), *_turning(offset, page, len(zones), words), (always,), (back,))
    return Card(html.bold(words.say("Which of these cities has your clock?")), rows)


def which_place_card(zones: Sequence[ZoneName], known: Cities, words: Words) -> Card:
    """Several zones go by what somebody wrote: which is theirs."""
    said = html.bold(words.say("Which of these cities has your clock?"))
    return Card(said, (*_city_rows(zones[:CITIES_SHOWN], known, words), (_settings(words),)))


def unknown_place_card(words: Words) -> Card:
    """What somebody wrote is no place that we know."""
    said = words.say("I don't know this place: write a larger city near you, or how far you are from UTC.")
    change = Button(words.label("Choose by the time"), Time(Timing.CLOCKS))
    return Card(f"{html.text(said)}\n\n{html.text(_written(words))}", ((change,), (_settings(words),)))


def _written(words: Words) -> str:
    return words.say("You can also write it: /settings Tehran or /settings UTC+3:30")


def _city_rows(zones: Sequence[ZoneName], known: Cities, words: Words) -> tuple[Row, ...]:
    keys: list[Key] = [
        Button(opening(known.name(zone, words.language), NAME), Time(Timing.CITY, number_of(zone))) for zone in zones
    ]
    return in_rows(keys, CITIES_WIDTH)


def _turning(offset: int, page: int, total: int, words: Words) -> tuple[Row, ...]:
    back, onward = ("▶", "◀") if words.rtl else ("◀", "▶")
    if words.plain:
        back, onward = words.say("Previous page"), words.say("Next page")
    keys: list[Key] = []
    if page:
        keys.append(Button(back, Time(Timing.CITIES, offset + AHEAD, page - 1)))
    if (page + 1) * CITIES_SHOWN < total:
        keys.append(Button(onward, Time(Timing.CITIES, offset + AHEAD, page + 1)))
    return (mirrored(tuple(keys), words),) if keys else ()


def _settings(words: Words) -> Button:
    return Button(words.label("Back"), Choose(Choice.SETTINGS))
