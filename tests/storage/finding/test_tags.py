"""Tags: one for all spellings, counted by the published stories that carry it."""

from tests.builders import NOW, story
from tests.storage.library import Library
from threads.model import TagId


async def test_spellings_meet_and_the_first_one_seen_is_shown(library: Library) -> None:
    """Case and width make no other tag, and a later spelling does not change the label."""
    await library.take(story("#SeaSide", source_id="1"), story("#seaside #ＳＥＡＳＩＤＥ", source_id="2"))
    entries, _ = await library.tags.all(0)
    assert [(entry.tag.key, entry.tag.label, entry.stories) for entry in entries] == [("seaside", "SeaSide", 2)]


async def test_the_most_used_tags_come_first_in_pages(library: Library) -> None:
    """Twenty on a page; tags of as many stories go by their key."""
    names = [f"tag{number:02}" for number in range(24)]
    await library.take(
        story(" ".join(f"#{name}" for name in names), source_id="1"), story("Again #tag23", source_id="2")
    )
    first, more = await library.tags.all(0)
    second, no_more = await library.tags.all(1)
    assert [entry.tag.key for entry in (*first, *second)] == ["tag23", *names[:-1]]
    assert (len(first), more, no_more) == (20, True, False)


async def test_a_tag_is_found_by_id_and_by_key(library: Library) -> None:
    """Both ways give the same; an unknown one is None."""
    await library.add(story("#Wind"))
    entry = await library.tags.of_key("wind")
    assert entry is not None
    assert await library.tags.get(entry.tag.id) == entry
    assert await library.tags.get(TagId(999)) is None
    assert await library.tags.of_key("calm") is None


async def test_only_published_stories_count(library: Library) -> None:
    """A draft adds no tag, a withdrawn story takes its tags out of the list; the tag's links still open."""
    await library.add(story("#ebb", source_id="1"), draft=True)
    assert await library.tags.of_key("ebb") is None
    one = await library.add(story("#wind", source_id="2"))
    await library.intake.withdraw(one, NOW)
    assert await library.tags.all(0) == ([], False)
    entry = await library.tags.of_key("wind")
    assert entry is not None
    assert entry.stories == 0
