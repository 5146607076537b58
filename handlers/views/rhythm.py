"""When new stories are told of: the state in words, and every choice by a button in place."""

from collections.abc import Callable, Sequence

from handlers.callbacks import Choice, Choose
from handlers.catalogue import Words
from handlers.presses.acts import Time, Timing
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows, mirrored
from handlers.views.lists import NAME, WIDTH
from handlers.views.zones import Here, zone_line
from storage.delivery.rhythms import Chosen
from storage.delivery.subjects import Kind
from storage.delivery.subscriptions import Subscription
from storage.threads import PAGE
from threads.rhythm import Pace, Rhythm
from threads.text import opening

HOURS_WIDTH, DAYS_WIDTH = 6, 4
HOUR = 60
KINDS = (Kind.ALL, Kind.AUTHOR, Kind.TAG)
"""In callback data a kind of subscription is its place here: never changed, only added to."""


def rhythm_card(chosen: Chosen, here: Here, words: Words) -> Card:
    """How it stands, and what can be changed."""
    rhythm = chosen.rhythm
    lines = [_pace_line(rhythm, words), _quiet_line(rhythm, words), _sound_line(rhythm, words)]
    if chosen.own:
        count = words.count(
            "{n} subscription has a pace of its own.", "{n} subscriptions have a pace of their own.", chosen.own
        )
        lines.append(count)
    parts = [html.bold(words.say("Notifications")), "\n".join(map(html.text, lines)), zone_line(here, words)]
    rows = (_pace_row(rhythm, words), *_when_rows(chosen, words), *_manner_rows(rhythm, words), *_ways(words))
    return Card("\n\n".join(parts), rows)


def hours_card(words: Words) -> Card:
    """At which hour digests come."""
    said = words.say("At which hour should digests come?")
    return _hours(said, lambda minute: Time(Timing.HOUR, minute), words)


def days_card(words: Words) -> Card:
    """On which day the weekly digest comes."""
    keys: list[Key] = [Button(words.weekday(day), Time(Timing.DAY, day)) for day in range(7)]
    said = html.bold(words.say("On which day should the weekly digest come?"))
    return Card(said, (*in_rows(keys, DAYS_WIDTH), (_back(words),)))


def quiet_card(words: Words) -> Card:
    """When quiet hours begin."""
    said = words.say("From when on should nothing arrive?")
    never = Button(words.label("No quiet hours"), Time(Timing.NEVER_QUIET))
    return _hours(said, lambda minute: Time(Timing.QUIET_FROM, minute), words, never)


def quiet_until_card(begins: int, words: Words) -> Card:
    """When they end."""
    said = words.say("Nothing arrives from {time} on. Until when?", time=words.time(begins))
    return _hours(said, lambda minute: Time(Timing.QUIET_UNTIL, begins, minute), words, without=begins)


def each_card(entries: Sequence[Subscription], page: int, more: bool, rhythm: Rhythm, words: Words) -> Card:
    """What is followed and how quickly each of it comes; a press goes on to the next pace."""
    first = page * PAGE + 1
    numbered = list(enumerate(entries, first))
    lines = [_each_line(ordinal, entry, rhythm, words) for ordinal, entry in numbered]
    keys: list[Key] = [
        Button(_change(ordinal, words), Time(Timing.EACH_NEXT, KINDS.index(entry.subject.kind), entry.subject.id, page))
        for ordinal, entry in numbered
    ]
    said = words.say(
        "Each press of a number changes when that one comes. A story that fits several comes with the quickest."
    )
    parts = [html.bold(words.say("When each comes")), html.text(said), "\n".join(lines)]
    return Card("\n\n".join(parts), (*in_rows(keys, WIDTH), *_turning(page, more, words), (_back(words),)))


def _pace_line(rhythm: Rhythm, words: Words) -> str:
    return words.say("New stories: {pace}.", pace=_pace(rhythm.pace, rhythm, words))


def _pace(pace: Pace, rhythm: Rhythm, words: Words) -> str:
    time = words.time(rhythm.minute)
    match pace:
        case Pace.AT_ONCE:
            return words.say("at once")
        case Pace.DAILY:
            return words.say("every day at {time}", time=time)
        case Pace.WEEKLY:
            return words.say("every {day} at {time}", day=words.weekday(rhythm.weekday), time=time)


