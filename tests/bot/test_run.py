"""`spool run` and `spool try` as processes: they start, answer, go through trouble, and end when they are told to."""

import asyncio
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.bot.program import Running, Sandbox, file_of, log_lines, running, sandbox, spool_process, until
from tests.builders import story
from tests.driver import button

SECRET = "1234567890:AbCdEfGhIjKlMnOpQrStUvWxYz"


async def stocked(folder: Path) -> None:
    """A library with one story."""
    path = file_of(folder / "story.jsonl", story("The kettle sings.", "The stove is cold.", "It was the wind."))
    assert (await asyncio.to_thread(spool_process, folder, "import", path)).code == 0


async def frame_for(telegram: Sandbox) -> tuple[int, int, str]:
    """Someone who has opened the first tweet: their id, the message, and what its Next button holds."""
    ada = telegram.world.add_person("Ada")
    telegram.world.start(ada, "t_1_1")
    await until(lambda: telegram.sent(ada))
    (message,) = telegram.sent(ada)
    return ada, message["message_id"], button(message, "Next ▶")["callback_data"]


async def test_the_bot_answers_and_a_restart_answers_nothing_twice(tmp_path: Path) -> None:
    """Updates that came before the start are answered too; SIGTERM confirms them all; a line each, without text."""
    await stocked(tmp_path)
    async with sandbox() as telegram:
        ada, _, _ = await first_run(telegram, tmp_path)
        assert telegram.world.pending() == 0
        answers = len(telegram.sent(ada))
        telegram.world.say(ada, "/start while it was away")
        async with running(tmp_path, "run", **telegram.settings) as second:
            await until(lambda: len(telegram.sent(ada)) > answers)
            assert await second.stop() == 0
        assert len(telegram.sent(ada)) == answers + 1
        assert len([line for line in log_lines(second.err) if line["event"] == "update"]) == 1


async def first_run(telegram: Sandbox, folder: Path) -> tuple[int, int, str]:
    """Run the bot through a start and a press, end it, and look at its log."""
    async with running(folder, "run", **telegram.settings) as bot:
        ada, message, data = await frame_for(telegram)
        telegram.world.press(ada, data, chat=ada, message_id=message)
        await bot.said('"ms":', times=2)
        assert await bot.stop() == 0
    lines = log_lines(bot.err)
    assert [line["event"] for line in lines] == ["running", "update", "update", "stopped"]
    assert [line["handler"] for line in lines[1:3]] == ["start", "next"]
    for line in lines[1:3]:
        assert set(line) == {"event", "level", "timestamp", "update", "chat", "handler", "outcome", "ms"}
        assert (line["chat"], line["outcome"]) == (ada, "done")
    assert "kettle" not in bot.err
    assert "t_1_1" not in bot.err
    assert telegram.world.token not in bot.err
    assert bot.out == ""
    return ada, message, data


async def test_interrupting_ends_the_bot_as_well(tmp_path: Path) -> None:
    """Ctrl-C, while a poll hangs at the server."""
    async with sandbox() as telegram:
        hang = telegram.world.faults.add(method="getUpdates", kind="hang", seconds=120)
        async with running(tmp_path, "run", **telegram.settings) as bot:
            await bot.said('"running"')
            await until(lambda: hang.times == 0)
            bot.process.send_signal(signal.SIGINT)
            assert await bot.ended(5) == 0


async def test_a_handler_that_waits_for_a_slow_edit_holds_up_the_end_for_seconds_only(tmp_path: Path) -> None:
    """Ten seconds are what a supervisor gives; Telegram hangs with everything, the last confirmation too."""
    await stocked(tmp_path)
    async with sandbox() as telegram, running(tmp_path, "run", **telegram.settings) as bot:
        ada, message, data = await frame_for(telegram)
        edit = telegram.world.faults.add(method="editMessageText", kind="delay", seconds=120)
        telegram.world.press(ada, data, chat=ada, message_id=message)
        await until(lambda: edit.times == 0)
        telegram.world.faults.add(method="getUpdates", kind="hang", seconds=120, times=9)
        assert await bot.stop() == 0
        assert bot.err.count("may be handled again after the restart") == 1


async def test_a_bot_that_is_still_starting_can_be_ended(tmp_path: Path) -> None:
    """Telegram hangs before the bot knows its own name."""
    async with sandbox() as telegram:
        hang = telegram.world.faults.add(method="getMe", kind="hang", seconds=120)
        async with running(tmp_path, "run", **telegram.settings) as bot:
            await until(lambda: hang.times == 0)
            bot.end()
            assert await bot.ended(5) == 0
            assert [line["event"] for line in log_lines(bot.err)] == ["stopped"]


async def test_another_program_with_the_token_ends_the_bot(tmp_path: Path) -> None:
    """Soon after its start it gives way: one sentence, exit 1."""
    async with sandbox() as telegram, running(tmp_path, "run", **telegram.settings) as bot:
        await bot.said('"running"')
        await until(lambda: telegram.world.state.updates.poll)
        url = f"{telegram.address}/bot{telegram.world.token}/getUpdates"
        async with aiohttp.ClientSession() as session, session.post(url, json={"timeout": 0}) as response:
            assert response.status == 200
        assert await bot.ended() == 1
        said = bot.err.splitlines()[-1]
        assert said.startswith("Another program is running with this BOT_TOKEN")


