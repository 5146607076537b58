"""Finding stories by a query, and stories like another. Each answer is bounded by how it is asked, not by luck.

Newest first costs the same for any word. Relevance is told among the newest 2,000 matches at most; behind these pages
go on newest first. The rarest part of a query drives it. As a last resort a search is ended after two seconds.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from storage.database import Database
from storage.finding.matching import any_of, expression
from storage.threads import PAGE, StoredThread, Summary, Threads, seconds_of, tweet_of
from threads.finding import Excerpt, best_tweet, excerpt, searched
from threads.model import ThreadId, Tweet, TweetNumber
from threads.query import Query, Term
from threads.spelling import near
from threads.words import is_running, words

RANKED = 2_000
"""Matches among which relevance is told for one word: the newest. For more words fewer, since each costs the same."""
FEWEST_RANKED = 250
MOST_TOLD = 8
"""Words of a query for which relevance is told: with more there is little to choose from, and it costs as much as it is
long."""
FRESH = 90 * 86_400
"""Seconds after which a story's freshness counts half of what it counts when it is new."""
EXCERPT = 60
"""Clusters of the matching tweet that a result shows."""
LOOKED_THROUGH = 1_000_000
"""Characters of the stories on a page in which the matching tweet is looked for."""
RARE_TAGS = 5
"""Tags of a story by which others are like it: its rarest."""
NEIGHBOURS = 20
"""Stories of each of these tags that are considered."""
TELLING_WORDS = 5
"""Words of a story by which others are like it: the rarest of those that look telling."""
LOOKED_UP = 15
"""Words that look telling."""
NEWEST_ALIKE = 200

_BEST = f"""
SELECT m.id FROM (
  SELECT rowid AS id, bm25(story_word) AS score FROM story_word WHERE story_word MATCH $1
  ORDER BY rowid DESC LIMIT $5
) m JOIN thread t ON t.id = m.id
ORDER BY m.score * (1 + 1.0 / (1 + max($2 - t.published_at, 0) / {FRESH}.0)), m.id DESC LIMIT $3 OFFSET $4
"""
_NEWEST = "SELECT rowid FROM story_word WHERE story_word MATCH $1 ORDER BY rowid DESC LIMIT $2 OFFSET $3"
_ANY = "SELECT 1 FROM story_word WHERE story_word MATCH $1 LIMIT 1"
_TEXTS = """
SELECT thread_id, number, text, extra FROM tweet
WHERE thread_id IN (SELECT value FROM json_each($1)) ORDER BY thread_id, position
"""
# CROSS JOIN: each spelling is looked up in the vocabulary, never the other way round.
_SPELLED = """
SELECT v.term FROM json_each($1) spelling CROSS JOIN vocabulary v ON v.term = spelling.value
ORDER BY v.doc DESC, v.term LIMIT 1
"""
_SAME_AUTHOR = """
SELECT t.id FROM thread t WHERE t.status = 'published' AND t.author_id = $1 AND t.id <> $2
AND NOT EXISTS (SELECT 1 FROM progress p
  WHERE p.reader_id = $3 AND p.thread_id = t.id AND p.finished_next IS NOT NULL)
ORDER BY t.published_at DESC, t.id DESC LIMIT $4
"""
_RAREST_TAGS = f"""
SELECT g.id FROM thread_tag tt JOIN tag g ON g.id = tt.tag_id
WHERE tt.thread_id = $1 AND g.stories > 1 ORDER BY g.stories, tt.rank LIMIT {RARE_TAGS}
"""
_OF_TAG = f"""
SELECT * FROM (
  SELECT thread_id, 1.0 / g.stories AS weight FROM thread_tag tt JOIN tag g ON g.id = tt.tag_id
  WHERE tt.tag_id = {{tag}} ORDER BY thread_id DESC LIMIT {NEIGHBOURS})
"""
_SHARED_TAGS = """
SELECT n.thread_id FROM ({neighbours}) n WHERE n.thread_id <> $1 AND NOT EXISTS (SELECT 1 FROM progress p
  WHERE p.reader_id = $2 AND p.thread_id = n.thread_id AND p.finished_next IS NOT NULL)
GROUP BY n.thread_id ORDER BY sum(n.weight) DESC, n.thread_id DESC LIMIT $3
"""
_RAREST_WORDS = f"""
SELECT v.term FROM json_each($1) word CROSS JOIN vocabulary v ON v.term = word.value
WHERE v.doc > 1 ORDER BY v.doc LIMIT {TELLING_WORDS}
"""
_SIMILAR_WORDS = f"""
SELECT m.id FROM (
  SELECT rowid AS id, bm25(story_word) AS score FROM story_word WHERE story_word MATCH $1
  ORDER BY rowid DESC LIMIT {NEWEST_ALIKE}
) m WHERE m.id <> $2 AND NOT EXISTS (SELECT 1 FROM progress p
  WHERE p.reader_id = $3 AND p.thread_id = m.id AND p.finished_next IS NOT NULL)
ORDER BY m.score, m.id DESC LIMIT $4
"""
_KEEP = "INSERT INTO query (text) VALUES ($1) ON CONFLICT (text) DO NOTHING"
_KEPT = "SELECT id FROM query WHERE text = $1"
_QUERY = "SELECT text FROM query WHERE id = $1"


