"""Suggestions as they are kept: limits by the day, and nothing changed that anybody sees."""

from dataclasses import replace
from datetime import datetime, timedelta

from storage.desk.audit import AdminId
from storage.desk.suggestions import A_DAY, IN_ALL, SAID, SuggestionId, Suggestions, Unfit, Verdict
from storage.readers import ReaderId
from storage.threads import Status
from tests.builders import NOW, story
from tests.storage.library import Library
from threads.model import Author

ADA = ReaderId(7)
OLGA = AdminId(4_200_000_001)


async def take(library: Library, number: int, reader: int = ADA, now: datetime = NOW) -> SuggestionId | Unfit:
    """A reader suggests a story of this number."""
    await library.readers.start(ReaderId(reader), now)
    tale = story(f"Tale {number}.", source_id=f"{number}")
    return await Suggestions(library.database).take(tale, ReaderId(reader), "en", now)


async def test_a_suggestion_waits_as_a_draft_that_says_so(library: Library) -> None:
    """Whoever looks through the drafts sees that a stranger brought it."""
    assert await take(library, 1) == 1
    (summary,) = (await library.threads.drafts(0)).items
    draft = await library.story(summary.id)
    assert (draft.status, draft.thread.review) == (Status.DRAFT, (SAID,))


async def test_a_day_later_more_can_be_suggested(library: Library) -> None:
    """The limit is one of any 24 hours, and each reader's own."""
    assert [await take(library, number) for number in range(A_DAY)] == [1, 2, 3]
    almost, later = NOW + timedelta(hours=23, minutes=59), NOW + timedelta(days=1)
    assert await take(library, 9, now=almost) is Unfit.TOO_MANY
    assert await take(library, 9, reader=8, now=almost) == 4
    assert await take(library, 10, now=later) == 5


async def test_there_is_a_limit_for_all(library: Library) -> None:
    """Which holds for those too who delete what is kept of them and begin anew."""
    for number in range(IN_ALL):
        assert await take(library, number) == number + 1
        await library.readers.forget(ADA)
    assert await take(library, IN_ALL) is Unfit.FULL
    assert await Suggestions(library.database).barred(ADA, NOW) is Unfit.FULL


async def test_what_is_known_of_an_author_stays(library: Library) -> None:
    """A stranger's word on who somebody is counts for nothing; of somebody new it is all there is."""
    await library.take(story("a", source_id="1"))
    await library.readers.start(ADA, NOW)
    suggestions = Suggestions(library.database)
    false = Author(handle="mira_tides", name="Somebody Else", bio="Buy this.", avatar_url="https://sea.example/x.png")
    await suggestions.take(story("b", source_id="2", author=false), ADA, None, NOW)
    await suggestions.take(story("c", source_id="3", handle="joe"), ADA, None, NOW)
    for handle, name in (("mira_tides", "Mira_Tides"), ("joe", "Joe")):
        (entry,) = await library.authors.named(handle)
        assert (entry.author.name, entry.author.bio, entry.author.avatar_url) == (name, "", None)
    for summary in (await library.threads.drafts(0)).items:
        await library.intake.publish(summary.id, NOW)
    (entry,) = await library.authors.named("mira_tides")
    assert entry.author.bio == ""


async def test_a_draft_that_waits_is_not_touched(library: Library) -> None:
    """Neither an admin's nor another reader's, whoever says what it is."""
    (draft,) = await library.take(story("a", source_id="1"), draft=True)
    await library.readers.start(ADA, NOW)
    suggestions = Suggestions(library.database)
    assert await suggestions.take(story("x", source_id="1"), ADA, None, NOW) is Unfit.WAITING
    assert (await library.story(draft.id)).thread.tweets[0].text == "a"
    assert await suggestions.of_draft(draft.id) is None


async def test_a_protected_author_stays_so(library: Library) -> None:
    """A suggestion of theirs waits, and is published, with the mark."""
    await library.take(story("a", source_id="1"))
    await library.database.write("UPDATE author SET protected = 1")
    await library.readers.start(ADA, NOW)
    suggestion = await Suggestions(library.database).take(story("b", source_id="2"), ADA, None, NOW)
    assert suggestion == 1
    (summary,) = (await library.threads.drafts(0)).items
    taken = await library.intake.publish(summary.id, NOW)
    assert (await library.story(taken.id)).thread.protected


async def test_a_new_version_is_one_when_its_words_differ(library: Library) -> None:
    """What readers have word for word is no suggestion; a longer version is."""
    given = story("a", source_id="1")
    await library.take(given)
    await library.readers.start(ADA, NOW)
    suggestions = Suggestions(library.database)
    assert await suggestions.take(replace(given, title="Other"), ADA, None, NOW) is Unfit.THERE
    assert await suggestions.take(story("a", "b", source_id="1"), ADA, None, NOW) == 1


async def test_a_verdict_stands(library: Library) -> None:
    """Whoever is second changes nothing; muting twice is muting once, and of nobody is nothing."""
    await take(library, 1)
    suggestions, first = Suggestions(library.database), SuggestionId(1)
    assert await suggestions.settle(first, Verdict.DECLINED, NOW, by=OLGA)
    assert not await suggestions.settle(first, Verdict.PUBLISHED, NOW, by=OLGA)
    assert await suggestions.mute(first, True, NOW, by=OLGA)
    assert not await suggestions.mute(first, True, NOW, by=OLGA)
    assert await take(library, 2) is Unfit.MUTED
    assert await suggestions.mute(first, False, NOW, by=OLGA)
    assert not await suggestions.mute(first, False, NOW, by=OLGA)
    await library.readers.forget(ADA)
    assert not await suggestions.mute(first, True, NOW, by=OLGA)
