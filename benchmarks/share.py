"""Taps beside sharing: how much later a tap is served while pictures and files are made without pause.

    python -m benchmarks.share [seconds]

Spool serves the people of `benchmarks.tap`; in every other turn others press `As picture` and `As file` on story after
story, each as soon as theirs has come, two at a time so that there is always one waiting. All on every core there is,
then all on a single one, as on the smallest rented machine.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.stories import NOW
from benchmarks.tap import Run, fetch, measure, prepare
from handlers.callback_data import encode
from handlers.callbacks import Frame, Make, Product
from storage.intake import Intake
from storage.opening import open_database
from threads.exports.picture import available
from threads.model import Author, Thread, ThreadId, Tweet, TweetNumber
from threads.reading import Place

ROUNDS = 5
PEOPLE = 10
ALLOWED = 50.0
"""Milliseconds by which the 99th percentile may grow."""
AT_ONCE = 2
STORIES = 400
PRODUCTS = (Product.LIGHT, Product.EPUB, Product.DARK, Product.HTML)
# Every script costs its fonts; a long text costs sizes and pages.
TEXTS = (
    "The lamp went out at nine, and nobody had touched it. #harbour #lamps",
    "В подъезде есть ящик без номера. Туда кладут письма никому. #письма",
    "منذ عشر سنوات وأنا أصلح الساعات في السوق. #ساعات",
    "終点の無人駅に、古い黒電話がある。線はどこにもつながっていない。 #黒電話",
    "हमारे मोहल्ले की आख़िरी चिट्ठी-पेटी अब भी लाल है। #चिट्ठी",
    "Every Sunday we hoist one: 🇧🇷, then 🇮🇸, then 🇯🇵. 👩🏿‍🔬 #flags",
    "The keeper wrote one line a day in a book that nobody had asked for. " * 12,
)


def main() -> None:
    """Measure and print."""
    if not available():
        sys.exit("What draws pictures is not installed here: see docs/operating.md.")
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    cores = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as folder:
        for used in (cores, {min(cores)}):
            os.sched_setaffinity(0, used)
            compare(Path(folder), seconds, len(used))


def compare(folder: Path, seconds: float, cores: int) -> None:
    """Taps alone and beside sharing in turn; medians of their percentiles."""
    alone: list[Run] = []
    beside: list[Run] = []
    paces = []

    def share(url: str, seconds: float) -> None:
        began = time.perf_counter()
        paces.append(press_without_pause(url, seconds) / (time.perf_counter() - began))

    for turn in range(ROUNDS):
        # A library of its own for each turn: what was made once is kept, and comes at once the second time.
        here = folder / f"{cores}.{turn}"
        here.mkdir()
        library, _ = prepare(here)
        asyncio.run(fill(library))
        alone.append(measure("spool", library, PEOPLE, 0, seconds))
        beside.append(measure("spool", library, PEOPLE, 0, seconds, share))
    print(f"{PEOPLE} people tapping, {cores} core{'s' * (cores > 1)}: medians of {ROUNDS} alternations")
    for name, runs in (("alone", alone), ("beside sharing", beside)):
        half, most = (statistics.median(run.percentile(share) for run in runs) for share in (0.5, 0.99))
        pace = statistics.median(len(run.waits) / seconds for run in runs)
        print(f"  {name:16} p50 {half:6.1f} ms   p99 {most:6.1f} ms   {pace:6.0f} taps a second")
    before, after = (statistics.median(run.percentile(0.99) for run in runs) for runs in (alone, beside))
    pace = statistics.median(paces)
    print(f"  {pace:.1f} pictures and files a second; p99 grows by {after - before:.1f} ms, {ALLOWED:.0f} allowed")


async def fill(library: Path) -> None:
    """Stories to share beside the one that is tapped, which is the first."""
    database = await open_database(f"sqlite:///{library}")
    stories = [
        Thread(
            source="x",
            source_id=f"shared{number}",
            author=Author(handle="ada", name="Ada"),
            tweets=tuple(Tweet(number=TweetNumber(n), text=f"{text} {number}") for n, text in enumerate(TEXTS, 1)),
        )
        for number in range(STORIES)
    ]
    await Intake(database).take(stories, NOW)
    await database.close()


def press_without_pause(url: str, seconds: float) -> int:
    """Press for something new whenever something has come; how many pictures and files came."""
    until = time.perf_counter() + seconds
    products = cycle(PRODUCTS)
    begun = came = int(fetch(f"{url}/brought")[0])
    first = came
    while time.perf_counter() < until:
        came = int(fetch(f"{url}/brought")[0])
        while begun < came + AT_ONCE:
            begun += 1
            place = Place(TweetNumber(begun % len(TEXTS) + 1))
            press = Make(next(products), Frame(ThreadId(2 + begun % STORIES), place))
            fetch(f"{url}/press?{urlencode({'data': encode(press)})}")
        time.sleep(0.01)
    return came - first


if __name__ == "__main__":
    main()
