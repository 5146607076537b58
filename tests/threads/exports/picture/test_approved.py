"""Pictures in ten scripts, and of everything a tweet may hold, compared with those that were approved by eye.

After a wanted change: `SPOOL_APPROVE=1 make test ARGS="-k looks_as_it_was_approved"`, then look at every file of
`approved/`.
"""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from PIL import Image, ImageFilter

from tests.builders import story
from tests.pictures import UNLIKE, drawn, opened, save, small, unlikeness
from threads.model import Author, Media, MediaKind, Poll, PollOption, Quote, Thread, Tweet, TweetNumber
from threads.sources import spool_json

HERE = Path(__file__).parent
STORIES = HERE.parents[2] / "handlers" / "scripts"
SCRIPTS = sorted(path.stem for path in STORIES.iterdir())
SHOWN = {"emoji": 2, "persian": 2, "thai": 3, "hebrew": 3, "chinese": 2, "japanese": 2, "hindi": 3}
"""Which tweet of a script's story is drawn; the first where nothing is said."""
BY_NIGHT = {"emoji", "persian", "thai", "korean", "chinese"}
WORDS: dict[str, dict[str, Any]] = {
    "arabic": {"invitation": "اقرأ القصة", "date": "9 مارس 2024", "rtl": True, "language": "ar"},
    "persian": {"position": "۲/۴", "invitation": "ادامهٔ داستان", "date": "۹ مارس ۲۰۲۴", "rtl": True, "language": "fa"},
}
EVERYTHING = Tweet(
    number=TweetNumber(1),
    text="Three doors.\nAsk @keeper_of_lamps, or read https://www.example.com/doors/which-of-the-three-to-take #doors",
    content_warning="riddles",
    quote=Quote(author=Author(name="Otto Lamm", handle="otto"), text="קודם דופקים, ואז מחכים."),
    poll=Poll(options=(PollOption(label="The red one", votes=12), PollOption(label="The green one", votes=30))),
    media=(Media(kind=MediaKind.PHOTO, url="https://example.com/1.png", alt="Three doors in a white wall."),),
)
AROUND: dict[str, Any] = {"warning": "Content warning: riddles", "votes": ("12 votes (29%)", "30 votes (71%)")}


def told(name: str) -> Thread:
    """The story of a script."""
    return spool_json.parse(orjson.loads((STORIES / f"{name}.json").read_bytes()))


def of_script(name: str, alter: Callable[[str], str] = str) -> bytes:
    """The picture of a script, of a text that may be altered."""
    thread, number = told(name), SHOWN.get(name, 1)
    tweets = tuple(replace(t, text=alter(t.text)) if t.number == number else t for t in thread)
    words: dict[str, Any] = {"position": f"{number}/{len(thread)}"} | WORDS.get(name, {})
    (png,) = drawn(replace(thread, tweets=tweets), number, dark=name in BY_NIGHT, **words)
    return png


def assert_approved(name: str, png: bytes) -> None:
    """The picture is like the approved one."""
    path = HERE / "approved" / f"{name}.png"
    if os.environ.get("SPOOL_APPROVE") == "1":
        save(small(png), path)
    difference = unlikeness(small(png), Image.open(path).convert("RGB"))
    assert difference < UNLIKE, f"{path.name} differs by {difference} of 255"


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_looks_as_it_was_approved(name: str) -> None:
    """Shaped, joined and ordered as its readers expect it, at the right side, with emoji in colour."""
    assert_approved(name, of_script(name))


def test_everything_a_tweet_may_hold_looks_as_it_was_approved() -> None:
    """Warning, tags, mention, link, a quotation that runs the other way, a poll, a picture's description; in pages."""
    pages = drawn(story(EVERYTHING), revealed=True, **AROUND)
    for number, page in enumerate(pages, 1):
        assert_approved(f"everything-{number}", page)


def swapped(text: str) -> str:
    """Two letters in the wrong order."""
    return text[:2] + text[3] + text[2] + text[4:]


def dropped(text: str) -> str:
    """A letter that is missing."""
    return text[:4] + text[5:]


def boxed(text: str) -> str:
    """A box in place of a letter."""
    return text[:3] + "▯" + text[4:]


@pytest.mark.parametrize("alter", [swapped, dropped, boxed])
@pytest.mark.parametrize("name", sorted({*SCRIPTS} - {"emoji"}))
def test_one_wrong_glyph_is_told(name: str, alter: Callable[[str], str]) -> None:
    """The comparison above fails when a single letter of a tweet is another."""
    assert unlikeness(small(of_script(name)), small(of_script(name, alter))) > UNLIKE


@pytest.mark.parametrize(
    ("name", "alter"),
    [
        ("arabic", lambda text: text[::-1]),
        ("hebrew", lambda text: text[::-1]),
        ("arabic", "\u200c".join),
        ("arabic", lambda text: text.replace("رجل", "رحل")),
        ("thai", lambda text: text.replace("\u0e49", "", 1)),
        ("hindi", lambda text: text.replace("महीने", "महीन", 1)),
        ("emoji", lambda text: text.replace("🇮🇸", "🇳🇴")),
        ("persian", lambda text: text.replace("۷", "٤")),
    ],
    ids=["order", "order-hebrew", "joining", "a-dot", "tone-mark", "vowel-sign", "flag", "digit"],
)
def test_wrong_shapes_are_told(name: str, alter: Callable[[str], str]) -> None:
    """Letters in memory's order, letters that are not joined, one dot, mark or flag that is wrong."""
    assert alter(told(name).tweets[SHOWN.get(name, 1) - 1].text) != told(name).tweets[SHOWN.get(name, 1) - 1].text
    assert unlikeness(small(of_script(name)), small(of_script(name, alter))) > UNLIKE


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_the_eye_does_not_see_is_not_told(name: str) -> None:
    """Softer edges, the compression of a messenger, a shift by a pixel: other versions of the libraries do as much."""
    png = of_script(name)
    picture = opened(png)
    compressed = io.BytesIO()
    picture.save(compressed, "JPEG", quality=75)
    shifted = picture.copy()
    shifted.paste(picture.crop((20, 20, 1060, 1000)), (21, 20))
    for other in (Image.open(compressed), picture.filter(ImageFilter.GaussianBlur(0.8)), shifted):
        assert unlikeness(small(png), other.reduce(3)) < UNLIKE
