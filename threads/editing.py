"""Corrections of a story, each a step that gives the story anew. A tweet's number stays its own in every one of them.

Everything raises InvalidThread, with a sentence for whoever corrects, where the model's rules or good sense forbid it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from threads.errors import InvalidThread
from threads.hashtag import hashtags, tag_key
from threads.model import Thread, Tweet, TweetNumber, is_blank

_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_TAGS = re.compile(r"[\s,،#＃]+")


def corrected(story: Thread, number: TweetNumber, text: str) -> Thread:
    """The tweet says this."""
    return _with(story, number, lambda tweet: replace(tweet, text=text.strip(), gap=None))


def removed(story: Thread, number: TweetNumber) -> Thread:
    """Without the tweet."""
    place = _place(story, number)
    if len(story) == 1:
        raise InvalidThread(why="A story needs at least one tweet: discard the draft, or withdraw the story.")
    return replace(story, tweets=(*story.tweets[:place], *story.tweets[place + 1 :]))


def moved(story: Thread, number: TweetNumber, by: int) -> Thread:
    """The tweet stands so many places further on, or back; at an end it stays there."""
    place = _place(story, number)
    tweets = list(story.tweets)
    tweets.insert(max(place + by, 0), tweets.pop(place))
    return replace(story, tweets=tuple(tweets))


def joined(story: Thread, number: TweetNumber) -> Thread:
    """The tweet and the one after it are one, under the first one's number."""
    place = _place(story, number)
    if place + 1 == len(story):
        raise InvalidThread(why="No tweet follows this one: join the one before it instead.")
    one, other = story.tweets[place : place + 2]
    if one.gap or other.gap:
        raise InvalidThread(why="A missing tweet can't be joined: remove it, or write down what it said.")
    if (one.quote and other.quote) or (one.poll and other.poll):
        raise InvalidThread(why="Both tweets quote another, or hold a poll, and one tweet has room for one.")
    return replace(story, tweets=(*story.tweets[:place], _as_one(one, other), *story.tweets[place + 2 :]))


def _as_one(one: Tweet, other: Tweet) -> Tweet:
    tags = (*_labels(one), *_labels(other)) if (one.tags, other.tags) != (None, None) else None
    return replace(
        one,
        text="\n\n".join(tweet.text for tweet in (one, other) if not is_blank(tweet.text)),
        media=(*one.media, *other.media),
        quote=one.quote or other.quote,
        poll=one.poll or other.poll,
        content_warning=one.content_warning or other.content_warning,
        edited=one.edited or other.edited,
        tags=tags,
    )


def split_before(story: Thread, number: TweetNumber, words: str, next_number: int) -> Thread:
    """The tweet is two: the second begins with these words, and has the next free number."""
    text = story.tweets[_place(story, number)].text
    sought = words.strip()
    at = text.find(sought)
    if at < 0:
        at = text.casefold().find(sought.casefold()) if len(text) == len(text.casefold()) else -1
    if is_blank(sought) or at < 0:
        raise InvalidThread(
            why="These words don't stand in the tweet: send the words with which its second part begins."
        )
    return _split(story, number, (text[:at], text[at:]), next_number)


def split_at_gaps(story: Thread, number: TweetNumber, next_number: int) -> Thread:
    """The tweet is as many as it has paragraphs: the first keeps its number, the others have the next free ones."""
    text = story.tweets[_place(story, number)].text
    return _split(story, number, [part for part in _GAP.split(text) if not is_blank(part)], next_number)


def has_gaps(tweet: Tweet) -> bool:
    """Whether a tweet has several paragraphs."""
    return len([part for part in _GAP.split(tweet.text) if not is_blank(part)]) > 1


def _split(story: Thread, number: TweetNumber, parts: Sequence[str], next_number: int) -> Thread:
    place = _place(story, number)
    texts = [part.strip() for part in parts if not is_blank(part)]
    if len(texts) < 2:
        raise InvalidThread(why="That leaves one part empty: send words from the middle of the tweet.")
    tweet = story.tweets[place]
    others = (
        Tweet(
            number=TweetNumber(next_number + ordinal),
            text=text,
            source_url=tweet.source_url,
            written=tweet.written,
            content_warning=tweet.content_warning,
            lang=tweet.lang,
            edited=tweet.edited,
        )
        for ordinal, text in enumerate(texts[1:])
    )
    tweets = (*story.tweets[:place], replace(tweet, text=texts[0]), *others, *story.tweets[place + 1 :])
    return replace(story, tweets=tweets)


def warned(story: Thread, number: TweetNumber | None, warning: str) -> Thread:
    """The tweet, or each tweet, stands behind this warning; behind none where it is blank."""
    said = "" if is_blank(warning) else " ".join(warning.split())
    if number is None:
        return replace(story, tweets=tuple(replace(tweet, content_warning=said) for tweet in story))
    return _with(story, number, lambda tweet: replace(tweet, content_warning=said))


def tagged(story: Thread, labels: str) -> Thread:
    """The story has these tags beside those in its words: they hang on its first tweet."""
    new = [label for label in _TAGS.split(labels) if not is_blank(label)]
    if not new:
        raise InvalidThread(why="Send one tag or several, with spaces between them: #harbour #ghosts.")
    first = story.tweets[0]
    known: dict[str, str] = {}
    for label in (*_labels(first), *new):
        known.setdefault(tag_key(label), label)
    return _with(story, first.number, lambda tweet: replace(tweet, tags=tuple(known.values())))


def untagged(story: Thread) -> Thread:
    """The story has the tags that stand in its words, and no others."""
    return replace(story, tweets=tuple(replace(tweet, tags=None) for tweet in story))


def _labels(tweet: Tweet) -> tuple[str, ...]:
    return tweet.tags if tweet.tags is not None else tuple(span.label for span in hashtags(tweet.text))


def _with(story: Thread, number: TweetNumber, change: Callable[[Tweet], Tweet]) -> Thread:
    place = _place(story, number)
    return replace(story, tweets=(*story.tweets[:place], change(story.tweets[place]), *story.tweets[place + 1 :]))


def _place(story: Thread, number: TweetNumber) -> int:
    for place, tweet in enumerate(story.tweets):
        if tweet.number == number:
            return place
    raise InvalidThread(why="This tweet is not in the story any more: look at it again.")
