"""What readers find again: their places in stories that grow and are read anew, and stories that stay themselves."""

from dataclasses import replace

from tests.builders import NOW, long_story, story
from tests.driver import Person, Telegram, labels, visible
from threads.model import Author, Media, MediaKind, Thread, Tweet, TweetNumber
from threads.sources import plain_text
from threads.sources.document import Document


async def _offers(ada: Person) -> list[str]:
    """What the title card, /start and /continue offer first."""
    (title,) = await ada.start("t_1")
    (welcome,) = await ada.start()
    (list_,) = await ada.say("/continue")
    return [labels(card)[0][0] for card in (title, welcome, list_)]


async def test_a_finished_story_that_grew_goes_on_at_its_first_new_tweet_and_then_where_it_was_left(
    telegram: Telegram,
) -> None:
    """Title card, /start and /continue agree at every step, from growth to the new end."""
    await telegram.bring(long_story(3))
    ada = telegram.person()
    await ada.start("t_1_3")
    await telegram.bring(long_story(13))
    assert await _offers(ada) == ["▶ Continue 4/13"] * 3
    await ada.press("▶ Continue 4/13")
    assert "Step 4 of the stairs" in visible(ada.last())
    for _ in range(4):
        await ada.press("Next ▶")
    assert await _offers(ada) == ["▶ Continue 8/13"] * 3
    await ada.start("t_1_13")
    (title,) = await ada.start("t_1")
    assert labels(title)[0] == ["▶ Read"]
    (nothing,) = await ada.say("/continue")
    assert visible(nothing).startswith("Nothing to continue")


async def test_new_tweets_that_were_taken_back_are_nothing_to_continue(telegram: Telegram) -> None:
    """A finished story that grew and shrank again has nothing that its reader has not seen."""
    await telegram.bring(long_story(3))
    ada = telegram.person()
    await ada.start("t_1_3")
    await telegram.bring(long_story(5))
    await telegram.bring(long_story(3))
    (title,) = await ada.start("t_1")
    assert labels(title)[0] == ["▶ Read"]
    (nothing,) = await ada.say("/continue")
    assert visible(nothing).startswith("Nothing to continue")


async def test_read_on_a_finished_story_begins_a_reading_that_keeps_its_place(telegram: Telegram) -> None:
    """Who opens it anew from its title card is not sent back to the beginning."""
    await telegram.bring(long_story(5))
    ada = telegram.person()
    await ada.start("t_1_5")
    await ada.start("t_1")
    await ada.press("▶ Read")
    assert labels(ada.last())[0][1] == "1/5"
    await ada.press("Next ▶")
    await ada.press("Next ▶")
    assert await _offers(ada) == ["▶ Continue 3/5"] * 3


async def test_what_is_known_of_an_author_outlives_a_story_that_tells_less(telegram: Telegram) -> None:
    """A bare story after a rich one in one import takes nothing away, and a later word counts."""
    rich = Author(handle="ada", name="Ada", bio="I row.", url="https://ada.example")
    await telegram.bring(
        story("One.", source_id="s1", author=rich),
        story("Two.", source_id="s2", author=Author(handle="ada", name="Ada L.")),
        story("Three.", source_id="s3", author=Author(handle="ada")),
    )
    (page,) = await telegram.person().say("@ada")
    assert visible(page).startswith("Ada L. @ada\nI row.\n3 stories")


async def test_one_handle_in_two_networks_is_two_authors(telegram: Telegram) -> None:
    """Each keeps their name and stories; a text's handle is one on X, and the handle alone opens that."""
    await telegram.bring(
        story("On the sky.", source="bluesky", source_id="s1", author=Author(handle="Ada", name="Ada Sky")),
        story("On the sky again.", source="bluesky", source_id="s2", author=Author(handle="ada", name="Ada Sky")),
        story("On paper.", source="text", source_id=None, author=Author(handle="Ada")),
        story("On X.", source_id="s3", author=Author(handle="ada", name="Ada X")),
    )
    ada = telegram.person()
    (card,) = await ada.say("/authors")
    assert "1. Ada Sky · 2 stories\n2. Ada X · 2 stories" in visible(card)
    (page,) = await ada.say("@ada")
    assert visible(page).startswith("Ada X @ada\n2 stories")


async def test_stories_whose_author_nobody_knows_are_not_by_the_same_author(telegram: Telegram) -> None:
    """Having no author is nothing in common; a shared tag is."""
    unknown = Author()
    await telegram.bring(
        story("One. #sea", source_id="s1", author=unknown),
        story("Two.", source_id="s2", author=unknown),
        story("Three. #sea", source_id="s3", author=unknown),
        story("Four. #sea", source_id="s4"),
    )
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Finish ✓")
    assert [row[0] for row in labels(ada.last())[1:-1]] == ["Four. #sea", "Three. #sea"]


def _markdown(text: str) -> list[Thread]:
    return list(plain_text.read(Document.of("kettle.md", text.encode()), NOW.date()))


async def test_a_writers_own_id_finds_its_story_when_that_has_a_source_too(telegram: Telegram) -> None:
    """The id alone, then with the source, then alone with a corrected beginning: one story all along."""
    ada = telegram.person()
    for head, first in (
        ("id: kettle", "A kettel."),
        ("id: kettle\nsource: https://x.com/ada/status/77", "A kettle."),
        ("id: kettle", "A kettle sings."),
    ):
        await telegram.bring(*_markdown(f"---\n{head}\n---\n\n{first}\n\n---\n\nIt was the wind.\n"))
        (card,) = await ada.say("/latest")
        assert visible(card).startswith(f"Latest stories\n\n1. {first}")
        assert "2. " not in visible(card)


async def test_picture_stories_of_one_day_stay_apart(telegram: Telegram) -> None:
    """Stories without words and ids are told by their pictures: none takes another's place."""

    def pictures(*names: str) -> Thread:
        tweets = tuple(
            Tweet(number=TweetNumber(number), media=(Media(kind=MediaKind.PHOTO, url=f"https://sea.example/{name}"),))
            for number, name in enumerate(names, 1)
        )
        return replace(story(source_id=None, author=Author()), tweets=tweets)

    await telegram.bring(pictures("a.png"), pictures("b.png"))
    await telegram.bring(pictures("a.png", "c.png"))
    (card,) = await telegram.person().say("/latest")
    assert visible(card).count("A story without words") == 2
    assert "2 tweets" in visible(card)
