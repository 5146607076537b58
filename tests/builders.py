"""Stories for tests, made in one line."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from threads.model import Author, Moment, Precision, Thread, Tweet, TweetNumber

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
    given = texts or ("A kettle sings on the pier. #harbour", "Nobody lit the stove. #harbour #ghosts", "It was the wind.")
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
