"""Stories that wait for a look, and stories that were withdrawn: what imports and publishing make of them."""

from datetime import timedelta

import pytest

from storage.threads import Status
from storage.writing import Outcome
from tests.builders import NOW, story
from tests.storage.library import Library
from threads.errors import UnreadableSource
from threads.sources.document import Document
from threads.sources.spool_json import read

LATER = NOW + timedelta(hours=1)
REASON = ("The header announces 9 tweets, 3 came: look whether some are missing.",)


async def test_a_story_with_reasons_to_look_waits_as_a_draft(library: Library) -> None:
    """Readers don't see it, no tag's page knows it, and publishing it takes it as it is."""
    (taken,) = await library.take(story(review=REASON))
    assert (taken.outcome, taken.added) == (Outcome.DRAFT, 3)
    assert not (await library.threads.latest(0)).items
    assert [line.id for line in (await library.threads.drafts(0)).items] == [taken.id]
    assert [tag.id for tag in (await library.story(taken.id)).tags] == [0, 0]
    assert await library.count("thread_tag") == 0
    assert (await library.story(taken.id)).published_at is None
    published = await library.intake.publish(taken.id, LATER)
    assert (published.id, published.outcome, published.added) == (taken.id, Outcome.NEW, 3)
    stored = await library.story(taken.id)
    assert (stored.status, stored.published_at, stored.thread.review) == (Status.PUBLISHED, LATER, ())
    assert await library.tag_keys(taken.id) == ["harbour", "ghosts"]
    assert not (await library.threads.drafts(0)).items


async def test_a_draft_that_comes_again_stays_one_draft(library: Library) -> None:
    """Its newest version waits."""
    one = await library.add(story("a"), draft=True)
    taken = await library.take(story("a", "b"), story("a", "b"), draft=True)
    assert [(each.id, each.outcome) for each in taken] == [(one, Outcome.DRAFT)] * 2
    assert await library.numbered(one) == [(1, "a"), (2, "b")]
    assert await library.count("thread") == 1


async def test_a_draft_is_published_by_an_import_that_needs_no_look(library: Library) -> None:
    """The whole story is new to readers, under the draft's id."""
    one = await library.add(story("a"), draft=True)
    (taken,) = await library.take(story("a", "b"), now=LATER)
    assert (taken.id, taken.outcome, taken.added) == (one, Outcome.NEW, 2)
    assert (await library.story(one)).published_at == LATER


async def test_a_draft_waits_beside_its_story_and_becomes_its_new_version(library: Library) -> None:
    """Readers keep the old version until the draft is published under the story's id, with the story's numbers."""
    one = await library.add(story("a", "b", "c"))
    draft = await library.add(story("b", "a", "new", review=REASON))
    assert draft != one
    assert await library.numbered(one) == [(1, "a"), (2, "b"), (3, "c")]
    taken = await library.intake.publish(draft, LATER)
    assert (taken.id, taken.outcome, taken.added) == (one, Outcome.UPDATED, 1)
    assert await library.numbered(one) == [(2, "b"), (1, "a"), (4, "new")]
    assert await library.threads.fresh(draft) is None
    assert (await library.story(one)).published_at == NOW


async def test_a_page_published_by_hand_is_no_draft_again(library: Library) -> None:
    """The same page with the same reasons to look says what readers have already; another version of it waits."""
    draft = await library.add(story("a", "b", review=REASON))
    await library.intake.publish(draft, LATER)
    before = await library.story(draft)
    (again,) = await library.take(story("a", "b", review=REASON))
    assert (again.id, again.outcome, again.added, again.thread.review) == (draft, Outcome.UNCHANGED, 0, ())
    assert await library.story(draft) == before
    assert not (await library.threads.drafts(0)).items
    (changed,) = await library.take(story("a", "b", "c", review=REASON))
    assert changed.outcome is Outcome.DRAFT
    assert changed.id != draft


async def test_a_draft_like_a_withdrawn_story_waits(library: Library) -> None:
    """Readers don't have it: a person may look and bring it back."""
    one = await library.add(story("a"))
    await library.intake.withdraw(one, LATER)
    (taken,) = await library.take(story("a", review=REASON))
    assert taken.outcome is Outcome.DRAFT
    assert (await library.story(one)).status is Status.WITHDRAWN


