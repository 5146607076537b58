"""The people who read: where each stands in each story, what they saved and chose. Nothing else is known of them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NewType

from storage.database import Database
from storage.threads import PAGE, Page, StoredThread, Summary, milliseconds_of, seconds_of, summary_of
from threads.model import ThreadId, TweetNumber
from threads.reading import Place
from threads.zones import ZoneName, zone_of

ReaderId = NewType("ReaderId", int)
"""Telegram's user id."""

_START = """
INSERT INTO reader (id, started_at, client) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET client = coalesce(excluded.client, reader.client)
"""
# Tweets came after the end was seen, and no new reading has begun.
_HAS_GROWN = """progress.open = 0 AND EXISTS (
  SELECT 1 FROM tweet n WHERE n.thread_id = progress.thread_id AND n.number >= progress.finished_next)"""
# One statement a tap: the place is written, and what the frame needs to know comes back.
_STEP = f"""
INSERT INTO progress (reader_id, thread_id, number, page, seen_at, open, finished_next, ends)
SELECT r.id, t.id, $3, $4, $5, $6, $7, CASE WHEN $7 IS NULL THEN 0 ELSE 1 END
FROM reader r, thread t WHERE r.id = $1 AND t.id = $2
ON CONFLICT (reader_id, thread_id) DO UPDATE SET
  number = excluded.number, page = excluded.page, seen_at = excluded.seen_at,
  open = CASE WHEN excluded.finished_next IS NOT NULL THEN 0 WHEN $8 = 1 OR {_HAS_GROWN} THEN 1 ELSE progress.open END,
  finished_next = coalesce(excluded.finished_next, progress.finished_next),
  steps = progress.steps + 1, ends = progress.ends + excluded.ends
"""
# Forward from where the reader goes on: in a story that has grown from just before its first new tweet.
_ONLY_FORWARD = f"""
WHERE (SELECT position FROM tweet WHERE thread_id = excluded.thread_id AND number = excluded.number) * 10000
      + excluded.page
    > CASE WHEN {_HAS_GROWN} THEN (SELECT min(position) FROM tweet
        WHERE thread_id = progress.thread_id AND number >= progress.finished_next) * 10000 - 1
      ELSE coalesce((SELECT position FROM tweet WHERE thread_id = progress.thread_id AND number = progress.number), 0)
        * 10000 + progress.page END
"""
_TOLD = """
RETURNING (SELECT revision FROM thread WHERE id = thread_id),
  (SELECT plain FROM reader WHERE id = reader_id), (SELECT language FROM reader WHERE id = reader_id),
  EXISTS (SELECT 1 FROM saved s WHERE s.reader_id = progress.reader_id AND s.thread_id = progress.thread_id),
  steps = 1, ends = 1 AND $7 IS NOT NULL
"""
# Once for each reader: not on the path of other taps.
_COUNT = "UPDATE thread SET begun = begun + $2, finished = finished + $3 WHERE id = $1"
_COUNT_FOR_TAGS = "UPDATE thread_tag SET begun = (SELECT begun FROM thread WHERE id = $1) WHERE thread_id = $1"
_STANDING = """
SELECT r.plain, r.language, p.number, p.page, p.open, p.finished_next,
  EXISTS (SELECT 1 FROM saved s WHERE s.reader_id = r.id AND s.thread_id = $2)
FROM reader r LEFT JOIN progress p ON p.reader_id = r.id AND p.thread_id = $2 WHERE r.id = $1
"""
_MANNER = "SELECT plain, language FROM reader WHERE id = $1"
_LAST_SEEN = "SELECT thread_id, number FROM progress WHERE reader_id = $1 ORDER BY seen_at DESC LIMIT 1"
_TONGUE = "SELECT coalesce(language, client) FROM reader WHERE id = $1"
_SET_PLAIN = "UPDATE reader SET plain = $2 WHERE id = $1"
_ZONE = "SELECT zone FROM reader WHERE id = $1"
# From one to the next by the index: there are some hundreds, however many readers.
_ZONES = """
WITH RECURSIVE chosen (zone) AS (
  SELECT min(zone) FROM reader WHERE zone IS NOT NULL
  UNION ALL SELECT (SELECT min(r.zone) FROM reader r WHERE r.zone > chosen.zone) FROM chosen
  WHERE chosen.zone IS NOT NULL)
SELECT zone FROM chosen WHERE zone IS NOT NULL
"""
_SET_ZONE = "UPDATE reader SET zone = $2 WHERE id = $1"
_SET_LANGUAGE = "UPDATE reader SET language = $2 WHERE id = $1"
_GROWN = "SELECT grown FROM reader WHERE id = $1"
_SET_GROWN = "UPDATE reader SET grown = $2 WHERE id = $1"
_MUTE = "UPDATE progress SET muted = $3 WHERE reader_id = $1 AND thread_id = $2 RETURNING muted"
_SAVE = """
INSERT INTO saved (reader_id, thread_id, saved_at)
SELECT r.id, t.id, $3 FROM reader r, thread t WHERE r.id = $1 AND t.id = $2 ON CONFLICT DO NOTHING
RETURNING thread_id
"""
_UNSAVE = "DELETE FROM saved WHERE reader_id = $1 AND thread_id = $2 RETURNING thread_id"
_FORGET = (
    "DELETE FROM reader WHERE id = $1",
    "DELETE FROM offer WHERE person_id = $1",
    "DELETE FROM awaited WHERE person_id = $1",
    "DELETE FROM collection WHERE person_id = $1",
    "UPDATE change SET name = '' WHERE person_id = $1",
)
# A reading under way goes on at the last frame seen, else the story has grown and goes on at its first new tweet.
_UNFINISHED = """
SELECT t.id, t.headline, a.id, a.handle, a.name, t.written, t.written_precision, t.tweet_count, t.minutes,
  coalesce(w.number, p.number), CASE p.open WHEN 1 THEN p.page ELSE 0 END, w.position
FROM progress p JOIN thread t ON t.id = p.thread_id JOIN author a ON a.id = t.author_id
LEFT JOIN tweet w ON w.thread_id = t.id AND w.number = CASE p.open WHEN 1 THEN p.number ELSE (
  SELECT number FROM tweet n WHERE n.thread_id = t.id AND n.number >= p.finished_next ORDER BY position LIMIT 1) END
WHERE p.reader_id = $3 AND t.status = 'published' AND (p.open = 1 OR w.number IS NOT NULL)
ORDER BY p.seen_at DESC LIMIT $1 OFFSET $2
"""
_SAVED = """
SELECT t.id, t.headline, a.id, a.handle, a.name, t.written, t.written_precision, t.tweet_count, t.minutes
FROM saved s JOIN thread t ON t.id = s.thread_id JOIN author a ON a.id = t.author_id
WHERE s.reader_id = $3 AND t.status = 'published' ORDER BY s.saved_at DESC LIMIT $1 OFFSET $2
"""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a reader wants to be spoken to. `language` is the code they chose; None leaves it to their client."""

    plain: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a step's write tells: the story's revision now, and what the reader's frame depends on."""

    revision: int
    manner: Manner
    saved: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A reader's relation to a story. `place` is None before the first frame was seen."""

    manner: Manner = Manner()
    place: Place | None = None
    open: bool = False
    finished_next: int | None = None
    saved: bool = False

    def unfinished(self, story: StoredThread) -> bool:
        """Whether there is something to continue: a reading under way, or tweets that came after the end was seen."""
        new = (tweet for tweet in story.thread if tweet.number >= (self.finished_next or 0))
        return self.place is not None and (self.open or any(new))


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A story to continue: its line, where to go on, and that tweet's ordinal (None when it is gone)."""

    summary: Summary
    place: Place
    ordinal: int | None


