"""`kill -9` during a delivery, and every kind of trouble at once: nobody goes without, and repeats are few and counted.

What arrived is read from Telegram's own side. `SPOOL_SUBSCRIBERS`, `SPOOL_KILLS` and `SPOOL_RATE` make the tests with
kills larger; their moments are drawn by chance, and the seed is told when they fail.
"""

import asyncio
import os
import random
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path

import pytest

from bot.sandbox.world import Event
from storage.delivery.publications import Publication, PublicationId, Stage
from storage.delivery.subjects import EVERYTHING
from storage.delivery.subscribers import Address
from tests.bot.delivery.followers import counts, followers, follows, heard, ledger, tale
from tests.bot.program import Sandbox, running, sandbox
from tests.builders import NOW
from tests.driver import Telegram
from tests.storage.followers import crowd
from tests.storage.library import library_on
from tests.test_kill import sound, told

SUBSCRIBERS = int(os.environ.get("SPOOL_SUBSCRIBERS", "300"))
KILLS = int(os.environ.get("SPOOL_KILLS", "3"))
RATE = int(os.environ.get("SPOOL_RATE", "100"))
IN_FLIGHT = ceil(RATE * 0.115) + 1
"""As many as are in flight at this rate when an answer takes a tenth of a second, as it may on a busy machine."""
STORM = 4
"""Calls in a row that are answered 429."""


@dataclass(slots=True)
class Delivery:
    """One story on its way to everybody, by programs that are killed; what is to be accounted for in the end."""

    telegram: Sandbox
    folder: Path
    chance: random.Random
    people: Sequence[int]
    groups: dict[int, int] = field(default_factory=dict)
    """Groups that follow too, and the supergroup that each becomes (0: not yet)."""
    unrecorded: int = 0
    """Messages that had arrived when the program that sent them was killed, and that it had not recorded."""

    news: "asyncio.Queue[Event]" = field(init=False)

    def __post_init__(self) -> None:
        self.news = self.telegram.world.listen()

    @property
    def database(self) -> Path:
        """The program's database."""
        return self.folder / "data" / "spool.db"

    def received(self, subscriber: int) -> int:
        """How often it has arrived with somebody; with a group under either of its ids."""
        chats = {subscriber, self.groups.get(subscriber, 0)} - {0}
        return sum(len(self.telegram.sent(chat)) for chat in chats)

    def arrived(self) -> int:
        """How often it has arrived in all."""
        return sum(map(self.received, (*self.people, *self.groups)))

    async def begin(self) -> None:
        """Everybody follows everything, some groups before and some after the people; a story is published."""
        half = len(self.groups) // 2
        async with library_on(self.database) as library:
            for place, group in enumerate(self.groups):
                if place == half:
                    await crowd(library, range(self.people[0], self.people[-1] + 1), EVERYTHING)
                await library.subscriptions.follow(Address(group), EVERYTHING, NOW, set_by=None, language="en")
            if not self.groups:
                await crowd(library, range(self.people[0], self.people[-1] + 1), EVERYTHING)
            await library.take(tale(1), notify=True, now=NOW)

    async def killed_at(self, reached: int, meanwhile: Callable[[], None]) -> None:
        """A program that is killed soon after so much has happened in Telegram; most of it is messages that arrive."""
        before = {chat: self.received(chat) for chat in (*self.people, *self.groups)}
        async with running(self.folder, "run", BROADCAST_RATE=str(RATE), **self.telegram.settings) as bot:
            meanwhile()
            async with asyncio.timeout(60 + SUBSCRIBERS / 10):
                while self.news.qsize() < reached:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(self.chance.uniform(0, 0.1))
            bot.process.send_signal(signal.SIGKILL)
            assert await bot.ended() == -signal.SIGKILL
        sound(self.database)
        self.unrecorded += await self.count_unrecorded(before)

    async def count_unrecorded(self, before: dict[int, int]) -> int:
        """The rows that the dead program still holds although it has sent their messages: they will come again."""
        async with library_on(self.database) as library:
            held = await library.database.fetch(
                "SELECT s.chat_id FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id WHERE d.state = 'leased'"
            )
        was = {new: old for old, new in self.groups.items()}
        chats: list[int] = [chat for (chat,) in held]
        return sum(self.received(was.get(chat, chat)) > before[was.get(chat, chat)] for chat in chats)

    async def finish(self) -> None:
        """A program that brings it to its end; what is to be sent again after some minutes is due at once."""
        async with running(self.folder, "run", BROADCAST_RATE=str(RATE), **self.telegram.settings) as bot:
            async with asyncio.timeout(60 + SUBSCRIBERS / 10):
                while (await self.publication()).stage is not Stage.DONE:
                    await asyncio.sleep(0.3)
                    await self.hurry()
            assert await bot.stop() == 0

    async def hurry(self) -> None:
        """Let the minutes pass that a row waits for: its time has come."""
        async with library_on(self.database) as library:
            await library.database.write(
                "UPDATE delivery SET due_at = 1 WHERE due_at IS NOT NULL AND state IN ('planned', 'unknown')"
            )

    async def publication(self) -> Publication:
        """How far it has come, as the ledger says."""
        async with library_on(self.database) as library:
            found = await library.publications.get(PublicationId(1))
        assert found is not None
        return found


