"""The words on a tweet's picture, from the catalogue: those that its frame has for the same things."""

from handlers.catalogue import Words
from handlers.views import html
from handlers.views.body import counter, gap_sentence, votes_said
from handlers.views.media import name_among
from handlers.views.wording import written
from storage.threads import StoredThread
from threads import reading
from threads.exports.picture import MOST_PAGES, PictureLabels
from threads.model import Tweet, TweetNumber
from threads.reading import Place


def picture_labels(story: StoredThread, number: TweetNumber, words: Words) -> PictureLabels:
    """The words around the tweet of a number, which the story has to have."""
    tweet = story.thread.tweets[reading.index_of(story.thread, number)]
    at = counter(story, Place(number), words)
    said = tweet.written or story.thread.written
    warning = tweet.content_warning
    return PictureLabels(
        position=at,
        pages=tuple(
            words.say("{counter} · page {page}", counter=html.isolated(at), page=words.number(page))
            for page in range(1, MOST_PAGES + 1)
        ),
        invitation=words.say("Read the story"),
        date=written(said, words) if said else "",
        gap=gap_sentence(tweet.gap, words) if tweet.gap else "",
        warning=words.say("Content warning: {warning}", warning=html.isolated(warning)) if warning else "",
        hidden=words.say("Open the story to see this tweet.") if warning else "",
        media=tuple(name_among(media.kind, index, len(tweet.media), words) for index, media in enumerate(tweet.media)),
        votes=_votes(tweet, words),
        closes=_closes(tweet, words),
        language=words.language.code,
        rtl=words.rtl,
    )


def _votes(tweet: Tweet, words: Words) -> tuple[str, ...]:
    options = tweet.poll.options if tweet.poll else ()
    total = sum(option.votes or 0 for option in options)
    return tuple("" if option.votes is None else votes_said(option.votes, total, words) for option in options)


def _closes(tweet: Tweet, words: Words) -> str:
    closes = tweet.poll.closes if tweet.poll else None
    return f"{words.say('Voting until:')} {written(closes, words)}" if closes else ""
