"""When a draft is to go out: the times to choose from, and the question for another one."""

from datetime import UTC, datetime, tzinfo

from handlers.catalogue import Words
from handlers.presses.desk import AtDesk, Deskwork
from handlers.views import html
from handlers.views.card import Button, Card, Row
from handlers.views.zones import Here, zone_line
from threads.model import Moment, ThreadId

NIGHT, MORNING = 20 * 60, 8 * 60
"""Minutes after midnight: when most people read, and when they get up."""


def when_card(draft: ThreadId, revision: int, here: Here, words: Words, *, tonight: bool) -> Card:
    """The times that one tap chooses; `tonight` while that is still to come."""

    def key(label: str, deskwork: Deskwork) -> Button:
        return Button(label, AtDesk(deskwork, draft, revision))

    evening = key(words.label("Tonight {time}", time=words.time(NIGHT)), Deskwork.TONIGHT)
    morning = key(words.label("Tomorrow {time}", time=words.time(MORNING)), Deskwork.TOMORROW)
    rows: tuple[Row, ...] = (
        (key(words.label("In an hour"), Deskwork.HOUR),),
        (evening, morning) if tonight else (morning,),
        (key(words.label("Another time"), Deskwork.OTHER), key(words.label("Back"), Deskwork.LOOK)),
    )
    asked = html.bold(words.say("When shall it go out?"))
    return Card(f"{asked}\n\n{_how(words)}\n\n{zone_line(here, words)}\n{_zones(words)}", rows)


def other_time_card(here: Here, words: Words, *, unread: bool = False) -> Card:
    """What to write for a time by the publisher's own clock."""
    parts = [_how(words), f"{zone_line(here, words)}\n{_zones(words)}"]
    if unread:
        parts.insert(0, html.text(words.say("I can't read that.")))
    return Card("\n\n".join(parts), ((Button(words.label("Cancel"), AtDesk(Deskwork.CANCEL)),),))


def local_time(at: datetime, clock: tzinfo, words: Words) -> str:
    """Day and time of a moment as somebody's clock shows them."""
    shown = at.astimezone(clock)
    day = words.date(Moment(at=shown.replace(tzinfo=UTC)))
    return words.say("{date}, {time}", date=day, time=words.time(shown.hour * 60 + shown.minute))


def _how(words: Words) -> str:
    how = words.say(
        "Send me the time: 18:30 for the next time that it is, tomorrow 18:30, or 2026-12-01 18:30 for a day."
    )
    return html.text(how)


def _zones(words: Words) -> str:
    return html.text(words.say("/settings has the time zone."))
