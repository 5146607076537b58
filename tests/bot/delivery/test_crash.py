"""`kill -9` during a delivery, and every kind of trouble at once: nobody goes without, and repeats are few and counted.

What arrived is read from Telegram's own side. `SPOOL_SUBSCRIBERS` and `SPOOL_KILLS` make the first test larger; its
moments are drawn by chance, and the seed is told when it fails.
"""

import asyncio
import os
import random
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox.world import Event
from storage.publications import PublicationId, Stage
from storage.subjects import EVERYTHING
from tests.bot.delivery.followers import counts, followers, follows, heard, ledger, tale
from tests.bot.program import Sandbox, running, sandbox, until
from tests.builders import NOW
from tests.driver import Telegram
from tests.storage.followers import crowd
from tests.storage.library import library_on
from tests.test_kill import sound, told

SUBSCRIBERS = int(os.environ.get("SPOOL_SUBSCRIBERS", "1000"))
KILLS = int(os.environ.get("SPOOL_KILLS", "5"))
RATE = 100
IN_FLIGHT = 11
"""As many as are in flight at this rate when an answer takes a tenth of a second, as it may on a busy machine."""


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # moments, not secrets
async def test_a_delivery_that_is_killed_again_and_again_reaches_everybody(tmp_path: Path, seed: int) -> None:
    """Each subscriber has the story; repeats are at most what was in flight at each kill; the ledger says the same."""
    database = tmp_path / "data" / "spool.db"
    with told(seed) as chance:
        async with sandbox() as telegram:
            people = [telegram.world.add_person(f"Reader {number}") for number in range(SUBSCRIBERS)]
            for person in people:
                telegram.world.state.chat(person).started = True
            arrived = telegram.world.listen()
            async with library_on(database) as library:
                await crowd(library, range(people[0], people[-1] + 1), EVERYTHING)
                await library.take(tale(1), notify=True, now=NOW)
            for kill in range(1, KILLS + 1):
                reached = SUBSCRIBERS * kill // (KILLS + 1)
                await killed_while_delivering(telegram, tmp_path, partial(reaches, arrived, reached), chance)
                sound(database)
            async with running(tmp_path, "run", BROADCAST_RATE=str(RATE), **telegram.settings) as bot:
                async with asyncio.timeout(120):
                    while not await is_done(database):
                        await asyncio.sleep(0.2)
                assert await bot.stop() == 0
            received = [len(telegram.sent(person)) for person in people]
            assert min(received) >= 1
            repeats = sum(received) - SUBSCRIBERS
            print(f"\n{SUBSCRIBERS} subscribers, {KILLS} kills: {repeats} repeats")  # noqa: T201
            assert repeats <= IN_FLIGHT * KILLS
            assert await sent(database) == SUBSCRIBERS


async def killed_while_delivering(
    telegram: Sandbox, folder: Path, enough: Callable[[], bool], chance: random.Random
) -> None:
    """A bot that is killed soon after enough have heard."""
    async with running(folder, "run", BROADCAST_RATE=str(RATE), **telegram.settings) as bot:
        await until(enough)
        await asyncio.sleep(chance.uniform(0, 0.1))
        bot.process.send_signal(signal.SIGKILL)
        assert await bot.ended() == -signal.SIGKILL


def reaches(arrived: "asyncio.Queue[Event]", count: int) -> bool:
    """Whether so many messages have come."""
    return arrived.qsize() >= count


async def is_done(database: Path) -> bool:
    """Whether nothing is left to send."""
    async with library_on(database) as library:
        found = await library.publications.get(PublicationId(1))
    return found is not None and found.stage is Stage.DONE


async def sent(database: Path) -> int:
    """How many the ledger says have it."""
    async with library_on(database) as library:
        found = await library.publications.get(PublicationId(1))
    assert found is not None
    return found.counts.sent


async def test_every_kind_of_trouble_at_once(telegram: Telegram) -> None:
    """429s, 500s, answers lost, blocks, accounts gone, groups that migrate midway, restarts: the journal agrees."""
    people = await followers(telegram, 200)
    founder = people[0].id
    groups = [telegram.world.add_group(f"Group {number}", [founder]) for number in range(10)]
    await telegram.settled()
    for group in groups:
        await follows(telegram, group)
    faults = telegram.world.faults
    for person in people[:10]:
        faults.add(method="sendMessage", chat=person.id, parameters={"retry_after": 7})
    for person in people[10:20]:
        faults.add(method="sendMessage", chat=person.id, status=500, times=2)
    lost = people[20:30]
    for person in lost:
        faults.add(method="sendMessage", chat=person.id, kind="drop_after")
    for person in people[30:40]:
        faults.add(method="sendMessage", chat=person.id, kind="drop_before")
    gone = people[40:44]
    for person in gone:
        telegram.world.deactivate(person.id)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(3)
    supergroups = [telegram.world.migrate(group) for group in groups]
    await telegram.restart()
    for seconds in (30, 60, 300, 300, 600):
        await telegram.skip_time(seconds)
        await telegram.pass_time(20)
    for person in people:
        wanted = [] if person in gone else [1, 1] if person in lost else [1]
        assert heard(telegram, person.id) == wanted
    for old, new in zip(groups, supergroups, strict=True):
        assert heard(telegram, old) + heard(telegram, new) == [1]
    assert await ledger(telegram) == {("sent", None): 206, ("skipped", "unreachable"): 4}
    assert await counts(telegram) == ("done", {"sent": 206, "skipped": 4})
