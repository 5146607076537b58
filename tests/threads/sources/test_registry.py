"""The registry: detection, naming a format, and what is refused."""

from datetime import date

import pytest

from threads.errors import UnreadableSource
from threads.sources import registry
from threads.sources.document import Document

TODAY = date(2026, 3, 14)
SCROLLY = "mapmaker Profile picture\n\nMay 4, 2021, 2 tweets\n\nOne.\n\nTwo.\n"
PAGE = '<!doctype html><p>x<div class="content-tweet" id="tweet_1" data-tweet="12">One.</div>'


def sources(text: str, format: str | None = None) -> list[tuple[str, int]]:
    """Source and length of each story."""
    found = registry.read(Document.of("paste", text.encode()), today=TODAY, format=format)
    return [(thread.source, len(thread)) for thread in found]


def refusal(text: str, format: str | None = None) -> str:
    """Why the text is refused."""
    with pytest.raises(UnreadableSource) as caught:
        sources(text, format)
    return str(caught.value)


def test_each_format_is_detected() -> None:
    """A page's text, a page's markup, Spool's own JSON and plain text each find their importer."""
    assert sources(SCROLLY) == [("x", 2)]
    assert sources(PAGE) == [("x", 1)]
    assert sources('{"spool": 1, "source": "bluesky", "tweets": [{"text": "One."}]}') == [("bluesky", 1)]
    assert sources("One.\n\nTwo.") == [("text", 2)]


def test_a_named_format_is_used() -> None:
    """Naming the format overrides detection."""
    assert sources(SCROLLY, "text") == [("text", 4)]
    assert sources(PAGE, "text") == [("text", 1)]


def test_names() -> None:
    """The names of the formats are those of the command line."""
    assert registry.names() == (
        *(
            "spool",
            "mastodon-archive",
            "x-archive",
            "x-web",
            "x-api-v2",
            "fxtwitter",
            "x-api-v1",
            "bluesky",
            "mastodon",
            "feed",
        ),
        *("thread-reader-html", "thread-reader", "text"),
    )


def test_an_unknown_name_lists_the_known_ones() -> None:
    """The sentence says what could have been meant."""
    assert refusal("One.", "csv") == (f"There is no format csv: use one of {', '.join(registry.names())}.")


@pytest.mark.parametrize("text", ["", " \n\n \t\n", "\ufeff\n", "\u200b\n\n\u2060 \u200d", "\u2800\u3164\ufe0f"])
def test_nothing_is_refused(text: str) -> None:
    """A file of blanks and characters that are never shown holds no story."""
    assert refusal(text) == "paste is empty: there is no story in it."


def test_blanks_before_the_story_are_no_emptiness() -> None:
    """Detection sees only the beginning; the story may come later."""
    assert sources("\n" * 100_000 + "One.") == [("text", 1)]


@pytest.mark.parametrize("text", ['{"a": 1}', " [ {", "{}", '{\n "a": 1}'])
def test_foreign_data_is_refused(text: str) -> None:
    """JSON that nobody knows makes no stories of brackets."""
    assert "looks like JSON, but of no kind that is known here" in refusal(text)
    assert "thread-reader-html" in refusal(text)


@pytest.mark.parametrize("text", ["[]", "[1,2]\n", '\n["One."]', "5", "-1.5e3", '"One."', "true", "false", "null"])
def test_json_without_a_story_is_refused(text: str) -> None:
    """Lists and bare values would make a story of brackets; the sentence names what can be read."""
    assert refusal(text) == (
        "paste looks like JSON, but of no kind that is known here: "
        f"Spool reads {', '.join(registry.names())}; give --format text to take it as plain text."
    )
    assert sources(text, "text") == [("text", 1)]


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><p>x", "<html>", "\n<div>x</div>", "<?xml version='1.0'?><a>", "<body>"]
)
def test_foreign_markup_is_refused(text: str) -> None:
    """Nor does markup."""
    assert "looks like markup, but of no kind that is known here" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "[1/9] One.",
        "[1,2] is a list.",
        '"Who?" he asked.',
        "1984 it was.",
        "[[A link]] and words",
        "<3 this",
        "{curly} talk",
        "[break]\nOne.",
    ],
)
def test_words_in_brackets_are_text(text: str) -> None:
    """A bracket at the start alone is no data."""
    assert sources(text) == [("text", 1)]
