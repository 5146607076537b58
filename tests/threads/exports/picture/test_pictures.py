"""What stands on a tweet's pictures, how they are sized and divided, and what keeps them from being made."""

import os
import shutil
import struct
import subprocess
import sys
import xml.sax.saxutils
from pathlib import Path
from typing import Any

import pytest
import regex
import segno
import selectolax.lexbor
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from tests.builders import story, threads
from tests.pictures import LINK, UNLIKE, drawn, opened, small, unlikeness
from threads.exports.errors import MissingFonts, TooLongForPictures
from threads.exports.picture import available
from threads.model import Author, Gap, Media, MediaKind, Poll, PollOption, Quote, Thread, Tweet, TweetNumber

SENTENCE = "The keeper wrote one line a day in a book that nobody had asked for. "
NUMBER = TweetNumber(1)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height as the file's own head tells them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def differ(one: bytes, other: bytes) -> bool:
    """Whether two pictures show something else."""
    return unlikeness(small(one), small(other)) > UNLIKE


def one(thread: Thread, number: int = 1, **given: Any) -> bytes:
    """The only picture of a tweet."""
    (png,) = drawn(thread, number, **given)
    return png


def reddish(picture: Image.Image) -> int:
    """How many pixels are clearly more red than green."""
    red, green, _ = picture.split()
    return sum(ImageChops.subtract(red, green).histogram()[60:])


@pytest.mark.parametrize("words", [1, 5, 12, 25, 60])
def test_a_card_is_between_square_and_four_by_five(words: int) -> None:
    """Always 1,080 pixels wide; a longer text is set smaller before it takes another page."""
    for png in drawn(story(" ".join(["lantern"] * words))):
        width, height = size_of(png)
        assert width == 1080
        assert 1080 <= height <= 1350


def test_the_same_tweet_gives_the_same_picture() -> None:
    """To the byte: nothing comes from a clock or from chance."""
    assert drawn(story("Once. 🌊", "Twice.")) == drawn(story("Once. 🌊", "Twice."))


def test_long_texts_become_pages_of_one_size() -> None:
    """Each has its own place; nothing is cut, and one more sentence shows."""
    pages = drawn(story(SENTENCE * 30))
    assert len(pages) > 2
    assert len({size_of(page) for page in pages}) == 1
    assert differ(pages[-1], drawn(story(SENTENCE * 30 + "The end."))[-1])
    assert differ(pages[0], pages[1])


def test_a_text_without_any_space_is_divided_too() -> None:
    """As a word of a thousand letters, in Korean too, whose words are kept whole, and as lines of one letter."""
    assert len(drawn(story("w" * 2_000))) > 1
    assert len(drawn(story("가" * 1_000))) > 1
    assert len(drawn(story("\n".join("abcdefghij" * 4)))) > 1


@pytest.mark.parametrize(
    "text", [SENTENCE * 100, "漢" * 9_000, "a" * 100_000, "a\n\n" * 128], ids=["pages", "han", "longest", "lines"]
)
def test_more_than_an_album_is_refused(text: str) -> None:
    """With a sentence that names the other way; never cut."""
    with pytest.raises(TooLongForPictures, match="as a file"):
        drawn(story(text))


def test_the_place_in_the_story_is_drawn() -> None:
    """As words and as a thread that is told so far; a number that is gone is answered by the one that follows."""
    tweets = tuple(Tweet(number=TweetNumber(number), text="The same.") for number in (1, 2, 4))
    thread = story(*tweets)
    first, second, last = (one(thread, number, position="1/3") for number in (1, 2, 4))
    assert differ(first, second)
    assert differ(second, last)
    assert one(thread, 3, position="1/3") == last


def modules_of(png: bytes, *, left: bool = False) -> list[list[int]]:
    """The modules of the QR code, read off the picture at the places where a camera looks."""
    picture = opened(png).convert("L")
    width, height = picture.size
    corner = picture.crop(
        (0, height - 320, 330, height - 60) if left else (width - 330, height - 320, width, height - 60)
    )
    dark = corner.point(lambda value: 255 if value < 90 else 0)
    box = dark.getbbox()
    assert box is not None
    code = dark.crop(box)
    across = len(segno.make_qr(LINK, error="m").matrix)
    step = code.width / across
    at = [int((index + 0.5) * step) for index in range(across)]
    return [[1 if code.getpixel((x, y)) else 0 for x in at] for y in at]


@pytest.mark.parametrize("text", ["A door.", "דלת."], ids=["right", "left"])
def test_the_code_leads_to_the_link(text: str) -> None:
    """Module for module, at the side where lines end."""
    expected = [[int(bool(module)) for module in row] for row in segno.make_qr(LINK, error="m").matrix]
    assert modules_of(one(story(text)), left=text == "דלת.") == expected


