"""The catalogues: nothing missing, nothing left over, every form whole, and right when it is put into a message."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
import regex
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.html import parse, utf16
from handlers.catalogue import ENGLISH, LANGUAGES, Catalogue, Language, Words, read_catalogue
from handlers.views import html
from handlers.views.menu import commands, description, short_description
from threads.model import Moment
from threads.text import graphemes

ROOT = Path(__file__).parent.parent.parent
KEYWORDS = {"say": None, "label": None, "count": (1, 2), "known": None}
"""The methods of `Words` that take a message id, and what marks one that is said elsewhere."""
LABEL = 24
"""Clusters of a button's label: four of them have to stand side by side on a phone."""
ONE_NUMBER = {"ar": {0, 1, 2}}
"""Plural forms that stand for one number only, and may say it in words."""

MessageId = str | tuple[str, ...]
TRANSLATED = [language for language in LANGUAGES if language is not ENGLISH]
translated = pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
every = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)


def _extracted() -> set[MessageId]:
    """Every message id in the program, as Babel finds them."""
    found = extract_from_dir(ROOT / "handlers", [("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def _called(*methods: str) -> Iterator[MessageId]:
    """Every message id in the program, as Python reads it: inside f-strings too, where Babel can't look."""
    for path in sorted(ROOT.glob("handlers/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in methods:
                values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                texts = [value for value in values if isinstance(value, str)]
                if texts:
                    yield texts[0] if len(texts) == 1 else tuple(texts)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _messages(language: Language) -> list[Message]:
    return [message for message in read_catalogue(language) if message.id]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_babel_finds_every_message_id_of_the_program() -> None:
    """None hides inside an f-string, where the extraction that translators use would not see it."""
    assert set(_called(*KEYWORDS)) == _extracted()


@translated
def test_a_catalogue_has_every_message_and_no_other(language: Language) -> None:
    """Nothing missing, nothing obsolete, nothing fuzzy, and no form left empty."""
    catalogue = read_catalogue(language)
    assert {message.id for message in _messages(language)} == _extracted()
    assert not catalogue.obsolete
    for message in _messages(language):
        assert not message.fuzzy, message.id
        assert len(_forms(message)) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        assert all(form.strip() == form and form for form in _forms(message) if message.id != ", "), message.id


@translated
def test_a_translation_has_the_placeholders_of_its_message(language: Language) -> None:
    """The same in every form; only `{n}` may be missing where a form stands for one number."""
    for message in _messages(language):
        wanted = _placeholders(message.id if isinstance(message.id, str) else message.id[-1])
        for index, form in enumerate(_forms(message)):
            spelled_out = message.pluralizable and index in ONE_NUMBER.get(language.code, set())
            assert _placeholders(form) == wanted or (spelled_out and _placeholders(form) == wanted - {"n"}), message.id


@translated
def test_the_plural_rule_is_that_of_the_language(language: Language) -> None:
    """The catalogue's header chooses the form that CLDR names, for every number up to a thousand and some larger."""
    header: Catalog = read_catalogue(language)
    rule = Locale.parse(language.code).plural_form
    chosen: dict[str, set[int]] = {}
    plural = Catalogue().words(language.code).translations.plural  # type: ignore[attr-defined]  # set by GNUTranslations
    for number in (*range(1_001), 1_000_000, 1_000_003, 1_000_011):
        chosen.setdefault(rule(number), set()).add(plural(number))
    assert all(len(forms) == 1 for forms in chosen.values())
    assert set().union(*chosen.values()) == set(range(header.num_plurals))


@every
def test_every_sentence_is_valid_in_a_message(language: Language) -> None:
    """Escaped and parsed again as Telegram's HTML, each form is what it was, whatever its placeholders hold."""
    for text in _said(language):
        shown, entities = parse(html.bold(text))
        assert shown.replace("\u2060", "") == text
        assert [entity["type"] for entity in entities] == ["bold"]


def _said(language: Language) -> Iterator[str]:
    hostile = "<b>&amp;</a> #x"
    for message in _messages(TRANSLATED[0]) if language is ENGLISH else _messages(language):
        forms = message.id if language is ENGLISH else _forms(message)
        for form in (forms,) if isinstance(forms, str) else forms:
            yield form.format(**dict.fromkeys(_placeholders(form), hostile))


@every
@pytest.mark.parametrize("plain", [False, True])
def test_labels_are_short_and_have_words(language: Language, plain: bool) -> None:
    """At most 24 characters as people see them, with a counter in it, and never a sign alone."""
    words = Catalogue().words(language.code, plain=plain)
    for message in _called("label"):
        assert isinstance(message, str)
        label = words.label(message, **dict.fromkeys(_placeholders(message), "10/12"))
        assert len(graphemes(label)) <= LABEL, label
        assert re.search(r"\w{2}", label), label


@every
def test_plain_labels_have_no_emoji_and_no_drawn_signs(language: Language) -> None:
    """What is left of a label in plain mode is letters, digits and punctuation."""
    words = Catalogue().words(language.code, plain=True)
    for message in _called("label"):
        assert isinstance(message, str)
        label = words.label(message, **dict.fromkeys(_placeholders(message), "10"))
        assert regex.fullmatch(r"[\p{L}\p{M}\p{N}\p{P}\u200c ]+", label), label


@every
def test_telegrams_limits_for_the_bots_profile_are_kept(language: Language) -> None:
    """Descriptions of commands up to 256 characters, of the bot up to 512, the short one up to 120."""
    words = Catalogue().words(language.code)
    for names in commands(words).values():
        assert all(1 <= utf16(text) <= 256 for text in names.values())
    assert utf16(description(words)) <= 512
    assert utf16(short_description(words)) <= 120


@every
def test_digits_and_direction_are_those_of_unicodes_locale_data(language: Language) -> None:
    """Ours are written down, since Babel does not put them into dates; CLDR says the same."""
    locale = Locale.parse(language.code)
    assert language.rtl == (locale.text_direction == "rtl")
    assert language.name == locale.get_language_name()
    first = {"latn": "0", "arabext": "۰", "arab": "٠"}[locale.default_numbering_system]
    assert language.digits == "".join(chr(ord(first) + digit) for digit in range(10))


_moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(lambda at: Moment(at=at))


@given(st.sampled_from(LANGUAGES), st.integers(0, 2**63 - 1), _moments)
def test_numbers_and_dates_have_only_the_digits_of_their_language(language: Language, number: int, at: Moment) -> None:
    """One message never mixes two kinds of digits."""
    words = WORDS[language.code]
    for text in (words.number(number), words.date(at), words.position(1, number), words.percent(number % 101)):
        digits = set(re.findall(r"\d", text))
        assert digits and digits <= set(language.digits), text


WORDS = {language.code: Catalogue().words(language.code) for language in LANGUAGES}


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", ["0 tweets", "1 tweet", "2 tweets", "3 tweets", "11 tweets", "102 tweets", "1,234 tweets"]),
        ("ar", ["لا تغريدات", "تغريدة واحدة", "تغريدتان", "3 تغريدات", "11 تغريدة", "102 تغريدة", "1,234 تغريدة"]),
        ("fa", ["۰ توییت", "۱ توییت", "۲ توییت", "۳ توییت", "۱۱ توییت", "۱۰۲ توییت", "۱٬۲۳۴ توییت"]),
    ],
)
def test_plurals_as_their_readers_know_them(code: str, forms: list[str]) -> None:
    """Six forms in Arabic, two of them without a number; Persian nouns stay as they are."""
    assert [WORDS[code].count("{n} tweet", "{n} tweets", n) for n in (0, 1, 2, 3, 11, 102, 1_234)] == forms


@pytest.mark.parametrize(("code", "date"), [("en", "Apr 17, 2024"), ("ar", "17 أبريل 2024"), ("fa", "۱۷ آوریل ۲۰۲۴")])
def test_dates_name_their_month(code: str, date: str) -> None:
    """Never 07/04, which two readers read as two days."""
    assert WORDS[code].date(Moment(at=datetime(2024, 4, 17, tzinfo=UTC) + timedelta(hours=3))) == date


@pytest.mark.parametrize(
    ("client", "code"),
    [
        ("ar", "ar"), ("ar-EG", "ar"), ("AR", "ar"), ("fa", "fa"), ("fa-IR", "fa"), ("fa_AF", "fa"), ("en-GB", "en"),
        ("de", "en"), ("", "en"), (None, "en"), ("arn", "en"), ("🦊", "en"), ("-", "en"),
    ],
)  # fmt: skip
def test_a_clients_code_chooses_the_language_whatever_its_region(client: str | None, code: str) -> None:
    """English where there is no better."""
    assert Catalogue().words(client).language.code == code


@translated
def test_commands_inside_right_to_left_sentences_keep_their_slash_in_front(language: Language) -> None:
    """Each Latin word led by a sign stands in isolates, which translators need not type."""
    words: Words = WORDS[language.code]
    said = words.say("This button can't be read. Try /latest.")
    assert "\u2068/latest\u2069" in said
    raw = [form for message in _messages(language) for form in _forms(message)]
    assert not any(mark in form for form in raw for mark in "\u2066\u2067\u2068\u2069\u200e\u200f")
