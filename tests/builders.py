"""Stories for tests, made in one line; and any story there can be, for Hypothesis."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from threads.model import (
    Author,
    Gap,
    Media,
    MediaKind,
    Moment,
    Poll,
    PollOption,
    Precision,
    Quote,
    Thread,
    Tweet,
    TweetNumber,
    is_blank,
)
from threads.text import clean

DAY = Moment(at=datetime(2024, 3, 9, tzinfo=UTC), precision=Precision.DAY)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def tweets_of(texts: Sequence[str | Tweet]) -> tuple[Tweet, ...]:
    """Tweets numbered from 1, of texts or ready made ones."""
    return tuple(
        text if isinstance(text, Tweet) else Tweet(number=TweetNumber(number), text=text)
        for number, text in enumerate(texts, 1)
    )


def story(*texts: str | Tweet, handle: str = "mira_tides", source_id: str | None = "s1", **fields: Any) -> Thread:
    """A story of these tweets, by default one that is known again by its source id."""
    given = texts or (
        "A kettle sings on the pier. #harbour",
        "Nobody lit the stove. #harbour #ghosts",
        "It was the wind.",
    )
    values: dict[str, Any] = {
        "source": "x",
        "source_id": source_id,
        "author": Author(handle=handle, name=handle.title()),
        "written": DAY,
        "tweets": tweets_of(given),
    }
    return Thread(**(values | fields))


def long_story(count: int, **fields: Any) -> Thread:
    """A story of so many short tweets, each different."""
    return story(*(f"Step {number} of the stairs. #stairs" for number in range(1, count + 1)), **fields)


TEXTS = st.text(max_size=40).map(clean)
NAMES = TEXTS | st.none().map(lambda _: "")
IDS = st.none() | TEXTS.filter(bool)
SIZES = st.none() | st.integers(0, 2**53 - 1)
ADDRESSES = st.text("abc/-_.?=é漢", max_size=20).map(lambda path: f"https://sea.example/{path}")
MOMENTS = st.builds(
    Moment,
    at=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
    precision=st.sampled_from(Precision),
)
AUTHORS = st.builds(
    Author,
    handle=NAMES,
    name=NAMES,
    bio=NAMES,
    avatar_url=st.none() | ADDRESSES,
    url=st.none() | ADDRESSES,
)
MEDIA = st.builds(
    Media,
    kind=st.sampled_from(MediaKind),
    url=ADDRESSES,
    alt=NAMES,
    preview_url=st.none() | ADDRESSES,
    width=SIZES,
    height=SIZES,
    sensitive=st.booleans(),
)
QUOTES = st.builds(Quote, url=ADDRESSES, author=AUTHORS, text=NAMES) | st.builds(Quote, text=TEXTS.filter(bool))
POLLS = st.builds(
    Poll,
    options=st.lists(st.builds(PollOption, label=NAMES, votes=SIZES), min_size=1, max_size=4).map(tuple),
    closes=st.none() | MOMENTS,
    multiple=st.booleans(),
)


@st.composite
def tweets(draw: st.DrawFn, number: int) -> Tweet:
    """A tweet of this number with anything in it; without content it is a gap."""
    fields: dict[str, Any] = {
        "text": draw(NAMES),
        "media": tuple(draw(st.lists(MEDIA, max_size=2))),
        "quote": draw(st.none() | QUOTES),
        "poll": draw(st.none() | POLLS),
        "gap": draw(st.none() | st.sampled_from(Gap)),
    }
    if is_blank(fields["text"]) and not (fields["media"] or fields["quote"] or fields["poll"]):
        fields["gap"] = fields["gap"] or Gap.DELETED
    return Tweet(
        number=TweetNumber(number),
        source_id=draw(IDS),
        source_url=draw(st.none() | ADDRESSES),
        written=draw(st.none() | MOMENTS),
        content_warning=draw(NAMES),
        lang=draw(IDS),
        edited=draw(st.booleans()),
        tags=draw(st.none() | st.lists(TEXTS, max_size=3).map(tuple)),
        **fields,
    )


@st.composite
def threads(draw: st.DrawFn) -> Thread:
    """Any valid story. Numbers that Spool did not give are counted from 1, as every importer counts them."""
    numbers_given = draw(st.booleans())
    count = draw(st.integers(1, 4))
    given = st.lists(st.integers(1, 1_000_000), min_size=count, max_size=count, unique=True)
    numbers = draw(given) if numbers_given else list(range(1, count + 1))
    return Thread(
        source=draw(st.sampled_from(["x", "bluesky", "text"])),
        author=draw(AUTHORS),
        tweets=tuple(draw(tweets(number)) for number in numbers),
        source_id=draw(IDS),
        source_url=draw(st.none() | ADDRESSES),
        own_id=draw(IDS),
        title=draw(NAMES),
        written=draw(st.none() | MOMENTS),
        lang=draw(IDS),
        declared_count=draw(SIZES),
        review=tuple(draw(st.lists(TEXTS, max_size=2))),
        protected=draw(st.booleans()),
        numbers_given=numbers_given,
    )
