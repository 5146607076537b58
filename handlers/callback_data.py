"""Callback data: what a button says when it is pressed, in at most 64 bytes (Telegram's limit).

`1` (the version), a letter for the kind, then fields joined by dots. A button lives for ever in somebody's chat, so a
form once sent out is read for ever; a new form takes a new letter or a mark at the end. Callback data can be forged:
decoding answers None for anything it can't read and never raises, and rights are checked on every press.
"""

import re
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache

from handlers.callbacks import (
    Again,
    AsFile,
    AsPicture,
    Choice,
    Choose,
    End,
    Find,
    Follow,
    FollowList,
    Frame,
    Go,
    Jump,
    Listing,
    Make,
    Next,
    OnACard,
    OpenList,
    OpenStory,
    Press,
    Previous,
    Product,
    Save,
    Share,
    Show,
    ShowTags,
    Speak,
    Spot,
    Title,
    Turn,
    Unfollow,
    Where,
)
from handlers.presses.acts import Act, Decide, FollowSource, Host, Manage, Notified, Oversee, Time
from handlers.presses.desk import AtDesk, Edit
from handlers.presses.portions import Portioned
from handlers.presses.reports import Objected
from handlers.presses.suggestions import Suggested
from storage.finding.search import Order
from threads.model import MAX_ID, ThreadId, TweetNumber
from threads.reading import Place

VERSION = "1"
MAX_BYTES = 64

MOTHER_TONGUE = "en"
"""The language of a shared card whose buttons name none: all did so before there was a second language."""

_SPEAKS = "~"
# The version, the kind, its fields, and the language of a shared card.
_WHOLE = re.compile(rf"{VERSION}[a-zA-Z][^{_SPEAKS}]+(?:{_SPEAKS}[a-z]{{2}})?")
_CLIENTS = "-"
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


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
ACTS: dict[str, type[Act]] = {
    "m": Manage,
    "i": Notified,
    "y": Oversee,
    "z": Time,
    "Z": Portioned,
    "w": AtDesk,
    "W": Edit,
    "A": Decide,
    "G": Host,
    "R": Objected,
    "S": Suggested,
    "F": FollowSource,
}
_ACT_LETTERS = {kind: letter for letter, kind in ACTS.items()}
_ONLY_FRAMES = (Next, Previous, Jump)


def encode(press: Press, language: str = MOTHER_TONGUE) -> str:
    """The callback data of a button; on a shared card `language` is the card's, two letters."""
    mark = "" if language == MOTHER_TONGUE else f"{_SPEAKS}{language}"
    return f"{_encode(press)}{mark}"


def language_of(data: str) -> str:
    """The language of the shared card whose button holds this data."""
    return data.partition(_SPEAKS)[2] or MOTHER_TONGUE


def _encode(press: Press) -> str:
    if isinstance(press, Act):
        return f"{VERSION}{_encode_act(press)}"
    match press:
        case OpenList(listing, subject):
            return f"{VERSION}l{listing}{subject}"
        case Turn(listing, subject, page):
            return f"{VERSION}u{listing}{subject}.{page}"
        case FollowList() | Unfollow():
            return f"{VERSION}{_encode_followed(press)}"
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


def _encode_followed(press: FollowList | Unfollow) -> str:
    where = f"{press.listing}{press.subject}.{press.page}"
    if isinstance(press, FollowList):
        return f"d{where}"
    return f"x{where}.{press.search}" if press.search else f"x{where}"


def _encode_act(press: Act) -> str:
    act, *numbers = (getattr(press, field.name) for field in fields(press))
    return f"{_ACT_LETTERS[type(press)]}{act}{'.'.join(map(str, numbers))}"


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
    letter, rest = data[1], data[2:].partition(_SPEAKS)[0]
    if letter in _ON_A_CARD:
        return _decode_on_card(letter, rest)
    if letter in ACTS:
        return _decode_act(ACTS[letter], rest)
    reader = _OTHERS.get(letter)
    return reader(rest) if reader else None


