"""The title card of a story, its end card, and what opens in place on each card: tags, ways to share."""

from collections.abc import Iterator

from handlers.callbacks import Again, End, Follow, Frame, Listing, OpenList, OpenStory, Save, Share, Show, Spot, Title
from handlers.catalogue import Words
from handlers.views import html
from handlers.views.body import byline, counter
from handlers.views.card import Button, Card, Key, LinkButton, Preview, Row, in_rows
from handlers.views.following import follow_author_label, follow_label
from handlers.views.frame import Setting, open_button, save_label
from handlers.views.html import TagLinks
from handlers.views.pages import page_count
from storage.readers import Standing
from storage.threads import StoredThread, Summary, Tag
from threads import reading
from threads.links import story_payload, tag_payload
from threads.model import MediaKind, Thread, is_address
from threads.reading import Place
from threads.text import opening

TITLE = 120
"""Clusters of a story's title."""
OPENING = 280
"""Clusters of the first tweet on a title card."""
TAGS = 12
"""Tags on a title card; the frame's `# Tags` has them all."""
TAG_BUTTONS = 60
LABEL = 40
"""Clusters of a story's headline on a button."""


def title_card(story: StoredThread, standing: Standing, setting: Setting) -> Card:
    """The story before it is opened: who, when, how long, how it begins; and the way in."""
    words = setting.words
    spot = Title(story.id)
    rows: tuple[Row, ...] = (
        (_way_in(story, standing, setting),),
        (Button(save_label(setting), Save(spot)), Button(words.label("↗ Share"), Share(spot))),
        (Button(follow_label(setting), Follow(spot)), open_button(story, setting)),
    )
    return Card(title_text(story, setting), rows, _portrait(story), protected=story.thread.protected)


def title_text(story: StoredThread, setting: Setting) -> str:
    """The words of a title card."""
    words = setting.words
    thread = story.thread
    links = TagLinks(setting.bot, story.tags)
    author = byline(thread.author, thread.source)
    begins = next((begin for text in open_texts(thread) if (begin := opening(text, OPENING))), "")
    parts = [
        f"<b>{html.tweet_text(opening(thread.title, TITLE), links, thread.source)}</b>" if thread.title else "",
        "\n".join(words.line(line) for line in (author, _measure(story, words)) if line),
        html.tweet_text(begins, links, thread.source) if begins else "",
        words.line(" ".join(_tag_link(tag, setting.bot) for tag in story.tags[:TAGS])) if story.tags else "",
    ]
    return "\n\n".join(part for part in parts if part)


def end_card(story: StoredThread, similar: tuple[Summary, ...], setting: Setting) -> Card:
    """The story behind one: share it, read it again, or go on with one like it."""
    words = setting.words
    spot = End(story.id)
    about_it = headline(story, LABEL)
    author = byline(story.thread.author, story.thread.source)
    url = html.bot_link(setting.bot, story_payload(story.id))
    about = (html.link(html.isolated(about_it), url) if about_it else "", author)
    parts = (
        html.bold(words.label("Finished ✓")),
        "\n".join(words.line(line) for line in about if line),
        html.text(words.say("More like this:")) if similar else "",
    )
    text = "\n\n".join(part for part in parts if part)
    again = Button(words.label("⟲ Read again"), Again(spot))
    rows: tuple[Row, ...] = ((Button(words.label("↗ Share"), Share(spot)), again),)
    if story.thread.author.shown:
        rows += ((Button(follow_author_label(story.thread.author, setting), Follow(spot)),),)
    rows += tuple((_story_key(summary, setting),) for summary in similar)
    return Card(text, (*rows, (open_button(story, setting),)), protected=story.thread.protected)


def headline(story: StoredThread, clusters: int) -> str:
    """The story's title, else its first words that stand behind no content warning, in so many clusters.

    The first warning when all of them stand behind one.
    """
    warned = (tweet.content_warning for tweet in story.thread if tweet.content_warning)
    return opening(story.thread.title or next(open_texts(story.thread), "") or next(warned, ""), clusters)


