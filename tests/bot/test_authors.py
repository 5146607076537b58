"""`spool author`, `spool protect`: what authors want, at the command line."""

from pathlib import Path

import pytest

from tests.bot.program import spool

pytestmark = pytest.mark.usefixtures("unguarded")


def bring(folder: Path, name: str, author: str, *options: str) -> tuple[int, str]:
    """Import a story by somebody; the exit code, and what was said of what did not come in."""
    folder.joinpath(name).write_text(f"---\nauthor: '{author}'\n---\nThe tide took {name}.\n\nNobody rang.\n")
    ran = spool(folder, "import", name, *options)
    return ran.code, ran.err


def said(folder: Path, *arguments: str) -> str:
    """What a command that works prints."""
    ran = spool(folder, *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.text.strip()


def test_an_author_opts_out_and_in(tmp_path: Path) -> None:
    """Withdrawn, refused with the reason however the handle is written, and welcome again."""
    bring(tmp_path, "bell.txt", "@mira_tides")
    out = said(tmp_path, "author", "opt-out", "Mira_Tides")
    assert out == "@mira_tides (x) has opted out: 1 story was withdrawn, and what comes later is refused."
    for name, handle in (("lamp.txt", "@MIRA_tides"), ("bell.txt", "@@mira_tides")):
        assert bring(tmp_path, name, handle) == (1, f"@{handle.lstrip('@')} (x) has opted out: 1 story was refused.\n")
    ran = spool(tmp_path, "publish", "1")
    assert (ran.code, ran.err.split(":")[0]) == (1, "@mira_tides (x) does not want their stories here")
    assert "may come in again" in said(tmp_path, "author", "opt-in", "@mira_tides")
    assert "has not opted out" in said(tmp_path, "author", "opt-in", "@mira_tides")
    assert bring(tmp_path, "lamp.txt", "mira_tides") == (0, "")


def test_several_refused_stories_are_counted(tmp_path: Path) -> None:
    """One line an author, and the exit code says that not all came in."""
    said(tmp_path, "author", "opt-out", "@mira_tides", "--source", "twitter")
    for name in ("bell", "lamp"):
        tmp_path.joinpath(f"{name}.txt").write_text(f"---\nauthor: '@mira_tides'\n---\nThe {name}.\n\nIts end.\n")
    ran = spool(tmp_path, "import", "bell.txt", "lamp.txt")
    assert (ran.code, ran.err, ran.text) == (1, "@mira_tides (x) has opted out: 2 stories were refused.\n", "")


def test_it_has_to_be_clear_who_is_meant(tmp_path: Path) -> None:
    """Nobody of the handle, several, no handle, or a source that there is not: wrong use, with what to do."""
    for source in ("x", "bluesky"):
        assert "0 stories were withdrawn" in said(tmp_path, "author", "opt-out", "joe", "--source", source)
    for arguments, why in (
        (("opt-out", "mira"), "There is no author @mira yet: say where the handle is theirs, as with --source x."),
        (("opt-out", "mira", "--source", "sea"), "There is no source sea: give x, bluesky, mastodon or feed."),
        (("opt-out", "joe"), "There are several authors @joe: say which with --source, one of x, bluesky."),
        (("protect", "@"), "Give the author's handle, as in @mira_tides."),
        (
            ("opt-in", "joe", "--source", "mastodon"),
            "There is no author @joe on mastodon: /authors shows who there is.",
        ),
    ):
        ran = spool(tmp_path, "author", *arguments)
        assert (ran.code, ran.err) == (2, f"{why}\n")


def test_stories_and_authors_are_protected(tmp_path: Path) -> None:
    """A story, then all of its author's; and both marks are taken away again."""
    bring(tmp_path, "bell.txt", "@mira_tides")
    bring(tmp_path, "lamp.txt", "@mira_tides")
    assert said(tmp_path, "protect", "1") == "Story 1 is protected."
    assert said(tmp_path, "export").count('"protected":true') == 1
    assert said(tmp_path, "author", "protect", "mira_tides").endswith("protected from now on: 1 story has changed.")
    assert said(tmp_path, "author", "protect", "mira_tides").endswith("are protected already.")
    assert said(tmp_path, "export").count('"protected":true') == 2
    assert said(tmp_path, "unprotect", "1") == "Story 1 can be passed on."
    assert said(tmp_path, "author", "unprotect", "mira_tides").endswith("themselves: 1 story has changed.")
    assert said(tmp_path, "author", "unprotect", "mira_tides").endswith("are not marked already.")
    assert said(tmp_path, "export").count('"protected":true') == 0
    assert spool(tmp_path, "protect", "9").code == 1
