"""Text copied from Thread Reader pages: both layouts, their headers and footers, and counts that do not fit."""

from datetime import UTC, date, datetime

import pytest

from threads.errors import UnreadableSource
from threads.model import Author, Media, MediaKind, Moment, Precision, Thread
from threads.sources import thread_reader_text
from threads.sources.document import Document

TODAY = date(2026, 3, 14)

FOOTER = """Share this Scrolly Tale with your friends.

A Scrolly Tale is a new way to read Twitter threads with a more visually immersive experience.
Discover more beautiful Scrolly Tales like this.

Keep scrolling"""

THREAD_HEADER = """Thread by @mapmaker on Thread Reader App – Thread Reader App
Share this page!
share-email#click" href="mailto:?body=https://threadreaderapp.com/thread/1500000000000000009.html"
Email
twitter-profile#error" >
Iris Chart
Subscribe
@mapmaker
{date} •
{count} tweets • 2 min read •
Read on X
Scrolly
Bookmark
Gift Link
Save as PDF
18,904 views
"""

THREAD_FOOTER = """• • •
Missing some Tweet in this thread? You can try to
force a refresh
Post
Share
Keep Current with
Iris Chart
Stay in touch and get notified when new unrolls are available from this author!
Add to "My Authors"
This Thread may be Removed Anytime!
Try unrolling a thread yourself!
More from @mapmaker
Iris Chart
@mapmaker
Jul 1, 2025

Another thread, which is not this one.

Read 4 tweets
Did Thread Reader help you today?
Help | About | TOS | Privacy
"""


def scrolly(*blocks: str, count: int | None = None, bio: str = "Maps and their makers.") -> str:
    """A copied Scrolly page with these blocks."""
    declared = len(blocks) if count is None else count
    head = f"mapmaker Profile picture\n{bio}\n\nMay 4, 2021, {declared} tweet{'s' if declared != 1 else ''}"
    return "\n\n".join((head, *blocks, FOOTER))


def unrolled(*blocks: str, count: int | None = None, day: str = "Jan 22") -> str:
    """A copied thread page with these blocks."""
    header = THREAD_HEADER.format(date=day, count=len(blocks) if count is None else count)
    return header + "\n\n".join(blocks) + "\n\n" + THREAD_FOOTER


def story(text: str, name: str = "paste") -> Thread:
    """The one story of a page; the page must be detected as one."""
    document = Document.of(name, text.encode())
    assert thread_reader_text.detects(document)
    (thread,) = thread_reader_text.read(document, TODAY)
    return thread


def texts(text: str) -> list[str]:
    """The tweets' texts."""
    return [tweet.text for tweet in story(text)]


def day(year: int, month: int, number: int) -> Moment:
    """A day, as a page gives it."""
    return Moment(at=datetime(year, month, number, tzinfo=UTC), precision=Precision.DAY)


def test_a_scrolly_page() -> None:
    """Handle, bio, day and count come from the header; the tweets keep their single line ends; the footer is gone."""
    thread = story(scrolly("The #coast is drawn\nlast of all…", "and first of all\nremembered."))
    assert thread.author == Author(handle="mapmaker", bio="Maps and their makers.")
    assert (thread.source, thread.source_id, thread.source_url) == ("x", None, None)
    assert (thread.written, thread.declared_count, thread.review) == (day(2021, 5, 4), 2, ())
    assert [(tweet.number, tweet.text) for tweet in thread] == [
        (1, "The #coast is drawn\nlast of all…"),
        (2, "and first of all\nremembered."),
    ]


def test_windows_line_ends_and_spaces_on_blank_lines() -> None:
    """A paste from elsewhere is the same page."""
    page = scrolly("One.", "Two.").replace("\n\n", "\n \xa0\n").replace("\n", "\r\n")
    assert texts("\ufeff" + page) == ["One.", "Two."]


def test_one_tweet() -> None:
    """The header counts "1 tweet"."""
    assert texts(scrolly("One.")) == ["One."]