def tag_rows(story: StoredThread, spot: Spot, setting: Setting) -> tuple[Row, ...]:
    """The story's tags, each leading to its page: by a press, or from a shared card by the tag's deep link."""
    keys: list[Key] = []
    for tag in story.tags[:TAG_BUTTONS]:
        label = f"#{opening(tag.label, LABEL)}"
        if setting.shared:
            keys.append(LinkButton(label, html.bot_link(setting.bot, tag_payload(tag.key, tag.id))))
        else:
            keys.append(Button(label, OpenList(Listing.TAG, tag.id)))
    return (*in_rows(keys, 2), (Button(setting.words.label("Back"), Show(spot)),))


def _tag_link(tag: Tag, bot: str) -> str:
    return html.link(html.isolated(f"#{opening(tag.label, LABEL)}"), html.bot_link(bot, tag_payload(tag.key, tag.id)))


def _story_key(summary: Summary, setting: Setting) -> Key:
    label = opening(summary.headline or summary.author.shown, LABEL) or setting.words.say("A story without words")
    if setting.shared:
        return LinkButton(label, html.bot_link(setting.bot, story_payload(summary.id)))
    return Button(label, OpenStory(Title(summary.id)))


def _way_in(story: StoredThread, standing: Standing, setting: Setting) -> Button:
    words = setting.words
    place = continuing(story, standing)
    if place is None or setting.shared:
        # A new reading of what was read before keeps a place of its own, which a mere look does not.
        anew = standing.place is not None and not setting.shared
        press = Again(End(story.id)) if anew else Show(Frame(story.id, reading.first(story.thread)))
        return Button(words.label("▶ Read"), press, primary=True)
    label = words.label("▶ Continue {counter}", counter=counter(story, place, words))
    return Button(label, Show(Frame(story.id, place)), primary=True)


def continuing(story: StoredThread, standing: Standing) -> Place | None:
    """Where a reader goes on: the last frame seen, or the first new tweet when the story has grown past its end.

    None when there is nothing to continue.
    """
    if standing.place is None or not standing.unfinished(story):
        return None
    if standing.open:
        return reading.settle(story.thread, standing.place, page_count)
    return Place(next(tweet.number for tweet in story.thread if tweet.number >= (standing.finished_next or 0)))


def _measure(story: StoredThread, words: Words) -> str:
    """Date, number of tweets, reading time."""
    thread = story.thread
    parts = [words.date(thread.written)] if thread.written else []
    parts.append(_completeness(thread, words))
    parts.append(words.count("{n} min", "{n} min", story.minutes))
    shown = [html.text(html.isolated(part)) for part in parts]
    if thread.source_url:
        shown.append(html.link(words.say("source"), thread.source_url))
    return words.joined(shown)


def _completeness(thread: Thread, words: Words) -> str:
    """How many tweets there are, and of how many: some are gone at the source, or never came from it."""
    there = sum(tweet.gap is None for tweet in thread)
    announced = max(len(thread), thread.declared_count or 0)
    if there == announced:
        return words.count("{n} tweet", "{n} tweets", there)
    return words.count("{there} of {n} tweet", "{there} of {n} tweets", announced, there=words.number(there))


def open_texts(thread: Thread) -> Iterator[str]:
    """The texts that stand behind no content warning."""
    return (tweet.text for tweet in thread if not (tweet.content_warning or tweet.gap))


def _portrait(story: StoredThread) -> Preview | None:
    """The author's picture, else the story's first."""
    if story.thread.author.avatar_url:
        return Preview(story.thread.author.avatar_url)
    for tweet in story.thread:
        for media in tweet.media:
            hidden = media.sensitive or tweet.content_warning or not is_address(media.url)
            if media.kind is MediaKind.PHOTO and not hidden:
                return Preview(media.url, picture=True)
    return None