async def through(telegram: Sandbox, bot: Running, ada: int, *kinds: str) -> None:
    """Telegram goes away with these faults, one after the other, and an update that comes meanwhile is handled."""
    for kind in kinds:
        telegram.world.faults.add(method="getUpdates", kind=kind, status=502)  # type: ignore[arg-type]  # a parameter's own names
    before = len(telegram.sent(ada))
    # The first one ends the poll that waits, the second comes while Telegram is away.
    telegram.world.start(ada)
    await until(lambda: len(telegram.sent(ada)) == before + 1)
    telegram.world.start(ada)
    await until(lambda: len(telegram.sent(ada)) == before + 2)
    await bot.said("Telegram is back")


@pytest.mark.parametrize("kinds", [("html", "garbage"), ("drop_before", "error")])
async def test_telegram_may_go_away_for_a_while(tmp_path: Path, kinds: tuple[str, str]) -> None:
    """One line when it goes, one when it is back, however often was tried; nothing is lost or done twice."""
    async with sandbox() as telegram, running(tmp_path, "run", **telegram.settings) as bot:
        ada = telegram.world.add_person("Ada")
        await bot.said('"running"')
        await through(telegram, bot, ada, *kinds)
        assert await bot.stop() == 0
        events = [line["event"] for line in log_lines(bot.err)]
        assert events.count("Telegram is away, trying again") == 1
        assert events.count("Telegram is back") == 1
        assert events.count("update") == 2
        assert telegram.world.token not in bot.err


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    """Telegram answers 401: exit 1, and the token stands nowhere, also not when debugging."""
    async with sandbox() as telegram:
        wrong = telegram.settings | {"BOT_TOKEN": SECRET, "LOG_LEVEL": "DEBUG"}
        ran = await asyncio.to_thread(spool_process, tmp_path, "run", **wrong)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == (
        "Telegram does not accept BOT_TOKEN: copy it again from @BotFather, and look whether it was revoked.\n"
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://127.0.0.1:99999", "https://"])
def test_a_telegram_that_cannot_be_reached_is_one_sentence(tmp_path: Path, url: str) -> None:
    """Nothing listens there, or it is no address: exit 1."""
    ran = spool_process(tmp_path, "run", TELEGRAM_API_URL=url, BOT_TOKEN=SECRET)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == f"Telegram can't be reached at {url}: check the network and TELEGRAM_API_URL.\n"


def test_a_token_in_the_address_is_not_repeated(tmp_path: Path) -> None:
    """Some put the whole address of a method there."""
    ran = spool_process(tmp_path, "run", TELEGRAM_API_URL=f"http://127.0.0.1:1/bot{SECRET}", BOT_TOKEN=SECRET)
    assert (ran.code, SECRET in ran.err, "[token]" in ran.err) == (1, False, True)


async def answered(address: str) -> bool:
    """Whether a page is there."""
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status == 200


async def test_the_sandbox_serves_its_page_and_ends(tmp_path: Path) -> None:
    """`--port 0` takes a free port and says which; SIGTERM ends it; nothing is left in the working folder."""
    folder = tmp_path / "working"
    folder.mkdir()
    tmp_path.joinpath("mine.txt").write_text("A story of mine.\n\nIts end.")
    async with running(folder, "try", "--port", "0", "../mine.txt", "missing.txt") as sandboxed:
        line = await sandboxed.said("open http://127.0.0.1:")
        address = next(word for word in line.split() if word.startswith("http://"))
        assert not address.endswith(":0")
        assert await answered(address)
        assert "A story of mine." in sandboxed.out
        assert sandboxed.err == "missing.txt: There is no file missing.txt: look at its name and folder.\n"
        assert await sandboxed.stop() == 0
    folder.rmdir()


async def test_the_sandbox_listens_where_it_is_told(tmp_path: Path) -> None:
    """HTTP_HOST and HTTP_PORT count, and an address of IPv6 is written as browsers want it."""
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    async with running(tmp_path, "try", HTTP_HOST="::1", HTTP_PORT="0") as sandboxed:
        line = await sandboxed.said("open http://[::1]:")
        assert await answered(next(word for word in line.split() if word.startswith("http://")))
        assert await sandboxed.stop() == 0


def has_ipv6() -> bool:
    """Whether this machine can listen on its own IPv6 address."""
    try:
        with socket.socket(socket.AF_INET6) as listening:
            listening.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """One sentence with the port and the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = spool_process(tmp_path, "try", "--port", str(port))
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == f"Port {port} of this machine is taken: choose another one with --port.\n"


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_not_this_machine_is_told(tmp_path: Path, host: str) -> None:
    """The port is not to blame then."""
    ran = spool_process(tmp_path, "try", "--port", "0", HTTP_HOST=host)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith(f"The chat page can't listen on port 0 of {host}: ")
    assert len(ran.err.splitlines()) == 1


def test_a_bot_that_reads_nothing_loads_no_importer() -> None:
    """They take memory, and so does what asks networks: both come with the first story that is brought in."""
    code = "import sys, bot.run; print([name for name in ('selectolax', 'bot.outside.links') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)  # noqa: S603
    assert ran.stdout == b"[]\n"
