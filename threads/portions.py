"""A long story in portions: which places of it come at a time."""

from collections.abc import Callable, Sequence

from threads import reading
from threads.model import Thread
from threads.reading import Pages, Place


def portion(
    thread: Thread, start: Place, tweets: int, pages: Pages, fits: Callable[[Sequence[Place]], bool]
) -> list[Place]:
    """The places from `start` on that make up so many tweets, at least one place.

    A tweet comes with all its pages. Where not all of it `fits` together the portion ends earlier, also within a tweet:
    the next one goes on there.
    """
    places = [start]
    following = reading.after(thread, start, pages)
    while following and len({place.number for place in (*places, following)}) <= tweets:
        if not fits([*places, following]):
            break
        places.append(following)
        following = reading.after(thread, following, pages)
    return places
