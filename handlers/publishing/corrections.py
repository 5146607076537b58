"""What somebody types to correct a story, as a correction: every answer to a question of `views/editing.py`."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from storage.desk.awaiting import Asked, Awaited
from storage.desk.revising import Change, Changed, Correction
from threads import editing
from threads.daytime import moment_in
from threads.language import code_of
from threads.letters import fold
from threads.model import Author, Moment, Precision, Thread, TweetNumber, is_address, is_blank

NOTHING = ("-", "–", "—", "−")
"""What is written for none."""
LONGEST = 200
"""Characters of an author's name or handle, of a warning and of what is said of tags."""

_HANDLE = re.compile(r"(?:^|\s)[@＠]([\w.-]{1,100}(?:@[\w.-]{1,100})?)\s*$")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def correction_of(awaited: Awaited, text: str, zone: tzinfo, now: datetime) -> Correction | None:
    """The correction that an answer means; None when it can't be read. `zone` is the clock of who answers."""
    said = text.strip()
    if is_blank(said):
        return None
    number = TweetNumber(awaited.number)
    match awaited.what:
        case Asked.TEXT:
            return _of(Changed.TEXT, number, lambda story: editing.corrected(story.thread, number, said))
        case Asked.SPLIT:
            return _of(
                Changed.SPLIT,
                number,
                lambda story: editing.split_before(story.thread, number, said, story.next_number),
            )
        case _:
            return _known(awaited.what, number, "" if said in NOTHING else said, zone, now)


def _known(what: Asked, number: TweetNumber, said: str, zone: tzinfo, now: datetime) -> Correction | None:
    """What is known of the story, or stands before it; `said` is empty for none."""
    match what:
        case Asked.WARNING if len(said) <= LONGEST:
            return _of(Changed.WARNING, number, lambda story: editing.warned(story.thread, number or None, said))
        case Asked.TAGS if len(said) <= LONGEST:
            return _of(Changed.TAGS, 0, lambda story: _tagged(story.thread, said))
        case Asked.AUTHOR if 0 < len(said) <= LONGEST:
            return _of(
                Changed.AUTHOR, 0, lambda story: replace(story.thread, author=_author(said, story.thread.author))
            )
        case Asked.DATE:
            return _dated(said, zone, now)
        case Asked.SOURCE if not said or is_address(said):
            return _of(Changed.SOURCE, 0, lambda story: replace(story.thread, source_url=said or None))
        case Asked.LANGUAGE if not said or code_of(said):
            return _of(Changed.LANGUAGE, 0, lambda story: replace(story.thread, lang=said or None))
        case _:
            return None


def _of(what: Changed, number: int, change: Change) -> Correction:
    return Correction(what=what, number=number, change=change, exact=what is Changed.SPLIT)


def _tagged(story: Thread, said: str) -> Thread:
    return editing.tagged(story, said) if said else editing.untagged(story)


def _author(said: str, known: Author) -> Author:
    """Name and handle as they are written; the rest stays as long as it is the same author."""
    found = _HANDLE.search(said)
    handle = found[1] if found else ""
    name = said[: found.start()].strip() if found else said
    same = handle.casefold() == known.handle.casefold()
    return replace(known, name=name or known.name) if same and handle else Author(handle=handle, name=name)


def _dated(said: str, zone: tzinfo, now: datetime) -> Correction | None:
    if not said:
        return _of(Changed.DATE, 0, lambda story: replace(story.thread, written=None))
    moment = _moment(fold(said), zone, now)
    return _of(Changed.DATE, 0, lambda story: replace(story.thread, written=moment)) if moment else None


def _moment(said: str, zone: tzinfo, now: datetime) -> Moment | None:
    """A day, or a day and a time by the clock of who writes it."""
    if day := _DAY.fullmatch(said.strip()):
        try:
            at = date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            return None
        return Moment(at=datetime(at.year, at.month, at.day, tzinfo=UTC), precision=Precision.DAY)
    timed = moment_in(said, zone, now) if _DAY.match(said.strip()) else None
    return Moment(at=timed) if timed else None
