"""Pages as a person copies them from Thread Reader, for tests, and what the importer makes of them."""

from datetime import UTC, date, datetime

from threads.model import Moment, Precision, Thread
from threads.sources import thread_reader_text
from threads.sources.document import Document

TODAY = date(2026, 3, 14)

FOOTER = """Share this Scrolly Tale with your friends.

A Scrolly Tale is a new way to read Twitter threads with a more visually immersive experience.
Discover more beautiful Scrolly Tales like this.

Keep scrolling"""

THREAD_HEADER = """Thread by @mapmaker on Thread Reader App – Thread Reader App
Share this page!
share-email#click" href="mailto:?body=https://threadreaderapp.com/thread/1500000000000000009.html"
Email
twitter-profile#error" >
Iris Chart
Subscribe
@mapmaker
{date} •
{count} tweets • 2 min read •
Read on X
Scrolly
Bookmark
Gift Link
Save as PDF
18,904 views
"""

THREAD_FOOTER = """• • •
Missing some Tweet in this thread? You can try to
force a refresh
Post
Share
Keep Current with
Iris Chart
Stay in touch and get notified when new unrolls are available from this author!
Add to "My Authors"
This Thread may be Removed Anytime!
Try unrolling a thread yourself!
More from @mapmaker
Iris Chart
@mapmaker
Jul 1, 2025

Another thread, which is not this one.

Read 4 tweets
Did Thread Reader help you today?
Help | About | TOS | Privacy
"""


def scrolly(*blocks: str, count: int | None = None, bio: str = "Maps and their makers.") -> str:
    """A copied Scrolly page with these blocks."""
    declared = len(blocks) if count is None else count
    head = f"mapmaker Profile picture\n{bio}\n\nMay 4, 2021, {declared} tweet{'s' if declared != 1 else ''}"
    return "\n\n".join((head, *blocks, FOOTER))


def unrolled(*blocks: str, count: int | None = None, day: str = "Jan 22") -> str:
    """A copied thread page with these blocks."""
    header = THREAD_HEADER.format(date=day, count=len(blocks) if count is None else count)
    return header + "\n\n".join(blocks) + "\n\n" + THREAD_FOOTER


def story(text: str, name: str = "paste") -> Thread:
    """The one story of a page; the page must be detected as one."""
    document = Document.of(name, text.encode())
    assert thread_reader_text.detects(document)
    (thread,) = thread_reader_text.read(document, TODAY)
    return thread


def texts(text: str) -> list[str]:
    """The tweets' texts."""
    return [tweet.text for tweet in story(text)]


def day(year: int, month: int, number: int) -> Moment:
    """A day, as a page gives it."""
    return Moment(at=datetime(year, month, number, tzinfo=UTC), precision=Precision.DAY)