def test_the_code_is_dark_on_light_by_night_too() -> None:
    """With an empty border of four modules: cameras need both."""
    picture = opened(one(story("A door."), dark=True)).convert("L")
    right, bottom = picture.width - 92, picture.height - 84
    border = picture.crop((right - 200, bottom - 22, right - 20, bottom - 2))
    assert min(border.tobytes()) > 200
    assert picture.getpixel((20, 20)) < 40  # type: ignore[operator]  # one band: a number


def test_what_is_not_known_is_left_out() -> None:
    """A story without a date has no line for it."""
    assert differ(one(story("A door.")), one(story("A door."), date=""))


@pytest.mark.parametrize("dark", [False, True])
def test_a_card_has_no_author_when_the_story_has_none(dark: bool) -> None:
    """The room is the text's then."""
    nameless = one(story("Only words.", author=Author()), dark=dark)
    assert differ(nameless, one(story("Only words."), dark=dark))


def test_tags_are_in_colour() -> None:
    """So are mentions and links, and nothing else of a text."""

    def coloured(text: str) -> int:
        picture = opened(one(story(text, "x"), invitation="")).crop((0, 240, 1080, 700))
        return reddish(picture)

    assert coloured("A plain word here") == 0
    for text in ("A #marked word here", "A @marked word here", "A https://marked.example here"):
        assert coloured(text) > 500


def test_long_links_are_shown_short() -> None:
    """Without what all have in common and up to 36 characters: two that differ behind them look alike."""
    long = "https://www.example.com/a/very/long/path/to/some/article/about/lamps"
    assert one(story(f"See {long}")) == one(story(f"See {long}-and-doors"))
    assert differ(one(story("See https://example.com/a")), one(story("See https://example.com/b")))


def test_a_missing_tweet_says_so() -> None:
    """In the bot's words, which stand where they begin."""
    gap = story(Tweet(number=NUMBER, gap=Gap.DELETED))
    said = one(gap, gap="A tweet is missing here.")
    mirrored = one(gap, gap="هنا تغريدة ناقصة.", rtl=True, language="ar")
    assert differ(said, mirrored)
    assert differ(said, one(gap, gap="A tweet is lost here."))


def test_a_content_warning_hides_the_tweet_until_it_is_revealed() -> None:
    """Nothing of what it hides shows: another text gives the same picture."""
    warned, other = (
        story(Tweet(number=NUMBER, text=text, content_warning="spiders")) for text in ("Eight legs.", "Eight eyes.")
    )
    words: dict[str, Any] = {"warning": "Content warning: spiders", "hidden": "Open the story to see it."}
    assert one(warned, **words) == one(other, **words)
    shown = one(warned, revealed=True, **words)
    assert differ(shown, one(other, revealed=True, **words))
    assert differ(shown, one(story("Eight legs.")))


def test_quotes_polls_and_media_are_drawn() -> None:
    """Each piece of them shows: whatever one changes, the picture changes."""
    quote = Quote(url="https://example.com/q")
    poll = Poll(options=(PollOption(label="Yes", votes=0), PollOption(label="No")))
    media = (Media(kind=MediaKind.PHOTO, url="https://example.com/1.png", alt="A blue plate."),)
    plain = one(story("Look."))
    cases: list[tuple[Tweet, dict[str, Any]]] = [
        (Tweet(number=NUMBER, text="Look.", quote=quote), {}),
        (Tweet(number=NUMBER, text="Look.", quote=Quote(text="Seen.")), {}),
        (Tweet(number=NUMBER, text="Look.", quote=Quote(text="נראה.", author=Author(name="ר"))), {}),
        (Tweet(number=NUMBER, text="Look.", poll=poll), {"closes": "Voting until: noon", "votes": ("3 votes", "")}),
        (Tweet(number=NUMBER, text="Look.", media=media), {}),
        (Tweet(number=NUMBER, text="Look.", media=(Media(kind=MediaKind.GIF, url="https://example.com/2.gif"),)), {}),
        (Tweet(number=NUMBER, media=media), {}),
    ]
    for tweet, words in cases:
        assert differ(plain, one(story(tweet), **words))


def test_han_letters_have_the_form_of_the_texts_language() -> None:
    """As told, else as the text's other letters tell; an unknown language leaves it to them."""
    text = "骨直今令"
    forms = {language: one(story(text, lang=language)) for language in ("ja", "ko", "zh-TW", "zh-Hans")}
    assert differ(forms["ja"], forms["zh-Hans"])
    assert differ(forms["zh-TW"], forms["zh-Hans"])
    assert not differ(one(story(text)), forms["zh-Hans"])
    for own, language in (("の骨直今令", "ja"), ("한국 骨直今令", "ko")):
        for told in (None, "en", "und"):
            assert not differ(one(story(own, lang=told)), one(story(own, lang=language)))


def test_urdu_has_its_own_digits() -> None:
    """Persian and Urdu share their code points and not their shapes."""
    assert differ(one(story("سال ۴۶۷", lang="fa")), one(story("سال ۴۶۷", lang="ur")))