def test_more_blocks_than_tweets_is_a_draft() -> None:
    """Blank lines inside tweets can't be told from those between: nothing is merged or dropped."""
    thread = story(scrolly("One.", "Still one.", "Two.", count=2))
    assert [tweet.text for tweet in thread] == ["One.", "Still one.", "Two."]
    assert thread.declared_count == 2
    assert thread.review == (
        "The page says 2 tweets and the text has 3 blocks: look whether blank lines inside a tweet split it.",
    )


def test_fewer_blocks_than_tweets_is_a_draft() -> None:
    """Pictures leave no text in a copy."""
    thread = story(scrolly("One.", count=3))
    assert len(thread) == 1
    assert thread.review == (
        "The page says 3 tweets and the text has 1 block: "
        "look whether blank lines were lost, or tweets that are only a picture.",
    )


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("1/ One.", "More.", "2/ Two.", "3/ Three."), ["1/ One.\n\nMore.", "2/ Two.", "3/ Three."]),
        (("(1/2) One.", "More.", "And more.", "(2/2) Two."), ["(1/2) One.\n\nMore.\n\nAnd more.", "(2/2) Two."]),
        (
            ("Listen.", "More.", "2/ One.", "3/ Two.", "4/ b", "c"),
            ["Listen.\n\nMore.", "2/ One.", "3/ Two.", "4/ b\n\nc"],
        ),
        (("1. One.", "More.", "2. Two.", "3. Three."), ["1. One.\n\nMore.", "2. Two.", "3. Three."]),
    ],
)
def test_numbers_that_fit_the_count_are_believed(blocks: tuple[str, ...], expected: list[str]) -> None:
    """Blocks without a number then belong to the numbered one before them."""
    thread = story(scrolly(*blocks, count=len(expected)))
    assert [tweet.text for tweet in thread] == expected
    assert thread.review == ()


@pytest.mark.parametrize(
    ("blocks", "count"),
    [
        (("1/ One.", "More.", "2/ Two.", "3/ Three."), 2),
        (("The rules:", "1. One.", "2. Two.", "3. Three.", "That's all."), 4),
        (("24/7 One.", "More.", "9/11 Two."), 2),
    ],
)
def test_numbers_that_do_not_fit_are_not_believed(blocks: tuple[str, ...], count: int) -> None:
    """Other runs, lists that begin after the first block, and other numbers leave a draft."""
    thread = story(scrolly(*blocks, count=count))
    assert tuple(tweet.text for tweet in thread) == blocks
    assert len(thread.review) == 1


def test_quoted_footers_survive() -> None:
    """Only the unbroken run of known lines at the very end is the footer."""
    blocks = ("Keep scrolling", "He wrote:\nShare this Scrolly Tale with your friends.", FOOTER, "keep SCROLLING")
    assert texts(scrolly(*blocks, count=6)) == [
        "Keep scrolling",
        "He wrote:\nShare this Scrolly Tale with your friends.",
        "Share this Scrolly Tale with your friends.",
        "A Scrolly Tale is a new way to read Twitter threads with a more visually immersive experience.\n"
        "Discover more beautiful Scrolly Tales like this.",
        "Keep scrolling",
        "keep SCROLLING",
    ]


@pytest.mark.parametrize(
    "footer",
    [
        FOOTER.upper(),
        FOOTER.replace("\n", "  \n  "),
        FOOTER.split("\n", maxsplit=1)[0],
        FOOTER.replace("Keep scrolling", ""),
        FOOTER.replace("\n\n", "\n"),
        "Discover more beautiful Scrolly Tales like this",
        "",
    ],
)
def test_footers_in_other_shapes(footer: str) -> None:
    """Whatever of the footer was copied is gone, in any case and spacing."""
    assert texts(scrolly("One.", "Two.").replace(FOOTER, footer)) == ["One.", "Two."]


