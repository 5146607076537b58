"""The words on a picture that are not the story's own: from the catalogue, in the reader's language."""

from dataclasses import dataclass

MOST_PAGES = 10
"""Pictures of one tweet: as many as an album holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLabels:
    """What is said around a tweet, in one language. An empty text leaves its line out."""

    position: str
    """The place in the story: `3/9`."""
    pages: tuple[str, ...]
    """The place with its page, for pages 1 to 10: `3/9 · page 2`."""
    invitation: str
    """Beside the QR code: `Read the story`."""
    date: str = ""
    gap: str = ""
    """Of a tweet that is missing at its source: the sentence that says so."""
    warning: str = ""
    """With a content warning: `Content warning: spiders`."""
    hidden: str = ""
    """Where a content warning hides a tweet: `Open the story to see this tweet.`"""
    media: tuple[str, ...] = ()
    """The name of each picture and film: `Picture`, `Video 2/3`."""
    votes: tuple[str, ...] = ()
    """What each answer of a poll got: `12 votes (40%)`; empty where the source does not tell."""
    closes: str = ""
    """Until when one could vote: `Voting until: May 3, 2026, 12:00 UTC`."""
    language: str = "en"
    """The code of the language of these words."""
    rtl: bool = False
    """Whether that language runs right to left."""
