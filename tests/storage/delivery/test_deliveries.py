"""The delivery ledger: who gets a row, who gets it when, and what every row tells in the end."""

from collections import Counter
from datetime import timedelta

import pytest

from storage.delivery.chats import Room
from storage.delivery.deliveries import Entry
from storage.delivery.ledger import State, Why
from storage.delivery.publications import PublicationId, Stage
from storage.delivery.subscribers import Address
from tests.builders import NOW, story
from tests.storage.followers import LEASE, author, claim, counted, crowd, follow, plan, rows, send, tag
from tests.storage.library import Library
from threads.model import ThreadId

FIRST, SECOND = PublicationId(1), PublicationId(2)


async def stage(library: Library, publication: PublicationId = FIRST) -> Stage:
    """How far a publication has come."""
    found = await library.publications.get(publication)
    assert found is not None
    return found.stage


async def test_two_subscriptions_that_match_are_one_row(library: Library) -> None:
    """Everything, the author and three tags: one notification; whoever follows something else gets none."""
    await library.add(story("#a #b #c", source_id="old"))
    await library.add(story("#d", source_id="other", handle="otto"))
    subjects = [await tag(library, key) for key in "abc"] + [await author(library)]
    for subject in subjects:
        await follow(library, 1, subject)
    await follow(library, 1)
    await follow(library, 2, subjects[0])
    await follow(library, 3, await tag(library, "d"))
    (taken,) = await library.take(story("#a #b #c", source_id="new"), notify=True)
    assert taken.hears == 2
    await plan(library)
    assert set(await rows(library)) == {(FIRST, 1), (FIRST, 2)}
    await counted(library)


async def test_a_slice_ends_anywhere_and_loses_nobody(library: Library) -> None:
    """More than fits into a slice, over two subjects whose followers overlap: each has one row, counted before."""
    await library.add(story("#a"))
    await crowd(library, range(1, 12_001, 2), await tag(library, "a"))
    await crowd(library, range(1, 12_001, 3))
    chats = {*range(1, 12_001, 2), *range(1, 12_001, 3)}
    (taken,) = await library.take(story("#a", source_id="new"), notify=True)
    await plan(library)
    assert taken.hears == len(chats)
    assert {chat for _, chat in await rows(library)} == chats
    await counted(library)


async def test_only_new_stories_are_told_of_and_only_when_asked(library: Library) -> None:
    """Not a quiet one, not a draft, not an update, not one that is published again after it was withdrawn."""
    await follow(library, 1)
    quiet = await library.add(story())
    await library.take(story("One more."), notify=True)
    draft = await library.add(story("A draft.", source_id="d"), draft=True, notify=True)
    await library.intake.withdraw(quiet, NOW)
    assert (await library.intake.publish(quiet, NOW, notify=True)).hears == 0
    assert await library.count("publication") == 0
    assert (await library.intake.publish(draft, NOW, notify=True)).hears == 1
    assert [publication.thread for publication in await library.publications.latest(5)] == [draft]


async def test_what_is_left_out_is_skipped_and_says_so(library: Library) -> None:
    """A word or a tag of the story: skipped for those who leave it out, sent to the others."""
    for chat in (1, 2, 3):
        await follow(library, chat)
    await library.subscriptions.leave_out(Address(1), "stove", set_by=1, language="en")
    await library.subscriptions.leave_out(Address(2), "#ghosts", set_by=2, language="en")
    await library.subscriptions.leave_out(Address(3), "star", set_by=3, language="en")
    await library.add(story("The stove. #ghosts", "Starlings."), notify=True)
    await plan(library)
    left_out = (State.SKIPPED, Why.LEFT_OUT)
    assert await rows(library) == {(1, 1): left_out, (1, 2): left_out, (1, 3): (State.PLANNED, None)}
    await counted(library)


