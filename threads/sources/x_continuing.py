"""Threads that go on in another: X's composer took 25 tweets at once, and authors went on in a second thread.

Nothing in an archive says so but the link between them: the last tweet of one leads to the first of the other, or the
first of the other quotes the last of the one. A link alone is no proof, since authors also point to what they wrote
long before; so it counts within a day, and a person looks at what was put together.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from threads.sources.self_threads import Chain

DAY = 24 * 3600 * 1000 << 22
"""A day in ids, which count milliseconds."""
DOUBT = (
    "Two threads of the author are put together here, since one leads to the other: look whether they are one story."
)

_STATUS = re.compile(r"/status(?:es)?/([0-9]{1,19})(?![0-9])", re.ASCII)


def leads(texts: Iterable[str | None]) -> list[str]:
    """The ids of the tweets to which these texts and addresses lead."""
    return [found for text in texts if text for found in _STATUS.findall(text)]


def continued(chains: Sequence[Chain], leads_of: Callable[[str], Sequence[str]]) -> tuple[list[Chain], set[str]]:
    """The chains with those that go on put together, and the ids at which another begins.

    `leads_of` tells to which tweets a tweet leads.
    """
    firsts = {chain.ids[0]: chain for chain in chains if not chain.is_reply}
    lasts = {chain.ids[-1]: chain for chain in chains}
    onward: dict[str, str] = {}
    behind: set[str] = set()

    def goes_on(one: Chain, other: Chain | None) -> None:
        if other and one.ids[0] not in onward and other.ids[0] not in behind and _goes_on(one, other):
            onward[one.ids[0]] = other.ids[0]
            behind.add(other.ids[0])

    for chain in chains:
        for led in leads_of(chain.ids[-1]):
            goes_on(chain, firsts.get(led))
        for led in leads_of(chain.ids[0]) if chain.ids[0] in firsts else ():
            if led in lasts:
                goes_on(lasts[led], chain)
    return [_joined(chain, firsts, onward) for chain in chains if chain.ids[0] not in behind], behind


def _goes_on(one: Chain, other: Chain) -> bool:
    """Whether the other was written after the one was begun, and within a day: so no links go in a circle."""
    return 0 < int(other.ids[0]) - int(one.ids[0]) < DAY


def _joined(chain: Chain, firsts: dict[str, Chain], onward: dict[str, str]) -> Chain:
    parts = [chain]
    while (last := parts[-1].ids[0]) in onward:
        parts.append(firsts[onward[last]])
    if len(parts) == 1:
        return chain
    return replace(
        chain,
        ids=tuple(identity for part in parts for identity in part.ids),
        missing=frozenset().union(*(part.missing for part in parts)),
        beside=tuple(identity for part in parts for identity in part.beside),
    )
