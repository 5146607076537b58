"""Stories from the archive of an X account: every thread that its owner wrote, from any of its three vintages.

It is gone through twice: first for what answers what, then for the tweets that threads need. So an archive of many
gigabytes takes little memory. Nothing in it is run, and what is not needed is not opened.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import orjson

from threads.errors import UnreadableSource
from threads.model import Author, Gap, Moment, Thread
from threads.sources import x_csv
from threads.sources.document import ZIP, Document
from threads.sources.json_array import objects
from threads.sources.json_fields import Fields
from threads.sources.posts import Faults, Post, story_of
from threads.sources.self_threads import Chain, self_threads
from threads.sources.shelf import Shelf
from threads.sources.x_archive_files import Files, note_files, opened, reading, tweet_files
from threads.sources.x_archive_index import OWNER, Index, number
from threads.sources.x_archive_media import Held, held
from threads.sources.x_archive_owner import Owner
from threads.sources.x_continuing import DOUBT, continued, leads
from threads.sources.x_legacy import answered, read_post, tweet_id
from threads.sources.x_note import as_on_pages, is_note_of

NAME = "x-archive"
SCRIPTS = ("window.YTD.", "window.__THAR_CONFIG", "Grailbird.data.", "var user_details", "var tweet_index")
"""How the scripts of an archive begin; those without tweets are refused rather than taken for texts."""
LEAST = 2
"""Tweets that make a thread, unless another number is asked for."""

_NAMELESS = "The file does not say whose tweets these are: give the archive as a whole, or look whether you know."


def detects(document: Document) -> bool:
    """Whether this is a zip, an unpacked archive, one of an archive's scripts, or the table of the oldest."""
    is_script = document.head.lstrip().startswith(SCRIPTS) or x_csv.BEGINS.match(document.head) is not None
    return document.folder is not None or is_script or document.begins(*ZIP)


def read(document: Document, today: date) -> Iterator[Thread]:
    """Every thread of the archive, the oldest first."""
    with archive(document) as found:
        yield from found.stories(found.threads())


@dataclass(frozen=True, slots=True)
class Found:
    """A thread of an archive: when it begins, with which words, and how many tweets it has."""

    chain: Chain
    written: Moment | None
    text: str

    def __len__(self) -> int:
        return len(self.chain)


@contextmanager
def archive(document: Document, least: int = LEAST) -> Iterator["Archive"]:
    """An archive, to be asked for its threads of at least so many tweets; of one tweet, answers to others are none."""
    with opened(document) as files, closing(Shelf()) as tweets, closing(Shelf()) as notes:
        yield Archive(document.name, files, tweets, notes, least)


