"""`spool import`: whatever is given comes in or is named with its reason, and nothing is half told."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from bot.__main__ import GENTLY
from bot.importing import Failure, Importer, Report, Wanted
from tests.bot.program import file_of, piped, running, spool, spool_process, until
from tests.builders import NOW, story
from tests.storage.followers import follow
from tests.storage.library import library_on
from threads.model import Thread
from threads.sources import registry
from threads.sources.refusals import NoLink, NotOffered

pytestmark = pytest.mark.usefixtures("unguarded")

PLAIN = "The tide took the bell.\n\nNobody rang for it. #harbour\n"


def stored(folder: Path) -> list[dict[str, object]]:
    """What `spool export` gives of the stories that came in."""
    return [json.loads(line) for line in spool(folder, "export").out.splitlines()]


def numbered_stories(count: int) -> list[Thread]:
    """So many different stories."""
    return [story(f"Lamp {n} is lit.", source_id=f"lamp-{n}") for n in range(count)]


def test_a_file_comes_in_and_is_told_in_a_table(tmp_path: Path) -> None:
    """One file, one row: id, what happened, number of tweets, how it begins."""
    tmp_path.joinpath("bell.txt").write_text(PLAIN)
    ran = spool_process(tmp_path, "import", "bell.txt")
    assert (ran.code, ran.err) == (0, "")
    (row,) = [line for line in ran.text.splitlines() if "The tide took the bell." in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][:3] == ["1", "new", "2"]
    assert [len(story["tweets"]) for story in stored(tmp_path)] == [2]  # type: ignore[arg-type]  # JSON


def test_several_files_and_standard_input_come_in_together(tmp_path: Path) -> None:
    """Each is a story of its own, in the order given; `-` is standard input."""
    for name in ("one", "two"):
        tmp_path.joinpath(f"{name}.txt").write_text(f"Story {name}.\n\nIts end.")
    ran = piped(tmp_path, r"printf 'Story piped.\n\nIts end.' | $SPOOL import two.txt - one.txt")
    assert ran.code == 0
    begins = [story["tweets"][0]["text"] for story in stored(tmp_path)]  # type: ignore[index]  # JSON
    assert begins == ["Story two.", "Story piped.", "Story one."]


def test_a_folder_stands_for_every_file_below_it(tmp_path: Path) -> None:
    """Nested folders in order of name; hidden files and folders are left out, a loop of links is not walked."""
    folder = tmp_path / "stories"
    for name in ("b.txt", "a/deep/c.txt", ".hidden.txt", ".git/d.txt", "a/.e.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"From {name}.\n\nIts end.")
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    ran = spool(tmp_path, "import", folder)
    assert (ran.code, ran.err) == (0, "")
    begins = [story["tweets"][0]["text"] for story in stored(tmp_path)]  # type: ignore[index]  # JSON
    assert begins == ["From b.txt.", "From a/deep/c.txt."]


def test_a_forced_format_is_used(tmp_path: Path) -> None:
    """JSON that is nobody's is refused, and taken as plain text when that is asked for."""
    tmp_path.joinpath("odd.json").write_text('{"a": 1}\n\n{"b": 2}')
    refused = spool(tmp_path, "import", "odd.json")
    assert refused.code == 1
    assert "--format text" in refused.err
    ran = spool(tmp_path, "import", "--format", "text", "odd.json")
    assert (ran.code, len(stored(tmp_path))) == (0, 1)


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    """Exit 2, and the sentence names the formats there are."""
    tmp_path.joinpath("bell.txt").write_text(PLAIN)
    ran = spool(tmp_path, "import", "--format", "docx", "bell.txt")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == f"There is no format docx: choose one of {', '.join(registry.names())}.\n"


def test_drafts_on_request_are_not_published(tmp_path: Path) -> None:
    """--draft keeps a story out of readers' sight until it is published."""
    tmp_path.joinpath("bell.txt").write_text(PLAIN)
    ran = spool(tmp_path, "import", "--draft", "bell.txt")
    assert (ran.code, stored(tmp_path)) == (0, [])
    assert "draft" in ran.text
    assert "The tide took the bell." in spool(tmp_path, "drafts").text


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    """What would come in is shown, and not even a database is made."""
    tmp_path.joinpath("bell.txt").write_text(PLAIN)
    ran = spool(tmp_path, "import", "--dry-run", "bell.txt", "missing.txt")
    assert ran.code == 1
    assert "The tide took the bell." in ran.text
    assert "not stored" in ran.text
    assert ran.err == "missing.txt: There is no file missing.txt: look at its name and folder.\n"
    assert not tmp_path.joinpath("data").exists()


