"""Thread Reader pages saved by a Markdown clipper: its marks leave the author's text, pictures become media."""

from tests.threads.sources.copied_pages import scrolly, story, texts
from threads.model import Author, Media, MediaKind


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
