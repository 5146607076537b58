"""/deliveries: what was published, how many have heard of it, how long the rest will take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from handlers.catalogue import Words
from handlers.presses.acts import Oversee, Overseeing
from handlers.views import html
from handlers.views.card import Button, Card, Row
from storage.delivery.publications import Publication, PublicationId, PublicationKind, Stage
from threads.text import opening

HEADLINE = 60
"""Clusters of a story's headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The latest publications and the whole. Times in milliseconds since 1970.

    `rate` is how many messages a second may go out, `rates` how many did, of each publication that was measured.
    """

    publications: Sequence[Publication]
    reachable: int
    subscribers: int
    oldest_due: int | None
    now: int
    rate: float
    rates: Mapping[PublicationId, float] = field(default_factory=dict)

    @property
    def under_way(self) -> bool:
        """Whether anything on the card is going to change by itself."""
        open_stages = (Stage.PLANNING, Stage.SENDING)
        return any(each.stage in open_stages and not each.paused for each in self.publications)


def deliveries_card(overview: Overview, words: Words) -> Card:
    """Every publication with its numbers; those under way can be stopped, resumed and ended."""
    reach = words.say(
        "{reachable} of {n} subscribers can be reached.",
        reachable=words.number(overview.reachable),
        n=words.number(overview.subscribers),
    )
    if lost := overview.subscribers - overview.reachable:
        gone = words.count("{n} can't: blocked, removed or gone.", "{n} can't: blocked, removed or gone.", lost)
        reach = f"{reach} {gone}"
    parts = [html.bold(words.say("Deliveries")), html.text(reach)]
    late = (overview.now - overview.oldest_due) // 60_000 if overview.oldest_due is not None else 0
    if late > 0:
        parts.append(html.text(_overdue(late, words)))
    rows: list[Row] = []
    for ordinal, publication in enumerate(overview.publications, 1):
        parts.append(_lines(ordinal, publication, overview, words))
        if publication.stage in (Stage.PLANNING, Stage.SENDING):
            rows += _ways(ordinal, publication, words)
    if not overview.publications:
        parts.append(html.text(words.say("Nothing has been told to subscribers yet.")))
    rows.append((Button(words.label("⟲ Look again"), Oversee(Overseeing.LOOK, 0)),))
    return Card("\n\n".join(parts), tuple(rows))


def surely_card(publication: Publication, words: Words) -> Card:
    """Asked once more before a publication is ended."""
    said = words.say("Cancel this delivery? Whoever has not heard yet never will.")
    yes = Button(words.label("Yes, cancel it"), Oversee(Overseeing.CANCEL_SURELY, publication.id))
    no = Button(words.label("Back"), Oversee(Overseeing.LOOK, 0), primary=True)
    about = html.text(html.isolated(opening(publication.headline, HEADLINE)))
    return Card(f"{html.text(said)}\n\n{about}", ((yes, no),))


def stalled_card(minutes: int, words: Words) -> Card:
    """Told unasked: nothing goes out although it should."""
    said = words.count(
        "Deliveries stand still: some are due, and for {n} min nothing went out.",
        "Deliveries stand still: some are due, and for {n} min nothing went out.",
        minutes,
    )
    return _unasked(said, words)


def late_card(minutes: int, words: Words) -> Card:
    """Told unasked: somebody waits for long."""
    return _unasked(_overdue(minutes, words), words)


def over_card(words: Words) -> Card:
    """Told when neither is so any more."""
    return _unasked(words.say("Deliveries are in order again."), words)


def _unasked(said: str, words: Words) -> Card:
    return Card(html.text(said), ((Button(words.label("⟲ Look again"), Oversee(Overseeing.LOOK, 0)),),))


def _overdue(minutes: int, words: Words) -> str:
    return words.count("The oldest has been due for {n} min.", "The oldest has been due for {n} min.", minutes)


def _lines(ordinal: int, publication: Publication, overview: Overview, words: Words) -> str:
    counts = publication.counts
    planned = counts.waiting + counts.held + counts.sent + counts.unknown + counts.skipped + counts.failed
    told = (
        words.say("planned {n}", n=words.number(planned)),
        words.say("sent {n}", n=words.number(counts.sent)),
        words.say("waiting {n}", n=words.number(counts.waiting)) if counts.waiting else "",
        words.say("held {n}", n=words.number(counts.held)) if counts.held else "",
        words.say("skipped {n}", n=words.number(counts.skipped)) if counts.skipped else "",
        words.say("unknown {n}", n=words.number(counts.unknown)) if counts.unknown else "",
        words.say("failed {n}", n=words.number(counts.failed)) if counts.failed else "",
    )
    headline = html.isolated(opening(publication.headline, HEADLINE) or words.say("A story without words"))
    if publication.kind is PublicationKind.GROWTH:
        headline = words.say("New tweets: {headline}", headline=headline)
    title = words.line(f"{words.number(ordinal)}. {html.text(headline)}")
    numbers = words.line(html.text(words.joined(html.isolated(part) for part in told if part)))
    return f"{title}\n{numbers}\n{words.line(html.text(_state(publication, overview, words)))}"


def _state(publication: Publication, overview: Overview, words: Words) -> str:
    match publication.stage:
        case Stage.DONE:
            return words.say("Done.")
        case Stage.CANCELLED:
            return words.say("Cancelled.")
        case _ if publication.paused:
            return words.say("Paused.")
        case _:
            return words.joined(_pace(publication, overview, words))


def _pace(publication: Publication, overview: Overview, words: Words) -> tuple[str, str]:
    """How fast it goes, once that was measured, and how long the rest takes at that pace."""
    planning = publication.stage is Stage.PLANNING
    left = publication.hears - publication.counts.sent if planning else publication.counts.waiting
    measured = overview.rates.get(publication.id, 0.0)
    minutes = max(1, ceil(left / (measured or overview.rate) / 60))
    fast = words.say("{n} a second", n=words.number(round(measured))) if measured >= 1 else ""
    return fast, words.count("About {n} min left.", "About {n} min left.", minutes)


def _ways(ordinal: int, publication: Publication, words: Words) -> tuple[Row, ...]:
    number = words.number(ordinal)
    if publication.paused:
        first = Button(words.label("Resume: {n}", n=number), Oversee(Overseeing.RESUME, publication.id))
    else:
        first = Button(words.label("Pause: {n}", n=number), Oversee(Overseeing.PAUSE, publication.id))
    end = Button(words.label("Cancel: {n}", n=number), Oversee(Overseeing.CANCEL, publication.id))
    look = Button(words.label("Send to me first: {n}", n=number), Oversee(Overseeing.SHOW_ME, publication.id))
    return (first, end), (look,)
