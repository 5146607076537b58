"""Any story, in any characters, becomes messages that Telegram's strict parser takes whole."""

from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html import parse, utf16
from handlers.callback_data import MAX_BYTES
from handlers.callbacks import Frame
from handlers.catalogue import LANGUAGES, Catalogue
from handlers.views.card import Card
from handlers.views.frame import Setting, frame, grid_rows, settled
from handlers.views.pages import MAX_CAPTION, MAX_MESSAGE, Kind, Piece, pages_of
from handlers.views.share import Offers, file_rows, picture_rows, share_rows
from handlers.views.title import end_card, tag_rows, title_card
from storage.readers import Standing
from storage.threads import Status, StoredThread, Tag
from tests.builders import DAY, MOMENTS
from threads.hashtag import hashtags, mentions, urls
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
    is_blank,
)
from threads.reading import Place
from threads.tags import tags_of
from threads.text import clean, graphemes

BOT = "spool_bot"
EVERYTHING = Offers(inline=True, groups=True, pictures=True, reports=True, suggestions=True)
CATALOGUE = Catalogue()
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
    return Tweet(number=TweetNumber(number), text=text if not is_blank(text) or hangs else f"{text}.", **extra)


_tweets = st.builds(
    _tweet,
    number=st.integers(1, LARGEST),
    text=st.one_of(_texts, _longer),
    content_warning=st.just("") | _texts,
    written=st.none() | MOMENTS,
    source_url=st.none() | st.just("https://x.com/a/status/1"),
    gap=st.one_of(st.none(), st.sampled_from(Gap)),
    quote=st.one_of(
        st.none(), st.builds(Quote, url=st.just("https://x.com/a/status/1"), text=_longer, author=_authors)
    ),
    poll=st.one_of(
        st.none(),
        st.builds(
            Poll,
            options=st.lists(
                st.builds(PollOption, label=_texts, votes=st.one_of(st.none(), st.integers(0, 2**53))),
                min_size=1,
                max_size=5,
            ).map(tuple),
            closes=st.none() | MOMENTS,
        ),
    ),
    media=st.lists(
        st.builds(
            Media,
            kind=st.sampled_from(MediaKind),
            url=st.just("https://example.org/a.jpg?a=1&b=2"),
            alt=_texts | _longer,
            sensitive=st.booleans(),
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
        language="",
        thread=thread,
    )


_stories = st.builds(
    _stored, st.lists(_tweets, min_size=1, max_size=3, unique_by=lambda tweet: tweet.number), _authors, _texts
)
_words = st.builds(
    lambda language, plain: CATALOGUE.words(language.code, plain=plain), st.sampled_from(LANGUAGES), st.booleans()
)
_settings = st.builds(
    Setting, words=_words, bot=st.just(BOT), saved=st.booleans(), shared=st.booleans(), carries=st.booleans()
)


def _seen(words: str) -> str:
    """What is seen of words: not the joiners that keep Telegram from linking their signs."""
    return words.replace("\u2060", "")


def _check(card: Card) -> str:
    """Hold a message to Telegram's limits; its visible text, or the one in place of a medium that can't be shown."""
    limit = MAX_CAPTION if card.medium else MAX_MESSAGE
    text, _ = parse(card.text)
    assert 1 <= utf16(text.strip()) <= limit
    rows = card.payload().get("reply_markup", {}).get("inline_keyboard", [])
    assert sum(map(len, rows)) <= 100
    for row in rows:
        assert 1 <= len(row) <= 8
        for key in row:
            assert key["text"].strip()
            assert len(key.get("callback_data", "x").encode()) <= MAX_BYTES
            assert 1 <= len(key.get("copy_text", {"text": "x"})["text"]) <= 256
    if card.medium:
        assert _check(card.without_medium())
    return text


@given(_stories, _settings, st.booleans())
def test_every_page_of_every_tweet_is_a_message_that_telegram_takes(
    story: StoredThread, setting: Setting, revealed: bool
) -> None:
    """Within the limits of texts and captions, in every language, markup right, and all its words visible."""
    for tweet in story.thread:
        shown = ""
        pages = pages_of(tweet, revealed=revealed)
        for page in range(len(pages)):
            shown += _check(frame(story, Frame(story.id, Place(tweet.number, page), revealed), setting))
        for piece in (part for page in pages for part in page.pieces):
            assert _seen(piece.words) in _seen(shown) or not piece.words.strip()


@given(_tweets)
def test_pages_lose_nothing_and_cut_nothing_in_two(tweet: Tweet) -> None:
    """Joined, the pages are all the words of the tweet; no cut goes through a character, a link, a tag or a name."""
    if tweet.gap:
        return
    pieces = [piece for page in pages_of(tweet, revealed=True) for piece in page.pieces]
    expected = {(Kind.ALT, index): media.alt for index, media in enumerate(tweet.media)}
    expected |= {(Kind.TEXT, 0): tweet.text} if tweet.text.strip() else {}
    expected |= {(Kind.WARNING, 0): tweet.content_warning} if tweet.content_warning else {}
    expected |= {(Kind.QUOTE, 0): tweet.quote.text} if tweet.quote else {}
    expected |= {(Kind.POLL, i): option.label for i, option in enumerate(tweet.poll.options)} if tweet.poll else {}
    assert {key: "".join(parts) for key, parts in _runs(pieces).items()} == expected
    for parts in _runs(pieces).values():
        _check_cuts(parts)


def _runs(pieces: list[Piece]) -> dict[tuple[Kind, int], list[str]]:
    """The words of each thing that a tweet holds, part by part in the order of the pages."""
    runs: dict[tuple[Kind, int], list[str]] = {}
    for piece in pieces:
        if piece.kind is not Kind.CLOSES:
            runs.setdefault((piece.kind, piece.index), []).append(piece.words)
    return runs


def _check_cuts(parts: list[str]) -> None:
    text, at = "".join(parts), 0
    ends = {0}
    for cluster in graphemes(text):
        at += len(cluster)
        ends.add(at)
    at = 0
    whole = [
        span for span in (*urls(text), *hashtags(text), *mentions(text)) if utf16(text[span.start : span.end]) < 600
    ]
    longest = max((utf16(cluster) for cluster in graphemes(text)), default=0)
    for part in parts[:-1]:
        at += len(part)
        assert at in ends or longest > 600
        assert not any(span.start < at < span.end for span in whole)


@given(_tweets)
def test_each_medium_has_its_page_and_no_page_has_two(tweet: Tweet) -> None:
    """In their order, once the tweet is revealed; before that, none is shown."""
    pages = pages_of(tweet, revealed=True)
    shown = [page.medium for page in pages if page.medium is not None]
    assert sorted(set(shown)) == ([] if tweet.gap else list(range(len(tweet.media))))
    assert shown == sorted(shown)
    if tweet.content_warning and not tweet.gap:
        assert all(page.medium is None and {p.kind for p in page.pieces} == {Kind.WARNING} for page in pages_of(tweet))


@given(_stories, _settings)
def test_title_end_and_overlays_are_messages_that_telegram_takes(story: StoredThread, setting: Setting) -> None:
    """The other cards of the same stories, with the largest ids there are."""
    _check(title_card(story, Standing(), setting))
    _check(end_card(story, (), setting))
    spot = Frame(story.id, Place(story.thread.tweets[0].number))
    for rows in (grid_rows, tag_rows, partial(share_rows, offers=EVERYTHING), file_rows, picture_rows):
        _check(Card("x", rows(story, spot, setting)))


@given(_stories, _settings, st.integers(0, 10**6), st.booleans())
def test_any_place_settles_on_a_frame_that_is_there(
    story: StoredThread, setting: Setting, page: int, revealed: bool
) -> None:
    """Pages past the last, of tweets behind a warning too, lead to the nearest page."""
    spot = settled(story, Frame(story.id, Place(story.thread.tweets[-1].number, page), revealed))
    assert _check(frame(story, spot, setting))
