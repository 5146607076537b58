"""The words of a file, from the catalogue: those that the chat has for the same things."""

from handlers.catalogue import Words
from handlers.views.body import gap_sentence
from handlers.views.media import name_of
from storage.threads import StoredThread
from threads.exports.wording import Wording, moments_of
from threads.model import Gap, MediaKind, Moment, Precision


def wording_of(story: StoredThread, words: Words) -> Wording:
    """The words of the story's files. Writes out every date of the story: for long ones not in the event loop."""
    thread = story.thread
    count = words.count("{n} tweet", "{n} tweets", sum(tweet.gap is None for tweet in thread))
    minutes = words.count("{n} min", "{n} min", story.minutes)
    return Wording(
        language=words.language.code,
        rtl=words.rtl,
        digits=words.language.digits,
        measure=f"{count} · {minutes}",
        contents=words.say("Contents"),
        untitled=words.say("A story without words"),
        source=words.say("source"),
        open_story=words.say("Read in Telegram"),
        warning=words.say("Content warning: {warning}", warning="{warning}"),
        sensitive=words.say("Sensitive picture"),
        quoted=words.say("quoted tweet"),
        voting=words.say("Voting until:"),
        gaps={gap: gap_sentence(gap, words) for gap in Gap},
        media={kind: name_of(kind, words) for kind in MediaKind},
        moments={moment: written(moment, words) for moment in moments_of(thread)},
    )


def written(moment: Moment, words: Words) -> str:
    """A day, or a time in UTC, as this language writes it: nothing that is no message can show a reader's own zone."""
    return words.date(moment) if moment.precision is Precision.DAY else words.moment(moment)
