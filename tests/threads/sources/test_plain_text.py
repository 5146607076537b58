"""Plain text and Markdown: separators by strength, numbers, front matter, pictures."""

from datetime import UTC, date, datetime

import pytest

from threads.errors import UnreadableSource
from threads.model import Author, Media, MediaKind, Moment, Precision, Thread
from threads.sources import plain_text
from threads.sources.document import Document

TODAY = date(2026, 3, 14)


def story(text: str) -> Thread:
    """The one story of a text."""
    (thread,) = plain_text.read(Document.of("paste", text.encode()), TODAY)
    return thread


def texts(text: str) -> list[str]:
    """The tweets' texts."""
    return [tweet.text for tweet in story(text)]


def refusal(text: str) -> str:
    """Why the text is refused."""
    with pytest.raises(UnreadableSource) as caught:
        story(text)
    return str(caught.value)


def test_a_text_is_a_story() -> None:
    """Blank lines stand between tweets; the author may be unknown, and nothing needs a look."""
    thread = story("The tide went out.\n\nIt did not come back.\n")
    assert [(tweet.number, tweet.text) for tweet in thread] == [(1, "The tide went out."), (2, "It did not come back.")]
    assert (thread.source, thread.author, thread.review, thread.written) == ("text", Author(), (), None)
    assert (thread.source_id, thread.source_url, thread.own_id, thread.declared_count) == (None, None, None, None)


@pytest.mark.parametrize(
    "separator",
    ["---", "***", "___", "-----", "* * *", "- - -", "──────", "—", "[break]", "[BREAK]", "===", "~~~", "• • •", "-"],
)
def test_separator_lines(separator: str) -> None:
    """Each of them divides, and blank lines then belong to tweets."""
    assert texts(f"One.\n\nStill one.\n\n{separator}\n\nTwo.") == ["One.\n\nStill one.", "Two."]


@pytest.mark.parametrize("separator", ["---", "***", "===", "~~~", "• • •"])
def test_separator_lines_without_blank_lines(separator: str) -> None:
    """A separator right between the lines is one too."""
    assert texts(f"One.\n{separator}\nTwo,\nlong.\n{separator}\nThree.") == ["One.", "Two,\nlong.", "Three."]


@pytest.mark.parametrize("blank", ["\n\n\n\n", "\n\n\n", "\n \n\xa0\n", "\r\n\r\n\r\n"])
def test_several_blank_lines_are_stronger_than_one(blank: str) -> None:
    """Where two or three blank lines stand, a single one belongs to its tweet."""
    assert texts(f"One.\n\nStill one.{blank}Two.") == ["One.\n\nStill one.", "Two."]


def test_three_blank_lines_are_stronger_than_two() -> None:
    """The strongest gap that is used divides alone."""
    assert texts("One.\n\n\nStill one.\n\n\n\nTwo.") == ["One.\n\n\nStill one.", "Two."]


def test_separator_lines_are_stronger_than_gaps() -> None:
    """Someone who draws a line means it."""
    assert texts("One.\n\n\n\nStill one.\n---\nTwo.") == ["One.\n\n\n\nStill one.", "Two."]


def test_separators_at_the_ends_separate_nothing() -> None:
    """A line at the end leaves the next weaker separator in force, and empty parts are no tweets."""
    assert texts("---\n\nOne.\n\nTwo.\n\n---\n") == ["One.", "Two."]
    assert texts("One.\n---\n---\n\n---\nTwo.\n---") == ["One.", "Two."]


@pytest.mark.parametrize("heading", ["A heading\n---", "A heading\n===", "A heading\n---------"])
def test_an_underlined_heading_is_not_separated(heading: str) -> None:
    """A line under a heading is part of it."""
    assert texts(f"{heading}\n\nOne.\n\nTwo.") == [heading, "One.", "Two."]


def test_an_underline_as_long_as_its_heading_needs_no_blank_line() -> None:
    """The length shows what it is; one of another length separates."""
    assert texts("A heading\n---------\nOne.\n\nTwo.") == ["A heading\n---------\nOne.", "Two."]
    assert texts("A heading\n-----\nOne.\n\nTwo.") == ["A heading", "One.\n\nTwo."]


def test_a_line_under_a_paragraph_separates() -> None:
    """A heading is one line, not the end of a paragraph, nor another separator."""
    assert texts("One,\nlong.\n---\n\nTwo.\n---\n\nThree.") == ["One,\nlong.", "Two.\n---\n\nThree."]
    assert texts("One.\n***\n---\n\nTwo.") == ["One.", "Two."]


def test_a_dash_in_a_paragraph_is_text() -> None:
    """One or two dashes separate only where blank lines are around them."""
    assert texts("One\n-\nand a half.\n\nTwo.") == ["One\n-\nand a half.", "Two."]
    assert texts("One\n-\n\nTwo.") == ["One\n-", "Two."]