async def test_numbers_at_the_bound_leave_room_to_grow(library: Library) -> None:
    """A story with the largest number that a file may give grows past it and is read as before."""
    line = '{"spool":1,"source":"x","source_id":"1","tweets":[%s]}'
    first = '{"number":1000000,"text":"a","id":"7"}'
    (given,) = read(Document.of("a.jsonl", (line % first).encode()), NOW.date())
    one = await library.add(given)
    (grown,) = read(Document.of("a.json", (line % f'{first},{{"text":"b","id":"8"}}').encode()), NOW.date())
    await library.take(grown)
    assert await library.numbered(one) == [(1_000_000, "a"), (1_000_001, "b")]
    with pytest.raises(UnreadableSource, match='tweets 1, "number" has to be a whole number of at most 1,000,000'):
        list(read(Document.of("a.json", (line % first.replace("1000000", "1000001")).encode()), NOW.date()))


async def test_a_draft_beside_its_story_is_dropped_when_the_story_is_updated(library: Library) -> None:
    """What was imported last holds."""
    one = await library.add(story("a", "b"))
    draft = await library.add(story("a", "x"), draft=True)
    (taken,) = await library.take(story("a", "b", "c"))
    assert (taken.id, taken.outcome) == (one, Outcome.UPDATED)
    assert await library.threads.fresh(draft) is None


async def test_publishing_what_is_published_changes_nothing(library: Library) -> None:
    """A second press of Publish is no update."""
    one = await library.add(story())
    before = await library.story(one)
    assert (await library.intake.publish(one, LATER)).outcome is Outcome.UNCHANGED
    assert await library.story(one) == before


async def test_a_withdrawn_story_stays_withdrawn_on_import(library: Library) -> None:
    """A takedown is not undone by accident; what the import brought is not kept."""
    one = await library.add(story("a #sea", "b"))
    await library.intake.withdraw(one, LATER)
    assert not (await library.threads.latest(0)).items
    (taken,) = await library.take(story("a #sea", "b", "c"))
    assert (taken.id, taken.outcome, taken.added) == (one, Outcome.WITHDRAWN, 0)
    stored = await library.story(one)
    assert (stored.status, stored.tags, len(stored.thread)) == (Status.WITHDRAWN, (), 2)


async def test_a_withdrawn_story_comes_back_with_its_tags_when_published(library: Library) -> None:
    """Publishing it again restores what readers had, under the same id and time."""
    one = await library.add(story("a #sea", "b #ghosts"))
    await library.intake.withdraw(one, LATER)
    taken = await library.intake.publish(one, LATER)
    assert (taken.id, taken.outcome, taken.added) == (one, Outcome.UPDATED, 0)
    stored = await library.story(one)
    assert (stored.status, stored.published_at) == (Status.PUBLISHED, NOW)
    assert await library.tag_keys(one) == ["sea", "ghosts"]
    assert await library.numbered(one) == [(1, "a #sea"), (2, "b #ghosts")]


async def test_a_draft_beside_a_withdrawn_story_is_not_lost_by_an_import(library: Library) -> None:
    """An import that changes nothing leaves the draft waiting; publishing the draft brings the story back."""
    one = await library.add(story("a"))
    await library.intake.withdraw(one, LATER)
    draft = await library.add(story("a", "b"), draft=True)
    assert (await library.take(story("a", "c")))[0].outcome is Outcome.WITHDRAWN
    assert (await library.story(draft)).status is Status.DRAFT
    assert (await library.intake.publish(draft, LATER)).id == one
    assert (await library.story(one)).status is Status.PUBLISHED


async def test_withdrawing_a_draft_beside_its_story_drops_the_draft(library: Library) -> None:
    """The story that readers have is not touched."""
    one = await library.add(story("a"))
    draft = await library.add(story("a", "b"), draft=True)
    await library.intake.withdraw(draft, LATER)
    assert await library.threads.fresh(draft) is None
    assert (await library.story(one)).status is Status.PUBLISHED


async def test_withdrawing_a_draft_alone_keeps_its_story_out(library: Library) -> None:
    """A later import of it does not bring it to readers."""
    draft = await library.add(story("a"), draft=True)
    await library.intake.withdraw(draft, LATER)
    assert (await library.take(story("a")))[0].outcome is Outcome.WITHDRAWN
