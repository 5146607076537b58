"""What opens in place on a card: the jump grid, the tags, the ways to share."""

from urllib.parse import parse_qs, urlsplit

from tests.builders import long_story, story
from tests.driver import Telegram, button, labels, visible


async def test_the_counter_opens_a_grid_that_jumps(telegram: Telegram) -> None:
    """Every tweet of a short story has its button, the present one is marked, and a press goes there."""
    await telegram.bring(long_story(9))
    ada = telegram.person()
    await ada.start("t_1_3")
    await ada.press("3/9")
    assert labels(ada.last()) == [
        ["◀ Prev", "3/9", "Next ▶"],
        ["1", "2", "·3·", "4", "5"],
        ["6", "7", "8", "9"],
        ["Back"],
    ]
    await ada.press("7")
    assert "Step 7 of" in visible(ada.last())
    assert labels(ada.last())[0][1] == "7/9"


async def test_a_second_tap_on_the_counter_or_back_closes_the_grid(telegram: Telegram) -> None:
    """The frame is as it was before the grid was opened."""
    await telegram.bring(long_story(9))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_3")
    for closing in ("3/9", "Back"):
        await ada.press("3/9")
        assert labels(ada.last())[-1] == ["Back"]
        await ada.press(closing)
        assert labels(ada.last()) == labels(frame)


async def test_the_grid_of_a_long_story_has_even_steps_with_first_and_last(telegram: Telegram) -> None:
    """Twenty places at the most, never more than Telegram's rows hold."""
    await telegram.bring(long_story(333))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("1/333")
    places = [label for row in labels(ada.last())[1:-1] for label in row]
    assert len(places) == 20
    assert places[0] == "·1·"
    assert places[-1] == "333"
    await ada.press("333")
    assert labels(ada.last())[0][2] == "Finish ✓"


async def test_tags_open_in_place_and_each_leads_to_its_page(telegram: Telegram) -> None:
    """The stepping row stays, the tags are those of the whole story, Back returns to the frame."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_3")
    await ada.press("# Tags")
    assert labels(ada.last()) == [["◀ Prev", "3/3", "Finish ✓"], ["#harbour", "#ghosts"], ["Back"]]
    await ada.press("Back")
    assert labels(ada.last()) == labels(frame)
    await ada.press("# Tags")
    await ada.press("#ghosts")
    assert visible(ada.last()).startswith("#ghosts · 1 story")
    assert ada.last()["message_id"] != frame["message_id"]


async def test_a_story_without_tags_has_no_tags_button(telegram: Telegram) -> None:
    """A button appears only when what it leads to works."""
    await telegram.bring(story("No tag at all."))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    assert labels(frame)[1] == ["🔖 Save", "↗ Share", "🔗 Open"]


async def test_share_copies_and_passes_on_the_link_of_this_very_tweet(telegram: Telegram) -> None:
    """From a frame, the title card and the end card: the link opens what is shown, and Back returns to it."""
    await telegram.bring(story())
    ada = telegram.person()
    for payload, link in (("t_1_2", "t_1_2"), ("t_1", "t_1")):
        (card,) = await ada.start(payload)
        await ada.press("↗ Share")
        shared = ada.last()
        assert button(shared, "Copy link")["copy_text"]["text"] == f"https://t.me/spool_bot?start={link}"
        elsewhere = urlsplit(button(shared, "Share elsewhere")["url"])
        assert (elsewhere.netloc, elsewhere.path) == ("t.me", "/share/url")
        assert parse_qs(elsewhere.query)["url"] == [f"https://t.me/spool_bot?start={link}"]
        await ada.press("Back")
        assert labels(ada.last()) == labels(card)
        assert ada.last()["text"] == card["text"]
    await ada.start("t_1_3")
    await ada.press("Finish ✓")
    end = ada.last()
    await ada.press("↗ Share")
    assert button(ada.last(), "Copy link")["copy_text"]["text"] == "https://t.me/spool_bot?start=t_1"
    await ada.press("Back")
    assert labels(ada.last()) == labels(end)


async def test_overlays_follow_a_story_that_changed(telegram: Telegram) -> None:
    """The grid of an old card shows the places there are now."""
    await telegram.bring(story("One.", "Two.", "Three."))
    ada = telegram.person()
    (old,) = await ada.start("t_1_3")
    await telegram.bring(story("One.", "Two.", "Three.", "Four."))
    await ada.press("3/3", old)
    assert labels(ada.last())[1] == ["1", "2", "·3·", "4"]
    await telegram.withdraw(1)
    await ada.press("Back")
    assert visible(ada.last()).startswith("This story is not available any more.")
