"""Taps beside pictures: how much later a tap is served while pictures are made without pause.

    python -m benchmarks.share [seconds]

Spool serves the people of `benchmarks.tap`; in every other turn a program beside it, with a studio of its own, makes
one picture after the other. All on every core there is, then all on a single one, as on the smallest rented machine.
What a picture costs the bot's own process (its request and its bytes go through a pipe) is in the program beside it.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from benchmarks.stories import stories
from benchmarks.tap import Run, measure, prepare, started
from bot.studio import Studio
from threads.exports.picture import MOST_PAGES, PictureLabels, available, pictures
from threads.model import TweetNumber

ROUNDS = 5
PEOPLE = 10
ALLOWED = 50.0
"""Milliseconds by which the 99th percentile may grow."""
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
    if sys.argv[1:2] == ["pictures"]:
        asyncio.run(make_pictures(Path(sys.argv[2])))
        return
    if not available():
        sys.exit("What draws pictures is not installed here: see docs/operating.md.")
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    cores = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as folder:
        library, _ = prepare(Path(folder))
        for used in (cores, {min(cores)}):
            os.sched_setaffinity(0, used)
            compare(library, Path(folder) / "pictures", seconds, len(used))


def compare(library: Path, counted: Path, seconds: float, cores: int) -> None:
    """Taps alone and beside pictures in turn; medians of their percentiles."""
    alone: list[Run] = []
    beside: list[Run] = []
    paces = []
    for _ in range(ROUNDS):
        alone.append(measure("spool", library, PEOPLE, 0, seconds))
        with started([sys.executable, "-m", "benchmarks.share", "pictures", str(counted)]):
            beside.append(measure("spool", library, PEOPLE, 0, seconds))
            made, took = counted.read_text().split()
        paces.append(int(made) / float(took))
    print(f"{PEOPLE} people tapping, {cores} core{'s' * (cores > 1)}: medians of {ROUNDS} alternations")
    for name, runs in (("alone", alone), ("beside pictures", beside)):
        half, most = (statistics.median(run.percentile(share) for run in runs) for share in (0.5, 0.99))
        pace = statistics.median(len(run.waits) / seconds for run in runs)
        print(f"  {name:16} p50 {half:6.1f} ms   p99 {most:6.1f} ms   {pace:6.0f} taps a second")
    growth = statistics.median(run.percentile(0.99) for run in beside) - statistics.median(
        run.percentile(0.99) for run in alone
    )
    print(
        f"  pictures made: {statistics.median(paces):.1f} a second; p99 grows by {growth:.1f} ms, {ALLOWED:.0f} allowed"
    )


async def make_pictures(counted: Path) -> None:
    """One picture after the other through a studio, until the end; the file tells how many in how many seconds."""
    studio = Studio()
    told = stories(10)[0]
    began, made = time.perf_counter(), 0
    try:
        for text in cycle(TEXTS):
            thread = replace(told, tweets=(replace(told.tweets[0], text=text),))
            pages = await studio.make(
                pictures, thread, TweetNumber(1), link="https://t.me/spool_bot?start=t_1_1", dark=False, labels=_LABELS
            )
            made += len(pages)
            await asyncio.to_thread(counted.write_text, f"{made} {time.perf_counter() - began}")
    finally:
        await studio.close()


_LABELS = PictureLabels(
    position="1/9", pages=tuple(f"1/9 · page {page}" for page in range(1, MOST_PAGES + 1)), invitation="Read the story"
)


if __name__ == "__main__":
    main()
