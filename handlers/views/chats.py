"""What groups, channels and topics hear, for their admins: the list of each, those that one has set, what rests."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.catalogue import Words
from handlers.presses.acts import Host, Hosting, Manage, Managing
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows
from handlers.views.lists import WIDTH, turning
from handlers.views.subscriptions import left_out_note, remove_label, subscription_line
from storage.delivery.chats import LastPost, Room, SetChat
from storage.delivery.subjects import Kind
from storage.delivery.subscribers import Barrier
from storage.delivery.subscriptions import Subscription
from storage.threads import PAGE
from threads.text import opening

TITLE = 60
"""Clusters of a chat's title, of a topic's, of a story's in a sentence."""
LABEL = 30
"""Clusters of a chat's title on a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A page of what a chat follows (counted from 0), with what else there is to say of it.

    `said` stands above everything: what was just done. `apart` says that the list stands in the admin's own chat.
    """

    chat: SetChat
    entries: Sequence[Subscription]
    page: int
    more: bool
    total: int
    everything: bool
    left_out: Sequence[str]
    removed_at: int | None
    last_post: LastPost | None
    said: str = ""
    apart: bool = False


def chat_card(heard: Heard, words: Words, bot: str) -> Card:
    """What a chat hears of, and below it what its admins can do."""
    first = heard.page * PAGE + 1
    lines = [subscription_line(ordinal, entry, words, bot) for ordinal, entry in enumerate(heard.entries, first)]
    keys: list[Key] = [
        Button(remove_label(ordinal, words), _unfollow(entry, heard))
        for ordinal, entry in enumerate(heard.entries, first)
    ]
    parts = [html.text(heard.said), _heading(heard, words), "\n".join(lines), *_notes(heard, words)]
    pages = turning(heard.page, heard.more, words, lambda page: _press(heard, Hosting.LIST, page=page))
    return Card("\n\n".join(part for part in parts if part), (*in_rows(keys, WIDTH), *pages, *_ways(heard, words)))


def nothing_surely_card(chat: SetChat, total: int, words: Words) -> Card:
    """Asked once more before a chat hears of nothing any more."""
    said = words.count("Unsubscribe from {n} subscription?", "Unsubscribe from all {n} subscriptions?", total)
    yes = Button(words.label("Yes, unsubscribe"), Host(Hosting.NOTHING_SURELY, chat.id))
    no = Button(words.label("Keep"), Host(Hosting.LIST, chat.id), primary=True)
    return Card(f"{words.line(html.bold(name_of(chat.room, words)))}\n\n{html.text(said)}", ((yes, no),))


def mine_card(chats: Sequence[SetChat], page: int, more: bool, words: Words) -> Card:
    """The groups, channels and topics that somebody has set."""
    said = words.say("Groups and channels of which you are an admin can hear of new stories, too.")
    how = words.say("Choose one here, or send /subscriptions in a group or in a topic of a forum.")
    rows: list[Row] = [(Button(_label(chat.room, words), Host(Hosting.LIST, chat.id)),) for chat in chats]
    rows += turning(page, more, words, lambda page: Host(Hosting.MINE, 0, 0, page))
    rows.append((Button(words.label("Choose a chat"), Host(Hosting.PICK)),))
    rows.append((Button(words.label("Back"), Manage(Managing.TURN)),))
    heading = html.bold(words.say("Groups and channels"))
    return Card(f"{heading}\n\n{html.text(said)}\n{html.text(how)}", tuple(rows))


def resting_card(chat: SetChat, barrier: Barrier, words: Words) -> Card:
    """To the admin who set a chat: why it hears of nothing now, and what to do."""
    rows: tuple[Row, ...] = ((Button(words.label("Try again"), Host(Hosting.TRY, chat.id)),),)
    name = name_of(chat.room, words)
    match barrier:
        case Barrier.CLOSED:
            said = words.say(
                "The topic {chat} is closed, so new stories rest there: open it and they go on.", chat=name
            )
        case Barrier.DELETED:
            said = words.say(
                "The topic {chat} is gone, and nothing is sent in its place: "
                "send /subscriptions in another topic to follow there.",
                chat=name,
            )
            rows = ()
        case Barrier.RIGHTS:
            said = words.say(
                "I may not write in {chat} any more, so new stories rest there: let me post, then press Try again.",
                chat=name,
            )
    return Card(html.text(said), rows)


