"""Settings: each is checked, all that are wrong stand in one report, and no value is repeated in it."""

from pathlib import Path

import pytest

from bot.outside.rules import Rules
from bot.settings import load
from tests.bot.program import spool, spool_process

pytestmark = pytest.mark.usefixtures("unguarded")

SECRET = "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz"


def test_every_wrong_setting_stands_in_one_report(tmp_path: Path) -> None:
    """One run tells everything that is to be mended, exit 2; what was set is not shown."""
    wrong = {
        "TELEGRAM_API_URL": "ftp://hunter2",
        "DATABASE_URL": "hunter2",
        "LOG_LEVEL": "hunter2",
        "LOG_FORMAT": "hunter2",
        "HTTP_PORT": "hunter2",
    }
    ran = spool_process(tmp_path, "run", BOT_TOKEN=SECRET, **wrong)
    assert (ran.code, ran.out) == (2, b"")
    assert all(name in ran.err for name in wrong)
    assert "hunter2" not in ran.err
    assert SECRET not in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DATABASE_URL", "postgres://me:hunter2@host/spool", "it has to begin with sqlite:/// and name a file"),
        ("DATABASE_URL", "sqlite:///", "it has to begin with sqlite:/// and name a file"),
        ("TELEGRAM_API_URL", "api.telegram.org", "it has to begin with https:// or http://"),
        ("BOT_TOKEN", "1/hunter2", "only letters, digits and : _ - stand in a token: copy it again from @BotFather"),
        ("ADMIN_IDS", "7, hunter2", "it has to be Telegram user ids (numbers), with commas between them"),
        ("BROADCAST_RATE", "0", "input should be greater than or equal to 0.1"),
        (
            "FETCH_ALLOW",
            "10.0.0.0/8,hunter 2",
            "it has to be names, addresses or networks, with commas between them",
        ),
        ("FETCH_PORTS", "8080,0", "it has to be ports from 1 to 65535, with commas between them"),
        (
            "FETCH_CONTACT",
            "me)\r\nX: y",
            "it has to be an address of e-mail or of a page, in plain letters without brackets",
        ),
        ("HTTP_PORT", "65536", "input should be less than or equal to 65535"),
    ],
)
def test_a_wrong_setting_says_what_is_right(tmp_path: Path, name: str, value: str, why: str) -> None:
    """The rule is told, also to a command that never listens or sends; nothing is made."""
    ran = spool(tmp_path, "drafts", **{name: value})
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert ran.err == f"These settings can't be used: {name}: {why}. See .env.example.\n"


def test_an_empty_value_counts_as_unset(tmp_path: Path) -> None:
    """Every setting that is empty has its default."""
    names = ("TELEGRAM_API_URL", "DATABASE_URL", "DATA_DIR", "LOG_LEVEL", "LOG_FORMAT", "HTTP_HOST", "HTTP_PORT")
    ran = spool(tmp_path, "drafts", **dict.fromkeys(names, ""))
    assert ran.code == 0
    assert tmp_path.joinpath("data", "spool.db").exists()


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    """.env in the working folder counts, also with the mark that some editors put first; the environment wins."""
    tmp_path.joinpath(".env").write_text("DATA_DIR=elsewhere\nUNKNOWN=1\nBOT_TOKEN=\n", encoding="utf-8-sig")
    assert spool(tmp_path, "drafts").code == 0
    assert tmp_path.joinpath("elsewhere", "spool.db").exists()
    assert spool(tmp_path, "drafts", DATA_DIR="here").code == 0
    assert tmp_path.joinpath("here", "spool.db").exists()


def test_a_settings_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """One sentence says how to save it."""
    tmp_path.joinpath(".env").write_bytes("DATA_DIR=früh\n".encode("latin-1"))
    ran = spool(tmp_path, "drafts")
    assert (ran.code, ran.err) == (
        2,
        "The file .env can't be read: look at its rights, and save it as UTF-8 text.\n",
    )


def test_a_log_level_may_be_in_lower_case(tmp_path: Path) -> None:
    """`debug` is what people write."""
    assert spool(tmp_path, "drafts", LOG_LEVEL="debug").code == 0


@pytest.mark.parametrize("settings", [{}, {"BOT_TOKEN": ""}])
def test_without_a_token_the_bot_says_what_to_do(tmp_path: Path, settings: dict[str, str]) -> None:
    """Exit 2, where a token comes from, and how to try the bot without one."""
    ran = spool_process(tmp_path, "run", **settings)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == (
        "There is no BOT_TOKEN: get one from @BotFather in Telegram and put it into .env (BOT_TOKEN=…), "
        "or try the bot without one: spool try.\n"
    )


def test_ids_stand_with_commas_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces do not matter; none at all is nobody."""
    monkeypatch.setenv("ADMIN_IDS", "7, 8,9 ")
    assert load().admin_ids == {7, 8, 9}
    monkeypatch.setenv("ADMIN_IDS", "")
    assert load().admin_ids == frozenset()


def test_servers_and_ports_that_may_be_asked_stand_with_commas_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names in any case, addresses, networks; without any the rules are those for everybody."""
    assert load().rules == Rules()
    monkeypatch.setenv("FETCH_ALLOW", "Pictures.lan, 10.0.0.0/8,::1")
    monkeypatch.setenv("FETCH_PORTS", "8080, 8443")
    monkeypatch.setenv("FETCH_CONTACT", "mira@example.org")
    rules = load().rules
    assert rules.names == {"pictures.lan"}
    assert [str(network) for network in rules.networks] == ["10.0.0.0/8", "::1/128"]
    assert rules.ports == {8080, 8443}
    assert rules.contact == "mira@example.org"
