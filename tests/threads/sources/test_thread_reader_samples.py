"""Real pages, where the samples are there: the seed text, copied pages and saved ones."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from threads.errors import UnreadableSource
from threads.model import Moment, Precision, Thread
from threads.sources import registry
from threads.sources.document import Document

pytestmark = pytest.mark.skipif("SPOOL_SAMPLES" not in os.environ, reason="SPOOL_SAMPLES names no folder of samples")
TODAY = date(2026, 11, 23)


def story(path: str) -> Thread:
    """The one story of a sample file, its format detected."""
    (thread,) = registry.read(Document.open(Path(os.environ["SPOOL_SAMPLES"], path)), today=TODAY)
    return thread


def test_the_seed() -> None:
    """The text that the project began with is one story of nine tweets."""
    (seed,) = Path(os.environ["SPOOL_SAMPLES"], "..", "seed").glob("*.txt")
    thread = story(str(seed))
    assert (thread.source, thread.author.handle, thread.author.name) == ("x", "generalsvr_en", "")
    assert thread.author.bio.startswith("Insides")
    assert thread.written == Moment(at=datetime(2022, 10, 26, tzinfo=UTC), precision=Precision.DAY)
    assert (len(thread), thread.declared_count, thread.review) == (9, 9, ())
    assert [tweet.text.count("\n") for tweet in thread] == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert not any("Scrolly" in tweet.text or "scrolling" in tweet.text for tweet in thread)


def test_a_stripped_thread_page() -> None:
    """The remains of tags divide it, and the tweets cut out of the sample make it a draft."""
    thread = story("thread_reader/thread_page_text_sakana_2026-06.txt")
    assert (thread.author.handle, thread.author.name) == ("SakanaAILabs", "Sakana AI")
    assert [tweet.source_id for tweet in thread][:2] == ["2068861630327443966", "2068862070062485867"]
    assert (len(thread), thread.declared_count, len(thread.review)) == (4, 10, 1)
    assert not any("Missing some" in tweet.text or "showTweet" in tweet.text for tweet in thread)


def test_a_piece_of_a_saved_page() -> None:
    """Header and tweets of a page as the site serves it."""
    thread = story("thread_reader/thread_page_fragment_live_2026-08.html")
    assert (thread.author.handle, thread.source_id, len(thread)) == ("MXS_Nightmare", "2089858284660662307", 2)
    assert thread.written == Moment(at=datetime.fromtimestamp(1787096017, UTC))


def test_a_saved_home_page() -> None:
    """Cards are no story."""
    with pytest.raises(UnreadableSource, match="only the beginnings of threads"):
        story("thread_reader/listing_cards_homepage_2018.html")


@pytest.mark.parametrize(
    ("name", "status", "count"),
    [
        ("intro-snow", "1610728465363505152", 13),
        ("realms-sec", "1593879906928074753", 16),
        ("scuttling", "1674751159003914240", 11),
        ("snow", "1677279550957568000", 15),
    ],
)
def test_pages_on_an_authors_site(name: str, status: str, count: int) -> None:
    """Each is the story of the tweet it names, without a gap."""
    thread = story(f"thread_reader/weizman_{name}.html.md")
    assert (thread.source_id, len(thread), thread.author.handle) == (status, count, "WeizmanGal")
    assert thread.title
    assert not any(tweet.gap for tweet in thread)
