"""What the bot says, in the reader's language: gettext catalogues, plurals, dates and numbers.

The English sentence is the key (`gettext` custom), so English needs no catalogue; every other language has its `.po`
file in `handlers/locales`, read once at the start. Every text that a person sees in Telegram goes through a `Words`;
nothing here knows Telegram's markup.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Literal

import regex
from babel.dates import format_date, format_time, get_day_names
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from threads.daytime import Day, Near
from threads.model import Moment

_GLYPHS = regex.compile(r"[\p{So}\p{Sk}\p{Sm}\uFE0E\uFE0F◀▶⟲↗✓]+", regex.VERSION1)
# A Latin word led by a sign: inside right-to-left words its sign would jump to the other end.
_SIGNED = regex.compile(r"(?<![\w/#@])[/#@][A-Za-z_]++")
_RIGHT_TO_LEFT = "\u200f"
_LATIN_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of the interface. Its catalogue is `locales/<code>.po`."""

    code: str
    """As Telegram clients give it, without a region."""
    name: str
    """In the language itself, as /settings shows it."""
    rtl: bool = False
    digits: str = _LATIN_DIGITS
    """The ten digits its readers expect: the default of Unicode's CLDR. Babel puts neither these nor any but Latin
    digits into dates, so they are put in here, the same everywhere."""
    percent: str = "%"
    date: Literal["medium", "long"] = "medium"
    """Babel's name of the form of a day that has its month as a word, never as a number."""


