"""The ledger as a state machine: whatever happens in whatever order, a crash too, nothing is lost and nothing doubled.

The world keeps its own journal of what arrived. What the ledger promises is held against it: at least once for
everybody who can be reached, a repeat only for what was under way in a crash or whose answer was lost, and within a
chat the order of publication.
"""

import asyncio
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storage.delivery.deliveries import Claim, Entry
from storage.delivery.ledger import State, Why
from storage.delivery.publications import PublicationId
from storage.delivery.subjects import EVERYTHING
from storage.delivery.subscribers import Address, Barrier
from tests.builders import NOW, story
from tests.storage.followers import LEASE, claim, counted, follow, plan
from tests.storage.library import Library, library_on

CHATS = st.sampled_from((1, 2, -3, -4))
"""People, and groups, which may take nothing for a while."""
RESEND = timedelta(minutes=5)


class Ledger(RuleBasedStateMachine):
    """Chats that come and go, stories, a worker that may die between sending and recording."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.library: Library = self.run(self.stack.enter_async_context(library_on(Path(folder, "spool.db"))))
        self.now: datetime = NOW
        self.hand: list[Claim] = []
        self.arrived: dict[int, list[int]] = {}
        self.excused: Counter[tuple[int, int]] = Counter()
        self.stories = 0

    def run(self, work: Any) -> Any:
        """Run a coroutine to its end."""
        return self.runner.run(work)

    def teardown(self) -> None:
        """Let everything come to its end, and look at the whole."""
        for publication in self.run(self.library.publications.latest(100)):
            self.run(self.library.publications.pause(publication.id, False, self.now))
        self.crash()
        for _ in range(100):
            self.now += RESEND
            self.run(plan(self.library, self.now))
            self.claim(99)
            while self.hand:
                self.arrives()
            while self.run(self.library.deliveries.close_cancelled(self.now)):
                pass
        self.looks_right()
        self.nothing_is_open()
        self.run(self.stack.aclose())
        self.runner.close()

    def nothing_is_open(self) -> None:
        """Every row is settled, and what is settled as sent arrived."""
        assert self.run(self.library.publications.oldest_due()) is None
        found = self.run(
            self.library.database.fetch(
                "SELECT d.publication_id, s.chat_id FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id "
                "WHERE d.state = 'sent'"
            )
        )
        for publication, chat in found:
            assert publication in self.arrived.get(chat, [])

    @initialize(stories=st.integers(0, 3))
    def begins(self, stories: int) -> None:
        """Somebody follows everything already, and there may be something to tell."""
        self.follows(1)
        self.follows(-3)
        for _ in range(stories):
            self.publishes()
        self.plans()

    @rule(chat=CHATS)
    def follows(self, chat: int) -> None:
        """Somebody follows everything."""
        self.run(follow(self.library, chat))

    @rule(chat=CHATS)
    def unfollows(self, chat: int) -> None:
        """Somebody follows nothing any more."""
        self.run(self.library.subscriptions.unfollow(Address(chat), [EVERYTHING], self.now))

    @rule()
    def publishes(self) -> None:
        """A new story."""
        self.stories += 1
        self.run(self.library.take(story(source_id=f"s{self.stories}"), notify=True, now=self.now))

    @rule()
    def plans(self) -> None:
        """The rows of what was published."""
        self.run(plan(self.library, self.now))

    @rule(limit=st.integers(1, 5))
    def claim(self, limit: int) -> None:
        """The worker takes what is due, when its hands are empty."""
        if not self.hand:
            self.hand = self.run(claim(self.library, limit, self.now))

    def record(self, **outcome: Any) -> None:
        """Record what became of the claim that comes next."""
        taken = self.hand.pop(0)
        counts = {"tries": taken.tries, "lost": taken.lost}
        self.run(self.library.deliveries.record([Entry(claim=taken, **(counts | outcome))], self.now))

    def reach(self) -> None:
        """The message of the next claim arrives, in its order and only as often as may be."""
        taken = self.hand[0]
        assert taken.chat is not None
        journal = self.arrived.setdefault(taken.chat, [])
        assert not journal or taken.publication >= max(journal), "out of order"
        journal.append(taken.publication)
        repeats = journal.count(taken.publication) - 1
        assert repeats <= self.excused[taken.chat, taken.publication], "doubled without an excuse"

    @rule()
    def arrives(self) -> None:
        """Sent and recorded."""
        if self.hand:
            self.reach()
            self.record(state=State.SENT, message=1)

    @rule(came=st.booleans())
    def answer_is_lost(self, came: bool) -> None:
        """Nobody knows: sent once more after some minutes, and then it is left at that."""
        if self.hand:
            taken = self.hand[0]
            if came:
                self.reach()
                self.excused[taken.chat or 0, taken.publication] += 1
            again = int((self.now + RESEND).timestamp() * 1000)
            self.record(state=State.UNKNOWN, due=None if taken.lost else again, lost=taken.lost + 1)

    @rule()
    def fails_for_now(self) -> None:
        """A passing failure: it is due again later."""
        if self.hand:
            due = int((self.now + timedelta(seconds=30)).timestamp() * 1000)
            self.record(state=State.PLANNED, due=due, tries=self.hand[0].tries + 1)

    @rule()
    def is_refused(self) -> None:
        """A permanent failure."""
        if self.hand:
            self.record(state=State.FAILED, why=Why.REJECTED)

    @rule()
    def blocks(self) -> None:
        """The chat is found to be unreachable."""
        if self.hand:
            chat = self.hand[0].chat
            assert chat is not None
            self.record(state=State.SKIPPED, why=Why.UNREACHABLE)
            self.run(self.library.subscribers.lost(chat, self.now))

    @rule(chat=CHATS)
    def returns(self, chat: int) -> None:
        """The chat can be reached again."""
        self.run(self.library.subscribers.returned(chat))

    @rule(barrier=st.sampled_from(Barrier))
    def is_shut(self, barrier: Barrier) -> None:
        """A group takes no message now: what waits for it is skipped before the answer is recorded."""
        if self.hand and (self.hand[0].chat or 0) < 0:
            self.run(self.library.chats.shut(Address(self.hand[0].chat or 0), barrier, self.now))
            self.record(state=State.SKIPPED, why=Why.UNREACHABLE)

    @rule(chat=CHATS)
    def reopens(self, chat: int) -> None:
        """It takes messages again."""
        subscriber = self.run(self.library.subscribers.find(Address(chat)))
        if subscriber is not None:
            self.run(self.library.chats.reopen(subscriber))

    @rule(sent=st.booleans())
    def crash(self, sent: bool = False) -> None:
        """The process dies with what it has in its hands, perhaps just after sending; another begins at once."""
        if self.hand and sent:
            taken = self.hand[0]
            self.reach()
            self.excused[taken.chat or 0, taken.publication] += 1
        self.hand = []
        self.run(self.library.deliveries.recover(self.now))

    @rule()
    def time_passes(self) -> None:
        """Past every lease: what the worker still holds is not its own any more, and it knows."""
        self.now += LEASE + timedelta(seconds=1)
        self.hand = []

    @rule(limit=st.integers(1, 5))
    def an_answer_comes_after_its_lease(self, limit: int) -> None:
        """It changes nothing once somebody else has claimed the row; what it holds then is theirs."""
        overdue = self.hand
        self.time_passes()
        self.claim(limit)
        for old in overdue:
            self.comes_too_late(old)

    def comes_too_late(self, old: Claim) -> None:
        """The answer to a claim that is perhaps no longer the worker's own."""
        row = "SELECT state, due_at, why, tries, lost FROM delivery WHERE publication_id = $1 AND subscriber_id = $2"
        before = self.run(self.library.database.fetch(row, old.publication, old.subscriber))
        late = Entry(claim=old, state=State.FAILED, why=Why.REJECTED, tries=old.tries + 7)
        self.run(self.library.deliveries.record([late], self.now))
        after = self.run(self.library.database.fetch(row, old.publication, old.subscriber))
        still_its_own = before and before[0][:2] == (State.LEASED, old.lease)
        assert still_its_own or after == before, "a lease that had ended was recorded"

    @rule(publication=st.integers(1, 4))
    def is_cancelled(self, publication: int) -> None:
        """An admin ends a publication."""
        self.run(self.library.publications.cancel(PublicationId(publication), self.now))

    @rule()
    def closes(self) -> None:
        """What a cancelled one leaves open is skipped."""
        self.run(self.library.deliveries.close_cancelled(self.now))

    @invariant()
    def looks_right(self) -> None:
        """The counts beside the rows are those of the rows."""
        self.run(counted(self.library))


Ledger.TestCase.settings = settings(max_examples=40, stateful_step_count=40)
TestLedger = Ledger.TestCase
TestLedger.__doc__ = "Any order of events keeps the ledger's promises."