def _decode_on_card(letter: str, rest: str) -> Press | None:
    kind = _ON_A_CARD[letter]
    spot = _decode_spot(rest)
    if spot is None or (kind in _ONLY_FRAMES and not isinstance(spot, Frame)):
        return None
    if kind is Again and not isinstance(spot, End):
        return None
    return kind(spot)  # type: ignore[arg-type]  # the lines above hold each kind to its spots


def _decode_spot(rest: str) -> Spot | None:
    bare = rest.removesuffix(".e").removesuffix(".r")
    match _numbers(bare), rest[len(bare) :]:
        case [thread], "" if thread:
            return Title(ThreadId(thread))
        case [thread], ".e" if thread:
            return End(ThreadId(thread))
        case [thread, number, page], ("" | ".r") as mark if thread and number:
            return Frame(ThreadId(thread), Place(TweetNumber(number), page), mark == ".r")
        case _:
            return None


def _decode_act(kind: type[Act], rest: str) -> Press | None:
    numbers = _numbers(rest[1:])
    if rest[0] not in set(kind.ACTS) or not 1 <= len(numbers) < len(fields(kind)):
        return None
    return kind(kind.ACTS(rest[0]), *numbers)  # type: ignore[arg-type]  # an act of its own, and as many numbers at most


def _decode_list(rest: str) -> OpenList | None:
    match _listing(rest[0]), _numbers(rest[1:]):
        case Listing() as listing, [subject]:
            return OpenList(listing, subject)
        case _:
            return None


def _decode_turn(rest: str) -> Turn | None:
    match _listing(rest[0]), _numbers(rest[1:]):
        case Listing() as listing, [subject, page] if page < MAX_PAGE:
            return Turn(listing, subject, page)
        case _:
            return None


def _decode_follow_list(rest: str) -> FollowList | None:
    turn = _decode_turn(rest)
    return FollowList(turn.listing, turn.subject, turn.page) if turn else None


def _decode_unfollow(rest: str) -> Unfollow | None:
    match _listing(rest[0]), _numbers(rest[1:]):
        case Listing() as listing, [subject, page, *search] if page < MAX_PAGE and len(search) <= 1:
            return Unfollow(listing, subject, page, *search)
        case _:
            return None


def _decode_find(rest: str) -> Find | None:
    match rest[0], _numbers(rest[1:]):
        case (Order.BEST | Order.NEWEST) as order, [query, page] if page < MAX_PAGE:
            return Find(query, Order(order), page)
        case _:
            return None


def _decode_go(rest: str) -> Go | None:
    return Go(Where(rest)) if rest in set(Where) else None


def _decode_choice(rest: str) -> Choose | None:
    return Choose(Choice(rest)) if rest in set(Choice) else None


def _decode_language(rest: str) -> Speak | None:
    if rest == _CLIENTS:
        return Speak(None)
    return Speak(rest) if _LANGUAGE.fullmatch(rest) else None


def _decode_make(rest: str) -> Make | None:
    spot = _decode_spot(rest[1:])
    return Make(Product(rest[0]), spot) if spot and rest[0] in set(Product) else None


_OTHERS: dict[str, Callable[[str], Press | None]] = {
    "l": _decode_list,
    "u": _decode_turn,
    "q": _decode_find,
    "r": _decode_go,
    "d": _decode_follow_list,
    "x": _decode_unfollow,
    "c": _decode_choice,
    "g": _decode_language,
    "e": _decode_make,
}
MAX_PAGE = 1_000_000


def _listing(letter: str) -> Listing | None:
    return Listing(letter) if letter in set(Listing) else None


def _numbers(rest: str) -> list[int]:
    """The rest as numbers; an empty list when one of them is none that a database can hold."""
    parts = rest.split(".")
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return []
    numbers = [int(part) for part in parts]
    return numbers if max(numbers) <= MAX_ID else []
