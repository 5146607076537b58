"""What the index knows of a story besides its words."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from storage.finding import marks
from tests.builders import story
from threads.model import Author, Moment
from threads.words import words


def held(written: date) -> list[str]:
    """The marks of a story of that day."""
    at = datetime(written.year, written.month, written.day, tzinfo=UTC)
    return list(marks.of_story(story(handle="", written=Moment(at=at)), [], ""))


def meets(given: list[str], wanted: list[str]) -> bool:
    """Whether one of the marks looked for is there; one with a star may go on."""
    return any(mark.startswith(want[:-1]) if want.endswith("*") else mark == want for want in wanted for mark in given)


@given(st.dates(), st.dates())
@example(date(2000, 1, 1), date(2049, 12, 31))
@example(date(1999, 12, 31), date(2050, 1, 1))
@example(date(1, 1, 1), date(9999, 12, 31))
def test_marks_of_days_are_as_dates_compare(written: date, day: date) -> None:
    """From a day on and before a day, in every year there is."""
    for one, other in ((written, day), (day, written), (day, day)):
        assert meets(held(one), marks.from_day(other)) == (one >= other)
        assert meets(held(one), marks.before_day(other)) == (one < other)


@given(st.dates(date(1, 3, 1), date(9999, 10, 1)), st.integers(-60, 60))
def test_marks_of_neighbouring_days_are_as_dates_compare(day: date, distance: int) -> None:
    """Within a month and from one to the next."""
    written = day + timedelta(days=distance)
    assert meets(held(written), marks.from_day(day)) == (distance >= 0)
    assert meets(held(written), marks.before_day(day)) == (distance < 0)


@given(st.dates())
def test_a_day_is_asked_for_in_a_hundred_marks(day: date) -> None:
    """However far a range goes, it is named by few marks, each of them once."""
    for wanted in (marks.from_day(day), marks.before_day(day)):
        assert len(wanted) == len(set(wanted)) < 150


def test_every_mark_of_a_story() -> None:
    """Tags, author, language, being protected, and its day; what is not known leaves none."""
    full = list(marks.of_story(story(protected=True), ["sea", "fog"], "en"))
    assert full == [
        marks.of_tag("sea"),
        marks.of_tag("fog"),
        marks.of_handle("Mira_Tides"),
        marks.of_language("en"),
        marks.PROTECTED,
        f"{marks.ANY}y2024",
        f"{marks.ANY}m202403",
        f"{marks.ANY}d20240309",
    ]
    assert list(marks.of_story(story(author=Author(name="Mira"), written=None), [], "")) == []


def test_a_handle_is_one_in_every_case_and_width() -> None:
    """As tags are."""
    assert marks.of_handle("Ann") == marks.of_handle("ａｎｎ") != marks.of_handle("anne")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_holds_a_mark(text: str) -> None:
    """Words never begin as marks do, and a mark of any text is one word of the index."""
    assert not any(marks.ANY in word for word in words(f"{text}{marks.of_tag(text)}"))
    for mark in (marks.of_tag(text), marks.of_handle(text)):
        assert mark[1:].isascii() and mark[1:].isalnum()