def removed_card(chat: SetChat, words: Words) -> Card:
    """To the admin who set a chat: the bot is not in it any more."""
    said = words.say(
        "I was taken out of {chat}: bring me back, and new stories come there again.", chat=name_of(chat.room, words)
    )
    return Card(html.text(said))


def followed(words: Words, *, apart: bool) -> str:
    """That something is followed, said in the chat itself or apart from it."""
    there = words.say("Followed: new stories come there.")
    return there if apart else words.say("Followed: new stories come here.")


def name_of(room: Room, words: Words) -> str:
    """What a chat is called, with its topic; safe inside a sentence."""
    title = opening(room.title, TITLE) or words.say("A chat without a name")
    parts = (title, opening(room.topic_title or "", TITLE))
    return words.joined(html.isolated(part) for part in parts if part)


def _heading(heard: Heard, words: Words) -> str:
    name = words.line(html.bold(name_of(heard.chat.room, words)))
    follows = words.count("Follows {n} thing", "Follows {n} things", heard.total)
    nothing = words.say("Follows nothing yet.")
    return f"{name}\n{html.text(follows if heard.total else nothing)}"


def _notes(heard: Heard, words: Words) -> list[str]:
    notes = [left_out_note(heard.left_out, words), _resting(heard.chat, words)]
    if heard.apart:
        notes.append(
            words.say(
                "Answer this message with a #hashtag or an @author to follow it there, "
                "with a word behind a minus to leave stories out; with a plus it is taken back."
            )
        )
    else:
        notes.append(
            words.say(
                "To follow more, write it behind the command: /subscriptions #hashtag or @author; "
                "a word behind a minus leaves stories out, with a plus it is taken back."
            )
        )
    if heard.last_post:
        story = html.isolated(opening(heard.last_post.headline, TITLE) or words.say("A story without words"))
        notes.append(words.say("Undo removes my last post there: {story}", story=story))
    return [html.text(note) for note in notes if note]


def _resting(chat: SetChat, words: Words) -> str:
    match chat.barrier:
        case Barrier.CLOSED:
            return words.say("Nothing is sent there: the topic is closed.")
        case Barrier.DELETED:
            return words.say("Nothing is sent there: the topic is gone.")
        case Barrier.RIGHTS:
            return words.say("Nothing is sent there: I may not write.")
        case None:
            return ""


def _unfollow(entry: Subscription, heard: Heard) -> Host:
    acts = {Kind.ALL: Hosting.NOT_EVERYTHING, Kind.AUTHOR: Hosting.NOT_AUTHOR, Kind.TAG: Hosting.NOT_TAG}
    return _press(heard, acts[entry.subject.kind], entry.subject.id, heard.page)


def _press(heard: Heard, hosting: Hosting, number: int = 0, page: int = 0) -> Host:
    return Host(hosting, heard.chat.id, number, page)


def _ways(heard: Heard, words: Words) -> tuple[Row, ...]:
    keys: list[Key] = []
    if heard.chat.barrier not in (None, Barrier.DELETED):
        keys.append(Button(words.label("Try again"), _press(heard, Hosting.TRY)))
    if not heard.everything:
        keys.append(Button(words.label("🔔 Follow everything"), _press(heard, Hosting.EVERYTHING)))
    choices = (
        Button(words.label("Tags"), _press(heard, Hosting.TAGS)),
        Button(words.label("Authors"), _press(heard, Hosting.AUTHORS)),
    )
    if heard.removed_at is not None:
        keys.append(Button(words.label("Bring back"), _press(heard, Hosting.RESTORE, heard.removed_at)))
    if heard.total > 1:
        keys.append(Button(words.label("Unsubscribe from all"), _press(heard, Hosting.NOTHING)))
    if heard.last_post:
        keys.append(Button(words.label("Undo"), _press(heard, Hosting.UNDO, heard.last_post.message)))
    keys.append(Button(words.label("🕗 When they come"), _press(heard, Hosting.RHYTHM)))
    if heard.apart:
        keys.append(Button(words.label("Back"), Host(Hosting.MINE)))
    return (choices, *((key,) for key in keys))


def _label(room: Room, words: Words) -> str:
    title = opening(room.title, LABEL) or words.say("A chat without a name")
    return " · ".join(part for part in (title, opening(room.topic_title or "", LABEL)) if part)
