"""How many messages are in flight: as many as rate and latency need, and no more because the far side is slow."""

import heapq
import random

import pytest

from bot.delivery.pacing import FEWEST, Room


def sending(rate: float, capacity: float, latency: tuple[float, float], seconds: float) -> tuple[float, int]:
    """Messages a second, and the most in flight in the second half, against a far side of so many a second.

    Every message takes the far side `latency` and stands in line for its turn there.
    """
    chance = random.Random(7)  # noqa: S311  # latency, no secret
    room = Room(rate)
    now = turn = line = 0.0
    flights: list[tuple[float, float]] = []
    sent, most = 0, 0
    while now < seconds:
        while flights and flights[0][0] <= now:
            ended, began = heapq.heappop(flights)
            room.measured(ended - began, ended)
            sent += 1
        if len(flights) < room.size and turn <= now:
            line = max(line, now) + 1 / capacity
            heapq.heappush(flights, (line + chance.uniform(*latency), now))
            turn = max(turn, now - 1 / rate) + 1 / rate
            most = max(most, len(flights)) if now > seconds / 2 else 0
        else:
            now = max(now, min([turn if len(flights) < room.size else seconds, *(ended for ended, _ in flights[:1])]))
    return sent / seconds, most


@pytest.mark.parametrize(("rate", "most"), [(30, 5), (1000, 200)])
def test_the_rate_is_reached_with_as_few_as_it_needs(rate: float, most: int) -> None:
    """At 50 to 150 ms: 97 % of the rate with three to five in flight at 30 a second, some hundred at 1,000."""
    reached, in_flight = sending(rate, rate * 10, (0.05, 0.15), 60)
    assert reached >= 0.97 * rate
    assert in_flight <= most


@pytest.mark.parametrize("capacity", [70, 150, 240])
def test_a_far_side_that_is_slower_than_the_rate_gets_no_more_at_once(capacity: float) -> None:
    """Its line would only grow: what is in flight stays few, however long it lasts, at all the speed there is."""
    reached, in_flight = sending(250, capacity, (0.004, 0.006), 120)
    assert reached >= 0.9 * capacity
    assert FEWEST <= in_flight <= 40
