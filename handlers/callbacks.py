"""Typed callback data: what a button says when it is pressed, in at most 64 bytes (Telegram's limit).

`1` (the version), a letter for the kind, then fields joined by dots. A button lives for ever in somebody's chat, so a
form once sent out is read for ever; a new form takes a new letter or a mark at the end. Callback data can be forged:
decoding answers None for anything it can't read and never raises, and rights are checked on every press.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storage.search import Order
from threads.model import MAX_ID, ThreadId, TweetNumber
from threads.reading import Place

VERSION = "1"
MAX_BYTES = 64

MOTHER_TONGUE = "en"
"""The language of a shared card whose buttons name none: all did so before there was a second language."""

_SPEAKS = "~"
# The version, the kind, its fields, and the language of a shared card.
_WHOLE = re.compile(rf"{VERSION}[a-z][^{_SPEAKS}]+(?:{_SPEAKS}[a-z]{{2}})?")
_CLIENTS = "-"
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Title:
    """The title card of a story."""

    thread: ThreadId


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a story: one page of one tweet. `revealed` once its content warning has been tapped away."""

    thread: ThreadId
    place: Place
    revealed: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end card of a story."""

    thread: ThreadId


Spot = Title | Frame | End
"""A card of a story, where a button leads or was pressed."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show this card in place: Read, Continue, a jump, Back."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Next:
    """One step forward from this frame."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class Previous:
    """One step back from this frame."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class Jump:
    """Open the grid of places to jump to."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class ShowTags:
    """Show the story's tags in place."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Share:
    """Show the ways to share in place."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class AsFile:
    """Show in place what files there are of the story."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class AsPicture:
    """Show in place what pictures there are of the tweet."""

    spot: Spot


class Product(StrEnum):
    """What can be made of a story and sent."""

    EPUB = "e"
    HTML = "h"
    MARKDOWN = "m"
    TEXT = "t"
    LIGHT = "l"
    DARK = "d"


@dataclass(frozen=True, slots=True)
class Make:
    """Make this of the story, or of the tweet, and send it."""

    product: Product
    spot: Spot


@dataclass(frozen=True, slots=True)
class Save:
    """Save the story, or drop it from the saved ones."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Follow:
    """Follow the story's author, or follow them no longer."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Again:
    """Read the story again from its first tweet."""

    spot: End


@dataclass(frozen=True, slots=True)
class OpenStory:
    """Bring a story as a card of its own: its title card, or the frame where the reader stands."""

    spot: Spot


class Listing(StrEnum):
    """The lists there are; authors and tags take the id of theirs."""

    LATEST = "l"
    SHORT = "h"
    FINISHED = "f"
    AUTHORS = "a"
    AUTHOR = "b"
    TAGS = "t"
    TAGS_LATELY = "m"
    TAG = "g"
    TAG_READ = "r"
    CONTINUE = "c"
    SAVED = "s"


@dataclass(frozen=True, slots=True)
class OpenList:
    """Bring a list as a message of its own. `subject` is an author's or a tag's id, else 0."""

    listing: Listing
    subject: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn a list to a page (counted from 0) in place."""

    listing: Listing
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class FollowList:
    """Follow what a list is of, or follow it no longer; `page` is where the list stands."""

    listing: Listing
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class Unfollow:
    """Follow something of /subscriptions no longer: what this list is of. `page` is where /subscriptions stands."""

    listing: Listing
    subject: int
    page: int


class Managing(StrEnum):
    """What can be done in /subscriptions; some take a number."""

    TURN = "t"
    EVERYTHING = "e"
    NOTHING = "n"
    NOTHING_SURELY = "y"
    RESTORE = "r"
    RESUME = "p"


@dataclass(frozen=True, slots=True)
class Manage:
    """A press in /subscriptions. `number` is a page, or the time at which what is restored was removed."""

    managing: Managing
    number: int = 0


class Reply(StrEnum):
    """What can be done with a notification."""

    LATER = "l"
    PAUSE = "p"
    DAY = "d"
    WEEK = "w"
    RETURN = "r"
    RESUME = "e"
    UNSUBSCRIBE = "u"
    AGAIN = "a"
    BACK = "b"


@dataclass(frozen=True, slots=True)
class Notified:
    """A press on the notification of a story."""

    reply: Reply
    thread: ThreadId


@dataclass(frozen=True, slots=True)
class Find:
    """A page (counted from 0) of what a query finds, in place; queries are kept by number."""

    query: int
    order: Order
    page: int


class Where(StrEnum):
    """Where one can go that is no list."""

    RANDOM = "0"
    SEARCH = "1"


@dataclass(frozen=True, slots=True)
class Go:
    """Bring any story, or what can be looked for, as a message of its own."""

    where: Where


@dataclass(frozen=True, slots=True)
class Speak:
    """Choose the language of the interface by its code; None leaves it to the reader's client."""

    language: str | None


