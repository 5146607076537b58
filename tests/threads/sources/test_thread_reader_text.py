"""Text copied from Scrolly pages: header, bio and footer, counts that do not fit, and texts that are no page."""

import pytest

from tests.threads.sources.copied_pages import FOOTER, TODAY, day, scrolly, story, texts
from threads.errors import UnreadableSource
from threads.model import Author
from threads.sources import thread_reader_text
from threads.sources.document import Document


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


@pytest.mark.parametrize("count_line", ["May 4, 2021, 0 tweets", "May 4 • 0 tweets • 8 min read"])
def test_a_page_that_says_no_tweets_is_a_draft(count_line: str) -> None:
    """A count of 0 can't be right when there is text."""
    thread = story(f"{count_line}\n\nOne.\n\nTwo.")
    assert [tweet.text for tweet in thread] == ["One.", "Two."]
    assert thread.review == (
        "The page says 0 tweets and the text has 2 blocks: look whether blank lines inside a tweet split it.",
    )


def test_no_tweets_at_the_end_is_no_header() -> None:
    """A last line that counts nothing does not fit better than the header."""
    blocks = ["One.", "Two.", "Oct 1, 2020, 0 tweets"]
    assert texts(scrolly(*blocks, count=5)) == blocks


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
        "<p>mapmaker Profile picture\n\nMay 4, 2021, 2 tweets\n\nOne.",
    ],
)
def test_texts_that_are_no_page(text: str) -> None:
    """Without footer, and without a header that has date and count, a text is not taken for a page."""
    assert not thread_reader_text.detects(Document.of("paste", text.encode()))


def refusal(text: str) -> str:
    """Why the text is refused."""
    with pytest.raises(UnreadableSource) as caught:
        list(thread_reader_text.read(Document.of("paste", text.encode()), TODAY))
    return str(caught.value)


def test_refusals() -> None:
    """No header, no tweets, too many blocks, and too long a tweet are each refused in a sentence."""
    assert "has no Thread Reader header" in refusal("One.\n\nTwo.")
    assert "no tweets beside a page's header and footer" in refusal(scrolly())
    assert "more than 4,000 blocks" in refusal(scrolly(*["a"] * 4_001))
    assert "at most 2,000 tweets" in refusal(scrolly(*["a"] * 2_001))
    assert "Tweet 1 is longer" in refusal(scrolly("a" * 100_001))
