"""Somebody who reads on while another has trouble: what tests of faults measure and hold.

Their waiting time is printed beside what it was without the trouble (`pytest -s` shows it); no time is ever asserted.
What is asserted is order: their steps are complete while the other one's trouble still lasts.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.bot.program import PATIENCE
from tests.builders import long_story
from tests.driver import Person, Telegram, button, labels

LENGTH = 60
STEPS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A person on the card of a long story, the only one there is in the library."""

    person: Person
    message: int

    @property
    def card(self) -> dict[str, Any]:
        """The card as it stands now."""
        return self.person.telegram.world.message(self.person.id, self.message)

    @property
    def shown(self) -> int:
        """The tweet that the card shows."""
        return int(labels(self.card)[0][1].partition("/")[0])

    def press(self, label: str = "Next ▶") -> str:
        """Press and don't wait: the query."""
        data = button(self.card, label)["callback_data"]
        world = self.person.telegram.world
        return world.press(self.person.id, data, chat=self.person.id, message_id=self.message)

    async def step(self) -> None:
        """One step on, until it is shown and the press is answered."""
        wanted, query = self.shown + 1, self.press()
        world = self.person.telegram.world
        async with asyncio.timeout(PATIENCE):
            while self.shown != wanted or world.answer(query) is None:
                await asyncio.sleep(0.001)

    async def steps(self, count: int = STEPS) -> list[float]:
        """So many steps; the seconds that each took."""
        waits = []
        for _ in range(count):
            began = time.perf_counter()
            await self.step()
            waits.append(time.perf_counter() - began)
        return waits

    async def stored(self) -> int:
        """The tweet at which the reader is, as the database has it."""
        services = self.person.telegram.services
        rows = await services.readers.unfinished(self.person.id, 0)  # type: ignore[arg-type]  # a person's id
        (line,) = rows[0]
        return int(line.place.number)


async def reading(telegram: Telegram, name: str) -> Reading:
    """Someone who has just opened the story."""
    person = telegram.person(name)
    (frame,) = await person.start("t_1_1")
    return Reading(person, frame["message_id"])


@asynccontextmanager
async def two_readers(telegram: Telegram, trouble: str) -> AsyncIterator[tuple[Reading, "Bystander"]]:
    """Ada, who will have trouble, and Ben, who reads on meanwhile; in the end Ben's waiting times are printed."""
    await telegram.bring(long_story(LENGTH))
    ada, ben = await reading(telegram, "Ada"), await reading(telegram, "Ben")
    bystander = Bystander(ben, await ben.steps())
    yield ada, bystander
    assert bystander.meanwhile, "nobody read on"
    print(  # noqa: T201
        f"\n{trouble}: another reader's step takes {_told(bystander.meanwhile)}, without it {_told(bystander.without)}"
    )


def _told(waits: list[float]) -> str:
    return f"{median(waits) * 1000:.1f} ms (slowest {max(waits) * 1000:.1f})"


@dataclass(slots=True)
class Bystander:
    """Ben, and how long his steps take: without trouble, and while another has it."""

    reading: Reading
    without: list[float]
    meanwhile: list[float] = field(default_factory=list)

    async def reads_on(self) -> None:
        """Steps that are complete when this returns."""
        self.meanwhile = await self.reading.steps()