class Order(StrEnum):
    """In which order stories are found."""

    BEST = "b"
    NEWEST = "n"


@dataclass(frozen=True, slots=True)
class Match:
    """A story that was found, and the tweet of it that holds the most of the query; None when its title does."""

    summary: Summary
    number: TweetNumber | None
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a query finds, counted from 0. `respelled` gives the words that were looked for instead.

    `late` says that the search took too long and was given up.
    """

    matches: tuple[Match, ...]
    number: int
    more: bool
    respelled: tuple[tuple[str, str], ...] = ()
    late: bool = False


class Search:
    """Finds stories."""

    def __init__(self, database: Database, threads: Threads) -> None:
        self._database = database
        self._threads = threads

    async def find(
        self, query: Query, order: Order, page: int, now: datetime, *, limit: int = PAGE, shared: bool = False
    ) -> Found:
        """One page of stories that match; where there are none, of those that match the query spelled otherwise.

        `shared` leaves out stories whose authors want them not passed on.
        """
        found = await self._page(query, order, page, now, limit=limit, shared=shared)
        if found.matches or found.late or not query.terms:
            return found
        spellings = await self._respelled(query)
        if not spellings:
            return found
        again = await self._page(query.respelled(spellings), order, page, now, limit=limit, shared=shared)
        return Found(again.matches, page, again.more, tuple(spellings.items())) if again.matches else found

    async def like(self, story: StoredThread, reader: int, limit: int) -> tuple[Summary, ...]:
        """Stories to go on with: by the same author, then with rare tags in common, then with similar words.

        None that the reader has finished. Stories whose author nobody knows have no author in common.
        """
        author = story.author_id if story.thread.author.shown else 0
        ids = await self._rows(_SAME_AUTHOR, author, story.id, reader, limit)
        if len(ids) < limit:
            ids += await self._with_shared_tags(story, reader, limit + len(ids))
        if len(set(ids)) < limit:
            ids += await self._with_similar_words(story, reader, limit + len(set(ids)))
        ids = list(dict.fromkeys(ids))[:limit]
        known = await self._threads.summaries([ThreadId(identity) for identity in ids])
        return tuple(known[thread] for thread in map(ThreadId, ids) if thread in known)

    async def keep(self, query: Query) -> int:
        """The number under which buttons name this query. What was asked is kept, and not by whom."""
        rows = await self._database.fetch(_KEPT, query.text)
        if not rows:
            await self._database.write(_KEEP, query.text)
            rows = await self._database.fetch(_KEPT, query.text)
        return int(rows[0][0])

    async def kept(self, number: int) -> str | None:
        """The query of a number."""
        rows = await self._database.fetch(_QUERY, number)
        return rows[0][0] if rows else None

    async def _with_shared_tags(self, story: StoredThread, reader: int, limit: int) -> list[int]:
        tags = await self._rows(_RAREST_TAGS, story.id)
        neighbours = " UNION ALL ".join(_OF_TAG.format(tag=int(tag)) for tag in tags)
        return await self._rows(_SHARED_TAGS.format(neighbours=neighbours), story.id, reader, limit) if tags else []

    async def _with_similar_words(self, story: StoredThread, reader: int, limit: int) -> list[int]:
        rarest: list[str] = await self._rows(_RAREST_WORDS, orjson.dumps(_telling(story)).decode())
        return await self._rows(_SIMILAR_WORDS, any_of(rarest), story.id, reader, limit) if rarest else []

    async def _rows(self, sql: str, *parameters: Any) -> list[Any]:
        """The first column of what a search finds; nothing when it takes too long."""
        return [row[0] for row in await self._database.scan(sql, *parameters) or ()]

    async def _page(self, query: Query, order: Order, page: int, now: datetime, *, limit: int, shared: bool) -> Found:
        match = expression(query, shared=shared)
        start = page * limit
        ranked = _ranked(query) if order is Order.BEST else 0
        if start < ranked:
            rows = await self._database.scan(_BEST, match, seconds_of(now), limit + 1, start, ranked)
            if rows and start + limit == ranked:
                # The last page that is ranked: what follows it comes by another way.
                rows += await self._database.scan(_NEWEST, match, 1, ranked) or []
        else:
            rows = await self._database.scan(_NEWEST, match, limit + 1, start)
        if rows is None:
            return Found((), page, more=False, late=True)
        ids = [ThreadId(row[0]) for row in rows[:limit]]
        return Found(await self._matches(ids, query), page, len(rows) > limit)

    async def _matches(self, ids: Sequence[ThreadId], query: Query) -> tuple[Match, ...]:
        if not ids:
            return ()
        summaries = await self._threads.summaries(ids)
        tweets = await self._tweets(ids)
        matches = []
        left = LOOKED_THROUGH
        for thread in ids:
            if thread in summaries:
                left -= sum(len(tweet.text) for tweet in tweets[thread])
                matches.append(_match(summaries[thread], tweets[thread] if left > 0 else (), query))
                # A page of long stories takes a while to look through: taps come in between.
                await asyncio.sleep(0)
        return tuple(matches)

    async def _tweets(self, ids: Sequence[ThreadId]) -> dict[ThreadId, list[Tweet]]:
        found: dict[ThreadId, list[Tweet]] = defaultdict(list)
        for thread, number, text, extra in await self._database.fetch(_TEXTS, orjson.dumps(list(ids)).decode()):
            found[ThreadId(thread)].append(tweet_of(number, text, extra))
        return found

    async def _respelled(self, query: Query) -> dict[str, str]:
        """For words that no story has, the near spelling that most have; nothing when a word has none."""
        spellings: dict[str, str] = {}
        for term in query.terms:
            if await self._database.fetch(_ANY, expression(Query(text="", terms=(term,)))):
                continue
            spelling = await self._near(term)
            if spelling is None:
                return {}
            spellings[term.said] = spelling
        return spellings

    async def _near(self, term: Term) -> str | None:
        match term.phrases:
            case ((word,),) if not is_running(word) and (spellings := near(word)):
                rows = await self._database.scan(_SPELLED, orjson.dumps(spellings).decode())
                return str(rows[0][0]) if rows else None
            case _:
                return None


def _ranked(query: Query) -> int:
    """Among how many of the newest matches relevance is told: whole pages of them, none where there is no word."""
    size = sum(len(run) for term in query.terms for run in term.phrases)
    return max(RANKED // size, FEWEST_RANKED) // PAGE * PAGE if 0 < size <= MOST_TOLD else 0


def _match(summary: Summary, tweets: Sequence[Tweet], query: Query) -> Match:
    number = best_tweet(tweets, query)
    tweet = next((tweet for tweet in tweets if tweet.number == number), None)
    # What stands behind a warning is not shown before it is asked for.
    shown = excerpt(searched(tweet), query, EXCERPT) if tweet and not tweet.content_warning else None
    return Match(summary, number, shown)


def _telling(story: StoredThread) -> list[str]:
    """The words that tell the most of a story: those it uses most among its longer ones."""
    counted: dict[str, int] = defaultdict(int)
    for tweet in story.thread:
        for word in dict.fromkeys(words(tweet.text)):
            counted[word] += 1
    ranked = sorted(counted, key=lambda word: (-counted[word] * _weight(word), word))
    return [word for word in ranked if _weight(word)][:LOOKED_UP]


def _weight(word: str) -> int:
    """Long words are rarer and say more; pairs of characters count as words of some length."""
    return 5 if is_running(word) and len(word) > 1 else max(len(word) - 3, 0)
