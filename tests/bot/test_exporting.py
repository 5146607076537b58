"""`spool export`: the same stories are the same bytes, wherever they go and wherever they come from."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.sandbox.server import serve
from tests.bot.program import file_of, piped, spool, spool_process
from tests.builders import story
from tests.threads.exports.editions import PNG
from threads.model import Author, Media, MediaKind, Tweet, TweetNumber

pytestmark = pytest.mark.usefixtures("unguarded")

PICTURE = Tweet(
    number=TweetNumber(3),
    text="Look: the lamp.",
    media=(Media(kind=MediaKind.PHOTO, url="https://example.org/lamp.png", alt="A lamp"),),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder whose library holds three published stories and a draft."""
    folder = tmp_path / "library"
    folder.mkdir()
    stories = (
        story("The tide took it. #harbour", "A line\nwith \u2028 and \U0001f56f", PICTURE, title="Bell"),
        story("مساء النور", source_id=None, author=Author(name="No Handle / at all")),
        story("The end.", source_id="s3", protected=True, lang="en"),
    )
    assert spool(folder, "import", file_of(folder / "in.jsonl", *stories)).code == 0
    assert spool(folder, "import", "--draft", file_of(folder / "draft.jsonl", story(source_id="d"))).code == 0
    return folder


def test_json_lines_go_to_standard_output(library: Path) -> None:
    """One published story a line with its tweets, and the same bytes each time."""
    ran = spool(library, "export")
    assert (ran.code, ran.err) == (0, "")
    assert [len(json.loads(line)["tweets"]) for line in ran.out.splitlines()] == [3, 1, 1]
    assert spool(library, "export").out == ran.out


def test_ids_choose_stories_and_their_order(library: Path) -> None:
    """Also a draft, when it is named."""
    lines = spool(library, "export", "4", "1").out.splitlines()
    assert [json.loads(line)["source_id"] for line in lines] == ["d", "s1"]


def test_export_and_import_elsewhere_give_the_same_bytes(library: Path, tmp_path: Path) -> None:
    """What goes through another library comes out as it went in, from the file and from a pipe."""
    first = spool(library, "export")
    ran = piped(library, f"$SPOOL export | DATA_DIR={tmp_path}/other $SPOOL import -")
    assert (ran.code, ran.err) == (0, "")
    assert spool(tmp_path, "export", DATA_DIR=f"{tmp_path}/other").out == first.out


def test_indented_json_is_read_back_too(library: Path, tmp_path: Path) -> None:
    """--format json is for people; a story of it comes in as the same story."""
    ran = spool(library, "export", "1", "--format", "json")
    assert ran.text.startswith('{\n  "spool": 1,\n')
    other = tmp_path / "other"
    other.mkdir()
    other.joinpath("one.json").write_bytes(ran.out)
    assert spool(other, "import", "one.json").code == 0
    assert spool(other, "export").out == spool(library, "export", "1").out


def test_a_file_gets_what_standard_output_would(library: Path) -> None:
    """--output names a file, which is made or replaced."""
    library.joinpath("out.jsonl").write_text("something older and longer " * 100)
    ran = spool(library, "export", "--output", "out.jsonl")
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert library.joinpath("out.jsonl").read_bytes() == spool(library, "export").out


def test_a_folder_gets_a_file_for_each_story(library: Path) -> None:
    """Named by id, author and title, in the story's own script, without anything that a file system dislikes."""
    library.joinpath("all").mkdir()
    assert spool(library, "export", "--output", "all").code == 0
    names = sorted(path.name for path in library.joinpath("all").iterdir())
    assert names == [
        "000001 mira_tides - Bell.jsonl",
        "000002 No Handle at all - مساء النور.jsonl",
        "000003 mira_tides - The end.jsonl",
    ]
    parts = b"".join(library.joinpath("all", name).read_bytes() for name in names)
    assert parts == spool(library, "export").out


def test_an_unknown_id_leaves_an_older_file_alone(library: Path) -> None:
    """Nothing is written when one of the ids is wrong."""
    kept = library / "out.jsonl"
    kept.write_text("kept")
    ran = spool(library, "export", "1", "99", "--output", "out.jsonl")
    assert (ran.code, kept.read_text()) == (1, "kept")
    assert ran.err.startswith("There is no story 99")


@pytest.mark.parametrize("place", ["no/such/folder.jsonl", "in.jsonl/below.jsonl", "/dev/full", "x" * 300])
def test_what_cannot_be_written_is_told(library: Path, place: str) -> None:
    """A folder that is missing, a full disk: one sentence, exit 1."""
    ran = spool(library, "export", "--output", place)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith(f"{place} can't be written (")
    assert len(ran.err.splitlines()) == 1


def test_a_full_disk_behind_standard_output_is_told(library: Path) -> None:
    """A redirection can fail too."""
    ran = piped(library, "$SPOOL export > /dev/full")
    assert ran.code == 1
    assert ran.err.startswith("Standard output can't be written (No space left on device)")
    assert len(ran.err.splitlines()) == 1


