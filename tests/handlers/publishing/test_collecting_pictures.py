"""Pictures and albums that are sent for a story: kept, shown, and an album one tweet."""

from tests.driver import Telegram, visible
from tests.handlers.collected import Channel, cards
from tests.handlers.publisher import control, publisher
from threads.model import MediaKind, ThreadId


async def test_pictures_are_kept_and_an_album_is_one_tweet(telegram: Telegram) -> None:
    """A photo with a caption, an album without a word, a film: each is shown by the reader, also after a restart."""
    (olga,) = await publisher(telegram)
    channel = Channel(telegram, olga)
    first = channel.picture("The landing stage.")
    album = [channel.picture(), channel.picture()]
    film = channel.picture("Fog moves in.", "video")
    await olga.say("/add")
    channel.forward(first)
    channel.forward(*album, album="a1")
    channel.forward(film)
    await telegram.settled()
    await olga.press("Done", cards(olga)[-1])
    assert "3 tweets" in visible(control(olga))
    await telegram.restart()
    story = await telegram.services.threads.fresh(ThreadId(1))
    assert story is not None
    for media in (media for tweet in story.thread for media in tweet.media):
        kept = await telegram.services.media.find(media.url)
        assert kept is not None or media.kind is MediaKind.VIDEO, "a one-pixel picture is no film"
    await olga.start("t_1_1")
    assert "photo" in olga.last()
    assert "The landing stage." in visible(olga.last())
    await olga.press("Next ▶")
    assert "2/3 · photo 1/2" in visible(olga.last())
    await olga.press("Next ▶")
    await olga.press("Next ▶")
    assert "video" in olga.last()
    assert "Fog moves in." in visible(olga.last())


async def test_a_picture_with_the_command_as_its_caption_is_a_story_of_one_tweet(telegram: Telegram) -> None:
    """It is shown with it, and the words behind the command are its text."""
    (olga,) = await publisher(telegram)
    telegram.world.send_media(olga.id, "photo", caption="/add The pier at noon.")
    await telegram.settled()
    assert "1 tweet" in visible(control(olga))
    await olga.start("t_1_1")
    assert "photo" in olga.last()
    assert visible(olga.last()).startswith("The pier at noon.")


async def test_an_album_with_the_command_as_its_caption_is_collected_whole(telegram: Telegram) -> None:
    """Its pictures come one by one, the command with the first alone; they are one tweet all the same."""
    (olga,) = await publisher(telegram)
    for caption in ("/add The two piers.", ""):
        telegram.world.send_media(olga.id, "photo", caption=caption, media_group_id="a1")
    await telegram.settled()
    assert visible(cards(olga)[-1]).startswith("2 messages taken.")
    await olga.press("Done", cards(olga)[-1])
    assert "1 tweet" in visible(control(olga))
    await olga.start("t_1_1")
    assert visible(olga.last()).startswith("The two piers.")
    assert "photo 1/2" in visible(olga.last())


async def test_a_picture_that_telegram_does_not_hand_over_is_shown_by_its_id(telegram: Telegram) -> None:
    """Its bytes can't be had: the reader still shows it."""
    (olga,) = await publisher(telegram)
    telegram.world.faults.add(method="getFile", kind="error", status=400, description="Bad Request: file is too big")
    telegram.world.send_media(olga.id, "photo", caption="/add The pier at noon.")
    await telegram.settled()
    await olga.start("t_1_1")
    assert "photo" in olga.last()
