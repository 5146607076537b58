"""Any story, in any characters, becomes messages that Telegram's strict parser takes whole."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html import parse, utf16
from handlers.callbacks import MAX_BYTES, Frame
from handlers.catalogue import Catalogue
from handlers.views.card import Card
from handlers.views.frame import Setting, frame, grid_rows
from handlers.views.pages import MAX_MESSAGE, page_count, pages_of
from handlers.views.title import end_card, share_rows, tag_rows, title_card
from storage.readers import Standing
from storage.threads import Status, StoredThread, Tag
from storage.writing import tags_of
from tests.builders import DAY
from threads.model import (
    Author,
    AuthorId,
    Gap,
    Media,
    MediaKind,
    Poll,
    PollOption,
    Quote,
    TagId,
    Thread,
    ThreadId,
    Tweet,
    TweetNumber,
)
from threads.reading import Place
from threads.text import clean

BOT = "spool_bot"
WORDS = Catalogue().words("en")
LARGEST = 2**63 - 1

_hostile = st.text(
    st.one_of(
        st.sampled_from("👩‍👩‍👧‍👦🇮🇷é̂✊🏽אبג#＃@/<>&;\"'_-.\n\t \u200c\u200d\u2068\u2069\u202e\ufe0f\u0301"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)
_markup = st.sampled_from(
    ["<b>", "</a>", "&lt;", "&amp;amp;", "<blockquote>", "<tg-spoiler>", "#tag", "https://a.example/?a=1&b=<2>"]
)
_texts = st.lists(st.one_of(_hostile, _markup), max_size=8).map("".join).map(clean)
_longer = st.builds(lambda text, times: clean(text * times), st.text(min_size=1, max_size=40), st.integers(1, 400))
_authors = st.builds(Author, handle=_texts, name=_texts, bio=_texts)


def _tweet(number: int, text: str, **extra: Any) -> Tweet:
    hangs = extra["gap"] or extra["media"] or extra["quote"] or extra["poll"]
    return Tweet(number=TweetNumber(number), text=text if text.strip() or hangs else f"{text}.", **extra)


_tweets = st.builds(
    _tweet,
    number=st.integers(1, LARGEST),
    text=st.one_of(_texts, _longer),
    content_warning=_texts,
    gap=st.one_of(st.none(), st.sampled_from(Gap)),
    quote=st.one_of(
        st.none(), st.builds(Quote, url=st.just("https://x.com/a/status/1"), text=_longer, author=_authors)
    ),
    poll=st.one_of(
        st.none(),
        st.builds(
            Poll,
            options=st.lists(
                st.builds(PollOption, label=_texts, votes=st.one_of(st.none(), st.integers(0, 10**9))),
                min_size=1,
                max_size=5,
            ).map(tuple),
        ),
    ),
    media=st.lists(
        st.builds(
            Media, kind=st.sampled_from(MediaKind), url=st.just("https://example.org/a.jpg?a=1&b=2"), alt=_longer
        ),
        max_size=4,
    ).map(tuple),
)


def _stored(tweets: list[Tweet], author: Author, title: str) -> StoredThread:
    thread = Thread(source="x", author=author, tweets=tuple(tweets), title=title, written=DAY)
    tags = tuple(Tag(TagId(LARGEST - rank), key, label) for rank, (key, label) in enumerate(tags_of(thread).items()))
    return StoredThread(
        id=ThreadId(LARGEST),
        author_id=AuthorId(1),
        status=Status.PUBLISHED,
        revision=1,
        minutes=3,
        next_number=LARGEST,
        published_at=DAY.at,
        tags=tags,
        thread=thread,
    )


_stories = st.builds(
    _stored, st.lists(_tweets, min_size=1, max_size=3, unique_by=lambda tweet: tweet.number), _authors, _texts
)
_settings = st.builds(Setting, words=st.just(WORDS), bot=st.just(BOT), saved=st.booleans(), shared=st.booleans())


def _check(card: Card) -> str:
    """Hold a message to Telegram's limits; its visible text."""
    text, _ = parse(card.text)
    assert 1 <= utf16(text.strip()) <= MAX_MESSAGE
    rows = card.payload().get("reply_markup", {}).get("inline_keyboard", [])
    assert sum(map(len, rows)) <= 100
    for row in rows:
        assert 1 <= len(row) <= 8
        for key in row:
            assert key["text"].strip()
            assert len(key.get("callback_data", "x").encode()) <= MAX_BYTES
            assert 1 <= len(key.get("copy_text", {"text": "x"})["text"]) <= 256
    return text


@given(_stories, _settings)
def test_every_page_of_every_tweet_is_a_message_that_telegram_takes(story: StoredThread, setting: Setting) -> None:
    """Within the limits, markup right, and all its words visible, page after page."""
    for tweet in story.thread:
        shown = ""
        for page in range(page_count(tweet)):
            shown += _check(frame(story, Place(tweet.number, page), setting))
        if not tweet.gap:
            for words in (tweet.text, tweet.content_warning, *(media.alt for media in tweet.media)):
                for piece in (part for page in pages_of(tweet) for part in page):
                    assert piece.words in shown or not piece.words.strip()
                assert set(words.split()) <= set("".join(_pieces(tweet)).split()) or not words.strip()


def _pieces(tweet: Tweet) -> list[str]:
    """The words of a tweet as its pages hold them: cuts joined, different things apart."""
    joined: list[str] = []
    last = None
    for piece in (part for page in pages_of(tweet) for part in page):
        if last == (piece.kind, piece.index):
            joined[-1] += piece.words
        else:
            joined += ["\n", piece.words]
        last = (piece.kind, piece.index)
    return joined


@given(_stories, _settings)
def test_title_end_and_overlays_are_messages_that_telegram_takes(story: StoredThread, setting: Setting) -> None:
    """The other cards of the same stories, with the largest ids there are."""
    _check(title_card(story, Standing(), setting))
    _check(end_card(story, (), setting))
    spot = Frame(story.id, Place(story.thread.tweets[0].number))
    for rows in (grid_rows, tag_rows, share_rows):
        _check(Card("x", rows(story, spot, setting)))


@given(_longer, st.integers(1, 6))
def test_pages_lose_nothing(text: str, times: int) -> None:
    """A text cut into pages and joined again is the same text."""
    tweet = Tweet(number=TweetNumber(1), text=(text * times + "x")[:100_000])
    assert "".join(piece.words for page in pages_of(tweet) for piece in page) == tweet.text
