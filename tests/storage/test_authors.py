"""Authors: found by id and by handle, listed by how much of theirs there is to read."""

from tests.builders import NOW, story
from tests.storage.library import Library
from threads.model import Author, AuthorId


async def test_authors_with_the_most_stories_come_first(library: Library) -> None:
    """Counted are published stories; who has none is not listed, nor who has no name."""
    for number, handle in enumerate(["mira", "nina", "nina"]):
        await library.add(story(f"{number}", source_id=str(number), handle=handle))
    await library.add(story("x", source_id="7", author=Author()))
    await library.add(story("y", source_id="8", handle="odo"), draft=True)
    withdrawn = await library.add(story("z", source_id="9", handle="pia"))
    await library.intake.withdraw(withdrawn, NOW)
    entries, more = await library.authors.all(0)
    assert [(entry.author.handle, entry.stories) for entry in entries] == [("nina", 2), ("mira", 1)]
    assert not more


async def test_authors_come_in_pages(library: Library) -> None:
    """Ten on a page, those with as many stories by name."""
    handles = [f"author{number:02}" for number in range(12)]
    await library.take(*(story(handle, source_id=handle, handle=handle) for handle in handles[::-1]))
    first, more = await library.authors.all(0)
    second, no_more = await library.authors.all(1)
    assert [entry.author.handle for entry in (*first, *second)] == handles
    assert (len(first), more, no_more) == (10, True, False)


async def test_an_author_is_found_by_id(library: Library) -> None:
    """With everything known, also while none of the stories is published; an unknown id is None."""
    author = Author(handle="mira", name="Mira", bio="I row.", avatar_url="https://a.example/a", url="https://a.example")
    one = await library.add(story(author=author), draft=True)
    entry = await library.authors.get((await library.story(one)).author_id)
    assert entry is not None
    assert (entry.author, entry.stories) == (author, 0)
    assert await library.authors.get(AuthorId(999)) is None


async def test_an_author_is_found_by_handle_in_any_case(library: Library) -> None:
    """People type handles as they like; a name is no handle."""
    one = await library.add(story(author=Author(handle="MiraTides", name="Mira")))
    entry = await library.authors.of_handle("mIRAtides")
    assert entry is not None
    assert (entry.id, entry.stories) == ((await library.story(one)).author_id, 1)
    assert await library.authors.of_handle("Mira") is None
