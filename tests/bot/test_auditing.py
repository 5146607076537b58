"""`spool audit`: what admins did, as the operator reads it."""

import re
from pathlib import Path

import pytest

from tests.bot.program import spool

pytestmark = pytest.mark.usefixtures("unguarded")


def test_acts_at_the_command_line_are_told(tmp_path: Path) -> None:
    """Time, who, what, on what; never what the story says."""
    tmp_path.joinpath("bell.txt").write_text("The tide took the bell.\n\nNobody rang for it.\n")
    assert spool(tmp_path, "audit").text == "Nothing was done.\n"
    spool(tmp_path, "import", "bell.txt", "--draft")
    spool(tmp_path, "publish", "1")
    spool(tmp_path, "withdraw", "1")
    ran = spool(tmp_path, "audit")
    assert (ran.code, ran.err) == (0, "")
    lines = [re.split(r"\s{2,}", line) for line in ran.text.splitlines()]
    assert [line[1:] for line in lines] == [
        ["command line", act, "story 1"] for act in ("keep as draft", "publish", "withdraw")
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", line[0]) for line in lines)
    assert spool(tmp_path, "audit", "--since", "2026-01-01T00:00").text == ran.text


def test_only_from_a_day_on(tmp_path: Path) -> None:
    """What is older is left out, and what is no day is refused."""
    tmp_path.joinpath("bell.txt").write_text("The tide took the bell.\n\nNobody rang for it.\n")
    spool(tmp_path, "import", "bell.txt")
    assert spool(tmp_path, "audit", "--since", "2100-01-01").text == "Nothing was done.\n"
    assert spool(tmp_path, "audit", "--since", "yesterday").code == 2
