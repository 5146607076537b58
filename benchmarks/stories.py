"""Stories for the benchmarks: the same on every run."""

import random
from datetime import UTC, datetime

from threads.model import Author, Moment, Thread, Tweet, TweetNumber

LENGTH = 10
WORDS = ("harbour", "kettle", "ghost", "winter", "letter", "lamp", "tide", "stair", "clock", "mirror", "salt", "rope")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def stories(tweets: int) -> list[Thread]:
    """Stories of ten tweets of some 200 characters, two tags in every other tweet."""
    chance = random.Random(7)  # noqa: S311  # the same stories on every run
    return [
        Thread(
            source="x",
            source_id=str(story),
            author=Author(handle=f"author{story % 200}", name=f"Author {story % 200}"),
            written=Moment(at=NOW),
            tweets=tuple(
                Tweet(number=TweetNumber(number), text=_text(chance, tagged=number % 2 == 0))
                for number in range(1, LENGTH + 1)
            ),
        )
        for story in range(tweets // LENGTH)
    ]


def _text(chance: random.Random, *, tagged: bool) -> str:
    words = " ".join(chance.choices(WORDS, k=30))
    return f"{words} #{chance.choice(WORDS)} #tag{chance.randrange(2_000)}" if tagged else words
