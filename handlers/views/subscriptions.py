"""/subscriptions: everything that is followed, ten to a page, each removed by one tap."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.callbacks import Listing, Unfollow
from handlers.catalogue import Words
from handlers.presses.acts import Host, Hosting, Manage, Managing, Time, Timing
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows, mirrored
from handlers.views.lists import NAME, WIDTH
from storage.delivery.subjects import Kind
from storage.delivery.subscriptions import Subscription
from storage.threads import PAGE
from threads.links import author_payload, tag_payload
from threads.model import AuthorId, TagId
from threads.text import opening

LEFT_OUT = 30
"""Words that are left out and shown; others are found by a part of them."""
IN_FULL = 10
"""So many of them or fewer are shown whole, to be copied and taken back."""
LONGEST = 100
"""Characters of a word that is left out."""

_LISTINGS = {Kind.ALL: Listing.LATEST, Kind.AUTHOR: Listing.AUTHOR, Kind.TAG: Listing.TAG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A page of what is followed (counted from 0), with what else there is to say of it.

    `said` stands above everything: what was just done. `words` are those by which it was searched, `search` the number
    under which buttons name them; `removed_at` says that something can be brought back, `paused_until` in
    milliseconds since 1970 that nothing comes now.
    """

    entries: Sequence[Subscription]
    page: int
    more: bool
    total: int
    everything: bool
    left_out: Sequence[str]
    said: str = ""
    words: str = ""
    search: int = 0
    removed_at: int | None = None
    paused_until: int | None = None


def subscriptions_card(followed: Followed, words: Words, bot: str) -> Card:
    """The list, and below it what can be done with all of it."""
    first = followed.page * PAGE + 1
    lines = [subscription_line(ordinal, entry, words, bot) for ordinal, entry in enumerate(followed.entries, first)]
    keys: list[Key] = [
        Button(remove_label(ordinal, words), _unfollow(entry, followed))
        for ordinal, entry in enumerate(followed.entries, first)
    ]
    parts = [html.text(followed.said), _heading(followed, words), "\n".join(lines), *_notes(followed, words)]
    rows = (*in_rows(keys, WIDTH), *_turning(followed, words), *_ways(followed, words))
    return Card("\n\n".join(part for part in parts if part), rows)


def surely_card(total: int, words: Words) -> Card:
    """Asked once more before everything is removed."""
    said = words.count("Unsubscribe from {n} subscription?", "Unsubscribe from all {n} subscriptions?", total)
    yes = Button(words.label("Yes, unsubscribe"), Manage(Managing.NOTHING_SURELY))
    no = Button(words.label("Keep"), Manage(Managing.TURN, 0), primary=True)
    return Card(html.text(said), ((yes, no),))


def _heading(followed: Followed, words: Words) -> str:
    if followed.words:
        found = words.say("Subscriptions with “{words}”", words=html.isolated(opening(followed.words, NAME)))
        nothing = "" if followed.entries else "\n" + html.text(words.say("None of them: try other words."))
        return html.bold(found) + nothing
    if followed.total:
        return html.bold(words.count("You follow {n} thing", "You follow {n} things", followed.total))
    return html.text(words.say("You follow nothing yet: press Follow on a story, an author or a hashtag, or here:"))


def _notes(followed: Followed, words: Words) -> list[str]:
    notes = []
    if followed.words and followed.more:
        notes.append(words.say("There are more with these words: write another one, too."))
    if (followed.total > PAGE or len(followed.left_out) > IN_FULL) and not followed.words:
        notes.append(words.say("To find one of them, write a part of its name behind the command: /subscriptions name"))
    if followed.paused_until is not None:
        notes.append(words.say("Paused: what comes meanwhile is kept, and told in one message."))
    notes.append(left_out_note(followed.left_out, words))
    if followed.total:
        notes.append(
            words.say(
                "To leave stories out, write a word or a #tag behind a minus: /subscriptions -word; "
                "with a plus it is taken back."
            )
        )
    return [html.text(note) for note in notes if note]


def left_out_note(left_out: Sequence[str], words: Words) -> str:
    """The words that are left out, the first of them; nothing where there are none."""
    if not left_out:
        return ""
    length = LONGEST if len(left_out) <= IN_FULL else NAME
    shown = ", ".join(html.isolated(opening(word, length)) for word in left_out[:LEFT_OUT])
    return words.say("Left out: {words}", words=shown + (" …" if len(left_out) > LEFT_OUT else ""))


def subscription_line(ordinal: int, entry: Subscription, words: Words, bot: str) -> str:
    """What is followed, as a link to where its stories are."""
    number = f"{words.number(ordinal)}. "
    match entry.subject.kind:
        case Kind.ALL:
            return words.line(number + html.text(words.say("Every new story")))
        case Kind.AUTHOR:
            url = html.bot_link(bot, author_payload(AuthorId(entry.subject.id)))
            return words.line(number + html.link(html.isolated(opening(entry.label, NAME)), url))
        case Kind.TAG:
            # By its id: a key may be too long for a link.
            url = html.bot_link(bot, tag_payload("", TagId(entry.subject.id)))
            return words.line(number + html.link(html.isolated("#" + opening(entry.label, NAME)), url))


def remove_label(ordinal: int, words: Words) -> str:
    """The label of the button that removes a line."""
    number = words.number(ordinal)
    return words.say("Remove {n}", n=number) if words.plain else f"✕ {number}"


def _unfollow(entry: Subscription, followed: Followed) -> Unfollow:
    return Unfollow(_LISTINGS[entry.subject.kind], entry.subject.id, followed.page, followed.search)


def _turning(followed: Followed, words: Words) -> tuple[Row, ...]:
    if followed.words:
        return ()
    back, onward = ("▶", "◀") if words.rtl else ("◀", "▶")
    if words.plain:
        back, onward = words.say("Previous page"), words.say("Next page")
    keys: list[Key] = []
    if followed.page:
        keys.append(Button(back, Manage(Managing.TURN, followed.page - 1)))
    if followed.more:
        keys.append(Button(onward, Manage(Managing.TURN, followed.page + 1)))
    return (mirrored(tuple(keys), words),) if keys else ()


def _ways(followed: Followed, words: Words) -> tuple[Row, ...]:
    keys: list[Key] = []
    if not followed.everything:
        keys.append(Button(words.label("🔔 Follow everything"), Manage(Managing.EVERYTHING)))
    if followed.paused_until is not None:
        keys.append(Button(words.label("End the pause"), Manage(Managing.RESUME)))
    if followed.removed_at is not None:
        keys.append(Button(words.label("Bring back"), Manage(Managing.RESTORE, followed.removed_at)))
    if followed.total:
        keys.append(Button(words.label("🕗 When they come"), Time(Timing.RHYTHM)))
    if followed.total > 1:
        keys.append(Button(words.label("Unsubscribe from all"), Manage(Managing.NOTHING)))
    keys.append(Button(words.label("Groups and channels"), Host(Hosting.MINE)))
    return tuple((key,) for key in keys)