def _quiet_line(rhythm: Rhythm, words: Words) -> str:
    if rhythm.quiet is None:
        return words.say("Quiet hours: none.")
    begins, ends = map(words.time, rhythm.quiet)
    return words.say(
        "Quiet hours: {begins} to {ends}. What comes then is kept, and told in one message when they end.",
        begins=begins,
        ends=ends,
    )


def _sound_line(rhythm: Rhythm, words: Words) -> str:
    return words.say("They come without a sound.") if rhythm.silent else words.say("They come with a sound.")


def _pace_row(rhythm: Rhythm, words: Words) -> Row:
    labels = {
        Pace.AT_ONCE: words.label("At once"),
        Pace.DAILY: words.label("Daily"),
        Pace.WEEKLY: words.label("Weekly"),
    }
    return tuple(
        Button(words.say("✓ {language}", language=label) if pace is rhythm.pace else label, Time(Timing.PACE, pace))
        for pace, label in labels.items()
    )


def _when_rows(chosen: Chosen, words: Words) -> tuple[Row, ...]:
    """The hour and the day, where something goes by them."""
    rhythm = chosen.rhythm
    if rhythm.pace is Pace.AT_ONCE and not chosen.own:
        return ()
    hour = Button(words.label("🕗 Hour: {time}", time=words.time(rhythm.minute)), Time(Timing.HOURS))
    if rhythm.pace is Pace.DAILY and not chosen.own:
        return ((hour,),)
    return ((hour, Button(words.label("📅 {day}", day=words.weekday(rhythm.weekday)), Time(Timing.DAYS))),)


def _manner_rows(rhythm: Rhythm, words: Words) -> tuple[Row, ...]:
    quiet = Button(words.label("🌙 Quiet hours"), Time(Timing.QUIET))
    if rhythm.silent:
        return ((quiet, Button(words.label("🔊 With a sound"), Time(Timing.SILENT, 0))),)
    return ((quiet, Button(words.label("🔇 Without a sound"), Time(Timing.SILENT, 1))),)


def _ways(words: Words) -> tuple[Row, ...]:
    each = Button(words.label("When each comes"), Time(Timing.EACH))
    zone = Button(words.label("🌍 Time zone"), Time(Timing.CLOCKS))
    return ((each, zone), (Button(words.label("Back"), Choose(Choice.SETTINGS)),))


def _hours(
    said: str, press: Callable[[int], Time], words: Words, more: Button | None = None, without: int | None = None
) -> Card:
    """The hours of a day to choose from."""
    minutes = [hour * HOUR for hour in range(24) if hour * HOUR != without]
    keys: list[Key] = [Button(words.time(minute), press(minute)) for minute in minutes]
    rows: tuple[Row, ...] = in_rows(keys, HOURS_WIDTH)
    return Card(html.bold(said), (*rows, *(((more,),) if more else ()), (_back(words),)))


def _each_line(ordinal: int, entry: Subscription, rhythm: Rhythm, words: Words) -> str:
    name = opening(entry.label, NAME)
    if entry.subject.kind is Kind.TAG:
        name = f"#{name}"
    shown = html.isolated(name) if name else words.say("Every new story")
    pace = _pace(rhythm.pace if entry.pace is None else entry.pace, rhythm, words)
    own = html.bold(pace) if entry.pace is not None else html.text(pace)
    return words.line(f"{words.number(ordinal)}. {html.text(shown)}: {own}")


def _change(ordinal: int, words: Words) -> str:
    number = words.number(ordinal)
    return words.say("Change {n}", n=number) if words.plain else f"🕗 {number}"


def _turning(page: int, more: bool, words: Words) -> tuple[Row, ...]:
    back, onward = ("▶", "◀") if words.rtl else ("◀", "▶")
    if words.plain:
        back, onward = words.say("Previous page"), words.say("Next page")
    keys: list[Key] = []
    if page:
        keys.append(Button(back, Time(Timing.EACH, page - 1)))
    if more:
        keys.append(Button(onward, Time(Timing.EACH, page + 1)))
    return (mirrored(tuple(keys), words),) if keys else ()


def _back(words: Words) -> Button:
    return Button(words.label("Back"), Time(Timing.RHYTHM))
