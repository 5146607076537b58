"""What chats follow: kept once, found, removed, brought back."""

from datetime import timedelta

from storage.delivery.subjects import EVERYTHING, Kind, Subject
from storage.delivery.subscribers import Address
from tests.builders import NOW, story
from tests.storage.followers import author, follow, tag
from tests.storage.library import Library

ADA = Address(7)


async def test_following_twice_is_following_once(library: Library) -> None:
    """The second time nothing is new, and there is one subscription."""
    given = {"set_by": 7, "language": "en"}
    assert await library.subscriptions.follow(ADA, EVERYTHING, NOW, **given)  # type: ignore[arg-type]  # two keywords
    assert not await library.subscriptions.follow(ADA, EVERYTHING, NOW, **given)  # type: ignore[arg-type]  # as above
    assert await library.subscriptions.count(ADA) == 1


async def test_the_topics_of_a_forum_follow_apart(library: Library) -> None:
    """What is followed in one topic is neither followed in another nor in the chat itself."""
    topic = await follow(library, -100, topic=5)
    assert await library.subscriptions.among(topic, [EVERYTHING]) == [EVERYTHING]
    assert await library.subscriptions.among(Address(-100), [EVERYTHING]) == []
    assert await library.subscriptions.among(Address(-100, 6), [EVERYTHING]) == []


async def test_what_was_just_removed_can_be_brought_back(library: Library) -> None:
    """All of it together, with its place in the list; not what was removed another time."""
    await library.add(story())
    followed = [EVERYTHING, await author(library), await tag(library, "ghosts")]
    for later, subject in enumerate(followed):
        at = NOW + timedelta(seconds=later)
        await library.subscriptions.follow(ADA, subject, at, set_by=7, language="en")
    assert await library.subscriptions.unfollow(ADA, [followed[0]], NOW) == 1
    assert await library.subscriptions.unfollow(ADA, [], NOW + timedelta(hours=1)) == 2
    removed_at = await library.subscriptions.last_removed(ADA)
    assert removed_at is not None
    assert await library.subscriptions.count(ADA) == 0
    assert await library.subscriptions.restore(ADA, removed_at) == 2
    assert await library.subscriptions.restore(ADA, removed_at) == 0
    page, more = await library.subscriptions.page(ADA, 0)
    assert ([entry.subject for entry in page], more) == (followed[:0:-1], False)


async def test_what_was_removed_long_ago_is_forgotten(library: Library) -> None:
    """After a day the next removal drops it."""
    await library.add(story())
    await follow(library, ADA.chat)
    await follow(library, ADA.chat, await author(library))
    await library.subscriptions.unfollow(ADA, [EVERYTHING], NOW)
    await library.subscriptions.unfollow(ADA, [await author(library)], NOW + timedelta(days=2))
    assert await library.count("unsubscribed") == 1


async def test_removing_what_is_not_followed_removes_nothing(library: Library) -> None:
    """Neither another's subscription nor one that there never was; nothing is there to bring back."""
    await follow(library, 8)
    assert await library.subscriptions.unfollow(ADA, [EVERYTHING, Subject(Kind.TAG, 99)], NOW) == 0
    assert await library.subscriptions.unfollow(ADA, [], NOW) == 0
    assert await library.subscriptions.last_removed(ADA) is None
    assert await library.subscriptions.count(Address(8)) == 1


async def test_two_hundred_are_listed_in_pages_and_found_by_words(library: Library) -> None:
    """Ten to a page; words are found in any case and script, and signs of patterns are nothing but signs."""
    await library.take(*(story(f"#tag{n} #Лес{n}", source_id=f"t{n}") for n in range(100)))
    await library.take(story("#hundred_percent", source_id="p"))
    for entry, _ in [(entry, None) for page in range(11) for entry in (await library.tags.all(page))[0]]:
        await follow(library, ADA.chat, Subject(Kind.TAG, entry.tag.id))
    assert await library.subscriptions.count(ADA) == 201
    seen, more, page = [], True, 0
    while more:
        entries, more = await library.subscriptions.page(ADA, page)
        seen += [entry.label for entry in entries]
        page += 1
    assert (len(seen), len(set(seen)), page) == (201, 201, 21)
    found, more = await library.subscriptions.page(ADA, 0, "лЕС9")
    assert ({entry.label for entry in found} - {f"Лес9{n}" for n in range(10)}, more) == ({"Лес9"}, True)
    found, _ = await library.subscriptions.page(ADA, 0, "d_p")
    assert [entry.label for entry in found] == ["hundred_percent"]
    assert await library.subscriptions.page(ADA, 0, "%") == ([], False)


async def test_an_author_is_listed_by_name_and_found_by_handle(library: Library) -> None:
    """The name is what is shown; a handle finds it too."""
    await library.add(story(handle="kelp_keeper"))
    await follow(library, ADA.chat, await author(library, "kelp_keeper"))
    for words in ("kelp_k", "KELP"):
        (entry,), _ = await library.subscriptions.page(ADA, 0, words)
        assert entry.label == "Kelp_Keeper"


async def test_words_are_left_out_until_they_are_taken_back(library: Library) -> None:
    """Each once, in order, for this chat alone."""
    for word in ("tide", "#ghosts", "tide"):
        await library.subscriptions.leave_out(ADA, word, set_by=7, language="en")
    assert await library.subscriptions.left_out(ADA) == ["#ghosts", "tide"]
    assert await library.subscriptions.left_out(Address(8)) == []
    assert await library.subscriptions.take_back(ADA, "tide")
    assert not await library.subscriptions.take_back(ADA, "tide")
    assert await library.subscriptions.left_out(ADA) == ["#ghosts"]
