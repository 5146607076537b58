"""A story as a book: EPUB 3 with cover, title page, chapters by runs of tweets, a table of contents and the pictures.

The same story is the same bytes each time: every entry of the archive has the same date, and the book's own is the
story's.
"""

import io
import zipfile
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

from threads.exports import book_pages, cover
from threads.exports.book_pages import Chapter, Picture
from threads.exports.edition import Edition
from threads.exports.pictures import ending_of, wanted_of
from threads.exports.styles import BOOK
from threads.identity import content_key, source_key
from threads.model import Thread

NAME = "epub"
ENDING = "epub"
MIME_TYPE = "application/epub+zip"

MOST_IN_CHAPTER = 20
"""Tweets in a chapter."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# What stands in for a WebP picture where a reading program knows none: one transparent pixel.
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def write(edition: Edition) -> bytes:
    """The story as an EPUB file."""
    chapters = _chapters(edition)
    pictures = _pictures(edition)
    package = book_pages.package(edition, f"urn:uuid:{_identity(edition.thread)}", chapters, pictures)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        _add(archive, "mimetype", MIME_TYPE.encode(), packed=False)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode())
        _add(archive, "EPUB/package.opf", package.encode())
        _add(archive, "EPUB/nav.xhtml", book_pages.navigation(edition, chapters).encode())
        _add(archive, "EPUB/style.css", BOOK.encode())
        _add(archive, "EPUB/cover.svg", cover.draw(edition))
        _add(archive, "EPUB/cover.xhtml", book_pages.cover_page(edition).encode())
        _add(archive, "EPUB/title.xhtml", book_pages.title_page(edition, pictures).encode())
        for chapter in chapters:
            _add(archive, f"EPUB/{chapter.name}", book_pages.chapter_page(edition, chapter, pictures).encode())
        for picture in pictures.values():
            _add(archive, f"EPUB/{picture.name}", edition.pictures[picture.url], packed=False)
        if any(picture.ending == "webp" for picture in pictures.values()):
            _add(archive, "EPUB/pictures/none.png", _PIXEL, packed=False)
    return book.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, *, packed: bool = True) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    # What made the archive is written into it: always the same, on whatever system.
    entry.create_system = 3
    archive.writestr(entry, data)


def _identity(thread: Thread) -> str:
    return str(uuid5(NAMESPACE_URL, source_key(thread) or content_key(thread)))


def _chapters(edition: Edition) -> tuple[Chapter, ...]:
    """Runs of tweets, none longer than twenty, all of about the same length."""
    tweets = edition.thread.tweets
    count = -(-len(tweets) // MOST_IN_CHAPTER)
    edges = [len(tweets) * place // count for place in range(count + 1)]
    return tuple(
        Chapter(name=f"chapter-{place:03}.xhtml", first=start + 1, tweets=tweets[start:end])
        for place, (start, end) in enumerate(pairwise(edges), 1)
    )


def _pictures(edition: Edition) -> dict[str, Picture]:
    """The pictures that the book holds, by their address."""
    found: dict[str, Picture] = {}
    for wanted in wanted_of(edition.thread):
        ending = ending_of(edition.pictures.get(wanted.url, b""))
        if ending:
            found[wanted.url] = Picture(wanted.url, f"pictures/{len(found) + 1:04}.{ending}", ending)
    return found
