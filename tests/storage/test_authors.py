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


async def test_a_handle_is_looked_for_in_every_network(library: Library) -> None:
    """X comes first, then who has the most to read; who has nothing to read comes after them all."""
    await library.add(story("a", source_id="1", source="bluesky", handle="ada"))
    assert (await found(library, "ADA")) == ("bluesky", 1)
    await library.take(*(story(f"b{n}", source_id=f"{n}", source="mastodon", handle="ada") for n in range(2)))
    assert (await found(library, "ada")) == ("mastodon", 2)
    draft = await library.add(story("c", source_id="1", handle="Ada"), draft=True)
    assert (await found(library, "ada")) == ("mastodon", 2)
    await library.intake.publish(draft, NOW)
    assert (await found(library, "ada")) == ("x", 1)
    await library.take(story("d", source_id="5", source="bluesky", handle="ada.bsky.social"))
    await library.take(story("e", source_id="6", source="mastodon", handle="User@Host.example"))
    assert (await found(library, "Ada.bsky.social")) == ("bluesky", 1)
    assert (await found(library, "user@host.EXAMPLE")) == ("mastodon", 1)
    assert await library.authors.of_handle("") is None
    assert await library.authors.of_handle("host.example") is None


async def found(library: Library, handle: str) -> tuple[str, int]:
    """The network and number of stories of the author that a handle leads to."""
    entry = await library.authors.of_handle(handle)
    assert entry is not None
    (row,) = await library.database.fetch("SELECT network FROM author WHERE id = $1", entry.id)
    return row[0], entry.stories


async def test_a_name_without_a_handle_is_one_author_whatever_the_network(library: Library) -> None:
    """A story without an author is nobody's, and no handle leads there."""
    one = await library.add(story("a", source_id="1", author=Author(name="Mira")))
    two = await library.add(story("b", source_id="2", source="bluesky", author=Author(name="MIRA")))
    await library.take(story("c", source_id="3", author=Author()))
    assert (await library.story(one)).author_id == (await library.story(two)).author_id
    assert await library.authors.of_handle("") is None
