"""How other people's servers are treated while pictures are fetched from them: with pauses, and let be in trouble."""

from collections import OrderedDict

POLITE = 1.0
"""Seconds between two questions to one server."""
FIRST_REST, LONGEST_REST = 60.0, 3600.0
"""Seconds for which a server in trouble is let be, twice as long each time."""
REMEMBERED = 1_000
"""Servers kept in mind."""


class Servers:
    """What is known of servers by their origin; times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, float] = OrderedDict()
        self._rests: OrderedDict[str, float] = OrderedDict()

    def pause(self, origin: str, seconds: float) -> float:
        """How long to wait before a server is asked again."""
        return max(self._asked.get(origin, float("-inf")) + POLITE - seconds, 0.0)

    def asked(self, origin: str, seconds: float) -> None:
        """It is being asked now."""
        _remember(self._asked, origin, seconds)

    def answered(self, origin: str) -> None:
        """It is well."""
        self._rests.pop(origin, None)

    def in_trouble(self, origin: str) -> float:
        """It is not: how long to let it be this time."""
        rest = min(max(self._rests.get(origin, 0.0) * 2, FIRST_REST), LONGEST_REST)
        _remember(self._rests, origin, rest)
        return rest


def origin_of(url: str) -> str:
    """How the addresses of one server begin: everything up to the slash behind its name."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _remember(kept: OrderedDict[str, float], origin: str, value: float) -> None:
    kept[origin] = value
    kept.move_to_end(origin)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
