"""How a tweet is cut into frames: its words, then what hangs on it, in pages that fit a message.

The number of pages depends on the tweet alone, never on the reader's language, so that a place means the same frame to
everybody.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from threads.model import Tweet
from threads.pages import split_pages
from threads.text import utf16_length

MAX_MESSAGE = 4_096
"""UTF-16 units of a message, after its entities are parsed (Telegram's limit)."""
ROOM = 3_500
"""Units for a page's content: the rest is for author, date, position and the words around quotes and pictures."""
PIECE_COST = 40
"""Units counted for the words and line ends around a piece: a label, a name's bullet, a percentage."""


class Kind(Enum):
    """What a piece of a page is."""

    WARNING = auto()
    TEXT = auto()
    GAP = auto()
    QUOTE = auto()
    POLL = auto()
    ALT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on a page. `index` says which picture or poll answer it belongs to."""

    kind: Kind
    words: str
    index: int = 0


Page = tuple[Piece, ...]


@lru_cache(maxsize=4_000)
def pages_of(tweet: Tweet) -> tuple[Page, ...]:
    """The pages of a tweet, at least one, none longer than a message leaves room for."""
    pieces = _pieces(tweet)
    if sum(map(_cost, pieces)) <= ROOM:
        return (tuple(pieces),)
    pages: list[list[Piece]] = [[]]
    room = ROOM
    for piece in pieces:
        for part in _parts(piece, room):
            if _cost(part) > room and pages[-1]:
                pages.append([])
                room = ROOM
            pages[-1].append(part)
            room -= _cost(part)
    return tuple(tuple(page) for page in pages)


def page_count(tweet: Tweet) -> int:
    """How many pages a tweet is shown in."""
    return len(pages_of(tweet))


def _pieces(tweet: Tweet) -> list[Piece]:
    if tweet.gap:
        return [Piece(Kind.GAP, "")]
    pieces = []
    if tweet.content_warning:
        pieces.append(Piece(Kind.WARNING, tweet.content_warning))
    if tweet.text.strip():
        pieces.append(Piece(Kind.TEXT, tweet.text))
    if tweet.quote:
        pieces.append(Piece(Kind.QUOTE, tweet.quote.text))
    if tweet.poll:
        pieces += [Piece(Kind.POLL, option.label, index) for index, option in enumerate(tweet.poll.options)]
    pieces += [Piece(Kind.ALT, media.alt, index) for index, media in enumerate(tweet.media)]
    return pieces


def _cost(piece: Piece) -> int:
    return utf16_length(piece.words) + PIECE_COST


def _parts(piece: Piece, room: int) -> list[Piece]:
    """The piece whole when it fits on a page of its own, else cut."""
    if _cost(piece) <= max(room, ROOM):
        return [piece]
    return [Piece(piece.kind, words, piece.index) for words in split_pages(piece.words, ROOM - PIECE_COST)]
