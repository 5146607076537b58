"""A notification: the title card of a story, and what can be done about it; and the digest of several stories."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.callbacks import Frame, Listing, Show, Turn
from handlers.catalogue import Words
from handlers.presses.acts import Notified, Reply
from handlers.views import html
from handlers.views.card import Button, Card, Row
from handlers.views.frame import Setting, open_button
from handlers.views.growth import growth_card
from handlers.views.lists import story_list
from handlers.views.title import title_card
from storage.delivery.subscriptions import Subscription
from storage.readers import Standing
from storage.threads import Page, StoredThread, Summary
from threads import reading


def notification(story: StoredThread, setting: Setting, since: int = 0) -> Card:
    """The same for everybody of one language: a million cards are drawn once. In a group nothing is personal.

    `since` is the number of the first new tweet when it is told that the story has grown, else 0.
    """
    middle: tuple[Row, ...] = () if setting.shared else (_answers(story, since, setting.words),)
    return _told(story, since, middle, setting)


def channel_notification(story: StoredThread, setting: Setting, since: int = 0) -> Card:
    """The notification in a channel, where nobody presses for themselves: the way into the bot alone."""
    card = growth_card(story, since, setting) if since else title_card(story, Standing(), setting)
    return replace(card, rows=((open_button(story, setting),),))


def pausing(story: StoredThread, setting: Setting, since: int = 0) -> Card:
    """The notification with the lengths of a pause to choose from."""
    words = setting.words
    lengths: Row = (
        Button(words.label("A day"), Notified(Reply.DAY, story.id, since)),
        Button(words.label("A week"), Notified(Reply.WEEK, story.id, since)),
        Button(words.label("Until I return"), Notified(Reply.RETURN, story.id, since)),
    )
    card = _told(story, since, (lengths,), setting)
    back = Button(words.label("Back"), Notified(Reply.BACK, story.id, since))
    return replace(card, rows=(*card.rows[:-1], (back,)))


def paused(story: StoredThread, setting: Setting, since: int = 0) -> Card:
    """The notification of somebody who pauses, with the way to end that."""
    resume = Button(setting.words.label("End the pause"), Notified(Reply.RESUME, story.id, since))
    return _told(story, since, ((resume,),), setting)


def unsubscribed(story: StoredThread, setting: Setting, since: int = 0) -> Card:
    """The notification of what is followed no longer, with the way back."""
    again = Button(setting.words.label("Subscribe again"), Notified(Reply.AGAIN, story.id, since))
    return _told(story, since, ((again,),), setting)


def digest(stories: Sequence[Summary], total: int, words: Words, bot: str) -> Card:
    """Everything that came while somebody paused, in one message: the best of it, and how much more there is."""
    heading = html.bold(words.count("{n} story came meanwhile", "{n} stories came meanwhile", total))
    card = story_list(heading, Page(tuple(stories), 0, more=False), Turn(Listing.LATEST, 0, 0), words, bot)
    more = total - len(stories)
    if more <= 0:
        return card
    rest = words.count("And {n} more: /latest has them all.", "And {n} more: /latest has them all.", more)
    return replace(card, text=f"{card.text}\n\n{html.text(rest)}")


def channel_digest(stories: Sequence[Summary], total: int, words: Words, bot: str) -> Card:
    """The same in a channel: every story is a link, and nothing is pressed."""
    return replace(digest(stories, total, words, bot), rows=())


def named(subscription: Subscription, words: Words) -> str:
    """What a subscription is called."""
    return subscription.label or words.say("Every new story")


def _told(story: StoredThread, since: int, middle: tuple[Row, ...], setting: Setting) -> Card:
    """What is told, the way into the story above and the link below what can be answered."""
    if since:
        card = growth_card(story, since, setting)
        way_in = card.rows[0]
    else:
        card = title_card(story, Standing(), setting)
        way_in = (_read(story, setting),)
    return replace(card, rows=(way_in, *middle, (open_button(story, setting),)))


def _read(story: StoredThread, setting: Setting) -> Button:
    begin = Show(Frame(story.id, reading.first(story.thread)))
    return Button(setting.words.label("▶ Read"), begin, primary=True)


def _answers(story: StoredThread, since: int, words: Words) -> Row:
    return (
        Button(words.label("Later"), Notified(Reply.LATER, story.id, since)),
        Button(words.label("Pause"), Notified(Reply.PAUSE, story.id, since)),
        Button(words.label("Unsubscribe"), Notified(Reply.UNSUBSCRIBE, story.id, since)),
    )
