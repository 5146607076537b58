"""What an archive's tweets answer, in a few bytes a tweet: ten years are looked through without holding them.

The tweets of an archive are all its owner's, and name no author. So an answer to a known tweet is one to oneself; where
the tweet answered is gone, the user's id tells.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from threads.sources.json_fields import Fields
from threads.sources.self_threads import Link
from threads.sources.status_links import find_status
from threads.sources.x_legacy import answered, is_retweet, media_items, tweet_id

OWNER = "owner"
"""Stands for the archive's owner, whose id it need not tell."""
MOST_DIGITS = 20
"""An id has fewer digits than this."""
NOTE_AHEAD = 200
"""Milliseconds before its tweet in which a long post's text gets its id; 13 to 41 in real archives."""


class Index:
    """The ids of all own tweets with what each answers. Retweets and outdated versions of edited tweets are none."""

    def __init__(self) -> None:
        self._ids = array("Q")
        self._parents = array("Q")
        self._users = array("Q")
        self._latest: dict[int, int] = {}
        self._edited: set[int] = set()
        self._sorted = array("Q")
        self.count = 0
        self.handle = ""

    def add(self, tweet: Fields) -> None:
        """Take a tweet in. Raises UnreadableSource for one without an id."""
        identity = tweet_id(tweet)
        self.count += 1
        self._take_versions(tweet)
        self.handle = self.handle or _handle(tweet, identity)
        if not is_retweet(tweet):
            parent, whom = number(answered(tweet, "status")), number(answered(tweet, "user"))
            self._ids.append(number(identity))
            self._parents.append(parent)
            self._users.append(whom)

    def _take_versions(self, tweet: Fields) -> None:
        """Only the newest version of an edited tweet names the others, oldest first."""
        edit = tweet.object("edit_info").object("edit").object("editControlInitial")
        versions = [number(version) for version in edit.texts("editTweetIds") or ()]
        if len(versions) > 1:
            self._latest |= dict.fromkeys(versions[:-1], versions[-1])
            self._edited.add(versions[-1])

    def latest(self, identity: int) -> int:
        """The newest version of a tweet; of one that was never edited, itself."""
        return self._latest.get(identity, identity)

    def is_edited(self, identity: int) -> bool:
        """Whether a tweet is the newest of several versions."""
        return identity in self._edited

    def finish(self) -> None:
        """Put the ids in order, once all tweets are in."""
        self._sorted = array("Q", sorted(identity for identity in self._ids if identity not in self._latest))

    def links(self, user: int, *, lone: bool) -> Iterator[Link]:
        """Where the tweets of threads hang, those of all when `lone` ones count; `user` is the owner's id or 0."""
        user = user or self._likely_user()
        answers: set[int] = set()
        answered: set[int] = set()
        for identity, parent, whom in self._current():
            if self._is_own(identity, parent, whom, user):
                answers.add(identity)
                answered.add(parent)
                yield Link(id=str(identity), owner=OWNER, parent=str(parent), parent_owner=OWNER)
            elif lone:
                yield Link(id=str(identity), owner=OWNER, parent_owner=str(whom) if parent else None)
        for identity in answered - answers:
            if self._has(identity) and not lone:
                yield Link(id=str(identity), owner=OWNER)

    def _current(self) -> Iterator[tuple[int, int, int]]:
        for identity, parent, whom in zip(self._ids, self._parents, self._users, strict=True):
            if identity not in self._latest:
                yield identity, self.latest(parent), whom

    def _is_own(self, identity: int, parent: int, whom: int, user: int) -> bool:
        """Whether it answers the owner. Answers are younger than what they answer, so no links go in a circle."""
        return 0 < parent < identity and (self._has(parent) or whom == user != 0)

    def _likely_user(self) -> int:
        """The owner's id when no file tells it: the one whose tweets are here."""
        counted = Counter(whom for _, parent, whom in self._current() if whom and self._has(parent))
        return max(counted, key=counted.__getitem__, default=0)

    def tweet_of_note(self, note: int) -> int:
        """The tweet that a long post's text belongs to, the first one after it and at once; 0 when there is none."""
        place = bisect_right(self._sorted, note)
        is_near = place < len(self._sorted) and (self._sorted[place] >> 22) - (note >> 22) <= NOTE_AHEAD
        return self._sorted[place] if is_near else 0

    def _has(self, identity: int) -> bool:
        place = bisect_left(self._sorted, identity)
        return place < len(self._sorted) and self._sorted[place] == identity


def number(said: str | None) -> int:
    """An id as a number; 0 for what is none."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < MOST_DIGITS else 0


def _handle(tweet: Fields, identity: str) -> str:
    """The owner's handle, which stands in the addresses of the tweet's own pictures."""
    statuses = (find_status(item.text("expanded_url")) for item in media_items(tweet))
    return next((status[0] for status in statuses if status and status[1] == identity), "")
