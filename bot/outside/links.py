"""Stories behind links: asked for by the one client for strangers' addresses, within one time for all its questions."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, TypeVar

from bot.outside.client import Outside
from bot.outside.link import checked
from bot.outside.rules import Rules
from bot.stories import faults_told
from threads.sources.answers import Answer, Want
from threads.sources.live import authors, reading
from threads.sources.live.bases import Bases
from threads.sources.live.gathered import Gathered
from threads.sources.live.source import Latest, Source, Version
from threads.sources.refusals import TooSlow

Result = TypeVar("Result")

SECONDS = 120.0
"""For everything that one link needs: a long thread takes many questions, one after the other."""


class Links:
    """Gathers what is behind links. The networks' own addresses are the operator's, and may be private."""

    def __init__(self, rules: Rules, bases: Bases) -> None:
        for base in (bases.bluesky, bases.fxtwitter, *bases.mastodon.values()):
            rules = rules.with_own(base)
        self._bases = bases
        self._rules = rules
        self._outside = Outside(rules)

    async def close(self) -> None:
        """Close every connection."""
        await self._outside.close()

    async def gather(self, link: str, told: Callable[[int, str], None] | None = None) -> Gathered:
        """Everything behind a link. `told` hears after each answer how many there were, and from whom.

        Raises LinkRefused and UnreadableSource.
        """
        count = 0

        async def get(url: str, want: Want, headers: Mapping[str, str] | None = None) -> Answer:
            nonlocal count
            answer = await self._outside.get(url, want, headers)
            count += 1
            if told:
                told(count, answer.host)
            return answer

        return await self._within(reading.gather(link, get, self._bases), link)

    async def find(self, link: str) -> Source:
        """The author or feed behind a link. Raises LinkRefused and UnreadableSource."""
        return await self._within(authors.find(link, self._outside.get, self._bases), link)

    async def latest(self, source: Source, version: Version, since: datetime) -> Latest | None:
        """What somebody has out now; None when nothing changed. Raises LinkRefused and UnreadableSource."""
        work = authors.latest(source, self._outside.get, self._bases, version, since)
        return await self._within(work, source.link)

    async def gather_thread(self, source: Source, key: str) -> Gathered:
        """All of one thread of somebody. Raises LinkRefused and UnreadableSource."""
        return await self._within(authors.gather(source, key, self._outside.get, self._bases), source.link)

    async def _within(self, work: Coroutine[Any, Any, Result], link: str) -> Result:
        """The work, in its time, with a sentence for whatever goes wrong."""
        try:
            async with asyncio.timeout(SECONDS):
                with faults_told():
                    return await work
        except TimeoutError:
            raise TooSlow(host=checked(link, self._rules).host or "", seconds=round(SECONDS)) from None