class Choice(StrEnum):
    """What can be chosen in /settings and /privacy."""

    PLAIN_ON = "p"
    PLAIN_OFF = "q"
    FORGET = "f"
    FORGET_SURELY = "y"
    KEEP = "n"


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice in /settings or /privacy."""

    choice: Choice


OnACard = Show | Next | Previous | Jump | ShowTags | Share | AsFile | AsPicture | Save | Follow | Again | OpenStory
Following = FollowList | Unfollow | Manage | Notified
Press = OnACard | Following | Make | OpenList | Turn | Find | Go | Choose | Speak

_ON_A_CARD: dict[str, type[OnACard]] = {
    "s": Show,
    "n": Next,
    "p": Previous,
    "j": Jump,
    "t": ShowTags,
    "h": Share,
    "f": AsFile,
    "k": AsPicture,
    "v": Save,
    "b": Follow,
    "a": Again,
    "o": OpenStory,
}
_LETTERS = {kind: letter for letter, kind in _ON_A_CARD.items()}
_ONLY_FRAMES = (Next, Previous, Jump)


def encode(press: Press, language: str = MOTHER_TONGUE) -> str:
    """The callback data of a button; on a shared card `language` is the card's, two letters."""
    mark = "" if language == MOTHER_TONGUE else f"{_SPEAKS}{language}"
    return f"{_encode(press)}{mark}"


def language_of(data: str) -> str:
    """The language of the shared card whose button holds this data."""
    return data.partition(_SPEAKS)[2] or MOTHER_TONGUE


def _encode(press: Press) -> str:
    match press:
        case OpenList(listing, subject):
            return f"{VERSION}l{listing}{subject}"
        case Turn(listing, subject, page):
            return f"{VERSION}u{listing}{subject}.{page}"
        case FollowList() | Unfollow() | Manage() | Notified():
            return f"{VERSION}{_encode_following(press)}"
        case Find(query, order, page):
            return f"{VERSION}q{order}{query}.{page}"
        case Go(where):
            return f"{VERSION}r{where}"
        case Choose(choice):
            return f"{VERSION}c{choice}"
        case Speak(language):
            return f"{VERSION}g{language or _CLIENTS}"
        case Make(product, spot):
            return f"{VERSION}e{product}{_encode_spot(spot)}"
        case _:
            return f"{VERSION}{_LETTERS[type(press)]}{_encode_spot(press.spot)}"


def _encode_following(press: FollowList | Unfollow | Manage | Notified) -> str:
    match press:
        case FollowList(listing, subject, page):
            return f"d{listing}{subject}.{page}"
        case Unfollow(listing, subject, page):
            return f"x{listing}{subject}.{page}"
        case Manage(managing, number):
            return f"m{managing}{number}"
        case Notified(reply, thread):
            return f"i{reply}{thread}"


def _encode_spot(spot: Spot) -> str:
    match spot:
        case Title(thread):
            return f"{thread}"
        case Frame(thread, place, revealed):
            return f"{thread}.{place.number}.{place.page}{'.r' if revealed else ''}"
        case End(thread):
            return f"{thread}.e"


@lru_cache(maxsize=4_000)
def decode(data: str) -> Press | None:
    """The press that callback data stands for; None when it is of no known form. Never raises.

    Kept, since each press is read twice: for its place in the queue, and when its turn has come.
    """
    if len(data) > MAX_BYTES or not _WHOLE.fullmatch(data):
        return None
    letter, fields = data[1], data[2:].partition(_SPEAKS)[0]
    if letter in _ON_A_CARD:
        return _decode_on_card(letter, fields)
    reader = _OTHERS.get(letter)
    return reader(fields) if reader else None


