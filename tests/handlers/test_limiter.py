"""Pauses by chat and turns of the bulk lane, on a clock of its own where time would have to be waited for."""

import asyncio
from itertools import pairwise

from handlers.limiter import TOGETHER, Limiter
from tests.builders import story
from tests.driver import Telegram, button, labels


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_refusal_pauses_its_own_chat_only() -> None:
    """The chat waits for what is left of its time; another chat not at all."""
    clock = Clock()
    limiter = Limiter(now=clock)
    limiter.refused(1, 7)
    clock.now += 3
    assert limiter.wait_for(1) == 4
    assert limiter.wait_for(2) == 0
    clock.now += 5
    assert limiter.wait_for(1) == 0


def test_a_shorter_refusal_does_not_end_a_longer_one() -> None:
    """Two 429s for one chat: the later end counts."""
    clock = Clock()
    limiter = Limiter(now=clock)
    limiter.refused(1, 30)
    limiter.refused(1, 2)
    assert limiter.wait_for(1) == 30


def turns(limiter: Limiter, clock: Clock, count: int) -> list[float]:
    """When so many turns of the bulk lane were taken, by somebody who asks as soon as they may."""
    taken: list[float] = []
    while len(taken) < count:
        if wait := limiter.bulk_wait():
            clock.now += wait
        else:
            taken.append(clock.now)
    return taken


def test_bulk_turns_are_evenly_spaced() -> None:
    """Twenty turns at five a second are a fifth of a second apart each, also after a long silence."""
    clock = Clock()
    limiter = Limiter(5, clock)
    for _ in range(2):
        clock.now += 60
        taken = turns(limiter, clock, 20)
        assert taken[1] - taken[0] == 0
        assert all(later - earlier >= 0.2 - 1e-9 for earlier, later in pairwise(taken[1:]))


def test_a_second_chats_refusal_within_seconds_pauses_the_bulk_lane() -> None:
    """One 429 pauses a chat, two within seconds the lane; answers to people have no part in it."""
    clock = Clock()
    limiter = Limiter(1000, clock)
    limiter.refused(1, 20)
    assert turns(limiter, clock, 1) == [100]
    limiter.refused(2, 30)
    assert limiter.wait_for(3) == 0
    assert turns(limiter, clock, 1) == [130]


def test_two_refusals_far_apart_leave_the_lane_open() -> None:
    """After some seconds a second chat's 429 is that chat's own."""
    clock = Clock()
    limiter = Limiter(now=clock)
    limiter.refused(1, 60)
    clock.now += TOGETHER + 1
    limiter.refused(2, 60)
    assert limiter.bulk_wait() == 0


def test_ended_pauses_are_forgotten() -> None:
    """A hundred thousand refused chats do not stay in memory."""
    clock = Clock()
    limiter = Limiter(now=clock)
    for chat in range(100_000):
        limiter.refused(chat, 1)
        clock.now += 0.001
    assert len(limiter._until) < 20_000


async def test_another_readers_step_never_waits_for_a_flood_wait(telegram: Telegram) -> None:
    """Ada's chat is told to wait two seconds; Ben reads on meanwhile, and Ada's card comes when the time is over."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    (frame,) = await ada.start("t_1_1")
    (other,) = await ben.start("t_1_1")
    telegram.world.faults.add(method="editMessageText", chat=ada.id, status=429, parameters={"retry_after": 2})
    telegram.world.press(ada.id, button(frame, "Next ▶")["callback_data"], chat=ada.id, message_id=frame["message_id"])
    await asyncio.sleep(0.1)
    telegram.world.press(ben.id, button(other, "Next ▶")["callback_data"], chat=ben.id, message_id=other["message_id"])
    async with asyncio.timeout(1):
        while labels(ben.last())[0][1] != "2/3":
            await asyncio.sleep(0.01)
    assert labels(ada.last())[0][1] == "1/3"
    await telegram.settled()
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_flood_wait_of_minutes_is_not_waited_for(telegram: Telegram) -> None:
    """The chat is left alone, what is asked there meanwhile is dropped, and others are served."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start("t_1_1")
    telegram.world.faults.add(method="editMessageText", chat=ada.id, status=429, parameters={"retry_after": 600})
    async with asyncio.timeout(5):
        await ada.press("Next ▶")
        calls = len(telegram.calls("editMessageText"))
        await ada.press("Next ▶")
        (frame,) = await ben.start("t_1_2")
    assert len(telegram.calls("editMessageText")) == calls
    assert labels(frame)[0][1] == "2/3"
