"""The files of an archive: which are opened, and what a damaged or hostile one comes to."""

import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.threads.sources.x_archives import (
    FIRST,
    account_js,
    folder,
    id_of,
    numbers,
    packed,
    stories,
    tweet,
    tweets_js,
    whole,
)
from threads.errors import UnreadableSource
from threads.model import Thread
from threads.sources import x_archive
from threads.sources.document import Document
from threads.sources.x_archive_files import is_archive

PAIR = [tweet(1), tweet(2, to=1)]


def refusal(document: Document) -> str:
    """Why an archive is refused."""
    with pytest.raises(UnreadableSource) as refused:
        stories(document)
    return str(refused.value)


@pytest.mark.parametrize("base", ["", "data/", "twitter-2024-05-01-abc/data/", "archives/twitter-2024/data/"])
def test_the_data_are_found_wherever_they_lie(tmp_path: Path, base: str) -> None:
    """In a zip at the top, in `data`, and below a folder of any name."""
    files = {f"{base}tweet.js": tweets_js(*PAIR, name="tweet"), f"{base}account.js": account_js()}
    (story,) = stories(packed(tmp_path / "a.zip", files))
    assert (numbers(story), story.author.handle) == ([1, 2], "mira_tides")


def test_all_parts_are_read_and_the_newer_file_counts(tmp_path: Path) -> None:
    """tweets.js, its parts and the posts to communities are one archive; tweet.js has an older copy."""
    files = whole(
        *PAIR,
        tweets_part1=tweets_js(tweet(3, to=2)),
        community_tweet=tweets_js(tweet(4, to=3), name="community_tweet"),
        tweet=tweets_js(tweet(1, "An older copy."), tweet(5, to=4), name="tweet"),
    )
    for document in (packed(tmp_path / "a.zip", files), folder(tmp_path / "b", files), folder(tmp_path / "b", files)):
        (story,) = stories(document)
        assert (numbers(story), story.tweets[0].text) == ([1, 2, 3, 4, 5], "Lamp 1 is lit.")


def test_the_folder_of_the_data_is_an_archive_too(tmp_path: Path) -> None:
    """Whoever gives `data` means the archive."""
    folder(tmp_path, whole(*PAIR))
    assert len(stories(Document.of_folder(tmp_path / "data"))) == 1


def test_folders_that_are_archives(tmp_path: Path) -> None:
    """By their tweets, whatever else they hold; a folder above one, or of other scripts, is none."""
    folder(tmp_path / "a", whole(*PAIR))
    folder(tmp_path / "b", {"data/account.js": account_js(), "tweets.txt": "x"})
    known = {name: is_archive(tmp_path / name) for name in (".", "a", "a/data", "b", "b/data", "none")}
    assert [name for name, is_one in known.items() if is_one] == ["a", "a/data"]


def test_private_and_deleted_things_stay_closed(tmp_path: Path) -> None:
    """What is not needed is not opened: these would all be refused, were they."""
    broken = "window.YTD.tweets.part0 = [ { broken"
    closed = ("deleted-tweets", "deleted-note-tweet", "twitter-circle-tweet", "tweet-headers", "like", "tweetdeck")
    files = whole(*PAIR) | {f"data/{name}.js": broken for name in closed}
    document = folder(tmp_path / "b", files)
    for name in (*closed, "direct-messages"):
        (tmp_path / "b" / "data" / f"{name}.js").unlink()
        os.mkfifo(tmp_path / "b" / "data" / f"{name}.js")  # opening it would wait for ever
    assert len(stories(document)) == len(stories(packed(tmp_path / "a.zip", files))) == 1


def test_a_folder_without_tweets_is_refused(tmp_path: Path) -> None:
    """The sentence says which folder is meant."""
    assert "give the folder in which data/tweets.js lies" in refusal(Document.of_folder(tmp_path))


@pytest.mark.parametrize("name", ["direct_messages", "like", "note_tweet", "account"])
def test_a_script_without_tweets_stays_closed(name: str) -> None:
    """Only tweets.js and its kin are read when they are given alone."""
    data = f"window.YTD.{name}.part0 = [ {{ broken".encode()
    assert "holds no tweets and stays closed" in refusal(Document.of(f"{name}.js", data))


def test_other_zips_are_refused(tmp_path: Path) -> None:
    """So are those whose only tweets have a path that leads out."""
    for n, files in enumerate(
        ({"story.txt": "x"}, {}, {"../data/tweets.js": tweets_js(*PAIR)}, {"a/../tweets.js": "x"})
    ):
        assert "not one of X's" in refusal(packed(tmp_path / f"{n}.zip", files))