class Readers:
    """Reads and writes what is kept of readers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, reader: ReaderId, now: datetime, client: str | None = None) -> None:
        """Remember someone who opened the bot; from here on places are kept for them.

        `client` is the language code of their Telegram client: what is sent to them unasked is in that language.
        """
        await self._database.write(_START, reader, seconds_of(now), client)

    async def step(
        self,
        reader: ReaderId,
        story: StoredThread,
        place: Place,
        now: datetime,
        *,
        last: bool,
        again: bool = False,
    ) -> Told | None:
        """Store the last frame seen, in one write.

        `last` says that nothing follows it, `again` that a new reading begins.
        None when the reader never opened the bot or the story is gone.
        """
        return await self._step(_STEP + _TOLD, reader, story, place, now, last=last, again=again)

    async def step_forward(
        self, reader: ReaderId, story: StoredThread, place: Place, now: datetime, *, last: bool
    ) -> Told | None:
        """As `step`, but never back: for cards that several people step. None too when the place stays where it is."""
        return await self._step(_STEP + _ONLY_FORWARD + _TOLD, reader, story, place, now, last=last, again=False)

    async def _step(
        self,
        sql: str,
        reader: ReaderId,
        story: StoredThread,
        place: Place,
        now: datetime,
        *,
        last: bool,
        again: bool,
    ) -> Told | None:
        finished = story.next_number if last else None
        seen = milliseconds_of(now)
        rows = await self._database.write(
            sql, reader, story.id, place.number, place.page, seen, int(not last), finished, int(again)
        )
        if not rows:
            return None
        revision, plain, language, saved, began, ended = rows[0]
        if began or ended:
            await self._count(story.id, began=began, ended=ended)
        return Told(revision, Manner(bool(plain), language), bool(saved))

    async def _count(self, thread: ThreadId, *, began: int, ended: int) -> None:
        """Count one more reader of a story, and one more who saw its end: by these lists are ordered."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(_COUNT, thread, began, ended)
            if began:
                await transaction.fetch(_COUNT_FOR_TAGS, thread)

    async def standing(self, reader: ReaderId, thread: ThreadId) -> Standing:
        """How the reader stands to a story; nothing at all for someone unknown."""
        rows = await self._database.fetch(_STANDING, reader, thread)
        if not rows:
            return Standing()
        plain, language, number, page, still_open, finished_next, saved = rows[0]
        place = None if number is None else Place(TweetNumber(number), page)
        return Standing(Manner(bool(plain), language), place, bool(still_open), finished_next, bool(saved))

    async def manner(self, reader: ReaderId) -> Manner:
        """How the reader wants to be spoken to; nothing in particular for someone unknown."""
        rows = await self._database.fetch(_MANNER, reader)
        return Manner(bool(rows[0][0]), rows[0][1]) if rows else Manner()

    async def tongue(self, reader: ReaderId) -> str | None:
        """The code of the language to write to a reader in unasked: chosen, else their client's; None when unknown."""
        rows = await self._database.fetch(_TONGUE, reader)
        return rows[0][0] if rows else None

    async def knows(self, reader: ReaderId) -> bool:
        """Whether this is someone who has opened the bot."""
        return bool(await self._database.fetch(_MANNER, reader))

    async def last_seen(self, reader: ReaderId) -> tuple[ThreadId, TweetNumber] | None:
        """The tweet that the reader saw last, of whichever story."""
        rows = await self._database.fetch(_LAST_SEEN, reader)
        return (ThreadId(rows[0][0]), TweetNumber(rows[0][1])) if rows else None

    async def set_plain(self, reader: ReaderId, plain: bool) -> None:
        """Choose labels with or without emoji."""
        await self._database.write(_SET_PLAIN, reader, int(plain))

    async def set_language(self, reader: ReaderId, language: str | None) -> None:
        """Choose the language of the interface by its code; None leaves it to the client."""
        await self._database.write(_SET_LANGUAGE, reader, language)

    async def zone(self, reader: ReaderId) -> ZoneName | None:
        """The name of the reader's time zone; None for someone who has not chosen one."""
        rows = await self._database.fetch(_ZONE, reader)
        return rows[0][0] if rows else None

    async def clock(self, reader: ReaderId) -> tzinfo:
        """The clock on the reader's wall; UTC's for someone who has not chosen a zone."""
        return await asyncio.to_thread(zone_of, await self.zone(reader))

    async def read_clocks(self) -> None:
        """Have the clock of every zone that somebody has chosen at hand: for whoever delivers, before it begins."""
        zones = [zone for (zone,) in await self._database.fetch(_ZONES)]
        await asyncio.to_thread(lambda: [zone_of(zone) for zone in zones])

    async def set_zone(self, reader: ReaderId, zone: ZoneName) -> None:
        """Choose a time zone. Its clock is read now, so that whoever reckons with it later finds it at hand."""
        await asyncio.to_thread(zone_of, zone)
        await self._database.write(_SET_ZONE, reader, zone)

    async def hears_of_growth(self, reader: ReaderId) -> bool:
        """Whether the reader wants to hear when stories grow that they have finished: unless they said otherwise."""
        rows = await self._database.fetch(_GROWN, reader)
        return bool(rows[0][0]) if rows else True

    async def set_growth(self, reader: ReaderId, wanted: bool) -> None:
        """Choose whether to hear when finished stories grow."""
        await self._database.write(_SET_GROWN, reader, int(wanted))

    async def mute(self, reader: ReaderId, thread: ThreadId, muted: bool) -> bool:
        """Hear no more of new tweets of one story for having finished it, or hear of them again.

        Whether the reader has a place in the story at all.
        """
        return bool(await self._database.write(_MUTE, reader, thread, int(muted)))

    async def toggle_saved(self, reader: ReaderId, thread: ThreadId, now: datetime) -> bool | None:
        """Save the story, or drop it from the saved ones; answers whether it is saved now, None for someone unknown."""
        if await self._database.write(_SAVE, reader, thread, milliseconds_of(now)):
            return True
        return False if await self._database.write(_UNSAVE, reader, thread) else None

    async def unfinished(self, reader: ReaderId, page: int) -> tuple[list[Unfinished], bool]:
        """One page of stories to continue, the last one read first, and whether another page follows."""
        rows = await self._database.fetch(_UNFINISHED, PAGE + 1, page * PAGE, reader)
        lines = [Unfinished(summary_of(row[:9]), Place(TweetNumber(row[9]), row[10]), row[11]) for row in rows[:PAGE]]
        return lines, len(rows) > PAGE

    async def saved(self, reader: ReaderId, page: int) -> Page:
        """One page of saved stories, the last one saved first."""
        rows = await self._database.fetch(_SAVED, PAGE + 1, page * PAGE, reader)
        return Page(tuple(map(summary_of, rows[:PAGE])), page, len(rows) > PAGE)

    async def forget(self, reader: ReaderId) -> None:
        """Delete everything that is kept of a person."""
        async with self._database.transaction() as transaction:
            for statement in _FORGET:
                await transaction.fetch(statement, reader)