async def test_a_publication_ends_with_its_last_row(library: Library) -> None:
    """Planning, sending, done: done only when nothing is open; without any subscriber at once."""
    await follow(library, 1)
    await library.add(story(), notify=True)
    assert await stage(library) is Stage.PLANNING
    await plan(library)
    assert await stage(library) is Stage.SENDING
    await send(library, *await claim(library))
    assert await stage(library) is Stage.DONE
    await library.subscriptions.unfollow(Address(1), [], NOW)
    await library.add(story(source_id="s2"), notify=True)
    await plan(library)
    assert await stage(library, SECOND) is Stage.DONE
    await counted(library)


async def test_a_lease_keeps_a_row_until_it_ends(library: Library) -> None:
    """Nobody else gets it meanwhile; afterwards it can be claimed, and the old lease records nothing any more."""
    await follow(library, 1)
    await library.add(story(), notify=True)
    await plan(library)
    (mine,) = await claim(library)
    assert await claim(library) == []
    later = NOW + LEASE
    (theirs,) = await claim(library, now=later)
    await send(library, mine)
    assert (await rows(library))[1, 1][0] == State.LEASED
    await send(library, theirs)
    assert (await rows(library))[1, 1][0] == State.SENT
    await send(library, theirs)
    await counted(library)


async def test_what_a_dead_process_had_leased_is_due_at_once(library: Library) -> None:
    """After a kill nobody waits for a lease to end; what was recorded stays."""
    for chat in (1, 2):
        await follow(library, chat)
    await library.add(story(), notify=True)
    await plan(library)
    one, other = await claim(library)
    await send(library, one)
    assert await library.deliveries.recover(NOW) == 1
    assert [again.chat for again in await claim(library)] == [other.chat]
    await counted(library)


async def test_within_a_chat_publications_go_out_in_their_order(library: Library) -> None:
    """The second waits while the first is open, also when the first has to be tried again; other chats go on."""
    for chat in (1, 2):
        await follow(library, chat)
    await library.add(story(), notify=True)
    await library.add(story(source_id="s2"), notify=True)
    await plan(library)
    claims = await claim(library)
    assert {(each.publication, each.chat) for each in claims} == {(1, 1), (1, 2)}
    ready, failed = sorted(claims, key=lambda each: each.chat or 0)
    due = int((NOW + timedelta(minutes=5)).timestamp() * 1000)
    await library.deliveries.record([Entry(claim=failed, state=State.PLANNED, due=due, tries=1)], NOW)
    await send(library, ready)
    (second,) = await claim(library)
    assert (second.publication, second.chat) == (2, 1)
    await send(library, second)
    (again,) = await claim(library, now=NOW + timedelta(minutes=5))
    assert (again.publication, again.chat, again.tries) == (1, 2, 1)


async def test_the_publication_with_the_least_left_comes_first(library: Library) -> None:
    """An author's one follower does not wait until everybody else has heard of an older story."""
    await library.add(story("#a", handle="otto"))
    await crowd(library, range(1, 6), await tag(library, "a"))
    await follow(library, 9, await author(library, "otto"))
    await library.add(story("#a", source_id="s2"), notify=True)
    await library.add(story("Untagged.", source_id="s3", handle="otto"), notify=True)
    await plan(library)
    claims = await claim(library)
    assert [(each.publication, each.chat) for each in claims] == [(2, 9), *((1, chat) for chat in range(1, 6))]


async def test_a_paused_publication_waits_and_the_next_one_goes_on(library: Library) -> None:
    """No row of it is claimed until it is resumed; what comes after it does not wait for it."""
    await follow(library, 1)
    for name in ("s1", "s2"):
        await library.add(story(source_id=name), notify=True)
    await plan(library)
    assert await library.publications.pause(FIRST, True, NOW)
    assert [each.publication for each in await claim(library)] == [2]
    assert await library.publications.pause(FIRST, False, NOW)
    assert [each.publication for each in await claim(library)] == [1]