def moments(chance: random.Random, total: int) -> list[int]:
    """How many messages are to have arrived at each kill: any numbers, in their order."""
    return sorted(chance.randrange(1, total) for _ in range(KILLS))


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # moments, not secrets
async def test_a_delivery_that_is_killed_again_and_again_reaches_everybody(tmp_path: Path, seed: int) -> None:
    """Each subscriber has the story; repeats are what was in flight at each kill, no more; the ledger says the same."""
    with told(seed) as chance:
        async with sandbox() as telegram:
            delivery = Delivery(telegram, tmp_path, chance, everybody(telegram))
            await delivery.begin()
            for reached in moments(chance, SUBSCRIBERS):
                await delivery.killed_at(reached, lambda: None)
            await delivery.finish()
            assert min(map(delivery.received, delivery.people)) >= 1
            repeats = delivery.arrived() - SUBSCRIBERS
            print(f"\n{SUBSCRIBERS} subscribers, {KILLS} kills: {repeats} repeats")  # noqa: T201
            assert repeats == delivery.unrecorded <= IN_FLIGHT * KILLS
            assert (await delivery.publication()).counts.sent == SUBSCRIBERS


def everybody(telegram: Sandbox) -> list[int]:
    """People who have opened the bot."""
    people = [telegram.world.add_person(f"Reader {number}") for number in range(SUBSCRIBERS)]
    for person in people:
        telegram.world.state.chat(person).started = True
    return people


@pytest.mark.parametrize("seed", [random.randrange(10**6)])  # noqa: S311  # as above
async def test_kills_and_every_kind_of_trouble_at_once(tmp_path: Path, seed: int) -> None:
    """429 storms, 500s, answers lost, people gone, groups that migrate midway, and kills: the journal agrees."""
    with told(seed) as chance:
        async with sandbox() as telegram:
            people = everybody(telegram)
            founder = people[0]
            groups = dict.fromkeys((telegram.world.add_group(f"Group {n}", [founder]) for n in range(10)), 0)
            delivery = Delivery(telegram, tmp_path, chance, people, groups)
            await delivery.begin()
            gone, lost = trouble(telegram, people, chance)
            for kill, reached in enumerate(moments(chance, SUBSCRIBERS - len(gone)), 1):
                await delivery.killed_at(reached, partial(storm, delivery, migrate=kill == (KILLS + 1) // 2))
            await delivery.finish()
            everyone = {chat: delivery.received(chat) for chat in (*people, *groups)}
            assert {chat for chat, times in everyone.items() if not times} == gone
            reachable = len(everyone) - len(gone)
            repeats = sum(everyone.values()) - reachable
            print(  # noqa: T201
                f"\n{SUBSCRIBERS} subscribers and {len(groups)} groups, {KILLS} kills: {repeats} repeats; "
                f"{delivery.unrecorded} were not recorded at a kill, {len(lost)} answers were lost"
            )
            assert repeats <= delivery.unrecorded + len(lost)
            assert delivery.unrecorded <= IN_FLIGHT * KILLS
            counted = (await delivery.publication()).counts
            assert (counted.sent, counted.waiting, counted.held, counted.unknown, counted.failed) == (
                reachable,
                0,
                0,
                0,
                0,
            )
            # Of who is known to be gone when the rows are written there is none.
            assert counted.skipped <= len(gone)


def trouble(telegram: Sandbox, people: Sequence[int], chance: random.Random) -> tuple[set[int], set[int]]:
    """Of the people (not the first, who has the groups) one in twenty meets a 500, one in twenty loses the answer, one
    in fifty is gone: those who are gone, and those whose answer is lost."""
    drawn = chance.sample(people[1:], len(people) // 20 * 2 + len(people) // 50)
    failing, losing = drawn[: len(people) // 20], drawn[len(people) // 20 : len(people) // 20 * 2]
    gone = drawn[len(people) // 20 * 2 :]
    for person in failing:
        telegram.world.faults.add(method="sendMessage", chat=person, status=500)
    for person in losing:
        telegram.world.faults.add(method="sendMessage", chat=person, kind="drop_after")
    for place, person in enumerate(gone):
        if place % 2:
            telegram.world.block(person)
        else:
            telegram.world.deactivate(person)
    return set(gone), set(losing)


def storm(delivery: Delivery, *, migrate: bool) -> None:
    """The next calls are refused, whomever they are for; and the groups become supergroups when it is time."""
    world = delivery.telegram.world
    world.faults.add(method="sendMessage", times=STORM, parameters={"retry_after": 1})
    if migrate:
        for group in delivery.groups:
            delivery.groups[group] = world.migrate(group)


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
