"""A large library for the benchmarks of finding: Zipf words and tags in several scripts, the same on every run."""

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from threads.model import Author, Moment, Thread, Tweet, TweetNumber

LENGTH = 10
"""Tweets of a story."""
TAGS = 20_000
AUTHORS = 2_000
WORDS = 60_000
"""Words of each script."""
TWEET = 18
"""Words of a tweet."""
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)

# Share of stories, language, and the syllables that its words are made of.
_SCRIPTS = (
    (
        0.55,
        "en",
        [
            "ba",
            "co",
            "di",
            "fu",
            "ga",
            "he",
            "il",
            "jo",
            "ka",
            "lu",
            "me",
            "no",
            "op",
            "pra",
            "qui",
            "re",
            "sto",
            "te",
            "un",
            "va",
            "wi",
            "xe",
            "yo",
            "za",
        ],
    ),
    (
        0.15,
        "ru",
        [
            "ба",
            "во",
            "ги",
            "де",
            "ёж",
            "жа",
            "зи",
            "ко",
            "лу",
            "мо",
            "на",
            "ос",
            "пе",
            "ри",
            "ста",
            "ту",
            "уф",
            "хо",
            "ца",
            "че",
            "ша",
        ],
    ),
    (
        0.10,
        "ar",
        [
            "با",
            "تو",
            "ثي",
            "جا",
            "حو",
            "خي",
            "دا",
            "رو",
            "زي",
            "سا",
            "شو",
            "صي",
            "ضا",
            "طو",
            "عي",
            "غا",
            "فو",
            "قي",
            "كا",
            "لو",
            "مي",
            "نا",
            "هو",
            "وي",
        ],
    ),
    (0.05, "fa", ["پا", "چو", "ژی", "گا", "بو", "تی", "دا", "رو", "سی", "شا", "مو", "نی"]),
    (
        0.05,
        "hi",
        ["का", "खि", "गु", "चे", "जो", "ट", "डा", "ति", "दु", "ने", "पो", "बा", "मि", "यु", "रे", "लो", "वा", "शि", "सु", "हे"],
    ),
    (0.04, "zh", list("山水火木金土日月天地人心手口目耳足力刀弓车马牛羊鱼鸟虫草花叶果米竹石田雨风云雪")),
    (
        0.04,
        "ja",
        list("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろ海空町夜港"),
    ),
    (0.02, "th", list("กขคงจชซญดตถทนบปผพฟมยรลวสหอะาิีุูเแโไ")),
)
_RUNNING = ("zh", "ja", "th")


class Zipf:
    """Draws ranks: the first is drawn twice as often as the second, three times as often as the third."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self._sums = list(accumulate(1 / rank for rank in range(1, size + 1)))
        self._chance = chance

    def draw(self) -> int:
        """A rank, counted from 0."""
        return bisect(self._sums, self._chance.random() * self._sums[-1])


def word(language: str, rank: int) -> str:
    """The word of a rank in a language: short ones are common."""
    syllables = next(found for _, code, found in _SCRIPTS if code == language)
    length = 1 if language in _RUNNING else 2
    made = [syllables[rank % len(syllables)]]
    rank //= len(syllables)
    while rank or len(made) < length:
        made.append(syllables[rank % len(syllables)])
        rank //= len(syllables)
    return "".join(made)


def library(tweets: int) -> Iterator[Thread]:
    """So many tweets in stories of ten, over ten years."""
    chance = random.Random(11)  # noqa: S311  # the same stories on every run
    words, tags, authors = (Zipf(size, chance) for size in (WORDS, TAGS, AUTHORS))
    shares = list(accumulate(share for share, _, _ in _SCRIPTS))
    count = tweets // LENGTH
    for story in range(count):
        language = _SCRIPTS[min(bisect(shares, chance.random()), len(_SCRIPTS) - 1)][1]
        author = authors.draw()
        yield Thread(
            source="x",
            source_id=str(story),
            author=Author(handle=f"author{author}", name=f"Author {author}"),
            written=Moment(at=BEGAN + timedelta(days=3650 * story / count)),
            lang=language if story % 2 else None,
            tweets=tuple(
                Tweet(number=TweetNumber(number), text=_text(language, words, tags, chance))
                for number in range(1, LENGTH + 1)
            ),
        )


def _text(language: str, words: Zipf, tags: Zipf, chance: random.Random) -> str:
    blank = "" if language in _RUNNING else " "
    text = blank.join(word(language, words.draw()) for _ in range(TWEET))
    return f"{text} #tag{tags.draw()}" if chance.random() < 0.5 else text
