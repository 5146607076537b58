"""How a tweet is cut into frames: its words, then what hangs on it, in pages that fit a message or a caption.

A page holds at most one picture or film. When a tweet's words fit a caption, its first medium stands with them; when
they don't, they come first, as text, and every medium has pages of its own behind them, with its description. A tweet
behind a content warning has only the warning's page until it is revealed.

The number of pages depends on the tweet alone, never on the reader's language, nor on whether the chat can show
pictures, so that a place means the same frame to everybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from threads.model import Tweet, TweetNumber
from threads.pages import split_pages
from threads.reading import Pages
from threads.text import graphemes, utf16_length

MAX_MESSAGE = 4_096
MAX_CAPTION = 1_024
"""UTF-16 units of a message and of a caption, after their entities are parsed (Telegram's limits)."""
ROOM = 3_500
CAPTION_ROOM = 730
"""Units for a page's content: the rest is for author, date and position, in any language."""
NAME_ROOM = 64
"""Units of a name or handle: longer ones are cut, so that the heading always fits."""
SHORTEST_PART = 200
"""A description begins beside its tweet's words only with room for so many units; else it waits for the next page."""


class Kind(Enum):
    """What a piece of a page is."""

    WARNING = auto()
    TEXT = auto()
    GAP = auto()
    QUOTE = auto()
    POLL = auto()
    CLOSES = auto()
    ALT = auto()


# Units around a piece, in any language: a label, a bullet, votes and their share, line ends, and the joiners that keep
# Telegram from linking its signs (html.MOST_SIGNS).
_AROUND = {
    Kind.WARNING: 60,
    Kind.TEXT: 24,
    Kind.GAP: 100,
    Kind.QUOTE: 60,
    Kind.POLL: 76,
    Kind.CLOSES: 90,
    Kind.ALT: 60,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on a page. `index` says which picture or poll answer it belongs to."""

    kind: Kind
    words: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one frame. `medium` is the index of the picture or film that it shows."""

    pieces: tuple[Piece, ...]
    medium: int | None = None


def pages_of(tweet: Tweet, *, revealed: bool = False) -> tuple[Page, ...]:
    """The pages of a tweet, at least one, none longer than a message or a caption leaves room for.

    A content warning hides the tweet until it is `revealed`.
    """
    return _pages(tweet, bool(tweet.content_warning) and not revealed)


def page_count(tweet: Tweet) -> int:
    """How many pages a tweet is shown in while its content warning, if it has one, stands before it."""
    return len(pages_of(tweet))


def pages_with(revealed: TweetNumber | None) -> Pages:
    """How many pages each tweet is shown in when the one of this number is revealed."""
    return lambda tweet: len(pages_of(tweet, revealed=tweet.number == revealed))


def shortened(name: str) -> str:
    """A name in at most 64 UTF-16 units, cut between characters as a person sees them."""
    if utf16_length(name) <= NAME_ROOM:
        return name
    kept, room = [], NAME_ROOM - 1
    for cluster in graphemes(name[:NAME_ROOM]):
        room -= utf16_length(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept) + "…"


@lru_cache(maxsize=4_000)
def _pages(tweet: Tweet, closed: bool) -> tuple[Page, ...]:
    if tweet.gap:
        return (Page((Piece(Kind.GAP),)),)
    if closed:
        return tuple(_in_messages([Piece(Kind.WARNING, tweet.content_warning)], tweet))
    words = _words(tweet)
    if not tweet.media:
        return tuple(_in_messages(words, tweet))
    pages: list[Page] = []
    if sum(_cost(piece, tweet) for piece in words) + _AROUND[Kind.ALT] > CAPTION_ROOM:
        pages, words = list(_in_messages(words, tweet)), []
    for index in range(len(tweet.media)):
        pages += _in_captions(words, index, tweet)
        words = []
    return tuple(pages)


def _words(tweet: Tweet) -> list[Piece]:
    pieces = []
    if tweet.content_warning:
        pieces.append(Piece(Kind.WARNING, tweet.content_warning))
    if tweet.text.strip():
        pieces.append(Piece(Kind.TEXT, tweet.text))
    if tweet.quote:
        pieces.append(Piece(Kind.QUOTE, tweet.quote.text))
    if tweet.poll:
        pieces += [Piece(Kind.POLL, option.label, index) for index, option in enumerate(tweet.poll.options)]
        if tweet.poll.closes:
            pieces.append(Piece(Kind.CLOSES))
    return pieces


def _in_messages(pieces: Sequence[Piece], tweet: Tweet) -> Iterator[Page]:
    """Pages of text messages."""
    page: list[Piece] = []
    room = ROOM
    for piece in pieces:
        for part in _parts(piece, tweet):
            if page and _cost(part, tweet) > room:
                yield Page(tuple(page))
                page, room = [], ROOM
            page.append(part)
            room -= _cost(part, tweet)
    yield Page(tuple(page))


def _in_captions(words: Sequence[Piece], index: int, tweet: Tweet) -> list[Page]:
    """Pages of one picture or film: first with the tweet's words, if given, then what is left of its description."""
    alt = tweet.media[index].alt
    whole = CAPTION_ROOM - _AROUND[Kind.ALT]
    room = whole - sum(_cost(piece, tweet) for piece in words)
    parts = [alt]
    if utf16_length(alt) > room:
        begun = split_pages(alt, room)[0] if room >= SHORTEST_PART else ""
        parts = [begun, *split_pages(alt[len(begun) :], whole)]
    first, *others = (Piece(Kind.ALT, part, index) for part in parts)
    return [Page((*words, first), index), *(Page((other,), index) for other in others)]


def _cost(piece: Piece, tweet: Tweet) -> int:
    cost = utf16_length(piece.words) + _AROUND[piece.kind]
    if piece.kind is Kind.QUOTE and tweet.quote:
        author = tweet.quote.author
        cost += utf16_length(shortened(author.name)) + utf16_length(shortened(author.handle))
    return cost


def _parts(piece: Piece, tweet: Tweet) -> list[Piece]:
    """The piece whole when it fits on a page of its own, else cut."""
    over = _cost(piece, tweet) - ROOM
    if over <= 0:
        return [piece]
    room = utf16_length(piece.words) - over
    return [Piece(piece.kind, words, piece.index) for words in split_pages(piece.words, room)]
