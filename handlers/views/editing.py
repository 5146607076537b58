"""Correcting a story: its tweets and what is known of it, one tweet with what can be done to it, and the questions."""

from handlers.catalogue import Words
from handlers.presses.desk import AtDesk, Deskwork, Edit, Editing
from handlers.views import html
from handlers.views.card import Button, Card, Key, Row, in_rows
from handlers.views.lists import WIDTH, turning
from handlers.views.wording import written
from storage.desk.awaiting import Asked, Awaited
from storage.desk.revising import Changed, Overtaken
from storage.threads import PAGE, Status, StoredThread
from threads.editing import has_gaps
from threads.model import Tweet, TweetNumber
from threads.reading import index_of
from threads.text import opening

LINE = 60
VALUE = 80
"""Clusters of a tweet's line, and of what is known of a story."""
SHOWN = 1_200
"""UTF-16 units of a tweet that is to be corrected."""
NAME = 30


def story_card(story: StoredThread, page: int, words: Words) -> Card:
    """The tweets, ten to a page with a button for each, and what is known of the story."""
    page = min(page, (len(story.thread) - 1) // PAGE)
    shown = list(enumerate(story.thread.tweets, 1))[page * PAGE : (page + 1) * PAGE]
    number = words.number(story.id)
    draft = story.status is Status.DRAFT
    heading = words.say("Correct draft {n}", n=number) if draft else words.say("Correct story {n}", n=number)
    lines = [words.line(f"{words.number(ordinal)}. {html.text(_line(tweet, words))}") for ordinal, tweet in shown]
    keys: list[Key] = [_key(words.number(ordinal), Editing.TWEET, story, tweet.number) for ordinal, tweet in shown]
    more = (page + 1) * PAGE < len(story.thread)
    turned = turning(page, more, words, lambda to: Edit(Editing.STORY, story.id, to, story.revision))
    parts = [html.bold(heading), "\n".join(lines), _known(story, words)]
    warnings = {tweet.content_warning for tweet in story.thread}
    if len(warnings) == 1 and (warning := warnings.pop()):
        parts.append(_warning(warning, words))
    back: tuple[Row, ...] = ()
    if draft:
        back = ((Button(words.label("Back"), AtDesk(Deskwork.LOOK, story.id)),),)
    rows = (*in_rows(keys, WIDTH), *turned, *_fields(story, words), *back)
    return Card("\n\n".join(parts), rows)


def tweet_card(story: StoredThread, number: TweetNumber, words: Words) -> Card:
    """A tweet as it stands, and what can be done to it. One that is gone is stood in for by the next."""
    place = index_of(story.thread, number)
    tweet = story.thread.tweets[place]
    at = words.say("Tweet {at}", at=html.isolated(words.position(place + 1, len(story.thread))))
    parts = [html.bold(at)]
    if tweet.content_warning:
        parts.append(_warning(tweet.content_warning, words))
    parts.append(html.quotation(html.text(_clipped(tweet.text) or _line(tweet, words))))
    if tweet.media:
        parts.append(html.text(words.count("{n} picture or film", "{n} pictures or films", len(tweet.media))))
    return Card("\n\n".join(parts), _steps(story, tweet, place, words))


def _warning(warning: str, words: Words) -> str:
    return html.text(words.say("Content warning: {warning}", warning=html.isolated(opening(warning, VALUE))))


def surely_card(story: StoredThread, number: TweetNumber, words: Words) -> Card:
    """Asked once more before a tweet is removed."""
    asked = html.text(words.say("Remove this tweet? Links to it will open the one after it."))
    yes = _key(words.label("Yes, remove it"), Editing.REMOVE_SURELY, story, number)
    no = _key(words.label("Back"), Editing.TWEET, story, number)
    return Card(asked, ((yes, no),))


def question(awaited: Awaited, story: StoredThread, words: Words) -> Card:
    """What to send, and what stands there now: a tap copies it."""
    now = _present(awaited, story, words)
    parts = [html.text(_asked(awaited, words))]
    if now:
        there = words.say("Now:")
        parts.append(f"{html.text(there)}\n{html.code(now)}")
    return Card("\n\n".join(parts), ((Button(words.label("Cancel"), AtDesk(Deskwork.CANCEL)),),))


def overtaken_sentence(overtaken: Overtaken, words: Words) -> str:
    """Who was first, with what."""
    if overtaken.what is None:
        return words.say("It was changed meanwhile: look at it again before you decide.")
    return words.say(
        "{name} has changed it meanwhile ({what}): look at it again.",
        name=html.isolated(opening(overtaken.name, NAME)),
        what=_changed(overtaken.what, words),
    )


def _steps(story: StoredThread, tweet: Tweet, place: int, words: Words) -> tuple[Row, ...]:
    def key(label: str, editing: Editing) -> Button:
        return _key(label, editing, story, tweet.number)

    split: list[Key] = [key(words.label("Split"), Editing.SPLIT)]
    if has_gaps(tweet):
        split.append(key(words.label("Split at blank lines"), Editing.GAPS))
    moves: list[Key] = [key(words.label("↑ Up"), Editing.UP)] if place else []
    if place + 1 < len(story.thread):
        moves.append(key(words.label("↓ Down"), Editing.DOWN))
        moves.append(key(words.label("Join with next"), Editing.JOIN))
    back = Button(words.label("Back"), Edit(Editing.STORY, story.id, place // PAGE, story.revision))
    rows: tuple[Row, ...] = (
        (key(words.label("Correct"), Editing.TEXT), key(words.label("Remove"), Editing.REMOVE)),
        tuple(split),
        tuple(moves),
        (key(words.label("Content warning"), Editing.WARNING), back),
    )
    return tuple(row for row in rows if row)


def _fields(story: StoredThread, words: Words) -> tuple[Row, ...]:
    labels = {
        Editing.AUTHOR: words.label("Author"),
        Editing.DATE: words.label("Date"),
        Editing.SOURCE: words.label("Source link"),
        Editing.LANGUAGE: words.label("Language"),
        Editing.WARNING: words.label("Content warning"),
        Editing.TAGS: words.label("Hashtags"),
    }
    return in_rows([_key(label, editing, story, 0) for editing, label in labels.items()], 2)


def _key(label: str, editing: Editing, story: StoredThread, number: int) -> Button:
    return Button(label, Edit(editing, story.id, number, story.revision))


def _line(tweet: Tweet, words: Words) -> str:
    if tweet.gap:
        return words.say("(missing)")
    return html.isolated(opening(tweet.text, LINE)) or words.say("(no words)")


def _known(story: StoredThread, words: Words) -> str:
    """Author, date, source, language and tags, as far as they are known."""
    thread = story.thread
    parts = (
        _author(story),
        written(thread.written, words) if thread.written else "",
        thread.source_url or "",
        story.language,
        " ".join(f"#{tag.label}" for tag in story.tags),
    )
    shown = (html.text(html.isolated(opening(part, VALUE))) for part in parts if part)
    return words.line(words.joined(shown))


def _asked(awaited: Awaited, words: Words) -> str:
    asking = {
        Asked.TEXT: words.say("Send me the tweet as it should be."),
        Asked.SPLIT: words.say("Send me the words with which the second part begins."),
        Asked.WARNING: words.say("Send me the content warning, or - for none."),
        Asked.AUTHOR: words.say("Send me the author: a name, a @handle, or both."),
        Asked.DATE: words.say("Send me the date as 2024-05-01, perhaps with a time, or - for none."),
        Asked.SOURCE: words.say("Send me the link to where the story stands, or - for none."),
        Asked.LANGUAGE: words.say("Send me the code of the language, such as en, ar or fa, or - for none."),
        Asked.TAGS: words.say("Send me hashtags to add to those in the text, or - to take the added ones away."),
    }
    return asking[awaited.what]


def _present(awaited: Awaited, story: StoredThread, words: Words) -> str:
    """What is there now, as it would be written."""
    thread = story.thread
    if awaited.number:
        tweet = thread.tweets[index_of(thread, TweetNumber(awaited.number))]
        return _clipped(tweet.content_warning if awaited.what is Asked.WARNING else tweet.text)
    known = {
        Asked.AUTHOR: _author(story),
        Asked.DATE: thread.written.at.date().isoformat() if thread.written else "",
        Asked.SOURCE: thread.source_url or "",
        Asked.LANGUAGE: story.language,
        Asked.TAGS: _clipped(" ".join(f"#{tag.label}" for tag in story.tags)),
    }
    return known.get(awaited.what, "")


def _author(story: StoredThread) -> str:
    author = story.thread.author
    return " ".join(part for part in (author.name, f"@{author.handle}" if author.handle else "") if part)


def _clipped(text: str) -> str:
    """Its first lines as they stand, as many as a message has room for."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * SHOWN else units[: 2 * SHOWN].decode("utf-16-le", "ignore") + "…"


def _changed(what: Changed, words: Words) -> str:
    """What somebody has done, in the middle of a sentence."""
    said = {
        Changed.TEXT: words.say("the words of a tweet"),
        Changed.SPLIT: words.say("a tweet split"),
        Changed.JOIN: words.say("tweets joined"),
        Changed.MOVE: words.say("the order"),
        Changed.REMOVE: words.say("a tweet removed"),
        Changed.WARNING: words.say("a content warning"),
        Changed.AUTHOR: words.say("the author"),
        Changed.DATE: words.say("the date"),
        Changed.SOURCE: words.say("the source link"),
        Changed.LANGUAGE: words.say("the language"),
        Changed.TAGS: words.say("the hashtags"),
    }
    return said[what]