async def test_a_cancelled_publication_skips_what_is_open(library: Library) -> None:
    """Slice by slice; what is being sent is recorded as it went; nothing can be cancelled twice or resumed."""
    await crowd(library, range(1, 6_001))
    await library.add(story(), notify=True)
    await plan(library)
    (under_way,) = await claim(library, limit=1)
    assert await library.publications.cancel(FIRST, NOW)
    assert not await library.publications.cancel(FIRST, NOW)
    assert not await library.publications.pause(FIRST, False, NOW)
    assert await claim(library) == []
    while await library.deliveries.close_cancelled(NOW):
        pass
    await send(library, under_way)
    assert Counter((await rows(library)).values()) == {(State.SENT, None): 1, (State.SKIPPED, Why.CANCELLED): 5_999}
    assert await stage(library) is Stage.CANCELLED
    await counted(library)


async def test_an_unreachable_chat_loses_its_rest_and_gets_no_rows_until_it_is_back(library: Library) -> None:
    """Its open rows are skipped, new stories are not counted for it; after its return they are."""
    for chat in (1, 2):
        await follow(library, chat)
    for name in ("s1", "s2"):
        await library.add(story(source_id=name), notify=True)
    await plan(library)
    await library.subscribers.lost(1, NOW)
    unreachable = (State.SKIPPED, Why.UNREACHABLE)
    found = await rows(library)
    assert (found[1, 1], found[2, 1], found[1, 2]) == (unreachable, unreachable, (State.PLANNED, None))
    assert await library.subscribers.reach() == (1, 2)
    (taken,) = await library.take(story(source_id="s3"), notify=True)
    assert taken.hears == 1
    await plan(library)
    assert await library.subscribers.returned(1)
    assert not await library.subscribers.returned(1)
    (taken,) = await library.take(story(source_id="s4"), notify=True)
    await plan(library)
    assert {publication for publication, chat in await rows(library) if chat == 1} == {1, 2, 4}
    await counted(library)


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(library: Library) -> None:
    """Subscriptions, topics and rows go on under the new id; being told of it twice changes nothing."""
    await follow(library, -5)
    await follow(library, -5, topic=3)
    await library.subscriptions.leave_out(Address(-5), "tide", set_by=1, language="en")
    await library.add(story("A lamp."), notify=True)
    await plan(library)
    for _ in range(2):
        await library.subscribers.moved(-5, -1005, NOW)
    assert await library.subscriptions.count(Address(-1005)) == 1
    assert await library.subscriptions.left_out(Address(-1005)) == ["tide"]
    assert sorted((each.chat, each.topic) for each in await claim(library)) == [(-1005, 0), (-1005, 3)]


async def test_a_supergroup_that_follows_already_is_joined_not_doubled(library: Library) -> None:
    """Both were set: one subscriber is left, follows both, and hears once of what both were to hear of."""
    await library.add(story("#a"))
    await follow(library, -5)
    await follow(library, -1005, await tag(library, "a"))
    await library.subscriptions.leave_out(Address(-5), "tide", set_by=1, language="en")
    await library.chats.set(Address(-5), Room(title="Readers"), 7, "en")
    await library.database.write(
        "INSERT INTO rhythm VALUES ((SELECT id FROM subscriber WHERE chat_id = -5), 0, 1, 2, 3, 4, 1)"
    )
    await library.add(story("#a", source_id="s2"), notify=True)
    await library.add(story("Untagged.", source_id="s3"), notify=True)
    await plan(library)
    await library.subscribers.moved(-5, -1005, NOW)
    assert await library.subscriptions.count(Address(-1005)) == 2
    assert await library.subscriptions.count(Address(-5)) == 0
    assert await library.subscriptions.left_out(Address(-1005)) == ["tide"]
    assert [chat.address.chat for chat in (await library.chats.of_admin(7, 0))[0]] == [-1005]
    assert await library.database.fetch("SELECT minute, silent FROM rhythm") == [(1, 1)]
    first = await claim(library)
    await send(library, *first)
    second = await claim(library)
    assert [(each.publication, each.chat) for each in (*first, *second)] == [(1, -1005), (2, -1005)]
    await counted(library)


