"""When two threads are the same story, and which of their tweets are the same tweet.

A story is known again by its source and source id; where one side has none, by the id its writer gave it; where one
side has none of these either, by author, date and first words. Tweets of a story that comes again keep their numbers,
so that buttons, links and readers' places stay right.
"""

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256

from threads.model import Thread, Tweet, TweetNumber
from threads.text import match_key


def source_key(thread: Thread) -> str | None:
    """The sure identity: source and source id, else the writer's own id; None when the story has neither."""
    if thread.source_id:
        return f"{thread.source}:{thread.source_id}"
    return own_key(thread)


def own_key(thread: Thread) -> str | None:
    """The identity that the writer gave it; None without one."""
    return f"id:{thread.own_id}" if thread.own_id else None


def author_key(thread: Thread) -> str:
    """Who wrote the story: the handle within its network, else the name. A text's handles are taken for X's."""
    handle = thread.author.handle.casefold()
    return key_of(handle, network(thread)) if handle else f"name:{thread.author.name.casefold()}"


def key_of(handle: str, network: str) -> str:
    """The same of a handle, casefolded, and its network."""
    return f"@{handle}@{network}"


def network(thread: Thread) -> str:
    """Where the author's handle is theirs: `x` for texts too, else the source."""
    source = thread.source.casefold()
    return "x" if source == "text" else source


def content_key(thread: Thread) -> str:
    """The identity of last resort: author, date and how the story begins, as a short digest.

    It begins with the first tweet that has words, and before it with the first that has something else to show.
    """
    author = (thread.author.handle or thread.author.name).casefold()
    date = thread.written.at.date().isoformat() if thread.written else ""
    shown = words = ""
    for tweet in thread:
        if words := match_key(tweet.text):
            break
        shown = shown or _wordless_key(tweet)
    return sha256("\n".join((author, date, shown, words)).encode()).hexdigest()[:32]


def _wordless_key(tweet: Tweet) -> str:
    parts = [media.url for media in tweet.media]
    if tweet.quote:
        parts += [tweet.quote.url or "", match_key(tweet.quote.text)]
    if tweet.poll:
        parts += [match_key(option.label) for option in tweet.poll.options]
    return "\n".join(parts)


def keys_of(thread: Thread) -> set[str]:
    """Every identity of a story: two without a common one are different stories."""
    return {key for key in (source_key(thread), own_key(thread), content_key(thread)) if key}


def merge(old: Thread, new: Thread, next_number: int) -> Thread:
    """`new` with the numbers of `old` on the tweets that are the same, and numbers from `next_number` on the others.

    The same tweet is the one with the same id at the source; else, among those whose ids don't speak against it, the
    one with the same words, then the one of the same number (when Spool gave the numbers), then the one that comes
    after the same tweet, or first in both. Of several with the same words, such a number decides, else the order.
    """
    matches = _Matches(old, new)
    matches.by_source_id()
    if new.numbers_given:
        matches.by_number(same_words=True)
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
        # Should a source repeat an id, the first tweet has it, each time.
        ids = {tweet.source_id: tweet for tweet in reversed(self.old.tweets) if tweet.source_id}
        for index, tweet in enumerate(self.new.tweets):
            if tweet.source_id and (match := ids.get(tweet.source_id)):
                self._take(index, match)

    def by_words(self) -> None:
        waiting: defaultdict[str, list[Tweet]] = defaultdict(list)
        for tweet in self.free.values():
            if words := match_key(tweet.text):
                waiting[words].append(tweet)
        for index, tweet in self._open():
            queue = waiting.get(match_key(tweet.text), [])
            if match := next((match for match in queue if _compatible(match, tweet)), None):
                queue.remove(match)
                self._take(index, match)

    def by_number(self, *, same_words: bool = False) -> None:
        for index, tweet in self._open():
            match = self.free.get(tweet.number)
            if match and _compatible(match, tweet) and (not same_words or _same_words(match, tweet)):
                self._take(index, match)

    def by_neighbour(self) -> None:
        following = dict(zip((None, *(tweet.number for tweet in self.old)), self.old, strict=False))
        for index, tweet in self._open():
            if index and index - 1 not in self.found:
                continue
            match = following.get(self.found[index - 1].number if index else None)
            if match and _compatible(match, tweet):
                self._take(index, match)

    def _open(self) -> list[tuple[int, Tweet]]:
        return [(index, tweet) for index, tweet in enumerate(self.new.tweets) if index not in self.found]

    def _take(self, index: int, match: Tweet) -> None:
        if self.free.pop(match.number, None):
            self.found[index] = match


def _compatible(old: Tweet, new: Tweet) -> bool:
    return not (old.source_id and new.source_id and old.source_id != new.source_id)


def _same_words(old: Tweet, new: Tweet) -> bool:
    return match_key(old.text) == match_key(new.text)
