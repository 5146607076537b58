"""The books before the judge that shops and libraries use: EPUBCheck finds no error in them, and no warning."""

import shutil
import subprocess
from pathlib import Path

import orjson
import pytest

from tests.builders import long_story, story, tweets_of
from tests.threads.exports.editions import HOSTILE, PICTURES, edition, full_story
from threads.exports import epub
from threads.model import Thread, Tweet, TweetNumber
from threads.sources import spool_json

SCRIPTS = Path(__file__).parents[2] / "handlers" / "scripts"
SECONDS = 100


def _in_every_script() -> Thread:
    """The stories of all scripts one after the other."""
    texts = [
        tweet.text
        for path in sorted(SCRIPTS.glob("*.json"))
        for tweet in spool_json.parse(orjson.loads(path.read_bytes()))
        if tweet.text
    ]
    return story(*texts, title="各話 · कहानियाँ · حكايات 👩‍👩‍👧‍👦")


def _arabic() -> Thread:
    return spool_json.parse(orjson.loads((SCRIPTS / "arabic.json").read_bytes()))


def _enormous() -> Thread:
    long = Tweet(number=TweetNumber(400), text="Ein sehr langer Tag am Meer. " * 3_000)
    return story(*tweets_of([tweet.text for tweet in long_story(399)]), long)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "thread",
    [full_story(), HOSTILE, _in_every_script(), _arabic(), _enormous()],
    ids=["full", "hostile", "scripts", "arabic", "enormous"],
)
def test_epubcheck_accepts_the_book(thread: Thread, tmp_path: Path) -> None:
    """Whatever stands in it, in every script and direction; a warning counts as much as an error."""
    program, java = shutil.which("epubcheck"), shutil.which("java")
    if not program or not java:
        pytest.skip("epubcheck is not installed (Debian: apt-get install epubcheck)")
    book = tmp_path / "story.epub"
    book.write_bytes(epub.write(edition(thread, pictures=PICTURES)))
    # Debian's program is the Java archive itself, which not every kernel starts by its name.
    command = [java, "-jar", program] if Path(program).read_bytes()[:2] == b"PK" else [program]
    ran = subprocess.run(  # noqa: S603  # the judge, on a file of our own
        [*command, "--failonwarnings", str(book)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
