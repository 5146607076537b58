"""What the bot says, in the reader's language: gettext catalogues, plurals, dates and numbers.

The English sentence is the key (`gettext` custom), so English needs no catalogue. Every text that a person sees in
Telegram goes through a `Words`; nothing here knows Telegram's markup.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from gettext import NullTranslations

import regex
from babel.dates import format_date
from babel.numbers import format_decimal

from threads.model import Moment

_GLYPHS = regex.compile(r"[\p{So}\p{Sk}\p{Sm}\uFE0E\uFE0F◀▶⟲↗✓]+", regex.VERSION1)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. `plain` leaves out emoji and drawn signs, for screen readers and those who ask."""

    language: str
    translations: NullTranslations
    plain: bool = False

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

    def date(self, moment: Moment) -> str:
        """The day of a moment (UTC), as this language writes it."""
        return _date(moment, self.language)


@lru_cache(maxsize=4_000)
def _number(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


@lru_cache(maxsize=4_000)
def _date(moment: Moment, language: str) -> str:
    return format_date(moment.at, format="medium", locale=language)


class Catalogue:
    """The languages there are."""

    def __init__(self) -> None:
        self._english = NullTranslations()
        # Babel reads a language's data from disk when it is first used: here, before anybody waits for it.
        self.words("en").date(Moment(at=datetime.fromtimestamp(0, UTC)))
        self.words("en").number(0)

    def words(self, language: str | None, *, plain: bool = False) -> Words:
        """The words for a Telegram client's language code; English where there is no better."""
        return Words("en", self._english, plain)
