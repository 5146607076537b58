"""/settings, /privacy, /help, and the commands that Telegram lists."""

from handlers.catalogue import LANGUAGES
from tests.bot.program import until
from tests.builders import story
from tests.driver import Telegram, labels, visible


async def test_plain_labels_take_signs_off_buttons_and_frames(telegram: Telegram) -> None:
    """Every control keeps its words, the progress bar goes; it holds after a restart and can be turned back."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.say("/settings")
    await ada.press("Turn plain labels on")
    assert labels(ada.last())[-1] == ["Turn plain labels off"]
    await telegram.restart()
    (frame,) = await ada.start("t_1_2")
    assert labels(frame) == [["Prev", "2 of 3", "Next"], ["Save", "# Tags", "Share", "Open"]]
    assert visible(frame).endswith("\n\n2 of 3")
    await ada.press("Next")
    assert labels(ada.last())[0][2] == "Finish"
    await ada.say("/settings")
    await ada.press("Turn plain labels off")
    (frame,) = await ada.start("t_1_2")
    assert "▰" in visible(frame)


async def test_deleting_my_data_asks_once_and_deletes_everything(telegram: Telegram) -> None:
    """Keep changes nothing; Yes deletes places, saved stories and settings."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("🔖 Save")
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Keep")
    (saved,) = await ada.say("/saved")
    assert "A kettle" in visible(saved)
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    assert visible(ada.last()).startswith("Deleted.")
    (saved,) = await ada.say("/saved")
    assert visible(saved).startswith("Nothing saved yet")
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Read"]


async def test_nobody_in_a_group_can_choose_for_somebody_else(telegram: Telegram) -> None:
    """The privacy card of a group is answered with a sentence, and nothing is deleted."""
    await telegram.bring(story())
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    await ada.start("t_1_2")
    await ada.say("/privacy@spool_bot", chat=group)
    answer = await ada.press("Delete my data", chat=group)
    assert "private chat" in answer["text"]
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 2/3"]


async def test_help_names_every_command_it_can(telegram: Telegram) -> None:
    """Each command in /help is one that works."""
    ada = telegram.person()
    (card,) = await ada.say("/help")
    for command in ("/latest", "/tags", "/authors", "/continue", "/saved", "/settings", "/privacy"):
        assert command in visible(card)
        assert await ada.say(command)


async def test_commands_are_registered_for_private_chats_and_groups(telegram: Telegram) -> None:
    """A person sees all of them, a group only those that are not personal."""
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id])
    await until(lambda: len(telegram.calls("setMyCommands")) == 4 * len(LANGUAGES))
    private = {entry["command"] for entry in telegram.world.commands(ada.id)}
    shared = {entry["command"] for entry in telegram.world.commands(ada.id, chat=group)}
    assert {
        "start",
        "latest",
        "search",
        "tags",
        "authors",
        "continue",
        "saved",
        "subscriptions",
        "settings",
        "help",
        "privacy",
    } == private
    assert private - shared == {"continue", "saved", "subscriptions", "settings"}
