"""The command line: drafts, publishing and withdrawing, wrong use, and what is said when something breaks."""

import sqlite3
from pathlib import Path

import pytest

from storage.shares import Way
from tests.bot.program import file_of, spool, spool_process
from tests.builders import story

pytestmark = pytest.mark.usefixtures("unguarded")


def drafts_in(folder: Path, count: int) -> None:
    """Bring in so many drafts, ids from 1."""
    lamps = [story(f"Lamp {n} is lit.", source_id=f"lamp-{n}") for n in range(1, count + 1)]
    assert spool(folder, "import", "--draft", file_of(folder / "lamps.jsonl", *lamps)).code == 0


def damaged(folder: Path) -> None:
    """A database that lost a table: a fault that no sentence was written for."""
    spool(folder, "drafts")
    database = sqlite3.connect(folder / "data" / "spool.db")
    database.execute("ALTER TABLE thread RENAME TO lost")
    database.close()


def test_without_a_command_there_is_help() -> None:
    """Whoever types `spool` alone sees the commands; that is wrong use all the same."""
    ran = spool_process(Path.cwd())
    assert ran.code == 2
    for command in ("run", "try", "import", "export", "drafts", "publish", "withdraw"):
        assert f" {command} " in ran.text


@pytest.mark.parametrize("arguments", [("fly",), ("import",), ("publish",), ("publish", "one"), ("publish", "0")])
def test_wrong_use_exits_with_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """An unknown command, or arguments that are missing or no ids: 2, and nothing is made."""
    ran = spool(tmp_path, *arguments)
    assert (ran.code, ran.out, list(tmp_path.iterdir())) == (2, b"", [])
    assert "--help" in ran.err


@pytest.mark.parametrize("command", ["publish", "export"])
def test_an_id_that_no_database_can_hold_is_wrong_use(tmp_path: Path, command: str) -> None:
    """Numbers past 64 bits are refused before the database sees them."""
    ran = spool(tmp_path, command, str(2**63))
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])


def test_an_empty_library_has_no_drafts(tmp_path: Path) -> None:
    """Nothing to list is said in words."""
    ran = spool(tmp_path, "drafts")
    assert (ran.code, ran.text, ran.err) == (0, "No drafts: nothing waits for a look.\n", "")


def test_every_draft_is_listed(tmp_path: Path) -> None:
    """All of them, oldest first, with id, author, length and how they begin."""
    drafts_in(tmp_path, 23)
    lines = spool(tmp_path, "drafts").text.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        f"{n}  mira_tides  1 tweets  Lamp {n} is lit." for n in range(1, 24)
    ]
    assert lines.count("    Imported as a draft.") == 23


def test_long_lines_are_not_broken_for_a_pipe(tmp_path: Path) -> None:
    """A draft with a long beginning stays on one line, however narrow the terminal is said to be."""
    words = "So many words before the lamp is lit, and then the sea."
    spool(tmp_path, "import", "--draft", file_of(tmp_path / "long.jsonl", story(words)))
    assert f"1  mira_tides  1 tweets  {words}" in spool_process(tmp_path, "drafts", COLUMNS="30").text.splitlines()


def test_publishing_and_withdrawing(tmp_path: Path) -> None:
    """A draft goes out as it is; a withdrawn story is gone, comes back by no import, and by publishing it again."""
    drafts_in(tmp_path, 2)
    published = spool(tmp_path, "publish", "1", "2")
    assert (published.code, published.text) == (0, "Story 1 is published.\nStory 2 is published.\n")
    withdrawn = spool(tmp_path, "withdraw", "1")
    assert (withdrawn.code, withdrawn.text) == (0, "Story 1 is withdrawn.\n")
    assert spool(tmp_path, "import", tmp_path / "lamps.jsonl").code == 0
    assert b"Lamp 1" not in spool(tmp_path, "export").out
    assert spool(tmp_path, "publish", "1").code == 0
    assert b"Lamp 1" in spool(tmp_path, "export").out


@pytest.mark.parametrize("command", ["publish", "withdraw", "export"])
def test_an_unknown_story_is_a_failure_in_one_sentence(tmp_path: Path, command: str) -> None:
    """Exit 1; the sentence names the id and where ids are to be found."""
    ran = spool(tmp_path, command, "7")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == "There is no story 7: `spool drafts` and /latest show the ids there are.\n"


@pytest.mark.parametrize("command", ["drafts", "run"])
def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path, command: str) -> None:
    """A file stands where the folder should be: one sentence, for every command."""
    tmp_path.joinpath("data").write_text("no folder")
    ran = spool_process(tmp_path, command, BOT_TOKEN="1000000001:sandbox")
    assert ran.code == 1
    assert ran.err.startswith("The database data/spool.db can't be opened (")
    assert len(ran.err.splitlines()) == 1


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """It is named and left as it is."""
    tmp_path.joinpath("notes.db").write_text("These are notes, not tables. " * 40)
    ran = spool(tmp_path, "drafts", DATABASE_URL="sqlite:///notes.db")
    assert (ran.code, ran.err.startswith("The database notes.db can't be opened (file is not a database)")) == (1, True)


def test_an_unexpected_error_is_one_sentence(tmp_path: Path) -> None:
    """Its type is named, exit 1; the traceback is kept for those who ask for it."""
    damaged(tmp_path)
    ran = spool_process(tmp_path, "drafts")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == (
        "Something unexpected went wrong (OperationalError): try again, or set LOG_LEVEL=DEBUG to see where, "
        "and report it with what you see.\n"
    )


def test_an_unexpected_error_shows_where_it_happened_when_debugging(tmp_path: Path) -> None:
    """LOG_LEVEL=DEBUG, here from .env, adds the traceback before the sentence, and no token is in it."""
    folder = tmp_path / "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz"
    folder.mkdir()
    damaged(folder)
    folder.joinpath(".env").write_text("LOG_LEVEL=debug\n")
    ran = spool_process(folder, "drafts", LOG_LEVEL="DEBUG", PYTHONPATH=str(folder))
    assert ran.code == 1
    assert ran.err.startswith("Traceback")
    assert ran.err.splitlines()[-1].startswith("Something unexpected went wrong (OperationalError)")
    assert "AbCdEfGh" not in ran.err


def test_stats_print_totals_of_what_was_shared(tmp_path: Path) -> None:
    """Every way has its line, also one that nobody has gone yet."""
    ran = spool(tmp_path, "stats")
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.text.splitlines() if "│" in line]
    assert len(lines) == len(Way)
    assert any("opened by a link " in line and " 0 " in line for line in lines)