class Archive:
    """An archive: what threads it has, and their stories."""

    def __init__(self, name: str, files: Files, tweets: Shelf, notes: Shelf, least: int) -> None:
        self._name = name
        self._files = files
        self._tweets = tweets
        self._notes = notes
        self._least = max(least, 1)
        self._faults = Faults("tweets")
        self._owner = Owner.of(files)
        self._behind: set[str] = set()

    def threads(self) -> list[Found]:
        """The threads, the oldest first. Raises UnreadableSource when there is none."""
        chains = self._chains
        if not chains:
            self._faults.tell()
            raise UnreadableSource(
                why=f"{self._name} holds {self._index.count:,} tweets, but no thread of at least {self._least}: "
                "“spool import --min-tweets 1” takes lone tweets too."
            )
        self._fetch({int(identity) for chain in chains for identity in chain.ids if identity not in chain.missing})
        chains, self._behind = continued(chains, self._leads)
        return [self._found(chain) for chain in chains]

    def stories(self, found: list[Found]) -> Iterator[Thread]:
        """The stories of these threads. Raises UnreadableSource after the last, for all that could not be read."""
        faults = Faults("threads")
        for thread in found:
            with faults.passing(f"the thread of {thread.chain.ids[0]}"):
                yield self._story(thread.chain)
        faults.tell()
        self._faults.tell()
        self._owner.check(self._index.count, self._name)

    def media(self, story: Thread) -> Iterator[Held]:
        """The pictures and films of one of its stories that lie in it."""
        return held(self._files, story)

    @cached_property
    def _index(self) -> Index:
        index = Index()
        for tweet in self._read_tweets(self._faults):
            with self._faults.passing(tweet.where):
                index.add(tweet)
                self._owner.learn(tweet)
        index.finish()
        return index

    @cached_property
    def _chains(self) -> list[Chain]:
        links = self._index.links(self._owner.id, lone=self._least == 1)
        found = (chain for chain in self_threads(links) if len(chain) >= self._least)
        return [chain for chain in found if len(chain) > 1 or not chain.is_reply]

    def _read_tweets(self, faults: Faults) -> Iterator[Fields]:
        for name in tweet_files(self._files):
            for ordinal, tweet in enumerate(self._entries(name, faults), 1):
                with faults.passing(f"tweet {ordinal} of {name}"):
                    yield _inner(tweet, "tweet", f"tweet {ordinal} of {name}")

    def _entries(self, name: str, faults: Faults) -> Iterator[bytes]:
        """The entries of a file. What ends it early is a fault; what was read before it counts."""
        with faults.passing(name), reading(name), closing(self._files.open(name)) as stream:
            yield from x_csv.rows(stream, name) if name == x_csv.NAME else objects(stream, name)

    def _fetch(self, wanted: set[int]) -> None:
        """Put the tweets of the threads within reach, and the notes that are theirs."""
        passed = Faults("tweets")  # told the first time
        for tweet in self._read_tweets(passed):
            with passed.passing(tweet.where):
                identity = int(tweet_id(tweet))
                if identity in wanted:
                    self._tweets.put(identity, orjson.dumps(tweet.values))
        for name in note_files(self._files):
            for ordinal, entry in enumerate(self._entries(name, self._faults), 1):
                with self._faults.passing(f"note {ordinal} of {name}"):
                    self._fetch_note(_inner(entry, "noteTweet", f"note {ordinal} of {name}"))

    def _fetch_note(self, note: Fields) -> None:
        tweet = self._index.tweet_of_note(number(note.text("noteTweetId")))
        if tweet in self._tweets and is_note_of(note, self._tweet(tweet)):
            self._notes.put(tweet, orjson.dumps(as_on_pages(note).values))

    def _tweet(self, identity: int) -> Fields:
        return Fields(orjson.loads(self._tweets.get(identity)), f"tweet {identity}")

    def _found(self, chain: Chain) -> Found:
        first = next(identity for identity in chain.ids if identity not in chain.missing)
        tweet = self._post(first, is_own_reply=False).tweet
        return Found(chain, tweet.written, tweet.text)

    def _leads(self, identity: str) -> list[str]:
        """The tweets to which one of the threads' leads; most have no such link, and are not even looked into."""
        key = int(identity)
        if key not in self._tweets or b"/status" not in self._tweets.get(key):
            return []
        tweet = self._post(identity, is_own_reply=False).tweet
        return leads((tweet.text, tweet.quote.url if tweet.quote else None))

    def _story(self, chain: Chain) -> Thread:
        gap = Gap.UNAVAILABLE if self._owner.is_partial else Gap.DELETED
        story = story_of(
            "x",
            chain,
            lambda identity: self._post(identity, is_own_reply=identity != chain.ids[0]),
            dict.fromkeys(chain.missing, gap),
        )
        doubts = [] if story.author.handle else [_NAMELESS]
        doubts += [DOUBT] if self._behind & set(chain.ids[1:]) else []
        return replace(story, review=(*doubts, *story.review))

    def _post(self, identity: str, *, is_own_reply: bool) -> Post:
        key = int(identity)
        tweet = self._tweet(key)
        note = Fields(orjson.loads(self._notes.get(key)), f"the note of {identity}") if key in self._notes else None
        owner = answered(tweet, "user") if is_own_reply else None
        post = read_post(tweet, self._author, owner or OWNER, note=note)
        return replace(post, tweet=replace(post.tweet, edited=self._index.is_edited(key)))

    @cached_property
    def _author(self) -> Author:
        return self._owner.author(self._index.handle)


def _inner(entry: bytes, name: str, where: str) -> Fields:
    """What an entry holds under its one name; the first archives leave that wrapping out."""
    try:
        fields = Fields.of(orjson.loads(entry), where)
    except orjson.JSONDecodeError as error:
        raise UnreadableSource(why="this is not valid JSON.") from error
    return fields.object(name) or fields
