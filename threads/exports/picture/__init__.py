"""A tweet as a picture worth posting: PNG cards 1080 pixels wide, in light and dark, in every script.

What draws is loaded when the first picture is made, so that Spool runs where it is not installed.
"""

from threads.exports.errors import NoDrawing
from threads.exports.picture.labels import MOST_PAGES, PictureLabels
from threads.model import Thread, TweetNumber

__all__ = ["MOST_PAGES", "PictureLabels", "available", "pictures"]


def available() -> bool:
    """Whether what draws is installed here; which fonts are there shows only when a text needs them."""
    from threads.exports.picture.native import native

    try:
        native()
    except NoDrawing:
        return False
    return True


def pictures(
    thread: Thread, number: TweetNumber, *, link: str, dark: bool, labels: PictureLabels, revealed: bool = False
) -> list[bytes]:
    """A tweet as PNG pictures, one a page, at most ten. The same arguments give the same pictures.

    `link` is where the QR code leads. A content warning hides the tweet until it is `revealed`; a number that the
    story no longer has is answered as `threads.reading` does. Takes some 100 ms a page: not for the event loop.
    Raises NoDrawing, MissingFonts and TooLongForPictures.
    """
    from threads.exports.picture.drawing import draw

    return draw(thread, number, link=link, dark=dark, labels=labels, revealed=revealed)
