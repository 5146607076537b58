"""Which posts are one thread: an author's unbroken run of replies to themselves, put together by who answers whom.

The same rules for every source. Times and the order in a file say nothing: bursts share a second, archives are not
sorted. A post that is missing between two halves stands as a gap where the source proves that they belong together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a post hangs. `owner` is its author's id at the source.

    `parent_owner` is who wrote the parent, when the source tells without having it; `root` names the conversation, when
    the source names it.
    """

    id: str
    owner: str
    parent: str | None = None
    parent_owner: str | None = None
    root: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A thread as the ids of its posts in reading order, `missing` ones among them.

    `beside` are the author's own replies to it that lead away from it; `is_reply` says that it begins below somebody
    else's post.
    """

    ids: tuple[str, ...]
    missing: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    is_reply: bool = False

    def __len__(self) -> int:
        """How many of its posts are there."""
        return len(self.ids) - len(self.missing)


def self_threads(links: Iterable[Link]) -> list[Chain]:
    """One chain for each conversation, by the id of their first posts.

    Of a conversation it is the run that begins it, when that has two posts; else the longest run there is. A repeated
    id counts once. Links in a circle are passed over.
    """
    forest = _Forest(links)
    chains = [_best(heads, forest) for heads in forest.conversations()]
    return sorted(chains, key=lambda chain: rank(chain.ids[0]))


def rank(identity: str) -> tuple[int, str]:
    """The order of ids that grow with time: numbers written out, and names of one length."""
    return (len(identity), identity)


class _Forest:
    """The posts by id, and each author's replies to themselves. Missing parents have a place, without a post."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.posts: dict[str, Link] = {}
        for link in links:
            self.posts.setdefault(link.id, link)
        self.missing: dict[str, Link] = {}
        self.children: defaultdict[str, list[str]] = defaultdict(list)
        for link in list(self.posts.values()):
            if link.parent is not None and self._answers_itself(link, link.parent):
                if link.parent not in self.posts:
                    self.missing.setdefault(link.parent, Link(id=link.parent, owner=link.owner, root=link.root))
                self.children[link.parent].append(link.id)
        self._below = self._next_posts()

    def at(self, identity: str) -> Link:
        return self.posts.get(identity) or self.missing[identity]

    def heads(self) -> Iterator[Link]:
        """Where runs begin, in the order of ids."""
        answers = {child for children in self.children.values() for child in children}
        for identity in sorted({*self.posts, *self.missing} - answers, key=rank):
            yield self.at(identity)

    def conversations(self) -> Iterable[list[Link]]:
        """The heads of each conversation."""
        grouped: defaultdict[str, list[Link]] = defaultdict(list)
        tops: dict[str, str] = {}
        for head in self.heads():
            grouped[head.root or self._top(head, tops)].append(head)
        return grouped.values()

    def run(self, head: Link) -> list[str]:
        """From a head on, each time with the reply that goes on longest."""
        ids = [head.id]
        while ids[-1] in self._below:
            ids.append(self._below[ids[-1]])
        return ids

    def beside(self, run: Iterable[str]) -> list[str]:
        """Own replies to the posts of a run that are not the next of it."""
        return [child for identity in run for child in self.children[identity] if child != self._below[identity]]

    def _answers_itself(self, link: Link, parent: str) -> bool:
        known = self.posts.get(parent)
        owner = known.owner if known else link.parent_owner
        return owner == link.owner and parent != link.id

    def _next_posts(self) -> dict[str, str]:
        """For each post the child that leads deepest; of several the one with the lowest id."""
        order = [head.id for head in self.heads()]
        for identity in order:  # grows as it is walked
            order += self.children[identity]
        depths: dict[str, int] = {}
        below: dict[str, str] = {}
        for identity in reversed(order):
            children = self.children[identity]
            if children:
                below[identity] = min(children, key=lambda child: (-depths[child], rank(child)))
            depths[identity] = 1 + max((depths[child] for child in children), default=0)
        return below

    def _top(self, head: Link, tops: dict[str, str]) -> str:
        """The first post that the file has above a head, by whoever it is; in a circle, where it closes."""
        walked: dict[str, None] = {}
        identity = head.id
        while identity not in tops and identity not in walked:
            walked[identity] = None
            parent = self.at(identity).parent
            identity = parent if parent is not None and parent in self.posts else identity
        top = tops.get(identity, identity)
        tops.update(dict.fromkeys(walked, top))
        return top


def _best(heads: list[Link], forest: _Forest) -> Chain:
    first = next((head for head in heads if head.id == head.root), heads[0])
    owned = [head for head in heads if head.owner == first.owner]
    chain = _joined(first, owned, forest) if first.id == first.root else _chain(forest.run(first), forest)
    if len(chain) > 1:
        return chain
    others = (_chain(forest.run(head), forest) for head in heads)
    return max((chain, *others), key=len)


def _joined(first: Link, owned: list[Link], forest: _Forest) -> Chain:
    """The run with the later halves of the same conversation, each behind the gap that its lost parent left."""
    ids = forest.run(first)
    for head in owned:
        if head.id in forest.missing and rank(head.id) > rank(ids[-1]):
            ids += forest.run(head)
    return _chain(ids, forest)


def _chain(ids: list[str], forest: _Forest) -> Chain:
    first = forest.at(ids[0])
    return Chain(
        ids=tuple(ids),
        missing=frozenset(forest.missing.keys() & set(ids)),
        beside=tuple(forest.beside(ids)),
        is_reply=first.parent is not None or first.parent_owner is not None,
    )
