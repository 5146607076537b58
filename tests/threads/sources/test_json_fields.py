"""Fields of somebody else's JSON: each has its type, absent is not wrong, and an error names the field."""

from enum import StrEnum
from typing import Any

import pytest

from threads.errors import UnreadableSource
from threads.model import MAX_ADDRESS
from threads.sources.json_fields import Fields


class Wind(StrEnum):
    """A set of words for these tests."""

    CALM = "calm"
    GALE = "gale"


def of(value: Any) -> Fields:
    """An object with this value in its one field."""
    return Fields.of({"field": value}, "the log")


@pytest.mark.parametrize("absent", [{}, {"field": None}])
def test_absent_and_null_are_the_same(absent: dict[str, Any]) -> None:
    """A field that says nothing has its empty value."""
    fields = Fields.of(absent, "the log")
    assert fields.text("field") == ""
    assert fields.texts("field") is None
    assert fields.integer("field") is None
    assert fields.flag("field") is False
    assert fields.link("field") is None
    assert fields.choice("field", Wind) is None
    assert not fields.object("field")
    assert fields.objects("field") == []


def test_a_value_of_its_type_comes_through() -> None:
    """Each reader gives what the file says; texts are cleaned."""
    assert of("a\r\nb\x00").text("field") == "a\nb"
    assert of(["a\x00", "b"]).texts("field") == ("a", "b")
    assert of(0).integer("field") == 0
    assert of(2**53 - 1).integer("field") == 2**53 - 1
    assert of(True).flag("field") is True
    assert of("calm").choice("field", Wind) is Wind.CALM
    assert of("gale").required_choice("field", Wind) is Wind.GALE
    assert of({"a": "b"}).object("field").text("a") == "b"
    assert [each.text("a") for each in of([{"a": "b"}, {}]).objects("field")] == ["b", ""]


@pytest.mark.parametrize("address", ["https://sea.example/a", "http://sea.example", "https://sea.example/é?a=b#c"])
def test_a_web_address_comes_through(address: str) -> None:
    """http and https addresses are kept as they are written."""
    assert of(address).link("field") == address
    assert of(address).required_link("field") == address


@pytest.mark.parametrize(
    "address",
    [
        *("sea.example", "ftp://sea.example", "javascript:alert(1)", "data:text/html,a", "//sea.example"),
        *(" https://sea.example", "https://sea.example/a b", "https://sea.example/\na"),
        "https://sea.example/".ljust(MAX_ADDRESS + 1, "x"),
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    """Readers are sent there, so other schemes, spaces and endless addresses are errors."""
    with pytest.raises(UnreadableSource, match='In the log, "field" has to be an address that begins with https://'):
        of(address).link("field")


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("text", [1, True, [], {}], "text"),
        ("texts", ["a", [1], [None], {}], "a list of texts"),
        ("integer", [-1, 1.0, "1", True, 2**53, []], "a whole number"),
        ("flag", [0, 1, "true", []], "true or false"),
        ("link", [1, []], "text"),
        ("objects", [{}, "a", 1], "a list"),
    ],
)
def test_a_value_of_another_type_is_named(kind: str, values: list[Any], expected: str) -> None:
    """The sentence says where, which field, and what it has to be."""
    for value in values:
        with pytest.raises(UnreadableSource) as refused:
            getattr(of(value), kind)("field")
        assert str(refused.value) == f'In the log, "field" has to be {expected}.'


def test_odd_values_of_networks_are_nothing() -> None:
    """Addresses, ids and counts in whatever spelling a network has; what is none says nothing."""
    assert of(" https://sea.example/a ").web("field") == "https://sea.example/a"
    nothing: list[Any] = [None, "sea.example", 5, []]
    assert [of(value).web("field") for value in nothing] == [None] * 4
    assert [of(value).identity("field") for value in (12, "12", " a ", "", None)] == ["12", "12", "a", None, None]
    assert [of(value).count("field") for value in (5, "5", 0)] == [5, 5, 0]
    none: list[Any] = [None, "a", "-1", -1, True, 2**53, "9" * 16, "²", []]
    assert [of(value).count("field") for value in none] == [None] * 9


def test_numbers_of_tweets_are_bounded() -> None:
    """Later tweets count on from them."""
    assert Fields.of({"number": 1_000_000}, "the log").integer("number") == 1_000_000
    with pytest.raises(UnreadableSource, match="at most 1,000,000"):
        Fields.of({"number": 1_000_001}, "the log").integer("number")


def test_a_word_outside_the_set_is_answered_with_the_set() -> None:
    """The sentence lists the words there are, for a wrong one and for a missing one."""
    for missing in ("breeze", ""):
        with pytest.raises(UnreadableSource, match='"field" has to be one of calm, gale'):
            of(missing).required_choice("field", Wind)
    with pytest.raises(UnreadableSource, match="one of calm, gale"):
        of("breeze").choice("field", Wind)


def test_a_missing_address_is_named() -> None:
    """A link that has to be there is asked for."""
    with pytest.raises(UnreadableSource, match='"field" has to be an address'):
        of("").required_link("field")


def test_an_error_says_how_deep_the_field_stands() -> None:
    """Objects inside objects and lists are named on the way down, lists counted from 1."""
    deep = Fields.of({"pages": [{}, {"author": {"name": 1}}]}, "the log").objects("pages")[1].object("author")
    with pytest.raises(UnreadableSource) as refused:
        deep.text("name")
    assert str(refused.value) == 'In the log, pages 2, author, "name" has to be text.'


@pytest.mark.parametrize("value", [None, 1, "a", [], True])
def test_what_is_no_object_is_refused(value: Any) -> None:
    """A list or a word where an object should be is named by its place."""
    with pytest.raises(UnreadableSource, match="Here the log has to be a JSON object"):
        Fields.of(value, "the log")
    with pytest.raises(UnreadableSource, match="Here the log, field 1 has to be a JSON object"):
        of([value]).objects("field")
