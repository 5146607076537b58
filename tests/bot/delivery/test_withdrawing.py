"""A story that is taken away while it is told, or after it was: nobody hears of it any more."""

from tests.bot.delivery.followers import followers, tale
from tests.driver import Telegram, buttons, visible
from tests.storage.library import library_on

GONE = "This story is not available any more"


async def test_a_notification_says_so(telegram: Telegram) -> None:
    """Each of its buttons, one after the other."""
    (ada,) = await followers(telegram, 1)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(10)
    card = ada.last()
    await telegram.withdraw(1)
    for key in buttons(card):
        if data := key.get("callback_data"):
            answer = await ada.press_data(data, card, forged=True)  # the first one takes the others away
            assert GONE in answer["text"] or visible(ada.last()).startswith(GONE), key


async def test_what_was_withdrawn_while_it_was_told_is_told_no_further(telegram: Telegram) -> None:
    """Those who have not heard yet don't; who has finds the sentence."""
    people = await followers(telegram, 60)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(2)
    heard = [person for person in people if "Tale 1" in visible(person.last())]
    await telegram.withdraw(1)
    await telegram.pass_time(20)
    assert [person for person in people if "Tale 1" in visible(person.last())] == heard
    assert 0 < len(heard) < 60
    await heard[0].press("▶ Read")
    assert visible(heard[0].last()).startswith(GONE)


async def test_a_wish_left_undone_by_the_command_line_is_done_by_the_running_bot(telegram: Telegram) -> None:
    """An opt-out that was killed before its stories: within minutes they are gone, also after trouble with the disk."""
    await telegram.bring(tale(1))
    async with library_on(telegram.database) as library:
        await library.database.write("UPDATE author SET opted_out_at = 1")
    bring_back = await telegram.break_database()
    await telegram.skip_time(700)
    await bring_back()
    await telegram.skip_time(60)
    async with library_on(telegram.database) as library:
        assert await library.database.fetch("SELECT status FROM thread") == [("withdrawn",)]
