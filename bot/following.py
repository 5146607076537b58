"""Looks at the authors and feeds that are followed, and takes in their new threads once these are quiet.

One question at a time, whomever it goes to, so that no server has two; a server that asks for patience gets it, and one
that fails is asked less and less often. Nothing is kept in memory that the end of the process could lose.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import structlog

from bot.chore import Round
from bot.clock import Clock
from bot.reading_room import ReadingRoom
from storage.intake import Intake
from storage.sources import Followed, Sources, Waiting
from threads.errors import SpoolError, UnreadableSource
from threads.language import said_of
from threads.model import Thread
from threads.sources.live.gathered import Gathered
from threads.sources.live.source import Latest, Network, Version, entries
from threads.sources.refusals import Limited, NotThere

if TYPE_CHECKING:
    from bot.outside.links import Links

EVERY = timedelta(minutes=10)
"""Between two looks at somebody."""
QUIET = timedelta(minutes=15)
"""After its newest post a thread is taken for done, until it grows again."""
LONGEST = timedelta(days=1)
"""Between two looks at somebody who can't be had."""
JITTER = 0.2
"""Up to so much later each time, so that not everybody is looked at in the same moment."""
IDLE = 60.0
"""Seconds until it is looked whether somebody is due: the command line may have added one."""
TROUBLE = 30.0
"""Seconds until the next try when the database can't be used."""

Manner = Literal["publish", "quiet", "draft"]
"""What becomes of new threads: told to followers, published without a word, or kept as drafts."""

_log = structlog.get_logger()


class Follower(Round):
    """Follows. Only one may run with a database."""

    def __init__(
        self,
        sources: Sources,
        intake: Intake,
        links: "Callable[[], Awaitable[Links]]",
        room: ReadingRoom,
        clock: Clock,
        manner: Manner = "publish",
    ) -> None:
        """`links` is asked when somebody is to be looked at for the first time."""
        super().__init__(clock, "following waits", TROUBLE)
        self._sources = sources
        self._intake = intake
        self._links = links
        self._room = room
        self._manner = manner

    async def _step(self) -> float:
        followed = await self._sources.due(self._clock.now())
        if followed is None:
            return IDLE
        await self._look(followed)
        return 0.0

    async def _look(self, followed: Followed) -> None:
        try:
            version, stories = await self._listed(followed)
            waiting = await self._take_quiet(followed, stories)
        except SpoolError as error:
            await self._fail(followed, error)
            return
        now = self._clock.now()
        due = [each.grown + QUIET for each in waiting]
        await self._sources.looked(followed.id, now, min([now + _later(EVERY), *due]), version)

    async def _listed(self, followed: Followed) -> tuple[Version, Mapping[str, Thread]]:
        """Note what somebody has out; of a feed, the stories it holds. While something waits all of it is asked for."""
        is_waiting = bool(await self._sources.waiting(followed.id))
        version = Version() if is_waiting else followed.version
        latest = await (await self._links()).latest(followed.source, version, followed.looked or followed.since)
        if latest is None:
            return followed.version, {}
        seen, stories = latest.seen, {}
        if followed.source.network is Network.FEED:
            found = entries(await self._entries(latest))
            seen = tuple(each for each, _ in found.values())
            stories = {key: story for key, (_, story) in found.items()}
        old = followed.since if followed.looked is None else None
        await self._sources.note(followed.id, seen, self._clock.now(), old=old)
        return latest.version, stories

    async def _entries(self, latest: Latest) -> list[Thread]:
        return await self._room.behind(Gathered(body=latest.body), partly=True)

    async def _take_quiet(self, followed: Followed, stories: Mapping[str, Thread]) -> list[Waiting]:
        """Take in what has been quiet for long enough; what is not quiet yet."""
        waiting = await self._sources.waiting(followed.id)
        quiet = [each for each in waiting if each.grown + QUIET <= self._clock.now()]
        for each in quiet:
            await self._take(followed, each, stories)
        return [each for each in waiting if each not in quiet]

    async def _take(self, followed: Followed, waiting: Waiting, stories: Mapping[str, Thread]) -> None:
        try:
            found = await self._stories(followed, waiting, stories)
        except NotThere:
            found = []
        except UnreadableSource as error:
            _log.warning("a thread of somebody who is followed can't be read", source=followed.id, why=error.message_id)
            found = []
        for story in found:
            if await self._is_wanted(story, followed):
                await self._bring(story)
        await self._sources.taken(followed.id, waiting)

    async def _bring(self, story: Thread) -> None:
        draft, notify = self._manner == "draft", self._manner == "publish"
        language = said_of(story) or await self._room.guess(story)
        now = self._clock.now()
        await self._intake.take([story], now, draft=draft, notify=notify, guess=False, language=language)

    async def _stories(self, followed: Followed, waiting: Waiting, stories: Mapping[str, Thread]) -> list[Thread]:
        if followed.source.network is Network.FEED:
            return [stories[waiting.key]] if waiting.key in stories else []
        gathered = await (await self._links()).gather_thread(followed.source, waiting.key)
        return await self._room.behind(gathered, partly=True)

    async def _is_wanted(self, story: Thread, followed: Followed) -> bool:
        """Not what began before following did, unless it is a story here already and has grown. Feeds have new entries
        alone by now, and some tell only their day."""
        if followed.source.network is Network.FEED:
            return True
        is_old = story.written is not None and story.written.at < followed.since.replace(microsecond=0)
        return not is_old or await self._intake.knows(story)

    async def _fail(self, followed: Followed, error: SpoolError) -> None:
        now = self._clock.now()
        pause = _later(min(EVERY * 2.0 ** min(followed.failures, 10), LONGEST))
        if isinstance(error, Limited):
            pause = max(pause, timedelta(seconds=error.seconds))
            await self._sources.put_off(followed.source.host, now + timedelta(seconds=error.seconds))
        await self._sources.failed(followed.id, now + pause, str(error))
        _log.info("somebody who is followed can't be looked at", source=followed.id, why=error.message_id)


def _later(pause: timedelta) -> timedelta:
    return pause * (1 + JITTER * random.random())  # noqa: S311  # nothing secret about it
