"""`spool import` of an X archive: its threads are shown, chosen from, and come in whole."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.bot.program import piped, spool, spool_process
from tests.films import mp4, png
from tests.threads.sources.mastodon_archives import actor, create, outbox, tarred, zipped
from tests.threads.sources.x_archives import account_js, folder, id_of, packed, picture, tweet, tweets_js, whole

pytestmark = pytest.mark.usefixtures("unguarded")

THREADS = [
    *(tweet(1, "The bell is gone."), tweet(2, to=1)),
    *(tweet(11, "A lamp [red] was lit."), tweet(12, to=11), tweet(13, to=12)),
    *(tweet(21, "The tide turned."), tweet(22, to=21), tweet(23, to=22), tweet(24, to=23)),
]


def lengths(path: Path) -> list[int]:
    """How many tweets each story has that came in, in their order."""
    return [len(json.loads(line)["tweets"]) for line in spool(path, "export").out.splitlines()]


def test_an_archive_comes_in_behind_the_table_of_its_threads(tmp_path: Path) -> None:
    """Length, date and first words of each; imported again nothing is new."""
    packed(tmp_path / "a.zip", whole(*THREADS))
    ran = spool_process(tmp_path, "import", "a.zip")
    assert (ran.code, ran.err) == (0, "")
    table = ran.text[: ran.text.index("Story")]
    rows = [[cell.strip() for cell in row.strip("│").split("│")] for row in table.splitlines() if "2022-03-02" in row]
    assert rows == [
        ["1", "2", "2022-03-02", "The bell is gone."],
        ["2", "3", "2022-03-02", "A lamp [red] was lit."],
        ["3", "4", "2022-03-02", "The tide turned."],
    ]
    assert lengths(tmp_path) == [2, 3, 4]
    assert spool(tmp_path, "import", "a.zip").text.count("unchanged") == 3


@pytest.mark.parametrize(("least", "wanted"), [("3", [3, 4]), ("1", [2, 3, 4, 1]), ("5", [])])
def test_short_threads_stay_out_when_asked(tmp_path: Path, least: str, wanted: list[int]) -> None:
    """--min-tweets of one lets lone tweets in; of more than there are, it says so."""
    packed(tmp_path / "a.zip", whole(*THREADS, tweet(30)))
    ran = spool(tmp_path, "import", "--min-tweets", least, "a.zip")
    assert (ran.code, lengths(tmp_path)) == (0 if wanted else 1, wanted)
    assert wanted or "no thread of at least 5" in ran.err


def test_short_stories_of_every_format_stay_out(tmp_path: Path) -> None:
    """--min-tweets holds for a text too."""
    tmp_path.joinpath("bell.txt").write_text("One.\n\nTwo.")
    assert spool(tmp_path, "import", "--min-tweets", "3", "bell.txt").code == 0
    assert lengths(tmp_path) == []


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("all", [2, 3, 4]),
        ("2", [3]),
        ("1 3", [2, 4]),
        ("2-3", [3, 4]),
        ("none", []),
        ("", []),
        (r"0\n4\n2-1\nlamp\n \nALL", [2, 3, 4]),
    ],
)
def test_threads_are_chosen_by_number(tmp_path: Path, answer: str, wanted: list[int]) -> None:
    """--choose asks until it understands; the end of the answers chooses nothing."""
    folder(tmp_path / "archive", whole(*THREADS))
    ran = piped(
        tmp_path,
        f"printf '{answer}\\n' | $SPOOL import --choose archive"
        if answer
        else "$SPOOL import --choose archive </dev/null",
    )
    assert (ran.code, lengths(tmp_path)) == (0, wanted)
    assert ran.err.count("no numbers from 1 to 3") == (5 if "lamp" in answer else 0)


def test_a_thread_whose_beginning_is_lost_is_told_by_what_is_left(tmp_path: Path) -> None:
    """A gap has no words: the first tweet that has some says which story it is, and why it waits."""
    packed(tmp_path / "a.zip", whole(tweet(2, "The rope was cut.", to=1), tweet(3, to=2)))
    ran = spool(tmp_path, "import", "a.zip")
    assert (ran.code, ran.text.count("The rope was cut.")) == (0, 2)
    assert "Its beginning is missing at the source" in ran.err


def test_many_threads_are_counted(tmp_path: Path) -> None:
    """Twenty rows are enough to look at; a choice shows all."""
    tweets = [each for n in range(25) for each in (tweet(10 * n, f"Row {n}."), tweet(10 * n + 1, to=10 * n))]
    packed(tmp_path / "a.zip", whole(*tweets))
    shown = spool(tmp_path, "import", "--dry-run", "a.zip").text
    assert "and 5 threads more" in shown
    assert piped(tmp_path, "echo none | $SPOOL import --choose --dry-run a.zip").out.decode().count("Row ") == 25


def test_an_archive_in_a_folder_of_others_is_one_source(tmp_path: Path) -> None:
    """Files beside it come in as themselves; none of its own, which are private, is read as one."""
    folder(tmp_path / "inbox" / "twitter-2024", whole(*THREADS))
    tmp_path.joinpath("inbox", "bell.txt").write_text("One.\n\nTwo.")
    ran = spool(tmp_path, "import", "inbox")
    assert (ran.code, ran.err, lengths(tmp_path)) == (0, "", [2, 2, 3, 4])


def test_an_archive_that_grew_appends(tmp_path: Path) -> None:
    """A later archive has more of the same thread: the story is updated and its tweets keep their numbers."""
    for count in (2, 3):
        tweets = [tweet(1), *(tweet(n, to=n - 1) for n in range(2, count + 1))]
        tmp_path.joinpath("tweets.js").write_text(tweets_js(*tweets))
        folder(tmp_path / str(count), whole(*tweets))
    assert "new" in spool(tmp_path, "import", "2").text
    assert "3 (+1)" in spool(tmp_path, "import", "3").text
    assert lengths(tmp_path) == [3]


def test_a_forced_format_opens_archives_alone(tmp_path: Path) -> None:
    """--format x-archive takes archives, any other does not."""
    packed(tmp_path / "a.zip", whole(*THREADS, account=account_js("otto")))
    assert spool(tmp_path, "import", "--format", "text", "a.zip").code == 1
    assert spool(tmp_path, "import", "--format", "x-archive", "a.zip").code == 0
    story = json.loads(spool(tmp_path, "export").out.splitlines()[0])
    assert (story["author"]["handle"], story["source_id"]) == ("otto", id_of(1))


def kept(path: Path) -> list[bytes]:
    """The pictures and films that are kept, by their size."""
    return sorted((each.read_bytes() for each in (path / "data" / "media").glob("??/*")), key=len)


PICTURES = whole(
    tweet(1, **picture(1)),
    tweet(2, to=1, **picture(2, film="https://video.twimg.com/wide.mp4")),
    tweet(3, **picture(3)),
) | {
    f"data/tweets_media/{id_of(1)}-lamp.jpg": png(),
    f"data/tweets_media/{id_of(2)}-wide.mp4": mp4(),
    f"data/tweets_media/{id_of(3)}-lamp.jpg": png(9, 9, more=b"of a lone tweet"),
}


def test_pictures_in_an_archive_are_kept(tmp_path: Path) -> None:
    """Those of the stories that come in, once; a dry run keeps none, and MEDIA_LIMIT may forbid it."""
    packed(tmp_path / "a.zip", PICTURES)
    assert "kept" not in spool(tmp_path, "import", "--dry-run", "a.zip").text
    ran = spool(tmp_path, "import", "a.zip", MEDIA_LIMIT="0")
    assert (ran.code, kept(tmp_path)) == (0, [])
    assert "no room left within MEDIA_LIMIT" in ran.err
    ran = spool(tmp_path, "import", "a.zip")
    assert (ran.code, ran.err, kept(tmp_path)) == (0, "", [png(), mp4()])
    assert "Pictures and films kept from the archive: 2." in ran.text
    assert "kept" not in spool(tmp_path, "import", "a.zip").text


def test_a_damaged_picture_keeps_no_story_out(tmp_path: Path) -> None:
    """The others are kept, and how many were not is told."""
    files = PICTURES | {f"data/tweets_media/{id_of(1)}-lamp.jpg": b"<html>Not found</html>"}
    folder(tmp_path / "a", files)
    ran = spool(tmp_path, "import", "a")
    assert (ran.code, lengths(tmp_path), kept(tmp_path)) == (0, [2], [mp4()])
    assert "too large, so not kept: 1." in ran.err
    packed(tmp_path / "b.zip", PICTURES)
    whole_zip = tmp_path.joinpath("b.zip").read_bytes()
    place = whole_zip.index(b"-lamp.jpg") + len("-lamp.jpg")
    tmp_path.joinpath("b.zip").write_bytes(whole_zip[:place] + b"\xff\xff" + whole_zip[place + 2 :])
    assert "not kept: 1." in spool(tmp_path, "import", "b.zip").err


def test_an_archive_of_mastodon_is_told_from_one_of_x(tmp_path: Path) -> None:
    """A zip with an outbox in it comes in without a word more."""
    packed = zipped({"outbox.json": outbox(create(1), create(2, to=1)), "actor.json": actor()})
    tmp_path.joinpath("a.zip").write_bytes(packed)
    ran = spool(tmp_path, "import", "a.zip")
    assert (ran.code, ran.err) == (0, "")
    assert "mira@sea.example" in ran.text


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_pictures_in_the_archive_of_a_mastodon_account_are_kept(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    """From a zip and from a tar.gz; once, none in a dry run, and what comes after it has no part in them."""
    item = {"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/1/a.png"}
    bad = item | {"url": "/media_attachments/files/2/b.png"}
    files = {"media_attachments/files/1/a.png": png(), "media_attachments/files/2/b.png": b"<html>"}
    files["outbox.json"] = outbox(create(1, attachment=[item, bad]), create(2, to=1))
    tmp_path.joinpath("archive").write_bytes(pack(files))
    tmp_path.joinpath("z.txt").write_text("One.\n\nTwo.")
    assert "kept" not in spool(tmp_path, "import", "--dry-run", "archive").text
    ran = spool(tmp_path, "import", "archive", "z.txt")
    assert (ran.code, kept(tmp_path), lengths(tmp_path)) == (0, [png()], [2, 2])
    assert "Pictures and films kept from the archive: 1." in ran.text
    assert ran.err == "Pictures and films of the archive that are damaged or too large, so not kept: 1.\n"
    assert "kept from" not in spool(tmp_path, "import", "archive").text


def test_an_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    """The stories come in, the pictures so far are kept, and the rest is told."""
    item = {"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/1/a.png"}
    posts = outbox(create(1, attachment=[item, item | {"url": "/media_attachments/files/2/b.png"}]), create(2, to=1))
    noise = hashlib.shake_128(b"sea").digest(300_000)
    files = {"outbox.json": posts, "actor.json": actor(), "media_attachments/files/1/a.png": png(), "x": noise}
    whole_tar = tarred(files | {"media_attachments/files/2/b.png": png(9, 9)})
    tmp_path.joinpath("archive.tar.gz").write_bytes(whole_tar[:200_000])
    ran = spool(tmp_path, "import", "archive.tar.gz")
    assert (kept(tmp_path), lengths(tmp_path)) == ([png()], [2])
    assert "not kept: 1." in ran.err