def test_hostile_paths_beside_the_tweets_lead_nowhere(tmp_path: Path) -> None:
    """Nothing is ever unpacked."""
    files = whole(*PAIR) | {"../../evil.js": "x", "/etc/evil.js": "x", "data/../tweets.js": "x"}
    assert len(stories(packed(tmp_path / "a.zip", files))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A file packed as no tweets are is not opened."""
    document = packed(tmp_path / "a.zip", {"data/tweets.js": "window.YTD.tweets.part0 = [" + " " * 50_000_000 + "]"})
    assert "is packed as no tweets are" in refusal(document)


def test_an_endless_directory_is_refused(tmp_path: Path) -> None:
    """Before any of it is read: also where it is told in the 64-bit way."""
    packed(tmp_path / "a.zip", whole(*PAIR))
    data = (tmp_path / "a.zip").read_bytes()
    large = bytearray(data)
    struct.pack_into("<I", large, len(data) - 10, 2**30)
    assert "too many files" in refusal(Document.of("a.zip", bytes(large)))
    record = b"PK\x06\x06" + bytes(36) + struct.pack("<QQ", 2**40, 0)
    struct.pack_into("<I", large, len(data) - 10, 2**32 - 1)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, len(data) - 22, 1)
    wide = bytes(large[:-22]) + record + locator + bytes(large[-22:])
    assert "too many files" in refusal(Document.of("a.zip", wide))
    lost = bytes(large[:-22]) + b"PK\x06\x07" + struct.pack("<IQI", 0, 2**40, 1) + bytes(large[-22:])
    assert "too many files" in refusal(Document.of("a.zip", lost))


def test_a_zip_of_the_64_bit_kind_is_read(tmp_path: Path) -> None:
    """Archives above 4 GB are of it."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in whole(*PAIR).items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(content.encode() if isinstance(content, str) else content)
    assert len(stories(Document.open(tmp_path / "a.zip"))) == 1


def test_damaged_zips_are_refused_in_a_sentence(tmp_path: Path) -> None:
    """Cut, changed, locked, or packed in a way nobody knows."""
    packed(tmp_path / "a.zip", whole(*PAIR))
    data = (tmp_path / "a.zip").read_bytes()
    for place in (300, len(data) - 60, len(data) - 200):
        assert "damaged" in refusal(Document.of("a.zip", data[:place]))
    for place, value in ((6, 1), (8, 99)):
        changed = bytearray(data)
        for start in (0, data.index(b"PK\x01\x02") + 2):
            changed[start + place] = value
        assert "is a damaged or locked zip archive" in refusal(Document.of("a.zip", bytes(changed)))


def test_what_was_read_before_the_damage_counts(tmp_path: Path) -> None:
    """A file that ends in the middle is named after its stories came in."""
    text = tweets_js(*PAIR, tweet(5))[:-200]
    document = folder(tmp_path, whole() | {"data/tweets.js": text})
    found = []
    with pytest.raises(UnreadableSource, match=r"tweets.js: tweets.js ends in the middle"):
        for story in _each(document):
            found.append(numbers(story))  # noqa: PERF401  # what came before the error is looked at
    assert found == [[1, 2]]


def _each(document: Document) -> Iterator[Thread]:
    with x_archive.archive(document) as archive:
        yield from archive.stories(archive.threads())


def test_entries_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """Each is passed over; the first is named after the last story."""
    odd = [tweet(5) | {"id_str": "lamp", "id": None}, tweet(6) | {"entities": 5}, tweet(7) | {"full_text": 7}]
    document = folder(tmp_path, whole(*PAIR, *odd))
    with pytest.raises(UnreadableSource, match=r"tweets can't be read, the first is tweet 3 of tweets\.js"):
        list(_each(document))
    (tmp_path / "data" / "tweets.js").write_text(tweets_js(*PAIR).replace('"en"', "en", 1))
    assert refusal(document) == "tweet 1 of tweets.js: this is not valid JSON."


def test_fewer_tweets_than_declared_are_told(tmp_path: Path) -> None:
    """manifest.js says how many there should be; what there is comes in."""
    count = 'window.__THAR_CONFIG = {"dataTypes": {"tweets": {"files": [{"count": "9"}, {"count": "lamp"}]}}}'
    assert "should hold 9 tweets and 2 are in it" in refusal(folder(tmp_path, whole(*PAIR, manifest=count)))


def test_threads_that_break_a_rule_keep_no_other_out(tmp_path: Path) -> None:
    """More tweets than a story may have: named, and the rest come in."""
    long = [tweet(100, id_str=str(FIRST + 100))]
    long += [
        tweet(0, id_str=str(FIRST + n), in_reply_to_status_id_str=str(FIRST + n - 1), in_reply_to_user_id_str="7001")
        for n in range(101, 2102)
    ]
    assert id_of(0) == str(FIRST)
    with pytest.raises(UnreadableSource, match="at most 2,000 tweets, not 2,002"):
        list(_each(folder(tmp_path, whole(*PAIR, *long))))
