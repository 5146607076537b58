"""Presses: what each button stands for, as a typed value. How they travel is in `callback_data.py`."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.presses.acts import Act
from storage.finding.search import Order
from threads.model import ThreadId
from threads.reading import Place


@dataclass(frozen=True, slots=True)
class Title:
    """The title card of a story."""

    thread: ThreadId


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a story: one page of one tweet. `revealed` once its content warning has been tapped away."""

    thread: ThreadId
    place: Place
    revealed: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end card of a story."""

    thread: ThreadId


Spot = Title | Frame | End
"""A card of a story, where a button leads or was pressed."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show this card in place: Read, Continue, a jump, Back."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Next:
    """One step forward from this frame."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class Previous:
    """One step back from this frame."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class Jump:
    """Open the grid of places to jump to."""

    spot: Frame


@dataclass(frozen=True, slots=True)
class ShowTags:
    """Show the story's tags in place."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Share:
    """Show the ways to share in place."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class AsFile:
    """Show in place what files there are of the story."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class AsPicture:
    """Show in place what pictures there are of the tweet."""

    spot: Spot


class Product(StrEnum):
    """What can be made of a story and sent."""

    EPUB = "e"
    HTML = "h"
    MARKDOWN = "m"
    TEXT = "t"
    LIGHT = "l"
    DARK = "d"


@dataclass(frozen=True, slots=True)
class Make:
    """Make this of the story, or of the tweet, and send it."""

    product: Product
    spot: Spot


@dataclass(frozen=True, slots=True)
class Save:
    """Save the story, or drop it from the saved ones."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Follow:
    """Follow the story's author, or follow them no longer."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Again:
    """Read the story again from its first tweet."""

    spot: End


@dataclass(frozen=True, slots=True)
class OpenStory:
    """Bring a story as a card of its own: its title card, or the frame where the reader stands."""

    spot: Spot


class Listing(StrEnum):
    """The lists there are; authors and tags take the id of theirs."""

    LATEST = "l"
    SHORT = "h"
    FINISHED = "f"
    AUTHORS = "a"
    AUTHOR = "b"
    TAGS = "t"
    TAGS_LATELY = "m"
    TAG = "g"
    TAG_READ = "r"
    CONTINUE = "c"
    SAVED = "s"


@dataclass(frozen=True, slots=True)
class OpenList:
    """Bring a list as a message of its own. `subject` is an author's or a tag's id, else 0."""

    listing: Listing
    subject: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn a list to a page (counted from 0) in place."""

    listing: Listing
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class FollowList:
    """Follow what a list is of, or follow it no longer; `page` is where the list stands."""

    listing: Listing
    subject: int
    page: int


@dataclass(frozen=True, slots=True)
class Unfollow:
    """Follow something of /subscriptions no longer: what this list is of. `page` is where /subscriptions stands.

    `search` is the number under which the words are kept by which it was searched, 0 where it was not.
    """

    listing: Listing
    subject: int
    page: int
    search: int = 0


@dataclass(frozen=True, slots=True)
class Find:
    """A page (counted from 0) of what a query finds, in place; queries are kept by number."""

    query: int
    order: Order
    page: int


class Where(StrEnum):
    """Where one can go that is no list."""

    RANDOM = "0"
    SEARCH = "1"


@dataclass(frozen=True, slots=True)
class Go:
    """Bring any story, or what can be looked for, as a message of its own."""

    where: Where


@dataclass(frozen=True, slots=True)
class Speak:
    """Choose the language of the interface by its code; None leaves it to the reader's client."""

    language: str | None


class Choice(StrEnum):
    """What can be chosen in /settings and /privacy."""

    PLAIN_ON = "p"
    PLAIN_OFF = "q"
    GROWTH_ON = "g"
    GROWTH_OFF = "h"
    FORGET = "f"
    FORGET_SURELY = "y"
    KEEP = "n"
    SETTINGS = "s"


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice in /settings or /privacy."""

    choice: Choice


OnACard = Show | Next | Previous | Jump | ShowTags | Share | AsFile | AsPicture | Save | Follow | Again | OpenStory
Press = OnACard | FollowList | Unfollow | Make | OpenList | Turn | Find | Go | Choose | Speak | Act