def _decode_on_card(letter: str, fields: str) -> Press | None:
    kind = _ON_A_CARD[letter]
    spot = _decode_spot(fields)
    if spot is None or (kind in _ONLY_FRAMES and not isinstance(spot, Frame)):
        return None
    if kind is Again and not isinstance(spot, End):
        return None
    return kind(spot)  # type: ignore[arg-type]  # the lines above hold each kind to its spots


def _decode_spot(fields: str) -> Spot | None:
    bare = fields.removesuffix(".e").removesuffix(".r")
    match _numbers(bare), fields[len(bare) :]:
        case [thread], "" if thread:
            return Title(ThreadId(thread))
        case [thread], ".e" if thread:
            return End(ThreadId(thread))
        case [thread, number, page], ("" | ".r") as mark if thread and number:
            return Frame(ThreadId(thread), Place(TweetNumber(number), page), mark == ".r")
        case _:
            return None


def _decode_list(fields: str) -> OpenList | None:
    match _listing(fields[0]), _numbers(fields[1:]):
        case Listing() as listing, [subject]:
            return OpenList(listing, subject)
        case _:
            return None


def _decode_turn(fields: str) -> Turn | None:
    match _listing(fields[0]), _numbers(fields[1:]):
        case Listing() as listing, [subject, page] if page < MAX_PAGE:
            return Turn(listing, subject, page)
        case _:
            return None


def _decode_follow_list(fields: str) -> FollowList | None:
    turn = _decode_turn(fields)
    return FollowList(turn.listing, turn.subject, turn.page) if turn else None


def _decode_unfollow(fields: str) -> Unfollow | None:
    turn = _decode_turn(fields)
    return Unfollow(turn.listing, turn.subject, turn.page) if turn else None


def _decode_manage(fields: str) -> Manage | None:
    match fields[0], _numbers(fields[1:]):
        case managing, [number] if managing in set(Managing):
            return Manage(Managing(managing), number)
        case _:
            return None


def _decode_notified(fields: str) -> Notified | None:
    match fields[0], _numbers(fields[1:]):
        case reply, [thread] if reply in set(Reply) and thread:
            return Notified(Reply(reply), ThreadId(thread))
        case _:
            return None


def _decode_find(fields: str) -> Find | None:
    match fields[0], _numbers(fields[1:]):
        case (Order.BEST | Order.NEWEST) as order, [query, page] if page < MAX_PAGE:
            return Find(query, Order(order), page)
        case _:
            return None


def _decode_go(fields: str) -> Go | None:
    return Go(Where(fields)) if fields in set(Where) else None


def _decode_choice(fields: str) -> Choose | None:
    return Choose(Choice(fields)) if fields in set(Choice) else None


def _decode_language(fields: str) -> Speak | None:
    if fields == _CLIENTS:
        return Speak(None)
    return Speak(fields) if _LANGUAGE.fullmatch(fields) else None


def _decode_make(fields: str) -> Make | None:
    spot = _decode_spot(fields[1:])
    return Make(Product(fields[0]), spot) if spot and fields[0] in set(Product) else None


_OTHERS: dict[str, Callable[[str], Press | None]] = {
    "l": _decode_list,
    "u": _decode_turn,
    "q": _decode_find,
    "r": _decode_go,
    "d": _decode_follow_list,
    "x": _decode_unfollow,
    "m": _decode_manage,
    "i": _decode_notified,
    "c": _decode_choice,
    "g": _decode_language,
    "e": _decode_make,
}
MAX_PAGE = 1_000_000


def _listing(letter: str) -> Listing | None:
    return Listing(letter) if letter in set(Listing) else None


def _numbers(fields: str) -> list[int]:
    """The fields as numbers; an empty list when one of them is none that a database can hold."""
    parts = fields.split(".")
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return []
    numbers = [int(part) for part in parts]
    return numbers if max(numbers) <= MAX_ID else []