def test_a_long_dry_run_shows_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    """Twenty rows are enough to look at."""
    file_of(tmp_path / "lamps.jsonl", *numbered_stories(25))
    ran = spool(tmp_path, "import", "--dry-run", "lamps.jsonl")
    assert (ran.text.count("is lit."), "and 5 more" in ran.text) == (20, True)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (
            "http://127.0.0.1/thread/1.html",
            "127.0.0.1 is no address of the open internet, so it is not asked: name it in FETCH_ALLOW if it may be.",
        ),
        ("https://x.com/mira/status/1", str(NotOffered())),
        ("nowhere/at/all.txt", "There is no file nowhere/at/all.txt: look at its name and folder."),
        ("empty", "This folder holds no files."),
        ("ftp://sea.example/tale.txt", str(NoLink())),
        ("photo.png", "photo.png seems to be a PNG picture: give the story as text."),
        ("noise.txt", "noise.txt seems to be a binary file: give the story as text."),
        ("blank.txt", "blank.txt is empty: there is no story in it."),
        ("loop", "loop can't be reached: look at its name and rights."),
        ("x" * 300, f"{'x' * 300} can't be reached: look at its name and rights."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, path: str, why: str) -> None:
    """One line on standard error, exit 1, whatever was given."""
    tmp_path.joinpath("empty").mkdir()
    tmp_path.joinpath("photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    tmp_path.joinpath("noise.txt").write_bytes(b"ab\0cd\xff" * 100)
    tmp_path.joinpath("blank.txt").write_text(" \n")
    tmp_path.joinpath("loop").symlink_to("loop")
    ran = spool(tmp_path, "import", path)
    assert (ran.code, ran.out, ran.err) == (1, b"", f"{path}: {why}\n")


def test_one_bad_file_keeps_nobody_out(tmp_path: Path) -> None:
    """It is named with its reason, whatever its name is; the rest come in, and the exit code tells."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for n in range(3):
        (folder / f"good-{n}.txt").write_text(f"Lamp {n}.\n\nIt is lit.")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff[b]:x:.txt")).write_bytes(b"ab\0cd\xff" * 50)
    ran = spool_process(tmp_path, "import", folder)
    assert (ran.code, len(stored(tmp_path))) == (1, 3)
    assert (
        ran.err == f"{folder}/\\udcff[b]:x:.txt: \\udcff[b]:x:.txt seems to be a binary file: give the story as text.\n"
    )


class Cursed(type(Path())):  # type: ignore[misc]  # the class of this system's paths
    """A path that fails as nobody foresaw."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Never an answer."""
        raise RuntimeError("what the story says")


async def test_a_fault_of_an_importer_keeps_nobody_out(tmp_path: Path) -> None:
    """It is named by its type alone, and what was read before and comes after is there."""
    good = [tmp_path / f"lamp-{n}.txt" for n in range(2)]
    for path in good:
        path.write_text(f"{path.stem} is lit.")
    report = Report()
    cursed = Cursed(tmp_path, "cursed.txt")
    await Importer(None, Wanted(dry_run=True), report, NOW).run([good[0], cursed, good[1]], lambda: None)
    assert [story.begins for story in report.read] == ["lamp-0 is lit.", "lamp-1 is lit."]
    assert report.failures == [
        Failure(str(cursed), "Spool itself failed at reading this (RuntimeError): please report it with the file.")
    ]


def test_a_page_that_counts_no_tweets_keeps_nobody_out(tmp_path: Path) -> None:
    """A count that can't be right makes a draft, and the files around it come in."""
    tmp_path.joinpath("a.txt").write_text(PLAIN)
    tmp_path.joinpath("b.txt").write_text("ada Profile picture\n\nOct 26, 2022, 0 tweets\n\nThe lamp.\n\nIt is lit.")
    ran = spool(tmp_path, "import", "a.txt", "b.txt")
    assert (ran.code, len(stored(tmp_path))) == (0, 1)
    assert "Story 2 is kept as a draft: The page says 0 tweets and the text has 2 blocks" in ran.err


def test_a_bad_line_of_a_file_is_named_and_the_other_lines_come_in(tmp_path: Path) -> None:
    """JSON Lines are read line by line."""
    path = file_of(tmp_path / "lamps.jsonl", *numbered_stories(2))
    path.write_bytes(path.read_bytes() + b'{"spool": 1, "tweets": []}\n')
    ran = spool(tmp_path, "import", path.name)
    assert (ran.code, len(stored(tmp_path))) == (1, 2)
    assert ran.err.startswith("lamps.jsonl: line 3: ")


def test_a_thousand_files_make_one_table_of_totals(tmp_path: Path) -> None:
    """Many stories are counted, not listed; imported again they are all unchanged."""
    folder = tmp_path / "lamps"
    folder.mkdir()
    for n, lamp in enumerate(numbered_stories(1000)):
        file_of(folder / f"{n:04}.json", lamp)
    ran = spool(tmp_path, "import", folder)
    assert (ran.code, ran.err) == (0, "")
    assert [cell.strip() for cell in ran.text.splitlines()[3].split("│")[1:4]] == ["new", "1,000", "1,000"]
    assert len(ran.text.splitlines()) == 5
    again = spool(tmp_path, "import", folder)
    assert [cell.strip() for cell in again.text.splitlines()[3].split("│")[1:4]] == ["unchanged", "1,000", "1,000"]


def test_an_update_says_how_many_tweets_are_new(tmp_path: Path) -> None:
    """The same story with more tweets is updated, not doubled; the same again is unchanged."""
    first = file_of(tmp_path / "first.jsonl", story("A.", "B."))
    more = file_of(tmp_path / "more.jsonl", story("A.", "B.", "C."))
    assert "new" in spool(tmp_path, "import", first).text
    assert "unchanged" in spool(tmp_path, "import", first).text
    updated = spool(tmp_path, "import", more).text
    assert ("updated" in updated, "3 (+1)" in updated, len(stored(tmp_path))) == (True, True, 1)


def test_a_count_that_does_not_fit_makes_a_draft(tmp_path: Path) -> None:
    """Nothing is dropped or guessed: it waits for a look, the reason is told, and that is no failure."""
    tmp_path.joinpath("short.txt").write_text("1/4 The tide.\n\n2/4 The bell.\n\n3/4 The rope.\n")
    ran = spool(tmp_path, "import", "short.txt")
    assert (ran.code, stored(tmp_path)) == (0, [])
    assert ran.err.startswith("Story 1 is kept as a draft: The numbers say 4 tweets and the text has 3 blocks")
    assert "The numbers say 4 tweets" in spool(tmp_path, "drafts").text


def test_text_that_looks_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    """Square brackets, backslashes and colons in a story mean nothing to the table."""
    text = r"\[/bold] a [red]lamp :fire:"
    file_of(tmp_path / "odd.jsonl", story(text, handle="me[b]"))
    assert text in spool(tmp_path, "import", "odd.jsonl").text
    file_of(tmp_path / "draft.jsonl", story(text, handle="me[b]", source_id="s2"))
    assert text in spool(tmp_path, "import", "--draft", "draft.jsonl").text
    assert text in spool(tmp_path, "drafts").text


def test_the_seed_comes_in_from_a_pipe(tmp_path: Path, samples: Path) -> None:
    """The page that Spool began from: one story of nine tweets, known again the second time."""
    (seed,) = samples.parent.glob("seed/*.txt")
    ran = piped(tmp_path, f"cat {seed} | $SPOOL import -")
    assert (ran.code, ran.err) == (0, "")
    assert "generalsvr_en" in ran.text
    (kept,) = stored(tmp_path)
    assert len(kept["tweets"]) == 9  # type: ignore[arg-type]  # JSON
    assert "unchanged" in spool(tmp_path, "import", seed).text


@pytest.mark.parametrize(
    ("stories", "options", "told"),
    [(10, (), 10), (11, (), 0), (11, ("--notify",), 11), (1, ("--quiet",), 0)],
)
def test_followers_are_told_of_up_to_ten_stories_at_once(
    tmp_path: Path, stories: int, options: tuple[str, ...], told: int
) -> None:
    """More are published quietly unless it is asked for; --quiet tells nobody. How many hear is said at the end."""
    assert spool(tmp_path, "import", file_of(tmp_path / "first.jsonl", story("The first."))).code == 0
    asyncio.run(_follow(tmp_path / "data" / "spool.db"))
    ran = spool(tmp_path, "import", file_of(tmp_path / "lamps.jsonl", *numbered_stories(stories)), *options)
    assert ran.code == 0
    notifications = "1 notification" if told == 1 else f"{told} notifications"
    assert (f"Followers are told: {notifications} in all." in ran.text) == (told > 0)
    assert asyncio.run(_told(tmp_path / "data" / "spool.db")) == told + 1


def test_a_published_draft_tells_how_many_hear_of_it(tmp_path: Path) -> None:
    """`spool publish` notifies too, unless it is to be quiet."""
    for name in ("one", "two"):
        spool(tmp_path, "import", "--draft", file_of(tmp_path / f"{name}.jsonl", story(name, source_id=name)))
    asyncio.run(_follow(tmp_path / "data" / "spool.db"))
    assert spool(tmp_path, "publish", "1").text == "Story 1 is published. Followers are told: 1.\n"
    assert spool(tmp_path, "publish", "2", "--quiet").text == "Story 2 is published.\n"


def test_quiet_and_notify_exclude_each_other(tmp_path: Path) -> None:
    """Both at once is wrong use, told in a sentence."""
    ran = spool(tmp_path, "import", "-", "--quiet", "--notify")
    assert (ran.code, ran.err) == (2, "--quiet and --notify say the opposite: give one of them.\n")


async def _follow(path: Path) -> None:
    async with library_on(path) as library:
        await follow(library, 7)


async def _told(path: Path) -> int:
    async with library_on(path) as library:
        return await library.count("publication")


async def test_an_import_lets_the_bot_beside_it_go_first(tmp_path: Path) -> None:
    """Its process is nicer than the one that began it."""
    path = file_of(tmp_path / "lamps.jsonl", *numbered_stories(300))
    own = os.getpriority(os.PRIO_PROCESS, 0)
    async with running(tmp_path, "import", str(path)) as program:
        await until(lambda: os.getpriority(os.PRIO_PROCESS, program.process.pid) == min(own + GENTLY, 19))
        assert await program.ended() == 0
