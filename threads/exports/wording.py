"""The few words and dates that a file has besides its story, in the language of whoever asked for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threads.model import Gap, MediaKind, Moment, Precision, Thread

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words, ready to stand in a file; `{warning}` in `warning` is where a content warning goes.

    `measure` says how long the story is, `moments` writes out its dates, `digits` are the language's ten.
    """

    language: str
    rtl: bool
    digits: str
    measure: str
    contents: str
    untitled: str
    source: str
    open_story: str
    warning: str
    sensitive: str
    quoted: str
    voting: str
    gaps: Mapping[Gap, str]
    media: Mapping[MediaKind, str]
    moments: Mapping[Moment, str]

    def number(self, number: int) -> str:
        """A whole number in this language's digits."""
        return str(number).translate(str.maketrans("0123456789", self.digits))

    def moment(self, moment: Moment) -> str:
        """A date as this language writes it; one that nobody wrote out, as ISO 8601 has it."""
        return self.moments.get(moment) or _iso(moment)


def moments_of(thread: Thread) -> Iterator[Moment]:
    """Every moment that stands in a file of the story, some of them more than once."""
    if thread.written:
        yield thread.written
    for tweet in thread:
        if tweet.written:
            yield tweet.written
        if tweet.poll and tweet.poll.closes:
            yield tweet.poll.closes


def english(thread: Thread) -> Wording:
    """The wording of the command line, which speaks English."""
    count = sum(tweet.gap is None for tweet in thread)
    return Wording(
        language="en",
        rtl=False,
        digits="0123456789",
        measure=f"{count} tweet{'' if count == 1 else 's'}",
        contents="Contents",
        untitled="A story without words",
        source="Source",
        open_story="Read in Telegram",
        warning="Content warning: {warning}",
        sensitive="Sensitive picture",
        quoted="Quoted tweet",
        voting="Voting until:",
        gaps={
            Gap.DELETED: "A tweet is missing here: it was deleted at its source.",
            Gap.PRIVATE: "A tweet is missing here: its account is private.",
            Gap.BLOCKED: "A tweet is missing here: its source does not show it.",
            Gap.UNAVAILABLE: "A tweet is missing here: its source no longer has it.",
        },
        media={MediaKind.PHOTO: "Picture", MediaKind.VIDEO: "Video", MediaKind.GIF: "GIF"},
        moments={moment: _in_english(moment) for moment in moments_of(thread)},
    )


def _in_english(moment: Moment) -> str:
    day = f"{_MONTHS[moment.at.month - 1]} {moment.at.day}, {moment.at.year}"
    return day if moment.precision is Precision.DAY else f"{day}, {moment.at:%H:%M} UTC"


def _iso(moment: Moment) -> str:
    return moment.at.date().isoformat() if moment.precision is Precision.DAY else moment.at.isoformat()[:16]
