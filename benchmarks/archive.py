"""Seconds and memory of `spool import` for an X archive as large as asked for, made by this script.

    python -m benchmarks.archive [tweets] [gigabytes] [threads]

A tenth of the tweets, or as many as `threads` says in percent, are in threads of ten; the rest are lone ones.
Pictures fill the zip up to its size. The import runs as a process of its own, as it is typed.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.stories import WORDS

LENGTH = 10
FIRST = 1_500_000_000_000_000_000
PICTURE = 4 * 1024 * 1024
CHANCE = random.Random(7)  # noqa: S311  # the same archive on every run


def entry(number: int, parent: int | None) -> str:
    """A tweet as X writes it, with a picture's many sizes in every third."""
    identity = str(FIRST + (number << 22))
    text = " ".join(CHANCE.choices(WORDS, k=30)) + " #tag https://t.co/abcdefghij"
    place = [str(len(text) - 23), str(len(text))]
    sizes = {name: {"w": "1200", "h": "800", "resize": "fit"} for name in ("thumb", "small", "medium", "large")}
    picture = {
        "url": "https://t.co/abcdefghij",
        "media_url_https": f"https://pbs.twimg.com/media/{identity}.jpg",
        "expanded_url": f"https://twitter.com/keeper/status/{identity}/photo/1",
        "type": "photo",
        "indices": place,
        "sizes": sizes,
    }
    link = {"url": "https://t.co/abcdefghij", "expanded_url": "https://lamp.example/log", "indices": place}
    has_picture = number % 3 == 0
    tweet: dict[str, object] = {
        "edit_info": {"initial": {"editTweetIds": [identity], "editableUntil": "", "editsRemaining": "5"}},
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {
            "hashtags": [{"text": "tag", "indices": ["0", "0"]}],
            "symbols": [],
            "user_mentions": [],
            "urls": [] if has_picture else [link],
            "media": [picture] if has_picture else [],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "12",
        "id_str": identity,
        "id": identity,
        "created_at": "Wed Mar 02 09:00:00 +0000 2022",
        "full_text": text,
        "lang": "en",
    }
    if has_picture:
        tweet["extended_entities"] = {"media": [picture]}
    if parent is not None:
        tweet |= {"in_reply_to_status_id_str": str(FIRST + (parent << 22)), "in_reply_to_user_id_str": "7001"}
    return json.dumps({"tweet": tweet}, indent=2)


def entries(tweets: int, percent: int) -> Iterator[str]:
    """The tweets, threads spread over the years."""
    for number in range(tweets):
        block, place = divmod(number, LENGTH)
        is_thread = block % 100 < percent
        yield entry(number, number - 1 if is_thread and place else None)


def make(path: Path, tweets: int, size: int, percent: int) -> None:
    """An archive of this many tweets, filled up with pictures that can't be packed."""
    account = {"accountId": "7001", "username": "keeper", "accountDisplayName": "The Keeper"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps([{'account': account}])}")
        archive.writestr("data/direct-messages.js", "window.YTD.direct_messages.part0 = [ {")
        packed = zipfile.ZipInfo("data/tweets.js")
        packed.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(packed, "w", force_zip64=True) as file:
            file.write(b"window.YTD.tweets.part0 = [ ")
            for number, text in enumerate(entries(tweets, percent)):
                file.write((", " if number else "").encode() + text.encode())
            file.write(b" ]")
        for number in range((size - path.stat().st_size) // PICTURE):
            archive.writestr(f"data/tweets_media/{number}.jpg", os.urandom(PICTURE))


def main() -> None:
    """Make the archive, import it, print what it took."""
    tweets, gigabytes, percent = (int(given) for given in (*sys.argv[1:], *("100000", "0", "10")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive.zip")
        make(path, tweets, gigabytes * 1024**3, percent)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "import", str(path)], cwd=folder, check=True)
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{tweets:,} tweets, {percent} % in threads, {path.stat().st_size / 1024**3:.2f} GiB packed")
        print(f"{seconds:.1f} s   {tweets / seconds:,.0f} tweets/s   {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