@pytest.mark.parametrize("line", ["    ---", "> ---", "-30-", "–30–", "--- and so on", "===a", "• •"])
def test_lines_that_only_look_like_separators(line: str) -> None:
    """Code, quotes, an end mark and words are not separators."""
    assert texts(f"One.\n\n{line}\n\nTwo.") == ["One.", line, "Two."]


def test_code_is_not_divided() -> None:
    """Blank lines and separators between fences belong to the code."""
    code = "```python\nfirst()\n\n---\n\n\n\nsecond()\n```"
    assert texts(f"Look:\n\n{code}\n\nNeat.") == ["Look:", code, "Neat."]
    assert texts("~~~\nfirst()\n\nsecond()\n~~~\n\nNeat.") == ["~~~\nfirst()\n\nsecond()\n~~~", "Neat."]
    assert texts("One.\n---\n```\na\n---\nb\n```\n---\n```\nc\n```\n---\nTwo.") == [
        "One.",
        "```\na\n---\nb\n```",
        "```\nc\n```",
        "Two.",
    ]


def test_fences_in_fences() -> None:
    """Code ends with a fence of its own kind, as long as the first and without words."""
    code = "````\n```\na\n\n```\n~~~~\n\n````md\n````"
    assert texts(f"One.\n\n{code}\n\nTwo.") == ["One.", code, "Two."]


def test_a_fence_that_is_never_closed_is_text() -> None:
    """It does not swallow the rest of the story."""
    assert texts("One.\n\n```\nTwo.\n\nThree.") == ["One.", "```\nTwo.", "Three."]


def test_blocks_without_anything_to_see_are_no_tweets() -> None:
    """Characters that are never shown make no tweet, and no text after a title."""
    assert texts("One.\n\n\u200b\n\nTwo.\n\n\ufeff\u2060") == ["One.", "Two."]
    assert texts("\u200b\n1/ a\n2/ b\n3/ c") == ["1/ a", "2/ b", "3/ c"]
    assert texts("# One\n\n\u200b") == ["# One"]


def test_layout_inside_a_tweet_stays() -> None:
    """Single line ends, indentation, quotes and list numbers are the author's."""
    first = "    indented\nplain\n> quoted\n1. a list\n2. of two"
    assert texts(f"{first}\n\n  Two.") == [first, "  Two."]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1/", "2/", "3/"),
        ("1/3", "2/3", "3/3"),
        ("(1/n)", "(2/n)", "(3/n)"),
        ("[1/3]", "[2/3]", "[3/3]"),
        ("1/x", "2/x", "3/x"),
        ("1️⃣", "2️⃣", "3️⃣"),
        ("🧵 1/", "2 / 3", "3/"),
    ],
)
def test_numbered_lines_without_blank_lines(numbers: tuple[str, ...]) -> None:
    """Where nothing else divides, a run of numbers does; and the numbers stay in the text."""
    lines = [f"{number} A line.\nMore." for number in numbers]
    assert texts("\n".join(lines)) == lines
    assert texts("\n".join(("A thread:", *lines))) == ["A thread:", *lines]


@pytest.mark.parametrize(
    "text",
    [
        "24/7 open.\n9/11 remembered.\n1/2 cup.",
        "1/2 cup of flour\n2/3 cup of milk\n3/4 cup of sugar",
        "1. first\n2. second\n3. third",
        "1) first\n2) second\n3) third",
        "50/50 chance\n51/49 now\n52/48 soon",
        "1/9 the party\n2/10 the hangover",
        "1/ only\n2/ two",
        "1/ one\n3/ three\n4/ four",
        "84-93/100 #100DaysOfCode",
        "7/4 is wrong\n9-8/10 as well\n1/2/2024 a date",
    ],
)
def test_numbers_that_number_no_tweets(text: str) -> None:
    """Fractions, dates, scores, lists and runs with gaps divide nothing."""
    assert texts(text) == [text]


def test_an_interjection_between_numbers_is_a_tweet() -> None:
    """An unnumbered block is a tweet of its own, as are an opening and an end mark."""
    blocks = ["A thread 🧵", "1. The bridge.", "2. The river.", "sorry, where were we", "3. The town.", "–30–"]
    thread = story("\n\n".join(blocks))
    assert [tweet.text for tweet in thread] == blocks
    assert (thread.declared_count, thread.review) == (None, ())


