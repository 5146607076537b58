"""Pictures in tests: drawn with English or given words, and compared with those that were approved by eye.

Two pictures are alike when nowhere more ink stands than in the other: both are made small and soft first, so that
antialiasing, hinting and a shift of a pixel do not count, and a glyph too many, too few or in another place does.
"""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from tests import drawable
from threads import reading
from threads.exports.picture import MOST_PAGES, PictureLabels, pictures
from threads.model import Thread, TweetNumber

LINK = "https://t.me/spool_bot?start=t_12_3"
SMALLER = 3
"""How many pixels of a picture become one of its reference."""
SOFT = 1
"""Pixels of a small picture around each that are looked at together."""
UNLIKE = 70
"""Of 255: the difference of ink from which on two pictures are not alike. Antialiasing, JPEG and shifts of a pixel
stay well below, one letter swapped, dropped or replaced goes well beyond, in every script."""


def labels_of(thread: Thread, number: int, **given: Any) -> PictureLabels:
    """English words for a tweet, and others where they are given."""
    index = reading.index_of(thread, TweetNumber(number))
    position = f"{index + 1}/{len(thread)}"
    words: dict[str, Any] = {
        "position": position,
        "pages": tuple(f"{position} · page {page}" for page in range(1, MOST_PAGES + 1)),
        "invitation": "Read the story",
        "date": "Mar 9, 2024",
        "media": ("Picture",) * len(thread.tweets[index].media),
    }
    return PictureLabels(**(words | given))


def drawn(thread: Thread, number: int = 1, *, dark: bool = False, revealed: bool = False, **given: Any) -> list[bytes]:
    """The pictures of a tweet; the test is skipped where they can't be drawn."""
    drawable.needed()
    labels = labels_of(thread, number, **given)
    return pictures(thread, TweetNumber(number), link=LINK, dark=dark, labels=labels, revealed=revealed)


def opened(png: bytes) -> Image.Image:
    """A picture to look at."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def small(png: bytes) -> Image.Image:
    """A picture as its reference is kept."""
    return opened(png).reduce(SMALLER)


def unlikeness(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference between two small pictures, from 0 to 255; 255 when they have not the same size."""
    if one.size != other.size:
        return 255
    difference = ImageChops.difference(*(image.filter(ImageFilter.BoxBlur(SOFT)) for image in (one, other)))
    return max(max(band.tobytes()) for band in difference.split())


def save(image: Image.Image, path: Path) -> None:
    """Keep a reference: a palette is enough."""
    path.parent.mkdir(exist_ok=True)
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
