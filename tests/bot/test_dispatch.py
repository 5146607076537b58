"""Order of updates: one after the other within a chat, side by side between chats, bounded, and ended in time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.dispatch import MAX_OF_ONE, MAX_OF_TRUSTED, MAX_WAITING, Dispatcher, Handle, Raw, key_of
from tests.bot.program import until

ADA = {"id": 5, "is_bot": False, "first_name": "Ada"}


def update(number: int, chat: int = 1) -> Raw:
    """A message in a chat."""
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "hm"}
    return _update(number, message=message)


def _update(number: int, **body: Any) -> Raw:
    return {"update_id": number, **body}


def recorded(seen: list[int], wait: Callable[[Raw], Awaitable[object]]) -> Callable[[Raw], Awaitable[None]]:
    """A handler that writes down each update once it is done."""

    async def handle(one: Raw) -> None:
        await wait(one)
        seen.append(one["update_id"])

    return handle


def dispatcher_of(handle: Handle, passed: list[int] | None = None) -> Dispatcher:
    """A dispatcher for which a press's data is the card it only shows something on."""

    async def pass_by(one: Raw) -> None:
        assert passed is not None
        passed.append(one["update_id"])

    return Dispatcher(handle, pass_by, lambda one: one.get("callback_query", {}).get("data"))


async def test_a_chat_is_answered_in_order() -> None:
    """An update that takes long is done before the next of its chat begins."""
    seen: list[int] = []
    dispatcher = dispatcher_of(recorded(seen, lambda one: asyncio.sleep(0.02 / one["update_id"])))
    for number in range(1, 9):
        await dispatcher.put(update(number))
    await dispatcher.idle()
    assert seen == list(range(1, 9))


async def test_somebody_who_runs_the_bot_may_send_hundreds_at_once() -> None:
    """Of anybody else what is too much for one queue is dropped; of these it waits, up to a bound of its own."""
    for trusted, most in ((False, MAX_OF_ONE), (True, MAX_OF_TRUSTED)):
        seen: list[int] = []
        handle = recorded(seen, lambda one: asyncio.sleep(0))
        dispatcher = Dispatcher(handle, handle, lambda _: None, lambda _, trusted=trusted: trusted)  # type: ignore[misc]  # bound now
        for number in range(1, MAX_OF_TRUSTED + 11):
            await dispatcher.put(update(number))
        await dispatcher.idle()
        assert seen == list(range(1, most + 1))


async def test_a_slow_chat_holds_up_nobody() -> None:
    """While one chat waits, all of another's updates are done, and what comes for the slow one waits its turn."""
    seen: list[int] = []
    gate = asyncio.Event()
    dispatcher = dispatcher_of(recorded(seen, lambda one: gate.wait() if one["update_id"] == 1 else asyncio.sleep(0)))
    for number, chat in ((1, 1), (2, 2), (3, 1), (4, 2), (5, 3)):
        await dispatcher.put(update(number, chat))
    await until(lambda: len(seen) == 3)
    assert sorted(seen) == [2, 4, 5]
    gate.set()
    await dispatcher.idle()
    assert seen[3:] == [1, 3]


async def test_chats_are_handled_side_by_side() -> None:
    """Two handlers that wait for each other both come to their end."""
    seen: list[int] = []
    meeting = asyncio.Barrier(2)
    dispatcher = dispatcher_of(recorded(seen, lambda _: meeting.wait()))
    await dispatcher.put(update(1, 1))
    await dispatcher.put(update(2, 2))
    async with asyncio.timeout(5):
        await dispatcher.idle()
    assert sorted(seen) == [1, 2]


async def test_too_many_waiting_updates_hold_back_the_next() -> None:
    """Past its bound `put` waits until there is room: then Telegram keeps the rest."""
    seen: list[int] = []
    gate = asyncio.Event()
    dispatcher = dispatcher_of(recorded(seen, lambda _: gate.wait()))
    for number in range(MAX_WAITING):
        await dispatcher.put(update(number, chat=number % 70))
    last = asyncio.create_task(dispatcher.put(update(MAX_WAITING)))
    await asyncio.wait({last}, timeout=0.05)
    assert not last.done()
    gate.set()
    async with asyncio.timeout(10):
        await last
        await dispatcher.idle()
    assert len(seen) == MAX_WAITING + 1