def test_words_beside_a_footer_line_keep_it() -> None:
    """A footer line is the whole line."""
    last = "Keep scrolling, I said. Share this Scrolly Tale with your friends."
    assert texts(scrolly("One.", last).replace(FOOTER, "")) == ["One.", last]
    assert texts(scrolly("One.").replace(FOOTER, "Keep scrolling").replace("1 tweet", "2 tweets")) == [
        "One.",
        "Keep scrolling",
    ]


@pytest.mark.parametrize("bio", ["", "\nTwo\n\nparagraphs.", "Oct 1, 2020, 5 tweets", "Born\n\nOct 1, 2020, 2 tweets"])
def test_bios(bio: str) -> None:
    """A bio may be missing, hold blank lines, or look like the line with the date."""
    thread = story(scrolly("One.", "Two.", bio=bio))
    assert (thread.written, [tweet.text for tweet in thread]) == (day(2021, 5, 4), ["One.", "Two."])
    assert thread.author.bio == bio.strip()


def test_a_bio_like_a_date_before_a_count_that_does_not_fit() -> None:
    """The line right under the name is the bio when another date follows."""
    thread = story(scrolly("One.", "Two.", count=4, bio="Oct 1, 2020, 9 tweets"))
    assert (thread.written, thread.declared_count, len(thread)) == (day(2021, 5, 4), 4, 2)


def test_a_bio_like_a_date_that_counts_right_too() -> None:
    """Of two such lines after each other the later is the header's."""
    thread = story(scrolly("One.", "Two.", bio="Oct 1, 2020, 3 tweets"))
    assert (thread.written, len(thread)) == (day(2021, 5, 4), 2)


@pytest.mark.parametrize("count", [3, 5])
def test_a_tweet_like_a_date_is_a_tweet(count: int) -> None:
    """The header's date comes before the tweets, and nothing is lost to the header."""
    blocks = ["One.", "Oct 1, 2020, 7 tweets", "Three."]
    thread = story(scrolly(*blocks, count=count))
    assert ([tweet.text for tweet in thread], thread.written) == (blocks, day(2021, 5, 4))
    assert bool(thread.review) is (count == 5)
    assert texts(scrolly("Oct 1, 2020, 7 tweets", "Two.", "Three.", bio="")) == [
        "Oct 1, 2020, 7 tweets",
        "Two.",
        "Three.",
    ]


def test_a_paste_that_begins_with_the_date() -> None:
    """Without the picture's line the author is unknown."""
    thread = story(scrolly("One.", "Two.").split("\n\n", 1)[1])
    assert (thread.author, len(thread)) == (Author(), 2)


def test_a_display_name_is_no_handle() -> None:
    """Where the page gives a name with spaces, it is the name."""
    page = scrolly("One.").replace("mapmaker Profile", "Iris Chart Profile")
    assert story(page).author == Author(name="Iris Chart", bio="Maps and their makers.")


@pytest.mark.parametrize(
    "text",
    [
        "Profile picture\n\nOne.\n\nTwo.",
        "mapmaker Profile picture\n\nOne.\n\nTwo.",
        "Profile picture\n\nMay 4, 2021, 2 tweets\n\nOne.",
        "Words first.\n\nMay 4, 2021, 2 tweets\n\nOne.",
        "mapmaker Profile picture\n\nFeb 31, 2021, 2 tweets\n\nOne.",
        "mapmaker Profile picture\n\nMoo 4, 2021, 2 tweets\n\nOne.",
        "mapmaker Profile picture\n\nMay 4, 2021, 2 tweets, I think\n\nOne.",
        "One.\n\nShare this Scrolly Tale with your friends.\n\nKeep scrolling",
        "<p>mapmaker Profile picture\n\nMay 4, 2021, 2 tweets\n\nOne.",
    ],
)
def test_texts_that_are_no_page(text: str) -> None:
    """Without a header that has date and count, a text is not taken for a page."""
    assert not thread_reader_text.detects(Document.of("paste", text.encode()))


def refusal(text: str) -> str:
    """Why the text is refused."""
    with pytest.raises(UnreadableSource) as caught:
        list(thread_reader_text.read(Document.of("paste", text.encode()), TODAY))
    return str(caught.value)


