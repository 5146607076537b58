"""The names of files: in the story's own script, and taken by every file system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import story, threads
from threads.exports.file_name import MAX_BYTES, file_name
from threads.model import Author, Thread, Tweet, TweetNumber

NOBODY = Author()


@pytest.mark.parametrize(
    ("thread", "name"),
    [
        (story(title="The kettle on the pier"), "mira_tides - The kettle on the pier.epub"),
        (story("The bells of Skerrow rang."), "mira_tides - The bells of Skerrow rang.epub"),
        (story(title="红皮鞋", author=NOBODY), "红皮鞋.epub"),
        (story(title="بشقابِ سی‌ویک‌ساله", author=NOBODY), "بشقابِ سی‌ویک‌ساله.epub"),
        (story(title='a/b\\c:d*e?f"g<h>i|j', author=NOBODY), "a b c d e f g h i j.epub"),
        (story(title="../../etc/passwd", author=NOBODY), "etc passwd.epub"),
        (story(title="con", author=NOBODY), "_con.epub"),
        (story(title="Lpt1.txt", author=NOBODY), "_Lpt1.txt.epub"),
        (story(title="\u202efdp.exe", author=NOBODY), "fdp.exe.epub"),
        (story(title=" . ", author=NOBODY, tweets=(Tweet(number=TweetNumber(1), text="…"),)), "story.epub"),
        (
            story(Tweet(number=TweetNumber(1), text="Hidden.", content_warning="Ghosts"), "Open."),
            "mira_tides - Open.epub",
        ),
    ],
)
def test_a_file_is_named_by_author_and_title(thread: Thread, name: str) -> None:
    """Without what Windows, macOS or Linux can't keep, or what would turn the name round or lead out of a folder."""
    assert file_name(thread, "epub") == name


def test_a_long_name_ends_with_a_word_where_it_can() -> None:
    """The strictest file systems count bytes, of which other scripts take several."""
    russian = file_name(story("Почтальон говорит, что письма в нём появляются сами, каждую осень."), "md")
    assert russian == "mira_tides - Почтальон говорит, что письма в нём появляются сами.md"
    thai = file_name(story("ก" * 200), "md")
    assert len(thai.encode()) == len(".md") + MAX_BYTES - (MAX_BYTES - len("mira_tides - ")) % 3
    assert file_name(story(title="e" + "\u0301" * 300, author=NOBODY), "md") == "story.md"


@given(threads(), st.sampled_from(["", "000012 "]))
def test_any_story_gets_a_name_that_every_file_system_takes(thread: Thread, prefix: str) -> None:
    """Never empty, never too long, nothing before or after it that would be dropped."""
    name = file_name(thread, "html", prefix=prefix)
    assert name.endswith(".html")
    stem = name.removesuffix(".html")
    assert stem.strip(" .") == stem
    assert stem
    assert not set(stem) & set('<>:"/\\|?*\x00\n\r\t\x7f\u2028\u202e')
    assert len(name.encode()) < 140
