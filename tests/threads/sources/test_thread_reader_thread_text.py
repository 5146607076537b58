"""Text copied from Thread Reader's thread pages: names above the date, remains of tags, the long footer."""

import pytest

from tests.threads.sources.copied_pages import THREAD_FOOTER, day, story, texts, unrolled
from threads.model import Author, Moment


def test_a_thread_page() -> None:
    """Name and handle stand above the date; buttons, end marks and other threads are gone; the address gives the id."""
    thread = story(unrolled("The coast\nis drawn last.", "And first."))
    assert [tweet.text for tweet in thread] == ["The coast\nis drawn last.", "And first."]
    assert thread.author == Author(handle="mapmaker", name="Iris Chart")
    assert (thread.written, thread.declared_count, thread.review) == (day(2026, 1, 22), 2, ())
    assert thread.source_id == "1500000000000000009"
    assert thread.source_url == "https://x.com/mapmaker/status/1500000000000000009"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Mar 14", day(2026, 3, 14)),
        ("Mar 15", day(2025, 3, 15)),
        ("Feb 29", day(2024, 2, 29)),
        ("Jul 1, 2023", day(2023, 7, 1)),
        ("September 9, 2023", day(2023, 9, 9)),
        ("Sept. 9, 2023", day(2023, 9, 9)),
    ],
)
def test_days_without_a_year(said: str, written: Moment) -> None:
    """The year is the latest that does not put the day in the future."""
    assert story(unrolled("One.", day=said)).written == written


def test_a_thread_page_copied_with_blank_lines_in_its_header() -> None:
    """Blank lines between names and buttons change nothing, nor does everything on one line."""
    page = unrolled("One.", "Two.")
    header, rest = page.split("One.", 1)
    spaced = header.replace("\n", "\n\n") + "One." + rest
    joined = page.replace(" •\n2 tweets • 2 min read •\nRead on X\n", " • 2 tweets • 2 min read • Read on X\n")
    assert texts(spaced) == texts(joined) == ["One.", "Two."]


def test_names_above_the_date() -> None:
    """The title gives the handle when it stands nowhere else; a picture's words give the name."""
    date_line = "Jan 22 • 1 tweet • 1 min read •\n\nOne."
    assert story(f"Thread by @mapmaker on Thread Reader App\n{date_line}").author == Author(handle="mapmaker")
    damaged = f'Iris Chart\nSubscribe\nimg" class="x">\nlink#goto" >\n@mapmaker\n{date_line}'
    assert story(damaged).author == Author(handle="mapmaker", name="Iris Chart")
    pictured = story(f"Iris Chart Profile picture\n\n@mapmaker\n\n{date_line}").author
    assert pictured == Author(handle="mapmaker", name="Iris Chart")
    assert story(date_line).author == Author()


def test_remains_of_tags_mark_the_tweets() -> None:
    """A page stripped of its tags badly still has each tweet's id, and blank lines then belong to tweets."""
    mark = 'thread#showTweet" data-screenname="mapmaker" data-tweet="{}" dir="auto">\n'
    blocks = (mark.format(15000001) + "One.\n\nStill one.", mark.format(15000002) + "Two.")
    thread = story(unrolled(*blocks).replace("\n\nthread#", "\nthread#"))
    assert [(tweet.source_id, tweet.text) for tweet in thread] == [
        ("15000001", "One.\n\nStill one."),
        ("15000002", "Two."),
    ]
    assert (thread.source_id, thread.review) == ("15000001", ())
    assert thread.tweets[1].source_url == "https://x.com/mapmaker/status/15000002"


def test_quoted_end_marks_survive() -> None:
    """A thread page's footer begins with the last unbroken run of its lines, too."""
    blocks = ["More from @mapmaker", "Missing some Tweet in this thread? You can try to\nlook again.", "• • •", "End."]
    assert texts(unrolled(*blocks)) == blocks
    alone = unrolled(*blocks).split("• • •\nMissing")[0]
    assert texts(alone) == blocks
    assert texts(alone + "\n\n• • •\n") == blocks


def test_marks_far_apart_are_no_footer() -> None:
    """Two known lines with a long passage between them are quotes."""
    passage = "\n".join(["Row."] * 30)
    blocks = ["• • •", passage, "Read all threads", passage]
    assert texts(unrolled(*blocks).removesuffix(THREAD_FOOTER)) == blocks