async def test_who_is_forgotten_leaves_numbers_only(library: Library) -> None:
    """What was to be sent is skipped, and neither subscriptions nor words nor the chat's id are kept."""
    await follow(library, 1)
    await library.subscriptions.leave_out(Address(1), "tide", set_by=1, language="en")
    await library.subscriptions.unfollow(Address(1), [], NOW)
    await follow(library, 1)
    await library.add(story("A lamp."), notify=True)
    await plan(library)
    (under_way,) = await claim(library)
    await library.subscribers.forget(1, NOW)
    await send(library, under_way)
    for table in ("subscriber", "subscription", "unsubscribed", "left_out"):
        assert await library.count(table) == 0
    assert await claim(library) == []
    await counted(library)


async def test_old_rows_are_folded_into_the_counts(library: Library) -> None:
    """Of what ended long ago the numbers stay; what is open or ended lately keeps its rows."""
    await follow(library, 1)
    await library.add(story(), notify=True)
    await plan(library)
    await send(library, *await claim(library))
    later = NOW + timedelta(days=40)
    await library.add(story(source_id="s2"), notify=True, now=later)
    await plan(library, later)
    while await library.deliveries.fold(NOW + timedelta(days=1)):
        pass
    assert set(await rows(library)) == {(SECOND, 1)}
    found = await library.publications.get(FIRST)
    assert found is not None
    assert (found.stage, found.counts.sent) == (Stage.DONE, 1)


async def test_the_oldest_due_row_is_known(library: Library) -> None:
    """Nothing open: none; else the time from which the longest waiting row could have been sent."""
    assert await library.publications.oldest_due() is None
    await follow(library, 1)
    await library.add(story(), notify=True)
    await plan(library)
    assert await library.publications.oldest_due() == int(NOW.timestamp() * 1000)


async def test_a_story_and_its_publication_are_stored_together_or_not_at_all(
    library: Library,
) -> None:
    """A failure while it is recorded that followers are to be told leaves no story either."""
    await library.database.write("ALTER TABLE publication RENAME TO lost")
    with pytest.raises(Exception, match="publication"):
        await library.take(story(), notify=True)
    assert await library.count("thread") == 0
    assert await library.threads.get(ThreadId(1)) is None


async def test_an_idle_worker_looks_at_what_is_open_alone(library: Library) -> None:
    """What is asked every second goes by indexes that hold no publication of long ago."""
    planning = "SELECT id FROM publication WHERE state IN ('planning', 'sending') AND state = 'planning' ORDER BY id"
    cancelled = "SELECT id FROM publication WHERE folded = 0 AND finished_at IS NOT NULL AND state = 'cancelled'"
    for sql, index in ((planning, "publication_open"), (cancelled, "publication_finished")):
        steps = " ".join(row[3] for row in await library.database.fetch(f"EXPLAIN QUERY PLAN {sql}"))
        assert index in steps


async def test_claiming_looks_at_open_rows_alone(library: Library) -> None:
    """The database's own plan: claims, recovery and held rows go by the indexes that hold nothing settled."""
    due = "SELECT subscriber_id FROM delivery WHERE publication_id = 1 AND due_at <= 5 ORDER BY due_at, subscriber_id"
    earlier = "SELECT 1 FROM delivery WHERE subscriber_id = 1 AND publication_id < 5 AND due_at IS NOT NULL"
    leased = "SELECT 1 FROM delivery WHERE publication_id = 1 AND due_at > 5 AND state = 'leased'"
    for sql, index in ((due, "delivery_due"), (earlier, "delivery_open"), (leased, "delivery_due")):
        steps = " ".join(row[3] for row in await library.database.fetch(f"EXPLAIN QUERY PLAN {sql}"))
        assert index in steps and "TEMP" not in steps
