"""Rhythms as a state machine: whatever is chosen, paused, blocked or lost in whatever order, every story is told once.

The worker here is of the simplest kind, and does with quiet hours and digests as the real one does.
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
from storage.delivery.subscribers import Address
from storage.readers import ReaderId
from tests.builders import NOW, story
from tests.storage.followers import claim, counted, follow, plan
from tests.storage.library import Library, library_on
from threads.rhythm import Pace, Rhythm
from threads.zones import ZoneName

CHATS = (1, 2, 3)
SOMEBODY = st.sampled_from(CHATS)
MINUTES = st.integers(0, 24 * 60 - 1)
RHYTHMS = st.builds(
    Rhythm,
    pace=st.sampled_from(Pace),
    minute=MINUTES,
    weekday=st.integers(0, 6),
    quiet=st.none() | st.tuples(MINUTES, MINUTES),
)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tehran", "UTC-11:00"]).map(ZoneName)
RESEND = timedelta(minutes=5)


class Rhythms(RuleBasedStateMachine):
    """Three people who follow everything, each in a rhythm that changes."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.library: Library = self.run(self.stack.enter_async_context(library_on(Path(folder, "spool.db"))))
        self.now: datetime = NOW
        self.arrived: Counter[tuple[int, int]] = Counter()
        self.excused: Counter[tuple[int, int]] = Counter()
        self.stories: list[int] = []

    def run(self, work: Any) -> Any:
        """Run a coroutine to its end."""
        return self.runner.run(work)

    def teardown(self) -> None:
        """Everybody comes back and wants to hear at once: nothing was lost, and nothing doubled without an excuse."""
        for chat in CHATS:
            self.returns(chat)
            self.resumes(chat)
            self.chooses(chat, Rhythm())
        for _ in range(4):
            self.works()
            self.now += RESEND
        self.looks_right()
        for chat in CHATS:
            for publication in self.stories:
                told = self.arrived[chat, publication]
                assert 1 <= told <= 1 + self.excused[chat, publication], (chat, publication, told)
        assert self.run(self.library.publications.oldest_due()) is None
        self.run(self.stack.aclose())
        self.runner.close()

    @initialize()
    def begins(self) -> None:
        """They follow everything."""
        for chat in CHATS:
            self.run(self.library.readers.start(ReaderId(chat), self.now))
            self.run(follow(self.library, chat))

    @rule()
    def publishes(self) -> None:
        """A new story."""
        number = len(self.stories) + 1
        self.run(self.library.take(story(source_id=f"s{number}"), notify=True, now=self.now))
        found = self.run(self.library.database.fetch("SELECT max(id) FROM publication"))
        self.stories.append(found[0][0])

    @rule(chat=SOMEBODY, rhythm=RHYTHMS)
    def chooses(self, chat: int, rhythm: Rhythm) -> None:
        """Another rhythm."""
        self.run(self.library.rhythms.choose(Address(chat), rhythm, self.now, set_by=chat, language="en"))

    @rule(chat=SOMEBODY, zone=ZONES)
    def travels(self, chat: int, zone: ZoneName) -> None:
        """Another clock."""
        self.run(self.library.readers.set_zone(ReaderId(chat), zone))
        self.run(self.library.rhythms.renew(Address(chat), self.now))

    @rule(chat=SOMEBODY, hours=st.none() | st.integers(1, 50))
    def pauses(self, chat: int, hours: int | None) -> None:
        """For some hours, or until they return."""
        until = self.now + timedelta(hours=hours) if hours else None
        self.run(self.library.holding.pause(Address(chat), until, self.now))

    @rule(chat=SOMEBODY)
    def resumes(self, chat: int) -> None:
        """The pause is over."""
        self.run(self.library.holding.resume(Address(chat), self.now))

    @rule(chat=SOMEBODY)
    def blocks(self, chat: int) -> None:
        """Somebody can't be reached any more."""
        self.run(self.library.subscribers.lost(chat, self.now))

    @rule(chat=SOMEBODY)
    def returns(self, chat: int) -> None:
        """Somebody can be reached again."""
        self.run(self.library.subscribers.returned(chat))

    @rule(hours=st.floats(0.1, 10))
    def time_passes(self, hours: float) -> None:
        """Some hours, in which nothing is done."""
        self.now += timedelta(hours=hours)

    @rule()
    def restarts(self) -> None:
        """A process begins: what is overdue is gathered."""
        self.run(self.library.deliveries.recover(self.now))
        self.run(self.library.absence.gather(self.now))

    @rule()
    def works(self) -> None:
        """All that is due is planned, sent and recorded."""
        self.plans()
        while claims := self.run(claim(self.library, 10, self.now)):
            for taken in claims:
                self.run(self.library.deliveries.record([self.sent(taken)], self.now))
            self.plans()

    @rule()
    def dies(self) -> None:
        """After the messages were sent, and before that was recorded."""
        self.plans()
        for taken in self.run(claim(self.library, 10, self.now)):
            for publication in self.sent(taken).told or (taken.publication,):
                self.excused[taken.chat or 0, publication] += 1
        self.run(self.library.deliveries.recover(self.now))

    @rule()
    def loses_an_answer(self) -> None:
        """The message came, and nobody knows."""
        self.plans()
        for taken in self.run(claim(self.library, 1, self.now)):
            entry = self.sent(taken)
            if entry.state is State.SENT:
                for publication in entry.told or (taken.publication,):
                    self.excused[taken.chat or 0, publication] += 1
                due = None if taken.lost else int((self.now + RESEND).timestamp() * 1000)
                entry = Entry(claim=taken, state=State.UNKNOWN, due=due, lost=taken.lost + 1)
            self.run(self.library.deliveries.record([entry], self.now))

    def plans(self) -> None:
        """Everything that comes before a send."""
        self.run(plan(self.library, self.now))
        for step in (self.library.absence.catch_up, self.library.holding.wake, self.library.holding.tell):
            while self.run(step(self.now)):
                pass

    def sent(self, taken: Claim) -> Entry:
        """What becomes of a claim when it is sent now."""
        chat = taken.chat or 0
        if taken.quiet_until is not None:
            state, why = (State.SKIPPED, Why.QUIET) if taken.thread is None else (State.HELD, None)
            return Entry(claim=taken, state=state, why=why, tell_at=taken.quiet_until)
        if taken.thread is not None:
            self.arrived[chat, taken.publication] += 1
            return Entry(claim=taken, state=State.SENT, message=1)
        held = self.run(self.library.holding.held(taken.subscriber, self.now))
        if not held.best:
            return Entry(claim=taken, state=State.SKIPPED, why=Why.NOTHING, gone=held.gone)
        for publication in held.publications:
            self.arrived[chat, publication] += 1
        return Entry(claim=taken, state=State.SENT, message=1, told=held.publications, gone=held.gone)

    @invariant()
    def looks_right(self) -> None:
        """The counts beside the rows are those of the rows."""
        self.run(counted(self.library))


Rhythms.TestCase.settings = settings(max_examples=25, stateful_step_count=30)
TestRhythms = Rhythms.TestCase
TestRhythms.__doc__ = "Any order of events tells every story to everybody, once."