def test_a_total_that_fits() -> None:
    """The total of the numbers is the count that the source declares; an opening before them is no doubt."""
    assert story("1/2 One.\n\n2/2 Two.").declared_count == 2
    assert story("One. 1/3\n\nTwo. 2/3\n\nThree. 3/3").declared_count == 3
    opened = story("Listen.\n\n1/2 One.\n\n2/2 Two.")
    assert (len(opened), opened.declared_count, opened.review) == (3, None, ())


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("1/3 One.\n\nOr so.\n\n2/3 Two.\n\n3/3 Three.", 3),
        ("1/9 One.\n\n2/9 Two.\n\n3/9 Three.", 9),
    ],
)
def test_a_total_that_does_not_fit_wants_a_look(text: str, total: int) -> None:
    """Blocks that are not as many as the numbers say stay as they are, and the story says so."""
    thread = story(text)
    assert [tweet.text for tweet in thread] == text.split("\n\n")
    assert thread.declared_count == total
    assert thread.review[0].startswith(f"The numbers say {total} tweets and the text has {len(thread)} blocks:")


def test_a_number_may_count_several_tweets() -> None:
    """`1-2/4` stands for two, so the next is 3."""
    assert story("1-2/4 One.\n\n3/4 Three.\n\n4/4 Four.").review == ()


def test_front_matter() -> None:
    """Author, day, language, id and title come from the front matter, not into the tweets."""
    thread = story(
        '---\ntitle: "The Tide"\nauthor: Ada Strand (@ada)\ndate: 2024-05-01\nlang: en-GB\nid: tide-1\n'
        "tags:\n  - sea\n# a remark\n\nurl: https://strand.example/tide\n---\nOne.\n\nTwo.\n"
    )
    assert [tweet.text for tweet in thread] == ["One.", "Two."]
    assert (thread.title, thread.author, thread.lang) == ("The Tide", Author(handle="ada", name="Ada Strand"), "en-GB")
    assert (thread.source, thread.own_id, thread.source_id) == ("text", "tide-1", None)
    assert thread.source_url == "https://strand.example/tide"
    assert thread.written == Moment(at=datetime(2024, 5, 1, tzinfo=UTC), precision=Precision.DAY)


def test_front_matter_with_the_status_it_came_from() -> None:
    """An address on X, or of the page that unrolled it, makes it the story of that tweet."""
    thread = story("---\nsource: https://twitter.com/ada/status/1234?s=20\n---\nOne.")
    assert (thread.source, thread.source_id, thread.author.handle) == ("x", "1234", "ada")
    assert thread.source_url == "https://x.com/ada/status/1234"
    clipped = story('---\nsource: "https://threadreaderapp.com/thread/1234.html"\nauthor:\n  - "[[@ada]]"\n---\nOne.')
    assert (clipped.source, clipped.source_id, clipped.author) == ("x", "1234", Author(handle="ada"))
    anonymous = story("---\nurl: https://x.com/i/status/1234\n---\nOne.")
    assert (anonymous.source_url, anonymous.author) == ("https://x.com/i/status/1234", Author())


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("author: '@ada'", Author(handle="ada")),
        ("author: Ada Strand", Author(name="Ada Strand")),
        ('author: " Ada Strand "', Author(name="Ada Strand")),
        ("author: '", Author(name="'")),
        ("name: Ada's", Author(name="Ada's")),
        ("handle: ada\nname: Ada Strand", Author(handle="ada", name="Ada Strand")),
        ("handle: '@ada@strand.example'", Author(handle="ada@strand.example")),
        ("handle: ada\nauthor: Ada (@other)", Author(handle="ada", name="Ada")),
        ("author: Ada <ada@strand.example>", Author(name="Ada <ada@strand.example>")),
        ("title: x\nauthor:", Author()),
    ],
)
def test_authors_in_front_matter(said: str, author: Author) -> None:
    """Handle and name are told apart, an address of mail is neither."""
    assert story(f"---\n{said}\n---\nOne.").author == author


@pytest.mark.parametrize(
    ("said", "at", "precision"),
    [
        ("2024-05-01T12:30:00+02:00", datetime(2024, 5, 1, 10, 30, tzinfo=UTC), Precision.SECOND),
        ("2024-05-01 12:30:00 +0200", datetime(2024, 5, 1, 10, 30, tzinfo=UTC), Precision.SECOND),
        ("2024-05-01T12:30:00Z", datetime(2024, 5, 1, 12, 30, tzinfo=UTC), Precision.SECOND),
        ("2024-05-01 12:30", datetime(2024, 5, 1, tzinfo=UTC), Precision.DAY),
    ],
)
def test_times_in_front_matter(said: str, at: datetime, precision: Precision) -> None:
    """With an offset the second is known, without one only the day."""
    assert story(f"---\ndate: {said}\n---\nOne.").written == Moment(at=at, precision=precision)


@pytest.mark.parametrize("said", ["yesterday", "31/12/2024", "0001-01-01T00:00:00+05:00"])
def test_a_date_that_cannot_be_read_wants_a_look(said: str) -> None:
    """A wrong date is never guessed."""
    thread = story(f"---\ndate: {said}\n---\nOne.")
    assert thread.written is None
    assert thread.review == ("The date in the front matter can't be read: write it as 2024-05-01.",)


