"""Posts of any network made stories: one story for each thread, with its gaps, and with what a person should look at.

A source's own module turns its JSON into posts, whether they come from a saved file or from the network; from here on
all of them are alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from threads.errors import InvalidThread, UnreadableSource
from threads.model import Author, Gap, Thread, Tweet, TweetNumber
from threads.sources.self_threads import Chain, Link, self_threads

ANY = TweetNumber(1)
"""The number of a post's tweet until its place in a story is known."""
NAMED = 3
"""Posts that a sentence names by id; of more it tells the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post: where it hangs, who wrote it, and what it holds.

    `doubts` are whole sentences that say why a person should look at it; `is_protected`, that its author does not want
    it passed on.
    """

    link: Link
    author: Author
    tweet: Tweet
    doubts: tuple[str, ...] = ()
    is_protected: bool = False


@dataclass(slots=True)
class Faults:
    """What could not be read of a source: its other parts come in, and this is told after the last.

    `what` names the parts. The first fault is kept, the others are counted.
    """

    what: str
    first: str = ""
    count: int = 0

    @contextmanager
    def passing(self, where: str) -> Iterator[None]:
        """Pass over a part that can't be read, and remember it under `where`."""
        try:
            yield
        except (InvalidThread, UnreadableSource) as error:
            self.first = self.first or f"{where}: {error}"
            self.count += 1

    def tell(self) -> None:
        """Raises UnreadableSource when there was anything."""
        if self.count == 1:
            raise UnreadableSource(why=self.first)
        if self.count:
            raise UnreadableSource(why=f"{self.count:,} {self.what} can't be read, the first is {self.first}")


def threads_of(
    source: str, posts: Iterable[Post], name: str, faults: Faults, *, gaps: Mapping[str, Gap] | None = None
) -> Iterator[Thread]:
    """A story for each conversation among these posts; `gaps` says why missing ones are missing.

    Lone answers to other people are stories only when there is nothing else. Raises UnreadableSource after the last
    for what can't be a story, for the `faults` there were before, and, naming the document, when there is none at all.
    """
    known: dict[str, Post] = {}
    for post in posts:
        known.setdefault(post.link.id, post)
    chains = self_threads(post.link for post in known.values())
    if not chains:
        faults.tell()
        raise UnreadableSource(why=f"{name} holds no posts that can be a story: look whether it was saved whole.")
    for chain in [chain for chain in chains if len(chain) > 1 or not chain.is_reply] or chains:
        with faults.passing(f"the thread of {chain.ids[0]}"):
            yield story_of(source, chain, known.__getitem__, gaps or {})
    faults.tell()


def story_of(source: str, chain: Chain, post_of: Callable[[str], Post], gaps: Mapping[str, Gap]) -> Thread:
    """The story of a chain. Raises InvalidThread for one that breaks the model's rules."""
    posts = {identity: post_of(identity) for identity in chain.ids if identity not in chain.missing}
    first = next(iter(posts.values()))
    tweets = [
        replace(posts[identity].tweet, number=TweetNumber(number))
        if identity in posts
        else Tweet(number=TweetNumber(number), source_id=identity, gap=gaps.get(identity, Gap.UNAVAILABLE))
        for number, identity in enumerate(chain.ids, 1)
    ]
    return Thread(
        source=source,
        source_id=tweets[0].source_id,
        source_url=first.tweet.source_url,
        author=first.author,
        written=first.tweet.written,
        lang=first.tweet.lang,
        tweets=tuple(tweets),
        review=_review(chain, posts.values()),
        protected=any(post.is_protected for post in posts.values()),
    )


def _review(chain: Chain, posts: Iterable[Post]) -> tuple[str, ...]:
    sentences: list[str] = []
    if chain.ids[0] in chain.missing:
        sentences.append("Its beginning is missing at the source: look whether it can be read without.")
    if chain.beside:
        named = ", ".join(chain.beside[:NAMED]) if len(chain.beside) <= NAMED else f"{len(chain.beside):,} of them"
        sentences.append(
            f"The author's own replies beside the thread are left out ({named}): look whether they belong."
        )
    sentences += [doubt for post in posts for doubt in post.doubts]
    return tuple(dict.fromkeys(sentences))
