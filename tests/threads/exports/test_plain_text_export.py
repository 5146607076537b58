"""Stories as plain text: everything that hangs on a tweet, under its place."""

from hypothesis import given

from tests.builders import story, threads
from tests.threads.exports.editions import HOSTILE, edition, full_story
from threads.exports import markdown, plain_text
from threads.model import Author, Media, MediaKind, Thread, Tweet, TweetNumber


def test_a_story_is_written_with_everything() -> None:
    """Heading, places, pictures by their address, quotes, polls, gaps and warnings."""
    written = plain_text.write(edition(full_story(), link="https://t.me/spool_bot?start=t_1")).decode()
    assert written.startswith(
        """The kettle on the pier
Mira Tides @mira_tides
Mar 9, 2024 · 5 tweets
Tide tables and ghosts.
#harbour
Source: https://x.com/mira_tides/status/1
Read in Telegram: https://t.me/spool_bot?start=t_1


1/6

A kettle sings on the pier, says @otto. #harbour

  It is https://sea.example/kettle?a=1&b=2 again.


2/6 · Mar 9, 2024, 00:00 UTC · https://x.com/mira_tides/status/2

Look:

[Picture: https://sea.example/kettle.png] A [red] kettle.

[Picture: https://sea.example/lost.png]
"""
    )
    assert "3/6\n\nContent warning: Ghosts\n\nNobody lit the stove." in written
    assert "4/6\n\nA tweet is missing here: it was deleted at its source." in written
    assert "> there. #alibi\n> Quoted tweet: https://x.com/otto/status/9\n\n- The wind — 3 (75%)" in written


def test_a_story_by_nobody_has_a_heading_too() -> None:
    """A title is made of its first open words, or says that there are none."""
    hidden = Tweet(number=TweetNumber(1), text="Hidden.", content_warning="Ghosts")
    bare = story(hidden, author=Author(), written=None)
    assert plain_text.write(edition(bare)).decode().startswith("A story without words\n1 tweet\n\n\n1/1\n")


@given(threads())
def test_any_story_can_be_written(thread: Thread) -> None:
    """As UTF-8, the same each time."""
    assert plain_text.write(edition(thread)) == plain_text.write(edition(thread))


def test_half_a_character_does_not_stop_it() -> None:
    """What is no text is replaced."""
    assert plain_text.write(edition(HOSTILE)).decode()


def test_a_picture_that_came_through_telegram_is_named_without_an_address() -> None:
    """Nobody outside could open its id: in text and in Markdown stands what it is."""
    held = Media(kind=MediaKind.VIDEO, url="telegram:AQADx", alt="A boat.")
    told = edition(story(Tweet(number=TweetNumber(1), text="Look:", media=(held,))))
    for format in (plain_text, markdown):
        written = format.write(told).decode()
        assert "[Video] A boat." in written
        assert "telegram:" not in written
