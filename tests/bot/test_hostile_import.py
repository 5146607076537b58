"""What strangers can put before `spool import`: one sentence each, exit code 1, bounded memory, and an end.

Each runs as a process of its own with a limit on its memory, through the command line as it is typed.
"""

import gzip
import os
import resource
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

LARGE = 2 * 1024**3
MEMORY = 1024**3
"""Bytes of address space that the process may have: PTB and the importers take a third of it."""
PATIENCE = 60
"""Seconds; the machine may be busy. Without bounds the worst of these took minutes."""
DEEP = 100_000

Make = Callable[[Path], object]


def large(beginning: bytes) -> Make:
    """A file of 2 GB, sparse, that begins so."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(beginning)
            file.truncate(LARGE)

    return make


def bomb(path: Path) -> None:
    """A zip of 256 MB of zeros, in a quarter of one."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("story.txt", "w") as file:
        for _ in range(64):
            file.write(bytes(4 * 1024**2))


def text(content: str | bytes) -> Make:
    """A file with this in it."""
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def looping(path: Path) -> None:
    """A folder whose only entries lead back to it."""
    path.mkdir()
    for name in ("a", "b"):
        (path / name).symlink_to(path, target_is_directory=True)


def listening(path: Path) -> None:
    """A socket's file."""
    with socket.socket(socket.AF_UNIX) as unix:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket may only be short
        try:
            unix.bind(path.name)
        finally:
            os.chdir(here)


def unreadable(path: Path) -> None:
    """A file that its owner may not read."""
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    path.write_text("The tide.")
    path.chmod(0)


STORY = '{"spool": 1, "tweets": [{"text": "The tide took the bell."}]'
OPENED = b"<!DOCTYPE html><html><body><div class='t-main'><div id='tweet_1' class='content-tweet'>"

HOSTILE: dict[str, tuple[str, Make]] = {
    "2 GB": ("large.txt", large(b"The tide took the bell.\n\n")),
    "2 GB of one JSON line": ("large.jsonl", large(b'{"spool": 1, "title": "')),
    "a JSON line of 40 MB": ("long.jsonl", text('{"spool": 1, "title": "' + "a" * 40_000_000)),
    "2 GB of a page": ("large.html", large(OPENED)),
    "a zip bomb": ("bomb.zip", bomb),
    "a gzip bomb": ("bomb.gz", lambda path: path.write_bytes(gzip.compress(bytes(64 * 1024**2)))),
    "a picture": ("picture.png", text(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000)),
    "binary": ("noise.txt", text(bytes(range(256)) * 10_000)),
    "JSON lists, deep": ("deep.json", text('{"spool": 1, "tweets": ' + "[" * DEEP + "]" * DEEP + "}")),
    "JSON objects, deep": ("deep.json", text(STORY + ', "a": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}")),
    "JSON, deep and open": ("deep.json", text('{"spool": 1, "tweets": ' + "[" * DEEP)),
    "markup, deep": ("deep.html", text("<html><body>" + "<div>" * DEEP + "a" + "</div>" * DEEP)),
    "a page, deep": ("deep.html", text(OPENED + b"<b>" * DEEP + b"a" + b"</b>" * DEEP + b"</div></div>")),
    "a page of spans, deep": ("deep.html", text(OPENED + b"<span>" * DEEP)),
    "Latin-1": ("latin.txt", text("Der Föhn nahm die Glocke.\n\nNiemand läutete.".encode("latin-1"))),
    "UTF-16 cut in two": ("cut.txt", text("The tide took the bell.".encode("utf-16")[:-1])),
    "lone surrogates": ("lone.txt", text(b"The tide \xed\xa0\x80 took the bell.")),
    "UTF-32": ("wide.txt", text("The tide took the bell.".encode("utf-32"))),
    "a folder that loops": ("loop", looping),
    "a link to itself": ("self.txt", lambda path: path.symlink_to(path.name)),
    "a pipe": ("pipe", os.mkfifo),
    "a socket": ("socket", listening),
    "a device": ("zero", lambda path: path.symlink_to("/dev/zero")),
    "no file": ("missing.txt", lambda path: None),
    "a file as a folder": ("file.txt/story.txt", lambda path: path.parent.write_text("x")),
    "a file that may not be read": ("secret.txt", unreadable),
    "a name with a line break": ("two\nlines.txt", lambda path: None),
    "a name that paints": ("\x1b[31mred\x1b[0m\x07.txt", lambda path: None),
}


def limited() -> None:
    """In the child: no more memory than this, whatever it is given."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The import as a process, in bounded memory and time."""
    keep = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE_")}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", "import", *arguments],
        cwd=folder,
        env=keep | {"HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        timeout=PATIENCE,
        preexec_fn=limited,  # nothing else runs in this process
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_is_refused_in_one_sentence(tmp_path: Path, what: str) -> None:
    """Exit code 1, one line on standard error that names the file, no traceback, nothing stored."""
    name, make = HOSTILE[what]
    make(tmp_path / name)
    ran = run(tmp_path, name)
    assert (ran.returncode, ran.stdout) == (1, ""), ran.stderr
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert ran.stderr.rstrip().endswith((".", "!")), ran.stderr
    assert "Traceback" not in ran.stderr
    assert "nexpected" not in ran.stderr, "no sentence was written for this"
    assert not [sign for sign in ran.stderr if ord(sign) < 32 and sign != "\n"], "a terminal would obey this"


def test_one_hostile_file_keeps_the_others_of_its_folder_in(tmp_path: Path) -> None:
    """All of them in one folder with one good story: that one comes in, each other has its line."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    bad = ["JSON lists, deep", "a page, deep", "binary", "a zip bomb", "a pipe", "a device"]
    for n, what in enumerate(bad):
        name, make = HOSTILE[what]
        make(folder / f"{n}-{name}")
    (folder / "good.txt").write_text("The tide took the bell.\n\nNobody rang for it.")
    ran = run(tmp_path, "inbox")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, len(bad)), ran.stderr
    assert ran.stdout.count("The tide took the bell.") == 1


def test_files_made_for_these_tests_are_what_they_say(tmp_path: Path) -> None:
    """A sparse file of 2 GB, a small archive of much, a pipe: else the tests above hold nothing."""
    for what, kind in (("2 GB", stat.S_ISREG), ("a pipe", stat.S_ISFIFO), ("a socket", stat.S_ISSOCK)):
        name, make = HOSTILE[what]
        make(tmp_path / name)
        assert kind((tmp_path / name).stat().st_mode)
    assert (tmp_path / "large.txt").stat().st_size == LARGE