async def test_stopping_waits_for_what_ends_in_time() -> None:
    """Everything queued is done when it can be."""
    seen: list[int] = []
    dispatcher = dispatcher_of(recorded(seen, lambda _: asyncio.sleep(0.01)))
    for number in (1, 2, 3):
        await dispatcher.put(update(number))
    async with asyncio.timeout(5):
        await dispatcher.stop(30)
    assert seen == [1, 2, 3]


async def test_stopping_cancels_what_takes_too_long() -> None:
    """After its time nothing runs any more, and nothing later of that chat has begun."""
    seen: list[int] = []
    begun: list[int] = []

    async def endless(one: Raw) -> None:
        begun.append(one["update_id"])
        await asyncio.Event().wait()

    dispatcher = dispatcher_of(recorded(seen, endless))
    for number in (1, 2):
        await dispatcher.put(update(number))
    async with asyncio.timeout(5):
        await dispatcher.stop(0.05)
        await dispatcher.idle()
    assert (begun, seen) == ([1], [])


async def test_stopping_with_nothing_under_way_is_done_at_once() -> None:
    """An idle bot ends without waiting."""
    async with asyncio.timeout(1):
        await dispatcher_of(recorded([], lambda _: asyncio.sleep(0))).stop(30)


def press(number: int, card: str | None, chat: int = 1) -> Raw:
    """A press in a chat; without a card it is one that has to be handled."""
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
    return _update(number, callback_query={"id": str(number), "from": ADA, "message": message, "data": card})


async def test_of_presses_that_wait_on_one_card_the_latest_wins() -> None:
    """What is overtaken is passed by, in order; presses on other cards, and those that do something, are handled."""
    seen: list[int] = []
    passed: list[int] = []
    gate = asyncio.Event()
    dispatcher = dispatcher_of(recorded(seen, lambda _: gate.wait()), passed)
    for number, card in ((1, "a"), (2, "a"), (3, None), (4, "b"), (5, "a"), (6, "a")):
        await dispatcher.put(press(number, card))
        await asyncio.sleep(0)
    gate.set()
    await dispatcher.idle()
    assert seen == [1, 3, 4, 6]
    assert passed == [2, 5]


async def test_somebody_who_taps_without_end_fills_no_queue_but_their_own() -> None:
    """A thousand taps while one is under way: another chat is served, the latest tap wins, the rest leave no trace."""
    seen: list[int] = []
    gate = asyncio.Event()
    slow = dispatcher_of(recorded(seen, lambda one: gate.wait() if one["update_id"] < 5_000 else asyncio.sleep(0)), [])
    for number in range(1, 3 * MAX_WAITING):
        await slow.put(press(number, "a"))
        await asyncio.sleep(0)
    await slow.put(press(5_000, "z", chat=2))
    await until(lambda: seen == [5_000])
    gate.set()
    await slow.idle()
    assert seen == [5_000, 1, 3 * MAX_WAITING - 1]


async def test_a_full_queue_takes_no_more_of_what_cannot_be_overtaken() -> None:
    """Messages past the bound of one chat are dropped, and there is room for others at once."""
    seen: list[int] = []
    gate = asyncio.Event()
    dispatcher = dispatcher_of(recorded(seen, lambda _: gate.wait()))
    for number in range(1, 2 * MAX_OF_ONE):
        await dispatcher.put(update(number))
    gate.set()
    await dispatcher.idle()
    assert seen == list(range(1, MAX_OF_ONE + 1))


PRESS = {"id": "1", "from": ADA, "chat_instance": "1", "data": "x"}


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (update(1, chat=-100), -100),
        (_update(1, callback_query={**PRESS, "inline_message_id": "card"}), "card"),
        (_update(1, inline_query={"id": "1", "from": ADA, "query": "", "offset": ""}), 5),
        (_update(1), "update 1"),
        (_update(1, message={"chat": "odd"}), "update 1"),
    ],
)
def test_an_update_is_ordered_by_its_chat_its_card_or_its_person(one: Raw, key: int | str) -> None:
    """What has none of them is ordered by nothing but itself."""
    assert key_of(one) == key
