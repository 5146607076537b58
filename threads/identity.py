"""When two threads are the same story, and which of their tweets are the same tweet.

A story is known again by its source and source id; without one, by the id its writer gave it; else by author, date
and first tweet. Tweets of a story that comes again keep their numbers, so that buttons, links and readers' places
stay right.
"""

from collections import defaultdict, deque
from dataclasses import replace
from hashlib import sha256

from threads.model import Thread, Tweet, TweetNumber
from threads.text import match_key


def source_key(thread: Thread) -> str | None:
    """The sure identity: source and source id, else the writer's own id; None when the story has neither."""
    if thread.source_id:
        return f"{thread.source}:{thread.source_id}"
    return f"id:{thread.own_id}" if thread.own_id else None


def content_key(thread: Thread) -> str:
    """The identity of last resort: author, date and first tweet, as a short digest."""
    author = (thread.author.handle or thread.author.name).casefold()
    date = thread.written.at.date().isoformat() if thread.written else ""
    words = "\n".join((author, date, match_key(thread.tweets[0].text)))
    return sha256(words.encode()).hexdigest()[:32]


def merge(old: Thread, new: Thread, next_number: int) -> Thread:
    """`new` with the numbers of `old` on the tweets that are the same, and numbers from `next_number` on the others.

    The same tweet is: the one with the same id at the source; else the same words; else, among those whose ids don't
    speak against it, the same number (when Spool gave the numbers), or the one in the same spot between neighbours.
    """
    matches = _Matches(old, new)
    matches.by_source_id()
    matches.by_words()
    if new.numbers_given:
        matches.by_number()
    matches.by_neighbour()
    return _renumbered(new, matches.found, next_number)


def _renumbered(new: Thread, found: dict[int, Tweet], next_number: int) -> Thread:
    tweets = []
    for index, tweet in enumerate(new.tweets):
        if index in found:
            number = found[index].number
        else:
            number = TweetNumber(next_number)
            next_number += 1
        tweets.append(tweet if tweet.number == number else replace(tweet, number=number))
    return replace(new, tweets=tuple(tweets), numbers_given=True)


class _Matches:
    """Pairs tweets of a new version with those of the old one; each rule takes only what earlier ones left."""

    def __init__(self, old: Thread, new: Thread) -> None:
        self.old = old
        self.new = new
        self.found: dict[int, Tweet] = {}
        self.free = {tweet.number: tweet for tweet in old.tweets}

    def by_source_id(self) -> None:
        ids = {tweet.source_id: tweet for tweet in self.old.tweets if tweet.source_id}
        for index, tweet in enumerate(self.new.tweets):
            if tweet.source_id and (match := ids.get(tweet.source_id)):
                self._take(index, match)

    def by_words(self) -> None:
        waiting: defaultdict[str, deque[Tweet]] = defaultdict(deque)
        for tweet in self.free.values():
            if words := match_key(tweet.text):
                waiting[words].append(tweet)
        for index, tweet in self._open():
            queue = waiting.get(match_key(tweet.text))
            if queue and _compatible(queue[0], tweet):
                self._take(index, queue.popleft())

    def by_number(self) -> None:
        for index, tweet in self._open():
            match = self.free.get(tweet.number)
            if match and _compatible(match, tweet):
                self._take(index, match)

    def by_neighbour(self) -> None:
        order = {tweet.number: place for place, tweet in enumerate(self.old.tweets)}
        for index, tweet in self._open():
            spot = order[self.found[index - 1].number] + 1 if index - 1 in self.found else 0
            if index and index - 1 not in self.found:
                continue
            match = self.old.tweets[spot] if spot < len(self.old) else None
            if match and match.number in self.free and _compatible(match, tweet):
                self._take(index, match)

    def _open(self) -> list[tuple[int, Tweet]]:
        return [(index, tweet) for index, tweet in enumerate(self.new.tweets) if index not in self.found]

    def _take(self, index: int, match: Tweet) -> None:
        if index not in self.found and match.number in self.free:
            del self.free[match.number]
            self.found[index] = match


def _compatible(old: Tweet, new: Tweet) -> bool:
    return not (old.source_id and new.source_id and old.source_id != new.source_id)
