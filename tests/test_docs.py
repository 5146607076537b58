"""The documents say what the program does: every command, setting, format and file they name is there."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from handlers import ADMIN_COMMANDS, COMMANDS
from handlers.catalogue import Catalogue
from handlers.views.menu import admin_commands, commands
from threads.exports import registry as exports
from threads.sources import registry

ROOT = Path(__file__).parent.parent


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_stands_in_the_example_and_in_the_operators_guide() -> None:
    """No setting without its meaning, and none that nothing reads."""
    settings = {name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"^([A-Z_]+)=", _text(".env.example"), re.MULTILINE)) == settings
    assert settings <= set(re.findall(r"`([A-Z_]+)`", _text("docs/operating.md")))


def test_every_telegram_command_is_documented_and_listed() -> None:
    """What the bot answers to is what Telegram lists and what the reader's guide explains."""
    listed = commands(Catalogue().words("en"))["all_private_chats"]
    assert set(listed) == set(COMMANDS)
    for command in COMMANDS:
        assert f"`/{command}`" in _text("docs/reading.md")


def test_every_command_of_admins_is_documented_and_listed() -> None:
    """The same for those who run the bot: each stands in a guide."""
    words = Catalogue().words("en")
    assert set(admin_commands(words)) - set(commands(words)["all_private_chats"]) == set(ADMIN_COMMANDS)
    guides = _text("docs/publishing.md") + _text("docs/operating.md")
    for command in ADMIN_COMMANDS:
        assert f"`/{command}`" in guides


def test_every_program_command_is_in_the_readme() -> None:
    """`spool` has no command that the README does not name."""
    program = get_command(app)
    for name in getattr(program, "commands", {}):
        assert f"`spool {name}" in _text("README.md"), name


def test_every_format_is_described() -> None:
    """`--format` takes nothing that docs/formats.md leaves out."""
    for name in (*registry.names(), *(form.name for form in exports.FORMATS if form.name not in ("json", "jsonl"))):
        assert f"`{name}`" in _text("docs/formats.md"), name


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]
)
def test_links_between_the_documents_lead_somewhere(page: str) -> None:
    """A relative link names a file that is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", _text(page)):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_nothing_names_a_package_index_or_a_machine() -> None:
    """Lock files pin by hash alone, and no document names a path of the machine it was written on."""
    for name in ("requirements.lock", "requirements-dev.lock", "Makefile", ".ci/run", "README.md"):
        assert not re.search(r"https?://|--index|--find-links|file:", _text(name).replace("https://t.me/BotFather", ""))


def test_each_decision_has_a_number_of_its_own() -> None:
    """From 1 on without a gap, and its page begins with it."""
    pages = sorted(path for path in ROOT.glob("docs/decisions/*.md") if path.name != "README.md")
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.read_text("utf-8").startswith(f"# {int(page.name[:4])}. "), page.name