def test_a_language_that_is_none_is_left_out() -> None:
    """Only the shape of a language tag is taken."""
    assert story("---\nlang: Old English\n---\nOne.").lang is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nOne.\n---\nTwo.", ["One.", "Two."]),
        ("---\nnote: One.\n---\nTwo.", ["note: One.", "Two."]),
        ("---\ntitle: One.\nand more\n---\nTwo.", ["title: One.\nand more", "Two."]),
        ("---\ntitle: One.", ["title: One."]),
        ("---\n- One.\n---\nTwo.", ["- One.", "Two."]),
    ],
)
def test_what_only_looks_like_front_matter(text: str, expected: list[str]) -> None:
    """Text between separators stays text when no known key is in it, or other lines are."""
    assert texts(text) == expected


def test_a_folded_value_is_passed_over() -> None:
    """Indented lines belong to the key before them."""
    assert texts("---\ntitle: x\ndescription: >\n  some words\n---\nOne.") == ["One."]


def test_a_heading_of_its_own_is_the_title() -> None:
    """A first block `# Title` is the title, and the handle after it the author."""
    for by in ("by @ada", "@ada", "\nBy @ada", "\n\n@ada"):
        thread = story(f"# The Tide\n{by}\n\nOne.\n\nTwo.")
        assert (thread.title, thread.author.handle, [tweet.text for tweet in thread]) == (
            "The Tide",
            "ada",
            ["One.", "Two."],
        )
    assert story("# The Tide\n\n@ada wrote this.\n\nTwo.").author.handle == ""


def test_headings_that_are_no_title() -> None:
    """A tag, a heading over its text, the only block, and one beside a title in front matter stay text."""
    assert texts("#Tide\n\nOne.") == ["#Tide", "One."]
    assert texts("# Tide\nOne.\n\nTwo.") == ["# Tide\nOne.", "Two."]
    assert texts("# Tide\n\n") == ["# Tide"]
    assert texts("---\ntitle: Other\n---\n# Tide\n\nOne.") == ["# Tide", "One."]


def test_pictures_with_an_address_are_media() -> None:
    """They leave the text with the space they stood in; a tweet may be nothing but its picture."""
    thread = story(
        "Look ![a gull](https://pics.example/gull.png) here.\n\n![Image](https://pics.example/a_(1).jpg)\n\n"
        "A note:\n[image: https://pics.example/b.jpg]\nand words\n\n![](https://pics.example/c.jpg) after"
    )
    assert [tweet.text for tweet in thread] == ["Look here.", "", "A note:\nand words", "after"]
    assert [tweet.media for tweet in thread] == [
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/gull.png", alt="a gull"),),
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/a_(1).jpg"),),
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/b.jpg"),),
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/c.jpg"),),
    ]


def test_pictures_that_stay_text() -> None:
    """A file's name alone is no address, and code is code."""
    for text in ("[image: gull.png]", "![a gull](gull.png)", "```\n![x](https://pics.example/x.png)\n```"):
        assert texts(text) == [text]


def test_linked_pictures() -> None:
    """A picture linked to itself is a picture; any other link stays in the text."""
    thread = story(
        "[![](https://pics.example/a.jpg?w=200)](https://pics.example/a.jpg)\n\n"
        "[![](https://pics.example/b.jpg)](https://strand.example/tide)"
    )
    assert [(tweet.text, len(tweet.media)) for tweet in thread] == [("", 1), ("https://strand.example/tide", 1)]


def test_a_long_block_wants_a_look() -> None:
    """A block beyond what any post holds may be several tweets."""
    assert story("a" * 25_000).review == ()
    assert story(f"One.\n\n{'a' * 25_001}").review == (
        "Tweet 2 has 25,001 characters: look whether it is several tweets in one.",
    )


def test_limits_are_refused_in_a_sentence() -> None:
    """Nothing but blanks and separators, too many tweets, too many lines, and too long a tweet."""
    assert refusal("---\n\n---") == "paste holds no text: there is no story in it."
    assert refusal("---\ntitle: x\n---\n") == "paste holds no text: there is no story in it."
    assert "more than 2,000 blocks" in refusal("a\n\n" * 2_001)
    assert "more than 2,000 blocks" in refusal("a\n\n" * 3_000)
    assert len(story("a\n\n" * 2_000)) == 2_000
    assert "more than 500,000 lines" in refusal("a\n" * 500_002)
    assert "Tweet 1 is longer" in refusal("a" * 100_001)


def test_it_detects_anything() -> None:
    """Plain text is what is left when nothing else fits."""
    assert plain_text.detects(Document.of("paste", b"One."))
