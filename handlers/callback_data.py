"""Callback data: what a button says when it is pressed, in at most 64 bytes (Telegram's limit).

`1` (the version), a letter for the kind, then fields joined by dots. A button lives for ever in somebody's chat, so a
form once sent out is read for ever; a new form takes a new letter or a mark at the end. Callback data can be forged:
decoding answers None for anything it can't read and never raises, and rights are checked on every press.
"""

import re
from collections.abc import Callable
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
    Following,
    FollowList,
    Frame,
    Go,
    Jump,
    Listing,
    Make,
    Manage,
    Managing,
    Next,
    Notified,
    OnACard,
    OpenList,
    OpenStory,
    Oversee,
    Overseeing,
    Press,
    Previous,
    Product,
    Reply,
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
        case FollowList() | Unfollow() | Manage() | Notified() | Oversee():
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


def _encode_following(press: Following) -> str:
    match press:
        case FollowList(listing, subject, page):
            return f"d{listing}{subject}.{page}"
        case Unfollow(listing, subject, page):
            return f"x{listing}{subject}.{page}"
        case Manage(managing, number):
            return f"m{managing}{number}"
        case Notified(reply, thread):
            return f"i{reply}{thread}"
        case Oversee(overseeing, publication):
            return f"y{overseeing}{publication}"


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


def _decode_oversee(fields: str) -> Oversee | None:
    match fields[0], _numbers(fields[1:]):
        case overseeing, [publication] if overseeing in set(Overseeing):
            return Oversee(Overseeing(overseeing), publication)
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
    "y": _decode_oversee,
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