ENGLISH = Language(code="en", name="English")
LANGUAGES = (
    ENGLISH,
    Language(code="ar", name="العربية", rtl=True, date="long"),
    Language(code="fa", name="فارسی", rtl=True, digits="۰۱۲۳۴۵۶۷۸۹", percent="٪"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The texts of one language. `plain` leaves out emoji and drawn signs, for screen readers and those who ask.

    There is one of each kind, made by the catalogue.
    """

    language: Language
    translations: NullTranslations
    plain: bool = False

    @property
    def rtl(self) -> bool:
        """Whether the language runs right to left."""
        return self.language.rtl

    def say(self, message: str, **parameters: str | int) -> str:
        """A sentence with its `{placeholders}` filled."""
        return self.translations.gettext(message).format(**parameters)

    def count(self, one: str, many: str, number: int, **parameters: str | int) -> str:
        """A sentence in the form that a number wants; `{n}` is the number as this language writes it."""
        return self.translations.ngettext(one, many, number).format(n=self.number(number), **parameters)

    def label(self, message: str, **parameters: str | int) -> str:
        """A button's label: a sentence, and in plain mode only its words."""
        label = self.say(message, **parameters)
        return " ".join(_GLYPHS.sub(" ", label).split()) if self.plain else label

    def number(self, number: int) -> str:
        """A whole number as this language writes it."""
        return _number(number, self.language)

    def position(self, here: int, total: int) -> str:
        """Where somebody stands: `3/9`, in plain mode in words."""
        if self.plain:
            return self.say("{here} of {total}", here=self.number(here), total=self.number(total))
        return f"{self.number(here)}/{self.number(total)}"

    def percent(self, hundredths: int) -> str:
        """A share as this language writes it."""
        return f"{self.number(hundredths)}{self.language.percent}"

    def date(self, moment: Moment) -> str:
        """The day of a moment (UTC) in the Gregorian calendar, as this language writes it."""
        return _date(moment, self.language)

    def moment(self, moment: Moment) -> str:
        """Day and time of a moment in UTC, as this language writes them."""
        return self.say("{date}, {time} UTC", date=self.date(moment), time=_time(moment, self.language))

    def time(self, minute: int) -> str:
        """A time of day in minutes after midnight: `08:00`, from 00:00 to 23:59, in the digits of this language."""
        return _in_digits(f"{minute // 60:02}:{minute % 60:02}", self.language)

    def weekday(self, day: int) -> str:
        """The name of a day of the week, from 0 for Monday to 6."""
        return str(get_day_names("wide", "stand-alone", locale=self.language.code)[day])

    def days(self) -> dict[str, Day]:
        """How people write days in this language: from today, and weekdays in full and short."""
        shorts = get_day_names("abbreviated", "stand-alone", locale=self.language.code)
        weekdays = {name: day for day in range(7) for name in (self.weekday(day), str(shorts[day]))}
        near: dict[str, Day] = {
            self.say("today"): Near.TODAY,
            self.say("tonight"): Near.TONIGHT,
            self.say("tomorrow"): Near.TOMORROW,
        }
        return near | weekdays

    def line(self, text: str) -> str:
        """A line of the bot's own that may begin with a name, a number or a sign: it runs as the language does.

        Names stand in isolates, which say nothing about the line around them; clients fall back to left to right.
        """
        return f"{_RIGHT_TO_LEFT}{text}" if self.rtl else text

    def joined(self, parts: Iterable[str]) -> str:
        """The parts that are not empty, in one line: with dots between them, read aloud with commas."""
        return (self.say(", ") if self.plain else " · ").join(part for part in parts if part)


@lru_cache(maxsize=4_000)
def _number(number: int, language: Language) -> str:
    return _in_digits(format_decimal(number, locale=language.code, numbering_system="default"), language)


@lru_cache(maxsize=4_000)
def _date(moment: Moment, language: Language) -> str:
    return _in_digits(format_date(moment.at, format=language.date, locale=language.code), language)


@lru_cache(maxsize=4_000)
def _time(moment: Moment, language: Language) -> str:
    return _in_digits(format_time(moment.at, format="short", locale=language.code), language)


def _in_digits(shown: str, language: Language) -> str:
    return shown.translate(str.maketrans(_LATIN_DIGITS, language.digits))


class Catalogue:
    """The languages there are. Making one reads files: not inside the event loop."""

    def __init__(self) -> None:
        self._words = {
            (language.code, plain): Words(language, translations, plain)
            for language in LANGUAGES
            for translations in (_translations(language),)
            for plain in (False, True)
        }
        # Babel reads a language's data from disk when it is first used: here, before anybody waits for it.
        for words in self._words.values():
            words.moment(Moment(at=datetime.fromtimestamp(0, UTC)))
            words.number(0)

    def words(self, language: str | None, *, plain: bool = False) -> Words:
        """The words for a Telegram client's language code; English where there is no better."""
        return self._words[self.code(language), plain]

    def days(self) -> dict[str, Day]:
        """How people write days, in any of the languages: somebody may type in another one than they read."""
        return {name: day for words in self._words.values() for name, day in words.days().items()}

    def code(self, language: str | None) -> str:
        """The code of the language that answers to a client's code (`ar`, `fa-AF`)."""
        base = (language or "").replace("_", "-").partition("-")[0].lower()
        return base if (base, False) in self._words else ENGLISH.code


def read_catalogue(language: Language) -> Catalog:
    """The catalogue of a language as its translator wrote it."""
    with files("handlers").joinpath("locales", f"{language.code}.po").open("rb") as file:
        return read_po(file, locale=language.code, abort_invalid=True)


def _translations(language: Language) -> NullTranslations:
    if language is ENGLISH:
        return NullTranslations()
    catalogue = read_catalogue(language)
    if language.rtl:
        for message in catalogue:
            _isolate(message)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _isolate(message: Message) -> None:
    """Put what is Latin and led by a sign (`/latest`) into isolates, so that translators need not."""
    if isinstance(message.string, str):
        message.string = _SIGNED.sub(_isolated, message.string) if message.id else message.string
    else:
        message.string = tuple(_SIGNED.sub(_isolated, form) for form in message.string or ())


def _isolated(found: regex.Match[str]) -> str:
    return f"\u2068{found[0]}\u2069"
