"""A link brought in by the people who do: at the command line and in the chat, with the same story and sentences."""

import asyncio
import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from handlers.catalogue import Catalogue
from handlers.views.refusals import sentence
from tests.bot.program import spool_process
from tests.driver import Telegram, visible
from tests.handlers.publisher import publisher
from tests.networks.bluesky import Bluesky
from tests.networks.mastodon import Mastodon
from tests.networks.serving import TODAY, at_once, status
from tests.threads.sources.saved_posts import OTHER, bsky, toot
from tests.threads.sources.test_every_format import replaced
from threads.errors import SpoolError
from threads.sources import refusals
from threads.sources.answers import Answer, Want
from threads.sources.live import reading
from threads.sources.live.bases import Bases
from threads.sources.refusals import LinkRefused


def lamps() -> Bluesky:
    """A network with a thread of three posts, the middle one gone, and a stranger's word."""
    network = Bluesky(bsky(1), bsky(2, to=1), bsky(3, to=2), bsky(4, "Lovely!", to=1, did=OTHER))
    network.delete(2)
    return network


async def test_the_command_line_brings_a_link_in(tmp_path: Path) -> None:
    """It is a row of the table, comes again as the same story, and beside a file that can't be read."""
    network = lamps()
    async with network.open():
        ran = await asyncio.to_thread(
            spool_process, tmp_path, "import", network.link(3), "missing.txt", BLUESKY_URL=network.base
        )
        again = await asyncio.to_thread(spool_process, tmp_path, "import", network.link(1), BLUESKY_URL=network.base)
    assert ran.code == 1
    assert ran.err.splitlines() == ["missing.txt: There is no file missing.txt: look at its name and folder."]
    assert "Lamp 1 is lit." in ran.text
    assert (again.code, "unchanged" in again.text) == (0, True)
    exported = await asyncio.to_thread(spool_process, tmp_path, "export")
    (story,) = [json.loads(line) for line in exported.text.splitlines()]
    assert [tweet.get("gap", tweet.get("text")) for tweet in story["tweets"]] == [
        "Lamp 1 is lit.",
        "deleted",
        "Lamp 3 is lit.",
    ]


async def test_the_command_line_says_when_to_come_back(tmp_path: Path) -> None:
    """One line on standard error, exit 1, nothing stored."""
    network = lamps()
    network.asked.refuse = status(429, Retry_After="90")
    async with network.open():
        ran = await asyncio.to_thread(spool_process, tmp_path, "import", network.link(1), BLUESKY_URL=network.base)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err == f"{network.link(1)}: 127.0.0.1 takes no more requests for now: try again in 2 minutes.\n"


async def test_a_link_sent_to_the_bot_becomes_a_draft(telegram: Telegram) -> None:
    """The same story as at the command line, previewed as readers will see it; what can't be had is told."""
    network = lamps()
    async with network.open():
        telegram.bases = Bases(bluesky=network.base)
        (olga,) = await publisher(telegram)
        await olga.say(f"/add {network.link(3)}")
        assert any("Lamp 1 is lit." in visible(message) for message in telegram.world.messages(olga.id))
        (answer,) = await olga.say(f"/add {network.link(9)}")
    assert "it may be deleted, moved or private" in visible(answer)


def test_every_refusal_has_its_sentence_for_translators() -> None:
    """Word for word the one that the command line prints, and in every language."""
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, LinkRefused)]
    catalogue = Catalogue()
    for kind in kinds:
        if kind is not LinkRefused:
            named = {name: "x" for _, name, _, _ in Formatter().parse(kind.english) if name}
            error = kind(**named)
            said = sentence(error, catalogue.words("en")).replace("\u2068", "").replace("\u2069", "")
            assert said == str(error)
            assert sentence(error, catalogue.words("fa")) != str(error)


async def test_a_link_is_refused_in_the_language_of_whoever_gave_it(telegram: Telegram) -> None:
    """Persian, with the server's name as it is."""
    olga = telegram.person("Olga", language="fa")
    telegram.admins = frozenset({olga.id})
    await telegram.restart()
    await olga.start()
    (answer,) = await olga.say("/add http://localhost/x")
    assert "localhost نشانی اینترنت آزاد نیست" in visible(answer)


THREADS = Bluesky(*(bsky(n, to=n - 1 if n > 1 else None) for n in range(1, 6)), deepest=2)
STATUSES = Mastodon(*(toot(n, to=n - 1 if n > 1 else None) for n in range(1, 6)))


@pytest.mark.parametrize("link", [THREADS.link(2), "https://sea.example/@mira/100003"])
@given(chance=st.data())
def test_odd_answers_are_told_in_a_sentence(link: str, chance: st.DataObject) -> None:
    """JSON of the right shape with anything at any place of it never gets past the reader, nor keeps it asking."""

    async def get(url: str, want: Want, headers: Any = None) -> Answer:
        asked = URL(url)
        is_status = (asked.raw_path + "/////").split("/")[4] in STATUSES.statuses
        if "xrpc" in url:
            value, code = THREADS.answer(asked.path.rpartition("/xrpc/")[2], asked.query)
        else:
            value, code = (STATUSES.answer(asked.path), 200) if is_status else ({"error": "Record not found"}, 404)
        if chance.draw(st.booleans()):
            value = replaced(value, chance)
        return Answer(status=code, url=url, body=json.dumps(value).encode())

    try:
        assert list(reading.stories(at_once(reading.gather(link, get, Bases())), TODAY))
    except SpoolError as error:
        assert str(error).endswith((".", "!"))
