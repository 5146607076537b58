"""The notification of a story that has grown: how many tweets are new, how the first begins, and the way on to it."""

from dataclasses import replace

from handlers.callbacks import Frame, Show
from handlers.views import html
from handlers.views.body import byline, counter
from handlers.views.card import Button, Card
from handlers.views.frame import Setting
from handlers.views.html import TagLinks
from handlers.views.title import LABEL, OPENING, headline, title_card
from storage.readers import Standing
from storage.threads import StoredThread
from threads.model import Tweet
from threads.reading import Place
from threads.text import opening


def new_tweets(story: StoredThread, since: int) -> list[Tweet]:
    """The tweets from this number on, in reading order, without those that are gone at the source."""
    return [tweet for tweet in story.thread if tweet.number >= since and not tweet.gap]


def growth_card(story: StoredThread, since: int, setting: Setting) -> Card:
    """The new tweets of a story, those from the number `since` on; its title card when none of them is left."""
    card = title_card(story, Standing(), setting)
    new = new_tweets(story, since)
    if not new:
        return card
    words, first = setting.words, new[0]
    title = html.isolated(headline(story, LABEL) or words.say("A story without words"))
    heading = words.count("{n} new tweet in {title}", "{n} new tweets in {title}", len(new), title=title)
    author = byline(story.thread.author, story.thread.source)
    begins = "" if first.content_warning else opening(first.text, OPENING)
    parts = (
        "\n".join(words.line(line) for line in (html.bold(heading), author) if line),
        html.tweet_text(begins, TagLinks(setting.bot, story.tags), story.thread.source) if begins else "",
    )
    label = words.label("▶ Continue {counter}", counter=counter(story, Place(first.number), words))
    way_on = Button(label, Show(Frame(story.id, Place(first.number))), primary=True)
    return replace(card, text="\n\n".join(part for part in parts if part), rows=((way_on,), *card.rows[1:]))