def test_emoji_alone_are_large() -> None:
    """As clients show them."""

    def coloured(text: str) -> int:
        picture = opened(one(story(text, author=Author()), invitation="")).crop((0, 80, 1080, 700))
        return reddish(picture)

    assert coloured("🦊") > 2 * coloured("🦊 a fox")


def test_what_no_font_can_have_is_marked_and_controls_are_left_out() -> None:
    """Private and unassigned characters have no meaning of their own; controls have no shape."""
    assert one(story("a \ue000 b")) == one(story("a \U000e0fff b")) == one(story("a \ufffd b"))
    assert one(story("a\x85\x02b")) == one(story("a\nb"))
    assert one(story("a\ufffcb")) == one(story("ab"))


def test_a_quote_of_nothing_that_can_be_seen_is_no_quote() -> None:
    """The tweet looks as it does without; a tweet that is nothing else is a card all the same."""
    unseen = Quote(text="\x80")
    assert one(story(Tweet(number=TweetNumber(1), text="a", quote=unseen))) == one(story("a"))
    assert one(story(Tweet(number=TweetNumber(1), quote=unseen)))


@given(threads())
@settings(max_examples=25)
def test_any_story_can_be_drawn_or_says_why_not(thread: Thread) -> None:
    """Whatever stands in it: pictures, or an error meant for a person."""
    for tweet in thread.tweets[:3]:
        try:
            assert drawn(thread, tweet.number, gap="Gone.", warning="Beware.", hidden="Hidden.")
        except (MissingFonts, TooLongForPictures) as error:
            assert str(error)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=60)
def test_any_text_can_be_drawn_or_says_why_not(text: str) -> None:
    """Unicode has more scripts than there are fonts."""
    try:
        assert drawn(story(f".{text}"))
    except MissingFonts as error:
        assert "fonts-noto" in str(error)


PROGRAM = """
import sys
from tests.builders import story
from tests.pictures import LINK, labels_of
from threads.errors import SpoolError
from threads.exports.picture import available, pictures
thread = story(sys.argv[1])
print(available())
try:
    print(len(pictures(thread, thread.tweets[0].number, link=LINK, dark=False, labels=labels_of(thread, 1))))
except SpoolError as error:
    print(type(error).__name__, error)
"""


def elsewhere(text: str, **environment: str) -> list[str]:
    """What drawing a text says where the environment is another."""
    command = [sys.executable, "-c", PROGRAM, text]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment})  # noqa: S603  # the program above
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("text", "scripts", "packages"),
    [
        ("คืนหนึ่ง", "Thai", ["fonts-noto-core"]),
        ("終着駅の猫", "Chinese, Japanese", ["fonts-noto-cjk"]),
        ("한국", "Korean", ["fonts-noto-cjk"]),
        ("🦊", "emoji", ["fonts-noto-color-emoji"]),
        ("Fox १", "Devanagari, Latin, signs", ["fonts-noto-core"]),
    ],
)
def test_missing_fonts_are_named_with_what_to_install(
    tmp_path: Path, text: str, scripts: str, packages: list[str]
) -> None:
    """On a machine without any font every script of the text is named, and its Debian package."""
    drawn(story("Here it can be drawn."))
    answer = elsewhere(text, FONTCONFIG_FILE=str(fonts_of(tmp_path)))
    assert answer[0] == "True"
    assert answer[1].startswith("MissingFonts No font for ")
    assert set(scripts.split(", ")) <= set(regex.split(", | is ", answer[1].removeprefix("MissingFonts No font for ")))
    assert all(package in answer[1] for package in packages)


def fonts_of(folder: Path) -> Path:
    """The configuration of a machine whose fonts are those of an empty folder."""
    empty = folder / "fonts"
    empty.mkdir()
    path = folder / "fonts.conf"
    names = (xml.sax.saxutils.escape(str(name)) for name in (empty, folder / "cache"))
    path.write_text("<fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>".format(*names))
    return path


@pytest.mark.parametrize("broken", ["no library", "another library"])
def test_without_the_libraries_it_is_said_what_to_install(tmp_path: Path, broken: str) -> None:
    """And `available` says no: the button does not appear. So it is with a library that lacks what is needed."""
    library = tmp_path / "libpangocairo-1.0.so.0"
    if broken == "no library":
        library.write_bytes(b"no library")
    else:
        shutil.copy(selectolax.lexbor.__file__, library)
    answer = elsewhere("A door.", LD_LIBRARY_PATH=str(tmp_path))
    assert answer[0] == "False"
    assert answer[1].startswith("NoDrawing")
    assert "libpangocairo-1.0-0" in answer[1]


def test_available_where_it_can_be_drawn() -> None:
    """Asked twice, answered the same."""
    drawn(story("Here it can be drawn."))
    assert available() is available() is True