def test_refusals() -> None:
    """No header, no tweets, too many blocks, and too long a tweet are each refused in a sentence."""
    assert "has no Thread Reader header" in refusal("One.\n\nTwo.")
    assert "no tweets after it" in refusal(scrolly())
    assert "more than 4,000 blocks" in refusal(scrolly(*["a"] * 4_001))
    assert "at most 2,000 tweets" in refusal(scrolly(*["a"] * 2_001))
    assert "Tweet 1 is longer" in refusal(scrolly("a" * 100_001))


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


def test_a_clipped_page() -> None:
    """What a clipper adds leaves the author's text: front matter, hard breaks, links, escapes, cards, pictures."""
    page = (
        '---\nsource: "https://threadreaderapp.com/thread/15000001.html"\nauthor: "[[@mapmaker]]"\n---\n'
        "Jan 22 • 3 tweets • 1 min read •\n\n"
        "1\\. The coast  \nis at [maps.example/coa…](https://maps.example/coast), says [@iris](https://x.com/iris)\n\n"
        "![Image](https://pics.example/coast.jpg)\n\n"
        "[**Coast** the whole of it](https://maps.example/coast)\n\n"
        "2\\. See [the survey](https://maps.example/survey) [](https://maps.example/b)\n\n"
        "[**Other** page](https://maps.example/other)\n\n"
        '<video poster="https://pics.example/p.jpg"><source src="https://pics.example/f.m3u8">'
        '<source src="https://pics.example/f.mp4"><source src="https://pics.example/g.m3u8"></video>\n\n'
        "3\\. End ![a legend](https://pics.example/legend.jpg)"
    )
    thread = story(page, "clip.md")
    assert [tweet.text for tweet in thread] == [
        "1. The coast\nis at https://maps.example/coast, says @iris",
        "2. See the survey (https://maps.example/survey) https://maps.example/b\n\nhttps://maps.example/other",
        "3. End",
    ]
    assert [tweet.media for tweet in thread] == [
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/coast.jpg"),),
        (Media(kind=MediaKind.VIDEO, url="https://pics.example/f.mp4", preview_url="https://pics.example/p.jpg"),),
        (Media(kind=MediaKind.PHOTO, url="https://pics.example/legend.jpg", alt="a legend"),),
    ]
    assert (thread.source_id, thread.author.handle, thread.review) == ("15000001", "mapmaker", ())


def test_pictures_of_their_own_are_tweets_when_the_count_says_so() -> None:
    """A tweet of only a picture is one when that makes the number right."""
    thread = story(scrolly("One.", "![](https://pics.example/a.jpg)", "Two."))
    assert [(tweet.text, len(tweet.media)) for tweet in thread] == [("One.", 0), ("", 1), ("Two.", 0)]
    assert thread.review == ()
    joined = story(scrolly("One.", "![](https://pics.example/a.jpg)", "Two.", count=2))
    assert [(tweet.text, len(tweet.media)) for tweet in joined] == [("One.", 1), ("Two.", 0)]


def test_a_clipped_picture_of_the_author() -> None:
    """The picture's words give the name, its address the picture."""
    page = scrolly("One.", "Two.").replace(
        "mapmaker Profile picture", "![mapmaker Profile picture](https://pics.example/me.jpg)"
    )
    assert story(page).author == Author(
        handle="mapmaker", bio="Maps and their makers.", avatar_url="https://pics.example/me.jpg"
    )


def test_plain_text_keeps_its_signs() -> None:
    """A shrug in copied text is no Markdown, and a film without address stays as it was."""
    assert texts(scrolly(r"¯\_(ツ)_/¯ and 2\. too")) == [r"¯\_(ツ)_/¯ and 2\. too"]
    assert texts(scrolly("One.", "<video></video>", "</video> [x](https://a.example/x)")) == [
        "One.",
        "<video></video>",
        "x (https://a.example/x)",
    ]
