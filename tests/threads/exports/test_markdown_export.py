"""Stories as Markdown, which the importer of plain text reads again as the same tweets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import DAY, TEXTS, story, threads
from tests.threads.exports.editions import HOSTILE, edition, full_story
from threads.exports import markdown
from threads.model import Author, Media, MediaKind, Moment, Thread, Tweet, TweetNumber, is_blank
from threads.sources import registry
from threads.sources.document import Document
from threads.sources.guards import guarded, unguarded
from threads.text import clean

TODAY = date(2026, 11, 23)


def read_again(data: bytes) -> Thread:
    """The story of a Markdown file, as `spool import` reads it."""
    (thread,) = registry.read(Document.of("story.md", data), today=TODAY)
    return thread


def test_a_story_is_written_for_people() -> None:
    """Front matter as clippers write it, a line between tweets, and everything that hangs on them."""
    written = markdown.write(edition(full_story(protected=True, lang="en"), link="https://t.me/spool_bot?start=t_1"))
    assert written.decode() == (
        """---
title: "The kettle on the pier"
name: "Mira Tides"
handle: "mira_tides"
date: 2024-03-09
lang: en
source: https://x.com/mira_tides/status/1
link: https://t.me/spool_bot?start=t_1
protected: true
tweets: 6
tags: ["harbour"]
---

A kettle sings on the pier, says @otto. #harbour

  It is https://sea.example/kettle?a=1&b=2 again.

---

Look:

![A (red) kettle.](https://sea.example/kettle.png)

![](https://sea.example/lost.png)

[Video](https://sea.example/film.mp4)

[Video](https://sea.example/other.mp4) The pier.

[GIF](https://sea.example/wave.gif)

---

**Content warning: Ghosts**

Nobody lit the stove.

---

*A tweet is missing here: it was deleted at its source.*

---

Who was it?

> Otto @otto
> I was not
> there. #alibi
> Quoted tweet: https://x.com/otto/status/9

- The wind — 3 (75%)
- A ghost — 1 (25%)
Voting until: Mar 9, 2024

---

> Quoted tweet: https://x.com/otto/status/10

- Yes
- No
"""
    )


def test_what_was_written_is_read_again() -> None:
    """The same author, date, title, source and wish; tweet by tweet the same words, and the same pictures."""
    thread = full_story(protected=True)
    again = read_again(markdown.write(edition(thread)))
    assert (again.title, again.written, again.source, again.source_id) == (thread.title, DAY, "x", "1")
    assert (again.author.name, again.author.handle) == ("Mira Tides", "mira_tides")
    assert again.protected
    assert not again.review
    assert len(again) == len(thread)
    assert again.tweets[0].text == thread.tweets[0].text
    assert [media.url for media in again.tweets[1].media] == [media.url for media in thread.tweets[1].media[:2]]
    assert again.tweets[2].text == "**Content warning: Ghosts**\n\nNobody lit the stove."


@pytest.mark.parametrize(
    "text",
    [
        "One.\n\nTwo.\n\n\n\nThree.",
        "Above\n---\nbelow",
        "\\---\n\\\\---",
        "# No title",
        "```\nnever closed",
        "```py\n---\n![a](https://b.example/c)\n```",
        "~~~\n\n# code\n~~~",
        "![a](https://b.example/c) \\![a](https://b.example/c) [image: https://b.example/c]",
        "[![a](https://b.example/c.png)](https://b.example/c.png)",
        "![image: https://b.example/c] ![Image: x](https://b.example/c) \\\\![image: https://b.example/c]",
        "[break]",
        "1/2 one\n\n2/2 two",
        "-\n\n=== \n• • •",
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_signs_that_mean_something_to_the_reader_come_back_as_they_were(text: str, alone: bool) -> None:
    """In a story of one tweet, and beside others."""
    texts = (text,) if alone else ("Before.", text, text, "After.")
    again = read_again(markdown.write(edition(story(*texts))))
    assert [tweet.text for tweet in again] == [text.rstrip() for text in texts]
    assert not any(tweet.media for tweet in again)
    assert not again.review
    assert again.title == ""


PIECES = st.sampled_from(
    [
        "---",
        "***",
        "```",
        "~~~",
        "# a",
        "![a](https://b.co/c)",
        "[image: https://b.co/c]",
        "\\",
        " ",
        "\n",
        "\n\n",
        "word",
        "1/2",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_guarding_can_be_undone(text: str) -> None:
    """Whatever stands in a text, one backslash more and one less leave it as it was."""
    assert unguarded(guarded(text)) == text


@given(st.lists(st.lists(PIECES | TEXTS, max_size=8).map("".join).map(clean), min_size=1, max_size=4))
def test_any_texts_come_back(texts: list[str]) -> None:
    """As many tweets, with the same words, but for blank lines around them."""
    tweets = [text for text in texts if not is_blank(text)] or ["word"]
    again = read_again(markdown.write(edition(story(*tweets))))
    trimmed = [line.rstrip() for line in tweets]
    assert [tweet.text.strip() for tweet in again] == [line.strip() for line in trimmed]


@given(threads())
def test_any_story_comes_back_with_as_many_tweets(thread: Thread) -> None:
    """Also one of gaps, of pictures alone, by nobody, without a date."""
    again = read_again(markdown.write(edition(thread)))
    assert len(again) == len(thread)
    assert again.protected == thread.protected
    assert again.written == thread.written
    assert not again.review


def test_a_hostile_story_is_one_too() -> None:
    """Control characters and signs of every kind."""
    assert len(read_again(markdown.write(edition(HOSTILE)))) == len(HOSTILE)


def test_brackets_in_an_address_do_not_end_a_picture() -> None:
    """They are encoded."""
    media = Media(kind=MediaKind.PHOTO, url="https://sea.example/a_(b))<c>.png", alt="One\nline")
    again = read_again(markdown.write(edition(story(Tweet(number=TweetNumber(1), media=(media,))))))
    assert again.tweets[0].media[0].url == "https://sea.example/a_%28b%29%29%3Cc%3E.png"
    assert again.tweets[0].media[0].alt == "One line"
    assert again.tweets[0].text == ""


def test_quotes_around_a_title_stay() -> None:
    """The front matter's own come and go around them; a time keeps its second."""
    titled = story(title='"The" kettle', author=Author(name='O\'Hara "Red" Jones'), written=Moment(at=DAY.at))
    again = read_again(markdown.write(edition(titled)))
    assert (again.title, again.author.name, again.written) == (titled.title, titled.author.name, titled.written)


def test_a_count_that_does_not_fit_is_a_doubt() -> None:
    """Somebody who edits the file and divides a tweet is told; nothing is lost."""
    written = markdown.write(edition(story("One.", "Two."))).replace(b"Two.", b"Two.\n\n---\n\nThree.")
    again = read_again(written)
    assert len(again) == 3
    assert again.review == ("The front matter says 2 tweets and the text has 3 blocks: look where they are divided.",)
    assert len(read_again(b"---\ntweets: many\n---\nOne.\n\nTwo.")) == 2
