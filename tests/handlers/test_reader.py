"""Reading a story in a private chat, button by button."""

from tests.builders import story
from tests.driver import Telegram, labels, visible


async def test_a_story_is_read_from_its_title_card_to_its_end_card(telegram: Telegram) -> None:
    """Read, Next, Next, Finish: one message is edited all the way, and each frame shows its own tweet."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1")
    assert "3 tweets" in visible(card)

    await ada.press("▶ Read")
    assert "A kettle sings" in visible(ada.last())
    assert labels(ada.last()) == [["◀ Prev", "1/3", "Next ▶"], ["🔖 Save", "# Tags", "↗ Share", "🔗 Open"]]
    await ada.press("Next ▶")
    assert "Nobody lit the stove" in visible(ada.last())
    await ada.press("Next ▶")
    assert labels(ada.last())[0] == ["◀ Prev", "3/3", "Finish ✓"]
    await ada.press("Finish ✓")

    assert "Finished" in visible(ada.last())
    assert len(telegram.world.messages(ada.id)) == 2