def test_a_reader_who_has_seen_enough_is_no_error(library: Path) -> None:
    """A closed pipe ends the program without a word."""
    ran = piped(library, "$SPOOL export | head -0")
    assert (ran.code, ran.out, ran.err) == (0, b"", "")


@pytest.mark.parametrize(
    ("form", "ending", "begins"),
    [
        ("markdown", "md", b'---\ntitle: "Bell"\n'),
        ("text", "txt", b"Bell\n"),
        ("html", "html", b"<!DOCTYPE html>\n"),
        ("epub", "epub", b"PK\x03\x04"),
        ("json", "json", b'{\n  "spool": 1,'),
    ],
)
def test_every_format_goes_to_standard_output_and_to_a_folder(
    library: Path, form: str, ending: str, begins: bytes
) -> None:
    """One story to standard output, all of them to a folder; the same bytes in both, and each time."""
    ran = spool_process(library, "export", "1", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(begins)
    library.joinpath("all").mkdir()
    assert spool(library, "export", "--format", form, "--output", "all").code == 0
    assert len(list(library.joinpath("all").iterdir())) == 3
    assert library.joinpath("all", f"000001 mira_tides - Bell.{ending}").read_bytes() == ran.out


def test_markdown_is_read_back_as_the_same_stories(library: Path, tmp_path: Path) -> None:
    """By another library: as many tweets, the same titles, and the wish not to be forwarded."""
    library.joinpath("all").mkdir()
    assert spool(library, "export", "--format", "markdown", "--output", "all").code == 0
    assert spool(tmp_path, "import", str(library / "all")).code == 0
    stories = [json.loads(line) for line in spool(tmp_path, "export").out.splitlines()]
    assert [len(story["tweets"]) for story in stories] == [3, 1, 1]
    assert [story.get("protected", False) for story in stories] == [False, False, True]
    assert stories[0]["tweets"][2]["media"][0]["alt"] == "A lamp"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "pdf"], "There is no format pdf: choose one of epub, html, markdown, text, jsonl, json."),
        (["--format", "html"], "Stories as html are files of their own: name one story, or a folder that exists"),
        (["1", "3", "--format", "epub", "--output", "two.epub"], "Stories as epub are files of their own"),
    ],
)
def test_wrong_use_is_told_before_anything_is_written(library: Path, arguments: list[str], said: str) -> None:
    """One sentence, exit 2."""
    ran = spool(library, "export", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(said)
    assert not library.joinpath("two.epub").exists()


def test_a_book_is_not_written_to_a_terminal(library: Path) -> None:
    """It would be noise there."""
    ran = piped(library, "script --quiet --command '$SPOOL export 1 --format epub' /dev/null")
    assert "A terminal can't show epub: name a file with --output." in ran.text


async def test_pictures_are_fetched_when_they_are_asked_for(library: Path) -> None:
    """Into the page itself; without --pictures nobody is asked for anything."""
    async with served({"/clock.png": PNG}) as (address, asked):
        clock = (Media(kind=MediaKind.PHOTO, url=f"{address}/clock.png", alt="The clock"),)
        lost = (Media(kind=MediaKind.PHOTO, url=f"{address}/lost.png"),)
        thread = story(
            Tweet(number=TweetNumber(1), media=clock), Tweet(number=TweetNumber(2), media=lost), source_id="c"
        )
        assert (await asyncio.to_thread(spool, library, "import", file_of(library / "c.jsonl", thread))).code == 0
        command = (library, "export", "5", "--format", "html")
        without = await asyncio.to_thread(spool_process, *command, TELEGRAM_API_URL=address)
        assert (b"<img" in without.out, asked) == (False, [])
        ran = await asyncio.to_thread(spool_process, *command, "--pictures", TELEGRAM_API_URL=address)
        assert ran.out.count(b'<img src="data:image/png;base64,') == 1
        assert sorted(asked) == ["/clock.png", "/lost.png"]


async def test_pictures_are_fetched_once(library: Path) -> None:
    """The second export takes what the first one kept, though its source is gone."""
    async with served({"/clock.png": PNG}) as (address, asked):
        clock = (Media(kind=MediaKind.PHOTO, url=f"{address}/clock.png", alt="The clock"),)
        path = file_of(library / "c.jsonl", story(Tweet(number=TweetNumber(1), media=clock), source_id="c"))
        assert (await asyncio.to_thread(spool, library, "import", path)).code == 0
        command = (library, "export", "5", "--format", "html", "--pictures")
        first = await asyncio.to_thread(spool_process, *command, TELEGRAM_API_URL=address)
    again = await asyncio.to_thread(spool_process, *command, TELEGRAM_API_URL=address)
    assert (again.code, first.out, asked) == (0, again.out, ["/clock.png"])
    assert b'<img src="data:image/png;base64,' in again.out


@asynccontextmanager
async def served(files: dict[str, bytes]) -> AsyncIterator[tuple[str, list[str]]]:
    """A web server with these files: its address, and the paths that it was asked for."""
    asked: list[str] = []

    async def give(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=files[request.path]) if request.path in files else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{path:.*}", give)
    runner, port = await serve(app)
    try:
        yield f"http://127.0.0.1:{port}", asked
    finally:
        await runner.cleanup()
