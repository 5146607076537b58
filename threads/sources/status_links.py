"""Addresses of tweets on X: found in what a source gives, and written the one way that is kept."""

import re

_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,20})/(?:web/)?status(?:es)?/(\d{1,20})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_SITE = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com(?:/|$)", re.IGNORECASE)
_UNROLLED = re.compile(
    r"https?://(?:www\.)?threadreaderapp\.com/(?:thread|scrolly)/(\d{1,20})(?!\d)", re.IGNORECASE | re.ASCII
)


def find_status(text: str) -> tuple[str, str] | None:
    """Handle and id of the first tweet on X whose address the text holds; the handle is empty in `/i/` addresses."""
    found = _STATUS.search(text)
    return (found[1] if found[1].lower() != "i" else "", found[2]) if found else None


def tweet_of(link: str) -> str | None:
    """The id of the tweet that a link itself leads to; None for one that only holds such an address within."""
    found = _STATUS.match(link)
    return found[2] if found else None


def is_on_x(link: str) -> bool:
    """Whether a link leads to X, to whatever there."""
    return _SITE.match(link) is not None


def find_unrolled(text: str) -> str | None:
    """The id in the first address of a Thread Reader page that the text holds: the tweet that was unrolled."""
    found = _UNROLLED.search(text)
    return found[1] if found else None


def status_url(handle: str, status: str | None) -> str | None:
    """The address of a tweet on X, which leads there without the handle too; None without an id."""
    return f"https://x.com/{handle or 'i'}/status/{status}" if status else None
